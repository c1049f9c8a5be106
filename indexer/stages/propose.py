"""To whom a document belongs: links proposed from its fields, certain only where nothing can be mistaken.

A link made without a person must never be wrong. So it takes an identifier
that is exact, unique among what is registered and read without doubt, and a
paper that says nothing against it. Everything else is proposed for a person.
"""

from collections.abc import Iterator, Sequence

from indexer.stages.paper_said import (
    NAMED,
    NAMED_SOMEHOW,
    OTHER_NAME,
    PLAIN_ROLE,
    SAME_NAME,
    SURE_NUMBER,
    SURE_READING,
    Paper,
)
from indexer.stages.propose_lawsuits import courts_named, issuing_courts, lawsuits, lawsuits_of_credits
from schemas.curp import curp_problem
from schemas.fields import (
    Candidates,
    EntityKind,
    Field,
    KnownCredit,
    KnownDebtor,
    KnownLawyer,
    ProposedLink,
)
from schemas.folding import within_one_edit
from schemas.identifiers import credit_key
from schemas.names import same_name, similarity

_CURP_ROLES = {"borrower_curp": "borrower", "guarantor_curp": "guarantor", "curp": "mentioned"}
_NAME_ROLES = {"borrower": "borrower", "guarantor": "guarantor", "defendants": "defendants"}
_MOST_LINKS = 200


def propose(fields: Sequence[Field], candidates: Candidates, kind: str = "") -> tuple[ProposedLink, ...]:
    """The links that the fields speak for, certain ones first, each entity and role once.

    `certain` is set for: a credit whose number is read exactly and that is the
    only one so numbered, while the people named are its people; a debtor by a
    valid CURP read as printed whose name agrees; a lawsuit by its file number
    and its court together (that of the heading where several are named), one only and no
    like number registered there against people who may be those on the paper, while the
    people named are its people, or nobody is named but its lawyer. The
    borrower of a certain credit is certain too, and so is the one credit of a certain
    lawsuit with its borrower. A name alone never is. With the type of the
    document given, papers that are no part of a lawsuit only mention it.
    """
    paper = Paper(fields, kind)
    links: list[ProposedLink] = []
    named = list(courts_named(paper, candidates.courts))
    links += [link for link, _ in named]
    links += _credits(paper, candidates)
    links += _debtors_by_curp(paper, candidates)
    links += lawsuits(paper, candidates, {court.id for _, court in named}, issuing_courts(paper, named))
    links += lawsuits_of_credits(paper, candidates, links)
    links += _lawyers(paper, candidates.lawyers)
    links += _by_name(paper, candidates, links)
    return _settled(links, candidates)


def _credits(paper: Paper, candidates: Candidates) -> Iterator[ProposedLink]:
    read = {field.value: field for field in reversed(paper.named("credit"))}
    alone = len(read) == 1
    for field in read.values():
        hits = [credit for credit in candidates.credits if credit_key(credit.number) == field.value]
        for credit in hits:
            agreement = _people_agree(paper, credit, candidates)
            exact = len(hits) == 1 and credit_key(field.raw) == field.value and field.confidence >= SURE_NUMBER
            certain = exact and alone and not field.conflict and _certain_credit(paper, credit, candidates)
            yield from _credit_links(field, credit, agreement, certain=certain)
    yield from _by_note(paper, candidates, {*read})


def _certain_credit(paper: Paper, credit: KnownCredit, candidates: Candidates) -> bool:
    """Whether the borrower's very name is on the paper, no stranger's CURP, and no like number is a namesake's or his own too."""
    borrower = next((debtor for debtor in candidates.debtors if debtor.id == credit.debtor_id), None)
    if borrower is None or not paper.bears((borrower.name, *borrower.aliases), *NAMED, least=NAMED_SOMEHOW):
        return False
    if _only_guarantees(paper, (borrower.name, *borrower.aliases)):
        return False
    key = credit_key(credit.number)
    namesakes = {debtor.id for debtor in candidates.debtors if same_name(debtor.name, borrower.name)}
    if len(namesakes) > 1 and not _vouched(paper, borrower, credit, candidates):
        return False
    rivals = [other for other in candidates.credits if other.id != credit.id and other.debtor_id in namesakes]
    if any(within_one_edit(key, credit_key(other.number)) for other in rivals):
        return False
    return not _of_a_stranger(paper, borrower, credit, candidates)


def _only_guarantees(paper: Paper, names: Sequence[str]) -> bool:
    """Whether these are the names of the guarantor on a paper on which another is plainly the debtor."""
    others = [field for field in paper.named("borrower") if field.confidence >= PLAIN_ROLE]
    return bool(others) and paper.bears(names, "guarantor") and not paper.bears(names, "borrower", least=NAMED_SOMEHOW)


def _vouched(paper: Paper, borrower: KnownDebtor, credit: KnownCredit, candidates: Candidates) -> bool:
    """Whether more than the name, which another bears too, tells the borrower: his CURP, or the name of his guarantor."""
    if any(field.value == borrower.curp for field in paper.named(*_CURP_ROLES)):
        return True
    guarantors = [debtor for debtor in candidates.debtors if debtor.id in credit.guarantor_ids]
    return any(paper.bears((debtor.name, *debtor.aliases), *NAMED, least=NAMED_SOMEHOW) for debtor in guarantors)


def _of_a_stranger(paper: Paper, borrower: KnownDebtor, credit: KnownCredit, candidates: Candidates) -> bool:
    """Whether the borrower's CURP on the paper is another's: of somebody registered, or one that holds and is not his."""
    people = {credit.debtor_id, *credit.guarantor_ids}
    own = {debtor.curp for debtor in candidates.debtors if debtor.id in people}
    strangers = {debtor.curp for debtor in candidates.debtors if debtor.id not in people and debtor.curp}
    read = [field for field in paper.named("borrower_curp") if field.value not in own]
    holds = any(not field.conflict and curp_problem(field.value) is None for field in read)
    return any(field.value in strangers for field in read) or bool(borrower.curp and holds)


def _credit_links(field: Field, credit: KnownCredit, agreement: str, *, certain: bool) -> Iterator[ProposedLink]:
    reason = f"El documento menciona el crédito {credit.number}"
    tail = {"yes": ".", "no": ", pero los nombres no coinciden.", "unknown": "; no se pudo comparar el nombre."}[
        agreement
    ]
    confidence = {"yes": 0.97, "no": 0.35, "unknown": 0.8}[agreement] * min(1.0, 0.2 + field.confidence)
    yield ProposedLink(EntityKind.CREDIT, credit.id, "subject", round(confidence, 3), reason + tail, certain)
    why = f"Es el acreditado del crédito {credit.number}{tail}"
    yield ProposedLink(EntityKind.DEBTOR, credit.debtor_id, "borrower", round(confidence * 0.98, 3), why, certain)


def _people_agree(paper: Paper, credit: KnownCredit, candidates: Candidates) -> str:
    """`yes` where somebody on the paper is the borrower, `no` where all are others, `unknown` between or without names."""
    people = {debtor.id: debtor for debtor in candidates.debtors}
    borrower = people.get(credit.debtor_id)
    if borrower is None or not paper.named(*NAMED):
        return "unknown"
    fit = paper.says((borrower.name, *borrower.aliases))
    if fit >= SAME_NAME:
        return "yes"
    return "no" if fit < OTHER_NAME else "unknown"


def _by_note(paper: Paper, candidates: Candidates, read: set[str]) -> Iterator[ProposedLink]:
    """A note's folio leads to its credit; folios are short and misread, so never certain."""
    folios = {field.value: field for field in paper.named("promissory_note")}
    for credit in candidates.credits:
        hit = next((credit_key(folio) for folio in credit.promissory_notes if credit_key(folio) in folios), None)
        if hit is None or credit_key(credit.number) in read:
            continue
        agreement = _people_agree(paper, credit, candidates)
        confidence = {"yes": 0.88, "unknown": 0.6, "no": 0.25}[agreement]
        reason = f"El pagaré {folios[hit].raw} es del crédito {credit.number}."
        yield ProposedLink(EntityKind.CREDIT, credit.id, "subject", confidence, reason)
        yield ProposedLink(EntityKind.DEBTOR, credit.debtor_id, "borrower", confidence - 0.03, reason)


def _debtors_by_curp(paper: Paper, candidates: Candidates) -> Iterator[ProposedLink]:
    for field in paper.named(*_CURP_ROLES):
        role = _CURP_ROLES[field.name]
        hits = [debtor for debtor in candidates.debtors if debtor.curp and debtor.curp == field.value]
        for debtor in hits:
            names = (debtor.name, *debtor.aliases)
            fit = paper.says(names)
            exact = len(hits) == 1 and curp_problem(field.value) is None and not field.conflict
            certain = exact and field.confidence >= SURE_READING and paper.bears(names, role, least=NAMED_SOMEHOW)
            certain = certain and _fits_credits(paper, debtor, role, candidates)
            confidence = 0.96 if fit >= SAME_NAME else 0.7 if fit >= OTHER_NAME else 0.4
            tail = "." if fit >= OTHER_NAME else ", pero el nombre impreso no coincide."
            reason = f"La CURP {debtor.curp} es de {debtor.name}{tail}"
            yield ProposedLink(EntityKind.DEBTOR, debtor.id, role, confidence, reason, certain)


def _fits_credits(paper: Paper, debtor: KnownDebtor, role: str, candidates: Candidates) -> bool:
    """Whether the person has that role in every registered credit that the paper names."""
    keys = {field.value for field in paper.named("credit")}
    named = [credit for credit in candidates.credits if credit_key(credit.number) in keys]
    if role == "borrower":
        return all(credit.debtor_id == debtor.id for credit in named)
    return all(debtor.id in credit.guarantor_ids for credit in named if credit.guarantor_ids)


def _lawyers(paper: Paper, lawyers: Sequence[KnownLawyer]) -> Iterator[ProposedLink]:
    licenses = {field.value for field in paper.named("license")}
    keys = {field.value for field in paper.named("lawyer_curp", "lawyer_rfc")}
    names = [field.value for field in paper.named("lawyer")]
    for lawyer in lawyers:
        fit = max((similarity(name, lawyer.name) for name in names), default=0.0)
        by_number = (lawyer.license and lawyer.license in licenses) or {lawyer.curp, lawyer.rfc} & keys - {""}
        if by_number and (fit >= OTHER_NAME or not names):
            certain = paper.bears((lawyer.name,), "lawyer") and _alone(lawyer, lawyers)
            reason = f"La cédula o clave impresa es de {lawyer.name}."
            yield ProposedLink(EntityKind.LAWYER, lawyer.id, "lawyer", 0.95 if certain else 0.8, reason, certain)
        elif fit >= SAME_NAME:
            yield ProposedLink(EntityKind.LAWYER, lawyer.id, "lawyer", round(0.8 * fit, 3), f"Nombra a {lawyer.name}.")


def _alone(lawyer: KnownLawyer, lawyers: Sequence[KnownLawyer]) -> bool:
    return bool(lawyer.license) and sum(other.license == lawyer.license for other in lawyers) == 1


def _by_name(paper: Paper, candidates: Candidates, found: list[ProposedLink]) -> Iterator[ProposedLink]:
    """People whose names are on the paper, where no number led to them; at most 0.75, less where namesakes are registered."""
    reached = {link.entity_id for link in found if link.kind is EntityKind.DEBTOR and link.confidence > 0.5}
    for field in paper.named(*NAMED):
        scored = [
            (max(similarity(field.value, name) for name in (debtor.name, *debtor.aliases)), debtor)
            for debtor in candidates.debtors
        ]
        hits = [(fit, debtor) for fit, debtor in scored if fit >= SAME_NAME]
        namesakes = len({debtor.id for _, debtor in hits})
        for fit, debtor in hits:
            if debtor.id in reached:
                continue
            confidence = 0.75 * fit * field.confidence / namesakes
            reason = f"El nombre impreso «{field.value}» se parece a {debtor.name}."
            yield ProposedLink(EntityKind.DEBTOR, debtor.id, _NAME_ROLES[field.name], round(confidence, 3), reason)


def _settled(links: list[ProposedLink], candidates: Candidates) -> tuple[ProposedLink, ...]:
    """Each entity once per role at its best; certainty withdrawn where two certain links cannot both be right."""
    best: dict[tuple[str, str, str], ProposedLink] = {}
    for link in links:
        key = (link.kind.value, link.entity_id, link.role)
        other = best.get(key)
        if other is None or (link.certain, link.confidence) > (other.certain, other.confidence):
            best[key] = link
    kept = list(best.values())[:_MOST_LINKS]
    return tuple(
        sorted(_consistent(kept, candidates), key=lambda link: (not link.certain, -link.confidence, link.entity_id))
    )


def _consistent(links: list[ProposedLink], candidates: Candidates) -> Iterator[ProposedLink]:
    """Two certain borrowers, or a certain lawsuit about none of the certain credits, make each other uncertain."""
    sure = [link for link in links if link.certain]
    borrowers = {link.entity_id for link in sure if link.kind is EntityKind.DEBTOR and link.role == "borrower"}
    credit_ids = {link.entity_id for link in sure if link.kind is EntityKind.CREDIT}
    suits = {suit.id: set(suit.credit_ids) for suit in candidates.lawsuits}
    apart = any(
        credit_ids and suits.get(link.entity_id) and not credit_ids & suits[link.entity_id]
        for link in sure
        if link.kind is EntityKind.LAWSUIT
    )
    for link in links:
        doubted = link.certain and (
            apart or (len(borrowers) > 1 and link.kind in (EntityKind.DEBTOR, EntityKind.CREDIT))
        )
        yield _uncertain(link) if doubted else link


def _uncertain(link: ProposedLink) -> ProposedLink:
    return ProposedLink(
        link.kind,
        link.entity_id,
        link.role,
        min(link.confidence, 0.7),
        link.reason + " Otro dato lo contradice.",
        certain=False,
    )
