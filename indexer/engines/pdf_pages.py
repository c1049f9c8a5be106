"""Pages taken out of a foreign PDF for one of ours: what is drawn stays as it is, what acts is left behind.

Only named entries of a page are carried over; of the document's own nothing
but its optional layers, without which hidden content would appear. So scripts,
launches, attachments, XFA and the like do not come along.
"""

import copy
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import msgspec
import pikepdf
from pikepdf import Array, Dictionary, Name

from indexer.engines.glyphless import Matrix
from indexer.engines.pdf_drawn import has_undrawn, open_drawn
from indexer.engines.pdf_tree import inherited
from schemas.errors import ArchiveError, Corrupt
from schemas.outcomes import SENTENCES, Reason

FAILURES = (
    pikepdf.PdfError, pikepdf.ForeignObjectError, AttributeError, KeyError, IndexError, TypeError, ValueError,
    RuntimeError, OverflowError, ArithmeticError,
)  # fmt: skip
"""What pikepdf raises on foreign objects that are not what they should be."""

_MOST_ANNOTATIONS = 2_000
_KEPT_ANNOTATIONS = {
    "/Text", "/Link", "/FreeText", "/Line", "/Square", "/Circle", "/Polygon", "/PolyLine", "/Highlight", "/Underline",
    "/Squiggly", "/StrikeOut", "/Stamp", "/Caret", "/Ink", "/Popup", "/Widget", "/Watermark",
}  # fmt: skip
_ANNOTATION_KEYS = ("/Subtype", "/Rect", "/Contents", "/F", "/AP", "/AS", "/Border", "/BS", "/C", "/QuadPoints", "/CA")
_MOST_LAYERS = 1_000
_LETTER = (0.0, 0.0, 612.0, 792.0)


class Frame(msgspec.Struct, frozen=True):
    """Where a page is seen: its box in its own coordinates (points) and the degrees it is turned clockwise when shown."""

    left: float
    bottom: float
    right: float
    top: float
    turn: int

    def upright(self) -> tuple[tuple[float, float], Matrix]:
        """Size of the page as shown, and the way from there (origin bottom left) to the page's own coordinates."""
        width, height = self.right - self.left, self.top - self.bottom
        turn = self.turn
        if turn == 90:
            return (height, width), (0, 1, -1, 0, self.right, self.bottom)
        if turn == 180:
            return (width, height), (-1, 0, 0, -1, self.right, self.top)
        if turn == 270:
            return (height, width), (0, -1, 1, 0, self.left, self.top)
        return (width, height), (1, 0, 0, 1, self.left, self.bottom)


def open_source(path: Path, password: str, pages: int = 0) -> pikepdf.Pdf:
    """The PDF to take pages from, `pages` at least; the caller keeps it open until its pages are saved.

    What the file itself does not give, pages or the look of fields and notes, is PDFium's copy asked for.

    Raises:
        PasswordRequired: encrypted, and the password does not fit.
        Corrupt: it cannot be opened.
    """
    try:
        source = pikepdf.open(path, password=password, access_mode=pikepdf.AccessMode.stream)
    except (*FAILURES, pikepdf.PasswordError, OSError) as error:  # one that only encrypts its attachments among them
        return _drawn(path, password, error)
    try:
        if len(source.pages) >= pages and not has_undrawn(source):
            return source
    except FAILURES as error:
        source.close()
        return _drawn(path, password, error)
    try:
        drawn = _drawn(path, password, None)
    except (ArchiveError, *FAILURES):
        return source  # as it is, it is better than nothing
    source.close()
    return drawn


def _drawn(path: Path, password: str, error: Exception | None) -> pikepdf.Pdf:
    try:
        return open_drawn(path, password)
    except (*FAILURES, pikepdf.PasswordError, OSError) as failure:
        raise Corrupt(SENTENCES[Reason.DAMAGED]) from error or failure


def take_page(source: pikepdf.Pdf, index: int, target: pikepdf.Pdf, rotation: int) -> pikepdf.Page:
    """Append page `index` (from 0) of the source to the target, turned `rotation` more when shown.

    Of pictures that several pages share out of one list it takes those that it shows: the others are of papers
    that whoever is given this page may not know of.

    Raises:
        Corrupt: there is no such page, or it is not one.
    """
    try:
        if not 0 <= index < len(source.pages):
            raise Corrupt("El archivo no tiene esa página.")
        page = source.pages[index].obj
        frame = frame_of(page)
        clean = Dictionary(
            Type=Name.Page,
            MediaBox=[frame.left, frame.bottom, frame.right, frame.top],
            Rotate=(frame.turn + rotation) % 360,
            Resources=_dictionary(inherited(page, "/Resources")),
            Contents=_contents(page),
        )
        for key in ("/Group", "/UserUnit"):
            if key in page:
                clean[key] = page[key]
        annotations = _annotations(page)
        if len(annotations):
            clean["/Annots"] = annotations
        taken = pikepdf.Page(source.make_indirect(clean))
        _leave_unseen_pictures(taken)
        target.pages.append(taken)
        return target.pages[-1]
    except FAILURES as error:
        raise Corrupt("La página está dañada.") from error


def _leave_unseen_pictures(page: pikepdf.Page) -> None:
    """Drop what is listed and not drawn; again while something went, since what went may have held another."""
    there = len(_pictures(page)) + 1
    while 0 < (left := len(_pictures(page))) < there:
        there = left
        page.remove_unreferenced_resources()


def _pictures(page: pikepdf.Page) -> pikepdf.Object:
    return _dictionary(_dictionary(page.obj.get("/Resources")).get("/XObject"))


def keep_layers(source: pikepdf.Pdf, target: pikepdf.Pdf) -> bool:
    """Carry over which optional layers are hidden; whether there are any. Call after the pages were taken."""
    try:
        properties = source.Root.get("/OCProperties")
        if not isinstance(properties, Dictionary):
            return False
        layers = properties.get("/OCGs")
        if not isinstance(layers, Array) or not len(layers):
            return False
        hidden = _hidden(layers, properties.get("/D"))
        kept = target.Root.get("/OCProperties")
        if kept is None:
            kept = Dictionary(OCGs=Array([]), D=Dictionary(Name=pikepdf.String("Capas"), OFF=Array([])))
            target.Root.OCProperties = kept
        for layer in list(layers)[:_MOST_LAYERS]:
            if isinstance(layer, Dictionary) and layer.is_indirect:
                copied = target.copy_foreign(layer)
                kept.OCGs.append(copied)
                if layer.objgen in hidden:
                    kept.D.OFF.append(copied)
        return True
    except FAILURES:
        return False


def _hidden(layers: Array, default: object) -> set[tuple[int, int]]:
    """The object numbers of the layers that are not shown at first."""
    if not isinstance(default, Dictionary):
        return set()
    off, on = ({item.objgen for item in default.get(key, Array([]))} for key in ("/OFF", "/ON"))
    if default.get("/BaseState") == Name.OFF:
        return {layer.objgen for layer in layers} - on
    return off


def put_under(page: pikepdf.Page, content: bytes, pdf: pikepdf.Pdf) -> None:
    """Lay operators under what the page draws, whose own streams stay as they are."""
    streams = page.obj.get("/Contents")
    own = list(streams) if isinstance(streams, Array) else [streams]
    page.obj.Contents = Array([pdf.make_stream(content), *(item for item in own if item is not None)])


def add_font(page: pikepdf.Page, name: str, font: pikepdf.Object) -> None:
    """Give the page a font under `name`, without changing resources that other pages share."""
    resources = copy.copy(_dictionary(page.obj.get("/Resources")))
    fonts = copy.copy(_dictionary(resources.get("/Font")))
    fonts[name] = font
    resources["/Font"] = fonts
    page.obj.Resources = resources


def frame_of(page: pikepdf.Object) -> Frame:
    """The frame in which viewers show a page: CropBox within MediaBox, else MediaBox, else a letter sheet."""
    media = _box(inherited(page, "/MediaBox")) or _LETTER
    crop = _box(inherited(page, "/CropBox"))
    if crop is not None:
        both = (max(media[0], crop[0]), max(media[1], crop[1]), min(media[2], crop[2]), min(media[3], crop[3]))
        media = both if both[0] < both[2] and both[1] < both[3] else media
    turn = inherited(page, "/Rotate")
    quarters = int(turn / 90) if isinstance(turn, int | Decimal) else 0
    return Frame(*media, turn=quarters % 4 * 90)


def _box(value: object) -> tuple[float, float, float, float] | None:
    if not isinstance(value, Array) or len(value) < 4:
        return None
    try:
        x0, y0, x1, y1 = (float(item) for item in list(value)[:4])
    except (TypeError, ValueError):
        return None
    box = (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
    return box if box[0] < box[2] and box[1] < box[3] and max(map(abs, box)) < 1e6 else None


def _dictionary(value: object) -> Dictionary:
    return value if isinstance(value, Dictionary) else Dictionary()


def _contents(page: pikepdf.Object) -> pikepdf.Object:
    contents = page.get("/Contents")
    if isinstance(contents, pikepdf.Stream):
        return Array([contents])
    if isinstance(contents, Array):
        return Array([item for item in contents if isinstance(item, pikepdf.Stream)])
    return Array([])


def _annotations(page: pikepdf.Object) -> Array:
    """What a person sees of the annotations: marks, stamps, filled fields; of actions only plain web addresses."""
    kept = Array([])
    for item in _some(page.get("/Annots")):
        kind = str(item.get("/Subtype", ""))
        if kind not in _KEPT_ANNOTATIONS:
            continue
        clean = Dictionary(Type=Name.Annot)
        for key in _ANNOTATION_KEYS:
            if key in item:
                clean[key] = item[key]
        action = item.get("/A")
        if kind == "/Link" and isinstance(action, Dictionary) and action.get("/S") == Name.URI and "/URI" in action:
            clean["/A"] = Dictionary(S=Name.URI, URI=action["/URI"])
        if kind == "/Link":
            clean["/F"] = 4
        kept.append(clean)
    return kept


def _some(annotations: object) -> Iterator[Dictionary]:
    if isinstance(annotations, Array):
        for at in range(min(len(annotations), _MOST_ANNOTATIONS)):
            item = annotations[at]
            if isinstance(item, Dictionary):
                yield item
