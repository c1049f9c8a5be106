"""The leased job table, on a real SQLite file and a real PostgreSQL server."""

import threading
import time
from datetime import timedelta

import pytest

from storage.records import Database, jobs, now
from storage.records.bell import Bell
from storage.records.tables import JobRow


def put(database, **changes):
    with database.write() as session:
        return jobs.enqueue(session, jobs.NewJob(**({"kind": "read", "subject": "p1"} | changes)))


def take(database, worker="w1", lease=30.0):
    with database.write() as session:
        return jobs.claim(session, worker, lease, ["read", "inspect"])


def state_of(database, job_id):
    with database.read() as session:
        return session.get(JobRow, job_id).state


def test_the_most_urgent_job_comes_first_and_only_once(database):
    put(database, subject="late", priority=90)
    put(database, subject="soon", priority=10)
    assert [take(database).subject, take(database).subject, take(database)] == ["soon", "late", None]


def test_a_job_of_a_kind_that_is_not_known_wakes_nobody(database):
    with database.write() as session:
        jobs.enqueue(session, jobs.NewJob("of_tomorrow", "x"))
        assert jobs.any_ready(session) and not jobs.any_ready(session, ("read", "inspect"))
        assert jobs.claim(session, "w", 30, ("read", "inspect")) is None


def test_a_live_key_is_enqueued_once_and_again_when_done(database):
    assert put(database, dedupe_key="k")
    assert put(database, dedupe_key="k") is None
    job = take(database)
    assert put(database, dedupe_key="k") is None
    with database.write() as session:
        assert jobs.finish(session, job)
    assert put(database, dedupe_key="k")


def test_a_job_is_rolled_back_with_the_rows_it_belongs_to(database):
    with pytest.raises(RuntimeError), database.write() as session:
        jobs.enqueue(session, jobs.NewJob("read", "p1"))
        raise RuntimeError
    assert take(database) is None


def test_a_worker_that_lost_its_lease_cannot_finish(database):
    put(database)
    slow = take(database, "slow", lease=-1)
    with database.write() as session:
        assert jobs.reap(session) == []
    fast = take(database, "fast")
    assert fast.attempts == 2
    with database.write() as session:
        assert not jobs.finish(session, slow)
        assert jobs.give_back(session, slow, "late", retry=True) is None
        assert jobs.finish(session, fast)


def test_attempts_are_counted_at_the_claim_so_a_killer_dies(database):
    job_id = put(database, max_attempts=2)
    dead, lapses = [], 0
    while not dead:
        assert take(database, lease=-1) is not None
        lapses += 1
        with database.write() as session:
            dead = jobs.reap(session)
            session.get(JobRow, job_id).run_at = now()
    assert lapses == 2 + jobs.SPARED_LAPSES
    assert [claim.id for claim in dead] == [job_id]
    assert state_of(database, job_id) == "dead"
    with database.write() as session:
        assert jobs.retry_dead(session, job_id)
    assert take(database).attempts == 1


def test_what_died_with_its_worker_twice_goes_on_at_once_and_then_waits(database):
    job_id = put(database)
    waits = []
    for _ in range(4):
        assert take(database, lease=-1) is not None
        with database.write() as session:
            assert jobs.reap(session) == []
            row = session.get(JobRow, job_id)
            waits.append((row.run_at - now()).total_seconds())
            row.run_at = now()
    assert [wait > 0.5 for wait in waits] == [False, False, True, True]
    assert waits[3] > waits[2]


def test_failures_still_count_where_workers_died_too(database):
    put(database)
    assert take(database, lease=-1) is not None
    with database.write() as session:
        jobs.reap(session)
        for _ in range(2):
            claim = jobs.claim(session, "w", 30, ["read"])
            assert jobs.give_back(session, claim, "why", retry=True) == "ready"
            session.get(JobRow, claim.id).run_at = now()
        assert jobs.give_back(session, jobs.claim(session, "w", 30, ["read"]), "why", retry=True) == "dead"


def test_a_failed_attempt_waits_before_the_next(database):
    job_id = put(database)
    with database.write() as session:
        assert jobs.give_back(session, jobs.claim(session, "w", 30, ["read"]), "why", retry=True) == "ready"
    assert take(database) is None
    with database.write() as session:
        row = session.get(JobRow, job_id)
        assert row.error == "why" and row.run_at > now()
        row.run_at = now() - timedelta(seconds=1)
    assert take(database).attempts == 2


def test_what_no_attempt_will_mend_dies_at_once(database):
    job_id = put(database)
    with database.write() as session:
        assert jobs.give_back(session, jobs.claim(session, "w", 30, ["read"]), "no", retry=False) == "dead"
    assert state_of(database, job_id) == "dead"


def test_many_threads_never_share_a_job(database):
    for number in range(40):
        put(database, subject=str(number))
    taken: list[str] = []

    def work(name):
        while job := take(database, name):
            taken.append(job.subject)
            with database.write() as session:
                jobs.finish(session, job)

    threads = [threading.Thread(target=work, args=(f"w{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken, key=int) == [str(number) for number in range(40)]


def test_the_job_gone_on_with_is_ours_and_comes_back_when_we_die(database):
    with database.write() as session:
        jobs.enqueue(session, jobs.NewJob("inspect", "r"))
        first = jobs.claim(session, "w", 60, ("inspect",))
        assert jobs.finish(session, first)
        following = jobs.go_on(session, first, jobs.NewJob("finish", "d", dedupe_key="finish:d"), -1)
        assert (following.kind, following.worker, following.attempts) == ("finish", "w", 1)
        assert jobs.go_on(session, first, jobs.NewJob("finish", "d", dedupe_key="finish:d"), 60) is None
        jobs.reap(session)
        again = jobs.claim(session, "v", 60, ("finish",))
    assert again.id == following.id
    assert again.fence == following.fence + 1


def test_a_claim_does_not_wait_for_a_writer_nor_take_what_another_claims(postgres):
    opened = Database(postgres.migrated())
    put(opened, subject="first", priority=1)
    put(opened, subject="second", priority=2)

    def claimed(session):
        return jobs.claim(session, "w", 30.0, ["read"]).subject

    with opened.write(), opened.write(beside_others=True) as one, opened.write(beside_others=True) as other:
        assert (claimed(one), claimed(other)) == ("first", "second")
    opened.close()


def test_a_job_put_back_keeps_its_attempts_and_is_ready_at_once(database):
    put(database)
    job = take(database)
    with database.write() as session:
        assert jobs.put_back(session, job)
    again = take(database, "w2")
    assert (again.attempts, again.fence) == (1, 2)
    with database.write() as session:
        assert not jobs.finish(session, job)


def test_work_put_on_the_table_rings_on_postgresql(postgres):
    opened, never = Database(postgres.migrated()), threading.Event()
    bell = Bell(opened)
    bell.wait(0.0, 0.01, never)
    ringer = threading.Timer(0.2, put, (opened,))
    ringer.start()
    begun = time.monotonic()

    bell.wait(0.0, 30.0, never)

    assert time.monotonic() - begun < 25
    ringer.join()  # who is still giving its connection back would keep it past the close
    bell.close()
    opened.close()


def test_a_bell_survives_a_server_that_restarts(postgres):
    opened, never = Database(postgres.migrated()), threading.Event()
    bell = Bell(opened)
    bell.wait(0.0, 0.01, never)
    postgres.restart()
    bell.wait(0.0, 0.01, never)
    ringer = threading.Timer(0.2, put, (opened,))
    ringer.start()
    bell.wait(0.0, 30.0, never)
    ringer.join()
    assert take(opened) is not None
    bell.close()
    opened.close()


def test_attempts_that_a_back_end_away_ended_cost_the_job_none(database):
    job_id = put(database)
    for attempt in range(1, 8):
        with database.write() as session:
            claim = jobs.claim(session, "w", 30, ["read"])
            assert jobs.give_back(session, claim, "away", retry=True, away=True) == "ready"
            row = session.get(JobRow, job_id)
            assert (row.attempts, row.max_attempts) == (attempt, 3 + attempt)
            row.run_at = now() - timedelta(seconds=1)
    with database.write() as session:
        session.get(JobRow, job_id).attempts = jobs.MOST_ATTEMPTS - 1
        claim = jobs.claim(session, "w", 30, ["read"])
        assert jobs.give_back(session, claim, "away for a day", retry=True, away=True) == "dead"


def test_only_what_a_worker_has_in_hand_keeps_its_lease(database):
    held, lost = put(database, subject="a"), put(database, subject="b")
    with database.write() as session:
        for _ in range(2):
            jobs.claim(session, "w", -1.0, ["read"])
        assert jobs.extend(session, "w", 30, [held]) == 1
        assert jobs.reap(session) == [] and session.get(JobRow, lost).state == "ready"
        assert session.get(JobRow, held).state == "running"
