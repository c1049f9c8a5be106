"""Members of what comes in, declared: how each is read, which column keeps it, what its headings are in a table."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from schemas.identifiers import credit_key
from schemas.identity import is_id
from service.operations.registry import values
from service.operations.registry.values import Problem
from storage.records import Session, registry_references, registry_rows
from storage.records.tables import (
    AgreementRow,
    CourtRow,
    CreditRow,
    DocumentRow,
    FilingRow,
    LawsuitRow,
    LawyerRow,
    NoteRow,
    PersonRow,
    ResolutionRow,
    RestructureRow,
    ServiceContractRow,
    SettlementRow,
)

MOST_LETTERS = 4_000
"""Letters of the longest text that is more than a name: an edict, a line of a list."""

Reader = Callable[[str, Any, list[str]], Any]


class Target(msgspec.Struct, frozen=True):
    """What a member may refer to. `nobody` begins the sentence for one that is not there: «No hay ningún crédito …».

    `normal` makes a key comparable; `ids` finds the ids of keys, `keys` the keys of ids, each in one query.
    `meant` is the id that a row found by its id stands for.
    """

    nobody: str
    table: Any
    normal: Callable[[str], str]
    ids: Callable[[Session, set[str]], dict[str, str]]
    keys: Callable[[Session, set[str]], dict[str, str]]
    meant: Callable[[Any], str] = lambda row: str(row.id)


class Member(msgspec.Struct, frozen=True):
    """One member: `name` as it comes in, the `column` that keeps it, how it is `read` (raising `Problem`) and told.

    `needed` says in Spanish what is missing when a new row lacks it. `target`: it refers to another record,
    by natural key or id, and its column keeps the id.
    """

    name: str
    column: str
    read: Reader
    headings: tuple[str, ...] = ()
    needed: str = ""
    target: Target | None = None
    tell: Callable[[Any], Any] = lambda value: value


def text(name: str, *headings: str, needed: str = "") -> Member:
    """A text of one line."""
    return Member(name, name, lambda column, value, _: values.text(column, value), headings, needed)


def code(name: str, *headings: str, needed: str = "") -> Member:
    """A key: upper case, single blanks."""
    return Member(name, name, _code, headings, needed)


def rfc(name: str, *headings: str) -> Member:
    """An RFC; what is odd about it is a warning."""
    return Member(name, name, values.rfc, headings)


def texts(name: str, *headings: str) -> Member:
    """Several texts."""
    return Member(name, name, _texts, headings)


def day(name: str, *headings: str, needed: str = "") -> Member:
    """A date."""
    return Member(name, name, lambda column, value, _: values.day(column, value), headings, needed)


def hour(name: str, *headings: str) -> Member:
    """An hour of the day, kept as `HH:MM`."""
    return Member(name, name, lambda column, value, _: values.hour(column, value), headings)


def pesos(name: str, *headings: str, needed: str = "") -> Member:
    """A sum of money, kept as centavos in `NAME_cents`."""
    return Member(
        name, f"{name}_cents", lambda column, value, _: values.cents(column, value), headings, needed, tell=values.pesos
    )


def rate(name: str, *headings: str) -> Member:
    """A percentage with up to four decimals, kept as a text: `10.5`."""
    return Member(name, name, lambda column, value, _: values.percent(column, value), headings)


def whole(name: str, *headings: str, least: int = 0, most: int = 1_000_000, needed: str = "") -> Member:
    """A whole number within bounds."""

    def read(column: str, value: Any, _: list[str]) -> Any:  # noqa: ANN401 - an int, None or UNSET
        if isinstance(value, int) and not least <= value <= most:
            raise Problem(column, f"El número debe estar entre {least} y {most}.")
        return value

    return Member(name, name, read, headings, needed)


def flag(name: str, *headings: str, needed: str = "") -> Member:
    """Yes or no."""
    return Member(name, name, lambda _column, value, _: value, headings, needed)


def choice(name: str, choices: Iterable[str], *headings: str, needed: str = "") -> Member:
    """One of a closed list, whatever its case, accents and blanks."""
    allowed = tuple(choices)

    def read(column: str, value: Any, _: list[str]) -> Any:  # noqa: ANN401 - a text, None or UNSET
        return values.one_of(column, value, allowed)

    return Member(name, name, read, headings, needed)


def choices(name: str, allowed: Iterable[str], *headings: str) -> Member:
    """Several of a closed list."""
    one = choice(name, allowed)

    def read(column: str, value: Any, warnings: list[str]) -> Any:  # noqa: ANN401 - texts, None or UNSET
        given = _texts(column, value, warnings)
        return (
            given if isinstance(given, UnsetType) else list(dict.fromkeys(one.read(column, x, warnings) for x in given))
        )

    return Member(name, name, read, headings)


def named(name: str, codes: Mapping[str, str], *headings: str, needed: str = "") -> Member:
    """One of a closed list, said in Spanish or by its code; the code is kept, the Spanish word told."""
    said = {**codes, **{code: code for code in codes.values()}}
    words = {code: word for word, code in codes.items()}

    def read(column: str, value: Any, _: list[str]) -> Any:  # noqa: ANN401 - a text, None or UNSET
        clean = values.status(column, value)
        if isinstance(clean, str) and clean not in said:
            raise Problem(column, f"«{str(value)[:40]}» no es ninguno de: {', '.join(codes)}.")
        return said[clean] if isinstance(clean, str) else clean

    return Member(name, name, read, headings, needed, tell=lambda kept: words[kept])


def long_text(name: str, *headings: str, needed: str = "") -> Member:
    """A text of up to `MOST_LETTERS` letters."""
    return Member(name, name, lambda column, value, _: values.text(column, value, MOST_LETTERS), headings, needed)


def ref(name: str, target: Target, column: str, *headings: str, needed: str = "") -> Member:
    """Another record, by its natural key or id."""
    return Member(name, column, lambda at, value, _: values.text(at, value), headings, needed, target)


def resolved(session: Session, target: Target, given: Iterable[str]) -> dict[str, str]:
    """The id of each reference that is there, by the text given: ids stand for themselves."""
    texts = set(given)
    ids = {one for one in texts if is_id(one)}
    normal = {one: target.normal(one) for one in texts - ids}
    found = target.ids(session, {key for key in normal.values() if key}) if normal else {}
    there = registry_rows.by_id(session, target.table, ids) if ids else {}
    return {one: found[key] for one, key in normal.items() if key in found} | {
        one: target.meant(row) for one, row in there.items()
    }


def simple_target(nobody: str, table: Any, column: str, normal: Callable[[str], str]) -> Target:  # noqa: ANN401 - a table
    """A target found by one column of its table; one without a value there is told by its id."""
    return Target(
        nobody,
        table,
        normal,
        lambda session, keys: registry_references.ids(session, table, column, keys),
        lambda session, ids: registry_references.keys(session, table, column, ids),
    )


def _code(column: str, value: Any, _: list[str]) -> Any:  # noqa: ANN401 - a text, None or UNSET
    clean = values.text(column, value)
    return clean.upper() if isinstance(clean, str) else clean


def _texts(column: str, value: Any, _: list[str]) -> Any:  # noqa: ANN401 - texts, None or UNSET
    if value is None or isinstance(value, UnsetType):
        return UNSET if value is UNSET else []
    return [clean for one in value if isinstance(clean := values.text(column, one), str)]


def upper(text: str) -> str:
    """Without blanks around, upper case."""
    return text.strip().upper()


PERSON = Target(
    "ninguna persona con la CURP",
    PersonRow,
    lambda one: one.replace(" ", "").upper(),
    registry_references.person_ids,
    lambda session, ids: registry_references.keys(session, PersonRow, "curp", ids),
    lambda row: row.merged_into_id or row.id,
)
CREDIT = Target(
    "ningún crédito con el número",
    CreditRow,
    credit_key,
    lambda session, keys: registry_references.ids(session, CreditRow, "number_key", keys),
    lambda session, ids: registry_references.keys(session, CreditRow, "number", ids),
)
COURT = simple_target("ningún juzgado con la clave", CourtRow, "code", upper)
LAWYER = simple_target("ningún abogado con la cédula", LawyerRow, "cedula", str.strip)
DOCUMENT = simple_target("ningún documento con el id", DocumentRow, "id", str.strip)
NOTE = Target(
    "ningún pagaré con la clave CRÉDITO:NÚMERO",
    NoteRow,
    registry_references.note_key,
    registry_references.note_ids,
    registry_references.note_keys,
)
RESTRUCTURE = simple_target("ninguna reestructura con el número", RestructureRow, "number", upper)
AGREEMENT = simple_target("ningún convenio con el número", AgreementRow, "number", upper)
SETTLEMENT = simple_target("ningún finiquito con el número", SettlementRow, "number", upper)
CONTRACT = simple_target("ningún contrato con el número", ServiceContractRow, "number", upper)
RESOLUTION = simple_target("ninguna resolución con el id", ResolutionRow, "id", str.strip)
FILING = Target(
    "ninguna promoción con la clave JUICIO FECHA ASUNTO",
    FilingRow,
    registry_references.filing_key,
    registry_references.filing_ids,
    registry_references.filing_keys,
)
LAWSUIT = Target(
    "ningún juicio con la clave",
    LawsuitRow,
    registry_references.lawsuit_key,
    registry_references.lawsuit_ids,
    registry_references.lawsuit_keys,
)
