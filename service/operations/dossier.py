"""The complete dossier of a debtor, credit or lawsuit: found by any of its keys, put in order, recorded when looked at or handed over.

It comes from the rows alone: no search index, no cap on anything, the same
number of queries whatever its size.
"""

import contextlib
from pathlib import Path

from indexer.sandbox import Sandbox
from schemas.access import Action, Actor
from schemas.dossier import Dossier, DossierScope
from schemas.errors import NotFound
from schemas.volumes import Volume
from service.archive import Archive, require
from service.operations.dossier_matter import held_of
from service.operations.dossier_order import arranged
from service.operations.dossier_pdf import bind
from service.operations.marked_looks import record_shown
from service.operations.watermarks import mark_bound
from storage.records import Session, events


def find_dossier(archive: Archive, actor: Actor, key: str, scope: DossierScope = DossierScope.DEBTOR) -> Dossier:
    """The dossier of what the key names.

    Args:
        archive: the archive.
        actor: on whose behalf; an external lawyer gets only the matters assigned to them.
        key: number of a credit, with or without separators; number of a lawsuit (`1234/2024`,
            with the court's code before it where courts share the number); id of either.
            Of a debtor also CURP, RFC or id; a credit's or lawsuit's key then names its debtor.
        scope: of the debtor, of the credit alone, or of the lawsuit alone.

    Raises:
        Forbidden: the actor may not read dossiers.
        NotFound: nothing has that key, or the actor may not know of it.
        Conflict: the key fits several; the sentence names them. Code `ambiguous`.
    """
    require(actor, Action.READ_DOSSIERS)
    with archive.database.read() as session:
        dossier = assembled(session, archive, actor, key, scope)
    archive.looks.note(_act(actor, "view_dossier", dossier))
    return dossier


def assembled(session: Session, archive: Archive, actor: Actor, key: str, scope: DossierScope) -> Dossier:
    """The dossier within a transaction of the caller's, who records what it is for.

    Raises:
        NotFound, Conflict: as `find_dossier`.
    """
    return arranged(held_of(session, actor, key.strip(), scope), archive.settings.volume_folios)


def write_dossier_pdf(
    archive: Archive,
    actor: Actor,
    dossier: Dossier,
    target: Path,
    sandbox: Sandbox | None = None,
    volume: Volume | None = None,
) -> None:
    """Bind the dossier into one PDF at `target`: cover, index, every page with its folio, bookmarks.

    The hand-over is recorded before the file is complete, so no copy goes out unrecorded.

    Args:
        archive: the archive.
        actor: on whose behalf; the documents are those of the dossier, found for the same actor.
        dossier: what to bind.
        target: written at once as a whole; nothing is left there when binding fails.
        sandbox: the child to bind in; one of its own when none is given.
        volume: bind this volume (legajo) alone.

    Raises:
        Forbidden: the actor may not read dossiers.
        Unavailable: the store does not answer.
        LimitExceeded: binding took too long or too much memory.
    """
    require(actor, Action.READ_DOSSIERS)
    part = {"volume": volume.number} if volume is not None else {}
    words = _record(archive, actor, "hand_over_dossier", dossier, format="pdf", **part)
    with contextlib.nullcontext(sandbox) if sandbox is not None else Sandbox() as binder:
        bind(archive, dossier, target, binder, volume)
        mark_bound(binder, target, words)


def volume_numbered(dossier: Dossier, number: int) -> Volume:
    """The volume (legajo) of that number.

    Raises:
        NotFound: the dossier has fewer.
    """
    for volume in dossier.volumes:
        if volume.number == number:
            return volume
    raise NotFound(f"El dossier tiene {len(dossier.volumes)} legajos.", code="no_such_volume")


def _record(archive: Archive, actor: Actor, action: str, dossier: Dossier, **detail: str | int) -> str:
    """The words that the copy is to bear, if any."""
    with archive.database.write() as session:
        return record_shown(session, actor, _act(actor, action, dossier, **detail))


def _act(actor: Actor, action: str, dossier: Dossier, **detail: str | int) -> events.Act:
    said = {"documents": len(dossier.documents), "folios": dossier.folios, **detail}
    return events.Act(actor.name, actor.origin, action, dossier.scope.value, dossier.subject_id, said)
