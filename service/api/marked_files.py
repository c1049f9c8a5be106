"""Files of the store as answers, with their mark where whoever asks is shown things marked (marca de agua)."""

from pathlib import Path
from typing import Any

from litestar import Response

from service.api.asked import AnyRequest
from service.api.downloads import INLINE_TYPES, ONCE, Sent, announced, made_download, send_file
from service.archive import Archive
from service.methods import asked_for_head
from service.operations.documents import FileToSend
from service.operations.watermarks import mark_kept
from service.renderers import Renderers

WHOLE = {"Accept-Ranges": "none"}
"""Asks readers not to try parts of what is made for one look (RFC 9110, 14.3)."""


def send_kept(
    archive: Archive, renderers: Renderers, request: AnyRequest, found: FileToSend, *, inline: bool = False
) -> Response[Any]:
    """The file or its range; of a marked one the whole, made for this answer alone, and nothing made for HEAD.

    Each answer to a range would mark the whole again, and the parts would bear different looks: readers are told not to ask.
    """
    if not found.mark:
        shown = inline and found.media_type in INLINE_TYPES
        sent = Sent(found.key, found.bytes, f'"{found.sha256}"', found.media_type, found.filename, shown)
        return send_file(archive, request, sent)
    if asked_for_head(request):
        answer = announced(found.filename, found.media_type)
        answer.headers |= WHOLE
        return answer

    def write(target: Path) -> str:
        mark_kept(archive, renderers, found, target)
        return found.filename

    answer = made_download(archive, found.media_type, write)
    answer.headers |= ONCE | WHOLE
    return answer
