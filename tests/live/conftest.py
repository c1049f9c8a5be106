"""A whole archive on the embedded back ends, with a worker in this process, and small files made on the spot."""

import io
import os
import time

import pytest
from PIL import Image, ImageDraw, ImageFont
from reportlab.pdfgen import canvas

from indexer.sandbox import Sandbox
from schemas.access import Actor, Role
from service.archive import Archive
from service.configuration import read_settings
from service.operations.awaiting import outcomes, pending
from service.operations.receive import Given, receive, stage_pieces
from service.worker import Worker
from storage.records import jobs, pipeline
from tests.databases import sqlite_in

CLERK = Actor("ana", Role.ARCHIVIST, "10.0.0.7")
FONT = "/usr/share/fonts/truetype/liberation/LiberationSerif-Regular.ttf"


@pytest.fixture
def production(request):
    """The settings of PostgreSQL and S3, and of Meilisearch where it can be had, on servers of this run."""
    postgres, s3 = request.getfixturevalue("postgres"), request.getfixturevalue("s3")
    return {
        "LEGAJO_DATABASE": postgres.migrated(),
        "LEGAJO_OBJECTS": s3.bucket(),
        "LEGAJO_S3_ACCESS_KEY": s3.access_key,
        "LEGAJO_S3_SECRET_KEY": s3.secret_key,
        **(_search_of(request.getfixturevalue("meilisearch")) if os.environ.get("LEGAJO_TEST_MEILISEARCH") else {}),
    }


def _search_of(server):
    return {"LEGAJO_SEARCH_INDEX": server.address(), "LEGAJO_MEILISEARCH_KEY": server.key}


@pytest.fixture(params=["embedded", "production"])
def archive(request, tmp_path):
    embedded = {"LEGAJO_DATABASE": sqlite_in(tmp_path / "data")}
    servers = request.getfixturevalue("production") if request.param == "production" else embedded
    own = {"LEGAJO_DATA": str(tmp_path / "data"), "LEGAJO_LEASE_SECONDS": "5"}
    opened = Archive(read_settings(own | servers))
    yield opened
    opened.close()


class Kept(Sandbox):
    """A sandbox that goes back to its shelf, its child alive, when the worker that had it ends."""

    def __init__(self, shelf):
        super().__init__()
        self._shelf = shelf

    def close(self):
        self._shelf.append(self)


@pytest.fixture(scope="session")
def kept_sandbox():
    """Makes sandboxes for workers of this process; the children, slow to start, serve one worker after the other."""
    shelf, made = [], []

    def one():
        if not shelf:
            made.append(Kept(shelf))
            return made[-1]
        return shelf.pop()

    yield one
    for sandbox in made:
        Sandbox.close(sandbox)


@pytest.fixture
def worker(archive, kept_sandbox):
    running = Worker(archive, 1, kept_sandbox)
    running.start()
    yield running
    running.stop()


@pytest.fixture
def hand_in(archive):
    """Hand in bytes as a file; its receipt."""

    def give(data, name="hoja.pdf", given=None, by=CLERK):
        with stage_pieces(archive, name, [data]) as staged:
            return receive(archive, by, staged, given or Given(), channel="ingest")

    return give


@pytest.fixture
def ends(archive):
    """Wait for receipts to end; the lines that `ingest --json` would write."""

    def wait(*received, seconds=60):
        ids = [one.receipt_id for one in received]
        until = time.monotonic() + seconds
        while pending(archive, ids):
            assert time.monotonic() < until, "no outcome in time"
            time.sleep(0.05)
        return [line for one in ids for line in outcomes(archive, one, "f")]

    return wait


@pytest.fixture
def settled(archive):
    """Wait until no job is live and the index is up to date."""

    def wait(seconds=60):
        until = time.monotonic() + seconds
        while True:
            with archive.database.read() as session:
                busy, (*_, behind) = jobs.live(session), pipeline.totals(session)
            if not busy and not behind:
                return
            assert time.monotonic() < until, "jobs do not end, or the index stays behind"
            time.sleep(0.05)

    return wait


def text_pdf(*pages):
    """A PDF with a text layer: each page a list of lines."""
    out = io.BytesIO()
    sheet = canvas.Canvas(out, pagesize=(612, 792), invariant=1)
    for lines in pages:
        for number, line in enumerate(lines):
            sheet.drawString(72, 720 - 18 * number, line)
        sheet.showPage()
    sheet.save()
    return out.getvalue()


def scan(*lines, kind="PNG"):
    """A page as a scanner gives it: grey, 200 dpi, letter size."""
    page = Image.new("L", (1700, 2200), 245)
    pen = ImageDraw.Draw(page)
    for number, line in enumerate(lines):
        pen.text((200, 200 + 60 * number), line, fill=30, font=ImageFont.truetype(FONT, 40))
    out = io.BytesIO()
    page.save(out, kind, dpi=(200, 200))
    return out.getvalue()
