"""Settings come from the environment once; what cannot be right is said in one sentence."""

import re

import pytest

from schemas.errors import Misconfigured
from schemas.settings import Settings, shown
from service.configuration import read_settings
from tests.conftest import ROOT


def test_what_is_not_named_has_its_default(tmp_path):
    settings = read_settings({"LEGAJO_DATA": str(tmp_path), "HOME": "/x"})
    assert settings.database == f"sqlite:///{tmp_path / 'legajo.db'}"
    assert settings.objects == f"file://{tmp_path / 'store'}"


def test_a_secret_may_stand_in_a_file(tmp_path):
    (tmp_path / "secret").write_text("s3cr3t\n")
    settings = read_settings(
        {
            "LEGAJO_DATA": str(tmp_path),
            "LEGAJO_S3_ACCESS_KEY": "a",
            "LEGAJO_S3_SECRET_KEY_FILE": str(tmp_path / "secret"),
        }
    )
    assert settings.s3_secret_key == "s3cr3t"


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({"LEGAJO_PRT": "1"}, "LEGAJO_PRT"),
        ({"LEGAJO_PORT": "ocho"}, "LEGAJO_PORT debe ser un número entero"),
        ({"LEGAJO_S3_SECRET_KEY_FILE": "/nowhere/secret"}, "LEGAJO_S3_SECRET_KEY_FILE"),
        ({"LEGAJO_NOTHING_FILE": "/dev/null"}, "LEGAJO_NOTHING_FILE"),
        ({"LEGAJO_PORT": "70000"}, "LEGAJO_PORT debe estar entre 1 y 65535"),
        ({"LEGAJO_DATABASE": "mysql://x"}, "LEGAJO_DATABASE debe comenzar con"),
        (
            {"LEGAJO_SESSION_IDLE": "3600", "LEGAJO_SESSION_ABSOLUTE": "60"},
            "LEGAJO_SESSION_ABSOLUTE no puede ser menor",
        ),
        ({"LEGAJO_SECRET_KEY": "corta"}, "LEGAJO_SECRET_KEY debe tener al menos 32"),
        ({"LEGAJO_S3_ACCESS_KEY": "sola"}, "LEGAJO_S3_SECRET_KEY va junto con"),
        ({"LEGAJO_OIDC_ISSUER": "https://id.example"}, "LEGAJO_OIDC_CLIENT_ID va junto con"),
        ({"LEGAJO_TRUSTED_PROXIES": "10.0.0.1, proxy"}, "LEGAJO_TRUSTED_PROXIES lleva direcciones IP"),
        ({"LEGAJO_TRUSTED_PROXIES": "10.0.0.0/8"}, "LEGAJO_TRUSTED_PROXIES lleva direcciones IP"),
        ({"LEGAJO_LOG_FORMAT": "xml"}, "LEGAJO_LOG_FORMAT debe ser text o json"),
        ({"LEGAJO_DATABASE": ""}, "LEGAJO_DATABASE no puede estar vacío"),
        ({"LEGAJO_DATABASE_FILE": "/dev/null"}, "LEGAJO_DATABASE_FILE: el archivo '/dev/null' está vacío"),
        ({"LEGAJO_PORT": "1", "LEGAJO_PORT_FILE": "/x"}, "LEGAJO_PORT y LEGAJO_PORT_FILE dicen lo mismo"),
        ({"LEGAJO_DATABASE": "sqlite:///legajo.db"}, "LEGAJO_DATABASE debe llevar la ruta completa"),
        ({"LEGAJO_DATABASE": "postgresql+psycopg://u@h:p/d"}, "LEGAJO_DATABASE lleva un puerto"),
        ({"LEGAJO_OBJECTS": "file://store"}, "LEGAJO_OBJECTS debe llevar la ruta completa"),
        ({"LEGAJO_OBJECTS": "file:///store?retention=governance:9"}, "LEGAJO_OBJECTS debe llevar la ruta completa"),
        ({"LEGAJO_OBJECTS": "memory:"}, "LEGAJO_OBJECTS debe comenzar con"),
        ({"LEGAJO_OBJECTS": "s3://h:x/b"}, "LEGAJO_OBJECTS lleva un puerto"),
        ({"LEGAJO_SEARCH_INDEX": "file://index"}, "LEGAJO_SEARCH_INDEX debe llevar la ruta completa"),
        ({"LEGAJO_LEASE_SECONDS": "inf"}, "LEGAJO_LEASE_SECONDS debe ser de un segundo o más"),
        ({"LEGAJO_ALLOWED_HOSTS": "https://legajo.mx"}, "LEGAJO_ALLOWED_HOSTS lleva nombres"),
        ({"LEGAJO_LOG_ORIGIN": "a+b"}, "LEGAJO_LOG_ORIGIN lleva un nombre sin espacios"),
        ({"LEGAJO_LOG_KEY": "log.key"}, "LEGAJO_LOG_KEY debe llevar la ruta completa"),
    ],
)
def test_what_cannot_be_right_is_named(environment, named):
    with pytest.raises(Misconfigured, match=named):
        read_settings({"HOME": "/x", **environment})


def test_a_file_that_an_editor_began_with_a_mark_of_its_encoding_holds_what_follows(tmp_path):
    (tmp_path / "secret").write_bytes(b"\xef\xbb\xbf" + b"k" * 32)
    assert read_settings({"HOME": "/x", "LEGAJO_SECRET_KEY_FILE": str(tmp_path / "secret")}).secret_key == "k" * 32


@pytest.mark.parametrize("login", ["legajo:hu/sh@db/x", "legajo:hu@sh@db/x", "db/x?user=legajo&password=hush&a=b"])
def test_no_password_of_any_form_is_shown(login):
    told = str(shown(read_settings({"HOME": "/x", "LEGAJO_DATABASE": f"postgresql+psycopg://{login}"})))
    assert "sh" not in told.partition("LEGAJO_DATABASE")[2].partition("LEGAJO_OBJECTS")[0]


def test_every_setting_that_compose_names_exists_and_can_be_read(tmp_path):
    """And each secret it hands over is read from a file."""
    files = sorted(ROOT.glob("docker-compose*.yml"))
    text = "\n".join(path.read_text(encoding="utf-8") for path in files)
    named = dict(re.findall(r"^\s+(LEGAJO_[A-Z0-9_]+): *(\S+)$", text, re.MULTILINE))
    assert len(files) == 2 and len(named) > 8
    secret = tmp_path / "secret"
    secret.write_text("postgresql+psycopg://x@y/z")
    environment = {name: str(secret) if name.endswith("_FILE") else value.strip("\"'") for name, value in named.items()}

    assert read_settings({"HOME": "/x", **environment}).data

    assert not [name for name in named if re.search("(ACCESS|SECRET|MEILISEARCH)_KEY$|PASSWORD$", name)]


def test_every_setting_is_documented():
    told = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    assert not [name for name in Settings.__struct_fields__ if f"LEGAJO_{name.upper()}`" not in told]


def test_no_secret_can_be_read_from_what_is_shown(tmp_path):
    secrets = {
        "LEGAJO_S3_ACCESS_KEY": "AKIASECRET", "LEGAJO_S3_SECRET_KEY": "hush-one", "LEGAJO_SECRET_KEY": "hush-two" * 5,
        "LEGAJO_OIDC_CLIENT_SECRET": "hush-three", "LEGAJO_DATABASE": "postgresql+psycopg://legajo:hush-four@db/legajo",
    }  # fmt: skip
    lines = {one.name: one for one in shown(read_settings({"LEGAJO_DATA": str(tmp_path), **secrets}))}

    assert not any(hush in str(lines) for hush in ("hush", "AKIA"))
    assert (
        lines["LEGAJO_DATABASE"].value.startswith("postgresql+psycopg://legajo:")
        and "@db/legajo" in lines["LEGAJO_DATABASE"].value
    )
    assert lines["LEGAJO_PORT"].default and not lines["LEGAJO_S3_SECRET_KEY"].default
    assert lines["LEGAJO_LOG_KEY"].value == ""


def test_what_stands_in_the_folder_itself_is_where_it_is_unless_set(tmp_path):
    lines = {one.name: one for one in shown(read_settings({"LEGAJO_DATA": str(tmp_path)}))}
    assert lines["LEGAJO_DATABASE"].default and lines["LEGAJO_OBJECTS"].default
    named = {"LEGAJO_DATA": str(tmp_path), "LEGAJO_OBJECTS": f"file://{tmp_path}/otra"}
    assert not {one.name: one for one in shown(read_settings(named))}["LEGAJO_OBJECTS"].default
