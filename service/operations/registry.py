"""The registry: create or change, get and list debtors, credits, lawsuits, courts, lawyers and assignments.

Every function takes the kind, so that each way in (API, pages, import) is one
piece of code for all of them.
"""

import base64
import binascii
import re
from collections.abc import Mapping
from typing import Any

import msgspec

from schemas.access import Action, Actor
from schemas.errors import Conflict, InvalidInput, NotFound
from schemas.registry import INPUTS, Entity, EntityIn, Listing, RegistryKind, Upserted
from service.archive import Archive, require
from service.operations import registry_listing
from service.operations.registry_values import Problem
from service.operations.registry_views import shown
from service.operations.registry_writing import Writer
from storage.records import events

MOST_LISTED = 200

_SINGULAR = {"debtor": "debtors", "credit": "credits", "lawsuit": "lawsuits", "court": "courts", "lawyer": "lawyers",
             "assignment": "assignments"}  # fmt: skip
_FIELD = re.compile(r"`([^`]+)`")
_PATH = re.compile(r"`\$\.?([\w\[\].]+)`")


def kind_of(text: str) -> RegistryKind:
    """The kind meant, in plural as in addresses or in singular as in links.

    Raises:
        InvalidInput: there is no such kind.
    """
    try:
        return RegistryKind(_SINGULAR.get(text, text))
    except ValueError as error:
        raise InvalidInput(f"No se conoce el tipo de registro «{text[:40]}».", code="unknown_kind") from error


def upsert(
    archive: Archive,
    actor: Actor,
    kind: str,
    data: Mapping[str, Any] | EntityIn,
    *,
    expected_version: int | None = None,
) -> Upserted:
    """Create the entity, or change the one that has its natural key; what is left out of `data` stays.

    Raises:
        Forbidden: the actor may not write the registry.
        InvalidInput: a member is missing, unknown or wrong; the sentence names it.
        Conflict: another version stands than `expected_version`; code `changed_meanwhile`.
    """
    require(actor, Action.WRITE_REGISTRY)
    wanted = kind_of(kind)
    given = _converted(wanted, data)
    with archive.database.write() as session:
        try:
            writer = Writer(session, actor, wanted, [given])
            written = writer.write(given, expected_version)
        except Problem as problem:
            raise InvalidInput(str(problem)) from problem
        writer.finish()
        entity = shown(session, wanted, [written.row])[0]
    return Upserted(entity, written.created, written.changed, written.warnings)


def get(archive: Archive, actor: Actor, kind: str, key: str) -> Entity:
    """The entity of that id or natural key; the look is recorded.

    Raises:
        Forbidden: the actor may not read the registry.
        NotFound: there is none, or the actor may not know of it.
        Conflict: the key fits several; the sentence names them.
    """
    require(actor, Action.READ_REGISTRY)
    wanted = kind_of(kind)
    with archive.database.read() as session:
        rows = registry_listing.find(session, actor, wanted, key.strip())
        if not rows:
            raise NotFound("No se encontró el registro.")
        found = shown(session, wanted, rows[:20])
        if len(rows) > 1:
            choices = "; ".join(registry_listing.label(entity) for entity in found)
            raise Conflict(f"«{key[:60]}» corresponde a varios: {choices}.", code="ambiguous")
    act = events.Act(actor.name, actor.origin, "view", wanted.value.removesuffix("s"), found[0].id)
    with archive.database.write() as session:
        events.record(session, act)
    return found[0]


def listing(
    archive: Archive, actor: Actor, kind: str, q: str = "", cursor: str | None = None, limit: int = 50
) -> Listing:
    """A page of what the actor may know of: persons and lawyers by name, the rest by number or code.

    Args:
        archive: the archive.
        actor: on whose behalf.
        kind: what is listed.
        q: words of a name, a key or number or the beginning of one; empty for all.
        cursor: where the page before ended.
        limit: rows at most, 1-200.

    Raises:
        Forbidden: the actor may not read the registry.
        InvalidInput: a cursor that is none of ours, or an impossible limit.
    """
    require(actor, Action.READ_REGISTRY)
    wanted = kind_of(kind)
    if not 1 <= limit <= MOST_LISTED:
        raise InvalidInput(f"El límite debe estar entre 1 y {MOST_LISTED}.")
    with archive.database.read() as session:
        listed = registry_listing.Wanted(wanted, q.strip()[:200], _opened(cursor), limit + 1)
        rows = registry_listing.listed(session, actor, listed)
        items = shown(session, wanted, rows[:limit])
    more = len(rows) > limit
    return Listing(items, _closed(registry_listing.place(wanted, rows[limit - 1])) if more else None)


def _converted(kind: RegistryKind, data: Mapping[str, Any] | EntityIn) -> EntityIn:
    if isinstance(data, INPUTS[kind]):
        return data
    try:
        return msgspec.convert(data, INPUTS[kind])
    except msgspec.ValidationError as error:
        raise InvalidInput(explained(str(error))) from error


def explained(message: str) -> str:
    """A validation error of msgspec as one Spanish sentence that names the member."""
    path, field = _PATH.search(message), _FIELD.search(message)
    name = field.group(1) if field else ""
    if "unknown field" in message:
        return f"{name}: no se conoce este dato."
    if "missing required field" in message:
        return f"{name}: falta este dato."
    where = path.group(1) if path else "el registro"
    if "date" in message:
        return f"{where}: la fecha no es posible; se espera AAAA-MM-DD."
    return f"{where}: el valor no es del tipo esperado."


def _closed(place: list[str | int]) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode(place)).decode()


def _opened(cursor: str | None) -> list[str | int] | None:
    if cursor is None:
        return None
    try:
        return msgspec.json.decode(base64.urlsafe_b64decode(cursor.encode()), type=list[str | int])
    except (msgspec.MsgspecError, binascii.Error, ValueError) as error:
        raise InvalidInput("El cursor no es válido.") from error
