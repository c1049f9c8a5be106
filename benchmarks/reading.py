"""Scanned pages from hand-in to searchable with all derivatives, beside bare Tesseract and OCRmyPDF on the same pages.

`python -m benchmarks.reading --pages 40` makes office pages (half of them degraded), adds the corpus'
scans where it is there, and runs in one go: two bare `tesseract -l spa` processes
(`OMP_THREAD_LIMIT=1`), Legajo with two slots until every searchable PDF stands and the index is up,
and OCRmyPDF with two jobs, when `--ocrmypdf` names its program. Rates and ratios; error rates of each.
"""

import argparse
import concurrent.futures
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pypdfium2
from PIL import Image, ImageOps

from benchmarks.corpus import corpus_files
from benchmarks.ocr_truth import scans, score
from benchmarks.office import OfficeOptions, make_office
from schemas.access import Actor, Role
from service.archive import Archive
from service.configuration import read_settings
from service.operations.awaiting import pending
from service.operations.receive import Given, receive, stage_file
from service.worker import Worker
from storage.records import jobs, pipeline
from storage.records.migrate import migrate

CLERK = Actor("medición", Role.ADMINISTRATOR, "bench")
ONE_THREAD = {**os.environ, "OMP_THREAD_LIMIT": "1"}


def office_pages(folder: Path, wanted: int) -> dict[Path, str]:
    """Upright, unstamped pages of a fictitious office as single JPEGs, with their true text."""
    options = OfficeOptions(
        documents=wanted * 2,
        formats=("jpg",),
        kinds=("promissory_note", "settlement_letter", "official_letter", "admission_order", "court_order"),
        stacks=0,
    )
    office = make_office(folder / "office", options)
    pages = {}
    for file in office.truth.documents:
        [page] = file.pages[:1]
        path = folder / "office" / file.file
        if page.rotation == 0 and not page.stamps and len(file.pages) == 1 and path.suffix == ".jpg":
            pages[path] = page.text
    return dict(list(pages.items())[:wanted])


def bare(paths: list[Path]) -> tuple[float, dict[Path, str]]:
    def one(path: Path) -> str:
        command = ["tesseract", str(path), "-", "-l", "spa"]
        return subprocess.run(command, capture_output=True, text=True, env=ONE_THREAD, check=True, timeout=300).stdout

    begun = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        texts = list(pool.map(one, paths))
    return time.monotonic() - begun, dict(zip(paths, texts, strict=True))


def legajo(paths: list[Path], folder: Path) -> tuple[float, dict[Path, str]]:
    archive = Archive(read_settings({"LEGAJO_DATA": str(folder)}))
    migrate(archive.database)
    worker = Worker(archive, 2)
    worker.start()
    time.sleep(3)
    begun, receipts = time.monotonic(), {}
    for path in paths:
        with stage_file(archive, path) as staged:
            receipts[path] = receive(archive, CLERK, staged, Given(), channel="bench").receipt_id
    while pending(archive, list(receipts.values())) or busy(archive):
        time.sleep(0.1)
    seconds, texts = time.monotonic() - begun, {}
    with archive.database.read() as session:
        for path, receipt_id in receipts.items():
            [document] = pipeline.documents_of_receipt(session, receipt_id)
            texts[path] = "\n".join(page.text for page in pipeline.pages_of(session, document.id))
    worker.stop()
    archive.close()
    return seconds, texts


def busy(archive: Archive) -> bool:
    with archive.database.read() as session:
        return jobs.live(session) > 0 or pipeline.totals(session)[2] > 0


def ocrmypdf(program: str, paths: list[Path], folder: Path) -> tuple[float, dict[Path, str]]:
    """Each page as a PDF of its own, as a scanner delivers it; two at a time."""
    folder.mkdir()
    inputs = {path: as_pdf(path, folder / f"{number}.pdf") for number, path in enumerate(paths)}

    def one(path: Path) -> str:
        target = inputs[path].with_suffix(".out.pdf")
        options = ["-l", "spa", "--jobs", "1", "--rotate-pages", "--deskew", "--output-type", "auto", "--quiet"]
        subprocess.run(
            [program, *options, str(inputs[path]), str(target)],
            env=ONE_THREAD,
            check=False,
            capture_output=True,
            timeout=600,
        )
        return text_of(target) if target.exists() else ""

    begun = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        texts = list(pool.map(one, paths))
    return time.monotonic() - begun, dict(zip(paths, texts, strict=True))


def as_pdf(path: Path, target: Path) -> Path:
    with Image.open(path) as picture:
        dpi = picture.info.get("dpi", (300, 300))[0]
        ImageOps.exif_transpose(picture).convert("RGB").save(
            target, "PDF", resolution=float(dpi) if dpi > 70 else 300.0
        )
    return target


def text_of(path: Path) -> str:
    document = pypdfium2.PdfDocument(str(path))
    text = "\n".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return text


def summary(seconds: float, texts: dict[Path, str], truth: dict[Path, str]) -> dict:
    scores = [score(truth[path], texts[path]) for path in truth]
    return {
        "pages_per_minute": round(60 * len(truth) / seconds, 1),
        "cer_median": round(statistics.median(s.cer for s in scores), 4),
        "wer_median": round(statistics.median(s.wer for s in scores), 4),
        "words_found_median": round(statistics.median(s.recall for s in scores), 4),
        "cer_mean": round(statistics.mean(s.cer for s in scores), 4),
        "words_found_mean": round(statistics.mean(s.recall for s in scores), 4),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=40)
    parser.add_argument("--only", choices=("office", "scans"), help="one kind of page alone")
    parser.add_argument("--ocrmypdf", default=shutil.which("ocrmypdf"), help="its program; left out when absent")
    options = parser.parse_args()
    results = {}
    with tempfile.TemporaryDirectory() as folder:
        sets: dict[str, dict[Path, str]] = {}
        if options.only != "scans":
            sets["office"] = office_pages(Path(folder), options.pages)
        if options.only != "office" and (found := corpus_files("scans", "*")):
            sets["scans"] = dict(scans(found[0].parent))
        for name, truth in sets.items():
            paths = list(truth)
            runs = {"bare_tesseract": bare(paths), "legajo": legajo(paths, Path(folder) / f"{name}-legajo")}
            if options.ocrmypdf:
                runs["ocrmypdf"] = ocrmypdf(options.ocrmypdf, paths, Path(folder) / f"{name}-ocrmypdf")
            results[name] = {who: summary(*run, truth) for who, run in runs.items()}
            results[name]["pages"] = len(paths)
            results[name]["legajo_to_bare"] = round(runs["bare_tesseract"][0] / runs["legajo"][0], 3)
            if options.ocrmypdf:
                results[name]["legajo_to_ocrmypdf"] = round(runs["ocrmypdf"][0] / runs["legajo"][0], 3)
    print(json.dumps(results, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
