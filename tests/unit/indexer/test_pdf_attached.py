"""Files attached to a PDF become files of their own."""

from pathlib import Path

import pikepdf
import pytest

from indexer.limits import Limits
from indexer.stages.inspect import inspect_file
from schemas.work import InspectRequest
from tests.foreign import bytes_of, letter_mail, picture_of_text, pinned_to, portfolio, zipped

INVOICE = b'<?xml version="1.0" encoding="UTF-8"?><cfdi:Comprobante Total="100.00"/>'


@pytest.fixture
def attached(tmp_path):
    (tmp_path / "out").mkdir()

    def run(path, *passwords, **limits):
        result = inspect_file(InspectRequest(str(path), str(tmp_path / "out"), passwords), Limits(**limits))
        assert len(result.pages) == 1 and not result.problem
        assert {Path(each.path).parent for each in result.attachments} <= {tmp_path / "out"}
        return {each.name: Path(each.path).read_bytes() for each in result.attachments}

    return run


def test_papers_are_taken_out_and_data_stays_inside(tmp_path, attached):
    inner = portfolio(tmp_path / "inner", {}).read_bytes()
    picture = bytes_of(picture_of_text(), "PNG")
    mail = letter_mail(tmp_path / "mail", {}).read_bytes()
    papers = {"Pagaré ñ.pdf": inner, "hoja.png": picture, "aviso.eml": mail}
    assert (
        attached(portfolio(tmp_path / "p", {**papers, "factura.xml": INVOICE, "firma.p7s": b"\x30\x80\x06"})) == papers
    )


def test_a_locked_portfolio_gives_its_files_with_the_password(tmp_path, attached):
    inner = portfolio(tmp_path / "inner", {}).read_bytes()
    assert attached(portfolio(tmp_path / "p", {"a.pdf": inner}, "secreto"), "secreto") == {"a.pdf": inner}


@pytest.mark.parametrize("name", ["../../etc/passwd", "C:\\boot\\passwd", "/etc/passwd"])
def test_a_name_never_leads_out_of_the_folder(tmp_path, attached, name):
    inner = portfolio(tmp_path / "inner", {}).read_bytes()
    assert list(attached(portfolio(tmp_path / "p", {name: inner}))) == ["passwd"]


def test_no_more_are_taken_than_attachments_may_be(tmp_path, attached):
    inner = portfolio(tmp_path / "inner", {}).read_bytes()
    path = portfolio(tmp_path / "p", {f"{number}.pdf": inner + b"\n" * number for number in range(4)})
    assert len(attached(path, attachments=3)) == 3
    assert len(attached(path, attachment_bytes=2 * len(inner) + 10)) == 2


def test_a_file_that_unpacks_without_end_stays_inside_unpacked(tmp_path, attached):
    path = portfolio(tmp_path / "p", {"bomba.pdf": b"%PDF-1.7\n" + b"0" * 50_000_000})
    assert path.stat().st_size < 1_000_000
    assert attached(path, attachment_bytes=1_000_000) == {}


def test_the_pages_of_a_pdf_whose_attachments_are_broken_are_seen(tmp_path, attached):
    path = portfolio(tmp_path / "p", {"a.pdf": b"%PDF-1.7", "b.pdf": b"%PDF-1.7"})
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.Root.Names.EmbeddedFiles.Names = pikepdf.Array(["a.pdf", 7, "b.pdf", pikepdf.Dictionary()])
        pdf.save(path)
    assert attached(path) == {}


def test_a_file_pinned_to_a_page_is_taken_out_once(tmp_path, attached):
    inner = portfolio(tmp_path / "inner", {}).read_bytes()
    picture = bytes_of(picture_of_text(), "PNG")
    path = pinned_to(portfolio(tmp_path / "p", {"a.pdf": inner}), "hoja ñ.png", picture)
    assert attached(path) == {"a.pdf": inner, "hoja ñ.png": picture}


def test_the_papers_in_a_zip_are_taken_out_and_its_data_stay_inside(tmp_path, attached):
    inner = portfolio(tmp_path / "inner", {}).read_bytes()
    packed = zipped({"anexos/pagaré.pdf": inner, "__MACOSX/._pagaré.pdf": b"x", "factura.xml": INVOICE})
    assert attached(portfolio(tmp_path / "p", {"anexos.zip": packed})) == {"pagaré.pdf": inner}


@pytest.mark.parametrize(
    "limits",
    [{"attachments": 2}, {"archive_members": 2}, {"unpacked_bytes": 1000}, {"unpacked_ratio": 0}],
)
def test_an_archive_beyond_the_limits_is_handed_on_as_it_is(tmp_path, attached, limits):
    inner = portfolio(tmp_path / "inner", {}).read_bytes() + b"\n" * 1_000_000
    packed = zipped({f"{number}.pdf": inner for number in range(3)})
    assert attached(portfolio(tmp_path / "p", {"anexos.zip": packed}), **limits) == {"anexos.zip": packed}


@pytest.mark.parametrize("archive", [zipped({"a.pdf": b"%PDF-1.7"})[:-30], b"Rar!\x1a\x07\x00" + bytes(range(256)) * 9])
def test_an_archive_that_cannot_be_opened_is_handed_on_as_it_is(tmp_path, attached, archive):
    assert attached(portfolio(tmp_path / "p", {"anexos": archive})) == {"anexos": archive}
