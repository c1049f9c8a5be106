from pathlib import Path

import pikepdf
import pypdf
import pypdfium2 as pdfium
import pytest
from PIL import Image, ImageChops, ImageDraw, ImageOps

from indexer.engines.searchable import make_searchable
from indexer.limits import Limits
from indexer.stages.inspect import inspect_file
from schemas.errors import Corrupt, PasswordRequired, Unsupported
from schemas.work import FileKind, InspectRequest, SearchablePage, SearchableRequest, SearchableResult
from tests.foreign import one_page, raw_pdf, typed_on

WORDS = (
    ("Señor", 0.1, 0.1, 0.1, 0.02),
    ("México", 0.22, 0.1, 0.1, 0.02),
    ("1º", 0.34, 0.1, 0.03, 0.02),
    ("Ñandú", 0.1, 0.14, 0.1, 0.02),
)
LINES = "Señor México 1º Ñandú"


def search(path: Path, kind: FileKind, *pages: SearchablePage, password: str = "") -> tuple[SearchableResult, Path]:
    out = path.with_name("out.pdf")
    request = SearchableRequest(
        str(path), kind, str(out), pages or (SearchablePage(0, WORDS),), "Título & más", password
    )
    return make_searchable(request, Limits()), out


def plain_pdf(path: Path, turn: int = 0, pages: int = 1) -> Path:
    with pikepdf.new() as pdf:
        for number in range(pages):
            pdf.add_blank_page(page_size=(612, 792))
            page = pdf.pages[-1].obj
            page.CropBox, page.Rotate = pikepdf.Array([50, 60, 500, 700]), turn
            page.Contents = pdf.make_stream(f"q 0 0 {number + 1} rg 60 70 50 50 re f Q".encode())
        pdf.save(path)
    return path


def picture() -> Image.Image:
    image = Image.new("RGB", (425, 550), "white")
    draw = ImageDraw.Draw(image)
    draw.rectangle((50, 50, 100, 75), fill="red")
    draw.rectangle((300, 500, 400, 525), fill="blue")
    return image


def text_of(path: Path, page: int = 0) -> str:
    with pdfium.PdfDocument(path) as pdf:
        return " ".join(pdf[page].get_textpage().get_text_range().split())


def shown(path: Path, scale: float, page: int = 0) -> Image.Image:
    with pdfium.PdfDocument(path) as pdf:
        return pdf[page].render(scale=scale).to_pil().convert("RGB")


def selected(path: Path, word: str) -> tuple[float, ...]:
    """Where the word's letters are on the page as shown, as fractions, found by drawing a mark on each."""
    with pdfium.PdfDocument(path) as pdf:
        page = pdf[0]
        text = page.get_textpage()
        at = text.get_text_range().index(word)
        boxes = [text.get_charbox(at + step) for step in range(len(word))]
        edges = (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))
        width, height = page.get_size()
        corners = [to_shown(page, edges[x], edges[y]) for x, y in ((0, 1), (2, 3))]
    xs, ys = sorted(corner[0] / width for corner in corners), sorted(corner[1] / height for corner in corners)
    return (xs[0], ys[0], xs[1] - xs[0], ys[1] - ys[0])


def to_shown(page: pdfium.PdfPage, x: float, y: float) -> tuple[float, float]:
    left, bottom, right, top = page.get_cropbox()
    return {
        0: (x - left, top - y),
        90: (y - bottom, x - left),
        180: (right - x, y - bottom),
        270: (top - y, right - x),
    }[page.get_rotation()]


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_words_of_a_pdf_stand_where_they_were_read_whatever_its_turn(tmp_path: Path, turn: int, rotation: int) -> None:
    result, out = search(plain_pdf(tmp_path / "a.pdf", turn), FileKind.PDF, SearchablePage(0, WORDS, rotation))
    assert text_of(out) == LINES
    assert selected(out, "México") == pytest.approx(WORDS[1][1:], abs=0.002)
    assert result == SearchableResult(1, "PDF/A-2b")


def test_a_turn_written_as_a_decimal_is_one(tmp_path: Path) -> None:
    objects = one_page(b"BT /F1 12 Tf 72 700 Td (Papa) Tj ET")
    objects[2] = objects[2].replace(b"/Parent", b"/Rotate 90.0 /Parent")
    _, out = search(raw_pdf(tmp_path / "turned.pdf", objects), FileKind.PDF, SearchablePage(0, ()))
    with pikepdf.open(out) as pdf:
        assert int(pdf.pages[0].Rotate) == 90


def test_words_of_a_skewed_page_lie_along_their_line(tmp_path: Path) -> None:
    _, out = search(plain_pdf(tmp_path / "a.pdf"), FileKind.PDF, SearchablePage(0, WORDS, 0, 2.0))
    assert text_of(out) == LINES
    middle = [edge + extent / 2 for edge, extent in zip(WORDS[1][1:3], WORDS[1][3:], strict=True)]
    x, y, width, height = selected(out, "México")
    assert [x + width / 2, y + height / 2] == pytest.approx(middle, abs=0.003)


def test_another_reader_extracts_the_same_text(tmp_path: Path) -> None:
    _, out = search(plain_pdf(tmp_path / "a.pdf"), FileKind.PDF)
    assert pypdf.PdfReader(out).pages[0].extract_text().split() == LINES.split()


def test_content_streams_of_a_pdf_are_taken_over_byte_for_byte(tmp_path: Path) -> None:
    source = plain_pdf(tmp_path / "a.pdf")
    _, out = search(source, FileKind.PDF)
    with pikepdf.open(source) as before, pikepdf.open(out) as after:
        assert after.pages[0].obj.Contents[-1].read_bytes() == before.pages[0].obj.Contents.read_bytes()
    assert ImageChops.difference(shown(source, 1), shown(out, 1)).getbbox() is None


def test_only_the_asked_pages_come_in_the_asked_order(tmp_path: Path) -> None:
    source = plain_pdf(tmp_path / "a.pdf", pages=4)
    result, out = search(source, FileKind.PDF, SearchablePage(2, ()), SearchablePage(1, WORDS))
    with pikepdf.open(out) as pdf:
        assert b"0 0 3 rg" in pdf.pages[0].obj.Contents[0].read_bytes()
        assert (result.pages, len(pdf.pages)) == (2, 2)
    assert text_of(out, 1) == LINES


def test_the_same_request_gives_the_same_bytes(tmp_path: Path) -> None:
    source = plain_pdf(tmp_path / "a.pdf")
    first = search(source, FileKind.PDF)[1].read_bytes()
    assert search(source, FileKind.PDF)[1].read_bytes() == first


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_jpeg_is_wrapped_as_it_is_and_shown_upright(tmp_path: Path, orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    path = tmp_path / "a.jpg"
    picture().save(path, exif=exif, dpi=(100, 100))
    _, out = search(path, FileKind.JPEG)
    with pikepdf.open(out) as pdf:
        assert pdf.pages[0].obj.Resources.XObject.Im0.read_raw_bytes() == path.read_bytes()
    with Image.open(path) as image:
        upright = ImageOps.exif_transpose(image).convert("RGB")
    assert ImageChops.difference(upright, shown(out, 100 / 72)).getbbox() is None
    assert selected(out, "México") == pytest.approx(WORDS[1][1:], abs=0.002)


@pytest.mark.parametrize("compression", ["group4", "group3", "tiff_lzw", "jpeg"])
@pytest.mark.parametrize("orientation", [1, 3, 6])
def test_each_page_of_a_tiff_is_shown_as_its_pixels(tmp_path: Path, compression: str, orientation: int) -> None:
    first = picture() if compression == "jpeg" else picture().convert("1", dither=Image.Dither.NONE)
    path = tmp_path / "a.tif"
    pages = [first, first.transpose(Image.Transpose.ROTATE_180)]
    tags = {274: orientation}
    pages[0].save(path, compression=compression, dpi=(100, 100), tiffinfo=tags, save_all=True, append_images=pages[1:])
    _, out = search(path, FileKind.TIFF, SearchablePage(1, WORDS))
    with Image.open(path) as image:
        image.seek(1)
        image.load()
        expected = image.convert("RGB")
    assert ImageChops.difference(expected, shown(out, 100 / 72)).getbbox() is None


def test_group_4_data_goes_in_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    picture().convert("1", dither=Image.Dither.NONE).save(path, compression="group4", dpi=(100, 100))
    _, out = search(path, FileKind.TIFF)
    with pikepdf.open(out) as pdf:
        data = pdf.pages[0].obj.Resources.XObject.Im0.read_raw_bytes()
    assert len(data) > 50
    assert data in path.read_bytes()


@pytest.mark.parametrize("mode", ["1", "L", "RGB", "P", "RGBA", "LA"])
def test_a_png_is_shown_as_its_pixels(tmp_path: Path, mode: str) -> None:
    path = tmp_path / "a.png"
    picture().convert(mode, dither=Image.Dither.NONE).save(path, dpi=(100, 100))
    _, out = search(path, FileKind.PNG)
    with Image.open(path) as image:
        expected = image.convert("RGB")
    assert ImageChops.difference(expected, shown(out, 100 / 72)).getbbox() is None


@pytest.mark.parametrize("kind", [FileKind.BMP, FileKind.GIF, FileKind.WEBP, FileKind.HEIC])
def test_a_picture_of_any_other_kind_is_shown_as_it_is_seen(tmp_path: Path, kind: FileKind) -> None:
    path = tmp_path / "a.pdf"  # the name decides nothing
    picture().save(path, "HEIF" if kind is FileKind.HEIC else kind.value.upper(), dpi=(100, 100))
    assert inspect_file(InspectRequest(str(path), str(tmp_path)), Limits()).kind is kind

    _, out = search(path, kind)

    page = shown(out, 1.0)
    page = shown(out, 425 / page.width)  # not every kind of file states its resolution
    assert page.size == (425, 550)
    assert all(
        abs(one - other) < 40
        for spot in ((75, 62), (350, 512), (200, 300))
        for one, other in zip(page.getpixel(spot), picture().getpixel(spot), strict=True)
    )


def test_a_picture_read_lying_down_is_stood_up(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    picture().save(path, dpi=(100, 100))
    _, out = search(path, FileKind.PNG, SearchablePage(0, WORDS, 90))
    expected = picture().transpose(Image.Transpose.ROTATE_270)
    assert ImageChops.difference(expected, shown(out, 100 / 72)).getbbox() is None
    assert selected(out, "México") == pytest.approx(WORDS[1][1:], abs=0.002)


def test_what_acts_stays_behind(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.pages[0].obj.AA = pikepdf.Dictionary(O=script)
        link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=script)
        pdf.pages[0].obj.Annots = pikepdf.Array([link])
        pdf.Root.OpenAction = script
        pdf.attachments["a.exe"] = b"MZ"
        pdf.save(path)
    _, out = search(path, FileKind.PDF)
    with pikepdf.open(out) as made:
        written = b"".join(item.unparse(resolved=True) for item in made.objects)
    for word in (b"JavaScript", b"OpenAction", b"EmbeddedFile", b"/AA", b"alert"):
        assert word not in written


def test_a_pdf_with_a_letter_of_its_viewer_is_not_declared(tmp_path: Path) -> None:
    path = plain_pdf(tmp_path / "a.pdf")
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        pdf.pages[0].obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        pdf.save(path)
    result, out = search(path, FileKind.PDF)
    assert (result.declared, "letra" in result.why_not) == ("", True)
    with pikepdf.open(out) as made:
        assert b"pdfaid:part" not in made.Root.Metadata.read_bytes()


def test_a_declared_file_carries_mark_profile_and_title(tmp_path: Path) -> None:
    _, out = search(plain_pdf(tmp_path / "a.pdf"), FileKind.PDF)
    with pikepdf.open(out) as pdf:
        assert b"<pdfaid:part>2</pdfaid:part>" in pdf.Root.Metadata.read_bytes()
        assert pdf.Root.OutputIntents[0].DestOutputProfile.read_bytes()[36:40] == b"acsp"
        assert str(pdf.docinfo["/Title"]) == "Título & más"


def test_an_encrypted_pdf_opens_with_its_password_only(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    with pikepdf.open(plain_pdf(tmp_path / "b.pdf")) as pdf:
        pdf.save(path, encryption=pikepdf.Encryption(owner="x", user="clave", R=6))
    with pytest.raises(PasswordRequired):
        search(path, FileKind.PDF)
    assert search(path, FileKind.PDF, password="clave")[0].pages == 1


def test_bad_requests_get_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-1.7\nnothing")
    with pytest.raises(Corrupt):
        search(tmp_path / "bad.pdf", FileKind.PDF)
    with pytest.raises(Corrupt):
        search(plain_pdf(tmp_path / "a.pdf"), FileKind.PDF, SearchablePage(7, ()))
    with pytest.raises(Unsupported):
        search(tmp_path / "a.pdf", FileKind.DOCX)


def test_fields_and_typed_notes_that_nobody_drew_are_seen_in_the_copy(tmp_path: Path) -> None:
    result, out = search(typed_on(tmp_path / "form.pdf", form=True), FileKind.PDF, SearchablePage(0, ()))
    assert result.pages == 1
    assert set(text_of(out).split()) == {"Guadalupe", "Recibido", "en", "ventanilla"}
    ink = ImageOps.invert(shown(out, 1.0).convert("L")).getbbox()
    assert ink is not None


@pytest.mark.parametrize("nodes", [b"/Kids [3 0 R 2 0 R] /Count 1", b"/Kids [3 0 R 2 0 R 2 0 R] /Count 3"])
def test_a_file_that_only_pdfium_opens_gives_a_copy(tmp_path: Path, nodes: bytes) -> None:
    objects = one_page(b"BT /F1 12 Tf 72 700 Td (Papa) Tj ET")
    objects[1] = b"<< /Type /Pages %s >>" % nodes
    path = raw_pdf(tmp_path / "loop.pdf", objects)
    result, out = search(path, FileKind.PDF, SearchablePage(0, ()))
    assert (result.pages, text_of(out)) == (1, "Papa")


def sharing_pictures(path: Path) -> Path:
    """Two pages that draw one picture each, the second from within another, out of one list for both."""
    with pikepdf.new() as pdf:
        drawn = {
            name: pdf.make_stream(f"0 0 {shade} rg 60 70 90 90 re f".encode(), Type=pikepdf.Name.XObject,
                                  Subtype=pikepdf.Name.Form, BBox=[0, 0, 612, 792])
            for name, shade in (("Suya", "0.5"), ("Ajena", "0.9"))
        }  # fmt: skip
        drawn["Marco"] = pdf.make_stream(b"q /Ajena Do Q", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form,
                                         BBox=[0, 0, 612, 792])  # fmt: skip
        shared = pdf.make_indirect(pikepdf.Dictionary(XObject=pikepdf.Dictionary(**drawn)))
        for name in ("Suya", "Marco"):
            pdf.add_blank_page(page_size=(612, 792))
            page = pdf.pages[-1].obj
            page.Resources, page.Contents = shared, pdf.make_stream(f"q /{name} Do Q".encode())
        pdf.save(path)
    return path


def drawings(path: Path) -> set[str]:
    with pikepdf.open(path) as pdf:
        said = [one.read_bytes() for one in pdf.objects if isinstance(one, pikepdf.Stream)]
    return {shade for shade in ("0.5", "0.9") if any(f"0 0 {shade} rg".encode() in one for one in said)}


def test_a_page_brings_no_picture_of_the_other_pages_of_its_file(tmp_path):
    file = sharing_pictures(tmp_path / "hojas.pdf")

    assert drawings(search(file, FileKind.PDF, SearchablePage(0, WORDS))[1]) == {"0.5"}
    assert drawings(search(file, FileKind.PDF, SearchablePage(1, WORDS))[1]) == {"0.9"}
    _, both = search(file, FileKind.PDF, SearchablePage(0, WORDS), SearchablePage(1, WORDS))
    assert drawings(both) == {"0.5", "0.9"}
    shown = [[pdfium.PdfDocument(each)[at].render().to_pil() for at in (0, 1)] for each in (file, both)]
    assert shown[0] == shown[1]
