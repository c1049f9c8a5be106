"""What a confirmed acuse says, in the registry: the filing (promoción) it acknowledges and the court's stamp on it (acuse de recibo)."""

from typing import Any, NamedTuple

from msgspec import UNSET

from schemas.access import Actor
from schemas.errors import Conflict, InvalidInput
from schemas.filings import CLAIM, StampIn
from schemas.folding import fold
from schemas.registry.acts import AcknowledgementIn, FilingIn
from service.operations.registry.acts import AcknowledgementBook, FilingBook
from service.operations.registry.book import Book, Row
from service.operations.registry.values import Problem
from service.operations.registry.writing import Writer
from storage.records import Session, proceedings
from storage.records.proceedings import Stamped
from storage.records.suits import Suit

NEAR_DAYS = 5
"""Natural days a stamp may stand from the day a filing was said to be handed in, to be taken for that one's."""
MOST_SHEETS = 100_000


def is_registered(session: Session, document_id: str, given: StampIn) -> bool:
    """Whether the registry already says of the document just what is given."""
    there = proceedings.stamp_shown_by(session, document_id)
    if there is None or there.stamp is None:
        return False
    if (there.filing.lawsuit_id, fold(there.filing.subject)) != (given.lawsuit_id, fold(_subject(given))):
        return False
    said = _stamp(there.filing, document_id, given)
    names = ("stamped_on", "stamped_at", "folio", "fojas", "originals")
    return all(getattr(said, name) in (UNSET, getattr(there.stamp, name)) for name in names)


def expected_subject(session: Session, lawsuit_id: str) -> str:
    """The subject (asunto) the next stamp of the lawsuit is most likely about: the newest filing without one, else the claim."""
    known = proceedings.stamped_filings(session, lawsuit_id)
    waiting = [one.filing for one in known if one.stamp is None]
    if waiting:
        return str(max(waiting, key=lambda filing: (filing.filed_on, filing.id)).subject)
    return "" if known else CLAIM


class Registered(NamedTuple):
    """The row of a stamp as written; `refused`: the office had found it invalid before."""

    row: Row
    refused: bool


def register(session: Session, actor: Actor, suit: Suit, document_id: str, given: StampIn) -> Registered:
    """Write the filing and its stamp in the caller's transaction.

    A filing that is there is taken for the one stamped: the claim (demanda), of which a lawsuit has one, or one of the same
    subject not yet stamped and handed in about that day. Otherwise it is made, handed in on the day of the stamp.

    Raises:
        Conflict: the document shows another filing's stamp (`stamp_elsewhere`), or the filing has another (`already_stamped`).
        InvalidInput: a value that the registry does not take.
    """
    shown = proceedings.stamp_shown_by(session, document_id)
    known = shown or _meant(proceedings.stamped_filings(session, suit.id), given)
    if shown is not None:
        filing = _corrected(session, actor, shown, suit, document_id, given)
    elif known is None:
        filing = _write(session, actor, FilingBook, _filing(suit, document_id, given))
    else:
        _refuse_second(known, given)
        filing = known.filing
    refused = known is not None and known.stamp is not None and known.stamp.valid is False
    return Registered(_write(session, actor, AcknowledgementBook, _stamp(filing, document_id, given)), refused)


def _refuse_second(known: Stamped, given: StampIn) -> None:
    """One filing has one stamp; that recorded without a photograph takes one that does not contradict it."""
    stamp = known.stamp
    if stamp is None:
        return
    folios = {fold(one) for one in (stamp.folio or "", given.folio.strip()) if one}
    if stamp.document_id is not None or stamp.stamped_on != given.stamped_on or len(folios) > 1:
        raise Conflict(
            f"La promoción «{known.filing.subject}» ya tiene acuse, sellado el {stamp.stamped_on:%d/%m/%Y}."
            " Si éste es de otra, escriba su asunto.",
            code="already_stamped",
        )


def _corrected(session: Session, actor: Actor, known: Stamped, suit: Suit, document_id: str, given: StampIn) -> Row:
    """The filing the document's stamp is on; one that was made from the document follows what is said of it."""
    filing = known.filing
    if filing.lawsuit_id != suit.id:
        raise Conflict(
            "Este acuse ya quedó registrado en otro juicio; pida a la Cartera Judicial que lo corrija.",
            code="stamp_elsewhere",
        )
    if filing.document_id == document_id:
        return _write(session, actor, FilingBook, _filing(suit, document_id, given), of=filing)
    if fold(filing.subject) != fold(_subject(given)):
        raise Conflict(f"Este acuse ya es de la promoción «{filing.subject}».", code="stamp_elsewhere")
    return filing


def _meant(known: list[Stamped], given: StampIn) -> Stamped | None:
    subject = fold(_subject(given))
    same = [one for one in known if fold(one.filing.subject) == subject]
    if subject != fold(CLAIM):
        same = [one for one in same if _away(one, given) == 0 or (one.stamp is None and _away(one, given) <= NEAR_DAYS)]
    return min(same, key=lambda one: (one.stamp is not None, _away(one, given)), default=None)


def _away(one: Stamped, given: StampIn) -> int:
    return abs((one.filing.filed_on - given.stamped_on).days)


def _write(session: Session, actor: Actor, book: type[Book], data: Any, *, of: Row | None = None) -> Row:  # noqa: ANN401 - any book's struct
    writer = Writer(session, actor, book, [data])
    try:
        row = writer.write(data, of=of).row
    except Problem as problem:
        raise InvalidInput(problem.reason) from problem
    writer.finish()
    return row


def _filing(suit: Suit, document_id: str, given: StampIn) -> FilingIn:
    return FilingIn(
        lawsuit=suit.id,
        filed_on=given.stamped_on,
        subject=_subject(given),
        filed_at=_text(given.stamped_at) or UNSET,
        folio=_folio(given) or UNSET,
        filed_by=suit.lawyer or UNSET,
        document_id=document_id,
    )


def _stamp(filing: Row, document_id: str, given: StampIn) -> AcknowledgementIn:
    sheets = _sheets(given)
    return AcknowledgementIn(
        filing=filing.id,
        stamped_on=given.stamped_on,
        stamped_at=_text(given.stamped_at) or UNSET,
        folio=_folio(given) or UNSET,
        fojas=UNSET if sheets is None else sheets,
        originals=UNSET if given.originals is None else given.originals,
        document_id=document_id,
    )


def _subject(given: StampIn) -> str:
    return " ".join(given.subject.split()).upper() or CLAIM


def _text(said: str) -> str | None:
    return " ".join(said.split()) or None


def _folio(given: StampIn) -> str | None:
    folio = _text(given.folio)
    return folio.upper() if folio else None


def _sheets(given: StampIn) -> int | None:
    """The number of sheets (fojas), where it is one; what else stands there is kept with the document alone."""
    said = given.sheets.strip()
    return int(said) if said.isdecimal() and len(said) <= 6 and int(said) <= MOST_SHEETS else None
