"""Line 8: a debtor with 40 documents and 200 pages, bound twice."""

import concurrent.futures
import hashlib
import re
from pathlib import Path

import pypdfium2

from benchmarks.filing import TABLES
from benchmarks.office import debtor_with
from benchmarks.office.tables import write_tables
from benchmarks.spine.machine import Line, Machine

DOCUMENTS, PAGES = 40, 200
SEED = 8
"""Other people and credits than those of the office of lines 6 and 7."""

RANGE = re.compile(r"\b(\d+) a (\d+)\b")
FOLIO = re.compile(r"\bFoja (\d+)\b")


def whole_dossier(machine: Machine, folder: Path) -> Line:
    """Import the debtor, hand the papers in, bind them twice by the command, and compare."""
    made = debtor_with(folder, documents=DOCUMENTS, pages=PAGES, seed=SEED)
    write_tables(folder, made.portfolio)
    errors = [
        error
        for kind in TABLES
        for error in machine.command("import", str(folder / f"{kind}.csv"), "--kind", kind)["errors"]
    ]
    curp = made.debtor.curp
    machine.ingest(sorted((folder / "files").iterdir()), "--debtor", curp)
    machine.rest()
    bound = [folder / "one.pdf", folder / "two.pdf"]
    [dossier, again] = [machine.command("dossier", curp, "--pdf", str(target)) for target in bound]
    documents = dossier["documents"]
    folios = [n for one in documents for n in range(one["folio_first"], one["folio_last"] + 1)]
    index, paper = _texts(bound[0])
    shown = RANGE.findall(index)
    holds = {
        "registry imported": not errors,
        "all documents and pages there": (len(documents), dossier["folios"]) == (DOCUMENTS, PAGES),
        "folios from 1 without a gap": folios == list(range(1, PAGES + 1)),
        "each page bears its folio": [str(n) in FOLIO.findall(text) for n, text in enumerate(paper, 1)]
        == [True] * PAGES,
        "index says the same ranges": shown == [(str(one["folio_first"]), str(one["folio_last"])) for one in documents],
        "index names every SHA-256": all(one["sha256"] in index for one in documents),
        "originals have that SHA-256": _originals(machine, documents, folder),
        "two runs the same bytes": bound[0].read_bytes() == bound[1].read_bytes() and dossier == again,
    }
    seen = {"documents": len(documents), "folios": dossier["folios"], "copies": sum(len(one["copies"]) for one in documents),
            "bytes": bound[0].stat().st_size, "import_errors": errors[:5]}  # fmt: skip
    return Line(holds, seen)


def _texts(path: Path) -> tuple[str, list[str]]:
    """The text of cover and index, and that of each page with a folio."""
    with pypdfium2.PdfDocument(path) as pdf:
        texts = [page.get_textpage().get_text_range() for page in pdf]
    return "\n".join(texts[:-PAGES]), texts[-PAGES:]


def _originals(machine: Machine, documents: list[dict], folder: Path) -> bool:
    """Whether `get --original` gives for each document bytes of the SHA-256 that the dossier says."""

    def is_right(document: dict) -> bool:
        target = folder / f"{document['id']}.original"
        said = machine.command("get", document["id"], "--original", "-o", str(target))["sha256"]
        digest = hashlib.sha256(target.read_bytes()).hexdigest()
        return digest == said == document["sha256"]

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        return all(list(pool.map(is_right, documents)))
