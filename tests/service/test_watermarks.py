"""What an auditor is shown bears who looks, when, and which look; what others are shown is as it was."""

import io
import re

import pypdfium2 as pdfium
import pytest
from PIL import Image, ImageChops

from storage.objects.keys import derivative_key
from storage.records import events, receipts
from tests.service.test_public_versions import FIRST, SECOND, paper

API = "/api/v1"
DATA = paper(FIRST, SECOND)
SEARCHABLE = paper(FIRST, SECOND, "tercera hoja")
KEY = derivative_key("0" * 32, "ab" * 32, "pdf")


@pytest.fixture(scope="module")
def document(office):
    office.archive.objects.put(KEY, SEARCHABLE)
    with office.archive.database.write() as session:
        receipts.remember_object(session, KEY, "ab" * 32, len(SEARCHABLE), "searchable", "application/pdf")
    return office.file(FIRST, SECOND, links=(("debtor", "p1"),), data=DATA, searchable_key=KEY)


@pytest.fixture
def get(client, office):
    """Gets a path of the API as somebody."""
    return lambda path, who="auditor", **headers: client.get(API + path, headers={**office.bearer(who), **headers})


def texts_of(data: bytes) -> list[str]:
    with pdfium.PdfDocument(data) as pdf:
        return [page.get_textpage().get_text_bounded().replace("\r\n", "") for page in pdf]


def newest(office, action: str) -> int:
    """The number of the auditor's newest look of that kind."""
    with office.archive.database.read() as session:
        return next(one.sequence for one in events.listing(session, by="auditor") if one.action == action)


def test_a_page_is_marked_for_an_auditor_alone_and_anew_at_each_look(get, office, document):
    path = f"/documents/{document}/pages/1/image"
    plain, again = get(path, "clerk"), get(path, "clerk")
    marked = get(path)
    assert newest(office, "look_page")  # recorded before it is answered
    assert plain.content == again.content and plain.headers["etag"]
    assert "etag" not in marked.headers and "no-store" in marked.headers["cache-control"]
    before, after = (Image.open(io.BytesIO(one.content)).convert("L") for one in (plain, marked))
    assert before.size == after.size
    changed = ImageChops.difference(before, after).point(lambda level: 255 * (level > 20))
    assert changed.getbbox() is not None and changed.histogram()[255] > 5_000
    assert get(path).content != marked.content


def test_a_miniature_is_marked_for_an_auditor_alone_and_is_no_look_of_its_own(get, office, document):
    path = f"/documents/{document}/pages/1/thumbnail"
    plain, before = get(path, "clerk"), newest(office, "look_page")
    marked = get(path)
    assert plain.headers["etag"] and "no-store" in marked.headers["cache-control"]
    one, other = (Image.open(io.BytesIO(answer.content)).convert("L") for answer in (plain, marked))
    assert one.size == other.size
    assert ImageChops.difference(one, other).point(lambda level: 255 * (level > 20)).histogram()[255] > 300
    assert newest(office, "look_page") == before


@pytest.mark.parametrize(
    ("path", "pages", "action"),
    [
        ("/documents/{}/searchable", 3, "download"),
        ("/documents/{}/pages.pdf?pages=1-2", 2, "download"),
        ("/debtors/p1/dossier.pdf", None, "hand_over_dossier"),
    ],
)
def test_every_page_of_a_pdf_bears_the_number_of_the_look_in_the_log(get, office, document, path, pages, action):
    answer = get(path.format(document), Range="bytes=0-9")
    sequence, texts = newest(office, action), texts_of(answer.content)
    assert answer.status_code == 200
    assert pages in (None, len(texts))
    for text in texts:
        said = re.search(r"auditor · \d\d/\d\d/\d{4} \d\d:\d\d · consulta (\d+)", text)
        assert said is not None and int(said[1]) == sequence
    plain = get(path.format(document), "clerk")
    assert "consulta" not in "".join(texts_of(plain.content))


def test_others_are_sent_the_kept_file_and_its_ranges(get, document):
    assert get(f"/documents/{document}/searchable", "clerk").content == SEARCHABLE
    part = get(f"/documents/{document}/searchable", "head", Range="bytes=0-3")
    assert (part.status_code, part.content) == (206, b"%PDF")


def test_readers_are_told_not_to_ask_an_auditor_s_copy_in_parts(get, client, office, document):
    path = f"/documents/{document}/searchable"
    for answer in (get(path), client.head(API + path, headers=office.bearer("auditor"))):
        assert answer.headers["accept-ranges"] == "none"
    assert get(path, "clerk").headers["accept-ranges"] == "bytes"


def test_an_auditor_is_neither_given_nor_offered_the_file_as_received(get, client, enter, document):
    assert get(f"/documents/{document}/original").status_code == 403
    offered = {one["id"].rsplit("/", 1)[-1] for one in get(f"/documents/{document}/iiif/manifest").json()["rendering"]}
    assert offered == {"searchable"}
    enter("auditor")
    page = client.get(f"/documentos/{document}").text
    assert f"/documents/{document}/searchable" in page and f"/documents/{document}/original" not in page
    enter("clerk")
    assert f"/documents/{document}/original" in client.get(f"/documentos/{document}").text
