"""Whether pages are papers of an office at all: a page in another language, a page of a newspaper."""

from collections.abc import Sequence

from schemas.fields import PageText
from schemas.folding import tokens

_SPANISH = frozenset(
    [
        "de",
        "la",
        "el",
        "los",
        "las",
        "que",
        "y",
        "en",
        "por",
        "para",
        "con",
        "del",
        "se",
        "al",
        "su",
        "una",
        "un",
        "como",
        "lo",
        "es",
        "sus",
        "mas",
        "o",
        "fue",
        "este",
        "esta",
        "pago",
        "no",
    ]
)
_ENGLISH = frozenset(
    [
        "the",
        "of",
        "and",
        "to",
        "in",
        "is",
        "that",
        "for",
        "it",
        "as",
        "was",
        "with",
        "be",
        "by",
        "on",
        "not",
        "he",
        "his",
        "but",
        "at",
        "are",
        "this",
        "have",
        "from",
        "or",
        "which",
        "you",
        "all",
    ]
)
_PAPER = frozenset(
    ("redaccion", "reportero", "corresponsal", "suscribase", "deportes", "espectaculos", "clasificados", "ejemplar",
     "edicion", "portada", "editorial", "periodico", "diario", "horoscopo", "marcador", "gol", "goles", "pronostico",
     "temporada")
)  # fmt: skip
_FEWEST_PAPER = 4
_FEWEST_WORDS = 30


def foreign_reason(pages: Sequence[PageText]) -> str:
    """Why these pages are no papers of the office, one Spanish sentence; empty when nothing says so.

    Judged on the first two pages with text; too little text is judged innocent.
    """
    text = " ".join(page.text for page in pages[:2])
    words = tokens(text)
    if len(words) < _FEWEST_WORDS:
        return ""
    spanish = sum(word in _SPANISH for word in words)
    english = sum(word in _ENGLISH for word in words)
    if english >= 8 and english > 2 * spanish:
        return "El texto no está en español."
    if len(_PAPER.intersection(words)) >= _FEWEST_PAPER:
        return "Parece una página de periódico."
    return ""
