"""What kind of document some pages are, by the phrases of the catalogue (DOMAIN 3.3); no learning, every vote told."""

import re
from collections.abc import Sequence
from functools import cache

import msgspec
from rapidfuzz import fuzz

from indexer.stages.page_kind import foreign_reason
from indexer.stages.phrases import FAMILY_MARKS, Sheet, key_of, sheet_of
from schemas.document_types import UNCLASSIFIED, DocumentType, document_types, types_by_code
from schemas.fields import PageText, TypeGuess
from schemas.folding import confusion_key, fold, join_spaced_letters

ENOUGH, MARGIN = 6.0, 3.0
"""The winner's least score and lead (DOMAIN 3.3)."""

_HEADING, _SUPPORT, _BODY, _LATER = 3.0, 1.5, 1.0, 0.3
_TITLE, _STRONG, _MEDIUM, _NEGATIVE = 5.0, 5.0, 2.0, -5.0
_LONG_TITLE = 12  # letters of a title that is one wherever it heads a line of the first page
_TOKEN = re.compile(r"[^\W_]+")
_FILINGS = frozenset(
    ("complaint", "answer", "withdrawal_lift", "official_letter", "amparo_docs", UNCLASSIFIED, "filing_receipt")
)
_STAMPED_OFTEN = frozenset(("complaint", "answer", "withdrawal_lift", "amparo_docs"))
_TITLES = frozenset(("promissory_note", "credit_contract_note", "endorsement_sheet"))
"""What a claim or an order may quote whole, and what itself is never addressed to a court nor issued by one."""
_DECIDING = (
    "se declara ejecutoriada", "se decreta la caducidad", "se declara la caducidad", "ha operado la caducidad",
    "se declara que ha causado ejecutoria",
)  # fmt: skip
"""What an order says that decides it, and not what it tells of another."""
_ENOUGH_MARKS, _DOUBT = 2, 0.7
_BADLY, _MUDDLED_WORDS, _MUDDLED_RATIO = 0.5, 6, 4.0
_RECEIVED = ("recibido", "oficialia de partes", "fojas", "anexos", "folio", "traslado", "poder judicial")
_COMPANY = re.compile(
    r"(?:a la orden de[l]?|orden de[l]?)\s+([^;]{3,90}?(?:\bs\.?\s?a\.?\s?(?:p\.?\s?i\.?\s?)?(?:de c\.?\s?v|$)|s\.?\s?de\s?r\.?\s?l|sofom|s\.?c\.?\b))"
)


class _Phrase(msgspec.Struct, frozen=True):
    text: str
    key: str
    weight: float
    title_only: bool


class _Vote(msgspec.Struct, frozen=True):
    points: float
    text: str


def classify(pages: Sequence[PageText]) -> TypeGuess:
    """The type of the document made of these pages, `unclassified` where none is clear enough.

    Phrases are compared through OCR confusions, lost blanks and, when long, small
    misreadings. A filing with a received stamp on it is its acknowledgement.
    """
    if not pages or not any(page.text.strip() or page.stamp_text.strip() for page in pages):
        return TypeGuess(UNCLASSIFIED, 0.0, 0.0, reasons=("No hay texto.",))
    reason = foreign_reason(pages)
    sheet = sheet_of(pages)
    votes = {item.code: _votes(item, sheet) for item in document_types()}
    _court_header(votes, sheet)
    _family(votes, sheet)
    ranked = sorted(((sum(vote.points for vote in cast), code) for code, cast in votes.items() if cast), reverse=True)
    guess = _decide(ranked, votes)
    guess = _stamped(guess, pages)
    if reason and guess.type != "edict":
        return TypeGuess(UNCLASSIFIED, 0.3, guess.score, guess.type, (reason, *guess.reasons))
    return _with_notes(guess, pages, sheet)


@cache
def _phrases(code: str) -> tuple[_Phrase, ...]:
    """The phrases of a type, longest first, each text once as a sign for it and once against."""
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
            key = key_of(text)
            out.setdefault((key, weight < 0), _Phrase(text, key, weight, title_only))
    return tuple(sorted(out.values(), key=lambda phrase: -len(phrase.key)))


def _votes(item: DocumentType, sheet: Sheet) -> list[_Vote]:
    """One vote per phrase, for its best place; phrases inside a longer one already counted in the heading add little."""
    if item.required and not any(_stands(text, sheet) for text in item.required):
        return []
    votes: list[_Vote] = []
    titles: list[str] = []
    for phrase in _phrases(item.code):
        factor = _factor(phrase, sheet, letter=item.letter)
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


def _factor(phrase: _Phrase, sheet: Sheet, *, letter: bool) -> float:
    """How much a phrase counts where it stands best; 0.0 where it does not stand.

    A heading of a type is a heading only at a line's head or in capitals, or as the subject of a `letter`; other
    phrases in the heading's zone but within a sentence count as body. Only strong
    signs count where a word of them had to be mended.
    """
    against = phrase.weight < 0
    place = sheet.heading.get(phrase.key)
    headed = place is not None and (place.headed or (letter and place.subject))
    if place is not None and (place.exact or not against) and (against or headed):
        return _BODY if against else _HEADING
    body = sheet.body.get(phrase.key)
    if phrase.title_only:
        return _BODY if body and body.exact and body.headed and len(phrase.key) >= _LONG_TITLE else 0.0
    if place is not None and (place.exact or not against):
        return _BODY
    if body is not None and (body.exact or phrase.weight >= _STRONG):
        return _BODY
    later = sheet.later.get(phrase.key)
    return _LATER if later is not None and later.exact else 0.0


def _court_header(votes: dict[str, list[_Vote]], sheet: Sheet) -> None:
    """Agreements under a court's heading are judicial, others are not (DOMAIN 3.3, 5)."""
    header = any(key_of(word) in sheet.heading for word in ("expediente", "juzgado"))
    for code, speaks in (("judicial_agreement", header), ("settlement_ajc", not header)):
        if sum(vote.points for vote in votes[code]) > 0:
            votes[code].append(_Vote(4.0 if speaks else -4.0, "con encabezado de juzgado" if header else "sin juzgado"))


def _family(votes: dict[str, list[_Vote]], sheet: Sheet) -> None:
    """Acts of a court quote the filings they answer and the other way round: the turns of speech of each tell which it is."""
    counts = {family: sum(_stands(mark, sheet) for mark in marks) for family, marks in FAMILY_MARKS.items()}
    lead = counts["court"] - counts["filing"]
    if abs(lead) < 2:
        return
    stronger, weaker = ("court", "filing") if lead > 0 else ("filing", "court")
    for code, cast in votes.items():
        family = types_by_code()[code].family
        if cast and (family == weaker or code in _TITLES):
            cast.append(_Vote(-4.0 * min(abs(lead), 4), "giros de otra clase de escrito"))
        elif family == stronger and sum(vote.points for vote in cast) > 0:
            cast.append(_Vote(2.0, "giros de un acto del juzgado" if lead > 0 else "giros de un escrito de parte"))


def _stands(text: str, sheet: Sheet) -> bool:
    key = key_of(text)
    return key in sheet.body or key in sheet.later


def _decide(ranked: list[tuple[float, str]], votes: dict[str, list[_Vote]]) -> TypeGuess:
    if not ranked or ranked[0][0] <= 0:
        return TypeGuess(
            UNCLASSIFIED, 0.0, max(ranked[0][0], 0.0) if ranked else 0.0, reasons=("Ningún tipo reconocido.",)
        )
    best = _ungeneric(ranked, votes)
    rest = [entry for entry in ranked if entry[1] != best[1] and not _yields(entry[1], best)]
    second = rest[0] if rest else (0.0, "")
    lead = best[0] - max(second[0], 0.0)
    reasons = tuple(vote.text for vote in sorted(votes[best[1]], key=lambda vote: -vote.points) if vote.points > 0)[:5]
    if best[0] < ENOUGH or lead < MARGIN:
        why = "Puntuación insuficiente." if best[0] < ENOUGH else "Dos tipos casi empatados."
        return TypeGuess(UNCLASSIFIED, 0.4 * best[0] / (best[0] + ENOUGH), best[0], best[1], (why, *reasons))
    certainty = min(1.0, (best[0] - ENOUGH) / 14) * 0.5 + min(1.0, (lead - MARGIN) / 9) * 0.5
    return TypeGuess(best[1], round(0.6 + 0.39 * certainty, 3), best[0], second[1], reasons)


def _ungeneric(ranked: list[tuple[float, str]], votes: dict[str, list[_Vote]]) -> tuple[float, str]:
    """The first of the ranking, or the first that is not generic if it is certain enough by itself, or says what it decides."""
    if not types_by_code()[ranked[0][1]].generic:
        return ranked[0]
    specific = [entry for entry in ranked if not types_by_code()[entry[1]].generic]
    if not specific:
        return ranked[0]
    decides = any(f"«{words}»" in vote.text for vote in votes[specific[0][1]] for words in _DECIDING)
    return specific[0] if specific[0][0] >= (ENOUGH if decides else 2 * ENOUGH) else ranked[0]


def _yields(code: str, best: tuple[float, str]) -> bool:
    """Whether a generic type is no rival of a specific winner."""
    return types_by_code()[code].generic and not types_by_code()[best[1]].generic and best[0] >= ENOUGH


def received_marks(text: str) -> int:
    """How many of the marks of a received stamp a text bears (RECIBIDO, oficialía de partes, fojas, folio…)."""
    keys = "".join(confusion_key(token) for token in _TOKEN.findall(join_spaced_letters(text)))
    marks = ["".join(confusion_key(token) for token in mark.split()) for mark in _RECEIVED]
    return sum(fuzz.partial_ratio(mark, keys, score_cutoff=84) > 0 for mark in marks) if keys else 0


def _stamped(guess: TypeGuess, pages: Sequence[PageText]) -> TypeGuess:
    """A filing that bears a received stamp is an acknowledgement (DOMAIN 3.3, 5); where there may be one, nothing is sure."""
    likely = guess.type if guess.type != UNCLASSIFIED else guess.runner_up or UNCLASSIFIED
    if likely not in _FILINGS and not (likely == "judicial_agreement" and guess.confidence < _DOUBT + 0.1):
        return guess
    stamp = received_marks(" ".join(page.stamp_text for page in pages[:2]))
    body = received_marks(pages[0].text)
    marks = max(stamp, body if _bears_stamp(pages[0].text) else 0)
    if marks < _ENOUGH_MARKS:
        return _doubted(guess, pages, stamp, body)
    reasons = ("Lleva sello de recibido.", *guess.reasons)
    confidence = max(0.75 + 0.04 * min(marks, 5), guess.confidence if guess.type == "filing_receipt" else 0.0)
    second = likely if likely != "filing_receipt" else guess.runner_up
    return TypeGuess("filing_receipt", min(confidence, 0.97), guess.score, second, reasons[:6])


def _doubted(guess: TypeGuess, pages: Sequence[PageText], stamp: int, body: int) -> TypeGuess:
    """A filing under which a stamp may hide is for a person to look at: its acknowledgement is proof of the day it was filed.

    Where print is spoilt as by a stamp, it is proposed as one.
    """
    if guess.type not in _STAMPED_OFTEN or guess.confidence <= _DOUBT:
        return guess
    covered = _muddled(pages)
    if not (covered or stamp or body > _ENOUGH_MARKS or any(page.stamped for page in pages[:2])):
        return guess
    reasons = ("Parece llevar un sello que no se pudo leer.", *guess.reasons)[:6]
    likelier, other = ("filing_receipt", guess.type) if covered else (guess.type, "filing_receipt")
    return TypeGuess(likelier, _DOUBT, guess.score, other, reasons)


def _muddled(pages: Sequence[PageText]) -> bool:
    """Whether the upper half of the first page read much worse than all the rest: as text does that a stamp lies over."""
    upper = [word for word in pages[0].words if word.box[1] < 0.5]
    lower = [word for page in pages for word in page.words if page is not pages[0] or word.box[1] >= 0.5]
    bad = sum(word.confidence < _BADLY for word in upper)
    rest = sum(word.confidence < _BADLY for word in lower) / max(1, len(lower))
    return bad >= _MUDDLED_WORDS and bad / len(upper) > _MUDDLED_RATIO * rest


_STAMP_LINE = re.compile(
    r"rec[il1][bh][il1]d[o0]\b[^\n]{0,24}\s+\d{1,2}[\s/.-]+\w{2,10}[\s/.-]+\d{2,4}|of[il1]c[il1]al[il1]a\s+de\s+partes[\s\S]{0,160}rec[il1][bh][il1]d[o0]"
    r"|rec[il1][bh][il1]d[o0][\s\S]{0,160}of[il1]c[il1]al[il1]a\s+de\s+partes"
)


def _bears_stamp(text: str) -> bool:
    """Whether the body itself shows a stamp: read with the text, or printed into the file by an electronic filing."""
    return _STAMP_LINE.search(fold(join_spaced_letters(text))) is not None


def _with_notes(guess: TypeGuess, pages: Sequence[PageText], sheet: Sheet) -> TypeGuess:
    """What the reader should know besides: a title of somebody else, a certified copy."""
    notes: list[str] = []
    if guess.type == "promissory_note" and (payee := _COMPANY.search(fold(pages[0].text))):
        notes.append(f"El beneficiario parece ser una empresa ajena: {' '.join(payee.group(1).split()).upper()}.")
    if _stands("es copia fiel", sheet):
        notes.append("Es copia certificada.")
    return msgspec.structs.replace(guess, reasons=(*notes, *guess.reasons)) if notes else guess
