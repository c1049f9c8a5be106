"""The text of a DOCX file in the order of its body."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import qn

from indexer.engines.bounded_text import gathered
from indexer.limits import Limits

_BODY = "word/document.xml"
_BEFORE = re.compile(r"word/header\d*\.xml")
_AFTER = re.compile(r"word/(footnotes|endnotes|comments|footer\d*)\.xml")
_PARAGRAPH, _TABLE, _ROW, _CELL, _BOX = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc"), qn("w:txbxContent")
_TEXT, _BREAK, _TYPE, _NEW_PAGE = qn("w:t"), qn("w:br"), qn("w:type"), qn("w:pageBreakBefore")
_SIGNS = {qn("w:tab"): "\t", qn("w:ptab"): "\t", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
_TWIN = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_UNSEEN = {qn("w:del"), qn("w:moveFrom"), _TWIN}
"""What was struck out, and the second drawing of a text box for older programs."""
_OFF = {"0", "false", "off"}

Node = Any
"""An element as python-docx parses it: no entities, nothing fetched."""


def texts_of(path: Path, limits: Limits) -> list[str]:
    """What is printed of the file, form feeds at its page breaks: headers, body, notes, footers, each different one once.

    Tables, text boxes and the fields of templates are read where they stand; cells of a row are on one line.

    Raises:
        TooLarge: more text than `limits.text_bytes`.
    """
    with zipfile.ZipFile(path) as archive:
        names = sorted(archive.namelist())
        parts = [*filter(_BEFORE.fullmatch, names), _BODY, *filter(_AFTER.fullmatch, names)]
        texts = gathered(("\n\n".join(_blocks(parse_xml(archive.read(name)))) for name in parts), limits)
    return ["\n\n".join(filter(str.strip, dict.fromkeys(texts)))]


def _blocks(node: Node) -> Iterator[str]:
    """Paragraphs and tables under the node, whatever they are wrapped in."""
    for child in node.iterchildren("*"):
        if child.tag == _PARAGRAPH:
            yield from _paragraph(child)
        elif child.tag == _TABLE:
            yield "\n".join(_rows(child))
        elif child.tag not in _UNSEEN:
            yield from _blocks(child)


def _rows(node: Node) -> Iterator[str]:
    for child in node.iterchildren("*"):
        if child.tag == _ROW:
            yield "  ".join(
                " ".join(" ".join(_blocks(cell)).split()) for cell in child.iter(_CELL) if _is_of(cell, child)
            )
        elif child.tag not in _UNSEEN:
            yield from _rows(child)


def _is_of(cell: Node, row: Node) -> bool:
    """Whether the cell is of this row and not of one of a table inside it."""
    return next(cell.iterancestors(_ROW)) is row


def _paragraph(node: Node) -> Iterator[str]:
    """The line of the paragraph, then the text boxes that hang on it."""
    pieces: list[str] = []
    boxes: list[Node] = []
    _gather(node, pieces, boxes)
    line = "".join(pieces)
    if line.strip(" ") or "\f" in line:
        yield line
    for box in boxes:
        yield from _blocks(box)


def _gather(node: Node, pieces: list[str], boxes: list[Node]) -> None:
    for child in node.iterchildren("*"):
        if child.tag == _TEXT:
            pieces.append(child.text or "")
        elif child.tag == _BREAK:
            pieces.append("\f" if child.get(_TYPE) == "page" else "\n")
        elif child.tag == _NEW_PAGE:
            pieces.extend(["\f"] * (child.get(qn("w:val")) not in _OFF))
        elif child.tag in _SIGNS:
            pieces.append(_SIGNS[child.tag])
        elif child.tag == _BOX:
            boxes.append(child)
        elif child.tag not in _UNSEEN:
            _gather(child, pieces, boxes)
