"""What tests of every kind share."""

import gc
import os
import shutil
import tempfile
from pathlib import Path

import pytest

from storage.records import Database
from tests.databases import sqlite_in
from tests.servers import S3, CannotBeHad, Meilisearch, Postgres

ROOT = Path(__file__).resolve().parent.parent
DISK = tempfile.gettempdir()
MEMORY_DISK, ROOM = Path("/dev/shm"), 8 << 30

# A database commits some thirty times in a test, and each commit waits for the disk. What the tests promise does
# not lean on that wait, so their folders lie in memory where there is plenty of it.
if "TMPDIR" not in os.environ and MEMORY_DISK.is_dir() and shutil.disk_usage(MEMORY_DISK).free >= ROOM:
    tempfile.tempdir = str(MEMORY_DISK)


GARBAGE = 20_000
"""Objects made, less those gone, before the collector looks, as in a server: at Python's own 700 it takes a fifth of the run."""

gc.set_threshold(GARBAGE)


def pytest_collection_finish() -> None:
    """Spare the collector the modules, which live as long as the run."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real scans and hostile files, which is no part of the project."""
    folder = Path(os.environ.get("LEGAJO_TEST_CORPUS", ROOT.parent / "shared" / "corpus"))
    if not folder.is_dir():
        pytest.skip("the test corpus is not here; LEGAJO_TEST_CORPUS says where it is")
    return folder


@pytest.fixture(scope="session")
def postgres():
    """A PostgreSQL server of this process; its `database()` gives the address of a new, empty database.

    Not under pytest's own folder: every run of a user closes that one to the server's user again.
    """
    try:
        with tempfile.TemporaryDirectory() as folder, Postgres(Path(folder) / "cluster").running() as server:
            yield server
    except CannotBeHad as reason:
        pytest.skip(f"no PostgreSQL here: {reason}")


@pytest.fixture(scope="session")
def s3():
    """An S3 server; its `bucket()` gives the address of a bucket that is not there yet."""
    script = os.environ.get("LEGAJO_TEST_S3_SERVER", ROOT.parent / "shared" / "tools" / "ceph-rgw" / "rgw")
    try:
        with S3(Path(script), Path(DISK) / "legajo-test-s3").running() as server:
            yield server
    except CannotBeHad as reason:
        pytest.skip(f"no S3 server here: {reason}")


@pytest.fixture(scope="session")
def meilisearch(tmp_path_factory):
    """A Meilisearch server; its `address()` is that of an index that is not there yet."""
    named = os.environ.get("LEGAJO_TEST_MEILISEARCH", "")
    try:
        with Meilisearch(named, tmp_path_factory.mktemp("meilisearch")).running() as server:
            yield server
    except CannotBeHad as reason:
        pytest.skip(f"no Meilisearch here: {reason}")


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def new_database(request, tmp_path_factory):
    """Makes the address of a new database that has our tables, of either kind."""

    def make():
        if request.param == "postgresql":
            return request.getfixturevalue("postgres").migrated()
        return sqlite_in(tmp_path_factory.mktemp("rows"))

    return make


@pytest.fixture
def database(new_database):
    """A database that has our tables and no rows, of either kind."""
    opened = Database(new_database())
    yield opened
    opened.close()
