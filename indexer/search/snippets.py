"""The piece of a page that shows why it was found, and the words on it that matched."""

import re
from collections.abc import Iterator, Sequence

import msgspec

from indexer.search.plan import Plan
from indexer.search.query import Slot, SlotKind
from schemas.amounts import find_word_amounts
from schemas.folding import fold_aligned, words_in

OPEN, CLOSE = "\u0002", "\u0003"
"""Stand around each matched word of a snippet; the rest is plain text, never markup."""

SNIPPET_LENGTH = 220
MOST_TERMS = 60
_TOKEN = re.compile(r"[^\W_]+")
_RUN = re.compile(r"[^\s\d]*\d\S*")
_FEW = 8
"""So many words are sooner looked for one by one than the page is parted into words."""

_Span = tuple[int, int, int]
"""Start, end (code points of the text) and which slot it fills."""


class Marks(msgspec.Struct, frozen=True):
    """A snippet and the folded words marked on the whole page, in order of first occurrence."""

    snippet: str
    terms: tuple[str, ...]


class Marker:
    """Marks pages for one plan."""

    def __init__(self, plan: Plan) -> None:
        self._words: dict[str, int] = {}
        self._beginnings: list[tuple[str, int]] = []
        self._phrases: list[tuple[tuple[str, ...], int]] = []
        self._numbers: list[tuple[Slot, int, frozenset[str]]] = []
        for at, (slot, word) in enumerate(plan.wanted):
            if word is None:
                self._take_plain(slot, at)
                continue
            self._words = dict.fromkeys(word.forms, at) | self._words
            self._phrases += [(phrase, at) for phrase in word.phrases]
            if word.going_on:
                self._beginnings.append((word.going_on, at))

    def _take_plain(self, slot: Slot, at: int) -> None:
        if len(slot.words) > 1:
            self._phrases.append((slot.words, at))
        elif slot.words:
            self._words.setdefault(slot.words[0], at)
        if slot.kind is SlotKind.NUMBER:
            self._numbers.append((slot, at, frozenset(_digits_of(form) for form in slot.forms)))
            if slot.prefix:
                self._beginnings += [(form.lower(), at) for form in slot.forms if ":" not in form]

    def mark(self, text: str, words: Sequence[str] | None = None) -> Marks:
        """Choose the stretch of the page that shows most of what was asked; without a match, its beginning.

        `words` are those of the page in order, where they are known.
        """
        folded = fold_aligned(text)
        spans = self._spans(folded, text, words)
        terms = dict.fromkeys(word for start, end, _ in spans for word in _TOKEN.findall(folded[start:end]))
        return Marks(_cut(text, spans), tuple(terms)[:MOST_TERMS])

    def _spans(self, folded: str, text: str, words: Sequence[str] | None) -> list[_Span]:
        found: set[_Span] = set()
        few = len(self._words) <= _FEW
        for word in self._words if few else set(filter(self._words.__contains__, words or words_in(folded))):
            at = self._words[word]
            found |= {(start, start + len(word), at) for start in standing(word, folded)}
        for begin, at in self._beginnings:
            found |= {(start, end, at) for start, end in _going_on(begin, folded)}
        for phrase, at in self._phrases:
            for match in re.finditer(r"(?<![^\W_])" + r"[\W_]+".join(phrase) + r"(?![^\W_])", folded):
                start = match.start()
                found |= {(start + word.start(), start + word.end(), at) for word in _TOKEN.finditer(match.group())}
        if self._numbers:
            found |= self._number_spans(text, folded)
        return sorted(found)

    def _number_spans(self, text: str, folded: str) -> set[_Span]:
        found: set[_Span] = set()
        for match in _RUN.finditer(folded):
            digits = _bare(match.group())
            for slot, at, wanted in self._numbers:
                if digits in wanted or (
                    slot.prefix and any(digits.startswith(form) for form in wanted if len(form) > 5)
                ):
                    found |= {
                        (match.start() + word.start(), match.start() + word.end(), at)
                        for word in _TOKEN.finditer(match.group())
                    }
        for slot, at, _ in self._numbers:
            sums = {form for form in slot.forms if form.startswith("amt:")}
            if sums and not any(span[2] == at for span in found):
                for amount in find_word_amounts(text):
                    if f"amt:{amount.cents}" in sums:
                        inside = folded[amount.start : amount.end]
                        found |= {
                            (amount.start + word.start(), amount.start + word.end(), at)
                            for word in _TOKEN.finditer(inside)
                        }
        return found


def standing(word: str, folded: str) -> Iterator[int]:
    """The places where the word stands as a word of its own, in order."""
    at = folded.find(word)
    while at >= 0:
        end = at + len(word)
        if not folded[at - 1 : at].isalnum() and not folded[end : end + 1].isalnum():
            yield at
        at = folded.find(word, end)


def _going_on(begin: str, folded: str) -> Iterator[tuple[int, int]]:
    """Start and end of the words that begin so."""
    at = folded.find(begin)
    while at >= 0:
        rest = _TOKEN.match(folded, at)
        end = rest.end() if rest else at + len(begin)
        if rest and not folded[at - 1 : at].isalnum():
            yield at, end
        at = folded.find(begin, end)


def _bare(run: str) -> str:
    """A number without separators, leading zeros, whole centavos and court-file centuries."""
    if "/" in run:
        number, _, year = run.partition("/")
        return re.sub(r"\D", "", number).lstrip("0") + "/" + re.sub(r"\D", "", year)[:4][-2:]
    if match := re.fullmatch(r"\W*(\d[\d,' ]*)(?:\.(\d\d))?\W*", run):
        digits = re.sub(r"\D", "", match.group(1))
        return digits + (match.group(2) if match.group(2) not in (None, "00") else "")
    return re.sub(r"[\W_]", "", run)


def _digits_of(form: str) -> str:
    """The same for a normal form."""
    if form.startswith("amt:"):
        cents = form[4:]
        return cents[:-2] if cents.endswith("00") else cents
    parts = form.split(":")
    if len(parts) > 2:
        return f"{parts[2]}/{parts[1][-2:]}"
    return form.lower()


def _cut(text: str, spans: list[_Span]) -> str:
    start, end = _window(text, spans)
    pieces: list[str] = ["…"] if start > 0 else []
    at = start
    for first, last, _ in spans:
        if first < at or last > end:
            continue
        pieces += [text[at:first], OPEN, text[first:last], CLOSE]
        at = last
    pieces.append(text[at:end])
    if end < len(text):
        pieces.append("…")
    return " ".join("".join(pieces).split())


def _window(text: str, spans: list[_Span]) -> tuple[int, int]:
    """The stretch with the most slots filled, then the most words marked; the first of equals."""
    if not spans:
        return 0, _word_end(text, SNIPPET_LENGTH)
    best, chosen = (0, 0), spans[0]
    last = 0
    for place, span in enumerate(spans):
        last = max(last, place)
        while last + 1 < len(spans) and spans[last + 1][1] - span[0] <= SNIPPET_LENGTH * 3 // 4:
            last += 1
        value = (len({other[2] for other in spans[place : last + 1]}), last - place)
        if value > best:
            best, chosen = value, span
    start = max(0, chosen[0] - SNIPPET_LENGTH // 4)
    if start:
        blank = text.find(" ", start, chosen[0])
        start = blank + 1 if blank >= 0 else chosen[0]
    return start, _word_end(text, start + SNIPPET_LENGTH)


def _word_end(text: str, end: int) -> int:
    if end >= len(text):
        return len(text)
    blank = text.rfind(" ", end - 40, end)
    return blank if blank > 0 else end
