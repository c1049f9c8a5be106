"""The text of a DOC file of Word 97 to 2003 in the order of its parts.

Source: [MS-DOC] 2.5 (the head of the file), 2.4.1 with 2.8.35 and 2.9.177 (where the text is: a list of pieces, each a
run of letters somewhere in the main stream), 2.3.5 (headers and footers). In the text that the pieces make, control
characters end paragraphs, cells and fields.
"""

import re
import struct
from pathlib import Path

from indexer.engines.compound import open_compound, stream_of
from indexer.engines.doc_head import MAIN, Head, head_of
from indexer.engines.doc_struck import Struck, struck_letters
from indexer.limits import Limits
from schemas.errors import Corrupt, TooLarge, Unsupported
from schemas.outcomes import SENTENCES, Reason

_BODY, _NOTES, _HEADS, _, _COMMENTS, _END_NOTES, _BOXES, _HEAD_BOXES = range(8)
"""The parts of the text in their order; the fourth is no longer used."""
_HEAD_PLACES, _PIECES = 11, 33
_AHEAD = 6
"""Stories of the headers' part before the first section's: what stands between text and notes."""
_ABOVE = frozenset({0, 1, 4})
"""Which of a section's six stories are headers; the others are footers."""
_PROPERTIES, _TABLE = 1, 2
_EIGHT_BITS, _PLACE = 0x40000000, 0x3FFFFFFF
_FIELD = re.compile("\x13[^\x13\x14\x15]*(?:\x14([^\x13\x14\x15]*))?\x15")
_MOST_NESTED = 20
_CELL, _PARAGRAPH = "\x07", "\r"
_SIGNS = str.maketrans("\x1e\x0b\x0e", "-\n\n", "\0\x01\x02\x03\x04\x05\x06\x08\x13\x14\x15\x1f")


def texts_of(path: Path, limits: Limits) -> list[str]:
    """What is printed of the file, form feeds at its page breaks: headers, body, notes, footers, each different one once.

    Text boxes come after the body. What was struck out while changes were tracked is left out; the cells of a row
    are on one line.

    Raises:
        Corrupt: there is no text where the file says it is.
        TooLarge: more text than `limits.text_bytes`.
        Unsupported: of Word 95 or older, or locked in a way that is not undone; code `unread_format`.
    """
    with open_compound(path) as compound:
        head = head_of(compound)
        if not head.readable or head.locked:
            raise Unsupported(SENTENCES[Reason.UNREAD_FORMAT], code=Reason.UNREAD_FORMAT)
        main = stream_of(compound, MAIN, limits.unpacked_bytes)
        table = stream_of(compound, head.table, limits.unpacked_bytes)
    head = Head(main)
    letters = _letters(main, head.part_of(table, _PIECES), struck_letters(head, main, table), limits)
    parts = _parts(letters, head.counts)
    above, below = _heads(parts[_HEADS], head.part_of(table, _HEAD_PLACES))
    inner = (parts[part] for part in (_BODY, _BOXES, _NOTES, _END_NOTES, _COMMENTS))
    said = dict.fromkeys(map(_printed, (*above, parts[_HEAD_BOXES], *inner, *below)))
    return ["\n\n".join(filter(str.strip, said))]


def _letters(main: bytes, pieces: bytes, struck: Struck, limits: Limits) -> str:
    """The text of all parts in one, a zero for each letter that was struck out."""
    table = _piece_table(pieces)
    count = (len(table) - 4) // 12
    ends = struct.unpack_from(f"<{count + 1}I", table)
    if count < 1 or list(ends) != sorted(ends):
        raise Corrupt(SENTENCES[Reason.DAMAGED])
    if ends[-1] > limits.text_bytes:
        raise TooLarge(SENTENCES[Reason.TOO_LARGE])
    text: list[str] = []
    for number in range(count):
        place = struct.unpack_from("<I", table, 4 * (count + 1) + 8 * number + 2)[0]
        text.append(_piece(main, place, ends[number + 1] - ends[number], struck))
    return "".join(text)


def _piece_table(pieces: bytes) -> bytes:
    """The table of pieces, behind what is said of letters that fast saving left to be looked up."""
    at = 0
    while at + 5 <= len(pieces):
        if pieces[at] == _TABLE:
            size = struct.unpack_from("<I", pieces, at + 1)[0]
            return pieces[at + 5 : at + 5 + size]
        if pieces[at] != _PROPERTIES:
            break
        at += 3 + int(struct.unpack_from("<H", pieces, at + 1)[0])
    raise Corrupt(SENTENCES[Reason.DAMAGED])


def _piece(main: bytes, place: int, count: int, struck: Struck) -> str:
    """So many letters, each one character, those struck out as zeros; fewer where the stream ends before."""
    width = 1 if place & _EIGHT_BITS else 2
    start = (place & _PLACE) // (2 if width == 1 else 1)
    data = main[start : start + width * count]
    text = data.decode("cp1252", "replace") if width == 1 else _units(data)
    pieces, at = [], 0
    for first, last in struck.between(start, start + len(data)):
        left, right = max(0, first - start) // width, (last - start) // width
        pieces += [text[at:left], "\0" * (min(right, len(text)) - left)]
        at = right
    return "".join((*pieces, text[at:])).ljust(count, "\0")


def _units(data: bytes) -> str:
    """UTF-16 with a character for each two bytes: places in the text count halves of characters too."""
    text = data.decode("utf-16-le", "replace")
    if len(text) * 2 == len(data):
        return text
    return "".join(map(chr, struct.unpack_from(f"<{len(data) // 2}H", data)))


def _parts(letters: str, counts: tuple[int, ...]) -> list[str]:
    parts, at = [], 0
    for count in counts:
        parts.append(letters[at : at + max(0, count)])
        at += max(0, count)
    if not at and letters:
        raise Corrupt(SENTENCES[Reason.DAMAGED])
    return parts


def _heads(text: str, places: bytes) -> tuple[list[str], list[str]]:
    """Headers and footers of the sections."""
    at = struct.unpack_from(f"<{len(places) // 4}I", places)
    above: list[str] = []
    below: list[str] = []
    for story, (first, last) in enumerate(zip(at[_AHEAD:-1], at[_AHEAD + 1 : -1], strict=False)):
        (above if story % 6 in _ABOVE else below).append(text[first:last])
    return (above, below) if at else ([text], [])


def _printed(text: str) -> str:
    """The text as a reader of the paper sees it: of a field its result, and no marks."""
    for _ in range(_MOST_NESTED):
        text, found = _FIELD.subn(lambda field: field[1] or "", text)
        if not found:
            break
    flat = text.translate(_SIGNS).replace(_CELL * 2, "\n").replace(_CELL, "  ")
    return "\n\n".join(_whole(line) for line in flat.split(_PARAGRAPH) if line.strip(" "))


def _whole(line: str) -> str:
    """The line with the halves of characters put together."""
    return line.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
