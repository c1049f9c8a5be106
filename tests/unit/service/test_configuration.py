"""Settings come from the environment once; what cannot be right is said in one sentence."""

import pytest

from schemas.errors import Misconfigured
from service.configuration import read_settings


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
