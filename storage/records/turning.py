"""What is kept of a page, turned with it: words, values and barcodes stay on the same ink."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from schemas.pages import Word, turned_box
from schemas.word_codec import decode_words, encode_words
from storage.records import pipeline
from storage.records.tables import FieldRow, PageRow, ReadingRow


def turn(session: Session, page: PageRow, degrees: int) -> None:
    """Turn the page clockwise from how it stands now; its pictures are made anew, readings before stay kept."""
    layers = pipeline.layers_of(session, page)
    page.reading += 1
    for row in layers:
        session.add(turned_layer(row, page.reading, degrees))
    fields = select(FieldRow).where(FieldRow.document_id == page.document_id, FieldRow.page == page.number)
    for field in session.scalars(fields):
        if field.box is not None:
            field.box = _turned(field.box, degrees)
    page.barcodes = [{**code, "box": _turned(code["box"], degrees)} for code in page.barcodes]
    page.rotation = (page.rotation + degrees) % 360
    if degrees % 180:
        page.width, page.height = page.height, page.width
    page.view_key = page.thumbnail_key = None


def turned_layer(row: ReadingRow, generation: int, degrees: int) -> ReadingRow:
    """A copy of a layer for the next generation, its words where they stand on the page turned clockwise."""
    copy = pipeline.carried_over(row, generation)
    if degrees % 360:
        words = decode_words(row.words)
        copy.words = encode_words(
            Word(word.text, turned_box(word.box, degrees), word.confidence, word.line, word.block) for word in words
        )
    return copy


def _turned(box: list[float], degrees: int) -> list[float]:
    x, y, width, height = box
    return list(turned_box((x, y, width, height), degrees))
