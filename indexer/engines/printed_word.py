"""Set a form as a word processor file (DOCX), for whoever still has to change its words."""

from collections.abc import Sequence
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import _Cell

from indexer.engines.xml_letters import borne
from schemas.printed import Fields, Part, Printed, Signatures, Table, Words

LANGUAGE = "es-MX"
_SHORT, _LONG = Mm(215.9), Mm(279.4)
_LINE = "________________________________"


def write_word(form: Printed, output: Path) -> None:
    """Write the form to `output`: what its PDF says, on letter paper, but for the barcode, of which the code stands in words."""
    document = docx.Document()
    _prepare(document, form)
    document.add_heading(borne(form.title), 1)
    for part in form.parts:
        _set(document, part)
    document.save(str(output))


def _prepare(document: Document, form: Printed) -> None:
    """Letters, language and paper; house, unit and code at the head of each page."""
    document.styles["Normal"].font.name, document.styles["Normal"].font.size = "Arial", Pt(10)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), LANGUAGE)
    said = document.core_properties
    said.title, said.author, said.language, said.comments = borne(form.title), borne(form.house), LANGUAGE, ""
    [section] = document.sections
    section.page_width, section.page_height = (_LONG, _SHORT) if form.landscape else (_SHORT, _LONG)
    section.orientation = WD_ORIENT.LANDSCAPE if form.landscape else WD_ORIENT.PORTRAIT
    section.header.paragraphs[0].text = borne(" · ".join(one for one in (form.house, form.unit, form.code) if one))


def _set(document: Document, part: Part) -> None:
    match part:
        case Words(heading=True):
            document.add_heading(borne(part.words), 2)
        case Words():
            document.add_paragraph(borne(part.words)).alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        case Fields():
            _table(document, [(label, value or "—") for label, value in part.items], 2)
        case Table():
            _table(document, [part.headings, *part.rows], len(part.headings))
        case Signatures():
            _signatures(document, part)


def _table(document: Document, rows: Sequence[tuple[str, ...]], columns: int) -> None:
    table = document.add_table(len(rows), columns, "Table Grid")
    for row, said in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, said, strict=True):
            cell.text = borne(text)


def _signatures(document: Document, part: Signatures) -> None:
    pairs = [part.who[at : at + 2] for at in range(0, len(part.who), 2)]
    for row, pair in zip(document.add_table(len(pairs), 2).rows, pairs, strict=True):
        for cell, who in zip(row.cells, pair, strict=False):
            _sign(cell, who)


def _sign(cell: _Cell, who: str) -> None:
    line = cell.paragraphs[0]
    line.text = f"{_LINE}\n{borne(who)}"
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    line.paragraph_format.space_before, line.paragraph_format.keep_with_next = Pt(48), True
