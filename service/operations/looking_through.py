"""The first look at a file of any length: a stretch of pages at a time, for as long as it gets on."""

import time

import msgspec

from indexer.sandbox import Sandbox
from schemas.errors import ArchiveError, Kind
from schemas.outcomes import Reason
from schemas.work import InspectedPage, InspectRequest, InspectResult

_STRETCH = 0.4
"""Share of the time for one call after which no further page is begun: what is left is for a page that stalls."""
_PAGE_SECONDS = 0.6
"""Wall time each page adds; a scan with a look for barcodes takes 0.12 s of processor time."""
_OURS = (Kind.UNAVAILABLE, Kind.MISCONFIGURED, Kind.INTERNAL)


def look_through(sandbox: Sandbox, request: InspectRequest, seconds: float) -> InspectResult:
    """All pages of the file. Pages that no time is left for are listed with a problem, as those that are damaged.

    Args:
        sandbox: where foreign files are opened.
        request: what to look at.
        seconds: wall time for one stretch; a file that gets on has as much again as its pages ask for.

    Raises:
        ArchiveError: nothing of the file can be had, or the sandbox cannot work.
    """
    begun = time.monotonic()
    request = msgspec.structs.replace(request, seconds=_STRETCH * seconds)
    whole = sandbox.call("inspect", request, InspectResult, wall_seconds=seconds)
    while whole.unseen > 0:
        if time.monotonic() - begun > seconds + _PAGE_SECONDS * len(whole.pages):
            return _without_the_rest(whole, str(Reason.TIMED_OUT), sandbox.limits.pages)
        more = msgspec.structs.replace(request, first=len(whole.pages), bad=whole.bad)
        try:
            found = sandbox.call("inspect", more, InspectResult, wall_seconds=seconds)
        except ArchiveError as error:
            if error.kind in _OURS:
                raise
            return _without_the_rest(whole, error.code, sandbox.limits.pages)
        if not found.pages:
            return _without_the_rest(whole, str(Reason.DAMAGED), sandbox.limits.pages)
        pages = (*whole.pages, *found.pages)
        attached = (*whole.attachments, *found.attachments)
        whole = msgspec.structs.replace(
            whole, pages=pages, attachments=attached, unseen=found.unseen, bad=found.bad
        ).judged()
    return whole


def _without_the_rest(whole: InspectResult, problem: str, most: int) -> InspectResult:
    first = len(whole.pages)
    lost = [InspectedPage(index, 0.0, 0.0, problem=problem) for index in range(first, min(first + whole.unseen, most))]
    return msgspec.structs.replace(whole, pages=(*whole.pages, *lost), unseen=0).judged()
