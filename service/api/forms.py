"""Forms made when asked for, as answers."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

from litestar import Response
from litestar.params import QueryParameter

from schemas.errors import InvalidInput
from service.api.downloads import PDF, disposition
from service.archive import Archive

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TABLES = {"xlsx": XLSX, "csv": "text/csv"}

TableFormat = Annotated[str, QueryParameter(name="format", max_length=8)]
"""As what a table is asked for."""


def made_file(archive: Archive, filename: str, write: Callable[[Path], object], media_type: str = PDF) -> Response[Any]:
    """The file that `write` makes at the path it is given; small enough to be sent from memory."""
    with tempfile.TemporaryDirectory(dir=archive.settings.staging) as folder:
        target = Path(folder) / "made"
        write(target)
        data = target.read_bytes()
    headers = {"Content-Disposition": disposition(filename, inline=False)}
    return Response(data, headers=headers, media_type=media_type)


def made_table(archive: Archive, name: str, format_: str, write: Callable[[Path], object]) -> Response[Any]:
    """The table that `write` makes at the path it is given, whose name ends as the format: `xlsx` or `csv`.

    Raises:
        InvalidInput: another format.
    """
    if format_ not in TABLES:
        raise InvalidInput("format: xlsx o csv.")

    def write_as(path: Path) -> None:
        target = path.with_suffix(f".{format_}")
        write(target)
        target.rename(path)

    return made_file(archive, f"{name}.{format_}", write_as, TABLES[format_])
