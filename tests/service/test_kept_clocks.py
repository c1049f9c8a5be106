"""Clocks and dossiers kept between changes: after any change, of whichever process, the same as worked out from nothing."""

import random
import re
from collections.abc import Callable, Collection, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Date, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from schemas.access import SYSTEM
from service.archive import Archive
from service.kept_boards import Kept
from service.kept_parts import Parts
from service.operations.days import today
from service.operations.diary import diary
from service.operations.digest import digest
from service.operations.legal_rules import NewValue, put_value
from service.operations.queues import running
from storage.records import Session, new_id, now
from storage.records.base import Base
from storage.records.tables import (
    AcknowledgementRow,
    AgreementRow,
    AgreementSignerRow,
    AssignmentRow,
    ClosureRow,
    CourtRow,
    CreditPartyRow,
    CreditRow,
    FieldRow,
    FilingRow,
    LapsePauseRow,
    LawsuitCreditRow,
    LawsuitNoteRow,
    LawsuitPartyRow,
    LawsuitRow,
    LawyerRow,
    LoanItemRow,
    LoanRow,
    NoteCancellationRow,
    NoteObligorRow,
    NoteRow,
    NotificationRow,
    OriginalRow,
    PeriodContractRow,
    PersonRow,
    ResolutionRow,
    RestructuredNoteRow,
    RestructureRow,
    RogatoryRow,
    SeizureRow,
    StageEventRow,
    SuitAlertRow,
    SupervisionNoteRow,
)
from storage.records.touching import WATCHED
from tests.databases import queries_of
from tests.registry_office import Office

TODAY = today()
CHANGES = 60
ASKED = (*(name.value for name in running.QUEUES), "diary")
STAMP = {"version": 1, "updated_at": now()}
STAGES = ("DEMANDA_PRESENTADA", "DESISTIMIENTO", "EMPLAZADO", "CADUCIDAD", "SENTENCIA", "CONVENIO_JUDICIAL")
IN_ORDER = [
    table.name for table in Base.metadata.sorted_tables if table.name in WATCHED and table.name != "legal_rules"
]


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.fixture
def office(tmp_path: Path, new_database: Callable[[], str]) -> Iterator[Office]:
    """Several of everything on which a clock rests, so that a row can take what another says."""
    made = Office(tmp_path, database=new_database())
    with made.archive.database.write() as session:
        for row in (*_people(), *_suits(), *_originals()):
            session.add(row)
            session.flush()
    for at, kind in enumerate(("filing_receipt", "court_order", "promissory_note", "id_document")):
        paper = made.document(kind, ("lawsuit", f"s{at}"), ("credit", f"c{at}"), on=ago(40 + at))
        with made.archive.database.write() as session:
            session.add(
                LapsePauseRow(
                    id=f"y{at}",
                    lawsuit_id=f"s{at + 1}",
                    cause="fuerza_mayor",
                    first=ago(80 - 9 * at),
                    last=ago(70 - 9 * at),
                    document_id=paper,
                    **STAMP,
                )
            )
        made.document(kind, ("debtor", f"p{at}"), on=ago(20 + at))
        with made.archive.database.write() as session:
            session.add_all(_read_and_written(at, paper))
    yield made
    made.archive.close()


def _people() -> Iterator[Any]:
    for at in range(4):
        yield PersonRow(
            id=f"p{at}", full_name=f"Persona {at}", name_key=f"PERSONA {at}", sort_key=f"PERSONA {at}", **STAMP
        )
    for at in range(2):
        yield CourtRow(id=f"j{at}", code=f"J{at}", name=f"Juzgado {at}", aliases=[], **STAMP)
        yield LawyerRow(id=f"l{at}", cedula=f"{at}", name=f"Lic. {at}", name_key=f"LIC {at}", **STAMP)
        yield ClosureRow(id=f"x{at}", court_id=f"j{at}", first=ago(30 + 20 * at), last=ago(25 + 15 * at), **STAMP)
    for at in range(4):
        yield CreditRow(id=f"c{at}", number=f"{at}-{at}", number_key=f"{at}{at}", debtor_id=f"p{at}",
                        guarantor_id=f"p{(at + 1) % 4}" if at % 2 else None, status=("judicial", "asignado")[at % 2], **STAMP)  # fmt: skip
        yield AssignmentRow(id=f"g{at}", credit_id=f"c{at}", lawyer_id=f"l{at % 2}", assigned_on=ago(600), **STAMP)
        yield AgreementRow(
            id=f"h{at}", number=f"H-{at}", credit_id=f"c{at}", type="extrajudicial", signed_on=ago(90 + at), **STAMP
        )
        yield AgreementSignerRow(id=f"hs{at}", agreement_id=f"h{at}", person_id=f"p{at}", **STAMP)
    for at in range(8):
        yield NoteRow(id=f"n{at}", credit_id=f"c{at // 2}", number=str(at), amount_conflict=False, currency="MXN",
                      due_kind="dia_fijo", due_on=ago(800 + 50 * at), signed_on=ago(1500 + at), state="en_boveda",
                      support="papel", **STAMP)  # fmt: skip
        for person in (at, at + 1):
            yield NoteObligorRow(id=f"o{at}-{person}", note_id=f"n{at}", person_id=f"p{person % 4}", signed=True,
                                 role=("suscriptor", "avalista")[person - at], act=f"a{person - at}", **STAMP)  # fmt: skip
        yield NoteCancellationRow(id=f"v{at}", note_id=f"n{at}", noticed_on=ago(90), loss="robo", filed_on=ago(80 - at),
                                  ended_on=ago(40 + at), outcome="desistida", **STAMP)  # fmt: skip
    for at in range(2):
        yield RestructureRow(
            id=f"r{at}", number=f"R-{at}", credit_id=f"c{at}", signed_on=ago(70), new_note_id=f"n{7 - at}", **STAMP
        )
        yield RestructuredNoteRow(id=f"rn{at}", restructure_id=f"r{at}", note_id=f"n{at}", **STAMP)


def _suits() -> Iterator[Any]:
    for at in range(6):
        suit = f"s{at}"
        yield LawsuitRow(id=suit, court_id=f"j{at % 2}", kind="EXP", year=2025, number=at, suffix="", lawyer_id=f"l{at % 2}",
                         status=STAGES[at], filed_on=ago(300 + at) if at else None, **STAMP)  # fmt: skip
        yield LawsuitCreditRow(lawsuit_id=suit, credit_id=f"c{at % 4}")
        if at < 3:
            yield LawsuitNoteRow(id=f"sn{at}", lawsuit_id=suit, note_id=f"n{at * 2}", **STAMP)
        yield LawsuitPartyRow(id=f"sp{at}", lawsuit_id=suit, person_id=f"p{at % 4}", role="demandado", **STAMP)
        yield StageEventRow(id=f"e{at}", lawsuit_id=suit, stage=STAGES[-at], on=ago(200 - at), **STAMP)
        for number, pushes in enumerate(("yes", "doubt")):
            yield FilingRow(id=f"f{at}{number}", lawsuit_id=suit, subject=f"P {number}", filed_on=ago(150 - 60 * number + at),
                            pushes=pushes, annexes=[], **STAMP)  # fmt: skip
        if at % 2:
            yield AcknowledgementRow(
                id=f"k{at}", filing_id=f"f{at}0", stamped_on=ago(149), legible=True, valid=at > 2, **STAMP
            )
        yield ResolutionRow(id=f"q{at}", lawsuit_id=suit, kind="auto", issued_on=ago(140 - 20 * at), listed_on=ago(139 - 20 * at),
                            orders=[], deadline_on=ago(-at), **STAMP)  # fmt: skip
        yield NotificationRow(
            id=f"w{at}", lawsuit_id=suit, way="lista", practised_on=ago(130 - 20 * at), addressee="", **STAMP
        )


def _read_and_written(at: int, paper: str) -> Iterator[Any]:
    """What was read of a paper, and what few matters have: parties besides, contracts, seizures, letters, notes of supervision."""
    for name, value in (
        ("promissory_note", str(at)),
        ("due_on", ago(900 + at).isoformat()),
        ("amount", f"{at + 1}.00"),
    ):
        yield FieldRow(
            id=f"{name}{at}", document_id=paper, name=name, raw=value, value=value, confidence=0.9, source="machine"
        )
    yield CreditPartyRow(id=f"cp{at}", credit_id=f"c{at}", person_id=f"p{(at + 2) % 4}", role="aval", **STAMP)
    yield PeriodContractRow(id=f"pc{at}", credit_id=f"c{at}", number=f"{at}", **STAMP)
    yield SeizureRow(id=f"sz{at}", lawsuit_id=f"s{at}", seized_on=ago(4 + at), goods="Casa", **STAMP)
    yield RogatoryRow(id=f"lr{at}", lawsuit_id=f"s{at}", number=f"{at}/26", due_on=ago(3 - at), **STAMP)
    yield SupervisionNoteRow(id=f"su{at}", lawsuit_id=f"s{at}", at=now(), author="jefa", text=f"Impulsar {at}")


def _originals() -> Iterator[Any]:
    """Titles with a lawyer, in a court and lost, on slips of which some are past their day; alerts of notes sued twice."""
    moment = now() - timedelta(days=90)
    for at, (kind, holder) in enumerate(
        (("lawyer", "l0"), ("lawyer", "l1"), ("court", "j0"), ("court", "j1"), ("lost", ""))
    ):
        yield OriginalRow(id=f"i{at}", barcode=f"OR{at}", type="promissory_note", title=f"Pagaré {at}", credit_id=f"c{at % 4}",
                          note_id=f"n{at}", condition="good", originality="original", holder_kind=kind, holder_id=holder,
                          lawsuit_id=f"s{at}", holder_name=f"Quien {at}", held_since=moment, step=1, **STAMP)  # fmt: skip
    for at in range(3):
        yield LoanRow(id=f"z{at}", folio=f"V-{at}", borrower_kind="lawyer", borrower_id=f"l{at % 2}", borrower_name=f"Lic. {at}",
                      received_by="x", purpose="Demandar", issued_at=moment, issued_by="x", authorised_by="", days=30,
                      due_on=ago(10 * at - 5), lawsuit_id=f"s{at + 1}", extensions=0)  # fmt: skip
        yield LoanItemRow(loan_id=f"z{at}", item_id=f"i{at + 1}", state="out" if at else "in_court")
        yield LawsuitNoteRow(id=f"st{at}", lawsuit_id=f"s{at + 3}", note_id=f"n{at * 2}", **STAMP)
        yield SuitAlertRow(id=f"al{at}", lawsuit_id=f"s{at}", code="mirror", about_id=f"n{at * 2}", sentence="x",
                           raised_on=ago(9), settled_on=None if at else ago(1), **STAMP)  # fmt: skip


def answers(archive: Archive, named: Collection[str] | None = None) -> dict[str, Any]:
    """Every queue and the diary, or those named, whole."""
    wanted = [name for name in running.QUEUES if named is None or name.value in named]
    pages: dict[str, Any] = {name.value: running.run_queue(archive, SYSTEM, name, limit=1000) for name in wanted}
    return pages if named is not None and "diary" not in named else {**pages, "diary": diary(archive, SYSTEM)}


def change(session: Session, chance: random.Random) -> str:
    """Some row takes over what another of its table says, or a day moves, or it is copied or removed; what was done."""
    table = Base.metadata.tables[chance.choice(IN_ORDER)]
    rows = session.execute(select(table)).mappings().all()
    if not rows:
        return ""
    row, other = chance.choice(rows), chance.choice(rows)
    keys = list(table.primary_key)
    this = [key == row[key.name] for key in keys]
    what = chance.choice(("change", "change", "change", "change", "copy", "remove"))
    free = [one for one in table.columns if not one.primary_key and one.name not in ("version", "updated_at")]
    column = chance.choice(free or keys)
    value = other[column.name]
    if isinstance(column.type, Date) and chance.random() < 0.7:
        value = ago(chance.randint(-5, 400))
    if table.name == "closures" and isinstance(column.type, Date):  # its last day is never before its first
        column, value = table.c["last"], row["first"] + timedelta(days=chance.randint(0, 9))
    if what == "remove":
        session.execute(delete(table).where(*this))
    elif what == "copy":
        session.execute(insert(table), {**row, **({"id": new_id()} if "id" in row else {}), column.name: value})
    else:
        session.execute(update(table).where(*this).values({column.name: value}))
    return f"{what} {table.name}.{column.name}"


@pytest.mark.parametrize("seed", [7, 23])
def test_what_is_kept_is_what_would_be_worked_out_from_nothing(office: Office, seed: int) -> None:
    chance, settings, done = random.Random(seed), office.archive.settings, 0
    keeping = Archive(settings)
    answers(keeping)
    for _ in range(CHANGES):
        try:
            with office.archive.database.write() as session:
                what = change(session, chance)
        except IntegrityError:
            continue
        done += bool(what)
        fresh, named = Archive(settings), chance.sample(ASKED, 6)  # the others are asked after more than one change
        assert answers(keeping, named) == answers(fresh, named), what
        fresh.close()
    fresh = Archive(settings)
    assert answers(keeping) == answers(fresh)
    fresh.close()
    keeping.close()
    assert done > CHANGES / 3


def test_a_rule_that_is_said_anew_moves_every_clock(office: Office) -> None:
    before = answers(office.archive)["lapse"]
    given = NewValue(code="lapse.instance", value="90", source="prueba", valid_from=ago(1000))
    put_value(office.archive, SYSTEM, given)
    after = answers(office.archive)["lapse"]
    assert after.items != before.items
    fresh = Archive(office.archive.settings)
    assert after == answers(fresh)["lapse"]
    fresh.close()


class Interrupted(Kept):
    """What one process keeps, where something happens once before parts are first asked for."""

    def __init__(self, meanwhile: Callable[[], object]) -> None:
        super().__init__()
        self._meanwhile = [meanwhile]

    def of(self, sort: str) -> Parts[Any]:
        if self._meanwhile:
            self._meanwhile.pop()()
        return super().of(sort)


def test_who_began_before_a_rule_was_said_anew_leaves_nothing_of_the_old_one_behind(office: Office) -> None:
    given = NewValue(code="office.acknowledgement_late", value="200", source="prueba", valid_from=ago(1000))

    def meanwhile() -> None:
        put_value(office.archive, SYSTEM, given)
        running.run_queue(office.archive, SYSTEM, "stages")

    office.archive.kept, named = Interrupted(meanwhile), ["acknowledgements"]
    answers(office.archive, named)
    fresh = Archive(office.archive.settings)
    assert answers(office.archive, named) == answers(fresh, named)
    fresh.close()


def test_every_table_on_which_kept_answers_rest_is_watched(office: Office) -> None:
    with queries_of(office.archive.database) as asked:
        answers(office.archive)
        running.overview(office.archive, SYSTEM)
        digest(office.archive, SYSTEM)
    read = {name for text in asked for name in re.findall(r"(?:FROM|JOIN) (\w+)", text)} & set(Base.metadata.tables)
    at_each_look = {"touched", "events", "users"}  # how people are called, in the digest
    assert len(read) > 20 and read - at_each_look <= set(WATCHED)
