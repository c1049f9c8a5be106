"""Lines 3 and 4: files that nobody here made, hostile ones and plain ones, against what is known of them."""

import re
from collections.abc import Iterator
from pathlib import Path

import pypdfium2

from benchmarks.corpus import corpus_files
from benchmarks.spine.machine import Line, Machine, Taken
from tests.corpus import LAW_PAGES, LOCKED, NUMBERED, OTHER_CODES, PARTED

OUTCOMES = {"filed", "needs_review", "duplicate", "rejected"}
MOST_MEMORY = 2 << 30
PHRASE = re.compile(r"[^\W\d_]+(?: [^\W\d_]+){4}")


def hostile(machine: Machine) -> Line:
    """Hostile files and odd images: each one end, none hangs, memory bounded, counts that reconcile."""
    paths = corpus_files("hostile", "*") + corpus_files("images", "*")
    before = machine.receipts()
    taken = machine.ingest(paths)
    machine.rest()
    more = {name: number - before[name] for name, number in machine.receipts().items()}
    lines, counted = taken.by_name(), taken.outcomes()
    asked = {name for name, found in lines.items() if any(line["reason"] == "password_required" for line in found)}
    peak = max(machine.peaks.values())
    holds = {
        "every file has an outcome": all(path.name in lines for path in paths)
        and all(line["outcome"] in OUTCOMES for line in taken.lines),
        "exit code 0": taken.code == 0,
        "status reconciles": {name: number for name, number in more.items() if number} == counted,
        "every locked file says so": set(LOCKED) <= asked,
        "memory of every process below 2 GB": peak < MOST_MEMORY,
    }
    seen = {"files": len(paths), "receipts": dict(counted), "counted_by_status": more, "peak_megabytes": peak >> 20}
    others = sorted(asked - set(LOCKED))
    return Line(holds, seen | {"seconds": round(taken.seconds), "locked_besides": others, "reasons": _reasons(taken)})


def _reasons(taken: Taken) -> dict[str, int]:
    found: dict[str, int] = {}
    for line in taken.lines:
        found[str(line["reason"])] = found.get(str(line["reason"]), 0) + 1
    return found


def laws_and_barcodes(machine: Machine) -> Line:
    """Files whose text is there already, and sheets that separate and number."""
    laws, sheets = corpus_files("ordinary", "*.pdf"), corpus_files("barcodes", "*.pdf")
    taken = machine.ingest([*laws, *sheets]).by_name()
    machine.rest()
    holds, seen = _laws(machine, {path: taken[path.name] for path in laws})
    wrong = dict(_wrong_sheets(machine, {path: taken[path.name] for path in sheets}))
    holds |= {"splits and numbers as known": not wrong and len(sheets) == len({*PARTED, *NUMBERED})}
    return Line(holds, seen | {"sheets": len(sheets), "wrong_sheets": wrong})


def _laws(machine: Machine, laws: dict[Path, list[dict]]) -> tuple[dict[str, bool], dict]:
    """Whether no page was read from its image and the search finds a phrase of each on the page."""
    pages = asked = 0
    reread, lost = [], []
    for path, [line] in laws.items():
        shown = machine.ask(f"documents/{line['document_id']}/pages")
        pages += len(shown)
        reread += [f"{path.name} {page['number']}" for page in shown if page["source"] != "text_layer"]
        for number, phrase in _phrases(path):
            asked += 1
            if number not in machine.pages_found(f'"{phrase}"', line["document_id"]):
                lost.append(f"{path.name} {number}: {phrase}")
    holds = {
        "no page read again": not reread,
        "every page there": pages == LAW_PAGES,
        "text of every page found": bool(asked) and not lost,
    }
    return holds, {"pages": pages, "phrases_asked": asked, "read_again": reread, "not_found": lost}


def _phrases(path: Path) -> Iterator[tuple[int, str]]:
    """Five words that stand together in the middle of each page, with its number from 1."""
    with pypdfium2.PdfDocument(path) as pdf:
        for number, page in enumerate(pdf, 1):
            found = PHRASE.findall(page.get_textpage().get_text_range())
            if found:
                yield number, found[len(found) // 2]


def _wrong_sheets(machine: Machine, sheets: dict[Path, list[dict]]) -> Iterator[tuple[str, object]]:
    """The stacks that were parted or numbered otherwise than known, with what was seen."""
    for path, lines in sheets.items():
        name = path.name
        parts = [line["pages"] for line in lines]
        if name in PARTED and parts != _parts(path, PARTED[name]):
            yield name, parts
        if name in NUMBERED:
            serials = [machine.ask(f"documents/{line['document_id']}")["serial"] for line in lines]
            if dict(zip(serials, parts, strict=True)) != {str(n): len(of) for n, of in NUMBERED[name].items()}:
                yield name, [serials, parts]
        if name in OTHER_CODES:
            [first, *_] = machine.ask(f"documents/{lines[0]['document_id']}/pages")
            codes = [(code["format"], code["text"]) for code in first["barcodes"]]
            if codes != [OTHER_CODES[name]]:
                yield name, codes


def _parts(path: Path, separators: tuple[int, ...]) -> list[int]:
    """How many pages lie between the separators; a stack of nothing else is kept as one document of them all."""
    with pypdfium2.PdfDocument(path) as pdf:
        whole = len(pdf)
    ends = [-1, *separators, whole]
    between = [last - first - 1 for first, last in zip(ends, ends[1:], strict=False)]
    return [pages for pages in between if pages] or [whole]
