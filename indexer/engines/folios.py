"""The folio on a page: a number in a white box at the top right of the page as it is seen, over all that is drawn.

What the page draws becomes a form, which cannot leave a state behind that
would shift or hide the number; a stream that stands alone becomes so as it is, several are joined.
"""

import pikepdf
from pikepdf import Array, Dictionary, Name

from indexer.engines.pdf_pages import frame_of
from indexer.engines.typeset import Typeface, text, width

_SHARE = 0.019
_SMALLEST, _LARGEST = 3.0, 60.0
_NAME = "/LegajoPage"


def stamp_folio(pdf: pikepdf.Pdf, page: pikepdf.Page, folio: int, typeface: Typeface) -> None:
    """Put the folio on a page. The number is text, found by search; size follows the page (11.6 points on a letter sheet)."""
    if "/Annots" in page.obj:
        _lay_down_annotations(pdf)
    frame = frame_of(page.obj)
    (wide, high), matrix = frame.upright()
    size = min(max(min(wide, high) * _SHARE, _SMALLEST), _LARGEST)
    label = f"Foja {folio}"
    across = width(label, size, bold=True)
    margin, padding = size * 0.9, size * 0.35
    left, bottom = wide - margin - across - 2 * padding, high - margin - size - 2 * padding
    box = f"{left:.2f} {bottom:.2f} {across + 2 * padding:.2f} {size + 2 * padding:.2f} re"
    turn = " ".join(f"{value:.4f}" for value in matrix)
    stamp = (
        f"q {turn} cm 1 g 0 G {size * 0.06:.2f} w {box} B 0 g ".encode()
        + text((left + padding, bottom + padding + size * 0.15), size, label, bold=True)
        + b" Q"
    )
    form = _form(pdf, page, (frame.left, frame.bottom, frame.right, frame.top))
    page.obj.Resources = Dictionary(XObject=Dictionary({_NAME: form}), Font=Dictionary(typeface.fonts))
    page.obj.Contents = Array([pdf.make_stream(f"q {_NAME} Do Q ".encode() + stamp)])


def _form(pdf: pikepdf.Pdf, page: pikepdf.Page, box: tuple[float, float, float, float]) -> pikepdf.Object:
    """What the page draws, as a form; a single stream keeps its bytes and coding."""
    contents = page.obj.get("/Contents")
    streams = [item for item in contents if isinstance(item, pikepdf.Stream)] if isinstance(contents, Array) else []
    if len(streams) == 1 and "/Subtype" not in streams[0]:
        form = streams[0]
    else:
        form = pdf.make_stream(b"\n".join(stream.read_bytes() for stream in streams))
    for key, value in (
        ("/Type", Name.XObject),
        ("/Subtype", Name.Form),
        ("/BBox", Array([round(edge, 4) for edge in box])),
        ("/Resources", page.obj.get("/Resources", Dictionary())),
    ):
        form[key] = value
    return form


def _lay_down_annotations(pdf: pikepdf.Pdf) -> None:
    """Make what annotations show part of the page, so that none can cover the folio."""
    pdf.flatten_annotations("screen")
