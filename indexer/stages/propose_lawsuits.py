"""To which lawsuit a paper belongs, by its court and file number and the people sued."""

from collections.abc import Iterator, Sequence

from indexer.stages.fields_courts import court_key
from indexer.stages.paper_said import NAMED, OTHER_NAME, SAME_NAME, SURE_NUMBER, SURE_UNNAMED, TWO_COURTS, Paper
from schemas.fields import Candidates, EntityKind, Field, KnownCourt, KnownLawsuit, ProposedLink
from schemas.folding import within_one_edit
from schemas.names import same_name

_HEADING = 0.3  # of the height of the first page


def courts_named(paper: Paper, courts: Sequence[KnownCourt]) -> Iterator[tuple[ProposedLink, KnownCourt]]:
    """The registered courts that the paper names, each with its link."""
    for field in paper.named("court"):
        hits = _meant(field, courts)
        for court in hits:
            sure = field.confidence if len(hits) == 1 else 0.4
            reason = f"El documento nombra al {court.name}."
            yield ProposedLink(EntityKind.COURT, court.id, "court", round(sure, 3), reason), court


def issuing_courts(paper: Paper, courts: Sequence[tuple[ProposedLink, KnownCourt]]) -> set[str]:
    """The court that the heading names first: whose act it is, or whom it is addressed to. Without one, all that are named.

    Others further down are those asked for help, or whose answer is filed.
    """
    everywhere = {court.id for _, court in courts}
    headings = [field for field in paper.named("court") if field.page == 1 and field.box and field.box[1] < _HEADING]
    if not headings or not paper.of_lawsuit or paper.kind in TWO_COURTS:
        return everywhere
    topmost = min(headings, key=lambda field: field.box[1] if field.box else 1.0)
    return {court.id for court in _meant(topmost, [court for _, court in courts])}


def _meant(field: Field, courts: Sequence[KnownCourt]) -> list[KnownCourt]:
    wanted = court_key(field.value)
    return [court for court in courts if wanted in {court_key(name) for name in (court.name, *court.aliases)}]


def lawsuits(paper: Paper, candidates: Candidates, named_courts: set[str], issuing: set[str]) -> Iterator[ProposedLink]:
    """Links to the lawsuits of the numbers read in one of the courts named, with their credits; certain only in the issuing one."""
    files = {field.value: field for field in reversed(paper.named("court_file"))}
    for field in files.values():
        hits = [suit for suit in candidates.lawsuits if _same_file(suit.file, field.value)]
        for suit in hits:
            here = suit.court_id in named_courts
            if named_courts and not here:
                continue
            certain = suit.court_id in issuing and _one_only(hits, suit, issuing, files)
            yield from _suit_link(paper, candidates, field, suit, certain=certain)


def _one_only(hits: list[KnownLawsuit], suit: KnownLawsuit, named: set[str], files: dict[str, Field]) -> bool:
    """One court named, one file named, and one lawsuit so registered."""
    rivals = [other for other in hits if other.court_id == suit.court_id]
    return len(named) == 1 and len(files) == 1 and len(rivals) == 1


def _same_file(registered: str, read: str) -> bool:
    """Equal, or equal but for a suffix that only one of them has."""
    if registered == read:
        return True
    one, two = registered.split(":"), read.split(":")
    return one[:3] == two[:3] and len(one) != len(two)


def _suit_link(
    paper: Paper, candidates: Candidates, field: Field, suit: KnownLawsuit, *, certain: bool
) -> Iterator[ProposedLink]:
    names = _suit_people(suit, candidates)
    fit = paper.says(names)
    printed = bool(paper.named(*NAMED))
    agreed = printed and bool(names) and fit >= SAME_NAME
    alone = not printed and field.confidence >= SURE_UNNAMED and _by_its_lawyer(paper, suit, candidates)
    vouched = alone or paper.bears(names, *NAMED)
    certain = certain and paper.of_lawsuit and vouched and not _like_files(paper, suit, candidates)
    clash = printed and bool(names) and fit < OTHER_NAME
    certain = certain and field.confidence >= SURE_NUMBER and suit.file == field.value
    confidence = 0.35 if clash else 0.96 if agreed else 0.75
    tail = ", pero los demandados no coinciden." if clash else "."
    reason = f"Expediente judicial {field.raw}{tail}"
    yield ProposedLink(
        EntityKind.LAWSUIT,
        suit.id,
        "subject" if paper.of_lawsuit else "mentioned",
        round(confidence * min(1.0, 0.2 + field.confidence), 3),
        reason,
        certain,
    )
    if clash:
        return
    owners = {credit.id: credit.debtor_id for credit in candidates.credits}
    certain = certain and len(suit.credit_ids) == 1
    for credit_id in suit.credit_ids:
        why = f"Es un crédito del juicio {field.raw}."
        yield ProposedLink(EntityKind.CREDIT, credit_id, "subject", round(confidence * 0.9, 3), why, certain)
        if credit_id in owners:
            why = f"Es el acreditado en el juicio {field.raw}."
            yield ProposedLink(
                EntityKind.DEBTOR, owners[credit_id], "borrower", round(confidence * 0.88, 3), why, certain
            )


def _by_its_lawyer(paper: Paper, suit: KnownLawsuit, candidates: Candidates) -> bool:
    """Whether a paper that names no party names the lawyer of the suit, and no other registered one."""
    named = {
        lawyer.id
        for lawyer in candidates.lawyers
        if any(same_name(field.value, lawyer.name) for field in paper.named("lawyer"))
    }
    return bool(suit.lawyer_id) and named == {suit.lawyer_id}


def _like_files(paper: Paper, suit: KnownLawsuit, candidates: Candidates) -> bool:
    """Whether the court has another suit whose number differs by one slip of reading, and the paper may as well be of that one.

    It is not where others are sued there, and nobody like them is on a paper that names its people.
    """
    number = suit.file.split(":", 1)[1]
    rivals = [
        other
        for other in candidates.lawsuits
        if other.court_id == suit.court_id
        and other.id != suit.id
        and within_one_edit(number, other.file.split(":", 1)[1])
    ]
    return any(paper.says(_suit_people(other, candidates)) >= OTHER_NAME for other in rivals)


def lawsuits_of_credits(paper: Paper, candidates: Candidates, links: Sequence[ProposedLink]) -> Iterator[ProposedLink]:
    """A filing that bears no file number yet belongs to the lawsuit over its credit, if there is one."""
    if not paper.of_lawsuit or paper.named("court_file"):
        return
    credit_ids = {link.entity_id: link for link in links if link.kind is EntityKind.CREDIT and link.confidence > 0.5}
    for suit in candidates.lawsuits:
        via = next((credit_ids[credit_id] for credit_id in suit.credit_ids if credit_id in credit_ids), None)
        if via is not None:
            reason = f"Su crédito está en el juicio {suit.file.removeprefix('EXP:')}."
            yield ProposedLink(EntityKind.LAWSUIT, suit.id, "subject", round(0.7 * via.confidence, 3), reason)


def _suit_people(suit: KnownLawsuit, candidates: Candidates) -> list[str]:
    owners = {credit.debtor_id for credit in candidates.credits if credit.id in suit.credit_ids}
    wanted = owners | set(suit.defendant_ids)
    return [name for debtor in candidates.debtors if debtor.id in wanted for name in (debtor.name, *debtor.aliases)]
