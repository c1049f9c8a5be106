"""A dossier as files: a bag (RFC 8493) to keep or hand over, a ZIP to carry. Both are checked without our program.

data/metadata.json      the dossier, as `dossier --json` says it
data/originals/         files as received, named by their SHA-256
data/searchable/        PDFs with the text read, by document
data/text/              that text, pages parted by form feeds, by document
data/events.json        what was done with the documents, each event with its proof; for those who may read the log
"""

import shutil
from pathlib import Path
from typing import Any

import msgspec

from schemas.access import Action, Actor, may
from schemas.dossier import Dossier, DossierCopy, DossierDocument, DossierScope
from schemas.errors import Conflict, InvalidInput, NotFound
from schemas.system_errors import reason
from service.archive import Archive, require
from service.operations.checkpoints import log_public_key, make_checkpoint
from service.operations.days import today
from service.operations.evidence import proved_events
from service.operations.packing import BagInfo, Packing, suffix_of, tag_bag, zip_folder
from storage.objects.keys import original_key
from storage.records import dossiers, events


class Packed(msgspec.Struct, frozen=True):
    """What was written: files of the payload, their bytes, and documents whose original is not among them."""

    path: str
    files: int
    bytes: int
    without_original: tuple[str, ...]


def write_bag(archive: Archive, actor: Actor, dossier: Dossier, target: Path) -> Packed:
    """Write the bag as the new folder `target`, whole or not at all; its handing over is recorded before.

    An external lawyer gets no file that also holds documents of others.

    Raises:
        Forbidden: the actor may not have files as received.
        Conflict: the folder exists.
        InvalidInput: it cannot be written.
        Unavailable: the store does not answer.
    """
    unfinished = _begin(archive, actor, dossier, target, "bag")
    try:
        unfinished.mkdir()
        packed = _Payload(archive, actor, dossier, unfinished).write()
        _tags(archive, dossier, unfinished, packed)
        unfinished.rename(target)
    except OSError as error:
        raise InvalidInput(f"No se puede escribir {target}: {reason(error)}.", code="unwritable") from error
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return packed


def write_zip(archive: Archive, actor: Actor, dossier: Dossier, target: Path, *, bag: bool = False) -> Packed:
    """Write the dossier's files, an index, its JSON and checksums (`sha256sum -c SHA256SUMS`) as one ZIP.

    Args:
        archive: the archive.
        actor: on whose behalf.
        dossier: what to pack.
        target: the file.
        bag: pack the bag, in a folder of its own, instead.

    Raises:
        Forbidden, Conflict, InvalidInput, Unavailable: as `write_bag`.
    """
    unfinished = _begin(archive, actor, dossier, target, "bag.zip" if bag else "zip")
    folder = unfinished.with_name(f"{unfinished.name}.d")
    try:
        folder.mkdir()
        packed = _Payload(archive, actor, dossier, folder).write()
        if bag:
            _tags(archive, dossier, folder, packed)
        else:
            _index(dossier, folder)
        zip_folder(folder, unfinished, "bolsa/" if bag else "")
        unfinished.rename(target)
    except OSError as error:
        raise InvalidInput(f"No se puede escribir {target}: {reason(error)}.", code="unwritable") from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        unfinished.unlink(missing_ok=True)
    return packed


def _begin(archive: Archive, actor: Actor, dossier: Dossier, target: Path, form: str) -> Path:
    require(actor, Action.READ_DOSSIERS)
    require(actor, Action.READ_ORIGINALS)
    if target.exists():
        raise Conflict(f"Ya existe {target}; no se sobrescribe.")
    said = {"documents": len(dossier.documents), "folios": dossier.folios, "format": form}
    with archive.database.write() as session:
        act = events.Act(actor.name, actor.origin, "hand_over_dossier", dossier.scope.value, dossier.subject_id, said)
        events.record(session, act)
    return target.absolute().with_name(f".{target.name}.partial")


class _Payload:
    """Writes what `data/` holds, and its manifest as it goes."""

    def __init__(self, archive: Archive, actor: Actor, dossier: Dossier, root: Path) -> None:
        self._archive, self._actor, self._dossier, self._root = archive, actor, dossier, root
        self._packing = Packing(root)
        self._without: list[str] = []

    def write(self) -> Packed:
        papers: list[DossierDocument | DossierCopy] = []
        for document in self._dossier.documents:
            papers += (document, *document.copies)
        ids = [paper.id for paper in papers]
        with self._archive.database.read() as session:
            rows = dossiers.files_to_bind(session, ids)
        self._packing.put("data/metadata.json", (msgspec.json.format(msgspec.json.encode(self._dossier)),))
        for paper in papers:
            self._files(paper, rows[paper.id])
        self._texts(ids)
        if may(self._actor, Action.READ_EVENTS):
            self._events(ids)
        self._packing.checksums("manifest-sha256.txt")
        return Packed(str(self._root), len(self._packing.digests), self._packing.bytes, tuple(self._without))

    def _files(self, document: DossierDocument | DossierCopy, row: Any) -> None:  # noqa: ANN401 - a row of named columns
        name = f"data/originals/{row.sha256}.{suffix_of(row.kind)}"
        hidden = self._actor.sees_only is not None and not document.whole_file
        if hidden or not (name in self._packing.digests or self._copy(name, original_key(row.sha256))):
            self._without.append(document.id)
        if row.searchable_key:
            self._copy(f"data/searchable/{document.id}.pdf", row.searchable_key)

    def _copy(self, name: str, key: str) -> bool:
        try:
            self._packing.put(name, self._archive.objects.read(key))
        except NotFound:
            (self._root / name).unlink(missing_ok=True)
            return False
        return True

    def _texts(self, ids: list[str]) -> None:
        for at in range(0, len(ids), 100):
            with self._archive.database.read() as session:
                found = dossiers.texts_of(session, ids[at : at + 100])
            for document_id, pages in found.items():
                self._packing.put(f"data/text/{document_id}.txt", ("\f".join(pages).encode(),))

    def _events(self, ids: list[str]) -> None:
        """The log signed as it stands now, so that every event told of is covered."""
        note = make_checkpoint(self._archive)
        if note is None:
            return
        proofs = proved_events(self._archive, ids, note.size)
        said = {"checkpoint": note.note, "key": log_public_key(self._archive.settings), "events": proofs}
        self._packing.put("data/events.json", (msgspec.json.format(msgspec.json.encode(said)),))


def _tags(archive: Archive, dossier: Dossier, root: Path, packed: Packed) -> None:
    """What makes the folder a bag."""
    key = dossier.debtor.curp if dossier.debtor and dossier.scope is DossierScope.DEBTOR else None
    source = archive.settings.organization
    tag_bag(root, BagInfo(source, key or dossier.subject_id, today(), packed.files, packed.bytes))


def _index(dossier: Dossier, root: Path) -> None:
    """The index a person reads and the checksums a program checks, at the root."""
    lines = [f"Dossier: {dossier.subject}", ""]
    for document in dossier.documents:
        day = document.date.strftime("%d/%m/%Y") if document.date else "sin fecha"
        lines += [
            f"{document.folio_first}–{document.folio_last}  {document.title}  ({day})",
            f"    documento {document.id}, original {document.sha256}",
            *(f"    también: documento {copy.id}, original {copy.sha256}" for copy in document.copies),
        ]
    lines += ["", *(f"FALTA: {one.name}. {one.reason}" for one in dossier.missing)]
    (root / "INDICE.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (root / "manifest-sha256.txt").rename(root / "SHA256SUMS")
