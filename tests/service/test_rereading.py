"""Originals that rot are found at night without anybody asking, told until they are mended, and brought from a backup."""

import time
from hashlib import sha256

import msgspec
import pytest
from sqlalchemy import select

from schemas.access import SYSTEM, Actor, Role
from schemas.errors import InvalidInput, Unavailable
from service.archive import Archive
from service.metrics import Counted, exposed
from service.operations import verifying
from service.operations.backing_up import back_up, open_place
from service.operations.discarding import discard_rejected
from service.operations.doctor import examine
from service.operations.receive import Given, receive, stage_pieces
from service.operations.rereading import TURN, reread, reread_tonight
from service.operations.standing import stand
from service.operations.verifying import verify
from service.sealing import seal
from storage.objects.keys import derivative_key, original_key
from storage.records import events, facts, new_id, pipeline, receipts
from storage.records.tables import ReceiptRow, UserRow


@pytest.fixture
def backed_up(office, tmp_path):
    """Three documents, and a backup of them."""
    ids = [office.file(f"documento {number}") for number in range(3)]
    with office.archive.database.read() as session:
        digests = [pipeline.document(session, one).sha256 for one in ids]
    place = open_place(office.settings, str(tmp_path / "respaldo"), new=True)
    back_up(office.archive, SYSTEM, place)
    return digests, place


@pytest.fixture
def file_of(office):
    return lambda sha256: office.settings.data / "store" / "objects" / original_key(sha256)


def rot(path):
    path.chmod(0o644)
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)


def told(archive):
    return [alert.what for alert in stand(archive, SYSTEM).alerts if "como se recibió" in alert.what]


def test_what_rotted_or_is_gone_is_told_until_it_is_brought_from_a_backup(office, backed_up, file_of, tmp_path):
    archive, ([_, rotten, gone], place) = office.archive, backed_up
    rot(file_of(rotten))
    file_of(gone).unlink()

    assert set(reread(archive).wrong) == {rotten, gone} == set(reread(archive).wrong)
    assert told(archive) == ["2 originales faltan o ya no son como se recibió."]
    assert "legajo_originals_wrong 2.0" in exposed(archive, Counted()).decode()

    found = verify(archive, grace=0, source=place)
    assert found.sound and found.restored == 2
    assert reread(archive).wrong == () and told(archive) == []
    assert verify(archive, grace=0).sound


def test_a_backup_that_rotted_too_mends_nothing(office, backed_up, file_of, tmp_path):
    [whole, *_], place = backed_up
    rot(file_of(whole))
    rot(tmp_path / "respaldo" / "objects" / original_key(whole))
    found = verify(office.archive, grace=0, source=place)
    assert (found.damaged, found.restored) == ((original_key(whole),), 0)
    rot(file_of(whole))  # the same bit once more: as it was


def received_again(office, data):
    with stage_pieces(office.archive, "otra vez.pdf", [data]) as staged:
        return receive(office.archive, SYSTEM, staged, Given(), channel="api")


@pytest.mark.parametrize("damage", [rot, lambda path: path.unlink()])
def test_what_rotted_is_mended_by_whoever_hands_the_same_file_in_again(office, backed_up, file_of, damage):
    archive, ([sha256, *_], _) = office.archive, backed_up
    data = file_of(sha256).read_bytes()
    damage(file_of(sha256))
    assert reread(archive).wrong == (sha256,)
    again = received_again(office, data)
    assert (again.outcome, again.reason, again.bytes) == ("duplicate", "same_bytes", len(data))
    assert file_of(sha256).read_bytes() == data and reread(archive).wrong == () and verify(archive, grace=0).sound
    with archive.database.read() as session:
        told = [event.action for event in events.listing(session, object_id=again.receipt_id)]
    assert sorted(told) == (["mend_original", "receive"] if damage is rot else ["receive"])


def test_who_brings_what_cannot_be_mended_now_is_not_told_that_it_is_kept(office, backed_up, file_of, monkeypatch):
    archive, ([sha256, *_], _) = office.archive, backed_up
    data = file_of(sha256).read_bytes()
    rot(file_of(sha256))

    def away(key, _source):
        if not file_of(sha256).exists():
            raise Unavailable("no queda espacio en el disco", code="store_unavailable")
        return archive.objects.stat(key)

    with monkeypatch.context() as full:
        full.setattr(archive.objects, "put", away)
        with pytest.raises(Unavailable):
            received_again(office, data)

    assert received_again(office, data).outcome == "duplicate"
    assert file_of(sha256).read_bytes() == data and verify(archive, grace=0).sound


def test_what_is_given_up_while_it_is_handed_in_again_is_kept_again(office, file_of, monkeypatch):
    archive, boss = office.archive, Actor("boss", Role.ADMINISTRATOR, "-")
    bad = received_again(office, b"not a paper")
    with archive.database.write() as session:
        session.get(ReceiptRow, bad.receipt_id).outcome = "rejected"
    put = archive.objects.put

    def found_and_then_discarded(key, source):
        monkeypatch.undo()
        found = put(key, source)
        discard_rejected(archive, boss, bad.receipt_id)
        assert not file_of(bad.sha256).exists()
        return found

    monkeypatch.setattr(archive.objects, "put", found_and_then_discarded)
    again = received_again(office, b"not a paper")

    assert (again.outcome, file_of(bad.sha256).read_bytes()) == (None, b"not a paper")
    assert verify(archive, grace=0).sound


def test_what_cannot_be_removed_is_not_discarded(office, file_of, monkeypatch):
    archive, boss = office.archive, Actor("boss", Role.ADMINISTRATOR, "-")
    bad = received_again(office, b"neither is this")
    with archive.database.write() as session:
        session.get(ReceiptRow, bad.receipt_id).outcome = "rejected"

    def away(_key):
        raise Unavailable("no responde", code="store_unavailable")

    with monkeypatch.context() as broken:
        broken.setattr(archive.objects, "delete", away)
        with pytest.raises(Unavailable):
            discard_rejected(archive, boss, bad.receipt_id)
    discard_rejected(archive, boss, bad.receipt_id)
    assert not file_of(bad.sha256).exists()


@pytest.mark.parametrize("known", [True, False])
def test_what_is_made_again_while_the_store_is_looked_through_is_no_orphan(office, monkeypatch, known):
    archive, key = office.archive, derivative_key(new_id(), "ab" * 32, "pdf")
    archive.objects.put(key, b"left behind")
    looked = verifying._orphans

    def made_again_meanwhile(*asked):
        found = looked(*asked)
        archive.objects.put(key, b"left behind")
        if known:
            with archive.database.write() as session:
                receipts.remember_object(session, key, sha256(b"left behind").hexdigest(), 11, "public_version")
        return found

    time.sleep(1.1)
    monkeypatch.setattr(verifying, "_orphans", made_again_meanwhile)
    assert verify(archive, grace=0 if known else 1, sample=0, repair=True).removed == 0
    assert archive.objects.stat(key).bytes == 11
    if not known:
        archive.objects.delete(key)


def test_nobody_is_given_a_receipt_for_half_a_file_that_lay_in_the_store(office, file_of):
    archive, data = office.archive, b"a whole paper"
    digest = sha256(data).hexdigest()
    archive.objects.put(original_key(digest), data[:5])
    assert received_again(office, data).sha256 == digest
    assert file_of(digest).read_bytes() == data


def test_what_lay_in_the_store_without_a_row_is_read_before_a_receipt_is_given_for_it(office, file_of):
    archive, data = office.archive, b"a paper whose first bringer was killed"
    digest = sha256(data).hexdigest()
    archive.objects.put(original_key(digest), data[:-1] + b"?")
    assert received_again(office, data).sha256 == digest
    assert file_of(digest).read_bytes() == data


def test_what_is_held_is_never_taken_away_to_be_mended(office, backed_up, file_of):
    archive, ([sha256, *_], _) = office.archive, backed_up
    data = file_of(sha256).read_bytes()
    archive.objects.set_hold(original_key(sha256), held=True)
    rot(file_of(sha256))
    assert received_again(office, data).outcome == "duplicate"
    assert reread(archive).wrong == (sha256,)
    archive.objects.set_hold(original_key(sha256), held=False)
    received_again(office, data)
    assert reread(archive).wrong == ()


def test_it_is_done_once_a_night_the_longest_unread_first(office, backed_up, monkeypatch):
    monkeypatch.setattr("service.operations.rereading.LEAST", 2)
    monkeypatch.setattr("service.operations.rereading.NIGHTS", 1000)
    with office.archive.database.write() as session:
        facts.put(session, f"turn_{TURN}", "2026-01-01T00:00:00+00:00")
    first = reread_tonight(office.archive)
    assert first.originals >= 2 and reread_tonight(office.archive) is None
    assert reread(office.archive, lambda: False).originals == len(first.wrong)


def test_what_others_put_into_the_store_is_named_and_never_touched(office, tmp_path):
    office.file("un documento")
    store = office.settings.data / "store" / "objects"
    foreign = ("Thumbs.db", "notas.md", "originals/zz/Copia de Pagaré.pdf", "originals/zz/x", "marks/x.json")
    for name in foreign:
        (store / name).parent.mkdir(parents=True, exist_ok=True)
        (store / name).write_bytes(b"ajeno")

    found = verify(office.archive, grace=0, repair=True)

    assert sorted(found.foreign) == sorted(foreign) and not found.sound
    assert (found.adopted, found.removed) == (0, 0)
    assert all((store / name).read_bytes() == b"ajeno" for name in foreign)
    for name in foreign:
        (store / name).unlink()


def test_an_original_without_a_row_that_rotted_is_taken_in_once_as_it_is(office):
    archive, key = office.archive, original_key("ab" * 32)
    archive.objects.put(key, b"no longer what it was")

    assert verify(archive, grace=0, repair=True).adopted == 1
    again = verify(archive, grace=0, repair=True)

    assert again.sound and again.adopted == 0
    assert archive.objects.stat(original_key(sha256(b"no longer what it was").hexdigest())).bytes == 21


def test_the_limit_of_uploads_stops_nothing_from_coming_back(office, backed_up, file_of):
    [lost, *_], place = backed_up
    file_of(lost).unlink()
    small = Archive(msgspec.structs.replace(office.settings, max_upload=1))
    assert verify(small, grace=0, source=place).restored == 1
    small.close()


def test_a_store_that_answers_and_is_another_one_is_not_well(office, backed_up, tmp_path):
    elsewhere = Archive(msgspec.structs.replace(office.settings, objects=f"file://{tmp_path / 'otro'}"))
    alerts = [alert.what for alert in stand(elsewhere, SYSTEM).alerts if "no tiene lo último" in alert.what]
    found = {check.name: check for check in examine(elsewhere.settings)}
    elsewhere.close()
    assert len(alerts) == 1 and not found["almacén de originales"].ok
    assert not [alert for alert in stand(office.archive, SYSTEM).alerts if "no tiene lo último" in alert.what]


def test_the_doctor_finds_that_another_key_opens_no_second_factor(office):
    with office.archive.database.write() as session:
        user = session.scalars(select(UserRow)).first()
        user.second_factor = seal(office.settings, b"secret")
    other = msgspec.structs.replace(office.settings, secret_key="otra" * 8)

    def said(settings):
        return next(check for check in examine(settings) if check.name == "llaves")

    assert said(office.settings).ok
    assert not said(other).ok and "LEGAJO_SECRET_KEY" in said(other).detail
    with office.archive.database.write() as session:
        session.get(UserRow, user.id).second_factor = None


def test_an_original_on_a_bad_sector_is_damaged_and_stops_nothing(office, backed_up, file_of, tmp_path):
    [bad, *_], place = backed_up
    file_of(bad).unlink()
    file_of(bad).symlink_to("/proc/self/mem")  # reading it fails as a bad sector does

    assert bad in reread(office.archive).wrong
    assert original_key(bad) in verify(office.archive, grace=0).damaged
    elsewhere = open_place(office.settings, str(tmp_path / "otro"), new=True)
    assert original_key(bad) in back_up(office.archive, SYSTEM, elsewhere).damaged

    assert verify(office.archive, grace=0, source=place).sound
    reread(office.archive)


def test_trouble_at_the_place_of_a_backup_is_told_as_trouble_there(office, tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(Unavailable, match="^En el lugar del respaldo: "):
        open_place(office.settings, str(tmp_path / "file" / "folder"), new=True)
    for no_place in ("", str(tmp_path / "file")):
        with pytest.raises(InvalidInput):
            open_place(office.settings, no_place, new=True)
