"""Small files such as strangers send, made when a test asks for them."""

import io
import zipfile
import zlib
from email.message import EmailMessage
from pathlib import Path

import pikepdf
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

SPANISH = (
    "En la ciudad de Hermosillo, Sonora, siendo las diez horas del día señalado, comparece ante este juzgado "
    "el apoderado legal de la parte actora para promover juicio ejecutivo mercantil en contra de la demandada. "
)


def page_of_text(canvas: Canvas, text: str = SPANISH, lines: int = 30) -> None:
    """Lines of text from the top of a letter page down."""
    for number in range(lines):
        canvas.drawString(60, 740 - 20 * number, text[:95])


def picture_of_text(text: str = SPANISH, lines: int = 30, size: tuple[int, int] = (850, 1100)) -> Image.Image:
    """A white page with text drawn on it, as a scanner at 100 dpi would give it."""
    image = Image.new("L", size, 255)
    pen = ImageDraw.Draw(image)
    font = ImageFont.load_default(size=size[1] / 60)
    for number in range(lines):
        pen.text((size[0] * 0.1, size[1] * (0.07 + 0.028 * number)), text[:80], fill=0, font=font)
    return image


def put_picture(canvas: Canvas, image: Image.Image, box: tuple[float, float, float, float]) -> None:
    """The picture in a box `(left, bottom, width, height)` of points."""
    left, bottom, width, height = box
    canvas.drawImage(ImageReader(image), left, bottom, width, height)


def misread(text: str, every: int) -> str:
    """The text with one letter of so many taken for another, as an old reading leaves it."""
    letters = list(text)
    places = [place for place, letter in enumerate(letters) if letter.isalpha()]
    for number, place in enumerate(places[::every]):
        letters[place] = "wkjxzqv"[number % 7]
    return "".join(letters)


def letter_pdf(path: Path) -> Canvas:
    """A canvas for a letter page at `path`; `save` writes it."""
    return Canvas(str(path), pagesize=(612, 792))


def raw_pdf(path: Path, objects: list[bytes], head: bytes = b"%PDF-1.4\n") -> Path:
    """A PDF of these objects, numbered from 1, the first one its catalogue; no cross-reference table."""
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, data) for number, data in enumerate(objects, 1))
    path.write_bytes(head + body + b"trailer\n<< /Root 1 0 R /Size %d >>\n%%%%EOF\n" % (len(objects) + 1))
    return path


def one_page(contents: bytes = b"", resources: bytes = b"", box: bytes = b"[0 0 612 792]") -> list[bytes]:
    """The objects of a PDF of one page with Helvetica as /F1."""
    return [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox %s /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> %s >> >>"
        % (box, resources),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(contents), contents),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]


def typed_on(path: Path, *, form: bool) -> Path:
    """An empty page with a typed note and, with `form`, a filled field, neither of which says how it is drawn."""
    helvetica = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    common = {"Type": pikepdf.Name.Annot, "DA": pikepdf.String("/Helv 12 Tf 0 g"), "F": 4}
    note = pikepdf.Dictionary(
        Subtype=pikepdf.Name.FreeText, Contents="Recibido en ventanilla", Rect=[100, 400, 400, 430], **common
    )
    field = pikepdf.Dictionary(
        Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Tx, T="n", V="Guadalupe", Rect=[100, 600, 400, 630], **common
    )
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(612, 792))
        made = [pdf.make_indirect(item) for item in ([note, field] if form else [note])]
        pdf.pages[0].obj.Annots = pikepdf.Array(made)
        if form:
            fonts = pikepdf.Dictionary(Font=pikepdf.Dictionary(Helv=pdf.make_indirect(helvetica)))
            pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array(made[1:]), DR=fonts)
        pdf.save(path)
    return path


def huge_png(path: Path, side: int) -> Path:
    """A black square of `side` pixels, grey, that packs a thousandfold."""
    row = zlib.compressobj(9)
    data = b"".join(row.compress(bytes(side + 1)) for _ in range(side)) + row.flush()

    def chunk(kind: bytes, content: bytes) -> bytes:
        return len(content).to_bytes(4, "big") + kind + content + zlib.crc32(kind + content).to_bytes(4, "big")

    head = side.to_bytes(4, "big") * 2 + b"\x08\x00\x00\x00\x00"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b""))
    return path


def zip_bomb(path: Path, megabytes: int) -> Path:
    """A word processor file of almost no bytes that unpacks to many."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("word/document.xml", "w") as member:
            for _ in range(megabytes):
                member.write(bytes(1024 * 1024))
    return path


def letter_mail(path: Path, attachments: dict[str, bytes]) -> Path:
    """A mail with a Spanish body and these attachments."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "notaria@example.org", "archivo@example.org", "Envío de pagaré"
    mail["Date"] = "Mon, 04 May 2026 10:00:00 -0700"
    mail.set_content("Adjunto el pagaré del crédito 1234.\n")
    for name, data in attachments.items():
        mail.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    path.write_bytes(mail.as_bytes())
    return path


def portfolio(path: Path, attached: dict[str, bytes], password: str = "") -> Path:
    """A PDF of one page with these files attached to it."""
    page_of_text(canvas := letter_pdf(path))
    canvas.save()
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        for name, data in attached.items():
            pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, data, filename=name)
        pdf.save(path, encryption=pikepdf.Encryption(owner=password, user=password) if password else False)
    return path


def pinned_to(path: Path, name: str, data: bytes, page: int = 0) -> Path:
    """The PDF at `path` with a file pinned to one of its pages as a note."""
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        spec = pikepdf.AttachedFileSpec(pdf, data, filename=name)
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FileAttachment, Rect=[10, 10, 30, 30], FS=spec.obj
        )
        pdf.pages[page].obj["/Annots"] = pikepdf.Array([pdf.make_indirect(note)])
        pdf.save(path)
    return path


def zipped(members: dict[str, bytes]) -> bytes:
    """A ZIP of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def bytes_of(image: Image.Image, kind: str, **options: object) -> bytes:
    """The picture as a file of that format."""
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def pictured(
    path: Path, data: bytes, filter_: str, contents: bytes = b"q 612 0 0 792 0 0 cm /Im1 Do Q", **more: object
) -> Path:
    """A letter page with one picture of 850 by 1100 pixels, `data` packed as `filter_` says, and Helvetica as F1."""
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(612, 792))
        kind = {"Type": pikepdf.Name.XObject, "Subtype": pikepdf.Name.Image, "Width": 850, "Height": 1100}
        given = {**kind, "BitsPerComponent": 8, "ColorSpace": pikepdf.Name.DeviceGray, **more}
        picture = pikepdf.Stream(
            pdf, data, pikepdf.Dictionary(**{key: value for key, value in given.items() if value is not None})
        )
        picture.Filter = pikepdf.Name("/" + filter_)
        fonts, pictures = pikepdf.Dictionary(F1=font), pikepdf.Dictionary(Im1=picture)
        pdf.pages[0].obj.Resources = pikepdf.Dictionary(Font=fonts, XObject=pictures)
        pdf.pages[0].obj.Contents = pikepdf.Stream(pdf, contents)
        pdf.save(path)
    return path
