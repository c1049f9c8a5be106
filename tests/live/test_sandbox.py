"""The sandbox against files and children that behave as badly as they can."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from PIL import Image

from indexer.limits import MEGABYTE, Limits
from indexer.sandbox import Sandbox
from schemas.errors import Corrupt, LimitExceeded, Misconfigured, NotFound
from schemas.word_codec import decode_words
from schemas.work import FileKind, InspectRequest, InspectResult, ReadRequest, ReadResult, RenderRequest, RenderResult
from tests.foreign import SPANISH, letter_pdf, page_of_text


@pytest.fixture
def sandbox():
    with Sandbox() as opened:
        yield opened


@pytest.fixture
def letter(tmp_path):
    canvas = letter_pdf(tmp_path / "letter.pdf")
    page_of_text(canvas)
    canvas.save()
    return tmp_path / "letter.pdf"


@pytest.fixture
def endless(tmp_path):
    """A file whose reading never ends."""
    os.mkfifo(tmp_path / "endless")
    return tmp_path / "endless"


def inspect(sandbox, path, folder="/nonexistent"):
    return sandbox.call("inspect", InspectRequest(str(path), str(folder)), InspectResult, wall_seconds=30)


OTHERS = set()
"""Readers that were there before this module: those that workers of other tests keep."""


@pytest.fixture(scope="module", autouse=True)
def others():
    OTHERS.update(children_of(os.getpid()))
    yield
    OTHERS.clear()


def children_of(process):
    """Ids of the readers it started here (a browser of other tests is a child as well); the kernel lists them by thread."""
    lists = [listed.read_text().split() for listed in Path(f"/proc/{process}/task").glob("*/children")]
    return [int(number) for listed in lists for number in listed if is_reader(number) and int(number) not in OTHERS]


def is_reader(process):
    try:
        return b"indexer.child" in Path(f"/proc/{process}/cmdline").read_bytes()
    except FileNotFoundError:  # ended between the list and the look
        return False


def wait_for_the_end_of(process):
    status = Path(f"/proc/{process}/status")
    for _ in range(100):
        if not status.exists() or "Z (zombie)" in status.read_text():
            return
        time.sleep(0.05)
    pytest.fail("the process is still there")


def test_text_comes_back_as_words_with_boxes(sandbox, letter):
    (page,) = inspect(sandbox, letter).pages
    words = decode_words(page.packed_words)
    assert words[0].text == SPANISH.split()[0]
    assert all(0 <= side <= 1 for word in words for side in word.box)


def test_a_read_that_never_ends_is_ended_and_the_next_call_works(sandbox, endless, letter):
    start = time.monotonic()
    with pytest.raises(LimitExceeded) as caught:
        sandbox.call("read", ReadRequest(str(endless), FileKind.TEXT, 0), ReadResult, wall_seconds=1)
    assert (caught.value.code, time.monotonic() - start < 10) == ("timed_out", True)
    assert inspect(sandbox, letter).problem == ""


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGSEGV, "damaged"), (signal.SIGABRT, "too_large"), (signal.SIGXCPU, "timed_out")]
)
def test_a_child_that_dies_in_a_call_gives_a_stable_code(sandbox, endless, letter, number, code):
    sandbox.start()
    (child,) = children_of(os.getpid())
    threading.Timer(0.3, os.kill, (child, number)).start()
    with pytest.raises(Corrupt) as caught:
        sandbox.call("read", ReadRequest(str(endless), FileKind.TEXT, 0), ReadResult, wall_seconds=20)
    assert caught.value.code == code
    assert inspect(sandbox, letter).problem == ""


def test_a_child_that_died_between_calls_is_replaced_unseen(sandbox, letter):
    sandbox.start()
    (child,) = children_of(os.getpid())
    os.kill(child, signal.SIGKILL)
    wait_for_the_end_of(child)
    assert inspect(sandbox, letter).problem == ""


def test_pages_that_take_too_long_are_told_one_by_one(letter):
    with Sandbox(Limits(page_seconds=0.0005)) as hasty:
        (page,) = inspect(hasty, letter).pages
        assert page.problem == "timed_out"


def test_running_out_of_memory_is_too_large(tmp_path, letter):
    Image.new("RGB", (10_000, 10_000)).save(tmp_path / "wide.png")
    with Sandbox(Limits(memory_bytes=620 * MEGABYTE)) as small:
        with pytest.raises(LimitExceeded) as caught:
            request = RenderRequest(str(tmp_path / "wide.png"), FileKind.PNG, 0)
            small.call("render", request, RenderResult, wall_seconds=30)
        assert caught.value.code == "too_large"
        assert inspect(small, letter).problem == ""


def test_a_child_that_cannot_start_is_a_matter_of_settings(sandbox, letter, monkeypatch):
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(Misconfigured):
        inspect(sandbox, letter)


def test_a_child_is_replaced_after_its_calls(letter):
    with Sandbox(Limits(calls_per_child=2)) as short:
        seen = set()
        for _ in range(4):
            inspect(short, letter)
            seen.update(children_of(os.getpid()))
        assert len(seen) == 2


def test_closing_leaves_no_process(letter):
    sandbox = Sandbox()
    inspect(sandbox, letter)
    sandbox.close()
    assert children_of(os.getpid()) == []


def test_a_child_knows_no_secret_of_its_parent(sandbox, monkeypatch):
    monkeypatch.setenv("LEGAJO_DATABASE", "postgresql://user:secret@db/archive")
    sandbox.start()
    (child,) = children_of(os.getpid())
    assert b"secret" not in Path(f"/proc/{child}/environ").read_bytes()


def test_a_child_dies_with_its_parent():
    code = "from indexer.sandbox import Sandbox; import time; s = Sandbox(); s.start(); print('up', flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as parent:
        assert parent.stdout.readline() == b"up\n"
        children = children_of(parent.pid)
        parent.kill()
    (child,) = children
    wait_for_the_end_of(child)


def test_a_page_is_shown_turned_as_asked(sandbox, letter):
    for rotation, upright in ((0, True), (90, False), (180, True), (270, False)):
        request = RenderRequest(str(letter), FileKind.PDF, 0, longest=400, rotation=rotation)
        shown = sandbox.call("render", request, RenderResult, wall_seconds=30)
        assert (shown.height > shown.width) is upright
        assert max(shown.width, shown.height) in range(398, 403)


def test_a_page_that_is_not_there_is_damaged_for_a_pdf_and_missing_in_a_text(sandbox, letter, tmp_path):
    (tmp_path / "note.txt").write_text(SPANISH)
    with pytest.raises(Corrupt):
        sandbox.call("render", RenderRequest(str(letter), FileKind.PDF, 7), RenderResult, wall_seconds=30)
    with pytest.raises(NotFound):
        request = RenderRequest(str(tmp_path / "note.txt"), FileKind.TEXT, 7)
        sandbox.call("render", request, RenderResult, wall_seconds=30)
