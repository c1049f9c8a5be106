"""What a file is, from its bytes alone; its name is never asked."""

import re
import zipfile
from pathlib import Path

from indexer.engines import compound
from indexer.engines.compound import is_compound, kind_of_compound
from schemas.outcomes import Reason
from schemas.work import FileKind

MEDIA_TYPES: dict[FileKind, str] = {
    FileKind.PDF: "application/pdf",
    FileKind.TIFF: "image/tiff",
    FileKind.JPEG: "image/jpeg",
    FileKind.PNG: "image/png",
    FileKind.BMP: "image/bmp",
    FileKind.GIF: "image/gif",
    FileKind.WEBP: "image/webp",
    FileKind.HEIC: "image/heic",
    FileKind.JP2: "image/jp2",
    FileKind.AVIF: "image/avif",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.ODT: "application/vnd.oasis.opendocument.text",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.ODS: "application/vnd.oasis.opendocument.spreadsheet",
    FileKind.PPTX: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    FileKind.DOC: "application/msword",
    FileKind.XLS: "application/vnd.ms-excel",
    FileKind.RTF: "application/rtf",
    FileKind.LOCKED: "application/x-ole-storage",
    FileKind.EML: "message/rfc822",
    FileKind.MSG: "application/vnd.ms-outlook",
    FileKind.TEXT: "text/plain",
    FileKind.UNKNOWN: "application/octet-stream",
}

IMAGES = frozenset(
    {
        FileKind.TIFF,
        FileKind.JPEG,
        FileKind.PNG,
        FileKind.BMP,
        FileKind.GIF,
        FileKind.WEBP,
        FileKind.HEIC,
        FileKind.JP2,
        FileKind.AVIF,
    }
)

_FIRST = (
    (b"word/", FileKind.DOCX),
    (b"xl/", FileKind.XLSX),
    (b"ppt/", FileKind.PPTX),
    (b"[Content_Types].xml", FileKind.DOCX),
    (b"mimetypeapplication/vnd.oasis.opendocument.text", FileKind.ODT),
    (b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet", FileKind.ODS),
)
_HEAD = 8192
_TAIL = 2048
_OPEN_DOCUMENT = {
    b"application/vnd.oasis.opendocument.text": FileKind.ODT,
    b"application/vnd.oasis.opendocument.text-template": FileKind.ODT,
    b"application/vnd.oasis.opendocument.spreadsheet": FileKind.ODS,
    b"application/vnd.oasis.opendocument.spreadsheet-template": FileKind.ODS,
}
_MEMBERS = (
    ("word/document.xml", FileKind.DOCX),
    ("xl/workbook.xml", FileKind.XLSX),
    ("ppt/presentation.xml", FileKind.PPTX),
)
_MAGIC: tuple[tuple[bytes, FileKind], ...] = (
    (b"II*\0", FileKind.TIFF),
    (b"MM\0*", FileKind.TIFF),
    (b"II+\0", FileKind.TIFF),
    (b"MM\0+", FileKind.TIFF),
    (b"\xff\xd8\xff", FileKind.JPEG),
    (b"\x89PNG\r\n\x1a\n", FileKind.PNG),
    (b"GIF87a", FileKind.GIF),
    (b"GIF89a", FileKind.GIF),
    (b"\0\0\0\x0cjP  \r\n\x87\n", FileKind.JP2),
    (b"\xff\x4f\xff\x51", FileKind.JP2),
)
_REFUSED = (
    b"\x7fELF",
    b"MZ",
    b"\x1f\x8b",
    b"7z\xbc\xaf",
    b"Rar!",
    b"\xca\xfe\xba\xbe",
)
_DRAWING = re.compile(rb"\s*(<\?xml[^>]*>|<!--.*?-->|<!DOCTYPE\s+svg[^>]*>|\s)*<svg[\s>]", re.DOTALL)
_UNREAD = (
    *(b"%!PS", b"\xc5\xd0\xd3\xc6", b"8BPS", b"AT&TFORM", b"\xff\x0a", b"\0\0\0\x0cJXL ", b"\x97JB2"),
    *(b"\x0a\x05\x01", b"\xb1\x68\xde\x3a", b"\xd7\xcd\xc6\x9a", b"II\xbc\x01", b"EP*\0"),
)
"""PostScript, EPS, Photoshop, DjVu, JPEG XL, JBIG2; PCX, DCX, WMF, JPEG XR, MDI: papers, and not read here."""
_PLAIN_PIXELS = re.compile(rb"P[1-7]\s+(#[^\n]*\n\s*)*(\d+\s+\d+\s|WIDTH )")
"""PBM, PGM, PPM and PAM, which hold a picture."""
_METAFILE_AT, _METAFILE = 40, b" EMF"
_BITMAP_HEADERS = {12, 40, 52, 56, 64, 108, 124}
_ARCHIVE_AT, _ARCHIVE = 257, b"ustar"
_HEIC_BRANDS = {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"}
_HEADER = re.compile(rb"(?im)^(from|to|cc|subject|date|received|message-id|mime-version|return-path|content-type):")
_MARKS = ((b"\xff\xfe\0\0", "utf-32"), (b"\0\0\xfe\xff", "utf-32"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_NOUGHTS: dict[tuple[bool, ...], str] = {
    (False, True, True, True): "utf-32-le",
    (True, True, True, False): "utf-32-be",
    (False, True, False, True): "utf-16-le",
    (True, False, True, False): "utf-16-be",
}
"""Which of every four bytes are nought in text of Latin letters."""
_SIGNS = frozenset("áéíóúüñÁÉÍÓÚÜÑ¿¡°ºª\xa0")
_FRAMES, _LEAST_FRAMED = re.compile("[\u2500-\u259f]"), 20
"""Frames that DOS programs drew around their tables, and how many signs of them are no letters of another language."""
_LEAST_WIDE, _NOUGHT = 8, 0.8
_HEADER_LINE = re.compile(rb"[!-9;-~]{1,76}:|From [^\s]+@|From \S+ [^\r\n]*\d{4}")


def sniff(path: Path) -> FileKind:
    """The kind of the file's bytes; `UNKNOWN` for what is not taken here, an empty file included."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
        size = file.seek(0, 2)
        file.seek(max(0, size - _TAIL))
        tail = file.read(_TAIL)
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head.startswith(b"PK\x03\x04"):
        return _zipped(path, head)
    if is_compound(head):
        return kind_of_compound(path)
    return _by_content(head, tail, size)


def why_not_taken(path: Path) -> Reason:
    """Why a file of unknown kind cannot be used."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if is_compound(head):
        return compound.why_not_taken(path)
    return Reason.UNREAD_FORMAT if is_unread(head) else Reason.NOT_A_DOCUMENT


def is_unread(head: bytes) -> bool:
    """Whether a file that begins so holds a paper in a format that is known and not read: a drawing in SVG, PostScript and such."""
    drawn = head[_METAFILE_AT:].startswith(_METAFILE) or _PLAIN_PIXELS.match(head)
    return head.startswith(_UNREAD) or bool(drawn) or bool(_DRAWING.match(head.removeprefix(b"\xef\xbb\xbf")))


def decode_text(data: bytes) -> str | None:
    """Plain text in UTF-8, UTF-16 or UTF-32, with its mark or without, Windows-1252 or DOS (850); None for what is no text.

    Control characters other than tab, line and page ends are no text. The last
    three bytes may be a letter cut in two.
    """
    wide = _wide(data)
    if wide:
        unit = 4 if "32" in wide else 2
        text = data[: len(data) // unit * unit].decode(wide, "replace").removeprefix("\ufeff")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            cut = error.start >= len(data) - 3
            text = data[: error.start].decode("utf-8-sig") if cut else _narrow(data)
    strange = sum(1 for char in text if (char < " " and char not in "\t\n\r\f\v\x1a") or char in "\x7f\ufffd")
    return None if strange > len(text) // 200 else text


def _narrow(data: bytes) -> str:
    """Text of one byte a letter: of Windows, or of DOS where that gives more Spanish or frames; empty bytes of a picture give none."""
    windows, dos = data.decode("cp1252", "replace"), data.decode("cp850")
    bare = _FRAMES.sub("", dos)
    spanish, framed = _spanish(bare), "\n" in bare and len(dos) - len(bare) >= _LEAST_FRAMED
    text = dos if spanish > max(_spanish(windows), 0) or (framed and spanish >= 0 > _spanish(windows)) else windows
    plain = bare if framed else text
    return text if sum(char > "\x7f" for char in plain) <= len(plain) // 2 else "\0" * len(text)


def _spanish(text: str) -> int:
    """Signs beyond ASCII that Spanish has, less those that it has not."""
    beyond = [char for char in text if char > "\x7f"]
    return 2 * sum(char in _SIGNS for char in beyond) - len(beyond)


def _wide(data: bytes) -> str:
    """The character set of text of two or four bytes a letter, told by its mark or by where its noughts are; else empty."""
    marked = next((name for mark, name in _MARKS if data.startswith(mark)), "")
    if marked or b"\0" not in data[:_HEAD] or len(data) < _LEAST_WIDE:
        return marked
    some = data[: min(_HEAD, len(data) // 4 * 4)]
    nought = tuple(some[place::4].count(0) * 4 / len(some) > _NOUGHT for place in range(4))
    return _NOUGHTS.get(nought, "")


def _by_content(head: bytes, tail: bytes, size: int) -> FileKind:
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return FileKind.WEBP
    if head[4:8] == b"ftyp" and head[8:12] in {b"avif", b"avis"}:
        return FileKind.AVIF
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC_BRANDS:
        return FileKind.HEIC
    if head.startswith(b"BM") and _is_bitmap(head, size):
        return FileKind.BMP
    if b"%PDF" in head and not head[_ARCHIVE_AT:].startswith(_ARCHIVE):  # the first of several files is not the archive
        return FileKind.PDF
    if head.lstrip().startswith(b"{\\rtf"):
        return FileKind.RTF
    if head.startswith(_REFUSED) or is_unread(head):
        return FileKind.UNKNOWN
    if re.search(rb"\d+ \d+ obj\b", head) and (b"%%EOF" in tail or b"startxref" in tail or b"trailer" in tail):
        return FileKind.PDF
    if _is_mail(head):
        return FileKind.EML
    return FileKind.UNKNOWN if not head or decode_text(head) is None else FileKind.TEXT


def _is_bitmap(head: bytes, size: int) -> bool:
    """The size it states is its own, or, cut off or of no stated size, what follows is the header of a bitmap."""
    stated, header = int.from_bytes(head[2:6], "little"), int.from_bytes(head[14:18], "little")
    planes = head[22:24] if header == 12 else head[26:28]
    return stated in range(size - 16, size + 17) or (header in _BITMAP_HEADERS and planes == b"\x01\0")


def _is_mail(head: bytes) -> bool:
    """The first line is a header, and before the empty line there are three headers every mail has some of.

    What follows the empty line may be in any character set or in none.
    """
    if not _HEADER_LINE.match(head):
        return False
    block = re.split(rb"\r?\n\r?\n", head, maxsplit=1)[0]
    if decode_text(block) is None:
        return False
    return len({name.lower() for name in _HEADER.findall(block)}) >= 3


def _zipped(path: Path, head: bytes) -> FileKind:
    try:
        with zipfile.ZipFile(path) as archive:
            names = {entry.filename for entry in archive.filelist[:5000]}
            for member, kind in _MEMBERS:
                if member in names:
                    return kind
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                return _OPEN_DOCUMENT.get(archive.read("mimetype").strip(), FileKind.UNKNOWN)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError):
        # Cut off, it has no list of what is in it: what comes first tells what it was.
        return next((kind for sign, kind in _FIRST if sign in head), FileKind.UNKNOWN)
    return FileKind.UNKNOWN
