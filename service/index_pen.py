"""Which of all processes feeds a search index that every machine reaches: a lease in the database."""

import secrets
import time
from datetime import datetime, timedelta
from threading import Lock

from schemas.errors import Conflict
from storage.records import Database, facts, now

FACT = "index.writer"
LEASE_SECONDS = 60.0
"""How long the writer stays the writer without saying so again; clocks of machines must agree to well within it."""
_SAID_EVERY = LEASE_SECONDS / 4


class IndexPen:
    """An `indexer.search.protocol.Pen` of one process. Taking it costs a transaction four times per lease."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._holder = secrets.token_hex(8)
        self._said = 0.0
        self._lock = Lock()

    def take(self) -> None:
        """See `Pen.take`."""
        with self._lock:
            if self._said and time.monotonic() - self._said < _SAID_EVERY:
                return
            with self._database.write() as session:
                holder, _, until = (facts.get(session, FACT) or "").partition(" ")
                if holder and holder != self._holder and datetime.fromisoformat(until) > now():
                    self._said = 0.0
                    raise Conflict("Otro proceso alimenta el índice de búsqueda.", code="index_busy")
                until = (now() + timedelta(seconds=LEASE_SECONDS)).isoformat()
                facts.put(session, FACT, f"{self._holder} {until}")
            self._said = time.monotonic()

    def lay_down(self) -> None:
        """See `Pen.lay_down`."""
        with self._lock:
            if not self._said:
                return
            self._said = 0.0
            with self._database.write() as session:
                if (facts.get(session, FACT) or "").startswith(self._holder):
                    facts.put(session, FACT, f"{self._holder} {now().isoformat()}")
