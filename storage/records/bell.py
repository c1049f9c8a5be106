"""Waking those who wait for work: on PostgreSQL by LISTEN and NOTIFY, elsewhere by looking often.

A ring is only a hint. Whoever wakes looks at the job table, and looks there now and
then without one: a ring that is lost costs a second, never a job.
"""

import contextlib
import threading
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from storage.records.database import Database

CHANNEL = "legajo_jobs"


def ring(session: Session) -> None:
    """Wake those who wait, when the caller's transaction ends well; nothing where the database cannot."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_notify(CHANNEL, "")))


class Bell:
    """Waits for a ring, on a connection of its own. Used by one thread."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._connection: Any = None
        self._can_listen = database.engine.dialect.name == "postgresql"
        self._failed: tuple[type[Exception], ...] = (OSError, SQLAlchemyError)
        driver = getattr(database.engine.dialect, "dbapi", None)
        if driver is not None:
            self._failed += (driver.Error,)

    def wait(self, looking: float, listening: float, stopping: threading.Event) -> None:
        """Until a ring, at most `listening` seconds; where there are no rings, or no connection, `looking` seconds."""
        if not self._can_listen:
            stopping.wait(looking)
            return
        try:
            if self._connection is None:
                self._connection = self._listening()
            for _ in self._connection.notifies(timeout=listening, stop_after=1):
                return
        except self._failed:
            self.close()
            stopping.wait(looking)

    def close(self) -> None:
        """Give the connection back."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(*self._failed):
                connection.close()

    def _listening(self) -> Any:  # noqa: ANN401 - the driver's own connection
        pooled = self._database.engine.raw_connection()
        connection: Any = pooled.driver_connection
        pooled.detach()
        try:
            connection.rollback()
            connection.autocommit = True
            connection.execute(f"LISTEN {CHANNEL}")
        except self._failed:
            connection.close()  # it is no longer the pool's to close
            raise
        return connection
