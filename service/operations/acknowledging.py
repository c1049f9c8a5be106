"""The stamped acknowledgement (acuse) from the court window: what the machine read of the stamp, and the person's word on it."""

import msgspec

from schemas.access import Action, Actor, may
from schemas.errors import Forbidden, NotFound
from schemas.fields import EntityKind
from schemas.filings import CLAIM, StampIn
from service.archive import Archive, require
from service.operations.document_views import DocumentView
from service.operations.documents import get_document
from service.operations.intake_views import get_receipt
from service.operations.reviewing import FieldChange, LinkChange, Review, check_state, decide
from service.operations.stamped_filings import expected_subject, is_registered, register
from service.operations.stamps import check_row, note_verdict, refuse_wrong
from storage.records import Session, agenda, documents, proceedings, receipts, suits
from storage.records.suits import Suit
from storage.records.tables import DocumentRow

TYPE = "filing_receipt"
READ = ("stamp_date", "stamp_time", "stamp_folio", "stamp_sheets", "court", "court_file")


class StampRead(msgspec.Struct, frozen=True):
    """What came of a photograph. `document` is None while it is being read, or when nothing came of it; then `problem` says why.

    `values` are those read of the stamp and the court, by name; `boxes` where they stand on the first page;
    `lawsuit_id` the one it seems to belong to, `subject` what of it was most likely handed in (asunto).
    """

    document: DocumentView | None
    problem: str = ""
    values: dict[str, str] = {}
    boxes: tuple[tuple[float, float, float, float], ...] = ()
    lawsuit_id: str = ""
    subject: str = CLAIM


def read_stamp(archive: Archive, actor: Actor, receipt_id: str) -> StampRead:
    """What was read of the file of a receipt.

    Raises:
        Forbidden: the actor may not read documents.
        NotFound: there is no such receipt, or the actor may not know of it.
    """
    results = get_receipt(archive, actor, receipt_id).results
    if not results or any(one.outcome is None for one in results):
        return StampRead(None)
    first = next((one for one in results if one.document_id), None)
    if first is None or first.document_id is None:
        return StampRead(None, problem=results[0].detail or "No se pudo leer la fotografía.")
    document = get_document(archive, actor, first.document_id)
    fields = {field.name: field for field in reversed(document.fields) if field.name in READ}
    boxes = [field.box for field in fields.values() if field.page == 1 and field.box]
    suit = next((link.entity_id for link in document.links if link.kind == "lawsuit" and link.state != "refused"), "")
    return StampRead(
        document,
        values={name: field.value for name, field in fields.items()},
        boxes=tuple(msgspec.convert(box, tuple[float, float, float, float]) for box in boxes),
        lawsuit_id=suit,
        subject=_subject(archive, document.id, suit),
    )


def _subject(archive: Archive, document_id: str, lawsuit_id: str) -> str:
    with archive.database.read() as session:
        shown = proceedings.stamp_shown_by(session, document_id)
        return str(shown.filing.subject) if shown is not None else expected_subject(session, lawsuit_id)


def confirm_stamp(archive: Archive, actor: Actor, document_id: str, given: StampIn) -> None:
    """Record the person's word: the document is the acknowledgement of that lawsuit, stamped so.

    The filing and its stamp are written to the registry in the same transaction, and the stamp is valid once no check
    says no (DOMAIN 1.3). To confirm the same again changes nothing; a stamp that the office found invalid stays so
    until the office looks again. Who may not review documents confirms only what they handed in, for their own matters.

    Raises:
        Forbidden: it is not theirs to confirm.
        NotFound: there is no such document or lawsuit, or the actor may not know of it.
        Conflict: it is still being read, changed meanwhile, another acknowledgement of that court bears the folio,
            or filing or document has another (`already_stamped`, `stamp_elsewhere`).
        InvalidInput: the day is still to come, or a value is not taken.
    """
    require(actor, Action.ADD_DOCUMENTS)
    with archive.database.write() as session:
        document = documents.visible(session, actor, document_id)
        _check_own(session, actor, document)
        suit = next(iter(suits.suits(session, actor, (given.lawsuit_id,))), None)
        if suit is None:
            raise NotFound("No se encontró el juicio.")
        if document.type == TYPE and is_registered(session, document_id, given):
            return
        check_state(document, given.version)
        decide(session, actor, document, _review(suit, given))
        row, refused = register(session, actor, suit, document_id, given)
        checks = check_row(session, row, agenda.confirmed_folios(session, suit.court_id, document_id))
        refuse_wrong(checks)
        if row.valid is None and not refused:
            note_verdict(session, actor, row, checks, valid=True)


def _check_own(session: Session, actor: Actor, document: DocumentRow) -> None:
    receipt = receipts.get(session, document.receipt_id)
    own = receipt is not None and receipt.received_by == actor.name
    if not own and not may(actor, Action.REVIEW_DOCUMENTS):
        raise Forbidden("Sólo quien entregó el acuse puede confirmarlo.")


def _review(suit: Suit, given: StampIn) -> Review:
    said = (
        ("stamp_date", given.stamped_on.isoformat()),
        ("stamp_time", given.stamped_at.strip()),
        ("stamp_folio", given.folio.strip()),
        ("stamp_sheets", given.sheets.strip()),
    )
    return Review(
        type=TYPE,
        date=given.stamped_on,
        fields=tuple(FieldChange(name, value) for name, value in said if value),
        links=(LinkChange("add", kind=EntityKind.LAWSUIT, key=suit.id),),
    )
