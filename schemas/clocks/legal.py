"""The numbers of the law that the clocks ask for: each by a code, as in force on a day, with its article."""

from datetime import date
from typing import Protocol

import msgspec


class LegalNumber(msgspec.Struct, frozen=True):
    """A number that a law, contract or the office sets: of days, months or years as its code says, and where it stands."""

    number: int
    source: str


class LegalNumbers(Protocol):
    """A table of such numbers."""

    def number(self, code: str, on: date) -> LegalNumber:
        """The number of that code in force on the day.

        Raises:
            Misconfigured: the table has no such code on that day.
        """
        ...


NOTE_YEARS = "prescription.note.years"
SIGHT_MONTHS = "prescription.sight.months"
CONTRACT_YEARS = "prescription.contract.years"
FILE_BY_DAYS = "prescription.file_by.working_days"
EXECUTION_EXECUTIVE_YEARS = "execution.executive.years"
EXECUTION_ORDINARY_YEARS = "execution.ordinary.years"
