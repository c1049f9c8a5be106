"""The validation of a court's stamp (acuse): what is checked, and a person's word on it (DOMAIN 1.3)."""

from collections.abc import Collection
from decimal import Decimal

import msgspec

from schemas.access import Action, Actor
from schemas.errors import Conflict, NotFound
from schemas.filings import Checked, Stamp, check_stamp
from schemas.folding import fold
from schemas.registry.acts import AcknowledgementShown
from service.archive import Archive, require
from service.operations.days import today
from service.operations.registry.acts import AcknowledgementBook
from service.operations.registry.book import Row
from storage.records import Session, changes, events, legal_rules, now, proceedings, registry, registry_rows
from storage.records.tables import FilingRow, LawsuitRow

TOLERANCE = "office.acknowledgement_tolerance"
"""The rule that says how far claim and notes may differ, in percent."""


class Validated(msgspec.Struct, frozen=True):
    """A stamp, and what was checked of it."""

    acknowledgement: AcknowledgementShown
    checks: tuple[Checked, ...]


def check_acknowledgement(archive: Archive, actor: Actor, key: str) -> Validated:
    """What can be told of a stamp: its date, court, folio and the amount claimed against the notes sued on.

    Raises:
        Forbidden: the actor may not read the registry.
        NotFound: there is no such stamp, or the actor may not know of it.
    """
    require(actor, Action.READ_REGISTRY)
    with archive.database.read() as session:
        row = _stamp(session, actor, key)
        found = Validated(AcknowledgementBook.views(session, [row])[0], check_row(session, row))
    archive.looks.viewed(actor, AcknowledgementBook.entity, row.id)
    return found


def validate_acknowledgement(archive: Archive, actor: Actor, key: str, *, valid: bool, note: str = "") -> Validated:
    """Record that a person looked at the stamp and found it valid, or not.

    Raises:
        Forbidden: the actor may not write the registry.
        NotFound: there is no such stamp.
        Conflict: it shall be valid though a check says no; code `stamp_` and the check's name.
    """
    require(actor, Action.WRITE_REGISTRY)
    with archive.database.write() as session:
        row = _stamp(session, actor, key)
        checks = check_row(session, row)
        if valid:
            refuse_wrong(checks)
        if (row.valid, row.validated_by) != (valid, actor.name):
            note_verdict(session, actor, row, checks, valid=valid, note=note)
        return Validated(AcknowledgementBook.views(session, [row])[0], checks)


def refuse_wrong(checks: Collection[Checked]) -> None:
    """Let nothing wrong pass.

    Raises:
        Conflict: a check says no; code `stamp_` and the check's name.
    """
    wrong = next((one for one in checks if one.right is False), None)
    if wrong is not None:
        raise Conflict(wrong.sentence, code=f"stamp_{wrong.check}")


def note_verdict(
    session: Session, actor: Actor, row: Row, checks: Collection[Checked], *, valid: bool, note: str = ""
) -> None:
    """Keep in the caller's transaction who found the stamp valid, or not, and what was checked."""
    row.valid, row.validated_by, row.validated_on = valid, actor.name, today()
    row.version, row.updated_at = row.version + 1, now()
    detail = {"valid": valid, "note": note.strip()[:500], "checks": {one.check: one.right for one in checks}}
    book = AcknowledgementBook
    events.record(session, events.Act(actor.name, actor.origin, "validate", book.entity, row.id, detail))
    changes.add(session, [(book.kind, row.id, row.version, "update")])
    session.flush()


def _stamp(session: Session, actor: Actor, key: str) -> Row:
    rows = AcknowledgementBook.find(session, actor, key.strip()) if 0 < len(key.strip()) <= 400 else ()
    if len(rows) != 1:
        raise NotFound("No se encontró el acuse.")
    return rows[0]


def check_row(session: Session, row: Row, folios: Collection[str] = ()) -> tuple[Checked, ...]:
    """What can be told of the stamp; `folios` are those of other stamps of the court that no row of the registry has."""
    filing = registry_rows.by_id(session, FilingRow, [row.filing_id])[row.filing_id]
    suit = registry_rows.by_id(session, LawsuitRow, [filing.lawsuit_id])[filing.lawsuit_id]
    court = registry.courts_by_id(session, [suit.court_id])[suit.court_id]
    owed = proceedings.owed(session, suit.id)
    rules = legal_rules.rule_table(session)
    code = court.code if _fits(row.office, (court.code, court.name, *court.aliases)) else row.office
    claimed = None if row.claimed_cents is None else Decimal(row.claimed_cents) / 100
    return check_stamp(
        Stamp(stamped_on=row.stamped_on, court_code=code, folio=row.folio or "", claimed=claimed),
        today(),
        courts=(court.code,),
        folios=(*proceedings.stamped_folios(session, suit.court_id, row.filing_id), *folios),
        owed=None if owed is None else Decimal(owed) / 100,
        tolerance=rules.value(TOLERANCE, row.stamped_on).amount,
    )


def _fits(office: str | None, names: tuple[str, ...]) -> bool:
    """Whether the office on the stamp is the court, or the common one that receives for all (oficialía de partes)."""
    said = fold(office or "")
    return not said or "oficialia" in said or any(fold(name) in said or said in fold(name) for name in names)
