"""What every form that is printed to be signed shares: whose it is, and its file."""

from collections.abc import Callable
from pathlib import Path

from indexer.engines.printed import print_form
from schemas.errors import InvalidInput
from schemas.printed import Printed
from schemas.system_errors import reason
from service.registered import OWN_NAMES

HOUSE = f"{OWN_NAMES[1]} del Estado de Sonora"
UNIT = "Cartera Judicial · Archivo"


def write_form(form: Printed, target: Path, setting: Callable[[Printed, Path], None] = print_form) -> None:
    """Write a form to `target`, as a PDF unless `setting` makes something else of it.

    Raises:
        InvalidInput: `target` cannot be written.
    """
    try:
        setting(form, target)
    except OSError as error:
        raise InvalidInput(f"No se puede escribir {target}: {reason(error)}.", code="unwritable") from error
