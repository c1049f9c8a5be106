"""The text of a DOCX file in the order of its body."""

from pathlib import Path

from docx import Document
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from indexer.limits import Limits
from schemas.errors import TooLarge
from schemas.outcomes import SENTENCES, Reason

_BREAK, _TYPE = qn("w:br"), qn("w:type")
_DEEPEST = 5


def texts_of(path: Path, limits: Limits) -> list[str]:
    """Paragraphs and tables of the body; a page break begins a new text. Cells of a row are on one line.

    Raises:
        TooLarge: more text than `limits.text_bytes`.
    """
    texts: list[list[str]] = [[]]
    size = 0
    for item in Document(str(path)).iter_inner_content():
        line = item.text if isinstance(item, Paragraph) else _table(item, 0)
        size += len(line)
        if size > limits.text_bytes:
            raise TooLarge(SENTENCES[Reason.TOO_LARGE])
        if isinstance(item, Paragraph) and _begins_page(item):
            texts.append([])
        texts[-1].append(line)
    return ["\n\n".join(lines) for lines in texts]


def _begins_page(paragraph: Paragraph) -> bool:
    return any(mark.get(_TYPE) == "page" for mark in paragraph._p.iter(_BREAK))


def _table(table: Table, depth: int) -> str:
    lines = []
    for row in table.rows:
        cells: list[str] = []
        for cell in row.cells:
            inner = [_table(nested, depth + 1) for nested in cell.tables] if depth < _DEEPEST else []
            text = " ".join([cell.text.replace("\n", " "), *inner]).strip()
            if not cells or text != cells[-1]:
                cells.append(text)  # a merged cell is listed once for each column it spans
        lines.append("  ".join(cells))
    return "\n".join(lines)
