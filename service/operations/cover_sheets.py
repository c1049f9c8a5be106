"""Cover and separator sheets, to print and to lay between papers before they are scanned."""

import tempfile
from pathlib import Path

import msgspec

from indexer.engines.coversheet import Titled, make_coversheets
from schemas.access import Action, Actor
from schemas.coversheet import CoverSheet
from schemas.document_types import find_type
from schemas.errors import InvalidInput
from service.archive import Archive, require

MOST_COPIES = 200


class SheetsWanted(msgspec.Struct, frozen=True):
    """What the sheets say of the papers behind them; nothing at all makes separators. `type` is a code, name or abbreviation."""

    type: str = ""
    credit: str = ""
    lawsuit: str = ""
    box: str = ""
    copies: int = 1
    size: str = "letter"


def titled_sheet(wanted: SheetsWanted) -> Titled:
    """The sheet, with its type by the name people know.

    Raises:
        InvalidInput: the type is none of the catalogue.
    """
    kind = find_type(wanted.type) if wanted.type else None
    if wanted.type and kind is None:
        raise InvalidInput(f"No se conoce el tipo de documento '{wanted.type[:60]}'.", code="unknown_type")
    sheet = CoverSheet(kind.code if kind else "", credit=wanted.credit, lawsuit=wanted.lawsuit, box=wanted.box)
    return Titled(sheet, {"document_type": kind.name} if kind else {})


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
