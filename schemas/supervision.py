"""Notes of supervision on lawsuits (notas de supervisión): the evidence that somebody watched the lawyer in charge."""

from datetime import datetime

import msgspec

from schemas.errors import InvalidInput

MOST_LETTERS = 2_000


class SupervisionNoteIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A note as it comes in."""

    text: str


class SupervisionNote(msgspec.Struct, frozen=True):
    """A note on a lawsuit: what was written, by whom and when. It is never changed; a mistake is set right by another note."""

    id: str
    lawsuit_id: str
    at: datetime
    author: str
    text: str


def checked_text(text: str) -> str:
    """The words of a note, blanks at its ends and within its lines laid together.

    Raises:
        InvalidInput: it is empty, longer than `MOST_LETTERS`, or has letters that no paper shows.
    """
    lines = [" ".join(line.split()) for line in text.splitlines()]
    said = "\n".join(lines).strip()
    if not said:
        raise InvalidInput("Escriba la nota de supervisión.", code="empty_note")
    if len(said) > MOST_LETTERS:
        raise InvalidInput(f"La nota de supervisión lleva a lo más {MOST_LETTERS:,} letras.", code="long_note")
    if not said.replace("\n", "").isprintable():
        raise InvalidInput("La nota de supervisión lleva signos que no se pueden escribir.", code="bad_note")
    return said
