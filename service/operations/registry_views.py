"""Registry rows as they are shown: a constant number of queries whatever the number of rows."""

from collections.abc import Sequence

from schemas.registry import Assignment, Court, Credit, Debtor, Entity, Lawsuit, Lawyer, RegistryKind
from service.operations.registry_books import Row
from storage.records import Session, registry


def shown(session: Session, kind: RegistryKind, rows: Sequence[Row]) -> tuple[Entity, ...]:
    """The rows of one kind, in the order given."""
    if kind == RegistryKind.DEBTORS:
        return tuple(map(debtor, rows))
    if kind == RegistryKind.COURTS:
        return tuple(map(court, rows))
    if kind == RegistryKind.CREDITS:
        return _credits(session, rows)
    if kind == RegistryKind.LAWSUITS:
        return lawsuits(session, rows)
    if kind == RegistryKind.LAWYERS:
        return _lawyers(session, rows)
    return _assignments(session, rows)


def debtor(row: Row) -> Debtor:
    """A person."""
    return Debtor(
        row.id, row.curp, row.rfc, row.full_name, row.given_names, row.first_surname, row.second_surname, row.phone,
        row.version, row.updated_at,
    )  # fmt: skip


def court(row: Row) -> Court:
    """A court."""
    return Court(row.id, row.code, row.name, row.district, row.city, tuple(row.aliases), row.version, row.updated_at)


def pesos(cents: int | None) -> str | None:
    """`25000.00`."""
    return None if cents is None else f"{cents // 100}.{cents % 100:02d}"


def file_number(row: Row) -> str:
    """A lawsuit's number as printed: `1234/2024` or `1234/2024-2`, with its kind before it where it is no main file."""
    kind = "" if row.kind == "EXP" else f"{row.kind} "
    return f"{kind}{row.number}/{row.year}" + (f"-{row.suffix}" if row.suffix else "")


def _credits(session: Session, rows: Sequence[Row]) -> tuple[Credit, ...]:
    people = registry.persons_by_id(
        session, [one for row in rows for one in (row.debtor_id, row.guarantor_id) if one is not None]
    )
    lawyers = registry.lawyers_now(session, [row.id for row in rows])
    made = []
    for row in rows:
        lawyer, guarantor = lawyers.get(row.id), people.get(row.guarantor_id or "")
        made.append(
            Credit(
                row.id,
                row.number,
                row.status,
                row.program,
                row.signed_on,
                pesos(row.principal_cents),
                row.debtor_id,
                people[row.debtor_id].full_name,
                row.guarantor_id,
                guarantor.full_name if guarantor else None,
                lawyer.id if lawyer else None,
                lawyer.name if lawyer else None,
                row.version,
                row.updated_at,
            )  # fmt: skip
        )
    return tuple(made)


def lawsuits(session: Session, rows: Sequence[Row]) -> tuple[Lawsuit, ...]:
    """Lawsuits with court, lawyer and what they claim."""
    courts = registry.courts_by_id(session, [row.court_id for row in rows])
    lawyers = registry.lawyers_by_id(session, [row.lawyer_id for row in rows if row.lawyer_id])
    claims = registry.claims(session, [row.id for row in rows])
    credits = registry.credits_by_id(session, [one for claimed in claims.values() for one in claimed])
    made = []
    for row in rows:
        at, lawyer = courts[row.court_id], lawyers.get(row.lawyer_id or "")
        claimed = sorted((credits[one].number, one) for one in claims.get(row.id, ()))
        made.append(
            Lawsuit(
                row.id,
                file_number(row),
                row.kind,
                row.number,
                row.year,
                row.suffix,
                at.id,
                at.code,
                at.name,
                row.lawyer_id,
                lawyer.name if lawyer else None,
                row.status,
                row.filed_on,
                tuple(number for number, _ in claimed),
                tuple(one for _, one in claimed),
                row.version,
                row.updated_at,
            )  # fmt: skip
        )
    return tuple(made)


def _lawyers(session: Session, rows: Sequence[Row]) -> tuple[Lawyer, ...]:
    counted = registry.open_assignments(session, [row.id for row in rows])
    return tuple(
        Lawyer(row.id, row.cedula, row.name, row.rfc, row.firm, counted.get(row.id, 0), row.version, row.updated_at)
        for row in rows
    )


def _assignments(session: Session, rows: Sequence[Row]) -> tuple[Assignment, ...]:
    credits = registry.credits_by_id(session, [row.credit_id for row in rows])
    lawyers = registry.lawyers_by_id(session, [row.lawyer_id for row in rows])
    made = []
    for row in rows:
        lawyer = lawyers[row.lawyer_id]
        version = 1 if row.ended_on is None else 2
        made.append(
            Assignment(
                row.id,
                row.credit_id,
                credits[row.credit_id].number,
                lawyer.id,
                lawyer.name,
                lawyer.cedula,
                row.assigned_on,
                row.ended_on,
                version,
            )  # fmt: skip
        )
    return tuple(made)
