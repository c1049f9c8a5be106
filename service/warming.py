"""Works boards out and reads files before anybody asks: when a server begins, and when a new day does, since every clock then counts anew."""

import gc
import logging
import threading
from datetime import datetime, time, timedelta
from pathlib import Path

from schemas.access import SYSTEM
from schemas.errors import ArchiveError, Unavailable
from service.archive import Archive
from service.operations.custody.days import HERE
from service.operations.diary import diary
from service.operations.queues import running
from service.processes import room_for_files
from service.reading_ahead import read_ahead
from service.renderers import Renderers
from storage.records import now

BEGIN_SECONDS = 1.0
"""A server answers first and gets warm after."""

END_SECONDS = 2.0

_log = logging.getLogger(__name__)


class Warming:
    """A thread beside a server; without it the first look costs what it saves."""

    def __init__(self, archive: Archive, renderers: Renderers) -> None:
        self._archive, self._renderers = archive, renderers
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="warming", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def close(self) -> None:
        """End; what is being worked out is given up with the process, since a large office's takes a minute."""
        self._closing.set()
        self._thread.join(END_SECONDS)

    def _run(self) -> None:
        wait = BEGIN_SECONDS
        while not self._closing.wait(wait):
            try:
                warm(self._archive, self._renderers)
            except ArchiveError as error:
                _log.warning("the boards could not be worked out ahead: %s", error.detail)
            wait = until_tomorrow(now())


def warm(archive: Archive, renderers: Renderers) -> None:
    """One child to draw pages, the files of index and rows, every queue of the office, and the diary.

    After the machine began, a search reads both from its disk otherwise: ten times as long, or a hundred.

    What was worked out stays for the day, so the collector of garbage need not look through it again and again.
    """
    renderers.start_one()
    read_ahead(_files(archive), room_for_files())
    running.figures(archive, SYSTEM)
    diary(archive, SYSTEM)
    gc.collect()
    gc.freeze()


def _files(archive: Archive) -> list[Path]:
    try:
        index = archive.index.files()
    except Unavailable:  # boards are worked out all the same
        index = ()
    return [*index, *archive.database.files()]


def until_tomorrow(moment: datetime) -> float:
    """Seconds until the office's day has just begun."""
    here = moment.astimezone(HERE)
    midnight = datetime.combine(here.date() + timedelta(days=1), time(0, 0, 1), HERE)
    return max(1.0, (midnight - here).total_seconds())
