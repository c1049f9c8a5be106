"""Many people at once over one small office, each doing one thing after the other as dice decide: what must hold does.

Which acts are refused differs from run to run, and is nobody's matter here: at the end every row agrees with every
other, with the log and with the store, and nobody met anything but a refusal in words.
"""

import random
import threading
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import ColumnElement, select

from schemas.access import Actor, Role
from schemas.archival import (
    ActIn,
    CaseFileIn,
    ClosingIn,
    Disposition,
    HoldIn,
    HoldKind,
    LotIn,
    LotKind,
    RuleIn,
    SignatureIn,
    Value,
)
from schemas.custody import CustodyAct, HolderKind
from schemas.errors import ArchiveError, Unavailable
from schemas.originals import (
    CustodyIn,
    Evidence,
    HolderIn,
    LoanIn,
    OriginalChange,
    OriginalIn,
    PlaceIn,
    PlaceKind,
    ReturnIn,
)
from schemas.registry.people import MergeIn
from service.archive import Archive
from service.operations import registry
from service.operations.arranging import Part, arrange, joined, split_before
from service.operations.classification import files, holds, lots, scheme
from service.operations.custody import handing, lending, places, registering
from service.operations.dossier import find_dossier
from service.operations.registry import merging
from storage.objects.keys import original_key
from storage.records import Session, arranging, custody, events, pipeline
from storage.records import holds as held
from storage.records.person_merges import references
from storage.records.tables import (
    CaseFileRow,
    DocumentRow,
    HoldRow,
    LinkRow,
    LoanItemRow,
    LotFileRow,
    LotRow,
    OriginalRow,
    PersonMergeRow,
    PersonRow,
)
from tests.registry_office import CREDIT, CURP, LICENCE, Office, office_on_either, pdf_file

office = office_on_either
CLERK, HEAD = Actor("ana", Role.ARCHIVIST, "prueba"), Actor("jefa", Role.PORTFOLIO_HEAD, "prueba")
PEOPLE, ACTS, MERGED, BOXES = 4, 40, 3, ("B-1", "B-2")
PROOF = Evidence(note="acuse")


@pytest.fixture
def busy(office: Office) -> Office:
    """Four entries of people, twelve papers, six documents of three pages, and archival files old enough to destroy."""
    for number in range(MERGED):
        office.put("debtors", full_name=f"Roberto López García {number}")
    office.put("credits", number=CREDIT, debtor_curp=CURP, status="finiquitado")
    office.put("lawsuits", court_code="2MH", number=1234, year=2024, status="CONCLUIDO")
    scheme.propose_scheme(office.archive, HEAD)
    scheme.put_rule(office.archive, HEAD, RuleIn(
        series="4S.1", values=(Value.LEGAL,), active_years=1, semi_active_years=1, disposition=Disposition.DESTROY,
        legal_basis="CCom 38", approval_act="Acta 1", valid_from=date(2026, 2, 1)))  # fmt: skip
    for barcode in BOXES:
        places.put_place(office.archive, CLERK, PlaceIn(kind=PlaceKind.BOX, barcode=barcode))
    for number in range(6):
        made = files.open_file(
            office.archive, CLERK, CaseFileIn(series="4S.1", title="Crédito de López", opened_on=date(2010, 3, 1))
        )
        for _ in range(2):
            registering.register_original(office.archive, CLERK, OriginalIn(
                type="folder", credit=CREDIT, case_file=made.code, foja_first=1, foja_last=2,
                holder=HolderIn(HolderKind.VAULT, BOXES[number % 2])))  # fmt: skip
        files.close_file(office.archive, CLERK, made.code, ClosingIn(date(2012, 3, 1), 4))
        office.document("letter", ("debtor", office.debtor), pages=3, data=pdf_file(f"paper {number}", 3))
    return office


class Person:
    """Somebody at a desk of their own, with dice."""

    def __init__(self, office: Office, number: int) -> None:
        self.archive, self.dice = Archive(office.archive.settings), random.Random(number)
        self.wrong: list[BaseException] = []
        self.done: set[str] = set()

    def work(self) -> None:
        """One act after the other; a refusal in words is as good as any."""
        acts: tuple[Callable[[], object], ...] = (
            self.merge, self.undo, self.lend, self.bring_back, self.move, self.lose, self.refile,
            self.propose, self.sign, self.sign, self.execute, self.hold, self.lift, self.split, self.join,
            self.refile,
        )  # fmt: skip
        for _ in range(ACTS):
            act = self.dice.choice(acts)
            try:
                act()
                self.done.add(act.__name__)
            except Unavailable as error:
                self.wrong.append(error)
            except ArchiveError:
                continue
            except Exception as error:  # noqa: BLE001 - whatever it is, the test tells it
                self.wrong.append(error)
        self.archive.close()

    def one(self, column: Any, *where: ColumnElement[bool]) -> str:
        with self.archive.database.read() as session:
            found = list(session.scalars(select(column).where(*where)))
        return self.dice.choice(found) if found else "nadie"

    def merge(self) -> None:
        given = MergeIn(merged=self.one(PersonRow.id), reason="es la misma", force=True)
        merging.merge(self.archive, CLERK, self.one(PersonRow.id), given)

    def undo(self) -> None:
        merging.undo(self.archive, CLERK, self.one(PersonMergeRow.id, PersonMergeRow.undone_at.is_(None)))

    def lend(self) -> None:
        borrower = HolderIn(HolderKind.LAWYER, LICENCE)
        lending.lend(self.archive, CLERK, LoanIn(borrower=borrower, items=(self.paper(),), purpose="audiencia"))

    def bring_back(self) -> None:
        out = self.one(OriginalRow.barcode, OriginalRow.holder_kind == "lawyer")
        lending.take_back(self.archive, CLERK, ReturnIn(items=(out,), box=self.dice.choice(BOXES)))

    def move(self) -> None:
        to = HolderIn(HolderKind.VAULT, self.dice.choice(BOXES))
        handing.act(self.archive, CLERK, self.paper(), CustodyIn(act=CustodyAct.MOVE, to=to))

    def lose(self) -> None:
        act = self.dice.choice((CustodyAct.REPORT_LOST, CustodyAct.FIND, CustodyAct.FIND))
        handing.act(self.archive, CLERK, self.paper(), CustodyIn(act=act, reason="mudanza", evidence=PROOF))

    def refile(self) -> None:
        change = OriginalChange(case_file=self.one(CaseFileRow.code))
        registering.describe_original(self.archive, CLERK, self.paper(), change)

    def propose(self) -> None:
        kind = self.dice.choice((LotKind.PRIMARY, LotKind.DESTRUCTION))
        lots.propose_lot(self.archive, CLERK, LotIn(kind, (self.one(CaseFileRow.code),), "plazo vencido"))

    def sign(self) -> None:
        lot = self.one(LotRow.id, LotRow.state == "proposed")
        for office in ("Archivos", "Control"):
            lots.sign_lot(self.archive, HEAD, lot, SignatureIn(f"Lic. {office}", office))
        lots.put_act(self.archive, HEAD, lot, ActIn("Acta 7", date(2026, 11, 1)))

    def execute(self) -> None:
        lots.execute_lot(self.archive, HEAD, self.one(LotRow.id, LotRow.state == "acted"), BOXES[0])

    def hold(self) -> None:
        given = HoldIn(kind=HoldKind.DEBTOR, subject=self.one(PersonRow.id), reason="amparo", authority="Juzgado")
        holds.place_hold(self.archive, HEAD, given)

    def lift(self) -> None:
        holds.lift_hold(self.archive, HEAD, self.one(HoldRow.id, HoldRow.lifted_at.is_(None)), "se resolvió")

    def split(self) -> None:
        lying = self.lying()
        arrange(self.archive, CLERK, split_before(lying, self.dice.choice(lying[0].pages)))

    def join(self) -> None:
        lying = self.lying()
        arrange(self.archive, CLERK, joined(lying, lying[-1].pages[0]))

    def lying(self) -> tuple[Part, ...]:
        receipt = self.one(DocumentRow.receipt_id)
        with self.archive.database.read() as session:
            rows = [row for row in pipeline.documents_of_receipt(session, receipt) if row.page_count]
            pages = arranging.pages_of(session, [row.id for row in rows])
        return tuple(Part(tuple(page.id for page in pages if page.document_id == row.id), row.id) for row in rows)

    def paper(self) -> str:
        return self.one(OriginalRow.barcode)


def test_whatever_many_do_at_once_the_rows_agree(busy: Office) -> None:
    people = [Person(busy, number) for number in range(PEOPLE)]
    threads = [threading.Thread(target=person.work) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [error for person in people for error in person.wrong] == []
    assert len(set.union(*(person.done for person in people))) > 8
    with busy.archive.database.read() as session:
        assert (events.first_break(session), custody.unaccounted(session)) == (None, [])
    merged_entries_lead_to_who_is_kept(busy)
    papers_are_where_their_lots_and_slips_say(busy)
    what_is_held_is_held_in_the_store(busy)
    documents_are_in_the_dossiers_of_their_debtors(busy)


def merged_entries_lead_to_who_is_kept(office: Office) -> None:
    with office.archive.database.read() as session:
        merged = {row.id: row.merged_into_id for row in session.scalars(select(PersonRow))}
        gone = {one for one, kept in merged.items() if kept}
        assert not gone.intersection(kept for kept in merged.values() if kept)
        for reference in references():
            if reference.table in (PersonRow, LinkRow):
                continue
            for one in gone:
                assert session.scalar(select(reference.table.id).where(reference.at(one)).limit(1)) is None
        links = select(LinkRow.id).where(LinkRow.entity_id.in_(gone), LinkRow.state != "refused")
        assert session.scalar(links.limit(1)) is None
    for one, kept in merged.items():
        assert registry.get(office.archive, CLERK, "debtors", one).id == (kept or one)


def papers_are_where_their_lots_and_slips_say(office: Office) -> None:
    with office.archive.database.read() as session:
        done = select(LotFileRow.case_file_id).join(LotRow, LotRow.id == LotFileRow.lot_id)
        destroyed = set(session.scalars(done.where(LotRow.kind == "destruction", LotRow.state == "done")))
        out = set(session.scalars(select(LoanItemRow.item_id).where(LoanItemRow.state == "out")))
        for item in session.scalars(select(OriginalRow)):
            assert (item.holder_kind == "lawyer") == (item.id in out)
            if item.case_file_id in destroyed:
                assert item.holder_kind in ("destroyed", "lost") or item.held_since > _last(session, item.case_file_id)
            else:
                assert item.holder_kind != "destroyed"


def _last(session: Session, file_id: str | None) -> datetime | None:
    query = select(LotRow.done_at).join(LotFileRow, LotFileRow.lot_id == LotRow.id)
    return session.scalar(
        query.where(LotFileRow.case_file_id == file_id, LotRow.kind == "destruction", LotRow.done_at.is_not(None))
    )


def what_is_held_is_held_in_the_store(office: Office) -> None:
    holds.follow_holds(office.archive)
    with office.archive.database.read() as session:
        reached = held.originals_reached(session, held.reach(session))
    assert all(office.archive.objects.stat(original_key(sha256)).held for sha256 in reached)


def documents_are_in_the_dossiers_of_their_debtors(office: Office) -> None:
    with office.archive.database.read() as session:
        query = select(LinkRow.entity_id, LinkRow.document_id).join(DocumentRow, DocumentRow.id == LinkRow.document_id)
        linked = query.where(
            LinkRow.entity_kind == "debtor", LinkRow.state == "linked", DocumentRow.state != "discarded"
        )
        filed = session.execute(linked).all()
    for debtor, document in filed:
        dossier = find_dossier(office.archive, CLERK, debtor)
        assert document in {paper.id for one in dossier.documents for paper in (one, *one.copies)}
