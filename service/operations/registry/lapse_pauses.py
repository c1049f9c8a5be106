"""The book of pauses of the lapse of suits (CCom 1076-VI): why, from when until when, and the paper that proves it."""

from collections.abc import Sequence
from typing import Any, ClassVar

from schemas.registry.lapse_pauses import BY_OTHER_LAW, CAUSES, LapsePause, LapsePauseIn
from service.operations.registry.book import Row
from service.operations.registry.declared import Declared
from service.operations.registry.members import Member, choice, day, long_text
from service.operations.registry.suits import BY_LAWSUIT, OF_LAWSUIT, SHOWN_BY, not_yet
from service.operations.registry.values import Problem
from storage.records import Session, lapse_pauses, proceedings
from storage.records.tables import LapsePauseRow

UNPROVEN = "sin un documento que la pruebe, la suspensión no detiene la cuenta de la caducidad."


class LapsePauseBook(Declared):
    """Pauses of the lapse, by lawsuit, cause and first day."""

    kind = "lapse-pauses"
    entity = "lapse_pause"
    term = "suspensión de la caducidad"
    table = LapsePauseRow
    input = LapsePauseIn
    shown = LapsePause
    key_members = ("lawsuit", "cause", "first")
    members: ClassVar[tuple[Member, ...]] = (
        OF_LAWSUIT,
        choice("cause", CAUSES, "causa", "motivo", needed="la causa"),
        day("first", "desde", "primer_dia", needed="el primer día"),
        day("last", "hasta", "ultimo_dia"),
        long_text("note", "nota", "observaciones"),
        SHOWN_BY,
    )
    order = ("first", "id")
    newest = True
    filters: ClassVar[dict[str, str]] = BY_LAWSUIT

    def gather(self, session: Session, there: Sequence[Row], coming: Sequence[dict[str, Any]]) -> None:
        """See `Declared.gather`: which documents are held, and whose they are."""
        documents = {one["document_id"] for one in coming if one.get("document_id")}
        documents |= {row.document_id for row in there if row.document_id}
        self._held = lapse_pauses.held(session, documents)
        self._linked = proceedings.linked_documents(session, sorted(documents))

    def complete(self, row: Row | None, values: dict[str, Any], warnings: list[str]) -> dict[str, Any]:
        """See `Declared.complete`."""
        not_yet("first", values["first"])
        last, note, document = (values.get(name, getattr(row, name, None)) for name in ("last", "note", "document_id"))
        if last is not None and last < values["first"]:
            raise Problem("last", "La suspensión no puede terminar antes de empezar.")
        if values["cause"] == BY_OTHER_LAW and not note:
            raise Problem("note", "Diga en qué artículo se funda la suspensión.")
        if document not in self._held:
            warnings.append(f"document_id: {UNPROVEN}")
        elif (document, values["lawsuit_id"]) not in self._linked:
            warnings.append("document_id: el documento no está vinculado al juicio.")
        return values

    @classmethod
    def more(cls, session: Session, rows: Sequence[Row]) -> list[dict[str, Any]]:
        """See `Declared.more`."""
        held = lapse_pauses.held(session, {row.document_id for row in rows if row.document_id})
        return [{"proven": row.document_id in held} for row in rows]

    @classmethod
    def label(cls, entity: LapsePause) -> str:
        """See `Book.label`."""
        return f"{CAUSES[entity.cause]} desde el {entity.first:%d/%m/%Y}"
