"""The order of a dossier: which document stands where, its folios, and what is missing.

Parts in order: each credit (titles, agreements, the rest), then its lawsuits,
at the end the papers of the people. Of a lawsuit's own dossier the parts are the titles and agreements it
rests on and its papers. Inside a part documents stand by type, in the
order of the catalogue, which is the order in which the papers come about, and
by date inside a type, undated ones last. A lawsuit's document is bound once, with the lawsuit (LGA 12).
"""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache

import msgspec

from schemas.completeness import (
    FOR_EACH_NOTE,
    FOR_EACH_OBLIGOR,
    Matter,
    needed_for_credit,
    needed_for_lawsuit,
    original_place,
)
from schemas.document_types import document_types, type_name
from schemas.dossier import (
    Dossier,
    DossierCopy,
    DossierCredit,
    DossierDocument,
    DossierLawsuit,
    DossierScope,
    Missing,
    Section,
)
from schemas.registry import Credit, Debtor, Lawsuit
from schemas.registry.credits import status_name
from schemas.reservations import ReservationMark
from schemas.versions import Group, Sameness
from schemas.volumes import volumes_of
from storage.records.dossiers import Linked, OpenNote

TITLES = frozenset(("promissory_note", "credit_contract_note", "endorsement_sheet"))
"""What is bound as the titles of a credit (pagarés)."""

AGREEMENTS = frozenset(("restructure", "settlement_ajc", "mediated_agreement", "judicial_agreement"))
"""What is bound as the agreements of a credit (convenios)."""


_NOTHING: set[str] = set()


class Held(msgspec.Struct, frozen=True):
    """All that is held of a subject, not yet in order; `places` says by document where its paper original is.

    `people` are those whose own papers belong to it, the debtor first. `groups` are the papers held more than once.
    `notes` are the open notes by credit, `unserved` by lawsuit the defendants of whom nobody recorded that they were served.
    `reserved` are by document the marks of those that are reserved.
    """

    scope: DossierScope
    subject_id: str
    people: tuple[Debtor, ...]
    credits: tuple[Credit, ...]
    lawsuits: tuple[Lawsuit, ...]
    linked: tuple[Linked, ...]
    proposed: int
    places: dict[str, str] = {}
    groups: tuple[Group, ...] = ()
    notes: dict[str, tuple[OpenNote, ...]] = {}
    unserved: dict[str, tuple[str, ...]] = {}
    reserved: dict[str, ReservationMark] = {}


class _Paper:
    """A document with everything of the dossier it is linked to."""

    def __init__(self, linked: Linked) -> None:
        self.row, self.visible = linked.document, linked.visible
        self._links = linked.links
        self.copies: list[DossierCopy] = []
        self.places: list[str | None] = [linked.document.paper_location]

    def stand_for(self, other: "_Paper", why: Sameness) -> None:
        """Take the place of a copy: it is bound wherever either would be."""
        row = other.row
        self.copies.append(
            DossierCopy(row.id, why, row.title, row.date, row.page_count, row.sha256, row.state, row.whole_file)
        )
        self.places.append(row.paper_location)
        self._links = {kind: self.of(kind) | other.of(kind) for kind in (*self._links, *other._links)}

    def of(self, kind: str) -> set[str]:
        return self._links.get(kind, _NOTHING)


class _Desk:
    """The papers laid out: each on one pile, with its view once folios are given."""

    def __init__(self, held: Held) -> None:
        self.held = held
        self.papers = [_Paper(one) for one in held.linked]
        self._people = {person.id: person.full_name for person in held.people}
        self._numbers = {credit.id: credit.number for credit in held.credits}
        self._files = {lawsuit.id: f"{lawsuit.court_code} {lawsuit.file}" for lawsuit in held.lawsuits}
        self._piles: dict[tuple[str, str], list[_Paper]] = {}
        self._views: dict[str, DossierDocument] = {}
        for paper in self._standing():
            if paper.visible and (pile := self._pile_of(paper)) is not None:
                self._piles.setdefault(pile, []).append(paper)
        for papers in self._piles.values():
            papers.sort(key=_place)
        self.folios = 0

    def _standing(self) -> list[_Paper]:
        """The papers without those for which another stands."""
        by_id = {paper.row.id: paper for paper in self.papers}
        for group in self.held.groups:
            for one, why in group.others:
                by_id[group.best].stand_for(by_id.pop(one), why)
        return list(by_id.values())

    def pile(self, kind: str, entity_id: str) -> list[_Paper]:
        """The papers bound under a heading, in order."""
        return self._piles.get((kind, entity_id), [])

    def bound(self, papers: Iterable[_Paper]) -> tuple[DossierDocument, ...]:
        """The papers as documents; the first time a paper is met it gets the next folios."""
        return tuple(self._views.get(paper.row.id) or self._view(paper) for paper in papers)

    def everything(self) -> tuple[DossierDocument, ...]:
        """Every document bound so far, in the order of the folios."""
        return tuple(self._views.values())

    def _view(self, paper: _Paper) -> DossierDocument:
        row, credits, lawsuits = paper.row, paper.of("credit"), paper.of("lawsuit")
        first = self.folios + 1
        self.folios += max(1, row.page_count)
        self._views[row.id] = DossierDocument(
            id=row.id, type=row.type, type_name=type_name(row.type), title=row.title, date=row.date,
            pages=row.page_count, sha256=row.sha256, bytes=row.bytes, media_type=row.media_type,
            whole_file=row.whole_file, state=row.state,
            location=self._location(paper),
            credits=tuple(number for one, number in self._numbers.items() if one in credits),
            lawsuits=tuple(file for one, file in self._files.items() if one in lawsuits),
            folio_first=first, folio_last=self.folios, copies=tuple(paper.copies),
            seems_copy_of=None if row.rescan_settled_by else row.rescan_of, reservation=self._reservation(paper),
        )  # fmt: skip
        return self._views[row.id]

    def _reservation(self, paper: _Paper) -> ReservationMark | None:
        """What the paper bears that is reserved, itself or a copy of it."""
        known = self.held.reserved
        return next((known[one] for one in (paper.row.id, *(copy.id for copy in paper.copies)) if one in known), None)

    def _location(self, paper: _Paper) -> str | None:
        """Where the paper original is, said of the document or of a copy of it."""
        if not paper.copies:
            return self.held.places.get(paper.row.id) or paper.places[0]
        known = [self.held.places.get(one) for one in (paper.row.id, *(copy.id for copy in paper.copies))]
        return next((place for place in (*known, *paper.places) if place), None)

    def _pile_of(self, paper: _Paper) -> tuple[str, str] | None:
        """Kind of pile and the id of what it belongs to; None for papers of others alone, or of no part of this dossier."""
        credit, lawsuit = self._first_of(paper, "credit", self._numbers), self._first_of(paper, "lawsuit", self._files)
        if credit is None and lawsuit is not None:
            credit = self._only_credit(lawsuit)
            if paper.row.type not in TITLES | AGREEMENTS:
                credit = None
        if credit is not None and paper.row.type in TITLES:
            return "titles", credit
        if credit is not None and paper.row.type in AGREEMENTS:
            return "agreements", credit
        if lawsuit is not None:
            return "lawsuit", lawsuit
        if self.held.scope is DossierScope.LAWSUIT:
            return None
        if credit is not None:
            return "credit", credit
        person = self._first_of(paper, "debtor", self._people)
        return ("person", person) if person is not None else None

    def _first_of(self, paper: _Paper, kind: str, known: dict[str, str]) -> str | None:
        its = paper.of(kind)
        return next((one for one in known if one in its), None)

    def _only_credit(self, lawsuit_id: str) -> str | None:
        lawsuit = next(one for one in self.held.lawsuits if one.id == lawsuit_id)
        mine = [one for one in lawsuit.credit_ids if one in self._numbers]
        return mine[0] if len(mine) == 1 else None


def arranged(held: Held, volume_folios: int) -> Dossier:
    """The dossier in order, with folios from 1, in volumes of at most so many, and what is missing."""
    desk = _Desk(held)
    sections = _bind(desk)
    documents = desk.everything()
    return Dossier(
        scope=held.scope,
        subject_id=held.subject_id,
        subject=_subject(held),
        debtor=next(iter(held.people), None),
        debtors=_debtors(held),
        credits=tuple(_credit(desk, credit) for credit in held.credits),
        personal=tuple(one for person in held.people for one in desk.bound(desk.pile("person", person.id))),
        documents=documents,
        sections=sections,
        missing=tuple(_missing(desk)),
        folios=desk.folios,
        proposed=held.proposed,
        volumes=volumes_of([(one.folio_first, one.folio_last) for one in documents], volume_folios),
    )


def _subject(held: Held) -> str:
    """How the subject is called on a cover."""
    if held.scope is DossierScope.CREDIT:
        return f"Crédito {held.credits[0].number}"
    if held.scope is DossierScope.LAWSUIT:
        return f"Juicio {held.lawsuits[0].file}, {held.lawsuits[0].court}"
    return held.people[0].full_name


def _debtors(held: Held) -> tuple[Debtor, ...]:
    """Those whose dossier it is: the person, else who owes the credits."""
    owing = {credit.debtor_id for credit in held.credits}
    return tuple(one for one in held.people if held.scope is DossierScope.DEBTOR or one.id in owing)


def _bind(desk: _Desk) -> tuple[Section, ...]:
    """Give folios in the order of the parts."""
    sections: list[Section] = []
    done: set[str] = set()

    def part(title: str, papers: list[_Paper]) -> None:
        if papers:
            sections.append(Section(title, tuple(document.id for document in desk.bound(papers))))

    for credit in desk.held.credits:
        part(f"Crédito {credit.number}: títulos de crédito", desk.pile("titles", credit.id))
        part(f"Crédito {credit.number}: convenios", desk.pile("agreements", credit.id))
        part(f"Crédito {credit.number}: otros documentos", desk.pile("credit", credit.id))
        for lawsuit in desk.held.lawsuits:
            if credit.id in lawsuit.credit_ids and lawsuit.id not in done:
                done.add(lawsuit.id)
                part(f"Juicio {lawsuit.file}, {lawsuit.court}", desk.pile("lawsuit", lawsuit.id))
    for lawsuit in desk.held.lawsuits:
        if lawsuit.id not in done:
            part(f"Juicio {lawsuit.file}, {lawsuit.court}", desk.pile("lawsuit", lawsuit.id))
    for person in desk.held.people:
        of_whom = f": {person.full_name}" if len(desk.held.people) > 1 else ""
        part(f"Documentos personales{of_whom}", desk.pile("person", person.id))
    return tuple(sections)


def _credit(desk: _Desk, credit: Credit) -> DossierCredit:
    guaranteed = desk.held.scope is DossierScope.DEBTOR and credit.debtor_id != desk.held.subject_id
    lawsuits = [lawsuit for lawsuit in desk.held.lawsuits if credit.id in lawsuit.credit_ids]
    return DossierCredit(
        id=credit.id, number=credit.number, role="guarantor" if guaranteed else "borrower",
        status=credit.status, program=credit.program, signed_on=credit.signed_on, principal=credit.principal,
        debtor=credit.debtor, guarantor=credit.guarantor, lawyer=credit.lawyer,
        original_place=original_place(credit.status),
        promissory_notes=desk.bound(desk.pile("titles", credit.id)),
        lawsuits=tuple(_lawsuit(desk, lawsuit) for lawsuit in lawsuits),
        agreements=desk.bound(desk.pile("agreements", credit.id)),
        documents=desk.bound(desk.pile("credit", credit.id)),
    )  # fmt: skip


def _lawsuit(desk: _Desk, lawsuit: Lawsuit) -> DossierLawsuit:
    return DossierLawsuit(
        id=lawsuit.id, file=lawsuit.file, court_code=lawsuit.court_code, court=lawsuit.court, lawyer=lawsuit.lawyer,
        status=lawsuit.status, filed_on=lawsuit.filed_on, credits=lawsuit.credits,
        documents=desk.bound(desk.pile("lawsuit", lawsuit.id)),
    )  # fmt: skip


def _place(paper: _Paper) -> tuple[int, bool, date, str]:
    row = paper.row
    return (_ranks().get(row.type, len(_ranks())), row.date is None, row.date or date.max, row.id)


@cache
def _ranks() -> dict[str, int]:
    return {item.code: rank for rank, item in enumerate(document_types())}


def _missing(desk: _Desk) -> Iterable[Missing]:
    """What each state requires and nobody has filed, whether or not the looker may see what is filed."""
    of_credits = desk.held.scope is not DossierScope.LAWSUIT
    for credit in desk.held.credits if of_credits else ():
        sued = {lawsuit.id for lawsuit in desk.held.lawsuits if credit.id in lawsuit.credit_ids}
        there = [paper for paper in desk.papers if credit.id in paper.of("credit") or sued & paper.of("lawsuit")]
        obligors = {one for one in (credit.debtor_id, credit.guarantor_id) if one}
        personal = [paper for paper in desk.papers if paper not in there and obligors & paper.of("debtor")]
        types = [paper.row.type for paper in (*there, *personal)]
        reason = f"Lo requiere el estado «{status_name(credit.status).lower()}» del crédito {credit.number}."
        notes, unserved = desk.held.notes.get(credit.id, ()), [one for suit in sued for one in _unserved(desk, suit)]
        wants = Matter(len(obligors), len(notes), len(unserved), sued=bool(sued))
        for needed in needed_for_credit(credit.status, sued=bool(sued)):
            wanted = wants.number(needed)
            have = sum(types.count(one) for one in needed)
            if have < wanted:
                name = _called(needed, wanted - have)
                whose = _of_whom(credit, notes, unserved, [*there, *personal], needed) if wanted > 1 else []
                if have and len(whose) == wanted - have:
                    name = f"{_called(needed, 1)} de {' y '.join(whose)}"
                yield Missing(needed, name, credit.number, None, reason)
    for lawsuit in desk.held.lawsuits:
        yield from _missing_of_lawsuit(desk, lawsuit)


def _unserved(desk: _Desk, lawsuit_id: str) -> tuple[str, ...]:
    return desk.held.unserved.get(lawsuit_id, ())


def _of_whom(
    credit: Credit,
    notes: Sequence[OpenNote],
    unserved: Sequence[str],
    papers: Iterable[_Paper],
    needed: tuple[str, ...],
) -> Sequence[str]:
    """Of whom or of what a paper that is wanted of each is not filed: obligors, notes of which nobody said which paper shows them, defendants."""
    if FOR_EACH_NOTE in needed:
        return [one.number for one in notes if one.document_id is None]
    return _without(credit, papers, needed) if FOR_EACH_OBLIGOR in needed else unserved


def _without(credit: Credit, papers: Iterable[_Paper], needed: tuple[str, ...]) -> list[str]:
    """The names of the obligors of a credit of whom none of the wanted papers is filed."""
    shown = {one for paper in papers if paper.row.type in needed for one in paper.of("debtor")}
    named = ((credit.debtor_id, credit.debtor), (credit.guarantor_id, credit.guarantor))
    return [name for one, name in named if one and name and one not in shown]


def _missing_of_lawsuit(desk: _Desk, lawsuit: Lawsuit) -> Iterable[Missing]:
    claimed = set(lawsuit.credit_ids)
    types = [
        paper.row.type for paper in desk.papers if lawsuit.id in paper.of("lawsuit") or claimed & paper.of("credit")
    ]
    said = {
        needed
        for credit in desk.held.credits
        if desk.held.scope is not DossierScope.LAWSUIT and credit.id in claimed
        for needed in needed_for_credit(credit.status)
    }
    stage = lawsuit.status.replace("_", " ").lower()
    wants = Matter(unserved=len(_unserved(desk, lawsuit.id)))
    for needed in needed_for_lawsuit(lawsuit.status):
        lacking = wants.number(needed) - sum(types.count(one) for one in needed)
        if lacking > 0 and needed not in said:
            reason = f"Lo requiere la etapa «{stage}» del juicio {lawsuit.file}."
            yield Missing(needed, _called(needed, lacking), None, f"{lawsuit.court_code} {lawsuit.file}", reason)


def _called(types: tuple[str, ...], number: int) -> str:
    name = " o ".join(type_name(one) for one in types)
    return name if number == 1 else f"{name} ({number})"
