"""What is registered, as reading leans on it, kept between documents."""

import threading

from schemas.fields import Known
from storage.records import Session, known

OWN_NAMES = ("Instituto de Crédito Educativo del Estado", "Instituto de Becas y Crédito Educativo")
"""How the institute is called on its own paper: the payee, never the debtor."""


class Registered:
    """What is registered, kept between documents and read again when the registry changed."""

    def __init__(self) -> None:
        self._mark: known.Mark | None = None
        self._known = Known()
        self._lock = threading.Lock()

    def get(self, session: Session) -> Known:
        """The registry as of now."""
        with self._lock:
            mark = known.mark(session)
            if mark != self._mark:
                self._known, self._mark = known.known(session, OWN_NAMES), mark
            return self._known
