"""Public versions: proposed, confirmed page by page, burnt, and seen by somebody else."""

import io

import numpy as np
import pikepdf
import pypdfium2 as pdfium
import pytest
from reportlab.pdfgen.canvas import Canvas

from indexer.sandbox import Sandbox
from schemas.access import SYSTEM
from service.operations.burying import bury
from service.operations.public_versions import making
from storage.objects.keys import original_key
from storage.records import documents, jobs
from tests.service.conftest import words_of

API = "/api/v1"
FIRST = "Acreditada: MARTHA LÓPEZ con CURP LOGM900314MSRPRR04 y teléfono 662-123-4567 debe $25,000.00"
SECOND = "Firma MARTHA LÓPEZ de conformidad"
BASIS = {"legal_basis": "LGTAIP, artículo 115", "reason": "Datos personales"}


def paper(*texts: str) -> bytes:
    """A PDF whose words stand where the rows of the tests say."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(612, 792), invariant=1)
    canvas.setTitle("Pagaré de MARTHA LÓPEZ")
    for text in texts:
        for word in words_of(text):
            x, y, _, height = word.box
            canvas.setFont("Helvetica", 14)
            canvas.drawString(x * 612, 792 - (y + height * 0.8) * 792, word.text)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


@pytest.fixture(scope="module")
def document(office):
    return office.file(FIRST, SECOND, links=(("debtor", "p1"),), data=paper(FIRST, SECOND))


@pytest.fixture
def ask(client, office):
    """Asks the API as somebody."""

    def asked(method, path, body=None, who="clerk", **headers):
        return client.request(method, API + path, json=body, headers={**office.bearer(who), **headers})

    return asked


@pytest.fixture(scope="module")
def begun(client, office, document):
    said = client.post(f"{API}/documents/{document}/public-versions", json=BASIS, headers=office.bearer("clerk"))
    assert said.status_code == 201, said.text
    return said.json()


def confirmed(ask, folio, number, more=()):
    """Confirm a page as proposed, with more places; the answer."""
    page = ask("GET", f"/public-versions/{folio}/pages/{number}").json()
    regions = [{"box": one["box"], "category": one["category"]} for one in page["regions"]]
    return ask("PATCH", f"/public-versions/{folio}/pages/{number}", {"regions": [*regions, *more]})


def texts_of(data: bytes) -> list[str]:
    with pdfium.PdfDocument(data) as pdf:
        return [page.get_textpage().get_text_bounded() for page in pdf]


def darkness(data: bytes, page: int, box: list[float], high: float) -> float:
    """The share of dark pixels in a box given in fractions of the page without its legend, `high` points of 792."""
    with pdfium.PdfDocument(data) as pdf:
        pixels = pdf[page].render(scale=2).to_numpy().mean(axis=2)
    tall = pixels.shape[0] * 792 / high
    x, y, w, h = box
    part = pixels[int(y * tall) : int((y + h) * tall), int(x * pixels.shape[1]) : int((x + w) * pixels.shape[1])]
    return float((np.asarray(part) < 128).mean())


def test_names_keys_and_telephones_are_proposed_with_the_words_beneath(ask, begun):
    assert begun["folio"].startswith("VP") and begun["document_title"].startswith("Acreditada")
    page = ask("GET", f"/public-versions/{begun['folio']}/pages/1").json()
    said = {(one["category"], one["text"]) for one in page["regions"]}
    assert said == {
        ("nombre", "MARTHA"), ("nombre", "LÓPEZ"), ("curp", "LOGM900314MSRPRR04"), ("telefono", "662-123-4567"),
    }  # fmt: skip
    assert page["confirmed_by"] is None


def test_it_is_made_only_when_a_person_has_looked_at_every_page(ask, begun):
    early = ask("POST", f"/public-versions/{begun['folio']}/making")
    assert (early.status_code, early.json()["type"]) == (409, "/problems/unconfirmed_pages")


def test_a_page_that_was_changed_meanwhile_is_not_confirmed(ask, begun):
    folio = begun["folio"]
    done = ask("POST", f"/public-versions/{folio}/words", {"words": "de conformidad", "category": "otro"}).json()
    assert done == {"places": 2}
    late = ask("PATCH", f"/public-versions/{folio}/pages/2", {"regions": []}, **{"If-Match": '"v1"'})
    assert (late.status_code, late.json()["type"]) == (412, "/problems/changed_meanwhile")


@pytest.mark.parametrize("box", [[0.9, 0.1, 0.2, 0.1], [0.1, 0.1, 0.0, 0.1], [-0.1, 0.1, 0.2, 0.1]])
def test_a_place_off_the_page_is_refused(ask, begun, box):
    said = ask("PATCH", f"/public-versions/{begun['folio']}/pages/1", {"regions": [{"box": box, "category": "otro"}]})
    assert (said.status_code, said.json()["type"]) == (400, "/problems/bad_region")


@pytest.fixture(scope="module")
def worked(office):
    """Does the jobs that make PDFs, as a worker does; how far each said to be at the end."""
    with Sandbox() as sandbox:

        def work() -> None:
            with office.archive.database.write() as session:
                job = jobs.claim(session, "w", 60, ("publish",))
            making.make_version(office.archive, sandbox, job)

        yield work


@pytest.fixture(scope="module")
def made(client, office, begun, worked):
    """Both pages confirmed, a signature added by hand, and the PDF made."""

    def ask(method, path, body=None):
        return client.request(method, API + path, json=body, headers=office.bearer("clerk"))

    folio = begun["folio"]
    assert confirmed(ask, folio, 1).status_code == 200
    assert confirmed(ask, folio, 2, [{"box": [0.5, 0.5, 0.3, 0.1], "category": "firma"}]).status_code == 200
    answer = ask("POST", f"/public-versions/{folio}/making")
    assert (answer.status_code, answer.json()["state"]) == (202, "making"), answer.text
    assert ask("POST", f"/public-versions/{folio}/making").json()["type"] == "/problems/not_a_draft"
    worked()
    return ask("GET", f"/public-versions/{folio}").json()


def test_nothing_of_what_was_removed_can_be_got_back(ask, office, document, made):
    data = ask("GET", f"/public-versions/{made['folio']}/file.pdf").content
    cover, *pages = texts_of(data)
    assert [text.strip() for text in pages] == ["", ""]
    for secret in (b"MARTHA", "LÓPEZ".encode(), b"LOGM900314", b"662-123"):
        assert secret not in data
        assert secret.decode() not in cover
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert "MARTHA" not in str(pdf.docinfo.get("/Title")) + pdf.Root.Metadata.read_bytes().decode()
        assert "/Names" not in pdf.Root and not any("/Annots" in page for page in pdf.pages)
        for page in list(pdf.pages)[1:]:
            assert set(page.Resources.keys()) == {"/XObject"} and len(page.Resources.XObject.keys()) == 1


def test_what_is_removed_is_black_in_the_picture_and_the_rest_is_not(ask, begun, made):
    data = ask("GET", f"/public-versions/{made['folio']}/file.pdf").content
    with pdfium.PdfDocument(data) as pdf:
        high = pdf[1].get_height() * 612 / pdf[1].get_width()
    for one in ask("GET", f"/public-versions/{made['folio']}/pages/1").json()["regions"]:
        assert darkness(data, 1, one["box"], high) > 0.6, one
    sum_of_money = [word.box for word in words_of(FIRST) if word.text.startswith("$25")][0]
    assert 0.005 < darkness(data, 1, list(sum_of_money), high) < 0.4


def test_the_cover_tells_ground_reason_and_each_place_removed(ask, made):
    cover = texts_of(ask("GET", f"/public-versions/{made['folio']}/file.pdf").content)[0]
    for wanted in (made["folio"], "LGTAIP, artículo 115", "Datos personales", "Firma o rúbrica", "Teléfono", "CURP"):
        assert wanted in cover, wanted
    assert made["removed"]["firma"] == 1


def test_the_original_stays_as_it_came(office, document, made):
    with office.archive.database.read() as session:
        row = documents.visible(session, SYSTEM, document)
        kept = b"".join(office.archive.objects.read(original_key(row.sha256)))
    assert kept == paper(FIRST, SECOND)


def test_whoever_prepared_it_does_not_approve_it_and_it_can_be_given_back(ask, begun, made, worked):
    folio = made["folio"]
    assert ask("POST", f"/public-versions/{folio}/review", {"approve": True}).status_code == 403
    silent = ask("POST", f"/public-versions/{folio}/review", {"approve": False}, who="head")
    assert (silent.status_code, silent.json()["type"]) == (400, "/problems/incomplete")
    back = ask(
        "POST", f"/public-versions/{folio}/review", {"approve": False, "note": "Falta la firma"}, who="head"
    ).json()
    assert (back["state"], back["note"]) == ("draft", "Falta la firma")
    assert ask("GET", f"/public-versions/{folio}/file.pdf").json()["type"] == "/problems/not_made"
    assert ask("POST", f"/public-versions/{folio}/making").status_code == 202
    worked()
    again = ask("GET", f"/public-versions/{folio}").json()
    assert (again["state"], again["sha256"], again["note"]) == ("prepared", made["sha256"], "")
    done = ask("POST", f"/public-versions/{folio}/review", {"approve": True}, who="head").json()
    assert (done["state"], done["reviewed_by"]) == ("approved", "head")
    named = ask("GET", f"/public-versions/{folio}/file.pdf").headers["content-disposition"]
    assert "por revisar" not in named and folio in named


def test_what_was_done_stands_in_the_log(client, office, document, made):
    events = client.get(f"{API}/events?limit=200", headers=office.bearer("boss")).json()["items"]
    acts = {one["action"] for one in events if one["object_kind"] == "public_version"}
    assert {"begin_public_version", "confirm_public_page", "make_public_version", "download"} <= acts


def test_a_second_one_waits_until_the_first_is_done_and_one_is_cancelled_with_a_reason(ask, office):
    other = office.file("Sin datos de nadie", data=paper("Sin datos de nadie"))
    first = ask("POST", f"/documents/{other}/public-versions", BASIS).json()
    second = ask("POST", f"/documents/{other}/public-versions", BASIS)
    assert (second.status_code, second.json()["type"]) == (409, "/problems/already_open")
    assert ask("POST", f"/public-versions/{first['folio']}/cancelling", {"reason": " "}).status_code == 400
    gone = ask("POST", f"/public-versions/{first['folio']}/cancelling", {"reason": "Era otro"}).json()
    assert gone["state"] == "cancelled"
    assert (
        ask("PATCH", f"/public-versions/{first['folio']}/pages/1", {"regions": []}).json()["type"]
        == "/problems/not_a_draft"
    )
    listed = ask("GET", f"/public-versions?document={other}&state=cancelled").json()["items"]
    assert [one["folio"] for one in listed] == [first["folio"]]


def test_ground_and_reason_are_asked_and_a_request_must_be_registered(ask, office):
    other = office.file("Papel", data=paper("Papel"))
    none = ask("POST", f"/documents/{other}/public-versions", {"reason": " "})
    assert (none.status_code, none.json()["type"]) == (400, "/problems/incomplete")
    unknown = ask("POST", f"/documents/{other}/public-versions", {**BASIS, "request": "S-99"})
    assert (unknown.status_code, unknown.json()["type"]) == (400, "/problems/unknown_request")


def test_places_turn_with_their_page_which_is_then_looked_at_again(ask, office):
    other = office.file(SECOND, data=paper(SECOND), links=(("debtor", "p1"),))
    folio = ask("POST", f"/documents/{other}/public-versions", BASIS).json()["folio"]
    before = confirmed(ask, folio, 1).json()["regions"][0]["box"]
    seen = ask("GET", f"/public-versions/{folio}/pages/1").headers["etag"]
    assert ask("POST", f"/documents/{other}/pages/1/turn", {"degrees": 90}).status_code in (200, 201, 202)
    page = ask("GET", f"/public-versions/{folio}/pages/1").json()
    late = ask("PATCH", f"/public-versions/{folio}/pages/1", {"regions": []}, **{"If-Match": seen})
    assert late.status_code == 412
    x, y, width, height = before
    assert page["turned"] and page["confirmed_by"] is None
    assert page["regions"][0]["box"] == pytest.approx([1 - y - height, x, height, width], abs=1e-4)


class Watching:
    """A sandbox that asks before each call how far the public version says to be."""

    def __init__(self, sandbox, look):
        self.sandbox, self.look, self.seen = sandbox, look, []

    def call(self, task, *arguments, **named):
        if task == "public_version":
            self.seen.append(self.look()["pages_made"])
        return self.sandbox.call(task, *arguments, **named)


@pytest.fixture
def asked(ask, office):
    """A public version of 45 pages that nobody is named on, its PDF asked for."""
    texts = [f"Hoja {number} sin datos de nadie" for number in range(45)]
    other = office.file(*texts, data=paper(*texts))
    folio = ask("POST", f"/documents/{other}/public-versions", BASIS).json()["folio"]
    for number in range(1, 46):
        assert ask("PATCH", f"/public-versions/{folio}/pages/{number}", {"regions": []}).status_code == 200
    assert ask("POST", f"/public-versions/{folio}/making").status_code == 202
    return folio


def claimed(office):
    with office.archive.database.write() as session:
        return jobs.claim(session, "w", 60, ("publish",))


def test_a_long_one_is_made_in_stretches_and_tells_how_far_it_is(ask, office, asked):
    with Sandbox() as sandbox:
        watching = Watching(sandbox, lambda: ask("GET", f"/public-versions/{asked}").json())
        making.make_version(office.archive, watching, claimed(office))
    assert watching.seen == [0, 20, 40, 45]
    done = ask("GET", f"/public-versions/{asked}").json()
    assert (done["state"], done["pages_made"], done["prepared_by"]) == ("prepared", 0, "clerk")
    assert len(texts_of(ask("GET", f"/public-versions/{asked}/file.pdf").content)) == 46


def test_one_given_up_is_to_be_prepared_again_and_one_cancelled_is_left(ask, office, asked, worked):
    with office.archive.database.write() as session:
        bury(session, jobs.claim(session, "w", 60, ("publish",)), "timed_out")
    back = ask("GET", f"/public-versions/{asked}").json()
    assert back["state"] == "draft" and back["note"].startswith("No se pudo hacer el PDF.")
    assert ask("POST", f"/public-versions/{asked}/making").status_code == 202
    assert ask("POST", f"/public-versions/{asked}/cancelling", {"reason": "Era otro"}).status_code == 200
    worked()
    assert ask("GET", f"/public-versions/{asked}").json()["state"] == "cancelled"
