"""Lines 6 and 7: a fictitious office filed; its types, fields and links against the truth, its names and words asked for."""

import random
from pathlib import Path

from benchmarks import filing, recall
from benchmarks.office import OfficeOptions, make_office
from benchmarks.spine.machine import Line, Machine

SEED = 7
TYPES = {"clean": 0.97, "degraded": 0.9}
FIELDS = {"clean": 0.95, "degraded": 0.85}
RECALL = 0.95


def filed_office(machine: Machine, folder: Path, documents: int, wanted: set[int]) -> dict[int, Line]:
    """File it as `benchmarks.filing` does, in the archive of the machine, and judge the lines wanted."""
    make_office(folder, OfficeOptions(documents=documents, seed=SEED, stacks=0))
    archive, receipts, seconds = filing.file_office(folder, machine.data)
    found = {}
    if 6 in wanted:
        found[6] = _named(filing.judge(archive, receipts, folder), seconds)
    if 7 in wanted:
        found[7] = _recalled(recall.measure(archive, folder, random.Random(SEED), show=3))
    archive.close()
    return found


def _named(judged: dict, seconds: float) -> Line:
    """Right types and fields, and no wrong link."""
    holds = {
        f"{what} right, {quality}": judged[what][quality]["share"] >= least
        for what, aims in (("types", TYPES), ("fields", FIELDS))
        for quality, least in aims.items()
    }
    holds["no wrong link without a person"] = not judged["wrong_links"]
    shown = ("types", "fields", "other_fields", "links", "wrong_links", "wrong_types", "wrong_fields")
    return Line(holds, {"filed_seconds": round(seconds), **{name: judged[name] for name in shown}})


def _recalled(measured: dict) -> Line:
    """Every way of asking."""
    ways = {name: found for name, found in measured.items() if name != "documents" and found["asked"]}
    holds = {name: found["recall"] >= RECALL for name, found in ways.items()}
    return Line(holds, {"documents": measured["documents"], **ways})
