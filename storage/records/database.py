"""One database, opened once per process: SQLite (WAL) or PostgreSQL."""

import secrets
import select
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DataError, DBAPIError, InvalidatePoolError, OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from schemas.errors import InvalidInput, Misconfigured, Unavailable
from schemas.identity import make_id
from schemas.system_errors import reason

BUSY_SECONDS = 20
"""How long a writer waits for another before it gives up."""

STATEMENT_SECONDS = 120
"""How long PostgreSQL works on one statement before it is stopped."""

DEAD_SECONDS = 60
"""After so long without a sign of the other machine, PostgreSQL and we give a connection up, and with it its locks."""

FRESH_SECONDS = 2.0
"""So long after its last use a connection to PostgreSQL on which nothing has come is taken to live still."""

WRITERS = 0x4C47
"""The advisory lock that makes writers on PostgreSQL come one after the other, as they do on SQLite."""


def new_id() -> str:
    """A fresh id, later than all before it to the millisecond."""
    return make_id(time.time_ns() // 1_000_000, secrets.token_bytes(10))


def now() -> datetime:
    """This moment, UTC."""
    return datetime.now(UTC)


class Database:
    """Transactions on one database.

    `read()` and `write()` give a session; `write()` takes the write lock at
    once (SQLite: BEGIN IMMEDIATE, because a lock that is upgraded half-way fails
    under concurrency whatever the time limit; PostgreSQL: an advisory lock, so
    that what was read inside the block still holds when it is written, and the log
    has no gap) and commits when the block ends without an error. Both raise
    `Unavailable` when the database is locked, full or away.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = _open(url)
        self._reading = self.engine.execution_options(legajo_writes=False)
        sqlite = self.engine.dialect.name == "sqlite"
        self._looking = self._reading if sqlite else self._reading.execution_options(isolation_level="AUTOCOMMIT")
        self._writing = {
            (beside, lasting): self.engine.execution_options(
                legajo_writes=True, legajo_beside_others=beside, legajo_lasting=lasting
            )
            for beside in (False, True)
            for lasting in (False, True)
        }

    @contextmanager
    def write(self, *, beside_others: bool = False, lasting: bool = True) -> Iterator[Session]:
        """A transaction that may change rows; committed at the end of the block, undone by an error.

        Args:
            beside_others: where the server can, do not wait for other writers. For
                statements that lock the very rows they change, and record no event.
            lasting: wait until the disk has it. Without that a process that dies loses nothing, and a machine
                that loses power may lose the last second: for who works on what, which is found out anew.
        """
        with self._session(self._writing[beside_others, lasting], writes=True) as session:
            yield session
            with translated(saving=True):
                session.commit()

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A transaction that only looks; nothing it does is kept."""
        with self._session(self._reading) as session:
            yield session

    @contextmanager
    def look(self) -> Iterator[Session]:
        """A few looks, each as of its own moment on PostgreSQL, which is spared the transaction around them.

        For what is asked at every turn: two journeys to the server less. No rows are streamed here.
        """
        with self._session(self._looking) as session:
            yield session

    @contextmanager
    def snapshot(self) -> Iterator[Session]:
        """A transaction that sees every table as of one moment, however long it reads; nothing it does is kept."""
        engine = self._reading
        if engine.dialect.name != "sqlite":  # SQLite's reading transactions are so by nature
            engine = engine.execution_options(isolation_level="REPEATABLE READ")
        with self._session(engine) as session:
            yield session

    @contextmanager
    def _session(self, engine: Engine, *, writes: bool = False) -> Iterator[Session]:
        session = Session(engine, expire_on_commit=False)
        try:
            with translated(saving=writes):
                if writes:
                    session.connection()
                yield session
        finally:
            session.close()

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()

    def files(self) -> list[Path]:
        """The file of this machine that holds the rows; none where a server has them.

        Not to be opened by a process that has the database open: closing it would give up SQLite's locks on it.
        """
        name = self.engine.url.database
        return [Path(name)] if self.engine.dialect.name == "sqlite" and name and name != ":memory:" else []

    def is_its_own(self, path: Path) -> bool:
        """Whether that is, under whatever name, a file in which SQLite keeps the rows, its log or its index of that."""
        own = [Path(f"{file}{more}") for file in self.files() for more in ("", "-wal", "-shm")]
        return any(path.exists() and file.exists() and path.samefile(file) for file in own)

    def checkpoint(self) -> None:
        """Move SQLite's log into its file. Workers call this, now and then: see docs/decisions/0002.

        Where SQLite is of a version in which a writer that begins the log anew may meet a checkpoint and pages are
        lost ("WAL-reset bug", sqlite.org/wal.html), writers wait for the end of it.
        """
        if self.engine.dialect.name != "sqlite":
            return
        alone = self.write(lasting=False) if may_lose_pages(sqlite3.sqlite_version_info) else nullcontext()
        with alone:
            # On the driver's own connection: inside a transaction SQLite refuses to fold the log.
            connection = self.engine.raw_connection()
            try:
                connection.cursor().execute("PRAGMA wal_checkpoint(PASSIVE)").close()
            except sqlite3.OperationalError as error:
                raise Unavailable("La base de datos está ocupada.", code="database_unavailable") from error
            finally:
                connection.close()

    def version(self) -> str:
        """Name and version of the database server, for the health page.

        Raises:
            Unavailable: it does not answer, or its file is damaged.
        """
        with translated("La base de datos no responde."), self.engine.connect() as connection:
            if self.engine.dialect.name == "sqlite":
                return f"SQLite {connection.scalar(text('select sqlite_version()'))}"
            return f"PostgreSQL {connection.scalar(text('show server_version'))}"

    def examine(self) -> None:
        """Read SQLite's whole file for damage; a server looks after its own.

        Raises:
            Unavailable: it does not answer, or its file is damaged.
        """
        if self.engine.dialect.name == "sqlite":
            with translated(), self.engine.connect() as connection:
                if connection.exec_driver_sql("PRAGMA quick_check(1)").scalar() != "ok":
                    raise _damaged()


def may_lose_pages(version: tuple[int, ...]) -> bool:
    """Whether SQLite of that version has the WAL-reset bug: all up to 3.51.2 but the two that were mended later (sqlite.org/wal.html)."""
    return version < (3, 51, 3) and not (3, 50, 7) <= version < (3, 51) and not (3, 44, 6) <= version < (3, 45)


_NO_VALUE = "Un número es demasiado grande, o un texto lleva un carácter que no se admite."


@contextmanager
def translated(away: str = "", *, saving: bool = False) -> Iterator[None]:
    """Turn what the driver says of a server, a file or a disk into our errors; mistakes in our own statements stay as they are.

    Args:
        away: the sentence for a database that is away, where nothing was to be kept.
        saving: something was to be kept, and was not.

    Raises:
        Unavailable: the database is locked, full or away; code `database_damaged` where SQLite's file is damaged, or is none.
        InvalidInput: a value that no column takes: a number too large, or (PostgreSQL) a text with a NUL.
    """
    try:
        yield
    except DataError as error:
        raise InvalidInput(_NO_VALUE) from error
    except OverflowError as error:
        if "SQLite" not in str(error):
            raise
        raise InvalidInput(_NO_VALUE) from error
    except DBAPIError as error:
        told = _told(error, away, saving=saving)
        if told is None:
            raise
        raise told from error


def _told(error: DBAPIError, away: str, *, saving: bool) -> Unavailable | None:
    if type(error.orig) is sqlite3.DatabaseError:  # its subclasses are about statements
        return _damaged()
    if not error.connection_invalidated and not isinstance(error, OperationalError):
        return None
    return Unavailable(away, code="database_unavailable") if away else _away(error, saving=saving)


def _damaged() -> Unavailable:
    said = "El archivo de la base de datos está dañado; tráigalo del respaldo."
    return Unavailable(said, code="database_damaged")


_WHY = (
    ("full", "no queda espacio en el disco"),
    ("disk i/o", "el disco falla o está lleno"),
    ("readonly", "el archivo o el disco de la base de datos es de sólo lectura"),
    ("unable to open", "no se puede abrir el archivo de la base de datos"),
    ("authentication failed", "el servidor no admite esa cuenta o contraseña"),
    ("no password supplied", "el servidor pide contraseña"),
    ("resolve host", "no se encuentra el servidor de la base de datos"),
    ("does not exist", "el servidor no tiene esa base de datos o esa cuenta"),
)
"""What of SQLite and PostgreSQL can be said in a sentence of its own; a server that speaks another language is just away."""


def _away(error: DBAPIError, *, saving: bool) -> Unavailable:
    said = str(error.orig).lower()
    why = next((why for part, why in _WHY if part in said), "la base de datos está ocupada o no responde")
    begun = "No se pudo guardar: " if saving else "La base de datos no está disponible: "
    return Unavailable(f"{begun}{why}. Intente de nuevo.", code="database_unavailable")


def orders_by_code_points(connection: Connection) -> bool:
    """Whether texts come in the order of their code points, as SQLite has them, and not in that of a language."""
    return bool(connection.exec_driver_sql("SELECT 'Z' < 'a' AND 'a' < 'Á'").scalar())


def _open(url: str) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _open_sqlite(url, parsed.database)
    if parsed.get_backend_name() == "postgresql":
        return _open_postgres(url)
    raise Misconfigured(f"LEGAJO_DATABASE: no se conoce la base de datos '{parsed.get_backend_name()}'.")


def _open_postgres(url: str) -> Engine:
    limits = f"-c lock_timeout={BUSY_SECONDS * 1000:.0f} -c statement_timeout={STATEMENT_SECONDS * 1000}"
    # Both ends ask whether the other is there: a machine that dies while it writes would keep all others
    # from writing for as long as the system's own two hours.
    there = {"idle": DEAD_SECONDS // 2, "interval": DEAD_SECONDS // 6, "count": 3}
    limits += "".join(f" -c tcp_keepalives_{name}={value}" for name, value in there.items())
    limits += f" -c tcp_user_timeout={DEAD_SECONDS * 1000}"
    asked = {f"keepalives_{name}": value for name, value in there.items()} | {"tcp_user_timeout": DEAD_SECONDS * 1000}
    engine = create_engine(
        url,
        pool_size=20,
        max_overflow=20,
        pool_timeout=BUSY_SECONDS,
        connect_args={"connect_timeout": 10, "options": limits, "application_name": "legajo"} | asked,
    )

    @event.listens_for(engine, "connect")
    @event.listens_for(engine, "checkin")
    def _note(_connection: object, record: ConnectionPoolEntry) -> None:
        record.info["seen"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def _ask(connection: DBAPIConnection, record: ConnectionPoolEntry, _proxy: object) -> None:
        # A connection may die while it lies unused. To ask it takes as long as an answer, so one just used is not asked
        # unless something has come on it, as when the server has closed it.
        if time.monotonic() - record.info["seen"] < FRESH_SECONDS and _is_silent(connection):
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise InvalidatePoolError from error

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        if options.get("legajo_writes") and not options.get("legajo_beside_others"):
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITERS})")
        if not options.get("legajo_lasting", True):
            connection.exec_driver_sql("SET LOCAL synchronous_commit = off")

    return engine


def _is_silent(connection: DBAPIConnection) -> bool:
    watched = select.poll()
    watched.register(connection.fileno(), select.POLLIN)
    return not watched.poll(0)


def _open_sqlite(url: str, file: str | None) -> Engine:
    if file and file != ":memory:":
        try:
            Path(file).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Misconfigured(
                f"LEGAJO_DATABASE: no se puede usar la carpeta '{Path(file).parent}': {reason(error)}."
            ) from error
    engine = create_engine(
        url, pool_size=20, max_overflow=40, connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False}
    )

    @event.listens_for(engine, "connect")
    def _configure(connection: sqlite3.Connection, _record: object) -> None:
        # The driver must not open transactions by itself: `begin` below does.
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "wal_autocheckpoint=0",
            "cache_size=-32000",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        writes = options.get("legajo_writes", True)
        lasting = options.get("legajo_lasting", True)
        if writes and connection.info.get("lasting", True) != lasting:
            connection.exec_driver_sql(f"PRAGMA synchronous={'FULL' if lasting else 'NORMAL'}")
            connection.info["lasting"] = lasting
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine
