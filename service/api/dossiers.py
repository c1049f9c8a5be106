"""`/debtors/{key}/dossier`: everything held of a debtor, in order, as JSON or as one PDF to take to court."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, BinaryIO

from litestar import Response, Router, get
from litestar.params import FromPath, QueryParameter
from litestar.response import Stream

from schemas.access import Action, Actor
from schemas.dossier import Dossier
from service.api.asked import ActorGiven, ArchiveGiven, RenderersGiven
from service.api.downloads import disposition
from service.archive import Archive, require
from service.operations.dossier import find_dossier, write_dossier_pdf
from service.operations.dossier_package import write_zip

PIECE = 1 << 20


@get("/debtors/{key:str}/dossier", sync_to_thread=True, summary="Todo lo que se tiene de un deudor, en orden")
def get_dossier(archive: ArchiveGiven, actor: ActorGiven, key: FromPath[str]) -> Dossier:
    """`key`: CURP, RFC, credit number or id. `missing` lists what the debtor's status requires and nobody has filed."""
    return find_dossier(archive, actor, key)


@get("/dossier", sync_to_thread=True, summary="Lo mismo, con cualquier clave")
def find(
    archive: ArchiveGiven, actor: ActorGiven, key: Annotated[str, QueryParameter(min_length=1, max_length=100)]
) -> Dossier:
    """The key may also be a lawsuit's number, `1234/2024`."""
    return find_dossier(archive, actor, key)


@get("/debtors/{key:str}/dossier.pdf", sync_to_thread=True, summary="El dossier en un solo PDF, foliado y con índice")
def get_dossier_pdf(
    archive: ArchiveGiven, actor: ActorGiven, renderers: RenderersGiven, key: FromPath[str]
) -> Response[Any]:
    """Bound when asked for; the hand-over is recorded."""
    dossier = find_dossier(archive, actor, key)
    with tempfile.TemporaryDirectory(dir=archive.settings.staging) as folder, renderers.one() as sandbox:
        target = Path(folder) / "dossier.pdf"
        write_dossier_pdf(archive, actor, dossier, target, sandbox)
        handle = target.open("rb")  # stays readable when its name is gone, so nothing is left behind
    return _attached(handle, f"Dossier {dossier.debtor.full_name}.pdf", "application/pdf")


@get("/debtors/{key:str}/dossier.zip", sync_to_thread=True, summary="Los archivos del dossier con índice y sumas")
def get_dossier_zip(archive: ArchiveGiven, actor: ActorGiven, key: FromPath[str]) -> Response[Any]:
    """Originals, searchable PDFs, text, `metadata.json`, `INDICE.txt`, `SHA256SUMS`; the hand-over is recorded."""
    return _packed(archive, actor, key, bag=False)


@get("/debtors/{key:str}/dossier.bag.zip", sync_to_thread=True, summary="El dossier como bolsa BagIt, en un ZIP")
def get_dossier_bag(archive: ArchiveGiven, actor: ActorGiven, key: FromPath[str]) -> Response[Any]:
    """RFC 8493; with `events.json`, proofs and checkpoint for those who may read the log."""
    return _packed(archive, actor, key, bag=True)


def _packed(archive: Archive, actor: Actor, key: str, *, bag: bool) -> Response[Any]:
    require(actor, Action.READ_ORIGINALS)
    dossier = find_dossier(archive, actor, key)
    with tempfile.TemporaryDirectory(dir=archive.settings.staging) as folder:
        target = Path(folder) / "dossier.zip"
        write_zip(archive, actor, dossier, target, bag=bag)
        handle = target.open("rb")
    return _attached(handle, f"Dossier {dossier.debtor.full_name}.{'bag.' if bag else ''}zip", "application/zip")


def _attached(handle: BinaryIO, name: str, media_type: str) -> Response[Any]:
    """The open file as a download; its name may be gone already."""
    size = os.fstat(handle.fileno()).st_size
    headers = {"Content-Length": str(size), "Content-Disposition": disposition(name, inline=False)}
    return Stream(_pieces(handle), headers=headers, media_type=media_type)


def _pieces(handle: BinaryIO) -> Iterator[bytes]:
    with handle:
        while piece := handle.read(PIECE):
            yield piece


router = Router(
    "/", tags=["dossiers"], route_handlers=[get_dossier, find, get_dossier_pdf, get_dossier_zip, get_dossier_bag]
)
