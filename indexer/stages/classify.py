"""What kind of document some pages are, by the phrases of the catalogue (DOMAIN 3.3); no learning, every vote told."""

import re
from collections.abc import Sequence
from functools import cache

import msgspec
from rapidfuzz import fuzz

from indexer.stages.page_kind import foreign_reason
from schemas.document_types import UNCLASSIFIED, DocumentType, document_types, types_by_code
from schemas.fields import PageText, TypeGuess
from schemas.folding import confusion_key, fold, join_spaced_letters, undo_hyphenation
from schemas.pages import Word

TITLE_ZONE = 0.28
"""Share of the first page's height that counts as its heading; a little over DOMAIN's quarter for pages with a crest."""
ENOUGH, MARGIN = 6.0, 3.0
"""The winner's least score and lead (DOMAIN 3.3)."""

_HEADING, _SUPPORT, _BODY, _LATER = 3.0, 1.5, 1.0, 0.3
_TITLE, _STRONG, _MEDIUM, _NEGATIVE = 5.0, 5.0, 2.0, -5.0
_FUZZY_FROM, _FUZZY_RATIO = 10, 88.0
_ONE_WORD_RATIO = 92.0  # prestaciones is not prestación de
_MOST_PAGES = 14
_SHORT_LINE = 60  # characters; a longer line in small letters is part of a paragraph, whatever word it begins with
_TOKEN = re.compile(r"[^\W_]+")
_FILINGS = frozenset(
    ("complaint", "answer", "withdrawal_lift", "official_letter", "amparo_docs", UNCLASSIFIED, "filing_receipt")
)
_SUIT_HEADER = re.compile(r"expediente|juzgado|juicio ejecutivo")
_RECEIVED = ("recibido", "oficialia de partes", "fojas", "anexos", "folio", "traslado", "poder judicial")
_COMPANY = re.compile(
    r"(?:a la orden de[l]?|orden de[l]?)\s+([^;]{3,90}?(?:\bs\.?\s?a\.?\s?(?:p\.?\s?i\.?\s?)?(?:de c\.?\s?v|$)|s\.?\s?de\s?r\.?\s?l|sofom|s\.?c\.?\b))"
)


class _Zone(msgspec.Struct, frozen=True):
    """Text as one run of confusion keys without blanks, with where tokens begin and end in it, and its headings.

    `headed` are the starts of tokens that open a line or stand in a line of capitals.
    """

    run: str
    starts: frozenset[int]
    ends: frozenset[int]
    headed: frozenset[int]


class _Phrase(msgspec.Struct, frozen=True):
    text: str
    key: str
    weight: float
    title_only: bool


class _Vote(msgspec.Struct, frozen=True):
    points: float
    text: str


class _Sheet(msgspec.Struct, frozen=True):
    """The zones of a document: heading and rest of page 1, the later pages."""

    heading: _Zone
    body: _Zone
    later: _Zone


def classify(pages: Sequence[PageText]) -> TypeGuess:
    """The type of the document made of these pages, `unclassified` where none is clear enough.

    Phrases are compared through OCR confusions, lost blanks and, when long, small
    misreadings. A filing with a received stamp on it is its acknowledgement.
    """
    if not pages or not any(page.text.strip() or page.stamp_text.strip() for page in pages):
        return TypeGuess(UNCLASSIFIED, 0.0, 0.0, reasons=("No hay texto.",))
    reason = foreign_reason(pages)
    sheet = _sheet(pages)
    votes = {item.code: _votes(item, sheet) for item in document_types()}
    _court_header(votes, sheet)
    _family(votes, sheet)
    ranked = sorted(((sum(vote.points for vote in cast), code) for code, cast in votes.items() if cast), reverse=True)
    guess = _decide(ranked, votes)
    guess = _stamped(guess, pages, ranked)
    if reason and guess.type != "edict":
        return TypeGuess(UNCLASSIFIED, 0.3, guess.score, guess.type, (reason, *guess.reasons))
    return _with_notes(guess, pages)


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


def _sheet(pages: Sequence[PageText]) -> _Sheet:
    lines = lines_of(pages[0])
    placed = any(middle >= 0 for _, middle in lines)
    few = max(8, len(lines) // 4)
    heading = [line for at, (line, middle) in enumerate(lines) if (middle < TITLE_ZONE if placed else at < few)]
    if placed and sum(len(line) for line in heading) < 12:
        heading = [line for line, _ in lines[:6]]
    body = [line for line, _ in lines]
    chosen = [*pages[1 : _MOST_PAGES - 2], *pages[_MOST_PAGES - 2 :][-2:]]
    later = [line for page in chosen for line, _ in lines_of(page)]
    return _Sheet(_zone(heading), _zone(body), _zone(later))


def _zone(lines: list[str]) -> _Zone:
    parts: list[str] = []
    starts, ends, headed = set[int](), set[int](), set[int]()
    at = 0
    for line in undo_hyphenation("\n".join(lines)).split("\n"):
        joined = join_spaced_letters(line)
        letters = [letter for letter in joined if letter.isalpha()]
        capitals = len(letters) >= 4 and sum(letter.isupper() for letter in letters) >= 0.8 * len(letters)
        for order, token in enumerate(_TOKEN.findall(joined)):
            key = confusion_key(token)
            starts.add(at)
            if capitals or _heads(token, order, len(joined)):
                headed.add(at)
            parts.append(key)
            at += len(key)
            ends.add(at)
    return _Zone("".join(parts), frozenset(starts), frozenset(ends), frozenset(headed))


def _heads(token: str, order: int, length: int) -> bool:
    """Whether a token of a line in mixed letters begins a heading: the first one, or capitals beside a letterhead."""
    if order == 0:
        return token.isupper() or length < _SHORT_LINE
    return token.isupper() and len(token) >= 5 and length < _SHORT_LINE + 20


@cache
def _key(text: str) -> str:
    return "".join(confusion_key(token) for token in _TOKEN.findall(fold(text)))


@cache
def _phrases(code: str) -> tuple[_Phrase, ...]:
    item = types_by_code()[code]
    groups = (
        (item.title, _TITLE, True),
        (item.strong, _STRONG, False),
        (item.medium, _MEDIUM, False),
        (item.negative, _NEGATIVE, False),
    )
    out: dict[tuple[str, bool], _Phrase] = {}
    for texts, weight, title_only in groups:
        for text in texts:
            key = _key(text)
            out.setdefault((key, weight < 0), _Phrase(text, key, weight, title_only))
    return tuple(out.values())


def _votes(item: DocumentType, sheet: _Sheet) -> list[_Vote]:
    """One vote per phrase, for its best place; phrases inside a longer one already counted in the heading add little."""
    if item.required and not any(_stands(text, sheet) for text in item.required):
        return []
    votes: list[_Vote] = []
    titles: list[str] = []
    for phrase in sorted(_phrases(item.code), key=lambda phrase: -len(phrase.key)):
        factor = _factor(phrase, sheet)
        if not factor:
            continue
        points = phrase.weight * (factor if phrase.weight != _MEDIUM else min(factor, _SUPPORT))
        if factor == _HEADING and phrase.weight > 0:
            if any(phrase.key in other for other in titles):
                points = phrase.weight * 0.2
            titles.append(phrase.key)
        where = {_HEADING: "en el encabezado", _BODY: "en la primera página"}.get(factor, "en páginas siguientes")
        votes.append(_Vote(points, f"«{phrase.text}» {where}"))
    return votes


def _factor(phrase: _Phrase, sheet: _Sheet) -> float:
    """How much a phrase counts where it stands best; 0.0 where it does not stand.

    A heading of a type is a heading only at a line's head or in capitals; other
    phrases in the heading's zone but within a sentence count as body.
    """
    found = _find(phrase, sheet.heading, near=True)
    if found is not None and (phrase.weight < 0 or found in sheet.heading.headed):
        return _HEADING if phrase.weight > 0 else _BODY
    if phrase.title_only:
        if (generic := _find(phrase, sheet.body, near=False)) is not None and generic in sheet.body.headed:
            return _BODY if len(phrase.key) >= 12 else 0.0
        return 0.0
    if found is not None or _find(phrase, sheet.body, near=phrase.weight >= _STRONG) is not None:
        return _BODY
    return _LATER if _find(phrase, sheet.later, near=False) is not None else 0.0


def _find(phrase: _Phrase, zone: _Zone, *, near: bool) -> int | None:
    """Where a phrase stands in a zone, on whole words; a long one nearly so if `near`."""
    at = zone.run.find(phrase.key)
    first: int | None = None
    while at >= 0:
        if at in zone.starts and at + len(phrase.key) in zone.ends:
            if at in zone.headed:
                return at
            first = at if first is None else first
        at = zone.run.find(phrase.key, at + 1)
    if first is not None or not near or len(phrase.key) < _FUZZY_FROM or phrase.weight < 0:
        return first
    if len(zone.run) < len(phrase.key) - 1:
        return None
    cutoff = _FUZZY_RATIO if " " in phrase.text else _ONE_WORD_RATIO
    best = fuzz.partial_ratio_alignment(phrase.key, zone.run, score_cutoff=cutoff)
    if best is None:
        return None
    return next(
        (start for start in range(max(0, best.dest_start - 2), best.dest_start + 3) if start in zone.starts), None
    )


def _court_header(votes: dict[str, list[_Vote]], sheet: _Sheet) -> None:
    """Agreements under a court's heading are judicial, others are not (DOMAIN 3.3, 5)."""
    header = any(
        _find(_Phrase(word, confusion_key(word), _STRONG, title_only=False), sheet.heading, near=False) is not None
        for word in ("expediente", "juzgado")
    )
    for code, speaks in (("judicial_agreement", header), ("settlement_ajc", not header)):
        if sum(vote.points for vote in votes[code]) > 0:
            votes[code].append(_Vote(4.0 if speaks else -4.0, "con encabezado de juzgado" if header else "sin juzgado"))


_FAMILY_MARKS = {
    "court": (
        "doy fe", "notifíquese", "asi lo acordó", "lo acordó y firma", "secretario de acuerdos", "conste", "por ante",
        "juez del conocimiento", "razón de cuenta", "el suscrito actuario", "lo proveyó",
    ),
    "filing": (
        "comparezco", "comparecemos", "protesto lo necesario", "protestamos lo necesario", "ante usted", "c juez",
        "por mi propio derecho", "a usted c juez", "vengo a", "con el debido respeto", "pido se sirva", "solicito se sirva",
    ),
}  # fmt: skip


def _family(votes: dict[str, list[_Vote]], sheet: _Sheet) -> None:
    """Acts of a court quote the filings they answer and the other way round: the turns of speech of each tell which it is."""
    counts = {family: sum(_stands(mark, sheet) for mark in marks) for family, marks in _FAMILY_MARKS.items()}
    lead = counts["court"] - counts["filing"]
    if abs(lead) < 2:
        return
    stronger, weaker = ("court", "filing") if lead > 0 else ("filing", "court")
    for code, cast in votes.items():
        family = types_by_code()[code].family
        if cast and family == weaker:
            cast.append(_Vote(-4.0 * min(abs(lead), 4), "giros de otra clase de escrito"))
        elif family == stronger and sum(vote.points for vote in cast) > 0:
            cast.append(_Vote(2.0, "giros de un acto del juzgado" if lead > 0 else "giros de un escrito de parte"))


def _stands(text: str, sheet: _Sheet) -> bool:
    mark = _Phrase(text, _key(text), _STRONG, title_only=False)
    return any(_find(mark, zone, near=True) is not None for zone in (sheet.body, sheet.later))


def _decide(ranked: list[tuple[float, str]], votes: dict[str, list[_Vote]]) -> TypeGuess:
    if not ranked or ranked[0][0] <= 0:
        return TypeGuess(
            UNCLASSIFIED, 0.0, max(ranked[0][0], 0.0) if ranked else 0.0, reasons=("Ningún tipo reconocido.",)
        )
    best = _ungeneric(ranked)
    rest = [entry for entry in ranked if entry[1] != best[1] and not _yields(entry[1], best)]
    second = rest[0] if rest else (0.0, "")
    lead = best[0] - max(second[0], 0.0)
    reasons = tuple(vote.text for vote in sorted(votes[best[1]], key=lambda vote: -vote.points) if vote.points > 0)[:5]
    if best[0] < ENOUGH or lead < MARGIN:
        why = "Puntuación insuficiente." if best[0] < ENOUGH else "Dos tipos casi empatados."
        return TypeGuess(UNCLASSIFIED, 0.4 * best[0] / (best[0] + ENOUGH), best[0], best[1], (why, *reasons))
    certainty = min(1.0, (best[0] - ENOUGH) / 14) * 0.5 + min(1.0, (lead - MARGIN) / 9) * 0.5
    return TypeGuess(best[1], round(0.6 + 0.39 * certainty, 3), best[0], second[1], reasons)


def _ungeneric(ranked: list[tuple[float, str]]) -> tuple[float, str]:
    """The first of the ranking, or the first that is not generic if it is certain enough by itself."""
    if not types_by_code()[ranked[0][1]].generic:
        return ranked[0]
    specific = [entry for entry in ranked if not types_by_code()[entry[1]].generic]
    if specific and specific[0][0] >= 2 * ENOUGH:
        return specific[0]
    return ranked[0]


def _yields(code: str, best: tuple[float, str]) -> bool:
    """Whether a generic type is no rival of a specific winner."""
    return types_by_code()[code].generic and not types_by_code()[best[1]].generic and best[0] >= ENOUGH


def received_marks(text: str) -> int:
    """How many of the marks of a received stamp a text bears (RECIBIDO, oficialía de partes, fojas, folio…)."""
    keys = "".join(confusion_key(token) for token in _TOKEN.findall(join_spaced_letters(text)))
    marks = ["".join(confusion_key(token) for token in mark.split()) for mark in _RECEIVED]
    return sum(fuzz.partial_ratio(mark, keys, score_cutoff=84) > 0 for mark in marks) if keys else 0


def _stamped(guess: TypeGuess, pages: Sequence[PageText], ranked: list[tuple[float, str]]) -> TypeGuess:
    """A filing that bears a received stamp is an acknowledgement (DOMAIN 3.3, 5)."""
    likely = guess.type if guess.type != UNCLASSIFIED else guess.runner_up or UNCLASSIFIED
    if likely not in _FILINGS:
        return guess
    stamp = " ".join(page.stamp_text for page in pages[:2])
    marks = received_marks(stamp)
    if marks < 2:
        marks = received_marks(pages[0].text) if _bears_stamp(pages[0].text) else 0
    if marks < 2:
        return guess
    reasons = ("Lleva sello de recibido.", *guess.reasons)
    confidence = max(0.75 + 0.04 * min(marks, 5), guess.confidence if guess.type == "filing_receipt" else 0.0)
    second = likely if likely != "filing_receipt" else guess.runner_up
    return TypeGuess("filing_receipt", min(confidence, 0.97), guess.score, second, reasons[:6])


_STAMP_LINE = re.compile(
    r"rec[il1][bh][il1]d[o0]\b[^\n]{0,12}\s+\d{1,2}[\s/.-]+\w{2,10}[\s/.-]+\d{2,4}|of[il1]c[il1]al[il1]a\s+de\s+partes[\s\S]{0,160}rec[il1][bh][il1]d[o0]"
    r"|rec[il1][bh][il1]d[o0][\s\S]{0,160}of[il1]c[il1]al[il1]a\s+de\s+partes"
)


def _bears_stamp(text: str) -> bool:
    """Whether the body itself shows a stamp: read with the text, or printed into the file by an electronic filing."""
    return _STAMP_LINE.search(fold(text)) is not None


def _with_notes(guess: TypeGuess, pages: Sequence[PageText]) -> TypeGuess:
    """What the reader should know besides: a title of somebody else, a certified copy."""
    first = fold(pages[0].text)
    notes: list[str] = []
    if guess.type == "promissory_note" and (payee := _COMPANY.search(first)):
        notes.append(f"El beneficiario parece ser una empresa ajena: {' '.join(payee.group(1).split()).upper()}.")
    if any("es copia fiel" in fold(page.text) for page in pages[:_MOST_PAGES]):
        notes.append("Es copia certificada.")
    return msgspec.structs.replace(guess, reasons=(*notes, *guess.reasons)) if notes else guess
