"""The books of lawsuits and of assignments, which refer to all the others; and all books by kind."""

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

import msgspec

from schemas.court_files import FileOf
from schemas.identifiers import credit_key
from schemas.registry import AssignmentIn, LawsuitIn, RegistryKind
from service.operations import registry_values as values
from service.operations.registry_books import CourtBook, CreditBook, DebtorBook, LawyerBook, Planned, Row, court_code
from service.operations.registry_values import Problem, known
from storage.records import Session, registry
from storage.records.tables import AssignmentRow, LawsuitRow


class LawsuitBook:
    """Lawsuits, by court, kind, year, number and suffix."""

    table: ClassVar[type] = LawsuitRow
    entity: ClassVar[str] = "lawsuit"
    shown: ClassVar[frozenset[str]] = frozenset(("lawyer_id", "claims"))

    def __init__(self, session: Session, rows: Sequence[LawsuitIn]) -> None:
        self._courts = registry.courts_by_code(session, [court_code(row.court_code) for row in rows])
        self._lawyers = registry.lawyers_by_cedula(
            session, [row.lawyer_cedula.strip() for row in rows if row.lawyer_cedula]
        )
        named = [row.credit_numbers for row in rows if not isinstance(row.credit_numbers, msgspec.UnsetType)]
        self._credits = registry.credits_by_key(
            session, [credit_key(number) for numbers in named for number in numbers]
        )
        numbered = registry.lawsuits_numbered(session, [(row.year, row.number) for row in rows])
        self._lawsuits = {_file_of(row): row for row in numbered}
        self._claims = registry.claims(session, [row.id for row in numbered])

    @staticmethod
    def key(data: LawsuitIn) -> object:
        """All five members of the key."""
        return (court_code(data.court_code), data.kind.upper(), data.year, data.number, data.suffix.strip().upper())

    def plan(self, data: LawsuitIn) -> Planned:
        """See `Book.plan`."""
        court = self._courts.get(court_code(data.court_code))
        if court is None:
            raise Problem("court_code", f"No hay ningún juzgado con la clave «{data.court_code[:60]}».")
        kind, suffix = data.kind.strip().upper(), data.suffix.strip().upper()
        if kind not in set(FileOf):
            raise Problem("kind", f"«{data.kind[:20]}» no es una clase de expediente judicial.")
        if not 1 <= data.number <= 9_999_999 or not 1900 <= data.year <= 2100 or len(suffix) > 12:
            raise Problem("number", f"«{data.number}/{data.year}» no es un número de juicio.")
        row = self._lawsuits.get((court.id, kind, data.year, data.number, suffix))
        status = values.text("status", data.status)
        if row is None and not isinstance(status, str):
            status = "DEMANDA_PRESENTADA"
        if status is None:
            raise Problem("status", "No se puede borrar este dato.")
        found = known(
            court_id=court.id, kind=kind, year=data.year, number=data.number, suffix=suffix,
            lawyer_id=self._lawyer(data), status=status, filed_on=values.day("filed_on", data.filed_on),
        )  # fmt: skip
        return Planned(row, found, claims=self._claimed(data, row))

    def keep(self, row: Row) -> None:
        """See `Book.keep`."""
        self._lawsuits[_file_of(row)] = row

    def claimed_by(self, lawsuit_id: str, credits: frozenset[str]) -> None:
        """Remember what a lawsuit claims now."""
        self._claims[lawsuit_id] = set(credits)

    def _lawyer(self, data: LawsuitIn) -> Any:  # noqa: ANN401 - an id, None or UNSET
        cedula = values.text("lawyer_cedula", data.lawyer_cedula)
        if not isinstance(cedula, str):
            return cedula
        if cedula not in self._lawyers:
            raise Problem("lawyer_cedula", f"No hay ningún abogado con la cédula {cedula}.")
        return self._lawyers[cedula].id

    def _claimed(self, data: LawsuitIn, row: Row | None) -> frozenset[str] | None:
        """The credits it shall claim; None when they are as they shall be."""
        if isinstance(data.credit_numbers, msgspec.UnsetType):
            return None
        wanted = set()
        for number in data.credit_numbers:
            credit = self._credits.get(values.number_key("credit_numbers", number))
            if credit is None:
                raise Problem("credit_numbers", f"No hay ningún crédito con el número «{number[:60]}».")
            wanted.add(credit.id)
        there = self._claims.get(row.id, set()) if row is not None else set()
        return frozenset(wanted) if wanted != there else None


class AssignmentBook:
    """Assignments, by credit, lawyer and day."""

    table: ClassVar[type] = AssignmentRow
    entity: ClassVar[str] = "assignment"
    shown: ClassVar[frozenset[str]] = frozenset(("credit_id", "lawyer_id", "ended_on"))

    def __init__(self, session: Session, rows: Sequence[AssignmentIn]) -> None:
        self._credits = registry.credits_by_key(session, [credit_key(row.credit_number) for row in rows])
        self._lawyers = registry.lawyers_by_cedula(session, [row.lawyer_cedula.strip() for row in rows])
        self._of_credit: dict[str, list[Row]] = {}
        for row in registry.assignments_of(session, [credit.id for credit in self._credits.values()]):
            self._of_credit.setdefault(row.credit_id, []).append(row)

    @staticmethod
    def key(data: AssignmentIn) -> object:
        """Credit, lawyer and day."""
        return (credit_key(data.credit_number), data.lawyer_cedula.strip(), data.assigned_on)

    def plan(self, data: AssignmentIn) -> Planned:
        """See `Book.plan`."""
        credit = self._credits.get(values.number_key("credit_number", data.credit_number))
        if credit is None:
            raise Problem("credit_number", f"No hay ningún crédito con el número «{data.credit_number[:60]}».")
        lawyer = self._lawyers.get(data.lawyer_cedula.strip())
        if lawyer is None:
            raise Problem("lawyer_cedula", f"No hay ningún abogado con la cédula «{data.lawyer_cedula[:60]}».")
        begun, ended = values.day("assigned_on", data.assigned_on), values.day("ended_on", data.ended_on)
        if isinstance(ended, date) and ended < data.assigned_on:
            raise Problem("ended_on", "La asignación no puede terminar antes de empezar.")
        there = self._of_credit.get(credit.id, [])
        row = next((one for one in there if (one.lawyer_id, one.assigned_on) == (lawyer.id, begun)), None)
        if row is None and not isinstance(ended, date):
            ended = min((one.assigned_on for one in there if one.assigned_on > data.assigned_on), default=None)
        return Planned(row, known(credit_id=credit.id, lawyer_id=lawyer.id, assigned_on=begun, ended_on=ended))

    def keep(self, row: Row) -> None:
        """See `Book.keep`."""
        self._of_credit.setdefault(row.credit_id, []).append(row)

    def ended_by(self, row: Row) -> list[Row]:
        """Open assignments of the same credit that an open one ends: one lawyer has a credit at a time (DOMAIN 2.8)."""
        if row.ended_on is not None:
            return []
        return [one for one in self._of_credit.get(row.credit_id, []) if one.id != row.id and one.ended_on is None]


def _file_of(row: Row) -> tuple[str, str, int, int, str]:
    return (row.court_id, row.kind, row.year, row.number, row.suffix)


BOOKS: dict[RegistryKind, Any] = {
    RegistryKind.DEBTORS: DebtorBook,
    RegistryKind.CREDITS: CreditBook,
    RegistryKind.LAWSUITS: LawsuitBook,
    RegistryKind.COURTS: CourtBook,
    RegistryKind.LAWYERS: LawyerBook,
    RegistryKind.ASSIGNMENTS: AssignmentBook,
}
