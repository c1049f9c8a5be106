"""One archive, opened once per process: settings, rows, objects, index."""

import threading

from indexer.search.open import NONE, open_search_index
from indexer.search.protocol import SearchIndex
from schemas.access import Action, Actor, may
from schemas.errors import Forbidden, Misconfigured
from schemas.settings import Settings
from schemas.system_errors import reason
from service.index_pen import IndexPen
from service.kept_boards import Kept
from service.looks import Looks
from service.registered import Registered
from service.remembered import Remembered
from storage.objects.named import naming
from storage.objects.open import open_object_store
from storage.objects.protocol import ObjectStore
from storage.records import Database


class Archive:
    """What every operation is handed. Made by an entry point, closed by it."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        _make_folder(settings)
        self.database = Database(settings.database)
        self.objects = _open_objects(settings)
        self._index: SearchIndex | None = None
        self.registered = Registered(settings.staging)
        self.looks = Looks(self.database)
        self.remembered = Remembered()
        self.kept = Kept()
        self.feeding, self.rebuilding = threading.RLock(), threading.Lock()
        """Held from reading rows for the index until it is noted what it holds; and while it is built anew."""
        self._lock = threading.Lock()

    @property
    def index(self) -> SearchIndex:
        """The search index, opened when first asked for: filing does not need it."""
        with self._lock:
            if self._index is None:
                pen = IndexPen(self.database)
                self._index = open_search_index(self.settings.index, self.settings.meilisearch_key, pen)
            return self._index

    @property
    def has_index(self) -> bool:
        """Whether this machine has the search index; of several machines, one may feed it and answer for all."""
        return self.settings.index != NONE

    def close(self) -> None:
        """Give everything back."""
        self.looks.close()
        self.registered.close()
        if self._index is not None:
            self._index.close()
        self.database.close()


def _open_objects(settings: Settings) -> ObjectStore:
    with naming("LEGAJO_OBJECTS"):
        return open_object_store(settings.objects, settings.s3_access_key, settings.s3_secret_key)


def _make_folder(settings: Settings) -> None:
    """A new folder is its owner's alone: rows, papers and keys of many people stand in it."""
    try:
        settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        settings.staging.mkdir(exist_ok=True)
    except OSError as error:
        raise Misconfigured(f"LEGAJO_DATA: no se puede usar la carpeta '{settings.data}': {reason(error)}.") from error


def require(actor: Actor, action: Action) -> None:
    """Refuse what the actor's role does not grant.

    Raises:
        Forbidden: in the user's words.
    """
    if not may(actor, action):
        raise Forbidden("Su usuario no tiene permiso para esta acción.")
