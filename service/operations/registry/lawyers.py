"""The books of lawyers and of what is assigned to them."""

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from msgspec import UNSET

from schemas.names import name_key
from schemas.registry import Assignment, AssignmentIn, Lawyer, LawyerIn
from service.operations.registry.book import Followed, Planned, Row
from service.operations.registry.declared import Declared
from service.operations.registry.members import CREDIT, LAWYER, Member, day, ref, rfc, text
from service.operations.registry.values import Problem
from storage.records import Session, registry
from storage.records.tables import AssignmentRow, LawyerRow

FEWEST, MOST = 5, 8
"""Digits of a professional licence (DOMAIN 2.8)."""

LICENCE_HEADINGS = ("cedula", "cedula_profesional", "cedula_abogado", "cedula_del_abogado", "abogado")
CREDIT_HEADINGS = ("credito", "numero_de_credito", "no_credito", "no_de_credito", "num_credito", "numero_credito")


class LawyerBook(Declared):
    """External lawyers, by professional licence."""

    kind = "lawyers"
    entity = "lawyer"
    term = "abogado externo"
    table = LawyerRow
    input = LawyerIn
    shown = Lawyer
    key_members = ("cedula",)
    members: ClassVar[tuple[Member, ...]] = (
        text("cedula", "cedula_profesional", needed="la cédula profesional"),
        text("name", "nombre", "nombre_completo", "abogado", needed="el nombre del abogado"),
        rfc("rfc"),
        text("firm", "despacho", "bufete"),
    )
    target = LAWYER
    order = ("name_key", "id")
    paths = ("name_key", "cedula", "rfc")
    touches = frozenset(("name",))

    def complete(self, row: Row | None, values: dict[str, Any], warnings: list[str]) -> dict[str, Any]:
        """See `Declared.complete`."""
        if not (values["cedula"].isdecimal() and FEWEST <= len(values["cedula"]) <= MOST):
            warnings.append(f"cedula: una cédula profesional tiene de {FEWEST} a {MOST} dígitos.")
        return values | ({"name_key": name_key(values["name"])} if "name" in values else {})

    @classmethod
    def more(cls, session: Session, rows: Sequence[Row]) -> list[dict[str, Any]]:
        """See `Declared.more`."""
        counted = registry.open_assignments(session, [row.id for row in rows])
        return [{"open_assignments": counted.get(row.id, 0)} for row in rows]

    @classmethod
    def label(cls, entity: Lawyer) -> str:
        """See `Book.label`."""
        return f"{entity.name} ({entity.cedula})"


class AssignmentBook(Declared):
    """Assignments, by credit, lawyer and day."""

    kind = "assignments"
    entity = "assignment"
    term = "asignación"
    table = AssignmentRow
    input = AssignmentIn
    shown = Assignment
    key_members = ("credit_number", "lawyer_cedula", "assigned_on")
    members: ClassVar[tuple[Member, ...]] = (
        ref("credit_number", CREDIT, "credit_id", "numero", *CREDIT_HEADINGS, needed="el número de crédito"),
        ref("lawyer_cedula", LAWYER, "lawyer_id", *LICENCE_HEADINGS, needed="la cédula del abogado"),
        day("assigned_on", "fecha_de_asignacion", "fecha_asignacion", "asignado_el", "fecha",
            needed="la fecha de asignación"),
        day("ended_on", "fecha_de_termino", "fecha_termino", "fecha_fin", "terminado_el"),
    )  # fmt: skip
    order = ("assigned_on", "id")
    newest = True
    filters: ClassVar[dict[str, str]] = {"credit": "credit_id", "lawyer": "lawyer_id"}
    paths = ("credit.number_key", "lawyer.name_key", "lawyer.cedula")
    touches = frozenset(("credit_id", "lawyer_id", "ended_on"))
    touches_when_made = True

    def gather(self, session: Session, there: Sequence[Row], coming: Sequence[dict[str, Any]]) -> None:
        """See `Declared.gather`: every assignment of the credits."""
        self._of_credit: dict[str, list[Row]] = {}
        for row in registry.assignments_of(session, [one["credit_id"] for one in coming if one.get("credit_id")]):
            self._of_credit.setdefault(row.credit_id, []).append(row)

    def complete(self, row: Row | None, values: dict[str, Any], warnings: list[str]) -> dict[str, Any]:
        """See `Declared.complete`. A new one older than another of the credit ended when that began."""
        begun, ended = values["assigned_on"], values.get("ended_on", UNSET)
        if isinstance(ended, date) and ended < begun:
            raise Problem("ended_on", "La asignación no puede terminar antes de empezar.")
        if row is None and not isinstance(ended, date):
            later = [one.assigned_on for one in self._of_credit.get(values["credit_id"], []) if one.assigned_on > begun]
            ended = min(later, default=None)
        return values | ({} if ended is UNSET else {"ended_on": ended})

    def keep(self, row: Row) -> None:
        """See `Book.keep`."""
        super().keep(row)
        self._of_credit.setdefault(row.credit_id, []).append(row)

    def follow(self, row: Row, planned: Planned) -> list[Followed]:
        """See `Book.follow`: an open one ends those of the same credit, one lawyer has it at a time (DOMAIN 2.8)."""
        if row.ended_on is not None:
            return []
        return [
            Followed(self, one, {"ended_on": max(row.assigned_on, one.assigned_on)})
            for one in self._of_credit.get(row.credit_id, [])
            if one.id != row.id and one.ended_on is None
        ]

    def touched(self, row: Row) -> tuple[str, str]:
        """See `Book.touched`."""
        return ("credit", row.credit_id)

    @classmethod
    def more(cls, session: Session, rows: Sequence[Row]) -> list[dict[str, Any]]:
        """See `Declared.more`."""
        lawyers = registry.lawyers_by_id(session, [row.lawyer_id for row in rows])
        return [{"lawyer_cedula": lawyers[row.lawyer_id].cedula} for row in rows]

    @classmethod
    def label(cls, entity: Assignment) -> str:
        """See `Book.label`."""
        return f"{entity.credit} a {entity.lawyer}"
