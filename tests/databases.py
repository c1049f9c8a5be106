"""Databases with our tables for the tests: migrated once in each process, and copied."""

import atexit
import contextlib
import shutil
import tempfile
import threading
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from sqlalchemy import event

from storage.records import Database
from storage.records.migrate import migrate


def sqlite_in(folder: Path, name: str = "rows.db") -> str:
    """The address of a new SQLite database in the folder, with our tables and no rows."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(_migrated(), folder / name)
    return f"sqlite:///{folder / name}"


@contextlib.contextmanager
def queries_of(database: Database) -> Iterator[list[str]]:
    """The queries that this thread asks inside the block; others, such as the record of looks, ask when they come to it."""
    asked: list[str] = []
    ours = threading.get_ident()

    def count(*said: object) -> None:
        if threading.get_ident() == ours:
            asked.append(str(said[2]))

    event.listen(database.engine, "before_cursor_execute", count)
    try:
        yield asked
    finally:
        event.remove(database.engine, "before_cursor_execute", count)


@cache
def _migrated() -> Path:
    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder)
    opened = Database(f"sqlite:///{folder / 'first.db'}")
    migrate(opened)
    opened.close()
    return folder / "first.db"
