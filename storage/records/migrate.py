"""Bring the tables of a database to the newest form."""

from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from schemas.errors import Misconfigured
from storage.records import touching
from storage.records.database import WRITERS, Database, orders_by_code_points, translated


def migrate(database: Database, revision: str = "head") -> None:
    """Apply every migration that is missing, and the triggers that note changes; safe to call at each start.

    Foreign keys are off on SQLite meanwhile: a table that is rebuilt would take
    the rows that point at it along. They are checked before the end. On PostgreSQL
    one process migrates while the others wait.

    Raises:
        Misconfigured: a later version of the program made the tables; or a PostgreSQL database that orders texts by
            another rule than their code points, which would make lists and cursors differ from one server to the next.
        Unavailable: the database is locked, full, damaged or away.
    """
    _carry(database, command.upgrade, revision)


def take_back(database: Database, revision: str) -> None:
    """Give the tables of an archive that holds nothing an earlier form, to take the rows of a backup of that form.

    Raises:
        As `migrate` does.
    """
    _carry(database, command.downgrade, revision)


def _carry(database: Database, step: Callable[[Config, str], None], revision: str) -> None:
    with translated(), database.engine.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        if sqlite:
            connection.exec_driver_sql("ROLLBACK")
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            _check_order(connection)
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITERS})")
        _check_version(connection)
        step(configuration(connection), revision)
        if revision == "head":
            touching.install(connection)
        if sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
            raise RuntimeError("a migration left rows that point at nothing")
        connection.commit()
        if sqlite:
            connection.exec_driver_sql("ROLLBACK")
            connection.exec_driver_sql("PRAGMA foreign_keys=ON")


def revision_of(database: Database) -> str | None:
    """The form the tables have; None where there are none."""
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def is_known(revision: str) -> bool:
    """Whether this version of the program can make tables of that form."""
    scripts = ScriptDirectory(str(Path(__file__).parent / "migrations"))
    return revision in {script.revision for script in scripts.walk_revisions()}


def _check_version(connection: Connection) -> None:
    present = MigrationContext.configure(connection).get_current_revision()
    if present is not None and not is_known(present):
        raise Misconfigured(
            "La base de datos es de una versión posterior de Legajo; instale ésa, o restaure un respaldo anterior en un lugar vacío.",
            code="newer_database",
        )


def _check_order(connection: Connection) -> None:
    if not orders_by_code_points(connection):
        raise Misconfigured(
            "La base de datos ordena los textos según un idioma y debe hacerlo según «C». Créela con: "
            "CREATE DATABASE legajo TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'.",
            code="database_order",
        )


def configuration(connection: Connection) -> Config:
    """Alembic's configuration, on an open connection."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config
