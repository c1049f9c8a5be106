"""What PDF/A-2b asks of a file as a whole, and cheap signs that a page cannot be part of one.

A file is declared, never validated: no validator of ours exists, and what is
not looked for here may still be wrong.
"""

import re
from functools import cache
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import ImageCms

from indexer.engines.pdf_pages import FAILURES

PDFA = "PDF/A-2b"

_MOST_OBJECTS = 20_000
_MOST_CONTENT = 4_000_000
_CMYK_OPERATOR = re.compile(rb"(?:[\d.+-]+\s+){4}[kK]\s")
_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"\
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<pdf:Producer>Legajo</pdf:Producer>{mark}
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""
_MARK = "\n<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>"


def describe(pdf: pikepdf.Pdf, title: str, language: str, *, declare: bool) -> None:
    """Give the file its title, language, colour profile and, when `declare` is true, the PDF/A mark; no dates."""
    shown = "".join(character for character in title if character.isprintable()) or "Documento"
    xmp = _XMP.format(title=escape(shown), language=escape(language), mark=_MARK if declare else "").encode()
    metadata = pdf.make_stream(xmp, Type=Name.Metadata, Subtype=Name.XML)
    metadata["/Filter"] = Array([])
    pdf.Root.Metadata = metadata
    pdf.Root.Lang = pikepdf.String(language)
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    pdf.docinfo["/Title"] = pikepdf.String(shown)
    pdf.docinfo["/Producer"] = pikepdf.String("Legajo")
    if declare:
        profile = pdf.make_stream(srgb_profile(), N=3)
        pdf.Root.OutputIntents = Array([
            Dictionary(
                Type=Name.OutputIntent, S=Name.GTS_PDFA1, OutputConditionIdentifier=pikepdf.String("sRGB"),
                Info=pikepdf.String("sRGB"), DestOutputProfile=profile,
            )
        ])  # fmt: skip


@cache
def srgb_profile() -> bytes:
    """An ICC profile of sRGB, the same bytes always: the moment of its making is taken out of its head."""
    made = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    day = bytes.fromhex("07d000010001000000000000")
    return made[:8] + bytes.fromhex("04200000") + made[12:24] + day + made[36:84] + bytes(16) + made[100:]


class Obstacles:
    """Looks at the pages of one file for what PDF/A-2b forbids; `found` is the first obstacle, in Spanish, or empty."""

    def __init__(self) -> None:
        self.found = ""
        self._seen: set[tuple[int, int]] = set()
        self._looks = 0

    def look_at(self, page: pikepdf.Page) -> None:
        """Look at a page's annotations, colours, fonts and pictures; nothing is looked at twice."""
        if self.found:
            return
        try:
            self._annotations(page.obj.get("/Annots"))
            self._resources(page.obj.get("/Resources"))
            self._content(page.obj.get("/Contents"))
        except FAILURES:
            self.found = "una página tiene objetos que no se pudieron revisar"

    def note(self, obstacle: str) -> None:
        """Add an obstacle found elsewhere."""
        self.found = self.found or obstacle

    def _new(self, item: pikepdf.Object) -> bool:
        self._looks += 1
        if self._looks > _MOST_OBJECTS:
            self.note("el archivo tiene demasiados objetos para revisarlos")
            return False
        if not item.is_indirect:
            return True
        if item.objgen in self._seen:
            return False
        self._seen.add(item.objgen)
        return True

    def _annotations(self, annotations: object) -> None:
        for item in annotations if isinstance(annotations, Array) else ():
            if item.get("/Subtype") != Name.Link:
                self.note("tiene anotaciones, campos o firmas que PDF/A no admite así")

    def _resources(self, resources: object) -> None:
        waiting = [resources]
        while waiting and not self.found:
            current = waiting.pop()
            if not isinstance(current, Dictionary):
                continue
            for font in _values(current.get("/Font")):
                if self._new(font):
                    self._font(font)
            for space in _values(current.get("/ColorSpace")):
                self._space(space)
            for item in _values(current.get("/XObject")):
                if isinstance(item, pikepdf.Stream) and self._new(item):
                    self._drawn(item)
                    waiting.append(item.get("/Resources"))

    def _drawn(self, item: pikepdf.Stream) -> None:
        self._space(item.get("/ColorSpace"))
        filters = item.get("/Filter")
        names = [str(name) for name in filters] if isinstance(filters, Array) else [str(filters)]
        if "/LZWDecode" in names or "/Crypt" in names:
            self.note("usa una compresión que PDF/A no admite")
        if "/OPI" in item or "/Ref" in item or item.get("/Subtype") == Name.PS:
            self.note("remite a contenido fuera del archivo")

    def _space(self, space: object) -> None:
        if space == Name.DeviceCMYK or (isinstance(space, Array) and len(space) > 1 and space[1] == Name.DeviceCMYK):
            self.note("usa colores CMYK sin perfil")

    def _font(self, font: pikepdf.Object) -> None:
        if not isinstance(font, Dictionary) or font.get("/Subtype") == Name.Type3:
            return
        inner = font.get("/DescendantFonts")
        if isinstance(inner, Array) and len(inner):
            font = inner[0]
        descriptor = font.get("/FontDescriptor")
        embedded = isinstance(descriptor, Dictionary) and any(
            key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")
        )
        if not embedded:
            self.note("usa una letra que no va dentro del archivo")

    def _content(self, contents: object) -> None:
        for stream in contents if isinstance(contents, Array) else [contents]:
            if not isinstance(stream, pikepdf.Stream) or not self._new(stream):
                continue
            if int(stream.get("/Length", 0)) > _MOST_CONTENT:
                continue
            if _CMYK_OPERATOR.search(stream.read_bytes()[:_MOST_CONTENT]):
                self.note("usa colores CMYK sin perfil")


def _values(items: object) -> list[pikepdf.Object]:
    return list(dict(items.items()).values()) if isinstance(items, Dictionary) else []
