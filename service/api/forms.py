"""Forms made when asked for, as answers."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from litestar import Response

from service.api.downloads import disposition
from service.archive import Archive

PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def made_file(archive: Archive, filename: str, write: Callable[[Path], object], media_type: str = PDF) -> Response[Any]:
    """The file that `write` makes at the path it is given; small enough to be sent from memory."""
    with tempfile.TemporaryDirectory(dir=archive.settings.staging) as folder:
        target = Path(folder) / "made"
        write(target)
        data = target.read_bytes()
    headers = {"Content-Disposition": disposition(filename, inline=False)}
    return Response(data, headers=headers, media_type=media_type)
