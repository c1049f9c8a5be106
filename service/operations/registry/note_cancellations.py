"""The book of cancellations of lost notes (LGTOC 42-68): each day of the procedure, none before the one it follows."""

from collections.abc import Sequence
from typing import Any, ClassVar

from schemas.clocks.lost_notes import LostOutcome
from schemas.registry.note_cancellations import LOSSES, OUTCOMES, NoteCancellation, NoteCancellationIn
from service.operations.days import today
from service.operations.lost_notes import Steps
from service.operations.registry.book import Row
from service.operations.registry.declared import Declared
from service.operations.registry.members import COURT, DOCUMENT, NOTE, Member, choice, day, long_text, ref, text
from service.operations.registry.suits import not_yet
from service.operations.registry.values import Problem
from storage.records import Session, registry_rows
from storage.records.legal_rules import rule_table
from storage.records.tables import NoteCancellationRow, NoteRow

FOLLOWS = {
    "filed_on": ("noticed_on", "la solicitud"),
    "decreed_on": ("filed_on", "el decreto"),
    "published_on": ("decreed_on", "la publicación"),
    "opposed_on": ("decreed_on", "la oposición"),
    "ended_on": ("noticed_on", "el fin"),
    "claimed_on": ("ended_on", "la demanda de pago o de duplicado"),
    "reissued_on": ("ended_on", "el pago o el duplicado"),
}
"""What each day comes after, and what it is called."""
BEFORE_THE_END = ("filed_on", "decreed_on", "published_on", "opposed_on")
"""Days of the procedure, none of which is after its end."""


class NoteCancellationBook(Declared):
    """Cancellations, by note and the day the loss was noticed."""

    kind = "note-cancellations"
    entity = "note_cancellation"
    term = "cancelación de un título perdido"
    table = NoteCancellationRow
    input = NoteCancellationIn
    shown = NoteCancellation
    key_members = ("note", "noticed_on")
    members: ClassVar[tuple[Member, ...]] = (
        ref("note", NOTE, "note_id", "pagare", needed="el pagaré (CRÉDITO:NÚMERO)"),
        day("noticed_on", "advertido_el", "fecha_de_perdida", needed="el día en que se advirtió la pérdida"),
        choice("loss", LOSSES, "perdida", "causa"),
        ref("court_code", COURT, "court_id", "juzgado", "clave_juzgado"),
        text("court_file", "numero_de_asunto"),
        day("filed_on", "solicitada_el"),
        day("decreed_on", "decretada_el"),
        day("published_on", "publicada_el"),
        day("opposed_on", "oposicion_el"),
        day("ended_on", "termino_el"),
        choice("outcome", OUTCOMES, "resultado"),
        day("claimed_on", "demanda_de_pago_o_duplicado_el"),
        day("reissued_on", "repuesto_el"),
        long_text("comment", "comentario", "observaciones"),
        ref("document_id", DOCUMENT, "document_id", "documento"),
    )
    order = ("noticed_on", "id")
    newest = True
    filters: ClassVar[dict[str, str]] = {"note": "note_id", "document": "document_id"}
    paths = ("note.number", "court_file")

    def complete(self, row: Row | None, values: dict[str, Any], warnings: list[str]) -> dict[str, Any]:
        """See `Declared.complete`."""
        known = {name: values.get(name, getattr(row, name, None)) for name in ("noticed_on", "outcome", *FOLLOWS)}
        not_yet("noticed_on", known["noticed_on"])
        for name, (before, said) in FOLLOWS.items():
            not_yet(name, known[name])
            on, after = known[name], known[before]
            if on and not after:
                raise Problem(name, f"Falta la fecha a la que sigue {said}.")
            if on and after and on < after:
                raise Problem(name, f"No puede ser anterior {said} al paso al que sigue.")
        if bool(known["ended_on"]) != bool(known["outcome"]):
            raise Problem("outcome", "El fin se dice con su fecha y su resultado.")
        last = max((on for name in BEFORE_THE_END if (on := known[name])), default=None)
        if last and known["ended_on"] and known["ended_on"] < last:
            raise Problem("ended_on", f"No puede ser anterior el fin a lo que consta del {last:%d/%m/%Y}.")
        final = known["outcome"] == LostOutcome.FINAL
        if final and not known["published_on"]:
            raise Problem("outcome", "No queda firme una cancelación cuyo decreto no se publicó (LGTOC 45).")
        if (known["claimed_on"] or known["reissued_on"]) and not final:
            raise Problem("claimed_on", "Sólo una cancelación firme da derecho al pago o al duplicado (LGTOC 53).")
        if values.get("loss", "") is None:
            raise Problem("loss", "No se puede borrar este dato.")
        return values if row is not None else {"loss": "extravio", **values}

    @classmethod
    def more(cls, session: Session, rows: Sequence[Row]) -> list[dict[str, Any]]:
        """See `Declared.more`."""
        if not rows:
            return []
        notes = {row.note_id for row in rows}
        due = {key: note.due_on for key, note in registry_rows.by_id(session, NoteRow, notes).items()}
        steps = Steps(session, today(), rule_table(session), notes)
        found = [(row, steps.of(row, due.get(row.note_id))) for row in rows]
        return [
            {
                "found_on": steps.found_on(row),
                "next_step": one.what if one else None,
                "next_by": one.by if one else None,
                "next_is_ours": one.ours if one else False,
                "next_source": one.source if one else None,
            }
            for row, one in found
        ]

    @classmethod
    def label(cls, entity: NoteCancellation) -> str:
        """See `Book.label`."""
        return f"cancelación del pagaré {entity.note}"
