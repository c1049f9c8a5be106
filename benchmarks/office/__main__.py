"""Command line: `python -m benchmarks.office OUT --documents 500 --seed 7`."""

import argparse
import sys
from pathlib import Path

from benchmarks.office.fonts import FontMissing
from benchmarks.office.office import OfficeOptions, make_office


def _names(text: str) -> tuple[str, ...]:
    return tuple(name for name in text.split(",") if name)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.office", description="Makes a fictitious office.")
    parser.add_argument("out", type=Path, metavar="OUT")
    parser.add_argument("--documents", type=int, default=500)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--degraded", type=float, default=0.5, help="share of damaged documents, 0-1")
    parser.add_argument("--formats", type=_names, default=("pdf", "tiff", "jpg"))
    parser.add_argument("--kinds", type=_names, default=(), help="document types, comma separated; all by default")
    parser.add_argument("--stacks", type=int, default=3, help="PDFs of several documents with sheets between them")
    return parser.parse_args()


def _tell(done: int, wanted: int) -> None:
    if sys.stderr.isatty() or done == wanted:
        print(f"\r{done} of {wanted} documents", end="\n" if done == wanted else "", file=sys.stderr, flush=True)


def main() -> int:
    """Exit 0 when the office stands, 2 when an option cannot be met or a typeface is missing."""
    given = _arguments()
    options = OfficeOptions(given.documents, given.seed, given.degraded, given.formats, given.kinds, given.stacks)
    try:
        office = make_office(given.out, options, progress=_tell)
    except (ValueError, FontMissing) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    pages = sum(len(file.pages) for file in office.truth.documents)
    print(f"{len(office.truth.documents)} documents, {pages} pages, in {office.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
