"""How long an import takes and what it holds in memory: `python -m benchmarks.importing --credits 50000 --notes 100000`.

Writes tables of persons, credits and promissory notes, imports them into a fresh archive in a process each (so that the
memory told is that of one import), and imports a table of credits of which 200 rows are wrong. Prints one JSON object.
"""

import argparse
import csv
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path

from schemas.curp import check_digit

WRONG = 200
_FIRST = date(1970, 1, 1)


def curp(number: int) -> str:
    """A CURP that holds, another for each number."""
    letters = "BCDFGHJKLMNPQRSTVWXYZ"
    born = _FIRST + timedelta(days=number % 10_000)
    tail = "".join(letters[number // 10_000 // 21**at % 21] for at in range(3))
    body = f"LOGR{born:%y%m%d}HSR{tail}0"
    return body + check_digit(body)


def people(count: int) -> Iterable[Sequence[str]]:
    """The table of persons."""
    yield ("CURP", "Nombre completo", "Teléfono")
    for number in range(count):
        yield (curp(number), f"Persona Número {number} López García", f"662{number:07d}")


def credits(count: int, wrong: int = 0) -> Iterable[Sequence[str]]:
    """The table of credits; `wrong` of them, spread out, have a date that does not exist."""
    yield ("Número de crédito", "CURP", "CURP aval", "Estado", "Fecha de firma", "Monto")
    bad = set(random.Random(7).sample(range(count), wrong))
    for number in range(count):
        signed = "31/02/2015" if number in bad else f"{number % 28 + 1:02d}/03/2015"
        yield (f"1-{number:06d}-15", curp(number), curp((number + 1) % count), "vencido", signed, "25,000.00")


def notes(credits: int, count: int) -> Iterable[Sequence[str]]:
    """The table of promissory notes, each with its maker."""
    yield ("Crédito", "Pagaré", "Monto", "Cantidad en letra", "Fecha de suscripción", "Vencimiento", "CURP suscriptor")
    for number in range(count):
        of = number % credits
        day = f"{number % 28 + 1:02d}"
        yield (
            f"1-{of:06d}-15", f"{number:07d}", "12,500.00", "DOCE MIL QUINIENTOS PESOS 00/100 M.N.",
            f"{day}/03/2015", f"{day}/03/2019", curp(of),
        )  # fmt: skip


def imported(data: Path, table: Path, kind: str) -> dict[str, object]:
    """One import by the command, in a process of its own: seconds, processor seconds, megabytes at most, its counts."""
    environment = {**os.environ, "LEGAJO_DATA": str(data)}
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    script = (
        "import resource,sys;from service.cli import run;code=run(sys.argv[1:]);"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,file=sys.stderr);sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "import", str(table), "--kind", kind, "--json"],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    said = json.loads(done.stdout)
    return {
        "rows": said["rows"],
        "created": said["created"],
        "errors": len(said["errors"]),
        "wall_s": round(time.perf_counter() - begun, 1),
        "cpu_s": round(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, 1),
        "peak_mb": round(int(done.stderr.split()[-1]) / 1024),
    }


def table(path: Path, rows: Iterable[Sequence[str]]) -> Path:
    """The rows as a CSV file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--credits", type=int, default=50_000)
    parser.add_argument("--notes", type=int, default=100_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        data = here / "data"
        told = {
            "people": imported(data, table(here / "people.csv", people(asked.credits)), "debtors"),
            "with_wrong_rows": imported(data, table(here / "bad.csv", credits(asked.credits, WRONG)), "credits"),
            "credits": imported(data, table(here / "credits.csv", credits(asked.credits)), "credits"),
            "notes": imported(data, table(here / "notes.csv", notes(asked.credits, asked.notes)), "promissory-notes"),
        }
    print(json.dumps(told, indent=1))


if __name__ == "__main__":
    main()
