"""The pages mounted on the service; what `legajo serve` and any ASGI server run."""

import os

from litestar import Litestar, Router
from litestar.datastructures import CacheControlHeader
from litestar.static_files import create_static_files_router

from schemas.settings import Settings
from service import app
from service.archive import Archive
from service.configuration import read_settings
from service.middleware import OPEN
from web.pages import (
    account,
    acts,
    administration,
    assigning,
    batches,
    binding,
    board,
    call_messages,
    catalogues,
    commissions,
    comparing,
    contracts,
    counter,
    custody,
    custody_moves,
    data_requests,
    design,
    documents,
    dossiers,
    duties,
    hearings,
    intake,
    lawyer,
    lost_notes,
    mirror_suits,
    monthly_board,
    privacy,
    problems,
    public_versions,
    reservations,
    reviewing,
    scan_quality,
    searching,
    security,
    sheets,
    signing_in,
    supervision,
    unregistered_notes,
    upkeep,
    viewing,
)
from web.rendering import STATIC


def create_app(settings: Settings, *, warms: bool = False, archive: Archive | None = None) -> Litestar:
    """API and pages of one archive, given or opened; `warms` works boards out before anybody asks, as a server is to do.

    Raises:
        Misconfigured: a setting names a database or store we do not know.
    """
    static = create_static_files_router(
        "/static",
        directories=[STATIC],
        opt={OPEN: True},
        cache_control=CacheControlHeader(max_age=3600, public=True),
        include_in_schema=False,
    )
    # One router for all pages: two handlers of one path registered apart would each be wrapped twice for their threads.
    pages = Router(
        "/",
        route_handlers=[
            *signing_in.HANDLERS,
            *account.HANDLERS,
            *administration.HANDLERS,
            *upkeep.HANDLERS,
            *catalogues.HANDLERS,
            *board.HANDLERS,
            *searching.HANDLERS,
            *documents.HANDLERS,
            *viewing.HANDLERS,
            *comparing.HANDLERS,
            *dossiers.HANDLERS,
            *supervision.HANDLERS,
            *counter.HANDLERS,
            *call_messages.HANDLERS,
            *acts.HANDLERS,
            *hearings.HANDLERS,
            *assigning.HANDLERS,
            *monthly_board.HANDLERS,
            *mirror_suits.HANDLERS,
            *commissions.HANDLERS,
            *data_requests.HANDLERS,
            *contracts.HANDLERS,
            *duties.HANDLERS,
            *privacy.HANDLERS,
            *security.HANDLERS,
            *public_versions.HANDLERS,
            *reservations.HANDLERS,
            *binding.HANDLERS,
            *lawyer.HANDLERS,
            *custody.HANDLERS,
            *custody_moves.HANDLERS,
            *intake.HANDLERS,
            *sheets.HANDLERS,
            *batches.HANDLERS,
            *scan_quality.HANDLERS,
            *reviewing.HANDLERS,
            *unregistered_notes.HANDLERS,
            *lost_notes.HANDLERS,
            *problems.HANDLERS,
            *design.HANDLERS,
        ],
    )
    return app.create_app(settings, app.Extension([static, pages], problems.render_problem, warms), archive)


def app_factory() -> Litestar:
    """The same from the environment: `granian --interface asgi --factory web.asgi:app_factory`."""
    return create_app(read_settings(os.environ), warms=True)
