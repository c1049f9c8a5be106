"""The same paper scanned twice: noticed by what identifies it, never by its looks alone."""

from storage.records import Session, pipeline
from storage.records.tables import DocumentRow

TELLING = (
    "promissory_note",
    "stamp_folio",
    "letter_number",
    "receipt",
    "contract_number",
    "credit_number",
    "court_file",
    "date",
    "amount",
    "stamp_date",
    "stamp_time",
    "debtor_curp",
    "debtor",
)
"""Fields that two scans of one paper share; the first five name a single paper by themselves."""

SINGLE = frozenset(TELLING[:5])


def rescan_of(session: Session, document: DocumentRow) -> str | None:
    """The earlier document that seems to be the same paper, or None.

    It must be of the same type and page count, agree in every telling field that both
    carry, and share at least three, one of them a number that a single paper bears.
    """
    own = pipeline.values_of(session, document.id, TELLING)
    key = next((name for name in TELLING[:5] if own.get(name)), None)
    if key is None:
        return None
    for other in pipeline.sharing_value(session, document, key, sorted(own[key])):
        theirs = pipeline.values_of(session, other.id, TELLING)
        shared = [name for name in own if name in theirs]
        if len(shared) >= 3 and all(own[name] & theirs[name] for name in shared):
            return other.id
    return None
