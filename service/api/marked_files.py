"""Files of the store as answers, with their mark where whoever asks is shown things marked (marca de agua)."""

import tempfile
from pathlib import Path
from typing import Any

from litestar import Response

from service.api.asked import AnyRequest
from service.api.dossiers import announced, attached
from service.api.downloads import INLINE_TYPES, ONCE, Sent, send_file
from service.archive import Archive
from service.methods import asked_for_head
from service.operations.documents import FileToSend
from service.operations.watermarks import mark_kept
from service.renderers import Renderers


def send_kept(
    archive: Archive, renderers: Renderers, request: AnyRequest, found: FileToSend, *, inline: bool = False
) -> Response[Any]:
    """The file or its range; of a marked one the whole, made for this answer alone, and nothing made for HEAD."""
    if not found.mark:
        shown = inline and found.media_type in INLINE_TYPES
        sent = Sent(found.key, found.bytes, f'"{found.sha256}"', found.media_type, found.filename, shown)
        return send_file(archive, request, sent)
    if asked_for_head(request):
        return announced(found.filename, found.media_type)
    with tempfile.TemporaryDirectory(dir=archive.settings.staging) as folder:
        target = Path(folder) / "marked.pdf"
        mark_kept(archive, renderers, found, target)
        handle = target.open("rb")  # stays readable when its name is gone
    answer = attached(handle, found.filename, found.media_type)
    answer.headers |= ONCE
    return answer
