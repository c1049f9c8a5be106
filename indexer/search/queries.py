"""A plan as a tantivy query, over whole documents (`body`) or single pages (`part`)."""

import re
from collections.abc import Iterable
from itertools import combinations, product

import msgspec
import tantivy

from indexer.search.layout import lawsuit_forms
from indexer.search.plan import EXACT, KIN, ONE_ERROR, Plan, WordPlan
from indexer.search.query import Slot, SlotKind
from schemas.document_types import types_named
from schemas.folding import fold, tokens
from schemas.identifiers import credit_key
from schemas.search import Filters

TOGETHER = 12.0
"""Worth of a name's word beside another word of the name: more than any scattered exact word."""
SLOT = 1000.0
"""Added for each slot a page fills, so that a page's score tells how many."""

_PAIR_SLOP = 3
_MOST_PARTNERS = 2
_PARTNER_FORMS = 4
_BOTH_FORGIVEN = 8
_FAR_IN_LONG_NAMES = 90
_WORDS_WEIGHT = 0.3
_IN_ORDER = 5.0
_MUST, _SHOULD, _NOT = tantivy.Occur.Must, tantivy.Occur.Should, tantivy.Occur.MustNot

_Query = tantivy.Query


class Target(msgspec.Struct, frozen=True):
    """Which fields are searched: words in `words`, normal forms of numbers in `numbers`; `slot` is added per slot."""

    words: str
    numbers: str
    slot: float = 0.0


DOCUMENTS = Target("body", "ids")
PAGES = Target("part", "part_ids", SLOT)


Resolved = dict[str, list[tuple[float, list[int]]]]
"""For each word of a name, the keys of documents in which a form of it stands beside another word of the name."""


class QueryBuilder:
    """Builds the queries of one plan for one schema.

    The many phrases that look for misread words of a name beside the others are
    asked once (`pairs`); what they found is handed back as `resolved`, so that
    hits and facets do not pay for them again.
    """

    def __init__(self, schema: tantivy.Schema, plan: Plan) -> None:
        self._schema = schema
        self._plan = plan
        self.resolved: Resolved = {}

    def documents(self, filters: Iterable[Filters]) -> _Query:
        """Documents in which every wanted slot is filled, no unwanted one is, and every filter holds."""
        clauses = [(_MUST, query) for query in self._slots(DOCUMENTS)]
        clauses += [(_SHOULD, query) for query in self._extras(DOCUMENTS)]
        clauses += [(_MUST, _Query.const_score_query(query, 0.0)) for each in filters for query in self._filters(each)]
        clauses += [(_NOT, self._plain(slot, DOCUMENTS)) for slot in self._plan.unwanted]
        if not self._plan.wanted:
            clauses.append((_MUST, _Query.const_score_query(self._term("kind", "d"), 1.0)))
        return _Query.boolean_query(clauses)

    def pages(self, documents: list[int], least: int) -> _Query:
        """Pages of the given documents (by key) that fill at least `least` slots; `SLOT` is in the score for each."""
        keys = _Query.boolean_query([(_SHOULD, self._term("key", key)) for key in documents])
        slots = [(_SHOULD, query) for query in self._slots(PAGES)]
        inside = _Query.boolean_query(slots, minimum_number_should_match=least)
        clauses = [
            (_MUST, _Query.const_score_query(keys, 0.0)),
            (_MUST, inside if slots else self._term("kind", "p")),
            *((_SHOULD, query) for query in self._extras(PAGES)),
        ]
        return _Query.boolean_query(clauses)

    def pairs(self) -> list[tuple[str, float, _Query]]:
        """For each word of a name and each worth, the query for its forms beside another word of the name."""
        names = self._plan.names
        found: list[tuple[str, float, list[tuple[str, str]]]] = []
        for at, word in enumerate(names):
            others = [names[other] for other in (at - 1, at + 1, at + 2, at - 2) if 0 <= other < len(names)][
                :_MOST_PARTNERS
            ]
            exact = [head for other in others for head in other.heads]
            heads = [*exact, *(form for other in others for form in forms_of(other.near)[:_PARTNER_FORMS])]
            for worth, forms in word.near:
                pairs = [*product(forms[:_PARTNER_FORMS], heads), *product(forms, exact)]
                found.append((word.word, worth + TOGETHER, pairs))
            most = len(forms_of(word.far)) if len(names) == 2 else _FAR_IN_LONG_NAMES
            found += [(word.word, worth + TOGETHER, [*product(forms[:most], exact)]) for worth, forms in word.far]
            read_wrong = [
                form for other in others for form in (*forms_of(other.near)[:2], *forms_of(other.far)[:_BOTH_FORGIVEN])
            ]
            both = [*product(forms_of(word.far)[:_BOTH_FORGIVEN], read_wrong)]
            found.append((word.word, ONE_ERROR + TOGETHER / 2, both))
        return [(word, worth, self._beside(pairs)) for word, worth, pairs in found if pairs]

    def _slots(self, target: Target) -> list[_Query]:
        return [
            self._word(word, target) if word is not None else self._plain(slot, target)
            for slot, word in self._plan.wanted
        ]

    def _extras(self, target: Target) -> list[_Query]:
        """What ranks without deciding: rarity of the words, all of them together, and in the order typed."""
        words = [word.meant or word.word for _, word in self._plan.wanted if word is not None]
        extras = [_Query.boost_query(self._term(target.words, word), _WORDS_WEIGHT) for word in words]
        if len(words) > 1:
            for slop, worth in ((len(words) + 1, EXACT * len(words)), (1, _IN_ORDER)):
                phrase = _Query.phrase_query(self._schema, target.words, [*words], slop=slop)
                extras.append(_Query.const_score_query(phrase, worth))
        return extras

    def _term(self, field: str, value: str | int) -> _Query:
        return _Query.term_query(self._schema, field, value, index_option="basic")

    def _any(self, field: str, values: Iterable[str]) -> _Query:
        return _Query.boolean_query([(_SHOULD, self._term(field, value)) for value in values])

    def _plain(self, slot: Slot, target: Target) -> _Query:
        """A slot taken as it is: a word as typed, a phrase in order, a number under any of its forms."""
        options = []
        if len(slot.words) == 1:
            options.append(self._term(target.words, slot.words[0]))
        elif slot.words:
            options.append(_Query.phrase_query(self._schema, target.words, list(slot.words)))
        options += [self._term(target.numbers, form) for form in slot.forms]
        if slot.prefix:
            options += [self._beginning(target.numbers, form) for form in slot.forms if ":" not in form]
            options += [self._beginning(target.words, word) for word in slot.words[-1:] if slot.kind is SlotKind.WORD]
        options = [_Query.const_score_query(option, EXACT + target.slot) for option in options]
        return _Query.disjunction_max_query(options)

    def _beginning(self, field: str, start: str) -> _Query:
        return _Query.regex_query(self._schema, field, re.escape(start) + ".*")

    def _word(self, word: WordPlan, target: Target) -> _Query:
        plus = target.slot
        options = [(EXACT, self._term(target.words, word.word))]
        options += [(worth, self._any(target.words, others)) for worth, others in word.near]
        if word.going_on:
            options.append((KIN, self._beginning(target.words, word.going_on)))
        for phrase in word.phrases:
            options.append((KIN, _Query.phrase_query(self._schema, target.words, [*phrase])))
        if target is DOCUMENTS and word.is_name and self._plan.names:
            exact = [(word.word, head) for other in self._plan.names if other is not word for head in other.heads]
            options.append((EXACT + TOGETHER, self._beside(exact)))
            options += [(worth, self._keys(keys)) for worth, keys in self.resolved.get(word.word, ())]
            options += self._completing(word)
        else:
            options += [(worth, self._any(target.words, others)) for worth, others in word.far]
        return _Query.disjunction_max_query([_Query.const_score_query(query, worth + plus) for worth, query in options])

    def _completing(self, word: WordPlan) -> list[tuple[float, _Query]]:
        """In a name of three words or more: the word misread anywhere in a document where two of the others stand together."""
        others = [other for other in self._plan.names if other is not word]
        pairs = [
            pair
            for first, second in combinations(others, 2)
            for pair in product((*first.heads, *forms_of(first.near)[:5]), (*second.heads, *forms_of(second.near)[:5]))
        ]
        if not pairs:
            return []
        together = self._beside(pairs)
        return [
            (worth + TOGETHER / 2, _Query.boolean_query([(_MUST, self._any("body", forms)), (_MUST, together)]))
            for worth, forms in word.far
        ]

    def _beside(self, pairs: Iterable[tuple[str, str]]) -> _Query:
        """Documents in which any of the pairs stands near together, in either order."""
        wanted = {pair for pair in pairs if pair[0] != pair[1]}
        return _Query.boolean_query(
            [(_SHOULD, _Query.phrase_query(self._schema, "body", [*pair], slop=_PAIR_SLOP)) for pair in sorted(wanted)]
        )

    def _keys(self, keys: list[int]) -> _Query:
        return _Query.term_set_query(self._schema, "key", keys)

    def _filters(self, filters: Filters) -> list[_Query]:
        found = [
            self._all_words(f"of_{field}", value)
            for field in ("debtor", "court", "lawyer")
            if (value := getattr(filters, field)) is not None
        ]
        if filters.type is not None:
            named = [self._term("type", code) for code in types_named(filters.type)]
            options = [self._all_words("of_type", filters.type), *named]
            found.append(_Query.boolean_query([(_SHOULD, option) for option in options]))
        if filters.credit is not None:
            found.append(self._term("credit", credit_key(filters.credit)))
        if filters.lawsuit is not None:
            found.append(self._any("lawsuit", sorted(lawsuit_forms(filters.lawsuit))))
        if filters.batch is not None:
            found.append(self._term("of_batch", fold(filters.batch).strip()))
        for field in ("debtor_id", "access", "year"):
            if (exact := getattr(filters, field)) is not None:
                found.append(self._term(field, exact))
        if filters.date_from is not None or filters.date_to is not None:
            found.append(self._days(filters))
        return found

    def _all_words(self, field: str, value: str) -> _Query:
        words = tokens(value)
        if not words:
            return _Query.empty_query()
        return _Query.boolean_query([(_MUST, self._term(field, word)) for word in words])

    def _days(self, filters: Filters) -> _Query:
        first, last = filters.date_from, filters.date_to
        return _Query.range_query(
            self._schema,
            "day",
            tantivy.FieldType.Unsigned,
            lower_bound=first.toordinal() if first else None,
            upper_bound=last.toordinal() if last else None,
        )


def forms_of(classes: tuple[tuple[float, tuple[str, ...]], ...]) -> tuple[str, ...]:
    """The words of all classes, the better class first."""
    return tuple(form for _, forms in classes for form in forms)
