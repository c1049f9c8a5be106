"""What a document is, what it says and to what it seems to belong: the stages asked, the registry looked up."""

from collections.abc import Sequence

import msgspec

from indexer.sandbox import Sandbox
from indexer.stages.decide import FIRST, LAST
from indexer.stages.propose import propose
from schemas.fields import Field, ProposedLink, TypeGuess
from schemas.work import DecideRequest, DecideResult
from service.archive import Archive
from storage.records import Session, known, pipeline
from storage.records.tables import DocumentRow

DECIDE_SECONDS = 60.0
"""Bound of wall time for one document; a paper of the office takes some hundredths of a second."""

_SORTS = {
    "credit": "credit",
    "court_file": "court_file",
    "appeal": "court_file",
    "amparo": "court_file",
    "borrower": "name",
    "guarantor": "name",
    "defendants": "name",
}
"""What a field identifies, beside the CURPs and RFCs of whoever it is."""


class Findings(msgspec.Struct, frozen=True):
    """What the machine makes of a document."""

    guess: TypeGuess
    fields: tuple[Field, ...]
    links: tuple[ProposedLink, ...]


def decide(archive: Archive, session: Session, sandbox: Sandbox, document: DocumentRow) -> Findings:
    """Type, fields and links of a document, from its readings in force.

    A type that a person gave or confirmed is taken as it is. `sandbox` is one in which
    no foreign file is opened: it is told what is registered.

    Raises:
        LimitExceeded: deciding ran out of time or memory.
    """
    registered, file = archive.registered.get_with_file(session)
    given = document.type if document.type_confirmed_by is not None else ""
    request = DecideRequest(
        pipeline.kept_pages(session, pipeline.outer_pages(session, document, FIRST, LAST)), str(file), given
    )
    said = sandbox.call("decide", request, DecideResult, wall_seconds=DECIDE_SECONDS)
    found = known.candidates(session, sort_values(said.fields), registered)
    return Findings(said.guess, said.fields, propose(said.fields, found, said.guess.type))


def sort_values(fields: Sequence[Field]) -> dict[str, set[str]]:
    """The values that identify something, by what they are."""
    found: dict[str, set[str]] = {}
    for field in fields:
        tail = field.name.rsplit("_", 1)[-1]
        sort = tail if tail in ("curp", "rfc") else _SORTS.get(field.name)
        if sort and field.value:
            found.setdefault(sort, set()).add(field.value)
    return found
