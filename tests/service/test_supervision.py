"""Notes of supervision: who writes and reads them, where they stand, and that they stay; on either kind of database."""

import pytest
from sqlalchemy import select

from schemas.access import Actor, Role
from schemas.dossier import DossierScope
from schemas.errors import Forbidden, InvalidInput, NotFound
from schemas.supervision import MOST_LETTERS, SupervisionNoteIn
from service.operations.dossier import find_dossier
from service.operations.dossier_desk import beside
from service.operations.queues.running import run_queue
from service.operations.supervising import note_supervision, supervision_notes
from storage.records import touching
from storage.records.tables import EventRow, SupervisionNoteRow
from tests.registry_office import AUDITOR, CLERK, Office

HEAD = Actor("jefa", Role.PORTFOLIO_HEAD, "prueba")


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def office(request, tmp_path_factory):
    database = None if request.param == "sqlite" else request.getfixturevalue("postgres").migrated()
    made = Office(tmp_path_factory.mktemp("office"), database=database)
    yield made
    made.archive.close()


def note(office: Office, text: str = "Se le pidió promover.", actor: Actor = HEAD):
    return note_supervision(office.archive, actor, "2MH 1234/2024", SupervisionNoteIn(text))


def test_a_note_is_read_back_the_newest_first_page_by_page(office):
    made = [note(office, f"nota {number}") for number in range(3)]
    first, further = supervision_notes(office.archive, AUDITOR, office.lawsuit, limit=2)
    rest, _ = supervision_notes(office.archive, AUDITOR, office.lawsuit, after=further)
    assert sorted((*first, *rest), key=lambda one: one.id)[-3:] == sorted(made, key=lambda one: one.id)
    assert (made[0].author, made[0].lawsuit_id) == ("jefa", office.lawsuit)


def test_a_note_is_in_the_log_with_its_words(office):
    made = note(office, "  Requerido   por\n escrito ")
    with office.archive.database.read() as session:
        detail = session.scalars(select(EventRow.detail).order_by(EventRow.sequence.desc()).limit(1)).one()
    assert detail == {"note": made.id, "text": "Requerido por\nescrito"}


@pytest.mark.parametrize("change", ["rewrite", "remove"])
def test_a_note_is_neither_changed_nor_removed(office, change):
    made = note(office)
    with pytest.raises(RuntimeError), office.archive.database.write() as session:
        row = session.get(SupervisionNoteRow, made.id)
        if change == "rewrite":
            row.text = "otra cosa"
        else:
            session.delete(row)
    assert made in supervision_notes(office.archive, HEAD, office.lawsuit, limit=100)[0]


@pytest.mark.parametrize("text", ["", " \n ", "a" * (MOST_LETTERS + 1), "a\x00b"])
def test_what_is_no_note_is_refused(office, text):
    with pytest.raises(InvalidInput):
        note(office, text)


def test_only_who_supervises_writes_and_no_external_lawyer_reads(office):
    for actor in (CLERK, AUDITOR, office.outsider):
        with pytest.raises(Forbidden):
            note(office, actor=actor)
    with pytest.raises(Forbidden):
        supervision_notes(office.archive, office.outsider, office.lawsuit)


def test_a_lawsuit_that_is_not_there_has_no_note(office):
    with pytest.raises(NotFound):
        note_supervision(office.archive, HEAD, "9ZZ 1/1999", SupervisionNoteIn("x"))


def test_the_queue_shows_the_newest_note_to_the_house_and_not_to_the_lawyer(office):
    note(office, "Visita al juzgado: sin promoción.")
    lines = {actor.name: run_queue(office.archive, actor, "lapse").items for actor in (HEAD, office.outsider)}
    said = {name: "Visita al juzgado" in "".join(line.why for line in found) for name, found in lines.items()}
    assert said == {"jefa": True, "lic": False}


def test_a_long_note_is_cut_in_the_queue(office):
    note(office, "palabra " * 200)
    (line,) = run_queue(office.archive, HEAD, "lapse").items
    assert line.why.endswith("…»") and len(line.why) < 400


def test_the_board_that_is_kept_knows_that_a_note_was_added(office):
    with office.archive.database.read() as session:
        before = touching.latest(session)
    note(office)
    with office.archive.database.read() as session:
        assert touching.latest(session) != before


def test_the_dossier_of_the_lawsuit_has_its_notes_beside_it(office):
    made = note(office)
    for actor, expected in ((HEAD, True), (office.outsider, None)):
        dossier = find_dossier(office.archive, actor, office.lawsuit, DossierScope.LAWSUIT)
        watched = beside(office.archive, actor, dossier).supervision
        assert (None if watched is None else made in watched) is expected
