"""What a paper says, as links are proposed from it: its fields by name, and the people on it compared with those registered."""

from collections.abc import Sequence

from schemas.document_types import types_by_code
from schemas.fields import Field
from schemas.names import same_name, similarity

SAME_NAME, OTHER_NAME = 0.86, 0.66
"""From the first on two names are one person's as printed twice; below the second they are two people's.
Between them nothing is said, which bars certainty."""
SURE_READING = 0.6
"""Least confidence of a CURP for a certain link: its check digit holds, it is registered, and the name beside it is its owner's."""

SURE_NUMBER = 0.85
"""The same of a number that has no check digit: a credit's, a court file's."""
SURE_UNNAMED = 0.93
"""The same of a court file where no party is named: every digit read beyond doubt."""
PLAIN_ROLE, NAMED_SOMEHOW = 0.82, 0.7
"""Least confidence of a name whose role on the paper is told by more than its place; of one whose role may be another."""

_TYPES = types_by_code()
_SUIT_PAPERS = frozenset(("filing_receipt", "evidence_hearing", "execution_docs", "amparo_docs"))
TWO_COURTS = frozenset(("letter_rogatory", "amparo_docs"))
"""Papers from one court to another, with both in the heading or the one that did not keep the file."""
NAMED = ("borrower", "guarantor", "defendants")


class Paper:
    """The fields of a document, by name."""

    def __init__(self, fields: Sequence[Field], kind: str = "") -> None:
        self.fields = tuple(fields)
        self.kind = kind
        self.of_lawsuit = kind == "" or kind in _SUIT_PAPERS or bool(kind in _TYPES and _TYPES[kind].family)

    def named(self, *names: str) -> list[Field]:
        """The fields of these names, in their order."""
        return [field for field in self.fields if field.name in names]

    def says(self, known: Sequence[str]) -> float:
        """How well the people on the paper fit a person known by these names, 0-1; 1.0 where the paper names nobody."""
        printed = [field.value for field in self.named(*NAMED)]
        if not printed or not any(known):
            return 1.0
        return max(similarity(name, other) for name in printed for other in known if other)

    def bears(self, known: Sequence[str], *roles: str, least: float = PLAIN_ROLE) -> bool:
        """Whether somebody on the paper, plainly in one of the roles, has just one of these names."""
        plain = [field for field in self.named(*roles) if field.confidence >= least]
        return any(same_name(field.value, name) for field in plain for name in known)
