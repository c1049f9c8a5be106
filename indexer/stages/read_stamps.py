"""Read the stamps of a page, each by itself; one of a filing received again where its date, time or folio is in doubt.

The readings are of the ink told by light, each with another guess at what print
hides of it, or of the ink told by colour where the light cannot tell. Of a filing
received there are two at least, since a digit crossed by print is misread firmly;
a third where the two differ. In each, numbers are held against what is seen of
them (`stamp_digits`). The reading that says what most of them say is kept whole.
"""

from collections import Counter
from typing import NamedTuple

import msgspec
import numpy as np

from indexer.engines.ocr import ONE_BLOCK, FoundWord, OcrEngine, OcrRequest
from indexer.stages.classify import received_marks
from indexer.stages.fields_numbers import stamp_fields
from indexer.stages.ink_by_light import InkByLight, ink_by_light
from indexer.stages.ink_by_tone import ink_by_tone
from indexer.stages.layers import Layers
from indexer.stages.page_image import Pixels, grey_of, scaled
from indexer.stages.placing import Frame, placed
from indexer.stages.stamp import LETTER, Place, StampImage, cut_stamp, set_level
from indexer.stages.stamp_digits import Cut, Sheet, cut_of, mended
from indexer.stages.surface import Surface
from schemas.pages import Word

_WANTED = ("stamp_date", "stamp_time", "stamp_folio")
_SIGNS = 2
_CUTS = (("between", 28.0), ("seen", 18.0), ("filled", 18.0))
"""What is thought of the ink under print (`InkByLight`), and how many pixels high letters are made, in each reading."""
LOOKS = len(_CUTS)
"""How often one stamp is read at most."""

_MARGIN_INCH = 0.5
_DOUBTFUL_STAMP = 0.45
_DOUBTFUL_WORD = 0.1


class StampedPage(NamedTuple):
    """What is needed of a page to read its stamps.

    `pixels` is the page as its file has it, `dpi` of it; `layers` are of the
    page turned clockwise by `degrees` and at `scale`.
    """

    pixels: Pixels
    dpi: float
    degrees: int
    scale: float
    layers: Layers


class StampsRead(NamedTuple):
    """The words of all stamps, each stamp a block of its own, how they were read, and whether one is of a filing received."""

    words: tuple[Word, ...]
    parameters: dict[str, str | float | int | bool]
    received: bool


class _Seen(NamedTuple):
    """One reading of one stamp: its words on the page, how it was cut out, what it says of `_WANTED` and how surely."""

    words: tuple[Word, ...]
    skew: float
    cut: str
    values: dict[str, str]
    sure: float


class _Found(NamedTuple):
    """What the engine found on one picture of a stamp."""

    words: tuple[FoundWord, ...]
    image: StampImage
    name: str


class _Reader(NamedTuple):
    """Reads one stamp, and sets its words down on the page."""

    engine: OcrEngine
    timeout_seconds: float
    place: Place
    page_size: tuple[float, float]

    def found(self, ink: Pixels, within: Place, letter: float, name: str) -> _Found:
        """What the engine finds in the ink at a place of it, the letters made so many pixels high."""
        stamp = cut_stamp(ink, within, letter)
        request = OcrRequest(segmentation=ONE_BLOCK, timeout_seconds=self.timeout_seconds)
        return _Found(self.engine.recognise(stamp.pixels, request), stamp, f"{name}/{letter:.0f}")

    def seen(self, found: _Found) -> _Seen:
        """That as a reading."""
        stamp = found.image
        height, width = stamp.pixels.shape
        frame = Frame(width, height, stamp.skew, self.page_size, self.place.left, self.place.top, stamp.scale)
        words = placed(legible(found.words), frame)
        fields = [field for field in stamp_fields([Surface(1, words, stamp=True)]) if field.name in _WANTED]
        values = {field.name: field.value for field in fields}
        sure = sum(field.confidence for field in fields)
        return _Seen(words, stamp.skew, found.name, values, sure)


class _Digits(NamedTuple):
    """What the numbers of one stamp are held against: its ink, enlarged by `scale`, and how its digits are cut."""

    ink: InkByLight
    within: Place
    scale: float
    cut: Cut | None

    @classmethod
    def of(cls, ink: InkByLight, within: Place, first: _Found) -> "_Digits":
        """Told by the first reading of the stamp."""
        known = cls(ink, within, first.image.scale, None)
        return known._replace(cut=cut_of(known._sheet(first), first.words))

    def mended(self, found: _Found) -> _Found:
        """What was found, its digits put right."""
        if self.cut is None:
            return found
        there = self.scale / found.image.scale
        words = mended(self._sheet(found), tuple(_enlarged(word, there) for word in found.words), self.cut)
        return found._replace(words=tuple(_said(word, better) for word, better in zip(found.words, words, strict=True)))

    def _sheet(self, found: _Found) -> Sheet:
        skew = found.image.skew
        hidden = set_level(self.ink.hidden, self.within, self.scale, skew, 0)
        return Sheet.of(set_level(self.ink.seen, self.within, self.scale, skew), hidden)


def read_stamps(page: StampedPage, engine: OcrEngine, timeout_seconds: float) -> StampsRead:
    """What the stamps of a page say; no words where nothing of them can be read.

    Args:
        page: the page, its stamps found.
        engine: called at most `LOOKS` times a stamp.
        timeout_seconds: of wall time, for each call.
    """
    words: list[Word] = []
    kept: list[_Seen] = []
    readings = 0
    colour = page.layers.colour
    if colour is None:
        return StampsRead((), {}, received=False)
    for place in page.layers.stamps:
        reader = _Reader(engine, timeout_seconds, place, (float(colour.shape[1]), float(colour.shape[0])))
        looks = _looks(page, colour, reader)
        readings += len(looks)
        best = _agreed(looks)
        if best.words:
            kept.append(best)
            line, block = (words[-1].line + 1, words[-1].block + 1) if words else (0, 0)
            words += [Word(one.text, one.box, one.confidence, one.line + line, one.block + block) for one in best.words]
    parameters: dict[str, str | float | int | bool] = {
        "segmentation": ONE_BLOCK,
        "stamps": len(kept),
        "skew": " ".join(str(one.skew) for one in kept),
        "cut": " ".join(one.cut for one in kept),
        "readings": readings,
    }
    return StampsRead(tuple(words), parameters, any(map(_is_received, kept)))


def _looks(page: StampedPage, colour: Pixels, reader: _Reader) -> list[_Seen]:
    """The readings of one stamp: one, or as many as it takes for two to agree, three at most."""
    piece, within = _around(page, reader.place)
    ink = _ink_of(page, piece)
    if ink is None:
        return [reader.seen(reader.found(colour, reader.place, LETTER, "colour"))]
    looks: list[_Seen] = []
    digits: _Digits | None = None
    for name, letter in _CUTS:
        found = reader.found(getattr(ink, name), within, letter, name)
        if digits is None:
            first = reader.seen(found)
            if not _is_received(first):
                return [first]
            digits = _Digits.of(ink, within, found)
        looks.append(reader.seen(digits.mended(found)))
        if _is_enough(looks):
            break
    return looks


def _ink_of(page: StampedPage, piece: Pixels) -> InkByLight | None:
    if page.layers.darkest:
        return ink_by_tone(grey_of(piece), page.layers.darkest, page.dpi * page.scale)
    return ink_by_light(piece)


def _is_enough(looks: list[_Seen]) -> bool:
    """Whether the last reading says all that another one does."""
    *others, last = looks
    return len(last.values) == len(_WANTED) and any(other.values == last.values for other in others)


def _is_received(seen: _Seen) -> bool:
    """Whether this is a stamp in which date, time and folio are to be expected; a scribble or a seal is not."""
    text = " ".join(word.text for word in seen.words)
    return received_marks(text) + len(seen.values) >= _SIGNS


def _agreed(looks: list[_Seen]) -> _Seen:
    """The reading with most of the values that most readings have; of equals the surest, and of those the first."""
    chosen: dict[str, str] = {}
    for name in _WANTED:
        counts = Counter(seen.values[name] for seen in looks if name in seen.values)
        if counts:
            chosen[name] = counts.most_common(1)[0][0]
    return max(looks, key=lambda seen: (len(seen.values.items() & chosen.items()), seen.sure))


def _around(page: StampedPage, place: Place) -> tuple[Pixels, Place]:
    """The stamp cut from the page itself at the scale of its layers, some paper around it, and where in that it lies."""
    upright = np.rot90(page.pixels, -page.degrees // 90 % 4)
    margin = round(_MARGIN_INCH * page.dpi)
    top, left = round(place.top / page.scale), round(place.left / page.scale)
    bottom, right = round((place.top + place.height) / page.scale), round((place.left + place.width) / page.scale)
    first_row, first_column = max(0, top - margin), max(0, left - margin)
    piece = np.ascontiguousarray(upright[first_row : bottom + margin, first_column : right + margin])
    within = Place(
        round((left - first_column) * page.scale), round((top - first_row) * page.scale), place.width, place.height
    )
    return scaled(piece, page.scale), within


def _enlarged(word: FoundWord, scale: float) -> FoundWord:
    left, top, width, height = (round(side * scale) for side in (word.left, word.top, word.width, word.height))
    return FoundWord(word.text, left, top, width, height, word.confidence, word.line, word.block)


def _said(word: FoundWord, better: FoundWord) -> FoundWord:
    """The word in its own place with the text and confidence of the other."""
    return msgspec.structs.replace(word, text=better.text, confidence=better.confidence)


def legible(found: tuple[FoundWord, ...]) -> tuple[FoundWord, ...]:
    """The words of a stamp without the crumbs of its frame; none when it is a scribble and no stamp."""
    words = tuple(
        word for word in found if word.confidence > _DOUBTFUL_WORD and any(letter.isalnum() for letter in word.text)
    )
    letters = sum(len(word.text) for word in words)
    if letters < 3 or sum(word.confidence * len(word.text) for word in words) < _DOUBTFUL_STAMP * letters:
        return ()
    return words
