import cv2
import numpy as np
import pytest
import zxingcpp

from indexer.engines.barcodes import find_barcodes
from indexer.engines.coversheet import Titled, make_coversheets
from indexer.engines.pdf_open import open_page, open_pdf
from indexer.engines.pdf_render import draw
from schemas.coversheet import CoverSheet, decode_sheet
from schemas.errors import InvalidInput
from tests.foreign import picture_of_text

USUAL = ("QRCode", "Code128", "Code39", "DataMatrix")
FORMATS = {name: getattr(zxingcpp.BarcodeFormat, name) for name in (*USUAL, "PDF417", "Aztec")}


def sheet(name, text, at=(400, 300)):
    """A letter page at 200 dpi with text at its foot and one code of that format."""
    code = np.asarray(zxingcpp.write_barcode_to_image(zxingcpp.create_barcode(text, FORMATS[name]), scale=4))
    code = np.repeat(code, max(1, 100 // code.shape[0]), axis=0)
    page = np.asarray(picture_of_text(lines=12, size=(1700, 2200)))[::-1, ::-1].copy()
    page[at[1] : at[1] + code.shape[0], at[0] : at[0] + code.shape[1]] = code
    return page


def worn(page, degrees, grain=8.0):
    """The page turned, out of focus, grey and grained."""
    height, width = page.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    blurred = cv2.GaussianBlur(cv2.warpAffine(page, turn, (width, height), borderValue=255), (0, 0), 1.2)
    noise = np.random.default_rng(7).normal(0, grain, page.shape)
    return np.clip(blurred * 0.6 + 80 + noise, 0, 255).astype(np.uint8)


@pytest.mark.parametrize("degrees", [0, 3, 10, 90, 180])
@pytest.mark.parametrize("name", USUAL)
def test_codes_are_read_from_worn_and_turned_pages(name, degrees):
    (code,) = find_barcodes(worn(sheet(name, "ASN00123"), degrees))
    assert (code.format, code.text) == (name, "ASN00123")


@pytest.mark.parametrize("degrees", [0, 90, 180])
@pytest.mark.parametrize("name", ["PDF417", "Aztec"])
def test_codes_of_official_papers_are_read_beside_a_qr_and_without(name, degrees):
    text = "INSTITUTO NACIONAL ELECTORAL|BOJORQUEZ<VALENZUELA<<GUADALUPE|1234567890123"
    alone = worn(sheet(name, text), degrees)
    assert [(code.format, code.text) for code in find_barcodes(alone)] == [(name, text)]
    both = np.rot90(np.minimum(sheet(name, text), sheet("QRCode", "LOTE 7", at=(1400, 700))), degrees // 90)
    assert {(code.format, code.text) for code in find_barcodes(both)} == {(name, text), ("QRCode", "LOTE 7")}


@pytest.mark.parametrize("name", ["QRCode", "DataMatrix"])
def test_small_codes_are_read_from_a_sheet_a_little_longer_than_letter(name):
    code = zxingcpp.create_barcode("PATCHT", FORMATS[name])
    small = np.asarray(zxingcpp.write_barcode_to_image(code, scale=2))
    page = np.full((2680, 1700), 255, np.uint8)
    page[1200 : 1200 + small.shape[0], 700 : 700 + small.shape[1]] = small
    (code,) = find_barcodes(cv2.GaussianBlur(page, (0, 0), 0.7))
    assert (code.format, code.text) == (name, "PATCHT")


def test_the_box_is_where_the_code_is():
    (code,) = find_barcodes(sheet("QRCode", "PATCHT", at=(850, 1100)))
    assert abs(code.box[0] - 0.5) < 0.03 and abs(code.box[1] - 0.5) < 0.03


def test_a_page_of_text_bears_no_code():
    assert find_barcodes(np.asarray(picture_of_text(size=(1700, 2200)))) == ()


def test_cover_sheets_are_read_back_from_worn_paper(tmp_path):
    sheets = [CoverSheet(), CoverSheet("PAGARE", "ñ-123;4", "1234/2010 Juzgado Segundo", "C-42", {"lote": "7"})]
    make_coversheets([Titled(sheet, {"document_type": "Pagaré"}) for sheet in sheets], tmp_path / "a.pdf", "a4")
    read = []
    with open_pdf(tmp_path / "a.pdf", (), 10) as pdf:
        for number in range(2):
            with open_page(pdf, number) as page:
                picture = worn(draw(page, 200 / 72, grey=True).pixels, 4)
            read.append([decode_sheet(code.text) for code in find_barcodes(picture)])
    assert read == [[sheets[0]], [sheets[1]]]


def test_a_torn_corner_does_not_hide_a_sheet(tmp_path):
    make_coversheets([Titled()], tmp_path / "a.pdf")
    with open_pdf(tmp_path / "a.pdf", (), 10) as pdf, open_page(pdf, 0) as page:
        picture = draw(page, 200 / 72, grey=True).pixels
    picture[:700, :800] = 255
    assert [code.text for code in find_barcodes(picture)] == ["LEGAJO1"]


@pytest.mark.parametrize(("count", "size"), [(0, "letter"), (501, "letter"), (1, "oficio mayor")])
def test_impossible_orders_are_refused(tmp_path, count, size):
    with pytest.raises(InvalidInput):
        make_coversheets([Titled()] * count, tmp_path / "a.pdf", size)


def small_code(name, text, module=0.33):
    """A letter page at 200 dpi with one code whose squares are so many millimetres wide."""
    code = np.asarray(zxingcpp.write_barcode_to_image(zxingcpp.create_barcode(text, FORMATS[name]), scale=8))
    scale = module / 25.4 * 200 / 8
    code = cv2.resize(code, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    page = np.asarray(picture_of_text(lines=12, size=(1700, 2200)))[::-1, ::-1].copy()
    page[300 : 300 + code.shape[0], 400 : 400 + code.shape[1]] = code
    return page


def scanned(page, darkest=40):
    noise = np.random.default_rng(3).normal(0, 5, page.shape)
    soft = cv2.GaussianBlur(page, (0, 0), 0.8) / 255.0
    return np.clip(darkest + (240 - darkest) * soft + noise, 0, 255).astype(np.uint8)


@pytest.mark.parametrize("darkest", [40, 150])
@pytest.mark.parametrize("name", ["QRCode", "DataMatrix"])
def test_codes_as_small_as_a_fingernail_are_read_on_grained_and_pale_pages(name, darkest):
    assert [code.text for code in find_barcodes(scanned(small_code(name, "PATCHT"), darkest))] == ["PATCHT"]


def test_a_code_white_on_black_is_read():
    assert [code.text for code in find_barcodes(255 - scanned(sheet("QRCode", "PATCHT")))] == ["PATCHT"]


def test_the_stripes_of_a_patch_are_told_beside_another_code():
    page = np.full((2200, 1700), 255, np.uint8)
    code = np.asarray(zxingcpp.write_barcode_to_image(zxingcpp.create_barcode("LOTE 7", FORMATS["QRCode"]), scale=4))
    page[1500 : 1500 + code.shape[0], 700 : 700 + code.shape[1]] = code
    top = 60
    for thick in (16, 40, 16, 40):
        page[top : top + thick, 400:1300] = 0
        top += thick + 16
    assert [(code.format, code.text) for code in find_barcodes(page)] == [("QRCode", "LOTE 7"), ("PatchCode", "PATCHT")]
