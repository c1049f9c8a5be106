"""Numbers of court files as printed and their normal forms (DOMAIN 2.11).

A number alone names no file: courts count anew each year, so the key of a
lawsuit is court, kind, year, number and suffix.
"""

import re
from collections.abc import Iterator
from enum import StrEnum

import msgspec

from schemas.folding import fold_aligned
from schemas.legal_dates import full_year


class FileOf(StrEnum):
    """What the number counts: main file, appeal, amparo, letter rogatory, notebook, or the folio of a filing."""

    MAIN = "EXP"
    APPEAL = "TOCA"
    AMPARO = "AD"
    ROGATORY = "EXH"
    NOTEBOOK = "CUA"
    FOLIO = "FOL"


class CourtFile(msgspec.Struct, frozen=True, order=True):
    """A court file number without its court. `suffix` is the secretariat or part behind the year, often empty."""

    kind: FileOf
    year: int
    number: int
    suffix: str = ""

    @property
    def normal(self) -> str:
        """The form that is stored and searched, e.g. `EXP:2024:1234` or `EXP:2024:1234:2`."""
        tail = f":{self.suffix}" if self.suffix else ""
        return f"{self.kind.value}:{self.year}:{self.number}{tail}"


class FoundFile(msgspec.Struct, frozen=True):
    """A court file in a text: where it stands (code points), and whether a word before it says what it is."""

    file: CourtFile
    start: int
    end: int
    labelled: bool


_D = "[0-9oqil|sz]"
_DIGITS = str.maketrans("oqil|sz", "0011152")
_NUMBER = rf"({_D}{{1,6}}|\d)\s?/\s?([12o]{_D}{{3}}|\d\d)(?:\s?-\s?([a-z]|\d{{1,2}}))?(?![\w/])"
_NUM = r"(?:\s*,?\s*(?:(?:n[uo]m(?:ero|\.)?|no\.?|n\.|#)\s*)?(?:de\s+)?[:.;]?\s*)"
_LABELS: tuple[tuple[FileOf, str], ...] = (
    (FileOf.APPEAL, rf"(?<!\w)t[o0]ca(?:\s+(?:civil|mercantil|penal|familiar))?{_NUM}"),
    (
        FileOf.AMPARO,
        rf"(?<!\w)(?:(?:juicio\s+de\s+)?amparo(?:\s+(?:directo|indirecto|en\s+revision))?(?:\s+(?:civil|mercantil))?"
        rf"|a\.\s?d\.(?:\s?c\.)?|a\.?d\.?c\.?){_NUM}",
    ),
    (FileOf.ROGATORY, rf"(?<!\w)(?:exhorto|despacho)(?:\s+(?:civil|mercantil))?{_NUM}"),
    (FileOf.NOTEBOOK, rf"(?<!\w)(?:cuadernillo|cuaderno(?:\s+de\s+\w+)?|incidente){_NUM}"),
    (FileOf.FOLIO, rf"(?<!\w)(?:folio|promocion|registro){_NUM}"),
    (
        FileOf.MAIN,
        r"(?<!\w)(?:[e3]xp(?:ed[il1]?[e3c]?nt[e3c]|[e3c]di[e3c]nt[e3c]|te|d[te]e?)?s?\.?|juicio\s+(?:ejecutivo|oral|ordinario)\s+mercantil|autos|causa)"
        rf"(?:\s+(?:judicial|civil|mercantil))?{_NUM}",
    ),
)
_LABELLED = tuple((kind, re.compile(label + _NUMBER)) for kind, label in _LABELS)
_LONGEST_LABEL, _LONGEST_TAIL = 130, 24  # characters before and behind the slash
_BARE = re.compile(rf"(?<![\w/.,$-]){_NUMBER}")


def find_court_files(text: str) -> tuple[FoundFile, ...]:
    """Every court file number of a text, in order.

    A bare `1234/2024` is taken as a main file with `labelled` false; bare
    two-digit years need three digits before the slash, since `12/24` is as well
    a month. Archival codes and dates, with more slashes around, are none.
    """
    return court_files_of(fold_aligned(text)) if "/" in text else ()


def court_files_of(folded: str) -> tuple[FoundFile, ...]:
    """The same of a text that `fold_aligned` has folded."""
    found: list[FoundFile] = []
    windows = tuple(_around_slashes(folded))
    for kind, pattern in _LABELLED:
        for start, end in windows:
            for match in pattern.finditer(folded, start, end):
                _take(found, kind, match, labelled=True)
    for start, end in windows:
        for match in _BARE.finditer(folded, start, end):
            if len(match.group(2)) == 4 or (len(match.group(1)) >= 3 and match.group(1).isdigit()):
                _take(found, FileOf.MAIN, match, labelled=False)
    return tuple(sorted(found, key=lambda item: item.start))


def _around_slashes(folded: str) -> Iterator[tuple[int, int]]:
    """Where a number with its label may stand: before each slash the longest label, behind it year and suffix."""
    start = end = -1
    at = folded.find("/")
    while at >= 0:
        if at - _LONGEST_LABEL > end:
            if end >= 0:
                yield start, end
            start = max(0, at - _LONGEST_LABEL)
        end = at + _LONGEST_TAIL
        at = folded.find("/", at + 1)
    if end >= 0:
        yield start, end


def _take(found: list[FoundFile], kind: FileOf, match: re.Match[str], *, labelled: bool) -> None:
    number, year = (match.group(group).translate(_DIGITS) for group in (1, 2))
    if not (number.isdigit() and year.isdigit()) or int(number) == 0:
        return
    if not any(character.isdigit() for character in match.group(1)) or not 1900 <= full_year(year) <= 2100:
        return
    if any(match.start(1) < other.end and other.start < match.end() for other in found):
        return
    file = CourtFile(kind, full_year(year), int(number), (match.group(3) or "").upper())
    found.append(FoundFile(file, match.start(1), match.end(), labelled))


def parse_court_file(text: str) -> CourtFile | None:
    """The first court file number of a text, labelled or bare (`1234/24` counts), or None.

    Also reads the normal form itself (`EXP:2024:1234`).
    """
    parts = text.strip().upper().split(":")
    kinds = {kind.value for kind in FileOf}
    if len(parts) in (3, 4) and parts[0] in kinds and parts[1].isdigit() and parts[2].isdigit():
        return CourtFile(FileOf(parts[0]), int(parts[1]), int(parts[2]), parts[3] if len(parts) == 4 else "")
    found = find_court_files(text)
    if found:
        return found[0].file
    short = re.fullmatch(r"\s*(\d{1,6})\s*/\s*(\d\d)\s*", text)
    return CourtFile(FileOf.MAIN, full_year(short.group(2)), int(short.group(1))) if short else None
