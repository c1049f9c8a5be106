"""Reading measured side by side with bare tesseract: `python -m benchmarks.ocr [scans] [stamped] [plain] [blank]`.

Both read the same images in the same run, two processes, one thread each. Ours
is timed from the file to words, viewing image and thumbnail; tesseract from
the file to text. Scans are those of `LEGAJO_TEST_CORPUS`; office pages are drawn.
"""

import argparse
import os
import random
import subprocess
import tempfile
import time
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from statistics import mean, median

import cv2
import msgspec
import numpy as np

from benchmarks.ocr_pages import BLACK, BLUE, GREY, RED, VIOLET, Drawn, office_page, received_stamp, scanned
from benchmarks.ocr_truth import Score, scans, score
from indexer.engines.ocr import OcrEngine, open_engine
from indexer.stages.blank import is_blank
from indexer.stages.page_image import PageImage, grey_of
from indexer.stages.read import read_page_image
from schemas.pages import Part

PROCESSES = 2
COLOURED = (BLUE, RED, VIOLET)
_engines: dict[str, OcrEngine] = {}


class Case(msgspec.Struct, frozen=True):
    """An image, its true text, the words a stamp must yield, and what the page is called in the table."""

    path: str
    truth: str
    group: str
    wanted: tuple[str, ...] = ()
    dpi: float = 0.0


class Outcome(msgspec.Struct, frozen=True):
    case: Case
    bare: Score
    ours: Score
    bare_seconds: float
    our_seconds: float
    stamp_read: bool
    note: str


def measure(task: tuple[Case, str]) -> Outcome:
    case, engine_name = task
    start = time.perf_counter()
    bare = _bare(case)
    middle = time.perf_counter()
    if engine_name not in _engines:
        _engines[engine_name] = open_engine(engine_name)
        middle = time.perf_counter()
    bare_seconds, began = middle - start, time.perf_counter()
    pixels = cv2.cvtColor(cv2.imread(case.path, cv2.IMREAD_COLOR), cv2.COLOR_BGR2RGB)
    result = read_page_image(PageImage(pixels, case.dpi), _engines[engine_name])
    seconds = time.perf_counter() - began
    body = next((reading for reading in result.readings if reading.part is Part.BODY), None)
    stamp = " ".join(reading.text for reading in result.readings if reading.part is Part.STAMP)
    note = f"rot {result.rotation} skew {result.skew} conf {result.confidence:.2f} {body.parameters if body else ''}"
    text = body.text if body else ""
    read = all(word in stamp.split() or word in stamp for word in case.wanted)
    return Outcome(case, score(case.truth, bare), score(case.truth, text), bare_seconds, seconds, read, note)


def _bare(case: Case) -> str:
    command = ["tesseract", case.path, "-", "-l", "spa", *(["--dpi", str(int(case.dpi))] if case.dpi else [])]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300)
    return done.stdout


def scanned_cases(corpus: Path) -> list[Case]:
    return [Case(str(path), truth, "scans: " + path.name.split("_")[0][:8]) for path, truth in scans(corpus / "scans")]


def drawn_cases(folder: Path, group: str, inks: tuple[tuple[int, int, int], ...], seeds: range) -> list[Case]:
    cases = []
    for seed in seeds:
        rng = random.Random(seed + 1000)
        stamp = None
        if inks:
            stamp = received_stamp(rng, inks[seed % len(inks)], rng.uniform(0.5, 0.9), rng.uniform(-12, 12))
        page = scanned(office_page(seed, (200, 300)[seed % 2], stamp), seed)
        path = folder / f"{group}-{seed}.jpg"
        _write(path, page)
        cases.append(Case(str(path), page.text, group, stamp.wanted if stamp else (), page.dpi))
    return cases


def _write(path: Path, page: Drawn) -> None:
    # The noise of a JPEG is in the pixels already; this copy hardly adds to it.
    cv2.imwrite(str(path), cv2.cvtColor(page.pixels, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, 95])


def blank_backs(count: int = 20) -> None:
    """Backs with the other side showing through, found how often and at what share of a page's time."""
    found, spent = 0, 0.0
    for seed in range(count):
        front = office_page(seed, 300).pixels[:, ::-1].astype(np.float32)
        shown = 255 - cv2.GaussianBlur(255 - front, (0, 0), 2) * (0.02 + 0.08 * seed / count)
        back = scanned(Drawn(shown.astype(np.uint8), 300, ()), seed).pixels
        grey = grey_of(back)
        start = time.perf_counter()
        found += is_blank(grey)
        spent += time.perf_counter() - start
    print(f"blank backs with show-through 2-10 %: {found} of {count} found, {1000 * spent / count:.1f} ms each")


def report(outcomes: list[Outcome], *, verbose: bool) -> None:
    for group in dict.fromkeys(outcome.case.group for outcome in outcomes):
        _line(group, [outcome for outcome in outcomes if outcome.case.group == group])
    if verbose:
        for one in outcomes:
            print(
                f"{Path(one.case.path).name[-28:]:30} CER {one.bare.cer:.3f} {one.ours.cer:.3f} "
                f"words {one.bare.recall:.3f} {one.ours.recall:.3f} s {one.bare_seconds:.2f} {one.our_seconds:.2f} {one.note}"
            )


def _line(name: str, rows: list[Outcome]) -> None:
    def both(pick: str) -> str:
        bare, ours = [getattr(row.bare, pick) for row in rows], [getattr(row.ours, pick) for row in rows]
        return f"{pick} median {median(bare):.4f} -> {median(ours):.4f} mean {mean(bare):.4f} -> {mean(ours):.4f}"

    bare_time, our_time = sum(row.bare_seconds for row in rows), sum(row.our_seconds for row in rows)
    pages = 60 * PROCESSES * len(rows)
    print(f"{name} ({len(rows)} pages; bare tesseract -> ours)")
    print(f"   {both('cer')}; {both('wer')}; {both('recall')}")
    print(f"   pages a minute {pages / bare_time:.1f} -> {pages / our_time:.1f}: {bare_time / our_time:.2f} x")
    if any(row.case.wanted for row in rows):
        print(f"   date, time and folio of the stamp all read: {mean(row.stamp_read for row in rows):.1%}")


def run(cases: Iterable[Case], engine: str, *, verbose: bool) -> None:
    # Forking a process whose OpenCV has threads leaves the child waiting for threads it does not have.
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        outcomes = list(pool.map(measure, [(case, engine) for case in cases]))
    report(outcomes, verbose=verbose)
    scans_only = [outcome for outcome in outcomes if outcome.case.group.startswith("scans")]
    if scans_only:
        _line("all scans", scans_only)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", nargs="*", default=["scans", "plain", "stamped", "black", "blank"])
    parser.add_argument("--pages", type=int, default=12)
    parser.add_argument("--first", type=int, default=0, help="seed of the first page drawn")
    parser.add_argument("--engine", default="tesserocr")
    parser.add_argument("--verbose", action="store_true")
    chosen = parser.parse_args()
    os.environ["OMP_THREAD_LIMIT"] = "1"
    inks = {"plain": (), "stamped": COLOURED, "black": (BLACK,), "grey": (GREY,)}
    corpus = Path(os.environ.get("LEGAJO_TEST_CORPUS", Path(__file__).parents[2] / "shared" / "corpus"))
    with tempfile.TemporaryDirectory() as folder:
        cases = scanned_cases(corpus) if "scans" in chosen.what and corpus.is_dir() else []
        for name in (name for name in inks if name in chosen.what):
            cases += drawn_cases(Path(folder), name, inks[name], range(chosen.first, chosen.first + chosen.pages))
        if cases:
            run(cases, chosen.engine, verbose=chosen.verbose)
    if "blank" in chosen.what:
        blank_backs()


if __name__ == "__main__":
    main()
