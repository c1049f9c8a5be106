"""The books of what a lawsuit rests on: promissory notes sued on, and the alerts that follow when one is sued on twice."""

from collections.abc import Sequence
from typing import Any, ClassVar

from schemas.registry.suits import BaseNote, BaseNoteIn, SuitAlert, SuitAlertIn
from schemas.stages import stage_name
from service.operations.days import today
from service.operations.registry.book import Followed, Planned, Row
from service.operations.registry.declared import Declared
from service.operations.registry.members import NOTE, Member, choice, day, long_text, pesos, ref, text
from service.operations.registry.suits import OF_LAWSUIT
from service.operations.registry.values import Problem
from storage.records import Session, proceedings, registry_references, registry_rows
from storage.records.tables import LawsuitNoteRow, LawsuitRow, SuitAlertRow


class BaseNoteBook(Declared):
    """Promissory notes sued on, by lawsuit and note; a note that is the base of two suits raises an alert on both."""

    kind = "lawsuit-notes"
    entity = "lawsuit_note"
    term = "documento base de la acción"
    table = LawsuitNoteRow
    input = BaseNoteIn
    shown = BaseNote
    key_members = ("lawsuit", "note")
    members: ClassVar[tuple[Member, ...]] = (
        OF_LAWSUIT,
        ref("note", NOTE, "note_id", "pagare", needed="el pagaré (CRÉDITO:NÚMERO)"),
        pesos("claimed", "reclamado", "importe_reclamado", "suerte_principal"),
    )
    filters: ClassVar[dict[str, str]] = {"lawsuit": "lawsuit_id", "note": "note_id"}

    def gather(self, session: Session, there: Sequence[Row], coming: Sequence[dict[str, Any]]) -> None:
        """See `Declared.gather`: what else is sued on the notes."""
        notes = {one["note_id"] for one in coming if one.get("note_id")}
        self._suits = proceedings.suits_on(session, notes)
        self._raised = proceedings.alerts_about(session, notes)
        coming_suits = {one["lawsuit_id"] for one in coming if one.get("lawsuit_id")}
        ids = {other.id for others in self._suits.values() for other in others} | coming_suits
        self._statuses = {
            key: row.status for key, row in registry_rows.by_id(session, LawsuitRow, coming_suits).items()
        }
        self._names = registry_references.lawsuit_keys(session, ids)

    def complete(self, row: Row | None, values: dict[str, Any], warnings: list[str]) -> dict[str, Any]:
        """See `Declared.complete`."""
        others = self._others(values["note_id"], values["lawsuit_id"])
        if others:
            named = ", ".join(self._names[one.id] for one in others[:5])
            warnings.append(f"note: el pagaré ya es base de {named}; se levanta una alerta de juicio espejo.")
        return values

    def keep(self, row: Row) -> None:
        """See `Book.keep`."""
        super().keep(row)
        made = proceedings.OtherSuit(row.lawsuit_id, self._statuses.get(row.lawsuit_id, ""))
        self._suits.setdefault(row.note_id, []).append(made)

    def follow(self, row: Row, planned: Planned) -> list[Followed]:
        """See `Book.follow`: an alert on each suit of the note that has none yet."""
        others = self._others(row.note_id, row.lawsuit_id)
        if not others:
            return []
        mine = proceedings.OtherSuit(row.lawsuit_id, self._statuses.get(row.lawsuit_id, ""))
        made = []
        for suit in (mine, *others):
            key = (suit.id, proceedings.MIRROR, row.note_id)
            if key in self._raised:
                continue
            self._raised.add(key)
            about = [one for one in (mine, *others) if one.id != suit.id]
            said = ", ".join(f"{self._names[one.id]} ({stage_name(one.status).lower()})" for one in about[:5])
            told = {"lawsuit_id": suit.id, "code": proceedings.MIRROR, "about_id": row.note_id,
                    "sentence": f"El pagaré también es base de {said}.", "raised_on": today()}  # fmt: skip
            made.append(Followed(SuitAlertBook, None, told))
        return made

    def _others(self, note_id: str, lawsuit_id: str) -> list[proceedings.OtherSuit]:
        return [one for one in self._suits.get(note_id, ()) if one.id != lawsuit_id]

    @classmethod
    def more(cls, session: Session, rows: Sequence[Row]) -> list[dict[str, Any]]:
        """See `Declared.more`."""
        on = proceedings.suits_on(session, {row.note_id for row in rows})
        notes = registry_references.note_keys(session, {row.note_id for row in rows})
        names = registry_references.lawsuit_keys(session, {one.id for others in on.values() for one in others})
        return [
            {
                "note": notes.get(row.note_id, row.note_id),
                "other_lawsuits": tuple(names[one.id] for one in on.get(row.note_id, ()) if one.id != row.lawsuit_id),
            }
            for row in rows
        ]


class SuitAlertBook(Declared):
    """Alerts about lawsuits, by lawsuit, code and what they are about."""

    kind = "suit-alerts"
    entity = "suit_alert"
    term = "alerta de un juicio"
    table = SuitAlertRow
    input = SuitAlertIn
    shown = SuitAlert
    key_members = ("lawsuit", "code", "about_id")
    members: ClassVar[tuple[Member, ...]] = (
        OF_LAWSUIT,
        choice("code", (proceedings.MIRROR,), "clave", needed="la clave de la alerta"),
        text("about_id", "sobre", needed="de qué trata la alerta"),
        long_text("sentence", "alerta", "motivo", needed="qué se advierte"),
        day("settled_on", "atendida_el"),
        long_text("settled_note", "resolucion", "nota"),
    )
    order = ("raised_on", "id")
    newest = True
    filters: ClassVar[dict[str, str]] = {"lawsuit": "lawsuit_id"}

    def complete(self, row: Row | None, values: dict[str, Any], warnings: list[str]) -> dict[str, Any]:
        """See `Declared.complete`."""
        said = values.get("settled_note", row.settled_note if row is not None else None)
        settled = values.get("settled_on", row.settled_on if row is not None else None)
        if settled and not said:
            raise Problem("settled_note", "Diga qué se resolvió sobre la alerta.")
        if said and not settled:
            values = values | {"settled_on": today()}
        return values if row is not None else {"raised_on": today(), **values}
