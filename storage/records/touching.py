"""Triggers that note, for every change of a row on which queues rest, what the change is about.

The number grows with each change, and writers come one after the other, so whoever has seen a number
has seen all before it, whichever process wrote it. A reader keeps what it worked out and asks `since`
which subjects to work out again; `latest` alone tells that nothing changed at all.
"""

from collections.abc import Iterator
from hashlib import sha256
from typing import NamedTuple

from sqlalchemy import Connection, func, select
from sqlalchemy.orm import Session

from storage.records.tables import TouchedRow

EVERYTHING = "everything"
"""The subject of a change after which nothing worked out before holds."""


class About(NamedTuple):
    """What a row is about: a subject and the column of its id; a subject that begins with `=` is itself a column.

    `optional`: the column may be null, and the row then be about no such thing.
    """

    subject: str
    column: str
    optional: bool = False

    def condition(self, row: str) -> str:
        """When the row is about such a thing at all."""
        return f"{row}.{self.column} IS NOT NULL" if self.optional else "TRUE"


WATCHED: dict[str, tuple[About, ...]] = {
    "documents": (
        About("document", "id"),
        About("document", "rescan_of", optional=True),
        About("document", "version_of", optional=True),
    ),
    "fields": (About("document", "document_id"),),
    "links": (About("=entity_kind", "entity_id"),),
    "receipts": (About("receipt", "id"),),
    "lawsuits": (About("lawsuit", "id"),),
    "lawsuit_credits": (About("lawsuit", "lawsuit_id"), About("credit", "credit_id")),
    "lawsuit_parties": (About("lawsuit", "lawsuit_id"),),
    "lawsuit_notes": (About("lawsuit", "lawsuit_id"), About("note", "note_id")),
    "stage_events": (About("lawsuit", "lawsuit_id"),),
    "filings": (About("lawsuit", "lawsuit_id"),),
    "acknowledgements": (About("filing", "filing_id"),),
    "resolutions": (About("lawsuit", "lawsuit_id"),),
    "notifications": (About("lawsuit", "lawsuit_id"),),
    "lapse_pauses": (About("lawsuit", "lawsuit_id"),),
    "seizures": (About("lawsuit", "lawsuit_id"),),
    "letters_rogatory": (About("lawsuit", "lawsuit_id"),),
    "suit_alerts": (About("lawsuit", "lawsuit_id"),),
    "supervision_notes": (About("lawsuit", "lawsuit_id"),),
    "hearing_lists": (About("hearing_list", "id"),),
    "closures": (About("court", "court_id"),),
    "courts": (About("court", "id"),),
    "lawyers": (About("lawyer", "id"),),
    "persons": (About("debtor", "id"),),
    "credits": (About("credit", "id"),),
    "period_contracts": (About("credit", "credit_id"),),
    "credit_parties": (About("credit", "credit_id"),),
    "assignments": (About("credit", "credit_id"),),
    "promissory_notes": (
        About("credit", "credit_id"),
        About("note", "id"),
        About("document", "document_id", optional=True),
    ),
    "note_cancellations": (About("note", "note_id"),),
    "note_obligors": (About("note", "note_id"),),
    "agreements": (About("credit", "credit_id"),),
    "agreement_signers": (About("agreement", "agreement_id"),),
    "restructures": (About("restructure", "id"),),
    "restructured_notes": (About("note", "note_id"),),
    "service_contracts": (About("contract", "id"),),
    "contract_amendments": (About("contract", "contract_id"),),
    "originals": (About("original", "id"),),
    "custody_events": (About("original", "item_id"),),
    "loans": (About("loan", "id"),),
    "loan_items": (About("loan", "loan_id"),),
    "loan_extensions": (About("loan", "loan_id"),),
    "data_requests": (About("data_request", "id"),),
    "reservations": (About("reservation", "id"),),
    "batches": (About("batch", "id"),),
    "scan_inspections": (About("scan_inspection", "id"),),
    "inspected_pages": (About("scan_inspection", "inspection_id"),),
    "legal_rules": (About(EVERYTHING, "code"),),
}
"""Tables on which queues, diary and digest rest, and what their rows are about."""

_PREFIX = "touch_"


def latest(session: Session) -> int:
    """The number of the last change, 0 before the first."""
    return session.scalar(select(func.coalesce(func.max(TouchedRow.sequence), 0))) or 0


def since(session: Session, sequence: int, most: int) -> dict[str, set[str]] | None:
    """Ids of what was touched after that number, by subject; None when it is more than `most`, or everything."""
    query = select(TouchedRow.subject, TouchedRow.subject_id).where(TouchedRow.sequence > sequence).limit(most + 1)
    rows = session.execute(query).all()
    found: dict[str, set[str]] = {}
    for subject, subject_id in rows:
        found.setdefault(subject, set()).add(subject_id)
    return None if len(rows) > most or EVERYTHING in found else found


def install(connection: Connection) -> None:
    """Make the triggers that are missing and remove those of another version; safe to call at each start.

    A table that a migration rebuilds loses its triggers, so this is called after all migrations. When one
    had to be made, everything counts as touched: changes may have gone by unseen.
    """
    wanted, there = _wanted(connection), _there(connection)
    if there.keys() == wanted.keys():
        return
    remove(connection, {name: table for name, table in there.items() if name not in wanted})
    for name, statements in wanted.items():
        if name not in there:
            for statement in statements:
                connection.exec_driver_sql(statement)
    connection.exec_driver_sql(_noted(f"'{EVERYTHING}'", "''", "TRUE"))


def is_installed(connection: Connection) -> bool:
    """Whether just the triggers of this version are there."""
    return _there(connection).keys() == _wanted(connection).keys()


def remove(connection: Connection, names: dict[str, str] | None = None) -> None:
    """Drop the triggers named, each with its table; without names all."""
    sqlite = connection.dialect.name == "sqlite"
    for name, table in (_there(connection) if names is None else names).items():
        connection.exec_driver_sql(f"DROP TRIGGER {name}" + ("" if sqlite else f" ON {table}"))
        if not sqlite:
            connection.exec_driver_sql(f"DROP FUNCTION {name}()")


def _there(connection: Connection) -> dict[str, str]:
    if connection.dialect.name == "sqlite":
        query = "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"
    else:
        query = (
            "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace"
        )
    return {name: table for name, table in connection.exec_driver_sql(query) if name.startswith(_PREFIX)}


def _wanted(connection: Connection) -> dict[str, list[str]]:
    return {name: made for table, about in WATCHED.items() for name, made in _triggers(connection, table, about)}


def _triggers(connection: Connection, table: str, about: tuple[About, ...]) -> Iterator[tuple[str, list[str]]]:
    """Names and statements; a name carries a digest of what the trigger does, so another version has another name."""
    if connection.dialect.name == "sqlite":
        for act, body in (
            ("insert", _after(about, "NEW")),
            ("delete", _after(about, "OLD")),
            ("update", _after(about, "NEW") + _moved(about, "IS NOT")),
        ):
            name = _named(f"{table}_{act}", body)
            yield name, [f"CREATE TRIGGER {name} AFTER {act.upper()} ON {table} BEGIN {body} END"]
    else:
        body = (
            f"IF TG_OP <> 'DELETE' THEN {_after(about, 'NEW')} END IF; "
            f"IF TG_OP = 'DELETE' THEN {_after(about, 'OLD')} END IF; "
            f"IF TG_OP = 'UPDATE' THEN {_moved(about, 'IS DISTINCT FROM')} END IF; RETURN NULL;"
        )
        name = _named(table, body)
        yield (
            name,
            [
                f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$",
                f"CREATE TRIGGER {name} AFTER INSERT OR UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
            ],
        )


def _named(what: str, body: str) -> str:
    return f"{_PREFIX}{what}_{sha256(body.encode()).hexdigest()[:8]}"


def _after(about: tuple[About, ...], row: str) -> str:
    return " ".join(f"{_noted(_subject(one, row), f'{row}.{one.column}', one.condition(row))};" for one in about)


def _moved(about: tuple[About, ...], differs: str) -> str:
    """What a row was about before it was changed to be about something else."""
    return " ".join(
        f"{_noted(_subject(one, 'OLD'), f'OLD.{one.column}', _differs(one, differs))};"
        for one in about
        if one.column != "id"
    )


def _differs(one: About, differs: str) -> str:
    columns = [one.column, *([one.subject[1:]] if one.subject.startswith("=") else [])]
    moved = " OR ".join(f"OLD.{column} {differs} NEW.{column}" for column in columns)
    return f"({moved}) AND {one.condition('OLD')}" if one.optional else moved


def _subject(one: About, row: str) -> str:
    return f"{row}.{one.subject[1:]}" if one.subject.startswith("=") else f"'{one.subject}'"


def _noted(subject: str, subject_id: str, condition: str) -> str:
    return (
        "INSERT INTO touched (subject, subject_id, sequence) "
        f"SELECT {subject}, {subject_id}, (SELECT COALESCE(MAX(sequence), 0) + 1 FROM touched) WHERE {condition} "
        "ON CONFLICT (subject, subject_id) DO UPDATE SET sequence = excluded.sequence"
    )
