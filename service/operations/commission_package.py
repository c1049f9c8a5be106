"""A frozen packet of evidence as one ZIP: its manifest byte for byte, the originals, checksums. Checked without our program.

manifest.json    what was frozen; its SHA-256 is the digest of the packet
originals/       the files as received, named by their SHA-256
INDICE.txt       the pieces for a person to read
SHA256SUMS       for `sha256sum -c SHA256SUMS`
"""

import shutil
from pathlib import Path

import msgspec

from schemas.access import Action, Actor
from schemas.commissions import ROLES, Manifest
from schemas.errors import Conflict, Corrupt, InvalidInput, NotFound
from schemas.system_errors import reason
from service.archive import Archive, require
from service.operations.packing import Packing, zip_folder
from storage.objects.keys import original_key
from storage.records import Session, commissions, events


def frozen_manifest(archive: Archive, actor: Actor, packet_id: str) -> Manifest:
    """What the ZIP of a packet would hold; nothing is made nor handed over.

    Raises:
        Forbidden, NotFound, Conflict: as `write_packet_zip`.
    """
    _require(actor)
    with archive.database.read() as session:
        return msgspec.json.decode(_frozen(session, packet_id)[1], type=Manifest)


def write_packet_zip(archive: Archive, actor: Actor, packet_id: str, target: Path) -> Manifest:
    """Write the ZIP, whole or not at all; its handing over is recorded before.

    Raises:
        Forbidden: the actor may not see packets or have files as received.
        NotFound: there is no such packet.
        Conflict: code `packet_not_frozen`.
        Corrupt: code `original_lost` or `original_changed`; the store does not hold what was frozen.
        InvalidInput: it cannot be written.
        Unavailable: the store does not answer.
    """
    _require(actor)
    frozen, digest = _begin(archive, actor, packet_id)
    manifest = msgspec.json.decode(frozen, type=Manifest)
    unfinished = target.absolute().with_name(f".{target.name}.partial")
    folder = unfinished.with_name(f"{unfinished.name}.d")
    try:
        folder.mkdir()
        packing = Packing(folder)
        packing.put("manifest.json", (frozen,))
        packing.put("INDICE.txt", (_index(manifest, digest).encode(),))
        _originals(archive, manifest, packing)
        packing.checksums("SHA256SUMS")
        zip_folder(folder, unfinished)
        unfinished.rename(target)
    except OSError as error:
        raise InvalidInput(f"No se puede escribir {target}: {reason(error)}.", code="unwritable") from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        unfinished.unlink(missing_ok=True)
    return manifest


def _require(actor: Actor) -> None:
    require(actor, Action.READ_COMMISSIONS)
    require(actor, Action.READ_ORIGINALS)


def _begin(archive: Archive, actor: Actor, packet_id: str) -> tuple[bytes, str]:
    with archive.database.write() as session:
        found, manifest, digest = _frozen(session, packet_id)
        said = {"digest": digest, "format": "zip"}
        act = events.Act(actor.name, actor.origin, "hand_over_commission_packet", "commission_packet", found, said)
        events.record(session, act)
        return manifest, digest


def _frozen(session: Session, packet_id: str) -> tuple[str, bytes, str]:
    """Id, manifest and digest of a frozen packet."""
    row = commissions.get(session, packet_id)
    if row is None:
        raise NotFound("No se encontró el paquete de comisión.")
    if row.manifest is None or row.digest is None:
        raise Conflict("Sólo se exporta un paquete congelado.", code="packet_not_frozen")
    return row.id, row.manifest.encode(), row.digest


def _originals(archive: Archive, manifest: Manifest, packing: Packing) -> None:
    for piece in manifest.pieces:
        if piece.file in packing.digests:
            continue
        try:
            packing.put(piece.file, archive.objects.read(original_key(piece.sha256)))
        except NotFound as error:
            sentence = f"El archivo original de «{piece.title}» no está en el almacén."
            raise Corrupt(sentence, code="original_lost") from error
        if packing.digests[piece.file] != piece.sha256:
            sentence = f"El archivo original de «{piece.title}» no es el que se congeló."
            raise Corrupt(sentence, code="original_changed")


def _index(manifest: Manifest, digest: str) -> str:
    lines = [
        f"Paquete de evidencia de comisión {manifest.packet}",
        f"Crédito {manifest.credit}, recibo {manifest.receipt} del {manifest.recovered_on:%d/%m/%Y}: "
        f"${manifest.recovered.total}",
        f"Contrato {manifest.contract} de {manifest.lawyer}: {manifest.percent} %",
        f"SHA-256 de manifest.json: {digest}",
        "",
    ]
    for piece in manifest.pieces:
        pages = f"páginas {piece.first_page} a {piece.last_page}"
        lines += [f"{ROLES[piece.role].capitalize()}: {piece.title}, {pages}", f"    {piece.file}"]
    return "\n".join(lines) + "\n"
