"""How documents lie in the embedded index, and the forms in which what they say is kept there.

Three tantivy indexes stand side by side, so that what is counted is not strewn among what is only looked up:

* `documents`, one entry per document: the words of all its pages and of what is known of it. Totals,
  facets, filters, ranking and paging are counts over these, hence in documents and exact.
* `pages`, one per page: says which pages of the documents shown answer, and keeps the text.
* `words`, one per distinct word: the dictionary that forgiveness draws its candidates from.
"""

import hashlib
import re
from collections.abc import Collection, Iterable, Sequence
from functools import cache
from itertools import pairwise, product
from zlib import crc32

import tantivy

from schemas.court_files import parse_court_file
from schemas.folding import class_letters, fold, join_spaced_letters, pair_readings, tokens, undo_hyphenation
from schemas.identifiers import credit_key
from schemas.search import PageRecord

LAYOUT = 9
"""Grows with every change here or in folding that makes older folders useless."""

WORDS = "words"
SHORTEST_LISTED, LONGEST_LISTED = 3, 30
_ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789"
_BASE, _CODED, _AT_ONCE = len(_ALPHABET) + 1, 12, 3
_CHUNK: int = _BASE**_AT_ONCE
_HIGHER, _HIGHEST = _CHUNK * _CHUNK, _CHUNK * _CHUNK * _CHUNK
GOES_ON: int = _BASE ** (_CODED - 1)
SHORT_BEGINNINGS = (2, 3, 4)
"""Lengths of the beginnings that are kept as such."""
_COUPLES = (1 << 18) - 1
_TRACES = (1 << 22) - 1
MOST_TOKENS = 60_000
"""Words of one page that are searched; more is no page."""


ID_CODES = ("id_code", "id_code_2", "id_code_3")
"""The columns of a document from which its id is read: what is stored lies packed with a thousand others."""


MISREAD, COMMON = "misread", "common"
"""The frequent words of which the document or page bears misreadings, and the very frequent ones that it bears in any
form (`indexer.search.frequent`)."""


def document_schema() -> tantivy.Schema:
    """The fields of a document. What facets count has a value in every entry, since such columns are read fastest."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("body", tokenizer_name=WORDS, index_option="position")
    for name in ("starts", "couples"):
        builder.add_text_field(name, tokenizer_name=WORDS, index_option="basic")
    for name in (MISREAD, COMMON, "of_type", "of_debtor", "of_court", "of_lawyer"):
        builder.add_text_field(name, tokenizer_name=WORDS, index_option="basic")
    for name in ("ids", "credit", "lawsuit", "debtor_id", "of_batch", "access"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in ("type", "debtor", "court", "batch"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_text_field("id", tokenizer_name="raw", index_option="basic", stored=True)
    for name in ID_CODES:
        builder.add_unsigned_field(name, fast=True)
    for name in ("year", "day", "key"):
        builder.add_unsigned_field(name, indexed=True, fast=True)
    builder.add_unsigned_field("version", fast=True)
    return builder.build()


def page_schema() -> tantivy.Schema:
    """The fields of a page."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("body", tokenizer_name=WORDS, index_option="position")
    for name in ("starts", MISREAD, COMMON):
        builder.add_text_field(name, tokenizer_name=WORDS, index_option="basic")
    for name in ("ids", "id"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("key", indexed=True, fast=True)
    builder.add_unsigned_field("page", fast=True)
    builder.add_bytes_field("text", stored=True)
    return builder.build()


CODE, CODE_ON, SEEN_IN = "code", "code_on", "seen_in"
"""The columns of a word of the dictionary from which candidates are read in bulk: its letters, and in how many
documents it stood when the index was built, 0 for a word that came since."""


SINCE, NEAR_OF, NEAR = "since", "near_of", "near"
"""What tells the words that came since the index was built from the others; and the frequent word whose near words an
entry of its own keeps as they were found then."""

EVERY = "*"
"""Stands in place of a word in the entry that keeps which words are frequent."""


def word_schema() -> tantivy.Schema:
    """The fields of a word of the dictionary, or of what is near a frequent one."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("lex", tokenizer_name="raw", index_option="basic", stored=True)
    builder.add_text_field("traces", tokenizer_name=WORDS, index_option="basic")
    for name in (SINCE, NEAR_OF):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    builder.add_bytes_field(NEAR, stored=True)
    for name in (CODE, CODE_ON, SEEN_IN):
        builder.add_unsigned_field(name, fast=True)
    return builder.build()


SCHEMAS = {"words": word_schema, "pages": page_schema, "documents": document_schema}
"""In the order in which they are committed: what is found through another is there before it."""


def register(index: tantivy.Index) -> None:
    """Make the tokenizer known; words come folded and parted by blanks."""
    index.register_tokenizer(WORDS, tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())


def document_key(document_id: str) -> int:
    """A 63-bit number standing for the document, by which its pages are gathered."""
    return int.from_bytes(hashlib.blake2b(document_id.encode(), digest_size=8).digest(), "big") >> 1


def prepared(text: str) -> str:
    """The text as searched and shown: letter-spaced titles joined, words broken at line ends made whole."""
    return join_spaced_letters(undo_hyphenation(text))


def described(record: PageRecord) -> list[str]:
    """The folded words of what is known of the document besides its text."""
    known = (record.title, record.type, record.debtor, record.court, record.lawyer, *record.credits, *record.lawsuits)
    return [word for text in known for word in tokens(text)]


def lawsuit_forms(text: str) -> set[str]:
    """Every form under which a lawsuit is asked for: as it is, without separators, and its court file alone."""
    forms = {fold(text).upper(), credit_key(text)}
    parts = text.upper().split(":")
    for start in range(len(parts)):
        if file := parse_court_file(":".join(parts[start:])):
            forms |= {file.normal, f"{file.kind.value}:{file.year}:{file.number}"}
    return forms


def number_forms(record: PageRecord) -> set[str]:
    """Normal forms of the numbers on or linked to the page, upper case but for `amt:`."""
    forms = {form if form.startswith("amt:") else form.upper() for form in record.identifiers}
    forms |= {credit_key(credit) for credit in record.credits}
    for form in [*forms, *record.lawsuits]:
        if ":" in form and not form.startswith("amt:"):
            forms |= lawsuit_forms(form)
    return {form for form in forms if form}


def visible_to(pages: Iterable[PageRecord]) -> set[str]:
    """The lawyers who may see every page of the document; one page withheld withholds the document."""
    allowed = [set(page.access) for page in pages]
    return set.intersection(*allowed) if allowed else set()


def starts(words: Collection[str]) -> set[str]:
    """The short beginnings of the words: a beginning that many words share is then one look-up, not all of them."""
    beginnings: list[Collection[str]] = [words]
    for length in reversed(SHORT_BEGINNINGS):
        beginnings.append({word[:length] for word in beginnings[-1]})  # what a shorter beginning is of has it too
    return set().union(*beginnings[1:])


def couples(words: Sequence[str]) -> set[str]:
    """The classes, of some 260,000, of each two words in a row.

    Phrases of frequent words are looked for among the documents that hold the classes of their couples: few
    documents hold one by chance, and there are few enough classes that they cost little room.
    """
    checks = map(crc32, map(str.encode, map(" ".join, pairwise(words))))
    return set(map(hex, {check & _COUPLES for check in checks}))


def codes_of(word: str, most: int) -> tuple[int, ...]:
    """A word of letters a-z and digits as so many numbers, twelve to each and 0 when there are no more; all 0 for any other word."""
    if len(word) > most * _CODED or _CODED_LETTERS.fullmatch(word) is None:
        return (0,) * most
    return tuple(_code_of(word[at : at + _CODED]) for at in range(0, most * _CODED, _CODED))


def _code_of(letters: str) -> int:
    code = 0
    for letter in letters:
        code = code * _BASE + _PLACES[letter]
    return code


_CODED_LETTERS = re.compile(f"[{_ALPHABET}]*")
_PLACES = {letter: place for place, letter in enumerate(_ALPHABET, 1)}


def column(searcher: tantivy.Searcher, name: str, addresses: list[tantivy.DocAddress]) -> list[int]:
    """What stands in a column of whole numbers, of which every entry has one, at the addresses."""
    return searcher.fast_field_values(name, addresses)  # type: ignore[return-value]  # the engine allows for none


def letters_of(codes: Sequence[int]) -> list[str]:
    """The letters of such numbers, none of 0. Whose number is `GOES_ON` or more may go on in the next."""
    runs = _runs()
    return [
        runs[code // _HIGHEST] + runs[code // _HIGHER % _CHUNK] + runs[code // _CHUNK % _CHUNK] + runs[code % _CHUNK]
        for code in codes
    ]


@cache
def _runs() -> list[str]:
    """The three letters that each number below `_CHUNK` stands for; fewer where it is the first of a word."""
    return ["".join(letters) for letters in product(("", *_ALPHABET), repeat=_AT_ONCE)]


def traces(word: str) -> set[str]:
    """What the word leaves when any one letter is lost, and itself, look-alikes as one; in some four million classes.

    Two words at most one error apart (a letter lost, added, replaced, or swapped with the next) have one in common.
    """
    letters = class_letters(word)
    left = {letters, *(letters[:at] + letters[at + 1 :] for at in range(len(letters)))}
    return set(map(hex, [crc32(each.encode()) & _TRACES for each in left]))


def traces_about(word: str) -> set[str]:
    """What the word leaves, however it was read where two characters look like one."""
    return traces(word).union(*map(traces, pair_readings(word)))


def is_listed(word: str) -> bool:
    """Whether the word belongs in the dictionary."""
    return SHORTEST_LISTED <= len(word) <= LONGEST_LISTED and not word.isdigit()


def dictionary_entry(word: str, seen_in: int = 0) -> tantivy.Document:
    """The entry that makes a word known to forgiveness."""
    entry = tantivy.Document()
    entry.add_text("lex", word)
    entry.add_text("traces", " ".join(traces(word)))
    if not seen_in:
        entry.add_text(SINCE, SINCE)
    return _with_columns(entry, (*codes_of(word, 2), seen_in))


def near_entry(word: str, near: bytes) -> tantivy.Document:
    """The entry that keeps what is near the word, or of `EVERY`."""
    entry = tantivy.Document()
    entry.add_text(NEAR_OF, word)
    entry.add_bytes(NEAR, near)
    return _with_columns(entry, (0, 0, 0))


def _with_columns(entry: tantivy.Document, values: tuple[int, ...]) -> tantivy.Document:
    """Every entry has them all, since such columns are read fastest."""
    for name, value in zip((CODE, CODE_ON, SEEN_IN), values, strict=True):
        entry.add_unsigned(name, value)
    return entry
