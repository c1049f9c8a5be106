"""The whole archive handed out as a bag of plain files and tables, and taken in by another that never saw it."""

import csv
import fcntl
import hashlib
import os
from pathlib import Path

import pytest

from schemas.access import SYSTEM
from schemas.errors import Conflict, Forbidden, Unavailable
from service.archive import Archive
from service.configuration import read_settings
from service.operations.checkpoints import make_checkpoint
from service.operations.importing import import_table
from service.operations.log_checking import check_log
from service.operations.moving_in import move_in, read_entries
from service.operations.receive import Given
from service.operations.whole_bag import write_whole_bag
from storage.objects.keys import original_key
from storage.records import handing_over
from storage.records.migrate import migrate
from storage.records.tables import ReceiptRow

from .conftest import CLERK
from .one_debtor import letter, put_in_registry


@pytest.fixture
def filled(archive, worker, hand_in, ends, tmp_path):
    migrate(archive.database)
    put_in_registry(archive, tmp_path)
    given = Given(credit="CR-2015-77", type="official_letter", title="=oficio", batch="Caja 7", paper_location="C-7")
    ends(
        hand_in(letter(1), "uno.pdf", given),
        hand_in(letter(2), "dos.pdf"),
        hand_in(letter(2), "otra vez.pdf"),
        hand_in(b"\x00\x01" * 99, "x.bin"),
    )
    return archive


def rows_of(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def assert_sound(bag):
    """Everything in the bag is named by a manifest, with its digest."""
    listed = {}
    for manifest in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        lines = (bag / manifest).read_text(encoding="utf-8").splitlines()
        listed |= {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
    there = {path.relative_to(bag).as_posix(): path for path in bag.rglob("*") if path.is_file()}
    assert set(there) == set(listed) | {"tagmanifest-sha256.txt"}
    assert all(hashlib.sha256(there[name].read_bytes()).hexdigest() == digest for name, digest in listed.items())


class Failing:
    """A store that gives so many originals and then is away."""

    def __init__(self, inner, most):
        self.inner, self.left, self.given = inner, most, []

    def read(self, key):
        if not self.left:
            raise Unavailable("El almacén no responde.")
        self.left -= 1
        self.given.append(key)
        return self.inner.read(key)


class Rotten:
    """A store in which one original is no longer what it was."""

    def __init__(self, inner, key):
        self.inner, self.key = inner, key

    def read(self, key):
        return iter([b"rotten"]) if key == self.key else self.inner.read(key)


def test_the_bag_is_whole_by_its_own_manifests_and_says_what_there_is(filled, tmp_path):
    done = write_whole_bag(filled, SYSTEM, tmp_path / "bolsa")

    bag = tmp_path / "bolsa"
    assert_sound(bag)
    assert (done.received, done.documents, done.without_original, done.damaged) == (4, 2, (), ())

    files = {row["nombre"]: row for row in rows_of(bag / "data/archivos.csv")}
    assert [files[name]["resultado"] for name in ("dos.pdf", "otra vez.pdf", "x.bin")] == [
        "needs_review",
        "duplicate",
        "rejected",
    ]
    assert (bag / "data/originales" / files["uno.pdf"]["ruta"]).read_bytes() == letter(1)
    document = next(row for row in rows_of(bag / "data/documentos.csv") if row["archivo"] == files["uno.pdf"]["ruta"])
    assert [document[name] for name in ("hojas", "tipo", "creditos", "titulo")] == [
        "1",
        "official_letter",
        "CR-2015-77",
        "'=oficio",
    ]
    assert "1 ñandú" in (bag / "data" / document["texto"]).read_text(encoding="utf-8")


def test_another_archive_takes_the_bag_in_and_everything_reconciles(filled, tmp_path):
    write_whole_bag(filled, SYSTEM, tmp_path / "bolsa")
    data = tmp_path / "bolsa" / "data"
    other = Archive(read_settings({"LEGAJO_DATA": str(tmp_path / "other")}))
    try:
        migrate(other.database)
        for kind in ("debtors", "credits"):
            assert import_table(other, CLERK, data / "registro" / f"{kind}.csv", kind).errors == ()
        done = move_in(
            other, CLERK, data / "originales", read_entries(other, data / "originales", data / "archivos.csv")
        )
        assert (done.entries, done.received, done.already, done.whole) == (4, 3, 1, True)
        with other.database.read() as session:
            given = {row.given["elsewhere"]["nombre"]: row.given for row in session.query(ReceiptRow)}
        told = {name: given["uno.pdf"].get(name) for name in ("credit", "type", "title", "batch", "paper_location")}
        assert told == {"credit": "CR-2015-77", "type": "official_letter", "title": "=oficio", "batch": "Caja 7",
                        "paper_location": "C-7"}  # fmt: skip
    finally:
        other.close()


def test_the_log_in_the_bag_agrees_with_a_checkpoint_kept_apart(filled, tmp_path):
    note = tmp_path / "constancia.txt"
    note.write_text(make_checkpoint(filled).note, encoding="utf-8")
    write_whole_bag(filled, SYSTEM, tmp_path / "bolsa")
    assert check_log(tmp_path / "bolsa/data/bitacora.jsonl", (note,), None).sound


def test_a_lost_original_is_named_and_nothing_is_written_over(filled, tmp_path):
    with filled.database.read() as session:
        [(receipt, _), *_] = handing_over.files(session, "", 9)
    filled.objects.delete(original_key(receipt.sha256))
    assert write_whole_bag(filled, SYSTEM, tmp_path / "bolsa").without_original == (receipt.sha256,)
    with pytest.raises(Conflict):
        write_whole_bag(filled, SYSTEM, tmp_path / "bolsa")
    with pytest.raises(Forbidden):
        write_whole_bag(filled, CLERK, tmp_path / "otra")
    assert sorted(path.name for path in Path(tmp_path).glob("*bolsa*")) == ["bolsa"]


def test_a_bag_broken_off_goes_on_with_the_originals_that_lack(filled, tmp_path):
    store = filled.objects
    filled.objects = failing = Failing(store, 2)
    with pytest.raises(Unavailable):
        write_whole_bag(filled, SYSTEM, tmp_path / "bolsa")
    unfinished = tmp_path / ".bolsa.partial"
    first, second = (next(unfinished.glob(f"data/originales/*/{key.rsplit('/', 1)[1]}*")) for key in failing.given)
    second.write_bytes(b"cut short")
    (unfinished / "data/texto/of-another-day.txt").write_text("x", encoding="utf-8")
    (first.parent / f"{'0' * 64}.pdf").write_bytes(b"discarded since")

    filled.objects = again = Failing(store, 9)
    done = write_whole_bag(filled, SYSTEM, tmp_path / "bolsa")

    assert again.given[0] == failing.given[1]
    assert failing.given[0] not in again.given
    assert len(again.given) == 2
    assert (done.received, done.files) == (4, len([p for p in (tmp_path / "bolsa/data").rglob("*") if p.is_file()]))
    assert_sound(tmp_path / "bolsa")
    assert not unfinished.exists()


def test_a_bag_being_written_is_left_alone_by_another(filled, tmp_path):
    unfinished = tmp_path / ".bolsa.partial"
    (unfinished / "data/originales").mkdir(parents=True)
    (unfinished / "data/archivos.csv").write_text("under way", encoding="utf-8")
    descriptor = os.open(unfinished, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        with pytest.raises(Conflict):
            write_whole_bag(filled, SYSTEM, tmp_path / "bolsa")
        assert (unfinished / "data/archivos.csv").read_text(encoding="utf-8") == "under way"
    finally:
        os.close(descriptor)
    write_whole_bag(filled, SYSTEM, tmp_path / "bolsa")
    assert_sound(tmp_path / "bolsa")


def test_an_original_that_is_no_longer_what_it_was_is_named(filled, tmp_path):
    digest = hashlib.sha256(letter(1)).hexdigest()
    filled.objects = Rotten(filled.objects, original_key(digest))
    done = write_whole_bag(filled, SYSTEM, tmp_path / "bolsa")
    assert done.damaged == (digest,)
    assert_sound(tmp_path / "bolsa")
