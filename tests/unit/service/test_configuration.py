"""Settings come from the environment once; what cannot be right is said in one sentence."""

import re

import pytest

from schemas.errors import Misconfigured
from schemas.settings import Settings
from service.configuration import read_settings
from tests.conftest import ROOT


def test_what_is_not_named_has_its_default(tmp_path):
    settings = read_settings({"LEGAJO_DATA": str(tmp_path), "HOME": "/x"})
    assert settings.database == f"sqlite:///{tmp_path / 'legajo.db'}"
    assert settings.objects == f"file://{tmp_path / 'store'}"


def test_a_secret_may_stand_in_a_file(tmp_path):
    (tmp_path / "secret").write_text("s3cr3t\n")
    settings = read_settings({"LEGAJO_DATA": str(tmp_path), "LEGAJO_S3_SECRET_KEY_FILE": str(tmp_path / "secret")})
    assert settings.s3_secret_key == "s3cr3t"


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({"LEGAJO_PRT": "1"}, "LEGAJO_PRT"),
        ({"LEGAJO_PORT": "ocho"}, "LEGAJO_PORT debe ser un número entero"),
        ({"LEGAJO_S3_SECRET_KEY_FILE": "/nowhere/secret"}, "LEGAJO_S3_SECRET_KEY_FILE"),
        ({"LEGAJO_NOTHING_FILE": "/dev/null"}, "LEGAJO_NOTHING_FILE"),
    ],
)
def test_what_cannot_be_right_is_named(environment, named):
    with pytest.raises(Misconfigured, match=named):
        read_settings({"HOME": "/x", **environment})


def test_every_setting_that_compose_names_exists_and_can_be_read(tmp_path):
    """And each secret it hands over is read from a file."""
    files = sorted(ROOT.glob("docker-compose*.yml"))
    text = "\n".join(path.read_text(encoding="utf-8") for path in files)
    named = dict(re.findall(r"^\s+(LEGAJO_[A-Z0-9_]+): *(\S+)$", text, re.MULTILINE))
    assert len(files) == 2 and len(named) > 8
    secret = tmp_path / "secret"
    secret.write_text("x")
    environment = {name: str(secret) if name.endswith("_FILE") else value.strip("\"'") for name, value in named.items()}

    assert read_settings({"HOME": "/x", **environment}).data

    assert not [name for name in named if re.search("(ACCESS|SECRET)_KEY$|PASSWORD$", name)]


def test_every_setting_is_documented():
    told = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    assert not [name for name in Settings.__struct_fields__ if f"LEGAJO_{name.upper()}`" not in told]
