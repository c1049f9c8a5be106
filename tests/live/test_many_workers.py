"""Several workers on one archive: a machine that dies, one that is told to stop, work that is due now and then."""

import threading
import time

import pytest

from schemas.errors import Unavailable
from schemas.search import Query
from service.archive import Archive
from service.configuration import read_settings
from service.operations.awaiting import pending
from service.operations.receive import Given, receive, stage_pieces
from service.operations.scheduled import take_turn
from service.operations.searching import search
from service.operations.status import status
from service.worker import Worker
from storage.records import jobs, new_id, workers
from storage.records.migrate import migrate
from storage.records.tables import JobRow

from .conftest import CLERK, text_pdf

PAPER = text_pdf(("OFICIO No. 117/2024", "Hermosillo, Sonora, a 3 de mayo de 2024", "Se remite la documentación."))


def test_the_work_of_a_machine_that_died_is_taken_over(archive, hand_in, ends, request):
    received = hand_in(PAPER)
    dead = new_id()
    with archive.database.write() as session:
        workers.register(session, dead, "otra-maquina/otro-arranque", 4242, 1)
        claim = jobs.claim(session, dead, 3.0, ["inspect"])
    assert claim.subject == received.receipt_id

    request.getfixturevalue("worker")
    [line] = ends(received)

    assert line.outcome == "needs_review"
    with archive.database.read() as session:
        assert session.get(JobRow, claim.id).attempts == 2


def test_a_job_whose_claim_was_lost_on_the_way_is_taken_again_by_a_worker_that_lives(
    archive, hand_in, ends, kept_sandbox
):
    received = hand_in(PAPER)
    running = Worker(archive, 1, kept_sandbox)
    with archive.database.write() as session:
        jobs.claim(session, running.id, 1.0, ["inspect"])
    running.start()
    try:
        [line] = ends(received)
    finally:
        running.stop()
    assert line.outcome == "needs_review"


def test_a_worker_told_to_stop_leaves_what_it_has_not_begun(archive, worker, hand_in):
    receipts = [hand_in(PAPER + bytes([number]), given=Given(batch="b")) for number in range(12)]
    worker.stop()

    with archive.database.read() as session:
        assert session.query(JobRow).where(JobRow.state == "running").count() == 0
        assert workers.alive(session) == []
        assert len(receipts) == 12


def test_what_is_filed_while_much_waits_is_found_before_the_rest_is_done(archive, kept_sandbox, hand_in, monkeypatch):
    receipts = [hand_in(PAPER + bytes([number])).receipt_id for number in range(60)]

    def slow():
        sandbox = kept_sandbox()
        call = sandbox.call

        def later(*arguments, **limits):
            time.sleep(0.2)
            return call(*arguments, **limits)

        monkeypatch.setattr(sandbox, "call", later)
        return sandbox

    running = Worker(archive, 1, slow)
    running.start()
    try:
        while search(archive, CLERK, Query("oficio")).total < 3:  # more than the feed that the first paper wakes
            assert pending(archive, receipts), "found only when all was done"
            time.sleep(0.2)
        assert pending(archive, receipts)
    finally:
        running.stop()


def test_a_worker_of_an_older_version_leaves_work_it_does_not_know_to_newer_ones(archive, worker, hand_in, ends):
    with archive.database.write() as session:
        jobs.enqueue(session, jobs.NewJob("of_tomorrow", "x", priority=0))
    [line] = ends(hand_in(PAPER))
    assert line.outcome == "needs_review"
    with archive.database.read() as session:
        left = session.query(JobRow).where(JobRow.kind == "of_tomorrow").one()
        assert (left.state, left.attempts) == ("ready", 0)


def test_work_that_is_due_is_done_by_one_of_all_who_ask(archive):
    took = []
    threads = [threading.Thread(target=lambda: took.append(take_turn(archive, "x", 60))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(took) == [False] * 5 + [True]
    assert not take_turn(archive, "x", 60) and take_turn(archive, "x", 0)


def test_a_machine_without_an_index_reads_and_files_and_says_where_search_is(tmp_path, kept_sandbox):
    opened = Archive(read_settings({"LEGAJO_DATA": str(tmp_path), "LEGAJO_SEARCH_INDEX": "none"}))
    migrate(opened.database)
    running = Worker(opened, 1, kept_sandbox)
    running.start()
    try:
        with stage_pieces(opened, "a.pdf", [PAPER]) as staged:
            received = receive(opened, CLERK, staged, Given(), channel="ingest")
        until = time.monotonic() + 60
        while pending(opened, [received.receipt_id]) and time.monotonic() < until:
            time.sleep(0.05)
        assert status(opened).receipts["needs_review"] == 1
        assert status(opened).index.pages is None
        with pytest.raises(Unavailable, match="otra máquina"):
            search(opened, CLERK, Query("oficio"))
    finally:
        running.stop()
        opened.close()
