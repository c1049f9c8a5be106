"""Where the catalogue's phrases stand on the pages of a document: exactly, or with words misread by a letter.

Text is compared as one run of confusion keys without blanks, so lost and added
blanks do not matter; a phrase still begins and ends where words do. Each word
start is looked up once among the beginnings of all phrases, so the size of the
catalogue costs nothing.
"""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import accumulate

import msgspec

from schemas.document_types import DocumentType, document_types
from schemas.fields import PageText
from schemas.folding import confusion_key, fold, join_spaced_letters, undo_hyphenation, within_one_edit
from schemas.pages import Word

TITLE_ZONE = 0.28
"""Share of the first page's height that counts as its heading; a little over DOMAIN's quarter for pages with a crest."""

_TOKEN = re.compile(r"[^\W_]+")
_SHORT_LINE = 60  # characters; a longer line in small letters is part of a paragraph, whatever word it begins with
_MOST_PAGES = 14
_FEWEST_SHOUTED = 4  # long lines
_FEWEST_MENDED, _ALONE_MENDED = (
    6,
    11,
)  # letters of a word that may be misread within a phrase, and as a phrase of its own
_ISSUING = frozenset(("expide", "extiende", "otorga", "emite", "entrega"))
"""With these words a letter hands out what its subject names; one that sends, asks for or answers it is no such paper itself."""
_ARTICLES = frozenset(("la", "el", "una", "un"))
_FIRST = (5, 4, 3)  # characters of a phrase by which it is looked up; shorter phrases by all they have


class Place(msgspec.Struct, frozen=True):
    """Where a phrase stands in a zone: as a heading (at a line's head or in capitals), letter by letter, as what a letter is about."""

    headed: bool
    exact: bool
    subject: bool = False


Zone = dict[str, Place]
"""The phrases (by key) that stand in a part of a document, each at its best place."""


class Sheet(msgspec.Struct, frozen=True):
    """The zones of a document: heading and whole of page 1, the later pages."""

    heading: Zone
    body: Zone
    later: Zone


@cache
def key_of(text: str) -> str:
    """The form under which a phrase is looked for and found in a `Zone`."""
    return "".join(confusion_key(token) for token in _TOKEN.findall(fold(text)))


_HEADER = ("expediente", "juzgado")
FAMILY_MARKS = {
    "court": (
        "doy fe", "notifíquese", "asi lo acordó", "lo acordó y firma", "secretario de acuerdos", "conste", "por ante",
        "juez del conocimiento", "razón de cuenta", "el suscrito actuario", "lo proveyó", "lo acordó y firmó", "así lo acuerda",
        "téngase por presentado", "téngase por presentada", "téngase por recibido",
    ),
    "filing": (
        "comparezco", "comparecemos", "protesto lo necesario", "protestamos lo necesario", "ante usted", "c juez",
        "por mi propio derecho", "a usted c juez", "proveer de conformidad", "acordar de conformidad", "ante usted expongo", "vengo a", "con el debido respeto", "pido se sirva", "solicito se sirva",
    ),
}  # fmt: skip
"""Turns of speech of courts and of those who write to them."""
MARKS = (*FAMILY_MARKS["court"], *FAMILY_MARKS["filing"], *_HEADER, "es copia fiel")
"""Phrases that are looked for beside those of the catalogue."""


class _Lexicon(msgspec.Struct, frozen=True):
    """All phrases by how they begin, and their words: for mending what was read nearly so."""

    by_start: dict[str, tuple[str, ...]]
    beginnings: frozenset[str]
    words: frozenset[str]
    near: dict[str, tuple[str, ...]]


@cache
def _lexicon() -> _Lexicon:
    texts = {text for item in document_types() for group in _groups(item) for text in group} | set(MARKS)
    by_start: dict[str, list[str]] = {}
    words: set[str] = set()
    for text in sorted(texts):
        key = key_of(text)
        by_start.setdefault(key[: _FIRST[0]], []).append(key)
        words.update(confusion_key(token) for token in _TOKEN.findall(fold(text)))
    near: dict[str, list[str]] = {}
    for word in sorted(words):
        if len(word) >= _FEWEST_MENDED:
            for shorter in _shorter(word):
                near.setdefault(shorter, []).append(word)
    return _Lexicon(
        {start: tuple(dict.fromkeys(keys)) for start, keys in by_start.items()},
        frozenset(start[: _FIRST[-1]] for start in by_start),
        frozenset(words),
        {shorter: tuple(dict.fromkeys(known)) for shorter, known in near.items()},
    )


def _groups(item: DocumentType) -> tuple[tuple[str, ...], ...]:
    return item.required, item.title, item.strong, item.medium, item.negative


def _shorter(word: str) -> list[str]:
    """The word itself and all that is left of it without one letter."""
    return [word, *(word[:at] + word[at + 1 :] for at in range(len(word)))]


@lru_cache(maxsize=1 << 14)
def _mended(key: str) -> str:
    """The only word of the catalogue that is one slip away from this one, else the word as read."""
    lexicon = _lexicon()
    if len(key) < _FEWEST_MENDED - 1 or key in lexicon.words:
        return key
    near = {word for shorter in _shorter(key) for word in lexicon.near.get(shorter, ()) if within_one_edit(key, word)}
    return near.pop() if len(near) == 1 else key


def sheet_of(pages: Sequence[PageText]) -> Sheet:
    """The zones of a document; of a long one the first twelve pages and the last two, or three if the first says nothing."""
    lines = lines_of(pages[0])
    placed = any(middle >= 0 for _, middle in lines)
    few = max(8, len(lines) // 4)
    heading = [line for at, (line, middle) in enumerate(lines) if (middle < TITLE_ZONE if placed else at < few)]
    if placed and sum(len(line) for line in heading) < 12:
        heading = [line for line, _ in lines[:6]]
    shouted = _shouted([line for line, _ in lines])
    head = zone_of("\n".join(heading), shouted=shouted)
    body = zone_of("\n".join(line for line, _ in lines), shouted=shouted)
    chosen = [*pages[1 : _MOST_PAGES - 2], *pages[_MOST_PAGES - 2 :][-2:]] if body.keys() & _telling() else pages[1:3]
    return Sheet(head, body, zone_of("\n".join(page.text for page in chosen)))


@cache
def _telling() -> frozenset[str]:
    """The phrases any one of which may decide a type."""
    return frozenset(key_of(text) for item in document_types() for text in (*item.title, *item.strong, *item.required))


def lines_of(page: PageText) -> list[tuple[str, float]]:
    """The lines of a page with the height of their middle (0-1); -1 where words have no boxes."""
    if not page.words:
        return [(line, -1.0) for line in page.text.splitlines() if line.strip()]
    lines: list[list[Word]] = []
    last: tuple[int, int] | None = None
    for word in page.words:
        if (word.block, word.line) != last:
            lines.append([])
            last = (word.block, word.line)
        lines[-1].append(word)
    out: list[tuple[str, float]] = []
    for words in lines:
        middle = sum(word.box[1] + word.box[3] / 2 for word in words) / len(words)
        placed = any(word.box[2] > 0 for word in words)
        out.append((" ".join(word.text for word in words), middle if placed else -1.0))
    return out


def _shouted(lines: Sequence[str]) -> bool:
    """Whether the paragraphs themselves are in capitals, which then make no heading."""
    long = [line for line in lines if len(line) >= _SHORT_LINE]
    return len(long) >= _FEWEST_SHOUTED and sum(map(_in_capitals, long)) >= 0.8 * len(long)


def zone_of(text: str, *, shouted: bool = False) -> Zone:
    """Every phrase of the catalogue that stands in a text; where all is `shouted`, long lines in capitals are no headings."""
    keys: list[str] = []
    headed, mended, subjects = list[int](), list[int](), list[int]()  # by place in `keys`
    for line in undo_hyphenation(text).split("\n"):
        joined = join_spaced_letters(line)
        tokens = _TOKEN.findall(joined)
        first = len(keys)
        for at, token in enumerate(tokens, first):
            key, slip = _keyed(token)
            keys.append(key)
            if slip:
                mended.append(at)
        if tokens and _in_capitals(joined) and not (shouted and len(joined) >= _SHORT_LINE):
            headed += range(first, len(keys))
        else:
            headed += [first + order for order in _heads(tokens, len(joined), shouted=shouted)]
        subjects += [first + order for order in _subject(tokens)]
    starts = list(accumulate(map(len, keys), initial=0))
    ends = set(starts[1:])
    marks = _Marks(
        starts[:-1], ends, {starts[at] for at in headed}, {starts[at] for at in mended}, {starts[at] for at in subjects}
    )
    return _standing("".join(keys), marks)


@lru_cache(maxsize=1 << 15)
def _keyed(token: str) -> tuple[str, bool]:
    """The key of a token, and whether a letter of it had to be mended."""
    read = confusion_key(token)
    key = _mended(read)
    return key, key != read


class _Marks(msgspec.Struct, frozen=True):
    """Where in a run words begin and end, which begin a heading or a letter's subject, and which were mended."""

    starts: list[int]
    ends: set[int]
    headed: set[int]
    mended: set[int]
    subjects: set[int]


def _standing(run: str, marks: _Marks) -> Zone:
    lexicon = _lexicon()
    by_start, beginnings = lexicon.by_start, lexicon.beginnings
    found: Zone = {}
    for at in marks.starts:
        if run[at : at + _FIRST[-1]] not in beginnings:
            continue
        for width in _FIRST:
            for key in by_start.get(run[at : at + width], ()):
                if at + len(key) in marks.ends and run.startswith(key, at):
                    _note(found, key, at, marks)
    return found


def _note(found: Zone, key: str, at: int, marks: _Marks) -> None:
    """Keep the better of the places of a phrase; one word alone must be long to be believed when mended."""
    exact = not any(at <= place < at + len(key) for place in marks.mended)
    if not exact and len(key) < _ALONE_MENDED:
        return
    place = Place(at in marks.headed, exact, at in marks.subjects)
    other = found.get(key)
    if other is None or _rank(place) > _rank(other):
        found[key] = place


def _rank(place: Place) -> tuple[bool, bool, bool]:
    return place.exact, place.headed, place.subject


def _in_capitals(line: str) -> bool:
    if line.islower():
        return False
    capitals = sum(map(str.isupper, line))
    return capitals >= 4 and capitals >= 0.8 * sum(map(str.isalpha, line))


def _heads(tokens: Sequence[str], length: int, *, shouted: bool) -> list[int]:
    """Which tokens of a line in mixed letters begin a heading: the first one, or capitals beside a letterhead."""
    found = []
    if tokens and (tokens[0].isupper() or (tokens[0][0].isupper() and length < _SHORT_LINE)):
        found.append(0)
    if not shouted and length < _SHORT_LINE + 20:
        found += [order for order, token in enumerate(tokens) if order and token.isupper() and len(token) >= 5]
    return found


def _subject(tokens: Sequence[str]) -> list[int]:
    """Which token begins what a letter says it is about: behind *Asunto:*, and behind *se expide* and the like."""
    words = [fold(token) for token in tokens]
    if "asunto" not in words:
        return []
    at = words.index("asunto") + 1
    if words[at : at + 1] == ["se"] and words[at + 1 : at + 2] and words[at + 1] in _ISSUING:
        at += 2
    if words[at : at + 1] and words[at] in _ARTICLES:
        at += 1
    return [at] if at < len(words) else []
