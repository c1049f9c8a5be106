"""Sums on a document: the one it is about, in figures and in words, and whether the two agree (LGTOC 16)."""

import re
from collections.abc import Iterator, Sequence

import msgspec

from indexer.stages.surface import Surface, any_of, loose
from schemas.amounts import FigureAmount, WordAmount, effective, find_figures, find_word_amounts, parse_figures
from schemas.fields import Field

_REACH = 70  # characters between a sum in figures and the same in words
_BEFORE_WORDS = re.compile(
    r"([\dOolI|SB$][\dOolI|SB.,\s]{2,18}[\dOolI|SB])\s*[*_-]*\s*\(?\s*(?:(?:[Ss5][Oo0][Nn])\s*[:;.]?\s*)?$"
)
_AS_PESOS = "S$B58"  # what `$` is read as; of a digit only where the words are of what follows it
_OPENS_WORDS = re.compile(r"(?:[(:\d)*_;|-]|\b(?:s[o0]n|de|por|cantidad|suma|la|a|es)\b[\s:;.]*)\s*$")
_AFTER_LABEL = re.compile(
    rf"(?:{loose('bueno')}\s+{loose('por')}|{loose('importe')}|{loose('cantidad de')}|{loose('monto')})\s*[:;.]?\s*[$s§8]?\s*"
    r"(\d{1,3}(?:[,.]\s?[\doilsb]{3})+[.,]\s?[\doilsb]{2})"
)
_RATE = re.compile(r"([\doilsz]{1,2}(?:\s?[.,]\s?[\doilsz]{1,2})?)\s*(?:%|°/o|o/o|96(?=\s))\s*([a-z0-9|]{5,8})")
_DEFAULT = re.compile(any_of("moratorio", "moratorios", "moratoria", "mora"))
_ORDINARY = re.compile(any_of("ordinario", "ordinarios", "ordinaria"))
_ONE_SUM = frozenset(("promissory_note", "credit_contract_note"))
"""Papers about a single sum: the first figures on the page are it, wherever the words stand."""
_WAIVED = "waived"
_PARTS: tuple[tuple[str, str], ...] = (
    (_WAIVED, any_of("condona", "condonan", "condonacion", "condonado", "quita", "descuento", "bonificacion") + r"[^.;$]{0,70}$"),
    ("first_payment", any_of("pago inicial", "enganche", "anticipo", "primer pago", "a la firma", "entrega en este acto", "entregan en este acto", "paga en este acto", "pagan en este acto") + r"[^.;$]{0,40}$"),
    ("instalment", any_of("mensualidades", "pagos mensuales", "amortizaciones", "parcialidades", "abonos", "mensualidad") + r"[^.;$]{0,40}$"),
    ("interest", any_of("intereses", "interes") + r"[^.;$]{0,50}$"),
    ("principal", any_of("suerte principal", "capital", "principal") + r"[^.;$]{0,40}$"),
)  # fmt: skip
"""What a sum is a part of, by the words before it."""
_AFTER = (
    ("first_payment", re.compile(r"[^.;$]{0,40}?" + any_of("a la firma", "al momento de la firma", "a la fecha de firma"))),
    ("principal", re.compile(r"[^.;$]{0,10}?" + any_of("corresponden a", "corresponde a", "de", "son") + r"\s+(?:la\s+)?" + any_of("suerte principal", "capital"))),
)  # fmt: skip
"""The same by the words behind it."""
_PARTED = tuple((name, re.compile(pattern)) for name, pattern in _PARTS)
_ABOUT = {
    "account_statement": (
        any_of("adeudo total", "saldo total", "total adeudado", "total a pagar"), any_of("total"), any_of("saldo insoluto"),
    ),
    "payment_receipt": (any_of("la cantidad de", "importe", "total", "bueno por"),),
    "commission_invoice": (any_of("total"),),
}  # fmt: skip
"""By type, what is said before the sum that the paper is about: the plainest word for it first."""


class _Sum(msgspec.Struct, frozen=True):
    surface: int
    figures: FigureAmount | None
    words: WordAmount | None
    trusted: bool = True


def money_fields(bodies: Sequence[Surface], kind: str) -> Iterator[Field]:
    """`amount_figures`, `amount_words` and `amount` (words win), `ordinary_rate` and `default_rate`."""
    sums = [item for number, surface in enumerate(bodies) for item in _sums(number, surface)]
    if sums:
        yield from _principal(bodies, sums, kind)
        yield from _parts(bodies, sums)
    yield from _rates(bodies)


def _sums(number: int, surface: Surface) -> Iterator[_Sum]:
    """The sums of a page: words with the figures before them, and figures that stand alone."""
    figures = list(find_figures(surface.text))
    labelled = [
        FigureAmount(cents, match.start(1), match.end(1))
        for match in _AFTER_LABEL.finditer(surface.folded)
        if (cents := parse_figures(match.group(1))) is not None
    ]
    figures += [
        item for item in labelled if not any(item.start < other.end and other.start < item.end for other in figures)
    ]
    figures.sort(key=lambda item: item.start)
    paired: set[int] = set()
    for words in find_word_amounts(surface.text):
        if not words.pesos:
            continue
        before = [item for item in figures if item.end <= words.start and words.start - item.end < _REACH]
        nearest = before[-1] if before else _bare_figures(surface, words)
        if nearest is not None:
            paired.add(nearest.start)
        opened = surface.folded[max(0, words.start - 20) : words.start]
        yield _Sum(number, nearest, words, bool(_OPENS_WORDS.search(opened)))
    for item in figures:
        if item.start not in paired:
            yield _Sum(number, item, None)


def _bare_figures(surface: Surface, words: WordAmount) -> FigureAmount | None:
    """Figures right before the words whose `$` was misread."""
    start = max(0, words.start - 40)
    match = _BEFORE_WORDS.search(surface.text[start : words.start])
    if match is None:
        return None
    raw = match.group(1)
    signed = raw[:1] in _AS_PESOS and (not raw[:1].isdigit() or parse_figures(raw[1:]) == words.cents)
    cents = parse_figures(raw[1:] if signed else raw)
    if cents is None:
        return None
    return FigureAmount(cents, start + match.start(1), start + match.end(1))


def _principal(bodies: Sequence[Surface], sums: list[_Sum], kind: str) -> Iterator[Field]:
    both = [item for item in sums if item.words is not None]
    chosen = _lowest(both) if kind == "promissory_note" else (both[0] if both else None)
    if chosen is None:
        chosen = _labelled(bodies, sums, kind)
    figures, words = chosen.figures, chosen.words
    if words is not None and (figures is None or figures.cents != words.cents):
        agreeing = [item.figures for item in sums if item.figures and item.figures.cents == words.cents]
        same_page = [item.figures for item in sums if item.figures and item.surface == chosen.surface]
        if agreeing and (figures is None or not _repeated(sums, figures.cents)):
            chosen = msgspec.structs.replace(chosen, figures=_on(chosen, sums, words.cents))
        elif figures is None and same_page and kind in _ONE_SUM:
            chosen = msgspec.structs.replace(chosen, figures=same_page[0])
    yield from _told(bodies[chosen.surface], chosen)


def _parts(bodies: Sequence[Surface], sums: list[_Sum]) -> Iterator[Field]:
    """The sums that are said to be capital, interest, instalment, first payment or waived: each at its first place."""
    seen: set[str] = set()
    for item in sums:
        if item.figures is None:
            continue
        surface, figures = bodies[item.surface], item.figures
        before = surface.folded[max(0, figures.start - 90) : figures.start]
        name = _part(before, surface.folded[figures.end : figures.end + 70])
        if name and name not in seen:
            seen.add(name)
            yield surface.field(name, (figures.start, figures.end), _pesos(figures.cents), 0.85)


def _part(before: str, after: str) -> str:
    """What the words nearest before a sum say it is (of interest waived, that it is waived); those behind where these say nothing."""
    line = before.replace("\n", " ")
    found = [(match.start(), name) for name, pattern in _PARTED if (match := _last(pattern, line))]
    if not found:
        return next((name for name, pattern in _AFTER if pattern.match(after.replace("\n", " "))), "")
    waived = any(name == _WAIVED for _, name in found)
    return _WAIVED if waived else max(found)[1]


def _last(pattern: re.Pattern[str], line: str) -> re.Match[str] | None:
    """The match that begins last."""
    last = None
    for match in pattern.finditer(line):
        last = match
    return last


def _repeated(sums: list[_Sum], cents: int) -> bool:
    return sum(item.figures is not None and item.figures.cents == cents for item in sums) > 1


def _on(chosen: _Sum, sums: list[_Sum], cents: int) -> FigureAmount | None:
    """The figures of that value on the page of the chosen sum, else the chosen ones."""
    for item in sums:
        if item.surface == chosen.surface and item.figures and item.figures.cents == cents:
            return item.figures
    return chosen.figures


def _lowest(both: list[_Sum]) -> _Sum | None:
    """Of several sums in words the lowest is owed (LGTOC 16); only those whose beginning was read are weighed."""
    trusted = [item for item in both if item.trusted] or both
    return min(trusted, key=lambda item: item.words.cents if item.words else 0, default=None)


def _labelled(bodies: Sequence[Surface], sums: list[_Sum], kind: str) -> _Sum:
    """Without words: the figures behind a label that says so in this type, else the first."""
    for pattern in _ABOUT.get(kind, ()):
        for item in sums:
            surface, figures = bodies[item.surface], item.figures
            if figures and re.search(
                rf"(?<!\w){pattern}[^$\n]{{0,25}}$", surface.folded[max(0, figures.start - 50) : figures.start]
            ):
                return item
    return sums[0]


def _told(surface: Surface, chosen: _Sum) -> Iterator[Field]:
    figures, words = chosen.figures, chosen.words
    clash = bool(figures and words and figures.cents != words.cents)
    doubtful = bool(clash and figures and words and (not chosen.trusted or _cut_off(figures.cents, words.cents)))
    if figures:
        yield surface.field("amount_figures", (figures.start, figures.end), _pesos(figures.cents), 0.95)
    if words:
        note = "No se leyó completa la cantidad en letra." if doubtful else ""
        yield surface.field(
            "amount_words", (words.start, words.end), _pesos(words.cents), 0.5 if doubtful else 0.95, note
        )
    owed = effective(words.cents if words and not doubtful else None, figures.cents if figures else None)
    if owed.cents is None:
        return
    start, end = (
        (words.start, words.end) if words and not doubtful else (figures.start, figures.end) if figures else (0, 0)
    )
    conflict = ""
    if clash and words and figures:
        letters, digits = (f"${item.cents / 100:,.2f}" for item in (words, figures))
        conflict = f"La cantidad en letra ({letters}) y en cifras ({digits}) no coinciden."
    yield surface.field("amount", (start, end), _pesos(owed.cents), 0.7 if clash else 0.97, conflict)


def _cut_off(figures: int, words: int) -> bool:
    """Whether the words are the end of the figures (51,310 and *trescientos diez*): their beginning was not read."""
    return any(figures // 100 % ten == words // 100 for ten in (10, 100, 1_000, 10_000, 100_000, 1_000_000))


def _pesos(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"


def _rates(bodies: Sequence[Surface]) -> Iterator[Field]:
    seen: set[str] = set()
    for surface in bodies:
        percents = any(sign in surface.folded for sign in ("%", "/o", "96"))
        for match in _RATE.finditer(surface.folded) if percents else ():
            unit = match.group(2)
            if not re.match(any_of("anual", "mensual"), unit):
                continue
            before = surface.folded[max(0, match.start() - 110) : match.start()]
            name = _rate_name(before, monthly=not re.match(loose("anual"), unit))
            digits = re.sub(r"\s", "", match.group(1).translate(str.maketrans("oilsz,", "01152.")))
            if name not in seen and any(letter.isdigit() for letter in match.group(1)):
                seen.add(name)
                yield surface.field(name, match.span(1), f"{float(digits):.2f}", 0.9)


def _rate_name(before: str, *, monthly: bool) -> str:
    late = [match.start() for match in _DEFAULT.finditer(before)]
    usual = [match.start() for match in _ORDINARY.finditer(before)]
    if late or usual:
        return "default_rate" if max(late, default=-1) > max(usual, default=-1) else "ordinary_rate"
    return "default_rate" if monthly else "ordinary_rate"
