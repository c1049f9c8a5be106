"""A plan as filters of Meilisearch, over whole documents or over single pages."""

from collections.abc import Iterable, Sequence
from itertools import product

from indexer.search.layout import lawsuit_forms
from indexer.search.plan import EXACT, KIN, MEANT, Plan, PlannedSlot, WordPlan
from indexer.search.query import Slot, SlotKind
from indexer.search.server.records import pair, phrase_runs
from schemas.document_types import types_named
from schemas.folding import fold, tokens
from schemas.identifiers import credit_key
from schemas.search import Filters

NOTHING = 'key = "-"'
"""What no entry is."""

_MOST_DOUBTFUL = 40

Option = tuple[float, str]
"""One way to fill a slot, and what it is worth."""


def quoted(value: str) -> str:
    """A value as it stands in a filter."""
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def among(field: str, values: Iterable[str]) -> str:
    """Where the field has one of the values."""
    listed = ", ".join(map(quoted, values))
    return f"{field} IN [{listed}]" if listed else NOTHING


def every(filters: Iterable[str]) -> str:
    """Where all hold; of no filters the empty one, which lets all through."""
    return _joined(" AND ", filters)


def either(filters: Iterable[str]) -> str:
    """Where one holds; of no filters what nothing is."""
    return _joined(" OR ", filters) or NOTHING


def without(wanted: str, unwanted: Sequence[str]) -> str:
    """What the first lets through and none of the others."""
    return every([*([wanted] if wanted else []), *(f"NOT ({other})" for other in unwanted if other)])


def _joined(operator: str, filters: Iterable[str]) -> str:
    parts = list(dict.fromkeys(part for part in filters if part))
    return parts[0] if len(parts) == 1 else operator.join(f"({part})" for part in parts)


def held(filters: Filters) -> list[str]:
    """What is known of the document must be so."""
    found = [
        every(f"of_{field} = {quoted(word)}" for word in tokens(value)) or NOTHING
        for field in ("debtor", "court", "lawyer")
        if (value := getattr(filters, field)) is not None
    ]
    if filters.type is not None:
        words = every(f"of_type = {quoted(word)}" for word in tokens(filters.type)) or NOTHING
        found.append(either([words, among("type", types_named(filters.type))]))
    if filters.credit is not None:
        found.append(among("credit", [credit_key(filters.credit)]))
    if filters.lawsuit is not None:
        found.append(among("lawsuit", sorted(lawsuit_forms(filters.lawsuit))))
    if filters.batch is not None:
        found.append(among("of_batch", [fold(filters.batch).strip()]))
    for field in ("debtor_id", "access", "year"):
        if (exact := getattr(filters, field)) is not None:
            found.append(among(field, [str(exact)]))
    if filters.date_from is not None:
        found.append(f"day >= {filters.date_from.toordinal()}")
    if filters.date_to is not None:
        found.append(f"day <= {filters.date_to.toordinal()}")
    return found


class DocumentFilters:
    """Documents in which every wanted slot is filled, no unwanted one is, and every filter holds."""

    def __init__(self, plan: Plan, filters: Iterable[Filters]) -> None:
        self._plan = plan
        self._held = [part for each in filters for part in held(each)]
        self._unwanted = [either(map(_of, _plain(slot))) for slot in plan.unwanted]
        self._slots = [_options(planned, plan) for planned in plan.wanted]

    def matching(self) -> str:
        """All of them."""
        return self._narrowed([either(map(_of, options)) for options in self._slots])

    def ladder(self) -> list[str]:
        """The same documents in steps that exclude one another, each worth more than those that follow.

        First those in which the words stand in a row as typed, then those in which the words of a name stand together,
        then the rest by the least that any slot is worth.
        """
        exact = self._worth(MEANT)
        row, names = self._row(), self._names()
        steps = [[row, exact]] if row else []
        steps += [[names, exact], [names, self.matching()]] if names else []
        worths = {min(worth, MEANT) for options in self._slots for worth, _ in options}
        steps += [[self._worth(worth)] for worth in sorted(worths, reverse=True)]
        above: list[str] = []
        ladder: list[str] = []
        for step in steps or [[self.matching()]]:
            wanted = every(step)
            ladder.append(self._narrowed([without(wanted, above)]))
            above.append(wanted)
        return list(dict.fromkeys(ladder))

    def _worth(self, least: float) -> str:
        return every(either(map(_of, (o for o in options if o[0] >= least))) for options in self._slots)

    def _row(self) -> str:
        words = [word.meant or word.word for _, word in self._plan.wanted if word is not None]
        return _phrase(words) if len(words) > 1 else ""

    def _names(self) -> str:
        """Where each word of the name stands beside another, one of the two misread at most."""
        return every(among("beside", self._couplings(word)) for word in self._plan.names)

    def _couplings(self, word: WordPlan) -> list[str]:
        others = [form for name in self._plan.names if name is not word for form in name.forms[:_MOST_DOUBTFUL]]
        heads = self._plan.heads_beside(word)
        return sorted({*_pairs(word.forms[:_MOST_DOUBTFUL], heads), *_pairs(others, word.heads)})

    def _narrowed(self, parts: list[str]) -> str:
        return without(every([*parts, *self._held]), self._unwanted)


def page_filter(plan: Plan, *, all_slots: bool) -> str:
    """Pages that may fill every slot, or any; whether they do is judged by their text."""
    slots = [either(_on_page(planned)) for planned in plan.wanted]
    return (every if all_slots else either)(slots) if slots else ""


def _of(option: Option) -> str:
    return option[1]


def _options(planned: PlannedSlot, plan: Plan) -> list[Option]:
    slot, word = planned
    return _plain(slot) if word is None else _word(word, plan)


def _plain(slot: Slot, *, in_order: bool = True) -> list[Option]:
    """A slot taken as it is: a word as typed, a phrase, a number under any of its forms."""
    words = (_phrase if in_order else _all)(slot.words)
    filters = [words, among("ids", slot.forms)] if slot.forms else [words]
    if slot.prefix and slot.kind is SlotKind.NUMBER:
        filters += [f"ids STARTS WITH {quoted(form)}" for form in slot.forms if ":" not in form]
    elif slot.prefix:
        filters.append(f"words STARTS WITH {quoted(slot.words[-1])}")
    return [(EXACT, part) for part in filters if part]


def _word(word: WordPlan, plan: Plan) -> list[Option]:
    """A word: itself, and what may stand for it."""
    in_name = word.is_name and bool(plan.names)
    found = [(EXACT, among("words", [word.word]))]
    found += [(worth, among("words", forms)) for worth, forms in (*word.near, *word.far)]
    if word.going_on:
        found.append((KIN, f"words STARTS WITH {quoted(word.going_on)}"))
    found += [(KIN, _phrase(phrase)) for phrase in word.phrases]
    for worth, forms in word.doubtful:
        beside = among("beside", _pairs(forms[:_MOST_DOUBTFUL], plan.heads_beside(word))) if in_name else ""
        found.append((worth, beside or among("words", forms)))
    return found


def _phrase(words: Sequence[str]) -> str:
    return every(among("runs", [run]) for run in phrase_runs(words)) if len(words) > 1 else _all(words)


def _all(words: Iterable[str]) -> str:
    return every(among("words", [word]) for word in words)


def _pairs(forms: Iterable[str], heads: Iterable[str]) -> list[str]:
    return sorted({pair(*both) for both in product(forms, heads) if both[0] != both[1]})


def _on_page(planned: PlannedSlot) -> list[str]:
    slot, word = planned
    if word is None:
        return [part for _, part in _plain(slot, in_order=False)]
    parts = [among("words", word.forms), *map(_all, word.phrases)]
    return [*parts, f"words STARTS WITH {quoted(word.going_on)}"] if word.going_on else parts
