"""A file of many pages is looked at a stretch at a time, and loses no page by it."""

import msgspec
import pytest

from indexer.limits import Limits
from indexer.stages.inspect import inspect_file
from schemas.errors import Corrupt
from schemas.work import InspectRequest
from service.operations.looking_through import look_through
from tests.foreign import bytes_of, letter_pdf, page_of_text, picture_of_text, pinned_to

PAGES = 7


class ShortStretches:
    """A sandbox without a process, whose time is over after every page; from page `broken` on it fails."""

    limits = Limits()

    def __init__(self, broken=PAGES):
        self.broken = broken

    def call(self, task, request, result_type, *, wall_seconds):
        """Look at one page."""
        if request.first >= self.broken:
            raise Corrupt("No.")
        return inspect_file(msgspec.structs.replace(request, seconds=1e-9), self.limits)


@pytest.fixture
def pdf(tmp_path):
    canvas = letter_pdf(tmp_path / "stack.pdf")
    for number in range(PAGES):
        page_of_text(canvas, f"hoja {number} del legajo", lines=3)
        canvas.showPage()
    canvas.save()
    return InspectRequest(str(tmp_path / "stack.pdf"), str(tmp_path))


@pytest.fixture
def tiff(tmp_path):
    sheets = [picture_of_text(f"hoja {number}", lines=2) for number in range(PAGES)]
    (tmp_path / "stack").write_bytes(bytes_of(sheets[0], "TIFF", save_all=True, append_images=sheets[1:]))
    return InspectRequest(str(tmp_path / "stack"), str(tmp_path))


def test_a_long_pdf_comes_whole_and_in_order(pdf):
    result = look_through(ShortStretches(), pdf, 60)
    assert (result.problem, result.unseen) == ("", 0)
    assert [page.reading.text.split()[1] for page in result.pages] == list("0123456")
    assert [page.index for page in result.pages] == list(range(PAGES))


def test_files_pinned_to_pages_of_every_stretch_are_there(pdf, tmp_path):
    for page in (1, 5):
        pinned_to(tmp_path / "stack.pdf", f"{page}.png", bytes_of(picture_of_text(lines=page), "PNG"), page)
    found = look_through(ShortStretches(), pdf, 60).attachments
    assert [each.name for each in found] == ["1.png", "5.png"]
    assert len({each.path for each in found}) == 2


def test_a_long_tiff_comes_whole(tiff):
    assert [page.index for page in look_through(ShortStretches(), tiff, 60).pages] == list(range(PAGES))


def test_pages_no_time_is_left_for_are_listed_and_the_others_kept(pdf):
    result = look_through(ShortStretches(), pdf, -0.6)
    assert [page.problem for page in result.pages] == [""] + ["timed_out"] * 6
    assert result.problem == ""


def test_a_stretch_that_fails_costs_only_what_is_left(pdf):
    result = look_through(ShortStretches(broken=4), pdf, 60)
    assert [page.problem for page in result.pages] == [""] * 4 + ["damaged"] * 3


def test_a_file_that_fails_at_once_is_refused(pdf):
    with pytest.raises(Corrupt):
        look_through(ShortStretches(broken=0), pdf, 60)
