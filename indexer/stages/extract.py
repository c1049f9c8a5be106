"""The fields of a document, each with its page and box; every reader of fields in one row."""

from collections.abc import Sequence

from indexer.stages.classify import received_marks
from indexer.stages.fields_courts import court_fields
from indexer.stages.fields_dates import date_fields
from indexer.stages.fields_money import money_fields
from indexer.stages.fields_numbers import number_fields, stamp_fields
from indexer.stages.fields_owned import curp_fields
from indexer.stages.fields_people import people_fields
from indexer.stages.surface import Surface, surfaces
from schemas.fields import Field, Known, PageText

MOST_PAGES = 60
"""Pages looked at: the first of them. A longer document says all that fields need before."""


def extract(pages: Sequence[PageText], kind: str, known: Known) -> tuple[Field, ...]:
    """The fields found on the pages of a document of type `kind`, most certain first within a name.

    Values are normal forms (`schemas.fields.Field`). What is registered (`known`)
    helps to read but never replaces what the paper says. Doubts stand in
    `conflict`. A value that stands several times is given at its first place.
    """
    bodies, stamps = surfaces(pages[:MOST_PAGES])
    people = tuple(people_fields(bodies, known, kind))
    found: list[Field] = [
        *date_fields(bodies, kind),
        *money_fields(bodies, kind),
        *number_fields(bodies, known, kind),
        *court_fields(bodies, known),
        *people,
        *curp_fields(bodies, known, kind, people),
        *stamp_fields(stamps or _stamped_bodies(bodies, kind)),
    ]
    return tuple(_once(found))


def _stamped_bodies(bodies: list[Surface], kind: str) -> list[Surface]:
    """The first page itself where its stamp was read with the rest."""
    return bodies[:1] if kind == "filing_receipt" and bodies and received_marks(bodies[0].text) >= 2 else []


def _once(fields: list[Field]) -> list[Field]:
    seen: dict[tuple[str, str], Field] = {}
    for field in fields:
        key = (field.name, field.value)
        if key not in seen or field.confidence > seen[key].confidence:
            seen[key] = field
    order = list(dict.fromkeys(field.name for field in fields))
    return sorted(seen.values(), key=lambda field: (order.index(field.name), -field.confidence))
