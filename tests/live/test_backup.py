"""The restore drill: a backup made while files come in, the machine gone, the archive elsewhere the same."""

import threading
from datetime import datetime

import msgspec
import pytest
from sqlalchemy import text

from schemas.errors import Conflict, Corrupt, InvalidInput
from schemas.search import Query
from service.archive import Archive
from service.configuration import read_settings
from service.operations.backing_up import back_up, check_backup, open_place
from service.operations.dossier import find_dossier, write_dossier_pdf
from service.operations.receive import Given
from service.operations.restoring import restore
from service.operations.verifying import verify
from service.worker import Worker
from storage.objects.keys import original_key
from storage.records import portable
from storage.records.migrate import migrate
from storage.records.tables import ReceiptRow

from .conftest import CLERK
from .one_debtor import CURP, letter, put_in_registry


@pytest.fixture(params=["to production", "to embedded"])
def two(request, tmp_path):
    """An archive of one kind, with a debtor, and an empty place of the other kind."""
    kinds = {"a": {}, "b": request.getfixturevalue("production")}
    opened = []
    for name in kinds if request.param == "to production" else reversed(kinds):
        own = {"LEGAJO_DATA": str(tmp_path / name), "LEGAJO_LEASE_SECONDS": "5"}
        opened.append(Archive(read_settings(own | kinds[name])))
    migrate(opened[0].database)
    put_in_registry(opened[0], tmp_path)
    yield opened
    for archive in opened:
        archive.close()


@pytest.fixture
def archive(two):
    return two[0]


@pytest.fixture
def folder(archive, tmp_path):
    return open_place(archive.settings, str(tmp_path / "respaldo"), new=True)


@pytest.fixture
def place(archive, folder, request):
    """A folder for an archive on one machine, a bucket for one on servers."""
    if archive.settings.objects.startswith("file:"):
        return folder
    return open_place(archive.settings, request.getfixturevalue("s3").bucket())


def rows_of(archive):
    with archive.database.snapshot() as session:
        return {name: [line for _, line in portable.lines(session, name)] for name in portable.copied_tables()}


def test_what_was_acknowledged_before_the_mark_is_there_on_the_other_kind(
    two, worker, hand_in, settled, place, tmp_path
):
    before, after = two
    acknowledged, stop = [], threading.Event()

    def keep_sending():
        number = 100
        while not stop.is_set():
            received = hand_in(letter(number), given=Given(credit="CR-2015-77"))
            acknowledged.append((datetime.now().astimezone(), received))
            number += 1

    sender = threading.Thread(target=keep_sending, daemon=True)
    sender.start()
    while len(acknowledged) < 8:
        stop.wait(0.05)
    done = back_up(before, CLERK, place)
    stop.set()
    sender.join()
    at = datetime.fromisoformat(done.made_at)
    owed = [received for when, received in acknowledged if when < at]

    restored = restore(after, CLERK, place)

    assert len(owed) >= 8 and restored.missing == () and check_backup(place).wrong == ()
    with after.database.read() as session:
        assert all(session.get(ReceiptRow, one.receipt_id).sha256 == one.sha256 for one in owed)
    assert all(after.objects.stat(original_key(one.sha256)).bytes == one.bytes for one in owed)
    assert verify(after, grace=0).sound


def test_what_was_filed_is_found_and_the_dossier_is_the_same_to_the_byte(
    two, worker, hand_in, ends, settled, place, tmp_path
):
    before, after = two
    [line] = ends(hand_in(letter(7), given=Given(credit="CR-2015-77")))
    settled()
    worker.stop()
    back_up(before, CLERK, place)
    restore(after, CLERK, place)

    dossiers = []
    for archive in two:
        dossier = find_dossier(archive, CLERK, CURP)
        write_dossier_pdf(archive, CLERK, dossier, tmp_path / "dossier.pdf")
        dossiers.append((msgspec.json.encode(dossier), (tmp_path / "dossier.pdf").read_bytes()))

    assert [one.id for one in dossier.documents] == [line.document_id]
    assert dossiers[0] == dossiers[1]
    assert [hit.document_id for hit in after.index.search(Query("anexo nandu")).hits] == [line.document_id]


def test_work_that_was_under_way_goes_on_after_the_restore(two, hand_in, place, kept_sandbox):
    before, after = two
    received = hand_in(letter(9))
    back_up(before, CLERK, place)
    restore(after, CLERK, place)

    running = Worker(after, 1, kept_sandbox)
    running.start()
    try:
        with_outcome = _wait_for_outcome(after, received.receipt_id)
    finally:
        running.stop()
    assert with_outcome == "needs_review"


def _wait_for_outcome(archive, receipt_id):
    waited = threading.Event()
    for _ in range(600):
        with archive.database.read() as session:
            if outcome := session.get(ReceiptRow, receipt_id).outcome:
                return outcome
        waited.wait(0.1)
    return None


def test_there_and_back_again_no_row_differs(two, hand_in, place, tmp_path):
    before, after = two
    hand_in(letter(1))
    back_up(before, CLERK, place)
    restore(after, CLERK, place)
    again = open_place(after.settings, str(tmp_path / "vuelta"), new=True)
    back_up(after, CLERK, again)

    kept, back = rows_of(before), rows_of(after)

    for name in ("events", "log_heads"):  # both places have recorded acts of their own since
        kept.pop(name), back.pop(name)
    assert back == kept


def test_a_second_backup_copies_what_is_new_and_nothing_else(archive, hand_in, place):
    for number in range(4):
        hand_in(letter(number))
    first = back_up(archive, CLERK, place)
    hand_in(letter(4))
    second = back_up(archive, CLERK, place)

    assert (first.copied_objects, second.copied_objects, second.objects) == (4, 1, 5)
    assert back_up(archive, CLERK, place, full=True).copied_objects == 0


def test_an_object_that_went_bad_is_told_and_never_overwrites_the_good_copy(archive, hand_in, folder, tmp_path):
    received = hand_in(letter(1))
    back_up(archive, CLERK, folder)
    [kept] = [path for path in (tmp_path / "respaldo").rglob(received.sha256)]
    kept.chmod(0o644)
    kept.write_bytes(b"x")

    assert check_backup(folder).wrong == (original_key(received.sha256),)


def test_a_damaged_backup_is_not_restored(two, hand_in, folder, tmp_path):
    before, after = two
    received = hand_in(letter(1))
    back_up(before, CLERK, folder)
    [kept] = (tmp_path / "respaldo").rglob(received.sha256)
    kept.unlink()
    kept.write_bytes(b"x" * received.bytes)

    with pytest.raises(Corrupt, match="dañado"):
        restore(after, CLERK, folder)
    with after.database.read() as session:
        assert portable.is_empty(session)


def test_what_lies_in_the_store_is_taken_for_the_object_only_when_it_is(two, hand_in, folder):
    before, after = two
    received = hand_in(letter(1))
    back_up(before, CLERK, folder)
    after.objects.put(original_key(received.sha256), b"x" * received.bytes)

    restore(after, CLERK, folder)

    assert original_key(received.sha256) not in verify(after, grace=0).damaged


def test_a_backup_by_a_version_that_does_not_know_the_tables_is_none(archive, hand_in, folder):
    hand_in(letter(1))
    with archive.database.write() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(Conflict, match="versión"):
        back_up(archive, CLERK, folder)


def test_with_leave_all_but_what_a_backup_lost_comes_back(two, hand_in, folder, tmp_path):
    before, after = two
    lost, whole = hand_in(letter(1)), hand_in(letter(2))
    back_up(before, CLERK, folder)
    for path in (tmp_path / "respaldo").rglob(lost.sha256):
        path.unlink()

    with pytest.raises(Corrupt, match=lost.sha256):
        restore(after, CLERK, folder)
    restored = restore(after, CLERK, folder, incomplete=True)

    assert restored.missing == (original_key(lost.sha256),) and restored.objects == 1
    assert after.objects.stat(original_key(whole.sha256)).bytes == whole.bytes
    assert original_key(lost.sha256) in verify(after, grace=0).missing


def test_what_one_backup_had_to_leave_out_the_next_copies(archive, hand_in, folder):
    received = hand_in(letter(1))
    key = original_key(received.sha256)
    original = b"".join(archive.objects.read(key))
    archive.objects.delete(key)
    assert back_up(archive, CLERK, folder).damaged == (key,)
    assert back_up(archive, CLERK, folder).damaged == (key,) == check_backup(folder).wrong

    archive.objects.put(key, original)
    mended = back_up(archive, CLERK, folder)

    assert (mended.damaged, mended.copied_objects) == ((), 1)
    assert check_backup(folder).wrong == ()


def test_what_lies_beside_the_marks_and_a_mark_that_rotted_stop_no_backup(archive, hand_in, folder, tmp_path):
    hand_in(letter(1))
    back_up(archive, CLERK, folder)
    beside = tmp_path / "respaldo" / "objects" / "marks"
    (beside / ".zz.json.Xy12").write_bytes(b"{")
    (beside / "Copia de marca.json").write_bytes(b"{")
    (beside / "29991231t000000-zz.json").write_bytes(b"{")

    again = back_up(archive, CLERK, folder)

    assert (again.damaged, again.copied_objects) == ((), 0)
    assert check_backup(folder).mark == again.mark.partition("-")[2]
    (beside / f"{again.mark}zz.json").write_bytes(b"{")
    assert check_backup(folder, again.mark).wrong == ()
    with pytest.raises(Corrupt, match=f"{again.mark}zz"):
        check_backup(folder)


def test_what_was_cut_short_in_a_backup_is_copied_again_when_all_is_looked_for(archive, hand_in, folder, tmp_path):
    hand_in(letter(1))
    back_up(archive, CLERK, folder)
    for path in (tmp_path / "respaldo" / "objects").rglob("*"):
        if (
            path.is_file()
            and "marks" not in path.parts
            and "events" not in path.parts
            and "log_heads" not in path.parts
        ):
            path.chmod(0o644)
            path.write_bytes(b"")

    back_up(archive, CLERK, folder, full=True)

    assert check_backup(folder).wrong == ()


def test_the_store_itself_is_no_place_for_a_backup_however_it_is_written(archive):
    store = archive.settings.data / "store"
    settings = msgspec.structs.replace(archive.settings, objects=f"file://{store}")
    for place in (str(store), f"{store}/../store/", f"file://{store}/."):
        with pytest.raises(InvalidInput):
            open_place(settings, place, new=True)


def test_a_restore_never_touches_an_archive_that_has_something(archive, hand_in, place):
    hand_in(letter(1))
    back_up(archive, CLERK, place)
    with pytest.raises(Conflict, match="vacío"):
        restore(archive, CLERK, place)


def test_a_mark_goes_by_the_id_under_which_a_check_tells_it(archive, hand_in, folder):
    hand_in(letter(1))
    first = back_up(archive, CLERK, folder)
    told = check_backup(folder, first.mark).mark
    back_up(archive, CLERK, folder)

    assert told != first.mark and check_backup(folder, told).mark == told
