"""A large office as rows: 11,000 lawsuits over credits with their notes, acts of court, lawyers, originals and slips."""

import random
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import insert

from benchmarks.desk_papers import LONG, Matter, Rows, fill_papers
from benchmarks.importing import curp
from benchmarks.search_pages import Maker
from schemas.folding import fold
from service.archive import Archive
from storage.records import now
from storage.records.migrate import migrate
from storage.records.tables import (
    AcknowledgementRow,
    AssignmentRow,
    ClosureRow,
    CourtRow,
    CreditRow,
    CustodyEventRow,
    FilingRow,
    LawsuitCreditRow,
    LawsuitNoteRow,
    LawsuitPartyRow,
    LawsuitRow,
    LawyerRow,
    LoanItemRow,
    LoanRow,
    NoteObligorRow,
    NoteRow,
    NotificationRow,
    OriginalRow,
    PersonRow,
    PlaceRow,
    ResolutionRow,
    StageEventRow,
)

TODAY = datetime.now(UTC).date()
COURTS, LAWYERS, BOXES, LENT = 14, 40, 200, 400
STAGES = ("DEMANDA_PRESENTADA", "ADMITIDA", "EMPLAZADO", "PRUEBAS", "SENTENCIA", "CADUCIDAD", "CONVENIO_JUDICIAL")
AT_ONCE = 1_000


def fill_office(archive: Archive, pages: int, suits: int) -> None:
    """Everything, in an empty archive: two credits of three are in court."""
    migrate(archive.database)
    rng = random.Random(11)
    named = {at: f"{name} {number}".upper() for at, (number, name) in enumerate(_names(suits * 3 // 2))}
    _write(archive, _courts_and_lawyers())
    matters = []
    for at in range(0, suits * 3 // 2, AT_ONCE):
        rows: Rows = {}
        for number in range(at, min(at + AT_ONCE, suits * 3 // 2)):
            _owed(rows, number, named[number], rng)
            sued = number % 3 < 2
            if sued:
                _suit(rows, number, rng)
            matters.append(
                Matter(f"c{number}", _number(number), f"p{number}", named[number], f"s{number}" if sued else None,
                       f"Juzgado {number % COURTS}", f"Lic. Abogada {number % LAWYERS}")
            )  # fmt: skip
        _write(archive, rows)
    fill_papers(archive, pages, matters)
    _write(archive, _vault(suits, rng))
    archive.database.checkpoint()


def _names(count: int) -> Iterator[tuple[int, str]]:
    people = Maker(people=4000).people
    return ((at // len(people) + 1, people[at % len(people)]) for at in range(count))


def _number(number: int) -> str:
    return f"{number % 9 + 1}-{number:05d}-{10 + number % 10}"


def _stamp(**more: Any) -> dict[str, Any]:
    return {"version": 1, "updated_at": now(), **more}


def _add(rows: Rows, table: type, **values: Any) -> None:
    rows.setdefault(table, []).append(values)


def _write(archive: Archive, rows: Rows) -> None:
    with archive.database.write() as session:
        for table, made in rows.items():
            session.execute(insert(table), made)


def _courts_and_lawyers() -> Rows:
    rows: Rows = {}
    for at in range(COURTS):
        _add(rows, CourtRow, id=f"j{at}", code=f"J{at:02d}", name=f"Juzgado {at}", aliases=[], **_stamp())
    for at in range(COURTS * 12 * 2):
        court, year = at % COURTS, 2015 + at // COURTS // 2
        first = date(year, 7, 16) if at // COURTS % 2 else date(year, 12, 16)
        _add(
            rows,
            ClosureRow,
            id=f"x{at}",
            court_id=f"j{court}",
            first=first,
            last=first + timedelta(days=15),
            **_stamp(),
        )
    for at in range(LAWYERS):
        name = f"Lic. Abogada {at}"
        _add(rows, LawyerRow, id=f"a{at}", cedula=f"{1_000_000 + at}", name=name, name_key=fold(name), **_stamp())
    return rows


def _owed(rows: Rows, number: int, name: str, rng: random.Random) -> None:
    """A borrower, the credit, its notes with who answers for them, the lawyer who has it."""
    key, person, credit = _number(number), f"p{number}", f"c{number}"
    _add(
        rows,
        PersonRow,
        id=person,
        curp=curp(number),
        full_name=name,
        name_key=fold(name),
        sort_key=fold(name),
        **_stamp(),
    )
    _add(rows, CreditRow, id=credit, number=key, number_key=key.replace("-", ""), debtor_id=person,
         status="judicial" if number % 3 < 2 else "asignado", principal_cents=2_500_000, **_stamp())  # fmt: skip
    _add(rows, AssignmentRow, id=f"g{number}", credit_id=credit, lawyer_id=f"a{number % LAWYERS}",
         assigned_on=TODAY - timedelta(days=900), **_stamp())  # fmt: skip
    for note in range(1 + (number % 3 == 0)):
        signed, of = TODAY - timedelta(days=rng.randint(900, 4000)), f"n{number}-{note}"
        _add(rows, NoteRow, id=of, credit_id=credit, number=f"{note + 1}", amount_conflict=False, currency="MXN",
             signed_on=signed, due_kind="dia_fijo", due_on=signed + timedelta(days=rng.randint(365, 1800)),
             state="en_boveda", support="papel", amount_cents=1_250_000, **_stamp())  # fmt: skip
        _add(rows, NoteObligorRow, id=f"o{number}-{note}", note_id=of, person_id=person, role="suscriptor", act="suscriptor",
             signed=True, **_stamp())  # fmt: skip


def _suit(rows: Rows, number: int, rng: random.Random) -> None:
    """A lawsuit over the credit with what happened in it; the years ago it was filed are spread evenly."""
    suit, filed = f"s{number}", TODAY - timedelta(days=rng.randint(5, 1500))
    _add(rows, LawsuitRow, id=suit, court_id=f"j{number % COURTS}", kind="EXP", year=filed.year, number=number + 1,
         suffix="", lawyer_id=f"a{number % LAWYERS}", status=STAGES[number % len(STAGES)], filed_on=filed, **_stamp())  # fmt: skip
    _add(rows, LawsuitCreditRow, lawsuit_id=suit, credit_id=f"c{number}")
    _add(rows, LawsuitNoteRow, id=f"ln{number}", lawsuit_id=suit, note_id=f"n{number}-0", **_stamp())
    _add(rows, LawsuitPartyRow, id=f"lp{number}", lawsuit_id=suit, person_id=f"p{number}", role="demandado", **_stamp())
    for at in range(2):
        on = min(TODAY, filed + timedelta(days=rng.randint(0, 500) * at))
        filing = f"f{number}-{at}"
        _add(rows, FilingRow, id=filing, lawsuit_id=suit, subject=f"Promoción {at}", filed_on=on, annexes=[],
             pushes=("yes", "doubt")[number % 5 == at], **_stamp())  # fmt: skip
        if number % 4 or at:
            _add(
                rows,
                AcknowledgementRow,
                id=f"k{filing}",
                filing_id=filing,
                stamped_on=on,
                legible=True,
                valid=True,
                **_stamp(),
            )
        _add(rows, StageEventRow, id=f"e{filing}", lawsuit_id=suit, stage=STAGES[at + number % 3], on=on, **_stamp())
    issued = min(TODAY, filed + timedelta(days=rng.randint(5, 700)))
    _add(rows, ResolutionRow, id=f"q{number}", lawsuit_id=suit, kind="auto", issued_on=issued, listed_on=issued,
         orders=[], deadline_on=issued + timedelta(days=30) if number % 20 == 0 else None, **_stamp())  # fmt: skip
    _add(
        rows,
        NotificationRow,
        id=f"w{number}",
        lawsuit_id=suit,
        way="boletin",
        practised_on=issued,
        addressee="",
        **_stamp(),
    )


def _vault(suits: int, rng: random.Random) -> Rows:
    """Boxes with an original for each lawsuit's note, and slips of which a fourth is overdue."""
    rows: Rows = {}
    _add(rows, PlaceRow, id="v", kind="site", barcode="HMO", name="Hermosillo", path="Hermosillo", **_stamp())
    for at in range(BOXES):
        _add(rows, PlaceRow, id=f"v{at}", kind="box", barcode=f"H-{at:04d}", name=f"Caja {at}", parent_id="v",
             path=f"Hermosillo / Caja {at}", **_stamp())  # fmt: skip
    moment = datetime.now(UTC) - timedelta(days=60)
    for at in range(suits):
        lent = at < LENT
        held = ("lawyer", f"a{at % LAWYERS}", f"Lic. Abogada {at % LAWYERS}") if lent else (
            "vault", f"v{at % BOXES}", f"Hermosillo / Caja {at % BOXES}")  # fmt: skip
        of = at * 3 // 2
        _add(rows, OriginalRow, id=f"i{at}", barcode=f"OR{at:06d}", type="promissory_note", title=f"Pagaré {of}",
             credit_id=f"c{of}", condition="good", originality="original", holder_kind=held[0], holder_id=held[1],
             holder_name=held[2], held_since=moment, step=1, **_stamp())  # fmt: skip
        _add(rows, CustodyEventRow, id=f"u{at}", item_id=f"i{at}", number=1, act="lend" if lent else "register",
             at=moment, from_id="", from_name="", to_kind=held[0], to_id=held[1], to_name=held[2], given_by="medición",
             received_by=held[2], evidence={}, reason="", recorded_by="medición")  # fmt: skip
        if lent:
            due = TODAY + timedelta(days=rng.randint(-10, 30))
            _add(rows, LoanRow, id=f"z{at}", folio=f"V-2026-{at:05d}", borrower_kind="lawyer", borrower_id=held[1],
                 borrower_name=held[2], received_by=held[2], purpose="Presentar la demanda", issued_at=moment,
                 issued_by="medición", authorised_by="", days=30, due_on=due, extensions=0)  # fmt: skip
            _add(rows, LoanItemRow, loan_id=f"z{at}", item_id=f"i{at}", state="out")
    return rows


def places(suits: int) -> Iterable[str]:
    """Addresses of single things, for the pages that show one."""
    number = suits // 4 * 3
    yield f"/deudores/p{number}"
    yield f"/creditos/c{number}"
    yield f"/juicios/s{number}"
    yield f"/documentos/{LONG}?pagina=250"
    yield f"/documentos/{LONG}/hoja?pagina=251"
    yield f"/documentos/{LONG}?pagina=250&q=demanda"
    yield "/documentos/d0000005"
    yield "/lotes/b3"
    yield "/custodia/originales/OR000700"
    yield "/custodia/vales/V-2026-00007"
    yield "/custodia/lugares/H-0007"
