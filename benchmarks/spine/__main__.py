"""`python -m benchmarks.spine`: every journey in turn, one JSON with what was seen of each and whether it holds; exit 1 when one does not.

The archive is made in a temporary folder, or where the settings say:
`python -m benchmarks.on_servers --s3 SCRIPT -- python -m benchmarks.spine`. `--only 2,3,8` runs only those lines.

2 real scans · 3 hostile files · 4 files with text, barcodes · 5 stamps over text · 6 types, fields, links of an office ·
7 names and words with errors in them · 8 the dossier · 9 kill -9 of worker and server
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks import chaos
from benchmarks.corpus import corpus_files
from benchmarks.running import Running
from benchmarks.spine.binding import whole_dossier
from benchmarks.spine.foreign import hostile, laws_and_barcodes
from benchmarks.spine.machine import Line, Machine
from benchmarks.spine.office import filed_office
from benchmarks.spine.paper import real_scans, stamped
from service.configuration import read_settings

LINES = {2, 3, 4, 5, 6, 7, 8, 9}
CORPUS = {2: "scans", 3: "hostile", 4: "ordinary", 5: "hostile"}
BROKEN = (RuntimeError, OSError, LookupError, ValueError, subprocess.SubprocessError)
"""How a journey breaks off: an answer that is not as agreed, a command or server that fails or takes too long."""

Report = dict[int, dict]


def main() -> int:
    """Run the lines asked for."""
    given = _arguments()
    wanted = LINES if given.only is None else given.only
    absent = [CORPUS[line] for line in sorted(wanted & set(CORPUS)) if not corpus_files(CORPUS[line], "*")]
    if absent:
        print(f"no files in {absent[0]}/ of the corpus; LEGAJO_TEST_CORPUS says where it is", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        machine = Machine(folder / "data")
        machine.command("init")
        report = _journeys(machine, folder, wanted, given)
        sound = _sound(machine)
    report_all = {"on": _back_ends(machine), "lines": dict(sorted(report.items())), "verify": sound}
    holds = sound["sound"] and all(line["holds"] for line in report.values())
    print(json.dumps(report_all | {"holds": holds}, ensure_ascii=False, indent=1))
    return 0 if holds else 1


def _journeys(machine: Machine, folder: Path, wanted: set[int], given: argparse.Namespace) -> Report:
    """The office comes first, into an archive where nothing else bears its names."""
    report: Report = {}
    if wanted & {6, 7}:
        office = wanted & {6, 7}
        report |= _noted(office, lambda: filed_office(machine, folder / "office", given.documents, office))
    journeys: dict[int, Callable[[], Line]] = {
        2: lambda: real_scans(machine),
        8: lambda: whole_dossier(machine, folder / "debtor"),
        3: lambda: hostile(machine),
        4: lambda: laws_and_barcodes(machine),
        5: lambda: stamped(machine, folder / "stamps", given.stamps),
    }
    if wanted & set(journeys):
        with machine.at_work():
            for number, journey in journeys.items():
                if number in wanted:
                    report |= _noted({number}, lambda one=number, run=journey: {one: run()})
    if 9 in wanted:
        report |= _noted({9}, lambda: {9: _killed(machine, given.files, given.kills)})
    return report


def _noted(numbers: set[int], run: Callable[[], dict[int, Line]]) -> Report:
    """What the lines saw; that they broke off, where they did."""
    begun = time.monotonic()
    try:
        found = run()
    except BROKEN as error:
        said = {"holds": False, "broke_off": f"{type(error).__name__}: {error}"[:2000]}
        report = {number: said for number in numbers}
    else:
        report = {
            number: {"holds": all(line.holds.values()), "conditions": line.holds, "seen": line.seen}
            for number, line in found.items()
        }
    for number, said in report.items():
        state = "holds" if said["holds"] else "DOES NOT HOLD"
        print(f"line {number}: {state}, {time.monotonic() - begun:.0f} s", file=sys.stderr, flush=True)
    return report


def _killed(machine: Machine, files: int, kills: int) -> Line:
    """As `benchmarks.chaos`, in the archive of the machine."""
    found = chaos.run(Running(machine.data), files, kills)
    holds = {
        "one outcome for each acknowledged file": not found["wrong"] and sum(found["outcomes"].values()) == files,
        "rows and objects agree": found["verify"]["sound"],
    }
    shown = ("files", "different", "kills", "uploads_tried", "outcomes", "wrong")
    return Line(holds, {name: found[name] for name in shown} | {"orphans_swept": len(found["first"]["orphans"])})


def _sound(machine: Machine) -> dict:
    """Whether rows and objects agree at the end of it all, and every receipt has its end."""
    found = machine.command("verify", "--grace", "0")
    left = machine.receipts()["in_progress"]
    return {**found, "in_progress": left, "sound": found["sound"] and not left}


def _back_ends(machine: Machine) -> dict[str, str]:
    settings = read_settings(machine.environment)
    places = {"rows": settings.database, "originals": settings.objects, "pages": settings.index}
    return {name: place.partition(":")[0] for name, place in places.items()}


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.spine", description=__doc__)
    parser.add_argument("--only", type=_numbers, help="numbers of lines, parted by commas")
    parser.add_argument("--documents", type=int, default=100, help="of the office of lines 6 and 7")
    parser.add_argument("--stamps", type=int, default=20, help="pages of line 5")
    parser.add_argument("--files", type=int, default=200, help="of line 9")
    parser.add_argument("--kills", type=int, default=20, help="of the worker in line 9")
    return parser.parse_args()


def _numbers(text: str) -> set[int]:
    numbers = {int(one) for one in text.split(",")}
    if not numbers <= LINES:
        raise argparse.ArgumentTypeError(f"lines are {', '.join(map(str, sorted(LINES)))}")
    return numbers


if __name__ == "__main__":
    sys.exit(main())
