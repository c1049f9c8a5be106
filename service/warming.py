"""Works boards out and reads files before anybody asks: when a server begins, and when a new day does, since every clock then counts anew."""

import gc
import logging
import threading
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from pathlib import Path

from schemas.access import SYSTEM
from schemas.clocks.calendar import HERE
from schemas.errors import ArchiveError
from service.archive import Archive
from service.operations.diary import diary_of
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
    """One child to draw pages, the files of the index, every queue of the office, the diary, and the file of the rows.

    A search whose index and rows are not in memory takes ten times as long, or a hundred. The rows come last: they are
    the most, and working boards out reads a part of them.

    What was worked out stays for the day, so the collector of garbage need not look through it again and again.
    """
    renderers.start_one()
    room = room_for_files()
    room -= read_ahead(_files_of_index(archive), room)
    running.figures(archive, SYSTEM)
    diary_of(archive, SYSTEM)
    gc.collect()
    gc.freeze()
    read_ahead(archive.database.files(), room)


def _files_of_index(archive: Archive) -> Sequence[Path]:
    try:
        return archive.index.files()
    except ArchiveError:  # boards are worked out all the same
        return ()


def until_tomorrow(moment: datetime) -> float:
    """Seconds until the office's day has just begun."""
    here = moment.astimezone(HERE)
    midnight = datetime.combine(here.date() + timedelta(days=1), time(0, 0, 1), HERE)
    return max(1.0, (midnight - here).total_seconds())
