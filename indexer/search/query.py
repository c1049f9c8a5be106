"""What a person typed, as slots to fill and filters that must hold (DESIGN section 6).

Reading never fails: what cannot be understood is taken as plain words or left
out, and the note says so. Length and number of parts are bounded.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from enum import Enum

import msgspec

from indexer.search.words import NUMBER_MARKERS, STOP_WORDS
from schemas.amounts import find_word_amounts
from schemas.clocks.calendar import in_figures
from schemas.court_files import CourtFile, FileOf, find_court_files
from schemas.document_types import document_types, find_type, types_named
from schemas.folding import fold, tokens
from schemas.identifiers import CURP, RFC, identifier_forms, rfc_problem
from schemas.legal_dates import month_of, parse_date
from schemas.search import Filters

MOST_CHARACTERS = 500
MOST_SLOTS = 16
MOST_PHRASE_WORDS = 24
_LONGEST_WORD = 60


class SlotKind(Enum):
    """A word, a number under its normal forms, or words in order."""

    WORD = "word"
    NUMBER = "number"
    PHRASE = "phrase"


class Slot(msgspec.Struct, frozen=True):
    """One thing that must be on the page, or must not (`negative`).

    `words` are folded: one for a word, the words in order for a phrase (one
    word in quotes is a phrase and must stand exactly so), the
    pieces as they would stand on the page for a number. `forms` are the normal
    forms of a number; any of them will do. `prefix` lets the last word go on,
    `wildcard` says that the person asked for it.
    """

    kind: SlotKind
    words: tuple[str, ...]
    forms: tuple[str, ...] = ()
    prefix: bool = False
    wildcard: bool = False
    negative: bool = False


class ParsedQuery(msgspec.Struct, frozen=True):
    """A query understood. `filters` come from what was typed; `note` is Spanish, empty when all was understood.

    `plain` are the folded words typed beside filters, small ones too; none where a phrase or an unwanted word was typed.
    """

    slots: tuple[Slot, ...]
    filters: tuple[Filters, ...] = ()
    note: str = ""
    plain: tuple[str, ...] = ()

    @property
    def wanted(self) -> tuple[Slot, ...]:
        """The slots that must be filled."""
        return tuple(slot for slot in self.slots if not slot.negative)

    @property
    def unwanted(self) -> tuple[Slot, ...]:
        """The slots that must not be filled."""
        return tuple(slot for slot in self.slots if slot.negative)


_PART = re.compile(
    r'(?P<sign>(?<!\S)[-\u2212](?=[^\W_]|["“]))?'
    r"(?:(?P<name>[^\W\d_]+):\s?(?P<value>\"[^\"]*\"|“[^”]*”|[^\s\"]+)"
    r"|[\"“](?P<phrase>[^\"”]+)[\"”]"
    r"|(?P<plain>[^\s\"“”]+))"
)
_QUOTES = "\"“”'"
_FIELDS = {
    "tipo": "type",
    "credito": "credit",
    "deudor": "debtor",
    "acreditado": "debtor",
    "juicio": "lawsuit",
    "juzgado": "court",
    "abogado": "lawyer",
    "lote": "batch",
}
_OPERATORS = frozenset(("AND", "OR", "NOT"))
"""Words of other systems, in capitals between others: `NOT` leaves out what follows, the others go."""
_EITHER = frozenset(("OR", "O"))
_NO_EITHER = "Se buscan siempre todas las palabras: «{}» no une alternativas. Haga una búsqueda por cada una."
_NEGATION_ALONE = frozenset(("≠", "!=", "<>"))


class _Reader:
    """Gathers the parts of one query in the order typed."""

    def __init__(self) -> None:
        self.slots: list[Slot] = []
        self.filters: list[Filters] = []
        self.notes: list[str] = []
        self.plain: list[str] = []
        self.said: list[str] = []
        self.only_plain = True

    def add(self, slot: Slot) -> None:
        if len(self.slots) < MOST_SLOTS:
            self.slots.append(slot)
        else:
            self.note(f"Se tomaron en cuenta las primeras {MOST_SLOTS} palabras.")

    def note(self, sentence: str) -> None:
        if sentence not in self.notes:
            self.notes.append(sentence)

    def part(self, match: re.Match[str], *, denied: bool = False) -> None:
        negative = denied or match["sign"] is not None
        if match["phrase"] is not None:
            self.flush()
            self.only_plain = False
            self.phrase(match["phrase"], negative=negative)
        elif match["name"] is not None and self.named(fold(match["name"]), match["value"].strip(_QUOTES), negative):
            self.flush()
        elif negative:
            self.flush()
            self.only_plain = False
            for slot in _chunk_slots(match.group().lstrip("-\u2212")):
                self.add(msgspec.structs.replace(slot, negative=True))
        else:
            self.plain.append(match.group())

    def named(self, name: str, value: str, negative: bool) -> bool:
        """Take `name:value` as a filter; False where it is none and must be read as words."""
        if name in ("desde", "hasta"):
            self.dated(name, value)
            return True
        field = _FIELDS.get(name)
        if field is None:
            return False
        if negative:
            self.note("Los filtros no se pueden negar; se dejó fuera «-" + name + ":».")
        elif tokens(value):
            if field == "type" and (sentence := type_not_known(value)):
                self.note(sentence)
            self.filters.append(msgspec.structs.replace(Filters(), **{field: value}))
        return True

    def dated(self, name: str, value: str) -> None:
        limits = read_period(value)
        if limits is None:
            self.note(f"No se entendió la fecha «{value[:40]}»; escríbala como 31/10/2026 o 10/2026.")
        elif name == "desde":
            self.filters.append(Filters(date_from=limits[0]))
        else:
            self.filters.append(Filters(date_to=limits[1]))

    def phrase(self, text: str, *, negative: bool) -> None:
        words = tuple(word[:_LONGEST_WORD] for word in tokens(text)[:MOST_PHRASE_WORDS])
        if words:
            self.add(Slot(SlotKind.PHRASE, words, negative=negative))

    def flush(self) -> None:
        """Read the plain words gathered so far together: sums in words and court files span several."""
        text = " ".join(self.plain)
        self.said += tokens(text)
        self.plain = []
        for slot in _plain_slots(text, self.note):
            self.add(slot)


def type_not_known(name: str) -> str:
    """The sentence that says that no type of document is called so; empty where one is."""
    if (
        types_named(name)
        or find_type(name)
        or any(set(tokens(name)) <= set(tokens(each.code)) for each in document_types())
    ):
        return ""
    return f"Ningún tipo de documento se llama «{name[:40]}»."


def no_day_between(filters: Sequence[Filters]) -> str:
    """The sentence that says that no day is within all the limits of date; empty where one is."""
    starts = [each.date_from for each in filters if each.date_from]
    ends = [each.date_to for each in filters if each.date_to]
    for year in (each.year for each in filters if each.year):
        starts.append(date(year, 1, 1))
        ends.append(date(year, 12, 31))
    if not starts or not ends or max(starts) <= min(ends):
        return ""
    first, last = in_figures(max(starts)), in_figures(min(ends))
    return f"Desde el {first} hasta el {last} no hay ninguna fecha: la primera es posterior a la segunda."


def parse_query(text: str) -> ParsedQuery:
    """Understand what was typed, leniently; never raises.

    Filters: `tipo: crédito: deudor: juicio: juzgado: abogado: lote: desde: hasta:`, with or without
    accents, values of several words in quotes. Other `name:value` pairs are plain words. `AND` and `NOT`
    in capitals are taken as other systems do; that `OR` and `O` are not, the note says.
    """
    reader = _Reader()
    if len(text) > MOST_CHARACTERS:
        reader.note(f"La búsqueda se recortó a {MOST_CHARACTERS} caracteres.")
    parts = list(_PART.finditer(text[:MOST_CHARACTERS]))
    denied = False
    for at, match in enumerate(parts):
        word = match.group()
        if word in _EITHER and 0 < at < len(parts) - 1 and not text.isupper():
            reader.note(_NO_EITHER.format(word))
        if word in _OPERATORS and at + 1 < len(parts) and (at or word == "NOT"):
            denied = word == "NOT"
            continue
        reader.part(match, denied=denied)
        denied = False
    reader.flush()
    slots = _without_markers(_without_stop_words(reader.slots))
    plain = tuple(reader.said) if reader.only_plain else ()
    return ParsedQuery(_last_is_prefix(slots, text), tuple(reader.filters), " ".join(reader.notes), plain)


def _plain_slots(text: str, note: Callable[[str], None]) -> Iterator[Slot]:
    spans: list[tuple[int, int, tuple[str, ...]]] = [
        (found.start, found.end, (found.file.normal,)) for found in find_court_files(text)
    ]
    for amount in find_word_amounts(text):
        if not any(amount.start < end and start < amount.end for start, end, _ in spans):
            spans.append((amount.start, amount.end, (f"amt:{amount.cents}",)))
    for start, end, forms in _key_in_parts(text):
        if not any(start < other and begin < end for begin, other, _ in spans):
            spans.append((start, end, forms))
    at = 0
    for start, end, forms in sorted(spans):
        yield from _words_slots(text[at:start], note)
        yield Slot(SlotKind.NUMBER, tuple(tokens(text[start:end])), forms)
        at = end
    yield from _words_slots(text[at:], note)


def _words_slots(text: str, note: Callable[[str], None]) -> Iterator[Slot]:
    for chunk in text.split():
        if chunk in _NEGATION_ALONE:
            note("Comparar datos entre sí («≠») no es posible aquí; use los filtros, por ejemplo tipo: o deudor:.")
        yield from _chunk_slots(chunk)


def _chunk_slots(chunk: str) -> Iterator[Slot]:
    """The slots of one run without blanks."""
    words = [word[:_LONGEST_WORD] for word in tokens(chunk)]
    if any(letter.isdigit() for letter in chunk):
        typed = chunk.strip(".,;:()[]¿?¡!*")
        forms = (*identifier_forms(typed), *_file_without_slash(typed))
        if forms and words:
            yield Slot(SlotKind.NUMBER, tuple(words), forms, prefix=chunk.endswith("*"), wildcard=chunk.endswith("*"))
            return
    for at, word in enumerate(words):
        starred = at == len(words) - 1 and chunk.endswith("*") and len(word) >= 2
        yield Slot(SlotKind.WORD, (word,), prefix=starred, wildcard=starred)


_NO_SLASH = re.compile(r"(\d{1,5})((?:19|20)\d\d)")


def _file_without_slash(typed: str) -> tuple[str, ...]:
    """`12342024` may be the court file `1234/2024`."""
    match = _NO_SLASH.fullmatch(typed)
    return (CourtFile(FileOf.MAIN, int(match[2]), int(match[1])).normal,) if match and int(match[1]) else ()


_KEY_PARTS = re.compile(r"(?<![^\W_])[A-ZÑ&]{3,4}[ -]\d{6}(?:[ -][A-Z0-9]{1,8}){0,5}(?![^\W_])", re.IGNORECASE)


def _key_in_parts(text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """A CURP or RFC typed in parts, as `CUPA 880721 HSR RXN 07`: where it stands, and its form."""
    for match in _KEY_PARTS.finditer(text):
        end = match.end()
        while end > match.start():
            key = re.sub(r"[ -]", "", text[match.start() : end]).upper()
            if CURP.fullmatch(key) or (RFC.fullmatch(key) and rfc_problem(key) is None):
                yield match.start(), end, (key,)
                break
            end = max(text.rfind(" ", match.start(), end), text.rfind("-", match.start(), end))


def _is_small(slot: Slot) -> bool:
    if slot.kind is not SlotKind.WORD or slot.wildcard or slot.negative:
        return False
    word = slot.words[0]
    return word in STOP_WORDS or (len(word) == 1 and not word.isdigit())


def _without_stop_words(slots: list[Slot]) -> list[Slot]:
    kept = [slot for slot in slots if not _is_small(slot)]
    return kept if any(not slot.negative for slot in kept) else slots


def _without_markers(slots: list[Slot]) -> list[Slot]:
    """`exp 1234/24`, `núm. 15`: the announcing word need not stand on the page."""
    return [
        slot
        for slot, follower in zip(slots, [*slots[1:], None], strict=False)
        if not (
            follower is not None
            and follower.kind is SlotKind.NUMBER
            and slot.kind is SlotKind.WORD
            and slot.words[0] in NUMBER_MARKERS
            and not slot.negative
        )
    ]


def _last_is_prefix(slots: list[Slot], text: str) -> tuple[Slot, ...]:
    """The last word goes on when it was typed last, without quotes and without a blank rule of its own."""
    if (
        slots
        and slots[-1].kind is not SlotKind.PHRASE
        and not slots[-1].negative
        and not text.rstrip().endswith(('"', "”"))
    ):
        last = slots[-1]
        if last.kind is SlotKind.WORD:
            goes_on = len(last.words[-1]) >= 3
        else:
            goes_on = any(":" not in form and len(form) >= 6 for form in last.forms)
        if goes_on:
            slots = [*slots[:-1], msgspec.structs.replace(last, prefix=True)]
    return tuple(slots)


_PERIOD = re.compile(r"(?:(?P<year>\d{4})(?:[-/](?P<month>\d{1,2}))?|(?P<m>\d{1,2})[-/](?P<y>\d{4}))")


_NAMED_MONTH = re.compile(
    r"\s*(?:mes de )?(?P<month>[a-z]{3,10})\.?(?:\s*[-/]\s*|\s+(?:del?\s+)?(?:ano\s+)?)(?P<year>\d{4})\s*"
)


def read_period(text: str) -> tuple[date, date] | None:
    """First and last day of `yyyy`, `yyyy-mm`, `mm/yyyy`, `agosto de 2021`, or of one day in any form `parse_date` reads."""
    if match := _PERIOD.fullmatch(text.strip()):
        month = match["month"] or match["m"]
        return _period(int(match["year"] or match["y"]), int(month) if month else None)
    if match := _NAMED_MONTH.fullmatch(fold(text)):
        month_said = month_of(match["month"])
        return _period(int(match["year"]), month_said) if month_said else None
    day = parse_date(text)
    return (day, day) if day else None


def _period(year: int, month: int | None) -> tuple[date, date] | None:
    if not 1800 <= year <= 2200 or (month is not None and not 1 <= month <= 12):
        return None
    following = date(year + 1, 1, 1) if month in (None, 12) else date(year, month + 1, 1)
    return date(year, month or 1, 1), following - timedelta(days=1)
