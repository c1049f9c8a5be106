"""Databases with our tables for the tests: migrated once in each process, and copied."""

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from storage.records import Database
from storage.records.migrate import migrate


def sqlite_in(folder: Path, name: str = "rows.db") -> str:
    """The address of a new SQLite database in the folder, with our tables and no rows."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(_migrated(), folder / name)
    return f"sqlite:///{folder / name}"


@cache
def _migrated() -> Path:
    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder)
    opened = Database(f"sqlite:///{folder / 'first.db'}")
    migrate(opened)
    opened.close()
    return folder / "first.db"
