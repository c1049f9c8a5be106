"""Cover and separator sheets, to print and to lay between papers before they are scanned."""

import tempfile
from pathlib import Path

from indexer.engines.coversheet import make_coversheets, titled_sheet
from schemas.access import Action, Actor
from schemas.coversheet import SheetsWanted
from schemas.errors import InvalidInput
from service.archive import Archive, require

MOST_COPIES = 200


def print_sheets(archive: Archive, actor: Actor, wanted: SheetsWanted) -> bytes:
    """A PDF of so many equal sheets.

    Raises:
        Forbidden: the actor may not add documents.
        InvalidInput: an unknown type or paper size, too many copies, or too much to say.
    """
    require(actor, Action.ADD_DOCUMENTS)
    if not 1 <= wanted.copies <= MOST_COPIES:
        raise InvalidInput(f"Se imprimen de 1 a {MOST_COPIES} hojas a la vez.", code="too_many_sheets")
    titled = titled_sheet(wanted)
    with tempfile.TemporaryDirectory(dir=archive.settings.staging) as folder:
        path = Path(folder) / "hojas.pdf"
        make_coversheets([titled] * wanted.copies, path, wanted.size)
        return path.read_bytes()
