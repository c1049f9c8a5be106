"""What inspecting finds in files of every kind, well made and not."""

import numpy as np
import pikepdf
import pytest
import zxingcpp
from PIL import Image
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from benchmarks.ocr_pages import are_fonts_there
from benchmarks.office.fonts import font_path
from indexer.engines.coversheet import Titled, make_coversheets
from indexer.engines.searchable import make_searchable
from indexer.limits import Limits
from indexer.stages.inspect import inspect_file
from indexer.tasks import render
from schemas.coversheet import CoverSheet
from schemas.word_codec import decode_words
from schemas.work import FileKind, InspectRequest, RenderRequest, SearchablePage, SearchableRequest
from tests.foreign import (
    SPANISH,
    bytes_of,
    huge_png,
    letter_pdf,
    misread,
    one_page,
    page_of_text,
    picture_of_text,
    put_picture,
    raw_pdf,
    typed_on,
)

STAMP = "Promoción electrónica 1234/2010 sellada el 4 de mayo"


@pytest.fixture
def inspect(tmp_path):
    def run(path, *passwords, limits=Limits(), **options):  # noqa: B008 - frozen
        return inspect_file(InspectRequest(str(path), str(tmp_path), passwords, **options), limits)

    return run


@pytest.fixture
def written(tmp_path):
    def write(data):
        (tmp_path / "file").write_bytes(data)
        return tmp_path / "file"

    return write


@pytest.fixture
def drawn(tmp_path):
    def draw(*pages):
        canvas = letter_pdf(tmp_path / "drawn.pdf")
        for page in pages:
            page(canvas)
            canvas.showPage()
        canvas.save()
        return tmp_path / "drawn.pdf"

    return draw


def scan(canvas):
    put_picture(canvas, picture_of_text(), (0, 0, 612, 792))


def stamped_scan(canvas):
    scan(canvas)
    canvas.drawString(40, 770, STAMP)


def scan_with_reading(every):
    """A scan, and on its lines an unseen reading in which one letter of so many is wrong."""

    return layer_over(picture_of_text(), misread(SPANISH[:80], every))


def layer_over(picture, text):
    """A picture of a sheet, and an unseen text on the lines of `picture_of_text`."""

    def draw(canvas):
        put_picture(canvas, picture, (0, 0, 612, 792))
        lines = canvas.beginText(61, 792 - 0.072 * 792 - 10)
        lines.setFont("Helvetica", 12.5, leading=0.028 * 792)
        lines.setTextRenderMode(3)
        for _ in range(30):
            lines.textLine(text[:80])
        canvas.drawText(lines)

    return draw


def half_scan(canvas):
    page_of_text(canvas, lines=12)
    put_picture(canvas, picture_of_text(lines=8, size=(850, 400)), (0, 60, 612, 288))


def test_each_page_of_a_pdf_is_judged_by_itself(inspect, drawn):
    result = inspect(drawn(page_of_text, scan, stamped_scan, half_scan))
    assert [page.why for page in result.pages] == ["", "no_text", "stamp_only", "image"]
    assert STAMP in result.pages[2].reading.text


def test_a_reading_under_a_scan_is_believed_unless_too_many_of_its_letters_are_wrong(inspect, drawn):
    result = inspect(drawn(scan_with_reading(1000), scan_with_reading(15), scan_with_reading(4)))
    assert [page.why for page in result.pages] == ["", "", "bad_text"]


OTHER = "Por recibido el oficio de cuenta agréguese a los autos para que surta sus efectos legales como corresponda. "
FILLER = "Lorem ipsum dolor sit amet consectetur adipiscing elit sed eiusmod tempor incididunt labore dolore magna. "


@pytest.mark.parametrize("text", [OTHER, FILLER, misread(SPANISH, 3), SPANISH[::-1]])
def test_a_layer_that_says_something_else_than_the_picture_over_it_is_not_the_page(inspect, drawn, text):
    (page,) = inspect(drawn(layer_over(picture_of_text(size=(1700, 2200)), text))).pages
    assert (page.needs_reading, page.why) == (True, "bad_text")


def test_a_layer_under_a_picture_of_bare_paper_is_not_the_page(inspect, drawn):
    white = Image.new("L", (1700, 2200), 250)
    assert inspect(drawn(layer_over(white, SPANISH))).pages[0].why == "bad_text"


def test_a_layer_that_says_what_the_picture_over_it_shows_is_the_page(inspect, drawn):
    pages = [layer_over(picture_of_text(text, size=(1700, 2200)), text) for text in (SPANISH, OTHER, FILLER)]
    assert [page.needs_reading for page in inspect(drawn(*pages)).pages] == [False] * 3


@pytest.mark.skipif(not are_fonts_there(), reason="the Liberation fonts, which have Greek letters, are not installed")
def test_a_layer_in_letters_that_the_engine_does_not_read_is_believed(inspect, drawn):
    def sheet(canvas):
        put_picture(canvas, picture_of_text(size=(1700, 2200)), (0, 0, 612, 792))
        pdfmetrics.registerFont(TTFont("Greek", str(font_path("sans", False))))
        lines = canvas.beginText(61, 792 - 0.072 * 792 - 10)
        lines.setFont("Greek", 12.5, leading=0.028 * 792)
        lines.setTextRenderMode(3)
        for _ in range(30):
            lines.textLine("Το συμβόλαιο είναι ίδιο με το πρωτότυπο που κατατέθηκε στο δικαστήριο"[:80])
        canvas.drawText(lines)

    assert inspect(drawn(sheet)).pages[0].needs_reading is False


def test_words_stand_where_they_are_seen_on_a_turned_and_cropped_page(inspect, tmp_path):
    objects = one_page(b"BT /F1 9 Tf 110 110 Td (esquina) Tj ET")
    objects[2] = objects[2].replace(b"/Parent", b"/Rotate 90 /CropBox [100 100 500 700] /Parent")
    (page,) = inspect(raw_pdf(tmp_path / "turned.pdf", objects)).pages
    x, y, _, _ = decode_words(page.packed_words)[0].box
    assert (page.width, page.height) == (600, 400)
    assert x < 0.05 and y < 0.05


@pytest.mark.parametrize("crop", [b"[1000 1000 1600 1700]", b"[612 0 1224 792]"])
def test_a_page_whose_crop_box_shows_nothing_of_the_sheet_is_shown_whole(inspect, tmp_path, crop):
    objects = one_page(b"BT /F1 20 Tf 100 700 Td (la hoja entera) Tj ET")
    objects[2] = objects[2].replace(b"/Parent", b"/CropBox " + crop + b" /Parent")
    path = raw_pdf(tmp_path / "outside.pdf", objects)
    (page,) = inspect(path).pages
    assert (page.width, page.height, page.reading.text) == (612, 792, "la hoja entera")
    shown = render(RenderRequest(str(path), FileKind.PDF, 0, longest=400), Limits())
    assert (shown.width, shown.height) == (310, 400)


def test_words_are_parted_at_blanks_of_every_kind_and_lie_one_after_the_other(inspect, drawn):
    def written(canvas):
        canvas.drawString(72, 700, "uno\u00a0dos  a tres")
        canvas.drawString(72, 680, "cuatro")

    (page,) = inspect(drawn(written)).pages
    words = decode_words(page.packed_words)
    assert [word.text for word in words] == ["uno", "dos", "a", "tres", "cuatro"]
    assert [word.line for word in words] == [0, 0, 0, 0, 1]
    ends = [(word.box[0], word.box[0] + word.box[2]) for word in words[:4]]
    assert all(first[1] <= then[0] for first, then in zip(ends, ends[1:], strict=False))


def test_the_name_of_a_file_decides_nothing(inspect, tmp_path):
    (tmp_path / "carta.pdf").write_bytes(bytes_of(picture_of_text(), "PNG"))
    assert inspect(tmp_path / "carta.pdf").kind == FileKind.PNG


def test_junk_before_the_header_is_forgiven(inspect, tmp_path):
    objects = one_page(b"BT /F1 20 Tf 100 700 Td (hola mundo) Tj ET")
    path = raw_pdf(tmp_path / "junk.pdf", objects, head=b"\xef\xbb\xbf" + b"x" * 900 + b"\n%PDF-1.4\n")
    assert inspect(path).pages[0].reading.text == "hola mundo"


@pytest.mark.parametrize("count", [b"9", b"0", b"-3", b"1000000000"])
def test_pages_are_counted_and_not_believed(inspect, tmp_path, count):
    objects = one_page(b"BT /F1 20 Tf 100 700 Td (una hoja) Tj ET")
    objects[1] = objects[1].replace(b"/Count 1", b"/Count " + count)
    assert len(inspect(raw_pdf(tmp_path / "count.pdf", objects)).pages) == 1


def test_more_pages_than_are_counted_are_all_there(inspect, tmp_path):
    objects = one_page(b"BT /F1 20 Tf 100 700 Td (una hoja) Tj ET")
    objects[1] = b"<< /Type /Pages /Kids [3 0 R 6 0 R] /Count 1 >>"
    objects.append(objects[2])
    result = inspect(raw_pdf(tmp_path / "few.pdf", objects))
    assert [page.reading.text for page in result.pages] == ["una hoja", "una hoja"]
    assert result.repaired


@pytest.mark.parametrize("share", [0.6, 0.8, 0.97])
@pytest.mark.parametrize("linear", [False, True])
def test_of_a_file_of_packed_objects_that_was_cut_off_the_pages_that_came_are_read(inspect, drawn, share, linear):
    path = drawn(page_of_text, page_of_text, page_of_text, page_of_text)
    packed = path.with_name("packed.pdf")
    with pikepdf.open(path) as pdf:
        pdf.save(packed, object_stream_mode=pikepdf.ObjectStreamMode.generate, linearize=linear)
    packed.write_bytes(packed.read_bytes()[: round(packed.stat().st_size * share)])
    result = inspect(packed)
    assert result.problem == ""
    assert any(page.reading and "Hermosillo" in page.reading.text for page in result.pages)


def test_a_page_of_a_damaged_file_of_which_nothing_is_left_is_not_called_blank(inspect, tmp_path):
    objects = one_page(b"BT /F1 20 Tf 100 700 Td (una hoja) Tj ET")
    objects[1] = b"<< /Type /Pages /Kids [3 0 R 6 0 R] /Count 1 >>"
    objects.append(objects[2].replace(b"4 0 R", b"99 0 R"))
    assert [page.problem for page in inspect(raw_pdf(tmp_path / "half.pdf", objects)).pages] == ["", "damaged"]


@pytest.mark.parametrize("content", [None, b"", b"\x00garbage\xff", b"q 612 0 0 792 0 0 cm /Gone Do Q"])
def test_a_page_that_lost_what_draws_its_scan_is_not_called_blank(inspect, drawn, tmp_path, content):
    with pikepdf.open(drawn(scan, lambda canvas: canvas.drawString(72, 700, "otra hoja"))) as pdf:
        if content is None:
            del pdf.pages[0].obj["/Contents"]
        else:
            pdf.pages[0].obj["/Contents"] = pdf.make_stream(content)
        pdf.save(tmp_path / "lost.pdf")
    assert [page.problem for page in inspect(tmp_path / "lost.pdf").pages] == ["damaged", ""]


def test_a_blank_page_is_blank_where_all_pages_have_one_list_of_pictures(inspect, drawn, tmp_path):
    with pikepdf.open(drawn(scan, lambda canvas: None)) as pdf:
        pdf.pages[1].obj["/Resources"] = pdf.pages[0].obj["/Resources"]
        pdf.save(tmp_path / "listed.pdf")
    assert [(page.problem, page.blank) for page in inspect(tmp_path / "listed.pdf").pages] == [("", False), ("", True)]


def test_a_stack_of_many_blank_pages_is_opened_once_more_to_see_what_they_lost(inspect, drawn, monkeypatch):
    path, opened = drawn(*[scan, lambda canvas: None] * 6), []
    open_ = pikepdf.open
    monkeypatch.setattr(pikepdf, "open", lambda *args, **options: opened.append(args) or open_(*args, **options))
    pages = inspect(path, limits=Limits(isolate_pages=False)).pages
    assert [page.blank for page in pages] == [False, True] * 6
    assert len(opened) == 2  # once to count its pages


@pytest.mark.parametrize("deep", [1, 3, 4, 9])
def test_a_scan_is_seen_however_deep_in_forms_it_lies(inspect, drawn, deep):
    path = drawn(scan)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        page = pdf.pages[0]
        for _ in range(deep):
            content = pikepdf.unparse_content_stream(pikepdf.parse_content_stream(page))
            form = pdf.make_stream(
                content, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 612, 792],
                Resources=page.Resources,
            )  # fmt: skip
            page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=form))
            page.Contents = pdf.make_stream(b"/F Do")
        pdf.save(path)
    assert [(page.blank, page.needs_reading) for page in inspect(path).pages] == [(False, True)]


def test_a_page_tree_that_loops_ends(inspect, tmp_path):
    objects = one_page(b"BT /F1 20 Tf 100 700 Td (una hoja) Tj ET")
    objects[1] = b"<< /Type /Pages /Kids [3 0 R 2 0 R 2 0 R] /Count 3 >>"
    assert len(inspect(raw_pdf(tmp_path / "loop.pdf", objects)).pages) == 1


def test_a_lost_page_is_told_and_the_others_kept(inspect, tmp_path):
    objects = one_page(b"BT /F1 20 Tf 100 700 Td (una hoja) Tj ET")
    objects[1] = b"<< /Type /Pages /Kids [3 0 R 99 0 R 3 0 R] /Count 3 >>"
    result = inspect(raw_pdf(tmp_path / "lost.pdf", objects))
    assert result.problem == ""
    assert [bool(page.problem) for page in result.pages].count(False) >= 1


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "empty"),
        (b"\x00\x01\x02" * 400, "not_a_document"),
        (b"MZ\x90\x00" + bytes(100), "not_a_document"),
        (b"PK\x03\x04" + bytes(100), "not_a_document"),
        (b"%PDF-1.7\n%%EOF", "damaged"),
        (
            b'<?xml version="1.0"?>\n<!-- x -->\n<svg xmlns="http://www.w3.org/2000/svg"><text>uno</text></svg>',
            "unread_format",
        ),
        (b"%!PS-Adobe-3.0\n(uno) show showpage\n", "unread_format"),
        (b"\0\0\0\x0cJXL \r\n\x87\n" + bytes(100), "unread_format"),
        (b"a.pdf".ljust(257, b"\0") + b"ustar\x0000".ljust(255, b"\0") + b"%PDF-1.7\n1 0 obj\n", "not_a_document"),
        (b"\xff\xd8\xff\xe0" + bytes(50), "damaged"),
        (b"II*\x00\x08\x00\x00\x00" + b"\xff" * 60, "damaged"),
    ],
)
def test_what_cannot_be_used_has_a_stable_reason(inspect, written, data, problem):
    result = inspect(written(data))
    assert (result.problem, [page for page in result.pages if not page.problem]) == (problem, [])


def test_an_encrypted_file_asks_for_its_password_and_opens_with_it(inspect, tmp_path):
    pikepdf = pytest.importorskip("pikepdf")
    path, locked = raw_pdf(tmp_path / "a.pdf", one_page(b"BT /F1 9 Tf 9 9 Td (secreto) Tj ET")), tmp_path / "b.pdf"
    with pikepdf.open(path) as pdf:
        pdf.save(locked, encryption=pikepdf.Encryption(owner="jefe", user="abierto"))
    assert inspect(locked).problem == inspect(locked, "otro").problem == "password_required"
    opened = inspect(locked, "otro", "abierto")
    assert (opened.problem, opened.encrypted, opened.password) == ("", True, "abierto")


def test_a_page_that_hangs_or_asks_too_much_costs_only_itself(inspect, tmp_path):
    objects = one_page(b"/Im1 Do", b"/XObject << /Im1 6 0 R >>")
    objects.append(
        b"<< /Type /XObject /Subtype /Image /Width 60000 /Height 60000 /BitsPerComponent 1 "
        b"/ColorSpace /DeviceGray /Filter /FlateDecode /Length 0 >>\nstream\n\nendstream"
    )
    objects[1] = b"<< /Type /Pages /Kids [3 0 R 7 0 R] /Count 2 >>"
    objects.append(b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] >>")
    result = inspect(raw_pdf(tmp_path / "huge.pdf", objects))
    assert [page.problem for page in result.pages] == ["too_large", ""]


def test_a_picture_beyond_the_pixels_allowed_is_refused_unopened(inspect, tmp_path):
    assert inspect(huge_png(tmp_path / "bomb.png", 12_000)).problem == "too_large"


def test_a_tiff_of_several_pages_has_them_in_order(inspect, tmp_path):
    pages = [Image.new("1", (400 + 100 * number, 300), 1) for number in range(3)]
    pages[0].save(tmp_path / "g4.tif", save_all=True, append_images=pages[1:], compression="group4", dpi=(100, 100))
    result = inspect(tmp_path / "g4.tif")
    assert [round(page.width) for page in result.pages] == [288, 360, 432]
    assert {page.why for page in result.pages} == {"image"}


def test_a_photograph_turned_by_its_own_mark_stands_upright(inspect, written):
    exif = Image.Exif()
    exif[0x0112] = 6
    (page,) = inspect(written(bytes_of(Image.new("RGB", (600, 400), "white"), "JPEG", exif=exif))).pages
    assert page.height > page.width


@pytest.mark.parametrize(
    ("format_", "kind"),
    [
        ("PNG", FileKind.PNG),
        ("WEBP", FileKind.WEBP),
        ("HEIF", FileKind.HEIC),
        ("JPEG2000", FileKind.JP2),
        ("AVIF", FileKind.AVIF),
    ],
)
def test_pictures_of_every_kind_are_a_page_to_be_read_and_give_a_copy(inspect, written, tmp_path, format_, kind):
    path = written(bytes_of(picture_of_text(lines=8), format_))
    result = inspect(path)
    assert (result.kind, [page.needs_reading for page in result.pages]) == (kind, [True])
    copy = SearchableRequest(str(path), kind, str(tmp_path / "copy.pdf"), (SearchablePage(0, ()),), "Copia", "")
    assert make_searchable(copy, Limits()).pages == 1


def test_a_jpeg_cut_short_is_read_as_far_as_it_goes(inspect, written):
    whole = bytes_of(picture_of_text(), "JPEG")
    result = inspect(written(whole[: len(whole) * 2 // 3]))
    assert (result.problem, result.repaired, len(result.pages)) == ("", True, 1)


def test_plain_text_has_pages_with_words_in_their_place(inspect, written):
    result = inspect(written((SPANISH + "\f" + "Segunda hoja ñandú").encode()))
    assert [page.reading.text.split()[0] for page in result.pages] == ["En", "Segunda"]


def test_a_letterhead_on_every_sheet_is_read_once(inspect, drawn):
    logo = picture_of_text(lines=2, size=(300, 100))

    def sheet(canvas):
        put_picture(canvas, logo, (60, 20, 300, 100))
        page_of_text(canvas, lines=25)

    assert [page.needs_reading for page in inspect(drawn(*[sheet] * 6)).pages] == [True] + [False] * 5


def test_cover_sheets_among_papers_that_were_never_scanned_are_seen(inspect, drawn, tmp_path):
    make_coversheets([Titled(), Titled(CoverSheet("promissory_note", credit="8-1"))], tmp_path / "sheets.pdf")
    stack = pikepdf.new()
    with pikepdf.open(drawn(page_of_text)) as paper, pikepdf.open(tmp_path / "sheets.pdf") as sheets:
        for page in (paper.pages[0], sheets.pages[0], paper.pages[0], sheets.pages[1]):
            stack.pages.append(page)
        stack.add_blank_page(page_size=(612, 792))
        stack.save(tmp_path / "stack.pdf")

    pages = inspect(tmp_path / "stack.pdf").pages

    assert [sorted({code.text for code in page.barcodes}) for page in pages] == [
        [], ["LEGAJO1"], [], ["LEGAJO1;tipo=promissory_note;credito=8-1"], [],
    ]  # fmt: skip
    assert [page.blank for page in pages] == [False] * 4 + [True]
    assert not any(page.needs_reading for page in pages)


def test_a_picture_that_is_a_barcode_is_not_read(inspect, drawn):
    code = zxingcpp.write_barcode_to_image(zxingcpp.create_barcode("ASN00077", zxingcpp.BarcodeFormat.QRCode), scale=8)

    def sheet(canvas):
        put_picture(canvas, Image.fromarray(np.asarray(code)), (60, 60, 120, 120))
        page_of_text(canvas, lines=5)

    (page,) = inspect(drawn(sheet)).pages
    assert [found.text for found in page.barcodes] == ["ASN00077"]
    assert page.needs_reading is False


@pytest.mark.parametrize(
    ("form", "text"), [(True, {"Guadalupe", "Recibido en ventanilla"}), (False, {"Recibido en ventanilla"})]
)
def test_fields_and_typed_notes_are_read_where_no_drawing_of_them_came_along(inspect, tmp_path, form, text):
    page = inspect(typed_on(tmp_path / "form.pdf", form=form)).pages[0]
    assert set(page.reading.text.split("\n")) - {""} == text
    assert not page.blank


@pytest.mark.parametrize("end", ["le", "be"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("bits", [16, 32])
def test_text_of_wide_letters_is_read_with_its_mark_and_without(inspect, written, bits, mark, end):
    [page] = inspect(written((mark + "Pagaré del crédito 1234\nDoña Inés Peñúñuri").encode(f"utf-{bits}-{end}"))).pages
    assert page.reading.text == "Pagaré del crédito 1234\nDoña Inés Peñúñuri"


def test_bytes_with_noughts_are_no_text(inspect, written):
    assert inspect(written(np.arange(4000, dtype="<u2").tobytes())).problem == "not_a_document"


@pytest.mark.parametrize("encoding", ["cp850", "cp437", "cp1252"])
def test_text_of_old_programs_keeps_its_accents(inspect, written, encoding):
    text = "Pagaré número 12, ¿quién firmó? Doña Inés Nuñez"
    [page] = inspect(written(text.encode(encoding))).pages
    assert page.reading.text == text


def test_marks_of_windows_are_not_taken_for_letters_of_dos(inspect, written):
    text = "Lo que se dijo “en depósito” – según consta…"
    [page] = inspect(written(text.encode("cp1252"))).pages
    assert page.reading.text == text


@pytest.mark.parametrize("format_", ["PPM", "PCX", "TGA", "DIB"])
def test_a_picture_in_a_format_that_is_not_read_is_not_filed_as_text(inspect, written, format_):
    result = inspect(written(bytes_of(picture_of_text().convert("RGB"), format_)))
    assert result.problem == ("unread_format" if format_ in {"PPM", "PCX"} else "not_a_document")


@pytest.mark.parametrize("change", ["cut", "of no stated size"])
def test_a_bitmap_that_does_not_state_its_size_is_read(inspect, written, change):
    data = bytes_of(picture_of_text(), "BMP")
    result = inspect(written(data[: len(data) // 2] if change == "cut" else data[:2] + bytes(4) + data[6:]))
    assert (result.kind, result.problem, result.pages[0].blank) == (FileKind.BMP, "", False)
    assert result.repaired is (change == "cut")


@pytest.mark.parametrize("ink", [0, 255])
def test_writing_on_a_transparent_picture_is_seen_whatever_its_colour(inspect, written, ink):
    picture = Image.new("LA", (850, 1100), (ink, 0))
    picture.putalpha(picture_of_text().point(lambda grey: 255 - grey))
    [page] = inspect(written(bytes_of(picture, "PNG"))).pages
    assert (page.problem, page.blank) == ("", False)


@pytest.mark.parametrize(("needs_rendering", "problem"), [(True, "unread_format"), (False, "")])
def test_a_form_whose_pages_only_ask_to_wait_is_not_taken_for_what_they_say(inspect, drawn, needs_rendering, problem):
    path = drawn(page_of_text)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        data = pdf.make_stream(b'<xdp:xdp xmlns:xdp="http://ns.adobe.com/xdp/"/>')
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array(), XFA=data)
        pdf.Root.NeedsRendering = needs_rendering
        pdf.save(path)
    assert inspect(path).problem == problem


@pytest.mark.parametrize("kind", ["Stamp", "Watermark", "Ink", "Square"])
def test_what_is_drawn_over_a_page_by_a_note_is_read(inspect, drawn, kind):
    path = drawn(page_of_text)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        form = pdf.make_stream(
            b"BT /F1 12 Tf 5 5 Td (COTEJADO) Tj ET",
            Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 100, 30],
            Resources=pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font)),
        )  # fmt: skip
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name("/" + kind), Rect=[50, 50, 150, 80], F=4,
            AP=pikepdf.Dictionary(N=form),
        )  # fmt: skip
        pdf.pages[0].obj["/Annots"] = pikepdf.Array([pdf.make_indirect(note)])
        pdf.save(path)
    (page,) = inspect(path).pages
    assert "COTEJADO" in page.reading.text


def test_text_of_dos_in_frames_is_taken_and_has_its_accents(inspect, written):
    line = "├" + "─" * 38 + "┼" + "─" * 38 + "┤\n"
    row = "│" + "Núñez Peña".ljust(38) + "│" + "pagaré vencido".ljust(38) + "│\n"
    result = inspect(written(((line + row) * 20).encode("cp850")))
    assert (result.kind, result.problem) == (FileKind.TEXT, "")
    assert "Núñez Peña" in result.pages[0].reading.text
