"""Rules of the house that a test can hold."""

import re
from pathlib import Path

import click
import pytest

from schemas.errors import ArchiveError, Kind
from schemas.outcomes import SENTENCES, Reason
from schemas.security_document import INVENTORY
from schemas.settings import Settings
from service.cli.exits import EXITS
from service.cli.verbs import legajo
from storage.records import tables
from storage.records.base import Base

ROOT = Path(__file__).resolve().parents[2]
SOURCES = [
    path
    for folder in ("schemas", "storage", "indexer", "service", "web")
    for path in (ROOT / folder).rglob("*.py")
    if path.parent.name != "versions"  # a migration grows with the tables it makes
]
DESIGNED = set(
    [
        "up",
        "serve",
        "worker",
        "init",
        "doctor",
        "status",
        "ingest",
        "watch",
        "search",
        "text",
        "get",
        "dossier",
        "import",
        "coversheet",
        "verify",
        "reindex",
        "user",
        "token",
        "demo",
    ]
)


def test_every_kind_of_error_has_an_exit_code():
    assert set(EXITS) == set(Kind)


def all_errors(kind=ArchiveError):
    yield kind
    for child in kind.__subclasses__():
        yield from all_errors(child)


def test_every_error_has_a_code_and_a_docstring():
    for error in all_errors():
        assert re.fullmatch(r"[a-z_]+", error.code) and error.__doc__


def test_every_reason_has_a_sentence():
    assert set(SENTENCES) == set(Reason)


def test_readme_is_short_and_says_how_to_run():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 120
    assert "make run" in text and "make test" in text


def test_every_setting_is_documented():
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    for name in Settings.__struct_fields__:
        assert f"LEGAJO_{name.upper()}" in text, name


def test_every_designed_verb_exists_with_help():
    context = click.Context(legajo)
    assert set(legajo.list_commands(context)) >= DESIGNED
    for name in legajo.list_commands(context):
        assert legajo.get_command(context, name).get_short_help_str(), name


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_modules_stay_small_and_name_what_they_hold(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400
    assert path.stem not in {"utils", "helpers", "common", "misc", "lib"}


def test_every_table_says_in_its_docstring_what_a_row_is():
    for name in tables.__all__:
        assert getattr(tables, name).__doc__, name


def test_every_table_stands_once_in_the_inventory_of_personal_data():
    told = [table for kept in INVENTORY for table in kept.tables]
    assert sorted(told) == sorted(table.name for table in Base.metadata.sorted_tables)


def test_the_glossary_names_every_registry_term():
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    for name in (
        "person",
        "credit",
        "court",
        "lawyer",
        "lawsuit",
        "assignment",
        "document",
        "batch",
        "receipt",
        "event",
    ):
        assert f"| `{name}` |" in text, name


def test_nothing_generated_or_secret_is_committed():
    names = [path.name for path in ROOT.iterdir()]
    assert "LICENSE" in names and "requirements.lock" in names
    assert not [name for name in names if name.endswith((".db", ".pem", ".key"))]


def test_migrations_follow_one_another_in_one_line():
    found = [
        (
            re.search(r'^revision = "(\d+)"', text, re.M)[1],
            re.search(r"^down_revision = (.+)$", text, re.M)[1].strip('"'),
        )
        for path in sorted((ROOT / "storage" / "records" / "migrations" / "versions").glob("0*.py"))
        for text in [path.read_text(encoding="utf-8")]
    ]
    assert [before for _, before in found] == ["None", *(revision for revision, _ in found[:-1])]
