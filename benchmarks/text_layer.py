"""Text-layer PDFs: pages per second from hand-in to searchable, beside bare pdfium text extraction.

`python -m benchmarks.text_layer [PDF ...]`: the files named, the corpus' ordinary ones, or
made ones. Both sides see the same files in the same run; the ratio is of pages per second.
"""

import argparse
import json
import multiprocessing
import os
import sys
import tempfile
import time
from pathlib import Path

import pypdfium2

from benchmarks.corpus import corpus_files, made_text_pdfs
from schemas.access import Actor, Role
from service.archive import Archive
from service.configuration import read_settings
from service.operations.awaiting import pending
from service.operations.receive import Given, receive, stage_file
from service.worker import Worker
from storage.records import pipeline
from storage.records.migrate import migrate

CLERK = Actor("medición", Role.ADMINISTRATOR, "bench")


def bare(path: str) -> int:
    """Pages of one file, the text of each taken out with pdfium."""
    document = pypdfium2.PdfDocument(path)
    for page in document:
        text = page.get_textpage()
        text.get_text_range()
        text.close()
        page.close()
    pages = len(document)
    document.close()
    return pages


def measure_bare(paths: list[Path], processes: int) -> tuple[int, float]:
    with multiprocessing.Pool(processes) as pool:
        pool.map(bare, [str(paths[0])] * processes)
        begun = time.monotonic()
        pages = sum(pool.map(bare, map(str, paths)))
        return pages, time.monotonic() - begun


def measure_legajo(paths: list[Path]) -> tuple[int, float, float]:
    """Pages, seconds until all had an outcome, and until all were in the index."""
    with tempfile.TemporaryDirectory() as folder:
        archive = Archive(read_settings({"LEGAJO_DATA": folder}))
        migrate(archive.database)
        worker = Worker(archive, 2)
        worker.start()
        with stage_file(archive, paths[0]) as staged:
            first = receive(archive, CLERK, staged, Given(), channel="bench").receipt_id
        while pending(archive, [first]):
            time.sleep(0.05)
        begun = time.monotonic()
        receipts = []
        for path in paths[1:]:
            with stage_file(archive, path) as staged:
                receipts.append(receive(archive, CLERK, staged, Given(), channel="bench").receipt_id)
        while pending(archive, receipts):
            time.sleep(0.1)
        filed = time.monotonic() - begun
        while True:
            with archive.database.read() as session:
                documents, pages, behind = pipeline.totals(session)
                if not behind:
                    break
            time.sleep(0.1)
        indexed = time.monotonic() - begun
        with archive.database.read() as session:
            [warm] = pipeline.documents_of_receipt(session, first)
            pages -= warm.page_count
        worker.stop()
        archive.close()
    return pages, filed, indexed


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument(
        "--copies", type=int, default=8, help="each file handed in so often, made different by a comment"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        sources = options.files or corpus_files("ordinary", "*.pdf") or made_text_pdfs(Path(folder))
        paths = [copy_of(path, Path(folder), number) for number in range(options.copies) for path in sources]
        pages, seconds = measure_bare(paths[1:], 1)
        pages_two, seconds_two = measure_bare(paths[1:], 2)
        ours, filed, indexed = measure_legajo(paths)
    result = {
        "files": len(paths) - 1,
        "pages": pages,
        "bare_pages_per_second_one_process": round(pages / seconds, 1),
        "bare_pages_per_second_two_processes": round(pages_two / seconds_two, 1),
        "legajo_pages_per_second_filed": round(ours / filed, 1),
        "legajo_pages_per_second_indexed": round(ours / indexed, 1),
        "ratio_to_one_process": round((ours / indexed) / (pages / seconds), 3),
        "ratio_to_two_processes": round((ours / indexed) / (pages_two / seconds_two), 3),
    }
    print(json.dumps(result, indent=1))
    return 0


def copy_of(path: Path, folder: Path, number: int) -> Path:
    """The same PDF with other bytes, so that it is no duplicate: a comment after its end."""
    target = folder / f"{number:03d}-{path.name}"
    target.write_bytes(path.read_bytes() + f"\n% copy {number} {os.urandom(4).hex()}\n".encode())
    return target


if __name__ == "__main__":
    sys.exit(main())
