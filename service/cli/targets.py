"""Files and folders that a verb writes: new ones, whole or not there at all."""

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

from schemas.errors import Conflict, InvalidInput
from schemas.system_errors import reason


@contextlib.contextmanager
def writing(target: Path | None) -> Iterator[None]:
    """For as long as it is being written; what was begun of it is taken away when the block fails. Nothing is done for none.

    Raises:
        Conflict, InvalidInput: as `check_new`; or it cannot be written.
    """
    if target is None:
        yield
        return
    check_new(target)
    try:
        yield
    except BaseException as error:
        _take_away(target)
        if isinstance(error, OSError) and not isinstance(error, BrokenPipeError):
            raise InvalidInput(f"No se puede escribir {target}: {reason(error)}.", code="unwritable") from error
        raise


def check_new(target: Path) -> None:
    """Refuse a target before any work is done for it.

    Raises:
        Conflict: there is something of that name.
        InvalidInput: there is no folder to write it in.
    """
    if target.exists():
        raise Conflict(f"Ya existe {target}; no se sobrescribe.")
    if not target.absolute().parent.is_dir():
        raise InvalidInput(f"No existe la carpeta {target.absolute().parent}.")


def _take_away(target: Path) -> None:
    if target.is_dir():
        shutil.rmtree(target, ignore_errors=True)
        return
    with contextlib.suppress(OSError):
        target.unlink()
