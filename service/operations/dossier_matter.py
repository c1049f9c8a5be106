"""What a dossier is about: the one debtor, credit or lawsuit that a key names, with everything held of it.

A constant number of queries whatever the size.
"""

from collections import Counter
from collections.abc import Callable, Sequence

from schemas import versions
from schemas.access import Actor
from schemas.dossier import DossierScope
from schemas.errors import Conflict, NotFound
from service.operations.custody.views import places_of
from service.operations.dossier_order import Held
from service.operations.registry.book import Book, Row
from service.operations.registry.credits import CreditBook
from service.operations.registry.lawsuits import LawsuitBook
from service.operations.registry.people import DebtorBook
from service.operations.registry.people import debtor as debtor_of
from service.operations.reservations.views import marks_of
from storage.records import Session, dossiers, parties, registry

_NOBODY = {
    DossierScope.CREDIT: "No se encontró ningún crédito con esa clave.",
    DossierScope.LAWSUIT: "No se encontró ningún juicio con esa clave.",
}


def held_of(session: Session, actor: Actor, key: str, scope: DossierScope) -> Held:
    """Everything held of what the key names, not yet in order.

    Raises:
        NotFound: nothing has that key, or the actor may not know of it.
        Conflict: the key fits several; the sentence names them. Code `ambiguous`.
    """
    return _GATHER[scope](session, actor, key)


def _of_debtor(session: Session, actor: Actor, key: str) -> Held:
    person_id = _person(session, actor, key)
    credits = dossiers.credits_of(session, actor, person_id)
    lawsuits = dossiers.lawsuits_over(session, actor, [row.id for row in credits])
    held = _Gathered(DossierScope.DEBTOR, [person_id], credits, lawsuits)
    return held.filled(session, actor, person_id)


def _of_credit(session: Session, actor: Actor, key: str) -> Held:
    row = _one(session, actor, CreditBook, key, DossierScope.CREDIT)
    lawsuits = dossiers.lawsuits_over(session, actor, [row.id])
    others = [one.person_id for one in parties.of_credits(session, [row.id]).get(row.id, ())]
    people = list(dict.fromkeys([row.debtor_id, *([row.guarantor_id] if row.guarantor_id else []), *others]))
    return _Gathered(DossierScope.CREDIT, people, [row], lawsuits).filled(session, actor, row.id)


def _of_lawsuit(session: Session, actor: Actor, key: str) -> Held:
    row = _one(session, actor, LawsuitBook, key, DossierScope.LAWSUIT)
    credits = dossiers.credits_claimed(session, actor, row.id)
    people = list(dict.fromkeys(credit.debtor_id for credit in credits))
    return _Gathered(DossierScope.LAWSUIT, people, credits, [row]).filled(session, actor, row.id)


_GATHER: dict[DossierScope, Callable[[Session, Actor, str], Held]] = {
    DossierScope.DEBTOR: _of_debtor,
    DossierScope.CREDIT: _of_credit,
    DossierScope.LAWSUIT: _of_lawsuit,
}


class _Gathered:
    """The rows of a dossier: `people` are the ids of those whose own papers belong to it, the first its debtor."""

    def __init__(
        self, scope: DossierScope, people: Sequence[str], credits: Sequence[Row], lawsuits: Sequence[Row]
    ) -> None:
        self._scope, self._people, self._credits, self._lawsuits = scope, people, credits, lawsuits

    def filled(self, session: Session, actor: Actor, subject_id: str) -> Held:
        """With the documents linked to any of them."""
        known = registry.persons_by_id(session, self._people)
        matter = self._matter(session)
        linked = tuple(dossiers.linked(session, actor, matter))
        return Held(
            scope=self._scope,
            subject_id=subject_id,
            people=tuple(debtor_of(known[one]) for one in self._people if one in known),
            credits=CreditBook.views(session, self._credits),
            lawsuits=LawsuitBook.views(session, self._lawsuits),
            linked=linked,
            proposed=dossiers.proposed(session, actor, matter),
            places=places_of(session, actor, {one.document.id for one in linked}),
            groups=_groups(session, linked),
            notes=dossiers.open_notes(session, matter.credits),
            unserved=dossiers.unserved(session, matter.lawsuits),
            reserved=marks_of(session, [one.document.id for one in linked]),
        )

    def _matter(self, session: Session) -> dossiers.Matter:
        """A lawsuit's own people are not asked for: their papers belong to their credits."""
        obligors = {one for row in self._credits for one in (row.debtor_id, row.guarantor_id) if one}
        others = parties.of_credits(session, [row.id for row in self._credits])
        obligors |= {one.person_id for of in others.values() for one in of}
        people = frozenset() if self._scope is DossierScope.LAWSUIT else frozenset({*self._people, *obligors})
        return dossiers.Matter(
            people=people,
            credits=frozenset(row.id for row in self._credits),
            lawsuits=frozenset(row.id for row in self._lawsuits),
        )


def _groups(session: Session, linked: Sequence[dossiers.Linked]) -> tuple[versions.Group, ...]:
    """Of what the actor may see: a better copy they may not see must not hide the one they may."""
    rows = [one.document for one in linked if one.visible]
    same = Counter(row.sha256 for row in rows if row.whole_file)
    said = {one for row in rows for one in (row.rescan_of, row.version_of) if one}
    groups = versions.together(
        versions.Held(
            id=row.id,
            sha256=row.sha256,
            whole_file=row.whole_file,
            filed=row.state == "filed",
            pages=row.page_count,
            rescan_of=row.rescan_of if row.rescan_settled_by else None,
            version_of=row.version_of,
        )
        for row in rows
        if same[row.sha256] > 1 or row.rescan_of or row.version_of or row.id in said
    )
    read = dossiers.legibility(session, [paper.id for group in groups for paper in group])
    return tuple(versions.chosen(group, read) for group in groups)


def _one(session: Session, actor: Actor, book: type[Book], key: str, scope: DossierScope) -> Row:
    rows = book.find(session, actor, key)
    if not rows:
        raise NotFound(_NOBODY[scope])
    if len(rows) > 1:
        raise _ambiguous(key, book, session, rows)
    return rows[0]


def _person(session: Session, actor: Actor, key: str) -> str:
    """The id of the one person the key names: by a key of their own, by a credit's, by a lawsuit's."""
    persons = DebtorBook.find(session, actor, key)
    if len(persons) > 1:
        raise _ambiguous(key, DebtorBook, session, persons)
    if persons:
        return str(persons[0].id)
    credits = CreditBook.find(session, actor, key)
    return str(credits[0].debtor_id) if credits else _person_sued(session, actor, key)


def _person_sued(session: Session, actor: Actor, key: str) -> str:
    rows = LawsuitBook.find(session, actor, key)
    if not rows:
        raise NotFound("No se encontró ningún deudor, crédito ni juicio con esa clave.")
    if len(rows) > 1:
        raise _ambiguous(key, LawsuitBook, session, rows)
    people = dossiers.borrowers_of(session, [rows[0].id])
    if not people:
        raise NotFound(
            "El juicio no tiene créditos registrados; no se sabe de qué deudor es.", code="lawsuit_of_nobody"
        )
    if len(people) > 1:
        named = list(registry.persons_by_id(session, people).values())
        raise _ambiguous(key, DebtorBook, session, named)
    return people[0]


def _ambiguous(key: str, book: type[Book], session: Session, rows: Sequence[Row]) -> Conflict:
    named = list(map(book.label, book.views(session, rows)))
    listed = "; ".join(named[:10]) + ("; …" if len(named) > 10 else "")
    return Conflict(f"«{key[:60]}» corresponde a varios: {listed}.", code="ambiguous")
