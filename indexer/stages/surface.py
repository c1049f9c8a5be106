"""The text of a page tied to its words, so that every span that is found has a box."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

import msgspec

from schemas.fields import Field, PageText
from schemas.folding import fold_aligned
from schemas.pages import Box, Word

_LOOSE = {
    "o": "[o0q]", "i": "[il1|!j]", "l": "[l1i|]", "e": "[ec]", "c": "[ceg(]", "s": "[s5$]", "m": "(?:m|rn|nn)",
    "n": "(?:n|ri|fi|h)", "u": "[uv]", "v": "[vu]", "b": "[b8h]", "h": "[hb]", "z": "[z2]", "g": "[g69q]", "a": "[a4o]",
    "t": "[tl1]", "d": "(?:d|cl)", "f": "[ft]", "r": "[rb]", "q": "[q9g]",
}  # fmt: skip

_LINE = re.compile(r"[^\n]*[^\s][^\n]*")
_TOKENS = re.compile(r"(?<![a-z0-9])[a-z0-9|]+")


@cache
def loose(words: str) -> str:
    """A pattern for folded words as OCR may print them; blanks stand for any run of blanks, line ends included.

    For use inside larger patterns on `Surface.folded`.
    """
    return r"\s+".join("".join(_LOOSE.get(letter, letter) for letter in word) for word in words.split())


def any_of(*phrases: str) -> str:
    """A group of `loose` alternatives, longest first."""
    return "(?:" + "|".join(loose(phrase) for phrase in sorted(phrases, key=lambda phrase: -len(phrase))) + ")"


class Cue(msgspec.Struct, frozen=True):
    """A pattern for `Surface.folded` that begins with one of some words, as OCR may print them.

    Looked for only where such a word begins, which is many times cheaper than at every letter.
    """

    words: tuple[str, ...]
    pattern: re.Pattern[str]


_OPENERS: dict[str, re.Pattern[str]] = {}


def cue(words: str, pattern: str, flags: int = 0) -> Cue:
    """A cue whose pattern begins with one of these words (parted by blanks; the beginning of a word suffices)."""
    names = tuple(words.split())
    for word in names:
        _OPENERS.setdefault(word, re.compile(loose(word)))
    _opened_by.cache_clear()
    return Cue(names, re.compile(pattern, flags))


@lru_cache(maxsize=1 << 15)
def _opened_by(token: str) -> tuple[str, ...]:
    """The opening words that a token may be, or begin with."""
    return tuple(word for word, pattern in _OPENERS.items() if pattern.match(token))


class Surface:
    """One layer of one page: `text` (NFC, ligatures apart), `folded` of the same length, and the words under it."""

    def __init__(self, page: int, words: Sequence[Word], text: str = "", *, stamp: bool = False) -> None:
        self.page = page
        self.stamp = stamp
        self._starts: list[int] = []
        self._words: list[tuple[int, Word]] = []
        self.text = self._laid(words) if words else _plain(text)
        self.folded = fold_aligned(self.text)
        self._openings: dict[str, list[int]] | None = None

    def starts(self, words: Sequence[str]) -> list[int]:
        """Where any of the opening words of a cue begins, in order."""
        if self._openings is None:
            self._openings = {}
            for match in _TOKENS.finditer(self.folded):
                for word in _opened_by(match.group()):
                    self._openings.setdefault(word, []).append(match.start())
        there = [starts for word in words if (starts := self._openings.get(word))]
        return there[0] if len(there) == 1 else sorted(set().union(*there))

    def find(self, wanted: Cue) -> Iterator[re.Match[str]]:
        """Every place where a cue's pattern matches, in order, none overlapping another."""
        at = 0
        for start in self.starts(wanted.words):
            if start >= at and (match := wanted.pattern.match(self.folded, start)):
                at = match.end()
                yield match

    def _laid(self, words: Sequence[Word]) -> str:
        parts: list[str] = []
        at = 0
        previous: Word | None = None
        for word in words:
            if previous is not None:
                same = (word.block, word.line) == (previous.block, previous.line)
                parts.append(" " if same else "\n")
                at += 1
            text = word.text if word.text.isascii() else _plain(word.text)
            self._starts.append(at)
            self._words.append((at + len(text), word))
            parts.append(text)
            at += len(text)
            previous = word
        return "".join(parts)

    def words_in(self, start: int, end: int) -> list[Word]:
        """The words that a span of `text` touches."""
        return [word for _, _, word in self.placed(start, end)]

    def placed(self, start: int, end: int) -> list[tuple[int, int, Word]]:
        """The same, each with where it begins and ends in `text`."""
        first = max(0, bisect_right(self._starts, start) - 1)
        out: list[tuple[int, int, Word]] = []
        for at in range(first, len(self._words)):
            if self._starts[at] >= end:
                break
            if self._words[at][0] > start:
                out.append((self._starts[at], *self._words[at]))
        return out

    def lines(self) -> list[tuple[int, int]]:
        """Where each line that is not blank begins and ends in `text`."""
        return [match.span() for match in _LINE.finditer(self.text)]

    def box(self, start: int, end: int) -> Box | None:
        """The box around the words that a span touches; None where no word there has a place on the page."""
        boxes = [word.box for word in self.words_in(start, end) if word.box[2] > 0 and word.box[3] > 0]
        if not boxes:
            return None
        left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
        right, bottom = max(box[0] + box[2] for box in boxes), max(box[1] + box[3] for box in boxes)
        return (left, top, right - left, bottom - top)

    def field(self, name: str, span: tuple[int, int], value: str, sure: float, conflict: str = "") -> Field:
        """A field found at a span; its confidence is that of the finding (`sure`, 0-1) and of the reading together."""
        start, end = span
        words = self.words_in(start, end)
        read = sum(word.confidence for word in words) / len(words) if words else 1.0
        raw = " ".join(self.text[start:end].split())
        return Field(name, raw, value, self.page, self.box(start, end), round(sure * (0.5 + 0.5 * read), 3), conflict)


def _plain(text: str) -> str:
    composed = unicodedata.normalize("NFC", text)
    for ligature, letters in (("ﬁ", "fi"), ("ﬂ", "fl"), ("ﬀ", "ff"), ("ﬃ", "ffi"), ("ﬄ", "ffl")):
        composed = composed.replace(ligature, letters)
    return composed


def surfaces(pages: Sequence[PageText]) -> tuple[list[Surface], list[Surface]]:
    """The bodies and the stamps of pages, those with any text."""
    bodies = [Surface(page.number, page.words, page.text) for page in pages if page.words or page.text.strip()]
    stamps = [
        Surface(page.number, page.stamp_words, page.stamp_text, stamp=True)
        for page in pages
        if page.stamp_words or page.stamp_text.strip()
    ]
    return bodies, stamps
