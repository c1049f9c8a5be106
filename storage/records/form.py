"""Whether the tables of a database have the newest form, told without what it takes to bring them there."""

from importlib import import_module
from pathlib import Path

from sqlalchemy import Connection, inspect, make_url

from storage.records import touching
from storage.records.database import Database, orders_by_code_points

_NEWEST = max(path.name.partition("_")[0] for path in (Path(__file__).parent / "migrations/versions").glob("[0-9]*.py"))
"""The number of the last migration; each file begins with its own."""


def bring_up_to_date(database: Database) -> None:
    """Migrate where anything is missing: for every verb of the command, and at each start.

    What migrates is imported only then. To import and ask it is a third of the time a verb takes that has nothing
    to migrate, and it looks through all rows for keys that point at nothing.

    Raises:
        As `migrate` does.
    """
    with database.read() as session:
        connection = session.connection()
        newest = orders_by_code_points(connection) and _is_newest(connection)
    if not newest:
        import_module("storage.records.migrate").migrate(database)


def files_of(address: str) -> list[Path]:
    """The file of this machine that the address names; none where a server has the rows."""
    url = make_url(address)
    return [Path(url.database)] if url.get_backend_name() == "sqlite" and url.database else []


def is_missing(address: str) -> bool:
    """Whether the address names a file of this machine that is not there; one that cannot be looked for may be."""
    try:
        for file in files_of(address):
            file.stat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False


def has_tables(database: Database) -> bool:
    """Whether an archive was ever begun in the database."""
    with database.read() as session:
        return inspect(session.connection()).has_table("alembic_version")


def _is_newest(connection: Connection) -> bool:
    if not inspect(connection).has_table("alembic_version"):
        return False
    now = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalars().all()
    return list(now) == [_NEWEST] and touching.is_installed(connection)
