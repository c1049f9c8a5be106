"""What an event costs: `python -m benchmarks.evidence --events 20000`. Prints one JSON object.

Processor time, because a disk's flush says nothing of the log. `batched` is as looks are written, 200 at once;
`tree` is the share of hashing and head row alone; `check` is a stranger's verification.
"""

import argparse
import tempfile
import time
from pathlib import Path

import msgspec

from schemas.access import SYSTEM
from schemas.merkle import Frontier, leaf_hash
from schemas.settings import Settings
from service.archive import Archive
from service.operations.checkpoints import export_log, make_checkpoint
from service.operations.log_checking import check_log
from storage.records import events
from storage.records.migrate import migrate

AT_ONCE = 200


def _act(number: int) -> events.Act:
    return events.Act("ana", "10.0.0.1", "look", "document", f"{number:026d}", {"page": number % 9})


def _record(archive: Archive, count: int, at_once: int) -> float:
    begun = time.process_time()
    for start in range(0, count, at_once):
        with archive.database.write() as session:
            events.record_many(session, [_act(number) for number in range(start, start + at_once)])
    return (time.process_time() - begun) / count * 1e6


def _tree(count: int) -> float:
    bodies = [msgspec.json.encode(_act(number)) for number in range(count)]
    tree, begun = Frontier(), time.process_time()
    for start in range(0, count, AT_ONCE):
        tree = tree.extended(leaf_hash(body) for body in bodies[start : start + AT_ONCE])
    return (time.process_time() - begun) / count * 1e6


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.evidence")
    parser.add_argument("--events", type=int, default=20_000)
    count = parser.parse_args().events
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        database, objects = f"sqlite:///{folder / 'a.db'}", f"file://{folder / 'store'}"
        archive = Archive(Settings(data=folder, database=database, objects=objects))
        migrate(archive.database)
        batched, single = _record(archive, count, AT_ONCE), _record(archive, 500, 1)
        note = make_checkpoint(archive)
        (folder / "note").write_text(note.note if note else "", encoding="utf-8")
        begun = time.process_time()
        export_log(archive, SYSTEM, folder / "log")
        exported = time.process_time() - begun
        begun = time.process_time()
        sound = check_log(folder / "log", [folder / "note"], None).sound
        checked = time.process_time() - begun
        archive.close()
    figures = {
        "events": count + 500,
        "batched_us": round(batched, 1),
        "single_us": round(single, 1),
        "tree_us": round(_tree(count), 2),
        "export_seconds": round(exported, 2),
        "check_seconds": round(checked, 2),
        "sound": sound,
    }
    print(msgspec.json.encode(figures).decode())


if __name__ == "__main__":
    main()
