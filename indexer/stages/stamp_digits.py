"""The digits of a stamp, told by what is seen of them: what print hides counts neither for nor against any.

The engine sees the gap that a line of print leaves in an 8 and reads a 3, and
whatever the gap is filled with makes another digit somewhere else. Here each
digit as a typeface draws it is laid over a number that the engine has found,
and only pixels beside the print are compared. The typeface is the one that
fits the numbers of this stamp best; where it does not read those digits that
nothing hides as the engine does, it is not the stamp's, and nothing is changed.
"""

import re
from collections.abc import Iterator, Sequence
from statistics import median
from typing import NamedTuple

import cv2
import msgspec
import numpy as np
from numpy.typing import NDArray

from indexer.engines.ocr import FoundWord
from indexer.stages.page_image import Pixels
from indexer.stages.typefaces import AROUND, DIGITS, MARKS, Shares, Typeface, glyph, typefaces

Costs = NDArray[np.float64]

_ALIKE = str.maketrans("OoQDIl|iSsBZzG€", "000111115582266")
_NUMBER = re.compile(r"[\dOoQDIl|iSsBZzG€:/.-]+")
_DATE, _TIME = (*(DIGITS,) * 2, "/", *(DIGITS,) * 2, "/", *(DIGITS,) * 4), (DIGITS, DIGITS, ":", DIGITS, DIGITS)
_LEAST_DIGITS, _MOST_SIGNS, _MOST_WORDS = 2, 14, 24
_FITTED = 4
_MIDDLING, _LIKELY = 0.96, 2
_STRETCHES, _TALLER = (0.92, 1.0, 1.08), (-2, -1, 0, 1)
_BESIDE, _UP_AND_DOWN = 5, 2
_BLUR = 0.5
_NEVER = 1e9
_WORST = 0.03
_CLEAR, _SURE, _FEWEST_CLEAR, _RIGHT = 0.97, 0.8, 3, 0.85
_LEAST_GAIN, _GAIN = 4.0, 0.6
_OTHER_SIGNS = 2.0
_WELL, _CONFIRMED = 2.0, 0.9
_ODD = 0.25


class Sheet(NamedTuple):
    """A stamp set level: how much ink each pixel has, and how far it is seen and not hidden by print; both 0-1."""

    ink: Shares
    seen: Shares

    @classmethod
    def of(cls, ink: Pixels, hidden: Pixels) -> "Sheet":
        """The sheet of ink dark on white, and of what print hides, 255 where it does."""
        shares = (255 - ink.astype(np.float32)) / 255
        seen = (255 - hidden.astype(np.float32)) / 255
        return cls(np.asarray(cv2.GaussianBlur(shares, (0, 0), _BLUR), np.float32), np.asarray(seen, np.float32))


class Cut(NamedTuple):
    """How the digits of one stamp are cut: typeface, height in pixels, width against the typeface's, and how well it fits.

    `misfit` is the cost of one digit as read, in pixels of ink that are wrong.
    """

    typeface: Typeface
    height: int
    stretch: float
    misfit: float

    @property
    def gain(self) -> float:
        """How much better than the engine's another digit must fit to be believed, in pixels of ink."""
        return max(_LEAST_GAIN, _GAIN * self.misfit)


class _Number(NamedTuple):
    """A word of digits: the word, where in its text they stand, and the row of the sheet that runs through their middle."""

    word: FoundWord
    start: int
    end: int
    middle: float

    @property
    def signs(self) -> str:
        """The signs as read, letters that look like digits as those."""
        return self.word.text[self.start : self.end].translate(_ALIKE)

    @property
    def slots(self) -> tuple[str, ...]:
        """What each sign may be: any digit, or that mark."""
        return tuple(DIGITS if sign.isdigit() else sign for sign in self.signs)


class _Fit(NamedTuple):
    """The best way to lay digits over a number: its cost, and for each sign what each digit there would cost."""

    cost: float
    signs: tuple[dict[str, float], ...]

    @property
    def best(self) -> str:
        return "".join(min(costs, key=lambda sign: costs[sign]) for costs in self.signs)


def cut_of(sheet: Sheet, found: Sequence[FoundWord]) -> Cut | None:
    """How the digits of a stamp are cut; None where no typeface fits, or it does not read clear digits as the engine does.

    Args:
        sheet: the stamp.
        found: the words the engine found, their boxes in pixels of the sheet.
    """
    numbers = _numbers(found)
    if not numbers:
        return None
    height = round(median(number.word.height for number in numbers))
    few = sorted(numbers, key=lambda number: -number.word.confidence)[:_FITTED]

    def misfit(cut: Cut) -> float:
        return _misfit(sheet, few, cut)

    faces = sorted((Cut(face, height, _MIDDLING, 0.0) for face in typefaces()), key=misfit)[:_LIKELY]
    near = min((cut._replace(stretch=stretch) for cut in faces for stretch in _STRETCHES), key=misfit)
    best = min((near._replace(height=height + more) for more in _TALLER), key=misfit)
    best = best._replace(misfit=_misfit(sheet, numbers, best))
    fits = best.misfit <= _WORST * best.height**2
    return best if fits and _reads_clear_digits(sheet, numbers, best) else None


def mended(sheet: Sheet, found: tuple[FoundWord, ...], cut: Cut) -> tuple[FoundWord, ...]:
    """The words with those digits put right that fit what is seen much worse than others do."""
    numbers = {id(number.word): number for number in _numbers(found)}
    return tuple(_mended(sheet, numbers[id(word)], cut) if id(word) in numbers else word for word in found)


def _mended(sheet: Sheet, number: _Number, cut: Cut) -> FoundWord:
    board = _Board.of(sheet, number, cut)
    fit = board.fit(number.slots)
    signs = number.signs
    for slots in _other_slots(number):
        other = board.fit(slots)
        if other.cost + _OTHER_SIGNS * cut.gain < fit.cost:
            fit, signs = other, other.best
    if fit.cost >= _NEVER:
        return number.word
    put = "".join(_chosen(sign, costs, cut.gain) for sign, costs in zip(signs, fit.signs, strict=True))
    if fit.cost <= _WELL * cut.misfit * len(put) and all(_is_firm(costs, cut.gain) for costs in fit.signs):
        # All the ink of the word is told by these signs: what the engine saw beside them is none.
        sure = max(number.word.confidence, _CONFIRMED)
        return msgspec.structs.replace(number.word, text=put, confidence=sure)
    text = number.word.text[: number.start] + put + number.word.text[number.end :]
    return msgspec.structs.replace(number.word, text=text)


def _is_firm(costs: dict[str, float], gain: float) -> bool:
    """Whether one sign fits what is seen better than any other."""
    ordered = sorted(costs.values())
    return ordered[0] < _NEVER and (len(ordered) == 1 or ordered[0] + gain < ordered[1])


def _chosen(sign: str, costs: dict[str, float], gain: float) -> str:
    best = min(costs, key=lambda other: costs[other])
    return best if costs[best] + gain < costs[sign] else sign


def _other_slots(number: _Number) -> Iterator[tuple[str, ...]]:
    """What a number may be instead: a digit more or fewer, no mark where the engine saw one, or a date or a time."""
    count = len(number.slots)
    if abs(count - len(_DATE)) <= 1:
        yield _DATE
    if "/" in number.signs:
        return
    yield (DIGITS,) * (count - 1)
    yield (DIGITS,) * (count + number.signs.isdigit())
    if not number.signs.isdigit():
        yield _TIME


def _numbers(found: Sequence[FoundWord]) -> list[_Number]:
    """The words that are numbers but for a sign or two, the first of them."""
    numbers = []
    for word in found:
        match = max(_NUMBER.finditer(word.text), key=lambda one: len(one.group()), default=None)
        if match is None:
            continue
        start = match.start() + len(match.group()) - len(match.group().lstrip(MARKS))
        end = match.end() - (len(match.group()) - len(match.group().rstrip(MARKS)))
        digits = sum(sign.isdigit() for sign in word.text[start:end])
        outside = len(word.text) - (end - start)
        if digits >= _LEAST_DIGITS and 2 * digits >= len(word.text) and outside <= 1 and end - start <= _MOST_SIGNS:
            numbers.append(_Number(word, start, end, _middle(word, found)))
    return numbers[:_MOST_WORDS]


def _middle(word: FoundWord, found: Sequence[FoundWord]) -> float:
    """The middle of a word's height; of its line's words where it is much higher or lower than those."""
    line = [one for one in found if (one.block, one.line) == (word.block, word.line)]
    height = median(one.height for one in line)
    if abs(word.height - height) <= _ODD * height:
        return word.top + word.height / 2
    return median(one.top + one.height / 2 for one in line)


def _misfit(sheet: Sheet, numbers: Sequence[_Number], cut: Cut) -> float:
    """The cost of a sign, the median of the numbers: one that the engine cut wrong into signs fits nowhere."""
    return median(_Board.of(sheet, number, cut).cost(number.slots) / len(number.slots) for number in numbers)


def _reads_clear_digits(sheet: Sheet, numbers: Sequence[_Number], cut: Cut) -> bool:
    """Whether digits that no print hides are read as the engine does, nearly all and at least a few of them."""
    alike = clear = 0
    for number in numbers:
        word = number.word
        seen = sheet.seen[word.top : word.top + word.height, word.left : word.left + word.width]
        if word.confidence < _SURE or not seen.size or float(seen.mean()) < _CLEAR:
            continue
        best = _Board.of(sheet, number, cut).fit(number.slots).best
        clear += len(best)
        alike += sum(one == other for one, other in zip(best, number.signs, strict=True))
    return clear < _FEWEST_CLEAR or alike >= _RIGHT * clear


class _Board(NamedTuple):
    """A strip of the sheet around one word, and what it costs to lay each sign at each place of it.

    One row for each height tried. `blank` is what columns of ink cost up to each
    column where no sign is laid; `signs` has for each sign the cost where it
    begins at that column, and how wide it is.
    """

    blank: Costs
    signs: dict[str, tuple[Costs, int]]

    @classmethod
    def of(cls, sheet: Sheet, number: _Number, cut: Cut) -> "_Board":
        """The board of a number."""
        word = number.word
        top = round(number.middle - cut.height / 2) - AROUND - _UP_AND_DOWN
        tall = cut.height + 2 * (AROUND + _UP_AND_DOWN)
        ink = _strip(sheet.ink, top, word.left - _BESIDE, tall, word.width + 2 * _BESIDE)
        seen = _strip(sheet.seen, top, word.left - _BESIDE, tall, word.width + 2 * _BESIDE)
        seen_ink = seen * ink
        column = np.ones((cut.height + 2 * AROUND, 1), np.float32)
        blank = np.cumsum(cv2.matchTemplate(seen_ink * ink, column, cv2.TM_CCORR), axis=1, dtype=np.float64)
        blank = np.pad(blank, ((0, 0), (1, 0)))
        signs = {}
        for sign in DIGITS + MARKS:
            drawn = glyph(cut.typeface, sign, cut.height, cut.stretch)
            wide = drawn.shape[1]
            if wide >= ink.shape[1]:
                continue
            both = cv2.matchTemplate(seen_ink, drawn, cv2.TM_CCORR)
            alone = cv2.matchTemplate(seen, drawn * drawn, cv2.TM_CCORR)
            signs[sign] = (np.asarray(blank[:, wide:] - blank[:, :-wide] - 2 * both + alone, np.float64), wide)
        return cls(blank, signs)

    def cost(self, slots: Sequence[str]) -> float:
        """What the cheapest way costs to lay one sign after the other, white columns between them, over the whole strip."""
        return min(float(self._before(row, slots)[-1][-1]) for row in range(self.blank.shape[0]))

    def fit(self, slots: Sequence[str]) -> _Fit:
        """That way, and what it would cost with another sign in each of the places."""
        befores = [self._before(row, slots) for row in range(self.blank.shape[0])]
        row = min(range(len(befores)), key=lambda at: float(befores[at][-1][-1]))
        before, after = befores[row], self._after(row, slots)
        signs = []
        for at, slot in enumerate(slots):
            costs = dict.fromkeys(slot, _NEVER)
            for sign, cost, wide in self._laid(row, slot):
                costs[sign] = float(np.min(before[at][: cost.size] + cost + after[at + 1][wide:]))
            signs.append(costs)
        return _Fit(float(before[-1][-1]), tuple(signs))

    def _before(self, row: int, slots: Sequence[str]) -> list[Costs]:
        """For every count of signs laid from the left, the cost up to each column."""
        blank = self.blank[row]
        before = [blank]
        for slot in slots:
            reached = np.full(blank.size, _NEVER)
            for _, cost, wide in self._laid(row, slot):
                np.minimum(reached[wide:], before[-1][: cost.size] + cost, out=reached[wide:])
            before.append(np.minimum.accumulate(reached - blank) + blank)
        return before

    def _after(self, row: int, slots: Sequence[str]) -> list[Costs]:
        """For every count of signs laid already, the cost of those to come from each column on."""
        blank = self.blank[row]
        after = [blank[-1] - blank]
        for slot in reversed(slots):
            reached = np.full(blank.size, _NEVER)
            for _, cost, wide in self._laid(row, slot):
                np.minimum(reached[: cost.size], after[-1][wide:] + cost, out=reached[: cost.size])
            after.append(np.minimum.accumulate((reached + blank)[::-1])[::-1] - blank)
        return after[::-1]

    def _laid(self, row: int, slot: str) -> Iterator[tuple[str, Costs, int]]:
        for sign in slot:
            if sign in self.signs:
                costs, wide = self.signs[sign]
                yield sign, costs[row], wide


def _strip(shares: Shares, top: int, left: int, tall: int, wide: int) -> Shares:
    """A rectangle of the sheet, zero beyond its edges."""
    out = np.zeros((tall, wide), np.float32)
    height, width = shares.shape
    rows, columns = slice(max(0, top), min(height, top + tall)), slice(max(0, left), min(width, left + wide))
    if rows.start < rows.stop and columns.start < columns.stop:
        out[rows.start - top : rows.stop - top, columns.start - left : columns.stop - left] = shares[rows, columns]
    return out
