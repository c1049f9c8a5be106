"""`/debtors/{key}/dossier`, and of a credit or lawsuit: everything held of it, in order, as JSON, PDF to take to court, ZIP or bag."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

from litestar import Response, Router, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, FromQuery, QueryParameter

from schemas.access import Action
from schemas.dossier import Dossier, DossierScope
from service.api.asked import ActorGiven, AnyRequest, ArchiveGiven, RenderersGiven
from service.api.downloads import PDF, ZIP, announced, made_download
from service.archive import Archive, require
from service.methods import asked_for_head
from service.operations.dossier import find_dossier, volume_numbered, write_dossier_pdf
from service.operations.dossier_package import write_zip
from service.renderers import Renderers

_Key = Annotated[str, QueryParameter(min_length=1, max_length=100, description="Clave del deudor, crédito o juicio.")]

VolumeAsked = Annotated[int | None, QueryParameter(ge=1, description="Número del legajo; sin él, todos en un PDF.")]

SUBJECTS = {
    DossierScope.DEBTOR: ("debtors", "un deudor"),
    DossierScope.CREDIT: ("credits", "un crédito"),
    DossierScope.LAWSUIT: ("lawsuits", "un juicio"),
}
"""The addresses under which each kind of dossier stands, and how it is called."""


@get(
    "/dossier", sync_to_thread=True, summary="Todo lo que se tiene de un deudor, crédito o juicio, con cualquier clave"
)
def find(
    archive: ArchiveGiven, actor: ActorGiven, key: _Key, of: FromQuery[DossierScope] = DossierScope.DEBTOR
) -> Dossier:
    """The key may also be a lawsuit's number, `1234/2024`. A debtor may be named by their credits and lawsuits."""
    return find_dossier(archive, actor, key, of)


def _handlers(scope: DossierScope) -> list[HTTPRouteHandler]:
    """JSON, PDF, ZIP and bag of one kind of subject; the same for every kind."""
    path, called = SUBJECTS[scope]
    made = (
        ("dossier", f"Todo lo que se tiene de {called}, en orden", _shower(scope)),
        ("dossier.pdf", f"El dossier de {called} en un solo PDF, foliado y con índice", _binder(scope)),
        ("dossier.zip", f"Los archivos del dossier de {called} con índice y sumas", _packer(scope, bag=False)),
        ("dossier.bag.zip", f"El dossier de {called} como bolsa BagIt, en un ZIP", _packer(scope, bag=True)),
    )
    return [
        get(
            f"/{path}/{{key:str}}/{form}",
            sync_to_thread=True,
            summary=summary,
            operation_id=f"get_{scope.value}_{form.replace('.', '_')}",
        )(handler)
        for form, summary, handler in made
    ]


def _shower(scope: DossierScope) -> Callable[..., Dossier]:
    def show(archive: ArchiveGiven, actor: ActorGiven, key: FromPath[str]) -> Dossier:
        """`key`: id, number or CURP. `missing` lists what the status requires and nobody has filed."""
        return find_dossier(archive, actor, key, scope)

    return show


def _binder(scope: DossierScope) -> Callable[..., Response[Any]]:
    def bind(
        archive: ArchiveGiven,
        request: AnyRequest,
        renderers: RenderersGiven,
        key: FromPath[str],
        volume: VolumeAsked = None,
    ) -> Response[Any]:
        """Bound when asked for; the hand-over is recorded. `volume` gives one volume (legajo) with its own folios."""
        return pdf_of(archive, request, renderers, find_dossier(archive, request.user, key, scope), volume)

    return bind


def _packer(scope: DossierScope, *, bag: bool) -> Callable[..., Response[Any]]:
    def pack(archive: ArchiveGiven, request: AnyRequest, key: FromPath[str]) -> Response[Any]:
        """Originals, searchable PDFs, text, `metadata.json`; the hand-over is recorded.

        A ZIP has `INDICE.txt` and `SHA256SUMS`, a bag (RFC 8493) the log's proofs for those who may read the log.
        """
        require(request.user, Action.READ_ORIGINALS)
        return zip_of(archive, request, find_dossier(archive, request.user, key, scope), bag=bag)

    return pack


def pdf_of(
    archive: Archive, request: AnyRequest, renderers: Renderers, dossier: Dossier, volume: int | None
) -> Response[Any]:
    """The dossier, found for who asks, or one volume of it, bound and sent; of HEAD nothing is bound nor handed over."""
    part = None if volume is None else volume_numbered(dossier, volume)
    name = f"{named(dossier)}{f' legajo {part.number}' if part else ''}.pdf"
    if asked_for_head(request):
        return announced(name, PDF)

    def write(target: Path) -> str:
        with renderers.one() as sandbox:
            write_dossier_pdf(archive, request.user, dossier, target, sandbox, part)
        return name

    return made_download(archive, PDF, write)


def zip_of(archive: Archive, request: AnyRequest, dossier: Dossier, *, bag: bool) -> Response[Any]:
    """The files of the dossier, found for who asks, packed and sent; of HEAD nothing is packed nor handed over."""
    name = f"{named(dossier)}.{'bag.' if bag else ''}zip"
    if asked_for_head(request):
        return announced(name, ZIP)

    def write(target: Path) -> str:
        write_zip(archive, request.user, dossier, target, bag=bag)
        return name

    return made_download(archive, ZIP, write)


def named(dossier: Dossier) -> str:
    """How the file of a dossier is called."""
    return f"Dossier {dossier.subject}" + (f" {dossier.hearing}" if dossier.hearing else "")


router = Router(
    "/",
    tags=["dossiers"],
    route_handlers=[find, *(handler for scope in DossierScope for handler in _handlers(scope))],
)
