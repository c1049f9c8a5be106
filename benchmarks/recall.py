"""Recall in the first ten, on the demo office filed for real: `python -m benchmarks.recall --documents 300`.

Makes the office, files it through the worker (OCR included), and asks the service's search for the
names and the distinctive words that the truth says stand on the papers: as they are, without accents,
with the surnames swapped, with one OCR error of each class, with one slip of typing. Prints one JSON
object: per kind and class, the mean share of the first ten places that bearers could fill and do.
`--office` and `--data` measure an office and an archive made before.
"""

import argparse
import json
import os
import random
import re
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
from sqlalchemy import select

from benchmarks.filing import CLERK, file_office, rows
from benchmarks.office import OfficeOptions, make_office
from benchmarks.office.truth import FileTruth, read_truth
from schemas.document_types import type_name
from schemas.folding import fold, tokens
from schemas.search import Query
from service.archive import Archive
from service.configuration import read_settings
from service.operations.searching import search
from storage.records.tables import DocumentRow, ReceiptRow

FIRST = 10
MOST_NAMES, MOST_WORDS = 150, 150
SHORTEST_WORD = 6
MOST_BEARERS = 0.2
"""A word in more than this share of the documents distinguishes nothing."""

_LETTERS = "abcdefghijlmnoprstuvz"
_SWAPS: dict[str, tuple[tuple[str, str], ...]] = {
    "l/1/I": (("l", "1"), ("i", "l"), ("l", "i"), ("i", "1")),
    "O/0": (("o", "0"),),
    "rn/m": (("m", "rn"), ("rn", "m")),
    "ñ/n": (("ñ", "n"),),
    "S/5": (("s", "5"),),
    "B/8": (("b", "8"),),
    "c/e": (("c", "e"), ("e", "c")),
}
_KEYS = ("qwertyuiop", "asdfghjklñ", "zxcvbnm")

Spoil = Callable[[str, random.Random], str | None]


class Asked(msgspec.Struct):
    """A name or word and the ids of the documents on which it stands."""

    text: str
    bearers: set[str]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=300)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--office", type=Path, help="an office made before")
    parser.add_argument(
        "--data", type=Path, help="an archive in which that office is filed already, made with these settings"
    )
    parser.add_argument("--show", type=int, default=3, help="how many misses of each class to show")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.office or Path(temporary) / "office"
        if not (folder / "truth.json").exists():
            make_office(folder, OfficeOptions(documents=options.documents, seed=options.seed, stacks=0))
        data = options.data or Path(temporary) / "archive"
        if options.data:
            archive = Archive(read_settings({**os.environ, "LEGAJO_DATA": str(data)}))
        else:
            archive, _, _ = file_office(folder, data)
        result = measure(archive, folder, random.Random(options.seed), options.show)
        archive.close()
    print(json.dumps(result, ensure_ascii=False, indent=1))
    return 0


def measure(archive: Archive, folder: Path, rng: random.Random, show: int) -> dict[str, object]:
    """Mean recall in the first ten per kind and class, and a few of the misses."""
    papers = bearing(archive, read_truth(folder / "truth.json").documents)
    vocabulary = Counter(word for text in papers.values() for word in set(tokens(text)))
    asked = {
        "names": _some(rng, names_on(papers, folder), MOST_NAMES),
        "words": _some(rng, words_on(papers, vocabulary), MOST_WORDS),
    }
    result: dict[str, object] = {"documents": len(papers)}
    for kind, things in asked.items():
        for label, spoil in _manners(kind).items():
            shares, missed = [], []
            for thing in things:
                typed = spoil(thing.text, rng)
                if typed is None or (kind == "words" and fold(typed) != fold(thing.text) and fold(typed) in vocabulary):
                    continue
                share = recall(archive, typed, thing.bearers)
                shares.append(share)
                if share < 1:
                    missed.append(f"{thing.text} as {typed}: {share:.2f} of {len(thing.bearers)}")
            mean = round(sum(shares) / len(shares), 4) if shares else None
            result[f"{kind}, {label}"] = {"recall": mean, "asked": len(shares), "missed": missed[:show]}
    return result


def recall(archive: Archive, typed: str, bearers: set[str]) -> float:
    """Which share of the places that bearers could fill in the first ten they do fill."""
    found = search(archive, CLERK, Query(typed, limit=FIRST, facets=False)).hits
    return sum(hit.document_id in bearers for hit in found) / min(FIRST, len(bearers))


def bearing(archive: Archive, truth: tuple[FileTruth, ...]) -> dict[str, str]:
    """The true text of each document filed, and what its type is called, by its id."""
    asked = select(ReceiptRow.filename, DocumentRow.id).join(DocumentRow, DocumentRow.receipt_id == ReceiptRow.id)
    with archive.database.read() as session:
        filed: dict[str, list[str]] = defaultdict(list)
        for name, document_id in session.execute(asked.where(DocumentRow.state != "discarded")):
            filed[name].append(document_id)
    texts = {}
    for paper in truth:
        parts = [type_name(paper.type)]
        parts += [part for page in paper.pages for part in (page.text, *(stamp.text for stamp in page.stamps))]
        for document_id in filed.get(Path(paper.file).name, ())[:1]:
            texts[document_id] = "\n".join(parts)
    return texts


def names_on(papers: dict[str, str], folder: Path) -> list[Asked]:
    """Persons of the tables named on at least one paper, in either order."""
    folded = {document_id: f" {' '.join(tokens(text))} " for document_id, text in papers.items()}
    found = []
    for row in rows(folder / "debtors.csv"):
        words = tokens(row["full_name"])
        orders = {f" {' '.join(order)} " for order in (words, [*words[-2:], *words[:-2]])}
        bearers = {document_id for document_id, text in folded.items() if any(order in text for order in orders)}
        if len(words) > 2 and bearers:
            found.append(Asked(row["full_name"], bearers))
    return found


def words_on(papers: dict[str, str], vocabulary: Counter[str]) -> list[Asked]:
    """Words of letters that stand on few papers, as they are printed."""
    printed: dict[str, Asked] = {}
    most = max(2, MOST_BEARERS * len(papers))
    for document_id, text in papers.items():
        for match in re.finditer(r"(?<![^\W_])[^\W\d_]+(?![^\W_])", text):
            word = fold(match.group())
            if len(word) >= SHORTEST_WORD and vocabulary[word] <= most:
                printed.setdefault(word, Asked(match.group().lower(), set())).bearers.add(document_id)
    return [printed[word] for word in sorted(printed)]


def _some(rng: random.Random, things: list[Asked], most: int) -> list[Asked]:
    return rng.sample(things, min(most, len(things)))


def _manners(kind: str) -> dict[str, Spoil]:
    """How things are asked for, by the name of the class."""
    manners: dict[str, Spoil] = {"exact": lambda text, rng: text, "accents dropped": lambda text, rng: fold(text)}
    if kind == "names":
        manners["surnames swapped"] = swapped
        manners["surnames first"] = surnames_first
    manners |= {label: _in_one_word(_mistaking(pairs)) for label, pairs in _SWAPS.items()}
    return manners | {"first letter": _in_one_word(first_letter), "one slip": _in_one_word(slip)}


def swapped(text: str, rng: random.Random) -> str:
    """The two surnames in the wrong order."""
    words = text.split()
    return " ".join([*words[:-2], words[-1], words[-2]])


def surnames_first(text: str, rng: random.Random) -> str:
    """As lists have it: surnames, then given names."""
    words = text.split()
    return " ".join([*words[-2:], *words[:-2]])


def _in_one_word(spoil: Spoil) -> Spoil:
    """The error in one word, drawn among those of four letters and more where it can stand."""

    def spoiled(text: str, rng: random.Random) -> str | None:
        words = text.lower().split()
        for at in rng.sample(range(len(words)), len(words)):
            if len(words[at]) >= 4 and (wrong := spoil(words[at], rng)) is not None:
                return " ".join([*words[:at], wrong, *words[at + 1 :]])
        return None

    return spoiled


def _mistaking(pairs: tuple[tuple[str, str], ...]) -> Spoil:
    def spoil(word: str, rng: random.Random) -> str | None:
        plain = word if any("ñ" in seen for seen, _ in pairs) else fold(word)
        places = [(at, seen, read) for seen, read in pairs for at in _where(seen, plain)]
        if not places:
            return None
        at, seen, read = rng.choice(places)
        return plain[:at] + read + plain[at + len(seen) :]

    return spoil


def _where(piece: str, word: str) -> Iterator[int]:
    return (match.start() for match in re.finditer(piece, word))


def first_letter(word: str, rng: random.Random) -> str:
    """Another letter at the beginning."""
    plain = fold(word)
    return rng.choice([letter for letter in _LETTERS if letter != plain[0]]) + plain[1:]


def slip(word: str, rng: random.Random) -> str:
    """One letter lost, doubled, swapped with the next, or its neighbour on the keyboard."""
    plain = fold(word)
    at = rng.randrange(1, len(plain) - 1)
    kind = rng.randrange(4)
    if kind == 0:
        return plain[:at] + plain[at + 1 :]
    if kind == 1:
        return plain[:at] + plain[at] + plain[at:]
    if kind == 2 and plain[at] != plain[at + 1]:
        return plain[:at] + plain[at + 1] + plain[at] + plain[at + 2 :]
    row = next((row for row in _KEYS if plain[at] in row), _KEYS[0])
    place = row.find(plain[at])
    return plain[:at] + fold(row[place - 1 if place else 1]) + plain[at + 1 :]


if __name__ == "__main__":
    sys.exit(main())
