"""Lines of a court's bulletin (boletín, lista de acuerdos): to which lawsuit each may belong (DOMAIN 2.13)."""

from collections.abc import Iterable

import msgspec

from schemas.court_files import CourtFile, find_court_files
from schemas.folding import within_one_edit
from schemas.names import name_tokens

MOST_LINES = 20_000


class KnownSuit(msgspec.Struct, frozen=True):
    """A lawsuit of ours in that court: its id, file number and the names of its parties."""

    id: str
    file: CourtFile
    parties: tuple[str, ...]


class Match(msgspec.Struct, frozen=True):
    """The suit a line may be about. `sure` when number and a surname agree; otherwise a person decides. `reason` in Spanish."""

    lawsuit_id: str
    sure: bool
    reason: str


def match_line(line: str, suits: Iterable[KnownSuit]) -> tuple[Match, ...]:
    """The suits a line may be about, the sure ones first; none when nothing fits.

    A number that agrees counts with a name or without; a number one digit off counts only with two words of a name,
    each with one error forgiven.
    """
    files = [found.file for found in find_court_files(line)]
    words = tuple(word for word in name_tokens(line) if len(word) > 2)
    found = [match for suit in suits if (match := _match(files, words, suit)) is not None]
    return tuple(sorted(found, key=lambda match: (not match.sure, match.lawsuit_id)))


def _match(files: list[CourtFile], words: tuple[str, ...], suit: KnownSuit) -> Match | None:
    named = max((_in_common(words, name_tokens(party)) for party in suit.parties), default=0)
    if any(_same(file, suit.file) for file in files):
        if named:
            return Match(suit.id, True, "Coinciden el número y el apellido.")
        return Match(suit.id, False, "Coincide el número; no se leyó a ninguna de las partes.")
    near = any(_near(file, suit.file) for file in files)
    return (
        Match(suit.id, False, "Coinciden las partes; el número difiere en un dígito.") if near and named >= 2 else None
    )


def _same(one: CourtFile, other: CourtFile) -> bool:
    agree = (one.kind, one.year, one.number) == (other.kind, other.year, other.number)
    return agree and (not one.suffix or not other.suffix or one.suffix == other.suffix)


def _near(one: CourtFile, other: CourtFile) -> bool:
    if one.kind != other.kind:
        return False
    return within_one_edit(f"{one.number}/{one.year}", f"{other.number}/{other.year}")


def _in_common(words: tuple[str, ...], name: Iterable[str]) -> int:
    return sum(any(word == part or (len(part) > 4 and within_one_edit(word, part)) for word in words)
               for part in name if len(part) > 2)  # fmt: skip
