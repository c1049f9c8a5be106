"""That somebody's identity was verified at the counter: an entry of the log, and nothing else, says so (DOMAIN 1.1, R6)."""

from schemas.access import Action, Actor
from schemas.identity_checks import IdentityCheck, IdentityCheckIn, IdentityDocument, checked
from service.archive import Archive, require
from service.operations import registry
from storage.records import Session, events
from storage.records.tables import EventRow

ACT = "verify_identity"
SAID = {
    IdentityDocument.INE: "Credencial para votar (INE)",
    IdentityDocument.PASSPORT: "Pasaporte",
    IdentityDocument.LICENCE: "Cédula profesional",
    IdentityDocument.DRIVING_LICENCE: "Licencia de conducir",
    IdentityDocument.MILITARY_CARD: "Cartilla militar",
    IdentityDocument.KNOWN: "Conocimiento personal",
    IdentityDocument.OTHER: "Otra identificación",
}


def verify_identity(archive: Archive, actor: Actor, key: str, given: IdentityCheckIn) -> IdentityCheck:
    """Record that the identity of the person of that id, CURP or RFC was verified, now and by the actor.

    Raises:
        Forbidden: the actor may not write the registry.
        NotFound: there is no such person.
        InvalidInput: who acts for them does so on no authority.
    """
    require(actor, Action.WRITE_REGISTRY)
    said = checked(given)
    person = registry.get(archive, actor, "debtors", key)
    of = person.merged_into_id or person.id
    detail = {"document": said.document.value, "represented_by": said.represented_by, "authority": said.authority}
    told = {name: value for name, value in detail.items() if value}
    with archive.database.write() as session:
        events.record(session, events.Act(actor.name, actor.origin, ACT, "debtor", of, told))
        row = newest(session, of)
    if row is None:
        raise RuntimeError("what was just recorded is not in the log")
    return row


def identity_checks(archive: Archive, actor: Actor, key: str, *, limit: int = 50) -> tuple[IdentityCheck, ...]:
    """How often the person's identity was verified, the newest first; the look is recorded.

    Raises:
        Forbidden: the actor is not of the house.
        NotFound: there is no such person.
    """
    require(actor, Action.READ_RECORDS)
    person = registry.get(archive, actor, "debtors", key)
    with archive.database.read() as session:
        return tuple(map(_shown, events.acts(session, ACT, person.merged_into_id or person.id, limit)))


def newest(session: Session, person_id: str) -> IdentityCheck | None:
    """The last time the person's identity was verified; None if never."""
    rows = events.acts(session, ACT, person_id, 1)
    return _shown(rows[0]) if rows else None


def _shown(row: EventRow) -> IdentityCheck:
    return IdentityCheck(
        person_id=row.object_id, at=row.at, by=row.actor, document=IdentityDocument(row.detail["document"]),
        represented_by=row.detail.get("represented_by", ""), authority=row.detail.get("authority", ""),
    )  # fmt: skip
