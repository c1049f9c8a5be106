"""What died is seen and tried again, and what its death ended begins anew."""

from datetime import UTC, datetime, timedelta

import pytest

from schemas.access import SYSTEM
from schemas.errors import NotFound
from service.operations import standing, work
from service.operations.burying import bury
from storage.records import jobs, new_id, now, pipeline, receipts, workers
from storage.records.tables import JobRow, ReceiptRow, WorkerRow


@pytest.fixture
def dead(office):
    """Makes a job of the kind that died on the subject."""

    def died(kind, subject, error="TimeoutError: no answer"):
        with office.archive.database.write() as session:
            jobs.enqueue(
                session, jobs.NewJob(kind, subject, max_attempts=1, dedupe_key=f"{kind}:{subject}", priority=0)
            )
            claim = jobs.claim(session, "w", 30, (kind,))
            assert jobs.give_back(session, claim, error, retry=True) == "dead"
            bury(session, claim, "work_failed")
        return claim.id

    return died


def received(office):
    row = ReceiptRow(id=new_id(), received_at=now(), received_by="clerk", origin="-", channel="api", filename="acta.pdf",
                     given={}, outcome=None, notes=[], sha256="0" * 64, bytes=1, kind="pdf",
                     media_type="application/pdf")  # fmt: skip
    office.add(row)
    return row.id


def test_a_dead_job_says_what_it_was_about_and_why_it_died(office, dead):
    job_id = dead("inspect", received(office))
    shown = next(one for one in work.list_jobs(office.archive, SYSTEM) if one.id == job_id)
    assert (shown.about, shown.error, shown.attempts) == ("acta.pdf", "TimeoutError: no answer", 1)


def test_a_file_whose_opening_died_is_in_progress_again(office, dead):
    receipt = received(office)
    job_id = dead("inspect", receipt)
    with office.archive.database.read() as session:
        assert receipts.get(session, receipt).outcome == "needs_review"

    assert work.retry_job(office.archive, SYSTEM, job_id).retried == 1

    with office.archive.database.read() as session:
        row = receipts.get(session, receipt)
        assert (row.outcome, row.reason, row.finished_at) == (None, None, None)
        assert jobs.any_ready(session)


def test_a_page_whose_reading_died_is_waited_for_again(office, dead):
    document = office.file("pagaré por leer")
    with office.archive.database.read() as session:
        page = pipeline.pages_of_many(session, [document])[document][0].id
    job_id = dead("read", page)

    def wanted():
        with office.archive.database.read() as session:
            return pipeline.document(session, document).pending_pages

    before = wanted()
    work.retry_job(office.archive, SYSTEM, job_id)
    assert wanted() == before + 1


def test_what_is_not_dead_or_done_by_another_is_not_retried(office, dead):
    job_id = dead("derive", "doc-twin")
    with office.archive.database.write() as session:
        jobs.enqueue(session, jobs.NewJob("derive", "doc-twin", dedupe_key="derive:doc-twin"))
    with pytest.raises(NotFound):
        work.retry_job(office.archive, SYSTEM, job_id)
    with pytest.raises(NotFound):
        work.retry_job(office.archive, SYSTEM, "nobody")


def test_a_job_that_waits_for_its_next_attempt_is_stuck(office):
    with office.archive.database.write() as session:
        jobs.enqueue(session, jobs.NewJob("derive", "slow", priority=0))
        claim = jobs.claim(session, "w", 30, ("derive",))
        jobs.give_back(session, claim, "Unavailable: away", retry=True)
    assert claim.id in {one.id for one in work.list_jobs(office.archive, SYSTEM, state="stuck")}


def test_what_needs_somebody_is_said_in_words(client, office, dead):
    dead("finish-not-there", "gone")
    office.file("algo que respaldar")
    said = client.get("/api/v1/alerts", headers=office.bearer("head")).json()
    sentences = " ".join(alert["what"] for alert in said["alerts"])
    assert "detenido" in sentences and "No hay ningún proceso de trabajo" in sentences
    assert "Nunca se ha respaldado" in sentences
    assert said["alerts"][0]["level"] == "bad" and said["figures"]["store_seconds"] < 5


def test_a_machine_that_went_without_a_word_is_told_of_for_a_day(client, office):
    def went(host, ago):
        return WorkerRow(id=new_id(), host=f"{host}/arranque", pid=1, concurrency=2, started_at=now() - ago, seen_at=now() - ago)  # fmt: skip

    office.add(went("viva", timedelta()), went("caída", timedelta(minutes=7)), went("vieja", timedelta(days=2)))
    said = client.get("/api/v1/alerts", headers=office.bearer("head")).json()
    told = [alert["what"] for alert in said["alerts"] if "dejó de responder" in alert["what"]]
    assert len(told) == 1 and "de caída dejó" in told[0]
    assert "legajo_workers_silent 1.0" in client.get("/api/v1/metrics", headers=office.bearer("head")).text

    with office.archive.database.write() as session:
        workers.register(session, new_id(), "nueva/arranque", 1, 1)
        assert {row.host for row in session.query(WorkerRow)} == {"viva/arranque", "caída/arranque", "nueva/arranque"}


def test_jobs_done_long_ago_are_forgotten_and_all_others_stay(office, monkeypatch):
    monkeypatch.setattr("service.operations.work.LOOKED_AT_ONCE", 2)
    with office.archive.database.write() as session:
        for number, days in enumerate((8, 30, 9, 6, 0)):
            jobs.enqueue(session, jobs.NewJob("long_ago", f"s{number}"))
            jobs.finish(session, jobs.claim(session, "w", 30, ("long_ago",)))
            row = session.query(JobRow).where(JobRow.subject == f"s{number}", JobRow.kind == "long_ago").one()
            row.id, row.created_at = f"{number:026}", now() - timedelta(days=days)
            row.finished_at = row.created_at
        jobs.enqueue(session, jobs.NewJob("long_ago", "waits"))

    assert work.forget_done_jobs(office.archive) == 3 and work.forget_done_jobs(office.archive) == 0

    with office.archive.database.write() as session:
        left = session.query(JobRow).where(JobRow.kind == "long_ago")
        assert sorted(row.subject for row in left) == ["s3", "s4", "waits"]
        left.delete()


def test_a_whole_log_holds(office):
    checked = standing.check_log(office.archive, SYSTEM)
    assert checked.broken is None and checked.events > 0


def test_pages_read_lately_are_counted(office):
    office.file("recién leído")
    with office.archive.database.read() as session:
        assert pipeline.pages_read_since(session, datetime.now(UTC).replace(year=2000)) >= 1
        assert pipeline.pages_read_since(session, datetime.now(UTC).replace(year=2100)) == 0
