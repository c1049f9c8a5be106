"""The restore drill, by the commands: a backup while files come in, the machine gone, the archive back elsewhere.

`python -m benchmarks.drill --documents 60 --load 80` files a fictitious office, notes the dossier of every debtor,
starts Legajo and hands in more files from four senders, calls `legajo backup` in the middle of it, kills every process with -9 and
removes the folder, restores into an empty one, and holds: every file acknowledged before the backup's mark is
there with its bytes, `verify` finds nothing, the search finds each such file's text, and every debtor's dossier is the same to the byte.
Exit code 0 when all holds. Under `benchmarks.on_servers` the lost archive is one on PostgreSQL and S3, and it comes back embedded;
with `--grow` the lost one is embedded and comes back on the servers, as an office outgrows its machine.
"""

import argparse
import concurrent.futures
import contextlib
import csv
import hashlib
import json
import os
import shutil
import signal
import sys
import tempfile
import threading
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from benchmarks.filing import file_office
from benchmarks.office import OfficeOptions, make_office
from benchmarks.running import REFUSED, Running, at_rest, children, get, hand_in, wait_until
from benchmarks.small_files import text_page
from schemas.access import SYSTEM
from schemas.errors import NotFound
from service.archive import Archive
from service.configuration import read_settings
from service.operations.dossier import find_dossier, write_dossier_pdf

ON_SERVERS = ("LEGAJO_DATABASE", "LEGAJO_OBJECTS", "LEGAJO_SEARCH_INDEX")
"""The settings without which an archive is embedded."""

Acknowledged = dict[int, tuple[datetime, str, str]]
"""By number: when, the receipt's id, the SHA-256 of what was sent."""


def words(number: int) -> str:
    """What stands in the file of that number and in no other."""
    return f"Oficio {number}. Se remite el anexo zafiro{number}quetzal."


def dossiers_of(data: Path, curps: list[str]) -> dict[str, tuple[int, str, str]]:
    """Documents in the dossier of each debtor that has any, and the SHA-256 of its JSON and its PDF."""
    found = {}
    archive = Archive(read_settings({**os.environ, "LEGAJO_DATA": str(data)}))
    target = data.with_suffix(".pdf")
    for curp in curps:
        with contextlib.suppress(NotFound):
            dossier = find_dossier(archive, SYSTEM, curp)
            if dossier.documents:
                write_dossier_pdf(archive, SYSTEM, dossier, target)
                told, bound = msgspec.json.encode(dossier), target.read_bytes()
                found[curp] = (
                    len(dossier.documents),
                    hashlib.sha256(told).hexdigest(),
                    hashlib.sha256(bound).hexdigest(),
                )
    archive.close()
    return found


def keep_sending(port: int, token: str, acknowledged: Acknowledged, most: int, gone: threading.Event) -> None:
    """Hand in files from four senders until the machine is gone, and note what was acknowledged and when."""

    def one(number: int) -> None:
        if gone.is_set():
            return
        data = text_page(words(number))
        with contextlib.suppress(*REFUSED):
            receipt = hand_in(port, token, f"{number}.pdf", data)
            acknowledged[number] = (datetime.now(UTC), receipt, hashlib.sha256(data).hexdigest())

    with concurrent.futures.ThreadPoolExecutor(4) as senders:
        for number in range(most):
            senders.submit(one, number)


def wipe(running: Running, folder: Path) -> None:
    """Every process killed with -9, the folder removed."""
    assert running.up is not None
    for pid in [*children(running.up.pid), running.up.pid]:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    running.up.wait()
    shutil.rmtree(folder)


def lost_machine(running: Running, token: str, data: Path, load: int, place: Path) -> tuple[Acknowledged, dict]:
    """Take files in, back up in the middle, and lose the machine; what was acknowledged, what the backup said."""
    acknowledged: Acknowledged = {}
    gone = threading.Event()
    sending = (running.port, token, acknowledged, load * 4, gone)
    threading.Thread(target=keep_sending, args=sending, daemon=True).start()
    wait_until(lambda: len(acknowledged) >= load)
    said = running.command("backup", str(place))
    wait_until(lambda: len(acknowledged) >= load + 20)
    gone.set()
    wipe(running, data)
    return dict(acknowledged), said


def _begin(running: Running) -> str:
    """Serve, and wait until what was under way is done; a token."""
    running.start()
    token = running.command("token", "add", "admin")["token"]
    wait_until(lambda: at_rest(running.port, token))
    return token


def judge(back: Running, owed: dict[int, tuple[str, str]]) -> dict:
    """What stands at the other machine once its work is done."""
    token = _begin(back)

    def kept(number: int) -> bool:
        receipt, digest = owed[number]
        return get(back.port, token, f"receipts/{receipt}")["receipt"]["sha256"] == digest

    def found(number: int) -> bool:
        hits = get(back.port, token, f"search?q=zafiro{number}quetzal")["hits"]
        return bool(hits) and f"zafiro{number}quetzal" in hits[0]["snippet"]

    absent = [number for number in owed if not kept(number)]
    unfound = [number for number in owed if not found(number)]
    checked = back.command("verify", "--grace", "0")
    back.stop()
    return {"absent": absent, "unfound": unfound, "verify": checked}


def become_embedded() -> None:
    """What starts from now on keeps its rows, originals and index in its own folder."""
    for name in ON_SERVERS:
        os.environ.pop(name, None)


def main() -> int:
    """Lose it and bring it back."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.drill", description=__doc__)
    parser.add_argument("--documents", type=int, default=60)
    parser.add_argument("--load", type=int, default=80, help="files acknowledged before the backup begins")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--grow", action="store_true", help="from embedded to the servers that the environment names")
    given = parser.parse_args()
    servers = {name: os.environ[name] for name in ON_SERVERS if name in os.environ}
    if given.grow:
        become_embedded()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        make_office(folder / "office", OfficeOptions(documents=given.documents, seed=given.seed, stacks=0))
        with (folder / "office" / "debtors.csv").open(encoding="utf-8") as table:
            curps = [row["curp"] for row in csv.DictReader(table)]
        archive, _, _ = file_office(folder / "office", folder / "before")
        archive.close()
        running = Running(folder / "before")
        token = _begin(running)
        before = dossiers_of(folder / "before", curps)
        acknowledged, said = lost_machine(running, token, folder / "before", given.load, folder / "backup")
        mark = datetime.fromisoformat(said["made_at"])
        owed = {number: (receipt, digest) for number, (when, receipt, digest) in acknowledged.items() if when < mark}

        if given.grow:
            os.environ.update(servers)
        else:
            become_embedded()
        back = Running(folder / "after")
        restored = back.command("restore", str(folder / "backup"))
        after = dossiers_of(folder / "after", curps)
        found = judge(back, owed)
    result = {
        "acknowledged": len(acknowledged),
        "before_the_mark": len(owed),
        "backup": said,
        "restored": restored,
        "dossiers": len(before),
        "documents_in_them": sum(one[0] for one in before.values()),
        "dossiers_that_differ": [curp for curp in before if after.get(curp) != before[curp]],
        **found,
    }
    print(json.dumps(result, indent=1))
    sound = len(owed) >= given.load and found["verify"]["sound"] and before and len(after) == len(before)
    return 0 if sound and not (found["absent"] or found["unfound"] or result["dossiers_that_differ"]) else 1


if __name__ == "__main__":
    sys.exit(main())
