"""How long a dossier takes: `python -m benchmarks.dossier --documents 500 --pages 2 --others 100000`.

Makes an archive with a debtor of that many documents among those of others; a third of the debtor's are PDFs, a third TIFFs of one strip
a page, a third TIFFs of many. Counts the queries of a small and a large dossier, asks `legajo serve`, a process of its own, for the
JSON, binds the PDF in the real sandbox child, and has the bag checked by the public validator. Prints one JSON object.
"""

import argparse
import http.client
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.dossier_rows import CREDIT, CURP, ME, fill
from benchmarks.search_http import cpu_seconds
from benchmarks.serving import PORT, start
from indexer.sandbox import Sandbox
from schemas.dossier import Dossier
from service.archive import Archive
from service.configuration import read_settings
from service.operations.dossier import find_dossier, write_dossier_pdf
from service.operations.dossier_package import write_bag
from storage.records.migrate import migrate
from tests.databases import queries_of

LOOKS = 200


def queries(archive: Archive, key: str) -> int:
    """How many statements the dossier of that key takes."""
    with archive.database.read():
        pass
    with queries_of(archive.database) as asked:
        find_dossier(archive, ME, key)
    return len(asked)


def over_http(data: Path) -> dict[str, float]:
    """Milliseconds from the request to the last byte, over one kept-alive connection."""
    process, _ = start(str(data), "serve")
    try:
        command = [sys.executable, "-m", "web.command", "token", "add", "admin", "--json"]
        made = subprocess.run(command, env={**os.environ, "LEGAJO_DATA": str(data)}, capture_output=True, check=True)
        headers = {"Authorization": f"Bearer {json.loads(made.stdout)['token']}"}
        connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
        times, size = [], 0
        before = cpu_seconds(process.pid)
        for _ in range(LOOKS):
            begun = time.perf_counter()
            connection.request("GET", f"/api/v1/debtors/{CURP}/dossier", headers=headers)
            answer = connection.getresponse()
            size = len(answer.read())
            times.append((time.perf_counter() - begun) * 1000)
            if answer.status != 200:
                raise RuntimeError(answer.reason)
        spent = round((cpu_seconds(process.pid) - before) * 1000 / LOOKS, 1)
    finally:
        process.terminate()
        process.wait(30)
    times.sort()
    p50, p95, p99 = (round(times[int(LOOKS * share)], 1) for share in (0.5, 0.95, 0.99))
    return {"http_ms_p50": p50, "http_ms_p95": p95, "http_ms_p99": p99, "http_cpu_ms": spent, "json_bytes": size}


def bound(archive: Archive, found: Dossier, folder: Path) -> dict[str, float]:
    """The PDF; the child's processor time and largest memory are its alone."""
    target = folder / "d.pdf"
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with Sandbox() as sandbox:
        sandbox.start()
        begun = time.perf_counter()
        write_dossier_pdf(archive, ME, found, target, sandbox)
        seconds = time.perf_counter() - begun
    child = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {
        "folios": found.folios,
        "pdf_seconds": round(seconds, 2),
        "pdf_cpu_seconds_with_start": round(child.ru_utime + child.ru_stime - before.ru_utime - before.ru_stime, 2),
        "child_megabytes": child.ru_maxrss // 1024,
        "pdf_bytes": target.stat().st_size,
    }


def bagged(archive: Archive, found: Dossier, folder: Path) -> dict[str, object]:
    begun = time.perf_counter()
    packed = write_bag(archive, ME, found, folder / "bolsa")
    seconds = time.perf_counter() - begun
    done = subprocess.run(
        [sys.executable, "-m", "bagit", "--validate", str(folder / "bolsa")], capture_output=True, check=False
    )
    return {"bag_seconds": round(seconds, 2), "bag_files": packed.files, "bag_valid": done.returncode == 0}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.dossier")
    parser.add_argument("--documents", type=int, default=500)
    parser.add_argument("--pages", type=int, default=2)
    parser.add_argument("--others", type=int, default=100_000, help="documents of other debtors")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        data = Path(name) / "data"
        archive = Archive(read_settings({**os.environ, "LEGAJO_DATA": str(data)}))
        migrate(archive.database)
        figures: dict[str, object] = {"documents": given.documents, "others": given.others}
        about = fill(archive, range(2), given.pages, given.others)
        figures["queries_of_2_documents"] = queries(archive, CURP)
        fill(archive, range(2, given.documents), given.pages, 0, about)
        figures["queries"] = queries(archive, CURP)
        found = find_dossier(archive, ME, CREDIT)
        figures |= bound(archive, found, Path(name))
        figures |= bagged(archive, found, Path(name))
        archive.close()
        figures |= over_http(data)
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
