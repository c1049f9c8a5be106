"""Makes the office: the import tables, the scanned papers and the truth about them."""

import random
from collections.abc import Callable
from pathlib import Path

import msgspec

from benchmarks.office.deliver import SUFFIXES, deliver, draw_manner
from benchmarks.office.documents import Kind, deal, draw_case, draw_document, kinds_named
from benchmarks.office.facts import INSTITUTE
from benchmarks.office.portfolio import Portfolio, make_portfolio
from benchmarks.office.stacks import make_stack
from benchmarks.office.tables import write_tables
from benchmarks.office.truth import FileTruth, OfficeTruth, StackTruth, write_truth


class OfficeOptions(msgspec.Struct, frozen=True):
    """What to make; the same options give the same bytes.

    `degraded` is the share of damaged documents, 0-1. `formats` are of `pdf`,
    `tiff`, `jpg`; `kinds` are names of document types, none for all of them.
    `stacks` are PDFs of several documents besides.
    """

    documents: int = 500
    seed: int = 7
    degraded: float = 0.5
    formats: tuple[str, ...] = ("pdf", "tiff", "jpg")
    kinds: tuple[str, ...] = ()
    stacks: int = 3


class Office(msgspec.Struct, frozen=True):
    """What was made, and where."""

    out: Path
    portfolio: Portfolio
    truth: OfficeTruth


def _check(options: OfficeOptions) -> None:
    if not 1 <= options.documents <= 100_000:
        raise ValueError("documents must be between 1 and 100,000")
    if not 0 <= options.degraded <= 1:
        raise ValueError("degraded must be between 0 and 1")
    if not 0 <= options.stacks <= 1000:
        raise ValueError("stacks must be between 0 and 1,000")
    unknown = set(options.formats) - set(SUFFIXES)
    if unknown or not options.formats:
        raise ValueError(f"formats are {', '.join(SUFFIXES)}; not {', '.join(sorted(unknown)) or 'none'}")


def _make_file(options: OfficeOptions, portfolio: Portfolio, kind: Kind, index: int, folder: Path) -> FileTruth:
    """One document, from a random source of its own so that no other document changes it."""
    rng = random.Random(f"{options.seed}/document/{index}")
    draft = draw_document(rng, kind, draw_case(rng, portfolio, kind))
    manner = draw_manner(rng, draft, options.formats, options.degraded, hybrid=index % 15 == 4)
    path = folder / f"{index + 1:04d}-{kind.type}.{SUFFIXES[manner.format]}"
    return deliver(rng, draft, manner, path)


def _make_stacks(
    options: OfficeOptions, portfolio: Portfolio, kinds: tuple[Kind, ...], folder: Path
) -> tuple[StackTruth, ...]:
    """Stacks of the office's own papers; empty sheets would be taken for backs and stay out."""
    papers = tuple(kind for kind in kinds if not kind.negative) or kinds
    made = []
    for index in range(options.stacks):
        folder.mkdir(exist_ok=True)
        rng = random.Random(f"{options.seed}/stack/{index}")
        bad = rng.random() < options.degraded
        made.append(make_stack(folder / f"{index + 1:02d}-stack.pdf", rng, portfolio, papers, degraded=bad))
    return tuple(made)


def make_office(
    out: Path, options: OfficeOptions | None = None, *, progress: Callable[[int, int], None] | None = None
) -> Office:
    """Writes the office under `out`, which is made where it is not; `progress` hears documents done and wanted.

    Raises:
        ValueError: an option cannot be met.
        FontMissing: a typeface is not installed.
    """
    options = options or OfficeOptions()
    _check(options)
    kinds = kinds_named(options.kinds)
    rng = random.Random(f"{options.seed}/portfolio")
    portfolio = make_portfolio(rng, max(6, options.documents // 8))
    folder = out / "files"
    folder.mkdir(parents=True, exist_ok=True)
    write_tables(out, portfolio)
    files = []
    for index, kind in enumerate(deal(rng, kinds, options.documents)):
        files.append(_make_file(options, portfolio, kind, index, folder))
        if progress is not None:
            progress(index + 1, options.documents)
    truth = OfficeTruth(options.seed, INSTITUTE, tuple(files), _make_stacks(options, portfolio, kinds, out / "stacks"))
    write_truth(out / "truth.json", truth)
    return Office(out, portfolio, truth)
