"""The same paper scanned twice: noticed by what identifies it, never by its looks alone."""

from storage.records import Session, pipeline
from storage.records.tables import DocumentRow

SINGLE = ("promissory_note", "stamp_folio", "letter", "receipt", "contract")
"""Numbers that a single paper bears."""

TELLING = (
    *SINGLE,
    "credit",
    "court_file",
    "document_date",
    "signed_on",
    "amount",
    "stamp_date",
    "stamp_time",
    "borrower",
)
"""Fields that two scans of one paper share."""


def rescan_of(session: Session, document: DocumentRow) -> str | None:
    """The earlier document that seems to be the same paper, or None.

    It must be of the same type and page count, agree in every telling field that both
    carry, and share at least three, one of them a number that a single paper bears (`SINGLE`).
    """
    own = pipeline.values_of(session, document.id, TELLING)
    key = next((name for name in SINGLE if own.get(name)), None)
    if key is None:
        return None
    for other in pipeline.sharing_value(session, document, key, sorted(own[key])):
        theirs = pipeline.values_of(session, other.id, TELLING)
        shared = [name for name in own if name in theirs]
        if len(shared) >= 3 and all(own[name] & theirs[name] for name in shared):
            return other.id
    return None
