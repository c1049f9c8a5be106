"""A stranger with an export, a checkpoint kept since, and the public key finds whatever was done to the log."""

import stat
from pathlib import Path

import pytest
from sqlalchemy import text

from schemas.checkpoints import is_signed_by
from schemas.errors import Forbidden
from service.operations.checkpoints import export_log, log_public_key, make_checkpoint
from service.operations.log_checking import check_log
from storage.records import events
from tests.registry_office import CLERK, open_archive
from tests.service.test_dossier_operations import Office

EVENTS, COVERED = 12, 9


@pytest.fixture
def archive(tmp_path):
    opened = open_archive(tmp_path)
    yield opened
    opened.close()


def record(archive, number):
    with archive.database.write() as session:
        events.record(session, events.Act("ana", "10.0.0.1", "look", "document", str(number), {"página": number}))


@pytest.fixture
def given_out(archive, tmp_path):
    """The lines of an export, and the checkpoint of its first nine events."""
    for number in range(COVERED):
        record(archive, number)
    note = tmp_path / "ayer.txt"
    note.write_text(make_checkpoint(archive).note, encoding="utf-8")
    for number in range(COVERED, EVENTS):
        record(archive, number)
    with archive.database.read() as session:
        return list(events.entries(session)), note, log_public_key(archive.settings)


def check(tmp_path, lines, note, key):
    export = tmp_path / "log.jsonl"
    export.write_bytes(b"".join(line + b"\n" for line in lines))
    return check_log(export, [note], key)


def test_an_honest_export_agrees(given_out, tmp_path):
    lines, note, key = given_out
    found = check(tmp_path, lines, note, key)
    assert (found.sound, found.events, found.covered, found.later) == (True, EVENTS, COVERED, EVENTS - COVERED)


def numbered(line, number):
    return b"[%d," % number + line.split(b",", 1)[1]


@pytest.mark.parametrize("recomputed", [False, True])
@pytest.mark.parametrize("act", ["change", "delete", "insert"])
@pytest.mark.parametrize("place", range(COVERED))
def test_any_row_changed_deleted_or_inserted_is_found(given_out, tmp_path, place, act, recomputed):
    lines, note, key = given_out
    foreign = lines[place].replace(b'"ana"', b'"eva"')
    lines[place : place + 1] = {"change": [foreign], "delete": [], "insert": [foreign, lines[place]]}[act]
    if recomputed:
        lines = [numbered(line, number) for number, line in enumerate(lines, 1)]
    found = check(tmp_path, lines, note, key)
    assert not found.sound


def test_what_mail_does_to_the_ends_of_lines_is_no_change(given_out, tmp_path):
    lines, note, key = given_out
    note.write_bytes(b"\r\n" + note.read_bytes().replace(b"\n", b"\r\n") + b"\r\n")
    found = check(tmp_path, [line + b"\r" for line in lines], note, key)
    assert found.sound and found.signed


def test_a_log_rewritten_in_the_database_with_tree_and_seals_is_found(archive, given_out, tmp_path):
    _, note, key = given_out
    with archive.database.engine.begin() as connection:
        for name in ("events_no_update", "events_no_delete"):
            connection.execute(text(f"drop trigger {name}"))
        connection.execute(text("delete from events"))
        connection.execute(text("delete from log_heads"))
    for number in range(EVENTS):
        record(archive, number if number != 4 else 99)
    with archive.database.read() as session:
        assert events.first_break(session) is None
        forged = list(events.entries(session))
    assert not check(tmp_path, forged, note, key).sound


def test_a_row_slipped_in_after_the_checkpoint_without_renumbering_is_found(given_out, tmp_path):
    lines, note, key = given_out
    assert not check(tmp_path, [*lines, lines[-1]], note, key).sound


def test_an_export_that_ends_before_the_checkpoint_is_found(given_out, tmp_path):
    lines, note, key = given_out
    assert "Faltan" in check(tmp_path, lines[: COVERED - 1], note, key).problems[0]


def test_a_checkpoint_signed_by_another_is_found(given_out, tmp_path):
    lines, note, _ = given_out
    other = open_archive(tmp_path / "other")
    found = check(tmp_path, lines, note, log_public_key(other.settings))
    other.close()
    assert not found.sound


def test_a_checkpoint_edited_after_signing_is_found(given_out):
    _, note, key = given_out
    written = note.read_text(encoding="utf-8")
    assert is_signed_by(written, key)
    assert not is_signed_by(written.replace(f"\n{COVERED}\n", "\n8\n"), key)


def test_the_key_is_its_owner_s_alone(archive):
    make_checkpoint(archive)
    assert stat.S_IMODE((archive.settings.data / "log.key").stat().st_mode) == 0o600


def test_a_checkpoint_is_made_again_only_when_due_or_asked_for(archive):
    record(archive, 1)
    made = make_checkpoint(archive)
    assert make_checkpoint(archive, at_most_every=3600) is None
    assert make_checkpoint(archive).note == made.note


def test_an_authority_that_does_not_answer_stops_nothing(tmp_path):
    opened = open_archive(tmp_path)
    opened.settings = type(opened.settings)(
        **{
            name: getattr(opened.settings, name)
            for name in opened.settings.__struct_fields__
            if name != "timestamp_url"
        },
        timestamp_url="http://127.0.0.1:9/",
    )
    made = make_checkpoint(opened)
    opened.close()
    assert made.note and not made.timestamped and made.problem


def test_an_export_is_recorded_and_refused_to_who_may_not(tmp_path):
    office = Office(tmp_path)
    with pytest.raises(Forbidden):
        export_log(office.archive, CLERK, Path("x"))
