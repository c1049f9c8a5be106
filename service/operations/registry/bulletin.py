"""The book of lines of courts' lists, each matched to the lawsuit it may be about."""

from collections.abc import Sequence
from typing import Any, ClassVar

from schemas.bulletin import KnownSuit, match_line
from schemas.court_files import find_court_files
from schemas.names import name_tokens
from schemas.registry.suits import BulletinLine, BulletinLineIn
from service.operations.registry.book import Row
from service.operations.registry.declared import Declared
from service.operations.registry.members import COURT, LAWSUIT, Member, day, long_text, ref
from service.operations.registry.suits import not_yet
from storage.records import Session, proceedings
from storage.records.tables import BulletinLineRow


class BulletinBook(Declared):
    """Lines of courts' lists, by court, day and text. A line is matched when it comes; a person may say otherwise."""

    kind = "bulletin-lines"
    entity = "bulletin_line"
    term = "renglón de la lista de acuerdos"
    table = BulletinLineRow
    input = BulletinLineIn
    shown = BulletinLine
    key_members = ("court_code", "on", "text")
    members: ClassVar[tuple[Member, ...]] = (
        ref("court_code", COURT, "court_id", "juzgado", "clave_juzgado", needed="la clave del juzgado"),
        day("on", "fecha", "fecha_de_la_lista", needed="la fecha de la lista"),
        long_text("text", "texto", "renglon", "acuerdo", needed="el texto del renglón"),
        ref("lawsuit", LAWSUIT, "lawsuit_id", "juicio"),
    )
    order = ("on", "id")
    newest = True
    filters: ClassVar[dict[str, str]] = {"court": "court_id", "lawsuit": "lawsuit_id"}

    def gather(self, session: Session, there: Sequence[Row], coming: Sequence[dict[str, Any]]) -> None:
        """See `Declared.gather`: the lawsuits of the courts."""
        courts = {one["court_id"] for one in coming if one.get("court_id")}
        found = proceedings.suits_of_courts(session, courts)
        self._suits = {court: _Shelf(suits) for court, suits in found.items()}

    def complete(self, row: Row | None, values: dict[str, Any], warnings: list[str]) -> dict[str, Any]:
        """See `Declared.complete`."""
        not_yet("on", values["on"])
        if "lawsuit_id" in values:
            said = values["lawsuit_id"] != (row.lawsuit_id if row is not None else None)
            return values | (
                {"sure": values["lawsuit_id"] is not None, "reason": "Lo dijo una persona."} if said else {}
            )
        if row is not None and row.lawsuit_id is not None:
            return values
        shelf = self._suits.get(values["court_id"])
        matches = match_line(values["text"], shelf.near(values["text"])) if shelf else ()
        sure = [one for one in matches if one.sure]
        first = (sure or list(matches))[:1]
        if not first:
            return values if row is not None else {"lawsuit_id": None, "sure": False, "reason": None, **values}
        if len(sure) > 1 or not sure:
            warnings.append(f"lawsuit: {first[0].reason} Confírmelo.")
        one = first[0]
        return values | {"lawsuit_id": one.lawsuit_id, "sure": one.sure and len(sure) == 1, "reason": one.reason}

    @classmethod
    def label(cls, entity: BulletinLine) -> str:
        """See `Book.label`."""
        return f"{entity.court}, {entity.on:%d/%m/%Y}: {entity.text[:60]}"


class _Shelf:
    """The lawsuits of a court by the digits of their numbers and the words of their parties: a line is held against few."""

    def __init__(self, suits: Sequence[KnownSuit]) -> None:
        self._by_number: dict[int, list[KnownSuit]] = {}
        self._by_word: dict[str, list[KnownSuit]] = {}
        for suit in suits:
            self._by_number.setdefault(suit.file.number, []).append(suit)
            for word in {word for party in suit.parties for word in name_tokens(party) if len(word) > 2}:
                self._by_word.setdefault(word, []).append(suit)

    def near(self, line: str) -> list[KnownSuit]:
        """Those of a number in the line, or that share a word with it and whose number may be a digit off."""
        found: dict[str, KnownSuit] = {}
        for file in find_court_files(line):
            found.update((suit.id, suit) for suit in self._by_number.get(file.file.number, ()))
        for word in {word for word in name_tokens(line) if len(word) > 4}:
            sharing = self._by_word.get(word, ())
            found.update((suit.id, suit) for suit in sharing[:MOST_SHARING])
        return list(found.values())


MOST_SHARING = 500
"""Lawsuits looked at for one word of a name; commoner words tell nothing."""
