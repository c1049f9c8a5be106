"""Where personal data stand on the pages of a document: places proposed to be blacked out in its public version.

Rather too many than too few: a person looks at every page, and what is proposed wrongly is seen, what is not
proposed may not be. Officers and lawyers who act as such are left out, their names being public.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache, partial
from itertools import islice

from indexer.stages.fields_people import people_fields
from indexer.stages.surface import Surface, surfaces
from schemas.curp import find_curps
from schemas.fields import Known, PageText
from schemas.folding import confusion_key, fold, within_one_edit
from schemas.legal_dates import dates_of
from schemas.names import name_tokens
from schemas.pages import Box, Word
from schemas.public_versions import Category, Proposed

MOST_PAGES_FOR_NAMES = 60
"""Pages looked at for whoever is named; where these names stand is looked for on all."""
MOST_ON_PAGE = 300
_PEOPLE = frozenset(("borrower", "guarantor", "defendants"))
_PARTICLES = frozenset(("de", "del", "la", "las", "los", "y", "e"))
_FORGIVING_FROM = 5
_JOINED, _SHORTENED_NAME = 4, 5
"""Letters from which on a word of a name may run into the next, and up to which it may be a shortened one."""
_MARGIN_ACROSS, _MARGIN_DOWN = 0.003, 0.12
"""Added on either side of a place: of the width of the page, and of the height of the place."""

Span = tuple[int, int]

_CUT = r"[\doilsbzg]"
"""A digit, or what OCR takes one for."""
_END = r"(?![^\W_])"
_BEGIN = r"(?<![^\W_])"

_PATTERNS: tuple[tuple[Category, re.Pattern[str]], ...] = tuple(
    (category, re.compile(pattern))
    for category, pattern in (
        (Category.CURP, rf"{_BEGIN}[a-z]{{4}}{_CUT}{{6}}[hm][a-z]{{5}}[a-z0-9][\do]{_END}"),
        (Category.RFC, rf"{_BEGIN}[a-zñ&]{{4}}[ -]?{_CUT}{{6}}[ -]?[a-z0-9]{{3}}{_END}"),
        (Category.RFC, rf"{_BEGIN}r\.?\s?f\.?\s?c\.?\s*[:.;]?\s*((?![a-z&]{{3}}[ -]?\d)[a-z0-9&|]{{4,5}}[ -]?[a-z0-9|]{{6}}[ -]?[a-z0-9|]{{2,3}}){_END}"),
        (Category.ELECTOR, rf"{_BEGIN}[a-z]{{6}}{_CUT}{{8}}[hm]{_CUT}{{3}}{_END}"),
        (Category.ELECTOR, rf"clave\s+de\s+elector\s*[:.]?\s*([a-z0-9]{{16,20}}){_END}"),
        (Category.EMAIL, r"[a-z0-9._%+-]{2,}\s?@\s?[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}"),
        (Category.PHONE, rf"{_BEGIN}(?:tel(?:efono)?s?|cel(?:ular)?|movil|whatsapp)\.?(?:\s+(?:celular|particular|fijo|de\s+contacto|movil))?\s*[:.]?\s*(?:no\.?\s*)?(\+?\(?\d[\d\s().-]{{6,17}}\d)(?!\d)"),
        (Category.PHONE, r"(?<![\w/.-])(?:\+?52[\s-]?)?\(?\d{2,3}\)?[\s.-]\d{3,4}[\s.-](?:\d{4}|\d{2}[\s.-]\d{2})(?![\w/-])"),
        (Category.ACCOUNT, r"(?<![\w/.-])\d{3}[ -]?\d{3}[ -]?\d{11}[ -]?\d(?![\w/-])"),
        (Category.ACCOUNT, r"(?<![\w/.-])\d{4}[ -]\d{4}[ -]\d{4}[ -]\d{4}(?![\w/-])"),
        (Category.ACCOUNT, rf"{_BEGIN}(?:clabe(?:\s+interbancaria)?|tarjeta|cuenta(?:\s+(?:bancaria|de\s+cheques|de\s+debito|clabe|concentradora))?)\s*(?:numero|num\.?|no\.?|n[°º]|#)?\s*[:.]?\s*(\d[\d -]{{6,22}}\d)(?![\w/])"),
        (Category.OTHER, rf"{_BEGIN}(?:n\.?s\.?s\.?|seguro\s+social|afiliacion)\s*(?:numero|num\.?|no\.?)?\s*[:.]?\s*(\d[\d -]{{9,14}})(?![\w/])"),
    )
)  # fmt: skip
"""What is told by its form; where a pattern has a group, that is the place, else all of it."""

_SHORTENED = "".join(
    rf"(?<!{word})"
    for word in ("col", "fracc", "av", "ave", "blvd", "priv", "no", "num", "int", "ext", "edif", "depto")
)
_STOP = (
    rf"(?:;|\n\s*\n|\.\s*\n|\n(?=(?:por\s+)?(?:aval|suscriptor|acreditad|deudor|obligad|firma|nombre|testigo)|[^\n:]{{2,30}}:)|{_SHORTENED}\.\s+(?=[a-z]{{3,}}\s)|"
    r",\s*(?=(?:con|asi|y\s+(?:sen|aut|de|con)|autoriz|sen[a]l|quien|mexican|mayor|para|ante|por|en\s+su|a\s+quien)\b)"
    r"|\s(?=(?:curp|r\.?f\.?c|tel|cel|telefono|correo|identific|y\s+autoriz|y\s+de\s|para\s+oir|ante\s+usted|quien|manifest|comparec)\b)|\Z)"
)
_STREET = rf"(?:calle|avenida|av\.|ave\.|blvd\.?|boulevard|bulevar|privada|priv\.|calzada|calz\.|andador|cerrada|callejon|carretera|prolongacion|circuito|retorno|paseo){_END}"
_AREA = rf"(?:colonia|col\.|fraccionamiento|fracc\.|residencial|ejido|barrio){_END}"
_ADDRESSES = tuple(
    re.compile(pattern, re.DOTALL)
    for pattern in (
        rf"{_BEGIN}domicilio(?:s)?(?:\s+(?:particular|actual|conocido|convencional|fiscal|procesal))?(?:\s+(?:para\s+oir\s+y\s+recibir\s+(?:toda\s+clase\s+de\s+)?notificaciones)(?:\s+el)?)?(?:\s+(?:el\s+)?(?:ubicado|ubicada|sito|sita))?(?:\s+en|\s*:)\s+((?!est[ae]\s|autos|la\s+ciudad).{{6,170}}?){_STOP}",
        rf"{_BEGIN}({_STREET}\s+.{{3,130}}?){_STOP}",
        rf"{_BEGIN}({_AREA}\s+.{{3,80}}?){_STOP}",
        rf"{_BEGIN}(c\.?\s?p\.?\s*:?\s*\d{{5}}){_END}",
    )
)
_BORN = re.compile(rf"{_BEGIN}(?:nacid[oa]|naci[o]?|fecha\s+de\s+nac(?:imiento|\.)|nacimiento)(?![^\W_])")
_BORN_WITHIN = 60


def personal_data(pages: Sequence[PageText], names: Sequence[str], known: Known, kind: str) -> tuple[Proposed, ...]:
    """The places of personal data, page by page and from the top down, one a line.

    `names` are those of people known to be meant; whoever else is read as debtor, guarantor or defendant
    is looked for as well. Pages whose words have no place on the page give nothing.
    """
    bodies, stamps = surfaces(pages)
    first = [surface for surface in bodies if surface.page in {page.number for page in pages[:MOST_PAGES_FOR_NAMES]}]
    read = [field.value for field in people_fields(first, known, kind) if field.name in _PEOPLE]
    wanted = _names([*names, *read])
    found: dict[int, list[tuple[Box, Category]]] = {}
    for surface in (*bodies, *stamps):
        places = found.setdefault(surface.page, [])
        for category, span in _spans(surface, wanted, known):
            for box in _by_line(surface, span):
                _put(places, box, category)
    return tuple(
        Proposed(page, _with_margin(box), category)
        for page in sorted(found)
        for box, category in sorted(found[page][:MOST_ON_PAGE], key=lambda one: (round(one[0][1], 2), one[0][0]))
    )


def places_of_words(pages: Sequence[PageText], typed: str) -> tuple[tuple[int, Box], ...]:
    """Where the words typed stand one after another, whatever their accents and case, one misread letter forgiven."""
    wanted = [fold(word) for word in typed.split() if fold(word).strip()]
    bodies, stamps = surfaces(pages)
    return tuple(
        (surface.page, _with_margin(box))
        for surface in (*bodies, *stamps)
        for span in _runs(surface, partial(_as_typed, wanted=wanted))
        for box in _by_line(surface, span)
    )


def _spans(surface: Surface, names: Sequence[frozenset[str]], known: Known) -> Iterator[tuple[Category, Span]]:
    """What stands where, the surest first."""
    yield from ((Category.CURP, (curp.start, curp.end)) for curp in find_curps(surface.text, known.curps))
    for category, pattern in (*_PATTERNS, *((Category.ADDRESS, pattern) for pattern in _ADDRESSES)):
        for match in pattern.finditer(surface.folded):
            yield category, match.span(1) if pattern.groups else match.span()
    yield from ((Category.BIRTH, span) for span in _births(surface))
    for name in names:
        yield from ((Category.NAME, span) for span in _runs(surface, partial(_bears, name=name)))


def _births(surface: Surface) -> Iterator[Span]:
    """Dates right behind the word that makes them somebody's birth."""
    said = list(_BORN.finditer(surface.folded))
    dates = dates_of(surface.text, surface.folded) if said else ()
    for match in said:
        near = (date for date in dates if 0 <= date.start - match.end() <= _BORN_WITHIN)
        yield from ((date.start, date.end) for date in islice(near, 1))


def _names(names: Sequence[str]) -> list[frozenset[str]]:
    """The words of each name, shortened ones also as written, each name once."""
    made: dict[frozenset[str], None] = {}
    for name in names:
        words = {token.lower() for token in name_tokens(name)}
        if len(words) > 1:
            made[frozenset(words | {_bare(word) for word in fold(name).split() if word not in _PARTICLES} - {""})] = (
                None
            )
    return list(made)


def _runs(surface: Surface, length: Callable[[Sequence[str], int], int]) -> Iterator[Span]:
    """Stretches of words that `length` says begin at a word: how many words long, 0 for none."""
    placed = surface.placed(0, len(surface.text))
    words = [surface.folded[start:end] for start, end, _ in placed]
    at = 0
    while at < len(words):
        many = length(words, at)
        if many:
            yield placed[at][0], placed[at + many - 1][1]
        at += many or 1


def _bare(word: str) -> str:
    return word.strip(".,;:()[]«»\"'“”|_-*")


def _bears(words: Sequence[str], at: int, name: frozenset[str]) -> int:
    """How many words from `at` on are of the name: at least two of its own, in any order, particles between them."""
    last, own, near = 0, 0, at
    while near < len(words) and near - at < 12:
        bare = _bare(words[near])
        worth = _worth(bare, name)
        if worth:
            own, last = own + worth, near - at + 1
        elif bare not in _PARTICLES or not own:
            break
        near += 1
    return last if own >= 2 else 0


def _worth(word: str, name: frozenset[str]) -> int:
    """How many words of the name a word is: one, two that run together, or none."""
    if any(_same(word, token) for token in name) or (len(word) <= _SHORTENED_NAME and _in_full(word) in name):
        return 1
    if len(word) < 2 * _JOINED:
        return 0
    heads = (token for token in name if len(token) >= _JOINED and word.startswith(token))
    return 2 if any(_same(word[len(head) :], token) for head in heads for token in name - {head}) else 0


@lru_cache(maxsize=4096)
def _in_full(word: str) -> str:
    """A given name or surname that is written short (`MA.`, `FCO.`, `HDEZ.`) in full."""
    return next(iter(name_tokens(word)), word).lower()


def _as_typed(words: Sequence[str], at: int, wanted: Sequence[str]) -> int:
    fits = bool(wanted) and all(
        at + step < len(words) and _same(_bare(words[at + step]), _bare(word)) for step, word in enumerate(wanted)
    )
    return len(wanted) if fits else 0


def _same(word: str, token: str) -> bool:
    if word == token:
        return True
    if min(len(word), len(token)) < _FORGIVING_FROM:
        return False
    return confusion_key(word) == confusion_key(token) or within_one_edit(word, token)


def _by_line(surface: Surface, span: Span) -> Iterator[Box]:
    """The boxes around the words of a span, one for each line it touches."""
    lines: dict[tuple[int, int], list[Word]] = {}
    for word in surface.words_in(*span):
        if word.box[2] > 0 and word.box[3] > 0:
            lines.setdefault((word.block, word.line), []).append(word)
    for words in lines.values():
        left, top = min(word.box[0] for word in words), min(word.box[1] for word in words)
        right = max(word.box[0] + word.box[2] for word in words)
        bottom = max(word.box[1] + word.box[3] for word in words)
        yield (left, top, right - left, bottom - top)


def _put(places: list[tuple[Box, Category]], box: Box, category: Category) -> None:
    """Add a place, unless one that is there already covers it; one that it covers goes."""
    if any(_covers(there, box) for there, _ in places):
        return
    places[:] = [(there, of) for there, of in places if not _covers(box, there)]
    places.append((box, category))


def _covers(outer: Box, inner: Box) -> bool:
    slack = 0.002
    return (
        outer[0] <= inner[0] + slack
        and outer[1] <= inner[1] + slack
        and outer[0] + outer[2] >= inner[0] + inner[2] - slack
        and outer[1] + outer[3] >= inner[1] + inner[3] - slack
    )


def _with_margin(box: Box) -> Box:
    x, y, width, height = box
    left, top = max(0.0, x - _MARGIN_ACROSS), max(0.0, y - _MARGIN_DOWN * height)
    right, bottom = min(1.0, x + width + _MARGIN_ACROSS), min(1.0, y + height * (1 + _MARGIN_DOWN))
    return (round(left, 5), round(top, 5), round(right - left, 5), round(bottom - top, 5))
