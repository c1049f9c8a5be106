"""The folder of real scans and hostile files, each file through a sandbox child as the worker would send it.

Every file must end, with pages or with a stable reason; the figures are those
`SOURCES.md` of the folder states.
"""

import time

import pytest

from indexer.sandbox import Sandbox
from indexer.stages.separate import split
from schemas.errors import ArchiveError
from schemas.outcomes import Reason
from schemas.work import InspectRequest, InspectResult, RenderRequest, RenderResult
from tests.corpus import LAW_PAGES, LOCKED, NUMBERED, OTHER_CODES, PARTED

pytestmark = pytest.mark.corpus

PASSWORDS = tuple({word for word in LOCKED.values() if word})
REASONS = {str(reason) for reason in Reason}
SLOWEST = 20.0


@pytest.fixture(scope="module")
def inspect(tmp_path_factory):
    """Inspect a file; the result with the seconds it took."""
    folder = tmp_path_factory.mktemp("attachments")
    with Sandbox() as sandbox:
        sandbox.start()

        def run(path, passwords=PASSWORDS):
            start = time.monotonic()
            request = InspectRequest(str(path), str(folder), passwords)
            result = sandbox.call("inspect", request, InspectResult, wall_seconds=60)
            return result, time.monotonic() - start

        yield run


@pytest.mark.slow
@pytest.mark.parametrize("folder", ["hostile", "images"])
def test_every_file_ends_soon_with_pages_or_a_reason(corpus, inspect, folder):
    for path in sorted((corpus / folder).iterdir()):
        result, seconds = inspect(path)
        assert seconds < SLOWEST, path.name
        usable = [page for page in result.pages if not page.problem]
        assert bool(usable) is (result.problem == ""), path.name
        assert {result.problem, *(page.problem for page in result.pages)} <= REASONS | {""}, path.name


@pytest.mark.slow
def test_the_first_page_of_every_hostile_file_is_shown_or_refused_soon(corpus, inspect):
    with Sandbox() as sandbox:
        for path in sorted((corpus / "hostile").iterdir()):
            kind = inspect(path)[0].kind
            start = time.monotonic()
            try:
                request = RenderRequest(str(path), kind, 0, longest=1000)
                assert sandbox.call("render", request, RenderResult, wall_seconds=30).image
            except ArchiveError as error:
                assert error.code in REASONS, path.name
            assert time.monotonic() - start < SLOWEST, path.name


def test_no_page_of_the_laws_is_read_again(corpus, inspect):
    found = {path.name: inspect(path)[0].pages for path in (corpus / "ordinary").iterdir()}
    assert sum(map(len, found.values())) == LAW_PAGES
    assert [name for name, pages in found.items() for page in pages if page.needs_reading or not page.reading] == []


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("single-page-mixed.pdf", {0}),
        ("multi-page-mixed.pdf", {0, 1, 2}),
        ("tagged-but-no-text.pdf", {0}),
        ("skew.pdf", {0}),
        ("test_with_bom.pdf", set()),
        ("double-sided-odd.pdf", set()),
    ],
)
def test_just_the_pages_that_are_pictures_are_read(corpus, inspect, name, read):
    result, _ = inspect(corpus / "hostile" / name)
    assert {page.index for page in result.pages if page.needs_reading} == read


@pytest.mark.parametrize(
    ("name", "pages"),
    [
        ("A3-pages-tree-loop-simple.pdf", 1),
        ("T02-02_007_page-tree-wrong-count.pdf", 1),
        ("no_trailer.pdf", 2),
        ("gh-230.pdf", 6),
        ("cardinal.pdf", 4),
    ],
)
def test_pages_are_counted_right(corpus, inspect, name, pages):
    assert len(inspect(corpus / "hostile" / name)[0].pages) == pages


@pytest.mark.parametrize("name", LOCKED)
def test_passwords_are_asked_for_and_open(corpus, inspect, name):
    assert inspect(corpus / "hostile" / name, ())[0].problem == "password_required"
    assert inspect(corpus / "hostile" / name)[0].problem == ("" if LOCKED[name] else "password_required")


@pytest.mark.parametrize(("name", "separators"), PARTED.items())
def test_stacks_are_parted_at_their_patch_sheets(corpus, inspect, name, separators):
    documents = split_of(inspect(corpus / "barcodes" / name)[0])
    assert tuple(page for document in documents for page in document.separators) == separators


@pytest.mark.parametrize(("name", "numbered"), NUMBERED.items())
def test_serial_numbers_are_read_and_part_a_stack(corpus, inspect, name, numbered):
    documents = split_of(inspect(corpus / "barcodes" / name)[0])
    assert {document.serial: document.pages for document in documents} == numbered


@pytest.mark.parametrize(("name", "code"), OTHER_CODES.items())
def test_other_codes_are_kept_as_they_are(corpus, inspect, name, code):
    assert [(found.format, found.text) for found in inspect(corpus / "barcodes" / name)[0].pages[0].barcodes] == [code]


def split_of(result):
    """The documents of an inspected stack."""
    codes = {page.index: page.barcodes for page in result.pages}
    return split(len(result.pages), codes)
