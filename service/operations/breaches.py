"""The log of breaches of personal data: note one, close it, print it and the notice that tells of it."""

from pathlib import Path

import msgspec

from schemas.access import Action, Actor
from schemas.breaches import Breach, BreachClosing, BreachIn, breach_refusal
from schemas.errors import Conflict, InvalidInput, NotFound
from schemas.printed import Fields, Part, Printed, Signatures, Words, day, moment
from service.archive import Archive, require
from service.operations.days import today
from service.operations.paging import next_after, page_length
from service.operations.printed_forms import HOUSE, UNIT, write_form
from storage.records import Session, breaches, events, new_id, now, numbering
from storage.records.tables import BreachRow

_LONGEST = 4_000


def note_breach(archive: Archive, actor: Actor, given: BreachIn) -> Breach:
    """Note a breach.

    Raises:
        Forbidden: only who decides about records may.
        InvalidInput: a content is missing, or the day is to come.
    """
    require(actor, Action.DECIDE_RECORDS)
    refused = breach_refusal(given, today())
    if refused is not None:
        raise InvalidInput(refused.sentence, code=refused.code)
    with archive.database.write() as session:
        year = today().year
        said = {name: value.strip()[:_LONGEST] if isinstance(value, str) else value for name, value in _values(given)}
        row = BreachRow(
            id=new_id(), folio=f"VD{year}-{numbering.next_number(session, f'breach_{year}'):04d}", noted_at=now(),
            noted_by=actor.name, **said,
        )  # fmt: skip
        session.add(row)
        session.flush()
        _note(session, actor, "note_breach", row)
        return _shown(row)


def close_breach(archive: Archive, actor: Actor, key: str, given: BreachClosing) -> Breach:
    """Write down the final correction and when those concerned were told; what was noted before stays as it was.

    Raises:
        Forbidden: only who decides about records may.
        NotFound: there is no such breach.
        InvalidInput: no correction, or told before it happened or in time to come.
        Conflict: it is closed.
    """
    require(actor, Action.DECIDE_RECORDS)
    if not given.final.strip():
        raise InvalidInput("final: diga la corrección definitiva.", code="incomplete")
    with archive.database.write() as session:
        row = _found(session, key)
        if row.closed_at is not None:
            raise Conflict("La vulneración ya está cerrada.", code="already_closed")
        if not row.happened_on <= given.notified_on <= today():
            raise InvalidInput("notified_on: la fecha de aviso va del hecho a hoy.", code="bad_date")
        row.final, row.notified_on, row.closed_at = given.final.strip()[:_LONGEST], given.notified_on, now()
        session.flush()
        _note(session, actor, "close_breach", row)
        return _shown(row)


def get_breach(archive: Archive, actor: Actor, key: str) -> Breach:
    """The breach of that folio or id.

    Raises:
        Forbidden: the actor may not read records management.
        NotFound: there is none.
    """
    require(actor, Action.READ_RECORDS)
    with archive.database.read() as session:
        row = _found(session, key)
        found = _shown(row)
    archive.looks.viewed(actor, "breach", row.id, folio=row.folio)
    return found


def list_breaches(
    archive: Archive, actor: Actor, *, after: str = "", limit: int = 50
) -> tuple[tuple[Breach, ...], str | None]:
    """A page of breaches, the newest first.

    Raises:
        Forbidden: the actor may not read records management.
    """
    require(actor, Action.READ_RECORDS)
    limit = page_length(limit)
    with archive.database.read() as session:
        rows = breaches.listed(session, after, limit + 1)
        shown = tuple(map(_shown, rows[:limit]))
    archive.looks.listed(actor, "breach", "-", len(shown))
    return shown, next_after(rows, limit)


def print_breach(archive: Archive, actor: Actor, key: str, target: Path, *, notice: bool) -> None:
    """Write the entry of the log, or with `notice` the notice to those concerned.

    Raises:
        Forbidden: the actor may not read records management.
        NotFound: there is none.
        InvalidInput: `target` cannot be written.
    """
    found = get_breach(archive, actor, key)
    write_form(notice_form(found) if notice else entry_form(found), target)
    with archive.database.write() as session:
        detail = {"folio": found.folio, "notice": notice}
        events.record(session, events.Act(actor.name, actor.origin, "print", "breach", found.id, detail))


def entry_form(one: Breach) -> Printed:
    """The entry of the log: when, what, why, corrections (LGPDPPSO 33)."""
    fields = Fields(
        (
            ("Folio", one.folio), ("Fecha del hecho", day(one.happened_on)), ("Registrada", moment(one.noted_at)),
            ("Registró", one.noted_by), ("Personas afectadas", str(one.persons)),
            ("Avisada el", day(one.notified_on) or "pendiente"),
        )
    )  # fmt: skip
    parts = (
        ("Qué ocurrió", one.nature), ("Datos personales comprometidos", one.personal_data), ("Por qué", one.cause),
        ("Correcciones inmediatas", one.immediate), ("Corrección definitiva", one.final or "pendiente"),
    )  # fmt: skip
    return _form("Bitácora de vulneraciones", one, (fields, *_texts(parts)))


def notice_form(one: Breach) -> Printed:
    """The notice to the persons and the authority, with its five contents (LGPDPPSO 35)."""
    parts = (
        ("I. Naturaleza del incidente", f"{day(one.happened_on)}: {one.nature}"),
        ("II. Datos personales comprometidos", one.personal_data),
        ("III. Recomendaciones para proteger sus intereses", one.recommendations),
        ("IV. Acciones correctivas realizadas de inmediato", one.immediate),
        ("V. Dónde obtener más información", one.contact),
    )
    return _form("Aviso de vulneración de datos personales", one, _texts(parts))


def _form(title: str, one: Breach, parts: tuple[Part, ...]) -> Printed:
    return Printed(HOUSE, UNIT, title, (*parts, Signatures(("Responsable de los datos personales",))), code=one.folio)


def _texts(parts: tuple[tuple[str, str], ...]) -> tuple[Part, ...]:
    return tuple(part for heading, words in parts for part in (Words(heading, heading=True), Words(words)))


def _found(session: Session, key: str) -> BreachRow:
    row = breaches.breach(session, key.strip())
    if row is None:
        raise NotFound("No se encontró la vulneración.")
    return row


def _values(given: BreachIn) -> list[tuple[str, object]]:
    return list(msgspec.structs.asdict(given).items())


def _note(session: Session, actor: Actor, action: str, row: BreachRow) -> None:
    detail = {"folio": row.folio, "persons": row.persons}
    events.record(session, events.Act(actor.name, actor.origin, action, "breach", row.id, detail))


def _shown(row: BreachRow) -> Breach:
    return Breach(**{name: getattr(row, name) for name in Breach.__struct_fields__})
