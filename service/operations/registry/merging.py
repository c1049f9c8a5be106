"""Make two entries of one person one, and undo it.

The merged entry keeps its row, with all that was known of it; what refers to it moves to the kept one, and whoever
asks for it by an old key is led there (`persons.merged_into_id`, one step, never a chain).
"""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from schemas.access import Action, Actor
from schemas.errors import Conflict, InvalidInput, NotFound
from schemas.registry.people import MergeIn, MovedReferences, PersonMerge
from service.archive import Archive, require
from service.operations.paging import next_after, page_length
from service.operations.registry.book import Row
from service.operations.registry.kinds import BOOKS
from service.operations.registry.people import DebtorBook
from service.operations.registry.writing import propose_again
from storage.records import Session, changes, events, new_id, now, person_merges, registry, registry_rows
from storage.records.tables import LinkRow, PersonMergeRow, PersonRow

_LONGEST = 1_000
_KIND_OF = {book.table.__tablename__: book.kind for book in BOOKS}


def merge(archive: Archive, actor: Actor, kept: str, given: MergeIn) -> PersonMerge:
    """Have everything of the entry `given.merged` be of the person `kept` (id, CURP or RFC), all of it or nothing.

    Raises:
        Forbidden: the actor may not write the registry.
        InvalidInput: no reason is given, or both keys name one entry.
        NotFound: one of the two is not there.
        Conflict: a key fits several (`ambiguous`); both have a CURP and they differ (`curps_differ`), or a record names
            the two as two, as borrower and guarantor (`told_apart`): then only with `given.force`.
    """
    require(actor, Action.WRITE_REGISTRY)
    reason = given.reason.strip()[:_LONGEST]
    if not reason:
        raise InvalidInput("reason: diga por qué se sabe que son la misma persona.", code="incomplete")
    with archive.database.write() as session:
        stays, goes = _person(session, actor, kept), _person(session, actor, given.merged)
        if stays.id == goes.id:
            raise InvalidInput("merged: las dos claves ya son de la misma persona.", code="already_one")
        if not given.force:
            _refuse(session, stays, goes)
        moved = _move_all(session, goes.id, stays.id)
        goes.merged_into_id = stays.id
        row = PersonMergeRow(
            id=new_id(), kept_id=stays.id, merged_id=goes.id, reason=reason, forced=given.force, moved=moved,
            merged_at=now(), merged_by=actor.name,
        )  # fmt: skip
        session.add(row)
        _finish(session, actor, "merge_persons", row, moved, (stays, goes))
        return _shown(session, [row])[0]


def undo(archive: Archive, actor: Actor, merge_id: str) -> PersonMerge:
    """Move back exactly what the merge moved and still refers to the kept entry; what came afterwards stays with that one.

    Raises:
        Forbidden: the actor may not write the registry.
        NotFound: there is no such merge.
        Conflict: it is undone already (`already_undone`), or the kept entry was merged into another since (`merged_on`).
    """
    require(actor, Action.WRITE_REGISTRY)
    with archive.database.write() as session:
        row = person_merges.merge(session, merge_id)
        if row is None:
            raise NotFound("No se encontró la fusión.")
        people = registry.persons_by_id(session, (row.kept_id, row.merged_id))
        stays, goes = people[row.kept_id], people[row.merged_id]
        if row.undone_at is not None:
            raise Conflict("La fusión ya se deshizo.", code="already_undone")
        if goes.merged_into_id != stays.id:
            raise Conflict(
                "La persona conservada se fusionó después con otra; deshaga primero esa fusión.", code="merged_on"
            )
        goes.merged_into_id = None
        back = _move_back(session, row)
        row.undone_at, row.undone_by = now(), actor.name
        row.moved = {**row.moved, "back": back["moved"]}
        _finish(session, actor, "undo_merge_persons", row, back, (stays, goes))
        return _shown(session, [row])[0]


def list_merges(
    archive: Archive, actor: Actor, *, debtor: str = "", after: str = "", limit: int = 50
) -> tuple[tuple[PersonMerge, ...], str | None]:
    """A page of merges, undone ones too, the newest first; with `debtor` (id, CURP or RFC) those that concern that person.

    Raises:
        Forbidden: the actor may not read the registry.
        NotFound: nobody has that key, or the actor may not know of them.
        Conflict: the key fits several; code `ambiguous`.
    """
    require(actor, Action.READ_REGISTRY)
    limit = page_length(limit)
    with archive.database.read() as session:
        person_id = _person(session, actor, debtor).id if debtor.strip() else ""
        rows = person_merges.listed(session, actor, person_id, after, limit + 1)
        shown = _shown(session, rows[:limit])
    archive.looks.listed(actor, "registry", "person-merges", len(shown), debtor=debtor)
    return shown, next_after(rows, limit)


def _person(session: Session, actor: Actor, key: str) -> Row:
    wanted = key.strip()
    rows = DebtorBook.find(session, actor, wanted) if 0 < len(wanted) <= 200 else ()
    if not rows:
        raise NotFound(f"No se encontró ninguna persona con la clave «{wanted[:60]}».")
    if len(rows) > 1:
        raise Conflict(f"«{wanted[:60]}» corresponde a varias personas; use su CURP o su id.", code="ambiguous")
    return rows[0]


def _refuse(session: Session, stays: Row, goes: Row) -> None:
    if stays.curp and goes.curp and stays.curp != goes.curp:
        raise Conflict(
            f"Las CURP son distintas ({stays.curp} y {goes.curp}): si aun así son la misma persona, indique force.",
            code="curps_differ",
        )
    if person_merges.told_apart(session, stays.id, goes.id):
        raise Conflict(
            "Un registro las nombra como dos personas (acreditado y aval, o representante y representado): "
            "si aun así son la misma, indique force.",
            code="told_apart",
        )


def _move_all(session: Session, source: str, target: str) -> dict[str, Any]:
    """What was moved, what stayed, and which links say something else now, as it is kept."""
    moved, stayed, links = [], [], list[dict[str, Any]]()
    for reference in person_merges.references():
        done = person_merges.move(session, reference, source, target)
        moved += _entry(reference, done.rows)
        stayed += _entry(reference, done.stayed)
        if reference.table is LinkRow:
            links = person_merges.settle_links(session, target, done.stayed)
    return {"moved": moved, "stayed": stayed, "links": links, "papers": _papers(session, moved, links)}


def _move_back(session: Session, row: PersonMergeRow) -> dict[str, Any]:
    wanted = {(one["table"], one["column"]): one["ids"] for one in row.moved["moved"]}
    moved = []
    for reference in person_merges.references():
        if ids := wanted.get((reference.name, reference.column)):
            moved += _entry(reference, person_merges.move(session, reference, row.kept_id, row.merged_id, ids).rows)
    links = [{"id": one.id} for one in person_merges.put_links_back(session, row.moved["links"])]
    return {"moved": moved, "stayed": [], "links": links, "papers": _papers(session, moved, links)}


def _entry(reference: person_merges.Reference, rows: Iterable[Row]) -> list[dict[str, Any]]:
    ids = [row.id for row in rows]
    return [{"table": reference.name, "column": reference.column, "ids": ids}] if ids else []


def _papers(session: Session, moved: Iterable[Mapping[str, Any]], links: Iterable[Mapping[str, Any]]) -> list[str]:
    """Ids of the documents whose links were moved or changed."""
    ids = {one for entry in moved if entry["table"] == LinkRow.__tablename__ for one in entry["ids"]}
    return person_merges.papers(session, ids | {one["id"] for one in links})


def _finish(
    session: Session, actor: Actor, action: str, row: PersonMergeRow, did: Mapping[str, Any], people: tuple[Row, Row]
) -> None:
    """Count the change on both entries, record it, write the change feed, have documents indexed and links proposed anew."""
    for person in people:
        person_merges.stamp(person)
    session.flush()
    detail = {"merge": row.id, "kept": row.kept_id, "merged": row.merged_id, "reason": row.reason, "forced": row.forced,
              **{name: did[name] for name in ("moved", "stayed", "links")}}  # fmt: skip
    brief = {name: detail[name] for name in ("merge", "kept", "merged")}
    acts = zip((row.kept_id, row.merged_id), (detail, brief), strict=True)
    events.record_many(
        session, [events.Act(actor.name, actor.origin, action, DebtorBook.entity, one, said) for one, said in acts]
    )
    tables = {reference.name: reference.table for reference in person_merges.references()}
    noted = {(DebtorBook.kind, person.id): person.version for person in people}
    for entry in did["moved"]:
        if kind := _KIND_OF.get(entry["table"]):
            moved = registry_rows.by_id(session, tables[entry["table"]], entry["ids"])
            noted |= {(kind, one): there.version for one, there in moved.items()}
    changes.add(session, [(kind, one, version, "update") for (kind, one), version in noted.items()])
    person_merges.touch(session, did["papers"])
    registry.touch_documents(session, registry.around(session, DebtorBook.entity, (row.kept_id, row.merged_id)))
    propose_again(session)


def _shown(session: Session, rows: Iterable[PersonMergeRow]) -> tuple[PersonMerge, ...]:
    rows = tuple(rows)
    people = registry.persons_by_id(session, [one for row in rows for one in (row.kept_id, row.merged_id)])
    return tuple(
        PersonMerge(
            id=row.id, kept_id=row.kept_id, kept=people[row.kept_id].full_name, merged_id=row.merged_id,
            merged=people[row.merged_id].full_name, reason=row.reason, forced=row.forced,
            moved=_references(row.moved["moved"]), stayed=_references(row.moved["stayed"]),
            merged_at=row.merged_at, merged_by=row.merged_by, undone_at=row.undone_at, undone_by=row.undone_by,
            note=_note(row, people) if row.undone_at else "",
        )
        for row in rows
    )  # fmt: skip


def _references(entries: Iterable[Mapping[str, Any]]) -> tuple[MovedReferences, ...]:
    return msgspec.convert(list(entries), tuple[MovedReferences, ...])


def _note(row: PersonMergeRow, people: Mapping[str, PersonRow]) -> str:
    back, all_moved = (sum(len(one["ids"]) for one in row.moved[name]) for name in ("back", "moved"))
    left = f" {all_moved - back} ya no estaban como la fusión los dejó y no se tocaron." if back < all_moved else ""
    return (
        f"Volvieron a {people[row.merged_id].full_name} {back} de {all_moved} registros que la fusión movió.{left} "
        f"Lo que llegó después se queda con {people[row.kept_id].full_name}: revíselo."
    )
