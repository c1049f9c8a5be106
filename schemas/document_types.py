"""The catalogue of document types: what each is called, how it is told from others, how long it is kept (DOMAIN 3.4).

The catalogue is data (`document_types.toml`, beside this module); this module
gives it its shape and refuses a catalogue that cannot be right.
"""

import tomllib
from enum import StrEnum
from functools import cache
from importlib.resources import files

import msgspec

from schemas.errors import Misconfigured
from schemas.folding import fold, tokens

UNCLASSIFIED = "unclassified"


class Criticality(StrEnum):
    """What losing the original would mean (criticidad)."""

    TITLE = "A"
    SIGNED = "B"
    REPLACEABLE = "C"
    SUPPORT = "D"


class DocumentType(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One type of document (tipo documental).

    `short` is its abbreviation of three characters. `pages` are the usual
    fewest and most. `retention` is proposed years in *trámite* after closing
    and in *concentración*; `keep_until` what must come first, in Spanish.
    `fields` names what is looked for (`schemas.fields`). `title` phrases count
    only as headings of page 1, the others anywhere. A `generic` type yields to
    any other that is certain enough. A `letter` is one whose subject line
    (*Asunto:*) is its title. `family` is `court` for acts of a court, `filing`
    for what parties hand in there, else empty. Where there are `required` phrases, one of them must stand somewhere.
    """

    code: str
    name: str
    short: str
    pages: tuple[int, int]
    criticality: Criticality
    retention: tuple[int, int]
    fields: tuple[str, ...]
    keep_until: str = ""
    family: str = ""
    generic: bool = False
    letter: bool = False
    required: tuple[str, ...] = ()
    title: tuple[str, ...] = ()
    strong: tuple[str, ...] = ()
    medium: tuple[str, ...] = ()
    negative: tuple[str, ...] = ()


class _Catalogue(msgspec.Struct, forbid_unknown_fields=True):
    type: tuple[DocumentType, ...]


def parse_types(text: str) -> tuple[DocumentType, ...]:
    """The types of a catalogue in TOML, in its order.

    Raises:
        Misconfigured: it is no TOML, a field is missing or of the wrong kind, a
            code or abbreviation comes twice, or `unclassified` is missing.
    """
    try:
        catalogue = msgspec.convert(tomllib.loads(text), _Catalogue)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise Misconfigured(f"El catálogo de tipos de documento no es válido: {error}") from error
    types = catalogue.type
    for what in ("code", "short"):
        seen = [getattr(item, what) for item in types]
        if len(seen) != len(set(seen)):
            raise Misconfigured(f"El catálogo de tipos de documento repite un valor de «{what}».")
    if UNCLASSIFIED not in {item.code for item in types}:
        raise Misconfigured("Al catálogo de tipos de documento le falta «unclassified».")
    if any(len(item.short) != 3 or item.pages[0] > item.pages[1] or item.pages[0] < 1 for item in types):
        raise Misconfigured("El catálogo de tipos de documento tiene una abreviatura o un número de páginas imposible.")
    return types


@cache
def document_types() -> tuple[DocumentType, ...]:
    """All 47 types in the order of the catalogue, read and checked once.

    Raises:
        Misconfigured: the catalogue that came with the program is damaged.
    """
    return parse_types(files("schemas").joinpath("document_types.toml").read_text(encoding="utf-8"))


@cache
def types_by_code() -> dict[str, DocumentType]:
    """The same by code."""
    return {item.code: item for item in document_types()}


def type_name(code: str) -> str:
    """The Spanish name of a type; the code itself for one that is not in the catalogue."""
    known = types_by_code().get(code)
    return known.name if known else code


def types_named(text: str) -> tuple[str, ...]:
    """Codes of the types whose Spanish name has all these words, or words that begin so; accents and case aside."""
    wanted = tokens(text)
    if not wanted:
        return ()
    return tuple(
        item.code
        for item in document_types()
        if all(any(word.startswith(start) for word in tokens(item.name)) for start in wanted)
    )


def find_type(text: str) -> DocumentType | None:
    """The type meant by a code, an abbreviation or a Spanish name, accents and case aside; a unique beginning suffices."""
    wanted = fold(text).strip()
    if not wanted:
        return None
    for item in document_types():
        if wanted in (item.code, fold(item.short), fold(item.name)):
            return item
    begun = [item for item in document_types() if fold(item.name).startswith(wanted) or item.code.startswith(wanted)]
    return begun[0] if len(begun) == 1 else None
