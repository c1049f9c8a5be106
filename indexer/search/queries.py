"""A plan as tantivy queries, over whole documents or over single pages."""

from collections.abc import Collection, Iterable, Iterator
from functools import cached_property
from itertools import chain, combinations, product

import msgspec
import tantivy

from indexer.search.layout import COMMON, MISREAD, SHORT_BEGINNINGS, couples, lawsuit_forms
from indexer.search.nearness import REACH, TOGETHER
from indexer.search.plan import EXACT, KIN, TWO_ERRORS, Plan, WordPlan
from indexer.search.query import Slot, SlotKind
from schemas.document_types import types_named
from schemas.folding import fold, tokens
from schemas.identifiers import credit_key
from schemas.search import Filters

SLOT = 1000.0
"""Added for each slot a page fills, so that a page's score tells how many."""

_MOST_HEADS = 4
_MOST_KNOWN = 500
_MOST_DOUBTFUL = 40
_FORMS_ON_PAGES = 60
_FEW_BEGINNINGS = 200
WORDS_WEIGHT = 0.3
"""What the rarity of a word, as the engine reckons it, counts for in ranking."""

IN_ORDER = 5.0
"""What words in the order typed, with one other among them at most, count for in ranking."""
_MUST, _SHOULD, _NOT = tantivy.Occur.Must, tantivy.Occur.Should, tantivy.Occur.MustNot

_Query = tantivy.Query
_Option = tuple[float, _Query]
"""One way to fill a slot, and what it is worth."""

Unions = dict[tuple[str, tuple[str, ...]], _Query]
"""Queries for any of some words in a field."""


class _Builder:
    """What documents and pages have in common: words in `body`, their short beginnings in `starts`, numbers in `ids`."""

    def __init__(self, schema: tantivy.Schema, plan: Plan) -> None:
        self._schema = schema
        self._plan = plan

    def _term(self, field: str, value: str | int) -> _Query:
        return _Query.term_query(self._schema, field, value, index_option="basic")

    def _any(self, field: str, values: Iterable[str]) -> _Query:
        return _union([self._term(field, value) for value in values])

    def _beginning(self, field: str, start: str) -> _Query:
        if field == "body" and len(start) in SHORT_BEGINNINGS:
            return self._term("starts", start)
        # As a pattern the same takes the engine a hundred times as long to prepare.
        return _Query.fuzzy_term_query(self._schema, field, start, distance=0, prefix=True)

    def _phrase(self, words: Iterable[str]) -> _Query:
        first, *more = words
        return _Query.phrase_query(self._schema, "body", [first, *more]) if more else self._term("body", first)

    def _beside(self, pairs: Iterable[tuple[str, str]]) -> _Query:
        """Where any of the pairs stands near together, in either order."""
        wanted = sorted({pair for pair in pairs if pair[0] != pair[1]})
        return _union([_Query.phrase_query(self._schema, "body", [*pair], slop=REACH) for pair in wanted])

    def _plain(self, slot: Slot) -> list[_Option]:
        """A slot taken as it is: a word as typed, a phrase in order, a number under any of its forms."""
        options = [self._phrase(slot.words)] if slot.words else []
        options += [self._term("ids", form) for form in slot.forms]
        if slot.prefix:
            options += [self._beginning("ids", form) for form in slot.forms if ":" not in form]
            options += [self._beginning("body", word) for word in slot.words[-1:] if slot.kind is SlotKind.WORD]
        return [(EXACT, option) for option in options]

    def _word(self, word: WordPlan, most: int | None = None, among: Collection[str] | None = None) -> list[_Option]:
        """A word: itself, and what may stand for it, at most so many of each class, and where given of those words only."""
        classes = [(worth, self._any("body", listed)) for worth, listed in self._forms(word, most, among)]
        return [(EXACT, self._term("body", word.word)), *classes, *self._otherwise(word, among)]

    def _forms(
        self, word: WordPlan, most: int | None = None, among: Collection[str] | None = None
    ) -> Iterator[tuple[float, list[str]]]:
        """The single words that may stand for a word wherever they are, class by class; none of a word told of in any form."""
        if word.common:
            return
        for worth, forms in (*word.near, *word.far, *(() if self._in_name(word) else word.doubtful)):
            listed = [form for form in forms[:most] if among is None or form in among]
            if word.going_on and worth <= KIN:  # what goes on from the word is found as such, and worth no less
                listed = [form for form in listed if not form.startswith(word.going_on)]
            if listed:
                yield worth, listed

    def _otherwise(self, word: WordPlan, among: Collection[str] | None = None) -> list[_Option]:
        """What else may stand for it: misreadings told of, what it begins, several words, in a name the doubtful beside another."""
        options = [(TWO_ERRORS, self._term(MISREAD, head)) for head in word.misread]
        options += [(KIN, query) for query in self._going_on(word)]
        options += [(KIN, self._phrase(phrase)) for phrase in word.phrases]
        if self._in_name(word):
            heads = self._plan.heads_beside(word)
            for worth, forms in word.doubtful:
                listed = [form for form in forms[:_MOST_DOUBTFUL] if among is None or form in among]
                options.append((worth, self._beside(product(listed, heads))))
        return options

    def _going_on(self, word: WordPlan) -> list[_Query]:
        """What begins with the word, where it may go on; what is told of the word in any form takes that in."""
        if word.common:
            return [self._term(COMMON, word.common)]
        return [self._beginning("body", word.going_on)] if word.going_on else []

    def _in_name(self, word: WordPlan) -> bool:
        return word.is_name and bool(self._plan.names)

    def _ways(self, most: int | None = None, among: Collection[str] | None = None) -> list[list[_Option]]:
        """Slot by slot how it may be filled; a word first by itself."""
        return [
            self._plain(slot) if word is None else self._word(word, most, among) for slot, word in self._plan.wanted
        ]

    def _words(self) -> list[str]:
        return [word.meant or word.word for _, word in self._plan.wanted if word is not None]

    def _extras(self) -> list[tuple[tantivy.Occur, _Query]]:
        """What ranks without deciding: rarity of the words, all of them together, in the order typed, names side by side."""
        words = self._words()
        extras = [_Query.boost_query(self._term("body", word), WORDS_WEIGHT) for word in words]
        # Of papers that all bear a number, those come first in which it counts for more: short, or naming it often.
        numbers = [slot.words for slot, _ in self._plan.wanted if slot.kind is SlotKind.NUMBER and slot.words]
        extras += [_Query.boost_query(self._phrase(number), WORDS_WEIGHT) for number in numbers]
        if len(words) > 1:
            for slop, worth in ((len(words) + 1, EXACT * len(words)), (1, IN_ORDER)):
                phrase = _Query.phrase_query(self._schema, "body", [*words], slop=slop)
                extras.append(_Query.const_score_query(phrase, worth))
        for first, second in combinations(self._plan.names, 2) if len(self._plan.names) <= _MOST_HEADS else ():
            extras.append(_Query.const_score_query(self._beside(product(first.heads, second.heads)), TOGETHER))
        return [(_SHOULD, extra) for extra in extras]


class PageQueries(_Builder):
    """Builds the queries that say which pages of the documents found answer."""

    def __init__(self, searcher: tantivy.Searcher, schema: tantivy.Schema, plan: Plan) -> None:
        super().__init__(schema, _untold(plan))
        self._searcher = searcher

    def _beginning(self, field: str, start: str) -> _Query:
        """The words that go on so one by one, where they are few: a pattern is looked for on all pages there are.

        The beginning itself as a word is left out: it is always asked for besides, and worth more.
        """
        if field == "body" and len(start) not in SHORT_BEGINNINGS:
            found = self._searcher.terms_with_prefix(field, start, limit=_FEW_BEGINNINGS + 1)
            if 0 < len(found) <= _FEW_BEGINNINGS:
                return self._any(field, [word for word, _ in found if word != start])
        return super()._beginning(field, start)

    def forms(self) -> int:
        """How many forms of words `pages` asks for at first."""
        words = [word for _, word in self._plan.wanted if word is not None]
        return sum(len(forms) for word in words for _, forms in self._forms(word, _FORMS_ON_PAGES))

    def of(self, documents: Iterable[int]) -> _Query:
        """All pages of the given documents (by key)."""
        return _Query.const_score_query(_union([self._term("key", key) for key in documents]), 0.0)

    def pages(
        self, documents: Iterable[int], least: int, *, thorough: bool, among: Collection[str] | None = None
    ) -> _Query:
        """Pages of the given documents (by key) that fill at least `least` slots; `SLOT` is in the score for each.

        Unless `thorough`, only the likelier forms of a word are looked for. `among` are all words of these pages,
        where they are known: other forms need not be looked for.
        """
        most = _most_of_each(thorough=thorough)
        within = (_MUST, self.of(documents))
        slots = []
        for (_, word), options in zip(self._plan.wanted, self._ways(most, among), strict=True):
            # Words that are not among the most frequent, and misreadings, are sooner asked for as they are.
            dear = word is None or bool(word.common)
            asked = [(worth, _both(within, query) if dear and worth >= KIN else query) for worth, query in options]
            slots.append((_SHOULD, _scored(asked, SLOT)))
        inside = _Query.boolean_query(slots, minimum_number_should_match=least) if slots else _Query.all_query()
        found = _both(within, inside)
        for extra in self._extras():
            # One by one: what is optional is then looked for on the pages found only, together it would be gone through.
            found = _Query.boolean_query([(_MUST, found), extra])
        return found


class DocumentQueries(_Builder):
    """Builds the queries for documents in which every wanted slot is filled, no unwanted one is, and every filter holds."""

    def __init__(
        self, schema: tantivy.Schema, plan: Plan, filters: Iterable[Filters], known: Unions | None = None
    ) -> None:
        """`known` are unions made before, which is read and added to, and stays bounded."""
        super().__init__(schema, plan)
        self._known: Unions = {} if known is None else known
        self._held = [query for each in filters for query in self._filters(each)]

    def _any(self, field: str, values: Iterable[str]) -> _Query:
        """The same words are asked for again and again, and each may have hundreds that stand for it."""
        asked = field, tuple(values)
        found = self._known.get(asked)
        if found is None:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            found = self._known[asked] = super()._any(*asked)
        return found

    @cached_property
    def _filled(self) -> list[list[_Option]]:
        return self._ways()

    def matching(self) -> _Query:
        """All of them, in no order."""
        slots = [
            _union([query for _, query in self._plain(slot)]) if word is None else self._whole(word)
            for slot, word in self._plan.wanted
        ]
        return _Query.const_score_query(self._narrowed([(_MUST, slot) for slot in slots]), 1.0)

    def _whole(self, word: WordPlan) -> _Query:
        """All that may stand for a word, its forms in one row: unions of unions are gone through twice."""
        # What begins with the word takes in the word itself, and so does what is told of it in any form.
        forms = [
            *(() if word.going_on or word.common else (word.word,)),
            *(form for form in chain.from_iterable(listed for _, listed in self._forms(word)) if form not in word.told),
        ]
        otherwise = [query for _, query in self._otherwise(word)]
        return _union([self._any("body", forms), *otherwise] if forms else otherwise)

    def ranked(self) -> _Query:
        """All of them, the exact before the near, standing together before standing apart."""
        return self._narrowed([*((_MUST, _scored(options)) for options in self._filled), *self._extras()])

    def as_typed(self) -> _Query:
        """Those of them in which every word stands as typed, worth as much as `ranked` finds them."""
        ways = [
            self._plain(slot) if word is None else [(EXACT, self._term("body", word.word))]
            for slot, word in self._plan.wanted
        ]
        within = (_MUST, _Query.boolean_query([(_MUST, _Query.const_score_query(_scored(each), 0.0)) for each in ways]))
        extras = [(_SHOULD, _both(within, extra)) for _, extra in self._extras()]
        return self._narrowed([*((_MUST, _scored(each)) for each in ways), *extras])

    @cached_property
    def row(self) -> float:
        """What a document is worth in which the name asked for stands in a row as typed, the rarity of its words not counted.

        0 where not a name is asked for and nothing else, or one of more words than are held against one another.
        """
        words = self._words()
        if not 1 < len(self._plan.names) == len(self._plan.wanted) <= _MOST_HEADS:
            return 0.0
        beside = sum(first != second for first, second in combinations(words, 2))
        return 2 * EXACT * len(words) + IN_ORDER + TOGETHER * beside

    def in_a_row(self) -> _Query:
        """Those of them in which the name stands in a row as typed, worth as much as `ranked` finds them."""
        words = self._words()
        row = _Query.phrase_query(self._schema, "body", [*words], slop=1)
        rarity = [(_MUST, _Query.boost_query(self._term("body", word), WORDS_WEIGHT)) for word in words]
        return self._narrowed([(_MUST, _Query.const_score_query(row, self.row)), *rarity])

    def ladder(self) -> list[_Query]:
        """The same documents in steps, each worth more than those that follow, for where there are too many to rank.

        First those in which the words stand in a row as typed, then those with every word as typed, then the rest.
        """
        exact = [self._exact(slot, word) for slot, word in self._plan.wanted]
        if not exact:
            return [self.matching()]
        steps = [self._narrowed([(_MUST, query) for query in exact])]
        words = self._words()
        if len(words) == len(exact) > 1:
            row = _Query.const_score_query(self._phrase(words), 0.0)
            steps.insert(0, self._narrowed([(_MUST, row), *((_MUST, query) for query in exact)]))
        steps.append(self.ranked())
        return steps

    def _exact(self, slot: Slot, word: WordPlan | None) -> _Query:
        if word is None or slot.wildcard:
            options = self._plain(slot) if word is None else [(EXACT, self._beginning("body", word.going_on))]
            return _Query.const_score_query(_union([query for _, query in options]), EXACT)
        return _Query.term_query(self._schema, "body", word.meant or word.word, index_option="freq")

    def _phrase(self, words: Iterable[str]) -> _Query:
        listed = [*words]
        phrase = super()._phrase(listed)
        if len(listed) == 1:
            return phrase
        within = [(_MUST, _Query.const_score_query(self._term("couples", each), 0.0)) for each in couples(listed)]
        return _Query.boolean_query([*within, (_MUST, phrase)])

    def _narrowed(self, clauses: list[tuple[tantivy.Occur, _Query]]) -> _Query:
        narrowed = [*clauses, *((_MUST, _Query.const_score_query(query, 0.0)) for query in self._held)]
        if not any(occur == _MUST for occur, _ in narrowed):
            narrowed.append((_MUST, _Query.const_score_query(_Query.all_query(), 1.0)))
        narrowed += [(_NOT, _union([query for _, query in self._plain(slot)])) for slot in self._plan.unwanted]
        # A word alone is asked for as such: the engine then leaves out what cannot come among the first.
        return narrowed[0][1] if len(narrowed) == 1 else _Query.boolean_query(narrowed)

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
            lower_bound=first.toordinal() if first else 1,
            upper_bound=last.toordinal() if last else None,
        )


def _untold(plan: Plan) -> Plan:
    """The plan without the forms of words by which pages tell themselves that they bear them."""
    return Plan(tuple((slot, word and _without_told(word)) for slot, word in plan.wanted), plan.unwanted)


def _without_told(word: WordPlan) -> WordPlan:
    if not word.told:
        return word
    classes = {
        name: tuple((worth, tuple(form for form in forms if form not in word.told)) for worth, forms in listed)
        for name, listed in (("near", word.near), ("far", word.far), ("doubtful", word.doubtful))
    }
    return msgspec.structs.replace(word, **classes)


def _most_of_each(*, thorough: bool) -> int | None:
    return None if thorough else _FORMS_ON_PAGES


def _both(within: tuple[tantivy.Occur, _Query], query: _Query) -> _Query:
    """The query inside of another that few entries answer.

    Asked for by itself, a frequent word would be gone through thousands of entries at a time wherever one of the few
    lies, and a phrase up to the next place where it stands.
    """
    return _Query.boolean_query([within, (_MUST, query)])


def _scored(options: list[_Option], plus: float = 0.0) -> _Query:
    return _Query.disjunction_max_query([_Query.const_score_query(query, worth + plus) for worth, query in options])


def _union(queries: list[_Query]) -> _Query:
    return queries[0] if len(queries) == 1 else _Query.boolean_query([(_SHOULD, query) for query in queries])
