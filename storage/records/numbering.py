"""Numbers that follow one another: folios of slips, lots and counts, barcodes the house makes itself."""

from sqlalchemy.orm import Session

from storage.records import facts


def next_number(session: Session, name: str) -> int:
    """The next number of that name, from 1; taken when the caller's transaction is committed.

    The caller must be in a writing transaction: writers come one after the other.
    """
    number = int(facts.get(session, f"last_{name}") or 0) + 1
    facts.put(session, f"last_{name}", str(number))
    return number
