"""The same request twice under one idempotency key, whatever became of the first: done once, and answered."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import func, select

from service.operations import registry
from service.operations.receive import Given, receive_once, stage_pieces
from service.operations.repeating import Answer, Asked, once
from storage.records import events
from storage.records.tables import CourtRow, ReceiptRow
from tests.registry_office import CLERK, Office, office_on_either

office = office_on_either
ASKED, COURT = Asked("k-1", "0" * 64), {"code": "9M", "name": "Juzgado Noveno"}

KILLED = """
import os, signal, sys
from pathlib import Path
from sqlalchemy import event
from service.operations import registry
from tests.registry_office import CLERK, open_archive
from tests.service.test_repeating import ASKED, COURT

archive = open_archive(Path(sys.argv[1]), sys.argv[2])
event.listen(archive.database.engine, sys.argv[3], lambda *_: os.kill(os.getpid(), signal.SIGKILL))
registry.upsert_once(archive, CLERK, "courts", COURT, ASKED)
os.kill(os.getpid(), signal.SIGKILL)
"""


def killed(office: Office, event: str) -> None:
    """A process of its own that does the act under the key, and is killed at that event of its connection."""
    given = (str(office.archive.settings.data), office.archive.database.url, event)
    ended = subprocess.run([sys.executable, "-c", KILLED, *given], cwd=Path.cwd(), env=os.environ, check=False)
    assert ended.returncode == -signal.SIGKILL


@pytest.mark.parametrize(("event", "repeated"), [("commit", False), ("close", True)])
def test_who_was_killed_before_an_answer_gets_it_by_asking_again(office: Office, event: str, repeated: bool) -> None:
    killed(office, event)
    answer = registry.upsert_once(office.archive, CLERK, "courts", COURT, ASKED)
    assert (answer.status, answer.body["created"], answer.repeated) == (201, True, repeated)
    with office.archive.database.read() as session:
        assert session.scalar(select(func.count()).where(CourtRow.code == "9M")) == 1
        told = events.listing(session, object_id=answer.body["entity"]["id"], limit=9)
    assert [row.action for row in told if row.action == "create"] == ["create"]


def test_asked_many_times_at_once_a_file_is_received_once(office: Office) -> None:
    def send(_: int) -> Answer:
        with stage_pieces(office.archive, "a.pdf", [b"%PDF-1.4 the same"]) as staged:
            return receive_once(office.archive, CLERK, staged, Given(), ASKED)

    with ThreadPoolExecutor(8) as senders:
        answers = list(senders.map(send, range(16)))
    assert len({answer.body["receipt_id"] for answer in answers}) == 1
    assert [answer.status for answer in answers] == [202] * 16
    assert sum(not answer.repeated for answer in answers) == 1
    with office.archive.database.read() as session:
        assert session.scalar(select(func.count()).select_from(ReceiptRow)) == 1


def test_what_failed_may_be_asked_again_under_its_key(office: Office) -> None:
    def fail() -> Answer:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), office.archive.database.write() as session:
        once(session, CLERK, ASKED, fail)
    with office.archive.database.write() as session:
        assert once(session, CLERK, ASKED, lambda: Answer(200, {})) == Answer(200, {})
