"""File a whole fictitious office and hold types, fields and links against the truth.

`python -m benchmarks.filing --documents 500` makes the office, imports its registry, hands
everything in, waits, and prints one JSON object with the shares right on clean and degraded
documents, every wrong automatic link, and the confusion matrix of types. Fields are counted
apart: those the project promises (`PROMISED`) and the rest. `--markdown FILE` writes the
figures and the confusion matrix as tables.
"""

import argparse
import csv
import json
import os
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from benchmarks.office import OfficeOptions, make_office
from benchmarks.reading import CLERK, busy
from benchmarks.running import wait_until
from schemas.folding import fold
from schemas.identifiers import credit_key
from service.archive import Archive
from service.configuration import read_settings
from service.operations.awaiting import pending
from service.operations.finishing import SURE
from service.operations.importing import import_table
from service.operations.receive import Given, receive, stage_file
from service.worker import Worker
from storage.records import pipeline, registry_names
from storage.records.migrate import migrate
from storage.records.receipts import get as row_of
from storage.records.tables import DocumentRow

TABLES = ("debtors", "courts", "lawyers", "credits", "lawsuits", "assignments")
MOST_SECONDS = 7200
SUMS = {"amount", "amount_figures", "amount_words", "principal", "interest", "waived", "instalment", "first_payment"}
READ_AS = {
    "defendants": ("borrower", "guarantor", "defendants"),
    "promissory_notes": ("promissory_note",),
    "institute_rfc": ("company_rfc",),
}
"""Lists of the truth that are read as several fields of one name."""

PROMISED = frozenset(
    (
        "document_date", "signed_on", "due_on", "amount", "amount_figures", "amount_words", "curp", "borrower_curp",
        "guarantor_curp", "lawyer_curp", "borrower_rfc", "guarantor_rfc", "lawyer_rfc", "credit", "court_file", "court",
        "borrower", "guarantor", "lawyer", "plaintiff", "defendants", "promissory_note", "promissory_notes", "license",
        "contract", "letter", "receipt", "stamp_date", "stamp_time", "stamp_folio", "stamp_sheets",
    )
)  # fmt: skip
"""The fields whose reading is promised; the others are read where it is simple."""


def file_office(folder: Path, data: Path) -> tuple[Archive, dict[str, str], float]:
    """Import and hand in; the archive at rest, the receipt of each file, and the seconds until all had their end."""
    archive = Archive(read_settings({**os.environ, "LEGAJO_DATA": str(data)}))
    migrate(archive.database)
    for kind in TABLES:
        report = import_table(archive, CLERK, folder / f"{kind}.csv", kind, dry_run=False, partial=True)
        if report.errors:
            print(kind, len(report.errors), report.errors[:3], file=sys.stderr)
    begun = time.monotonic()
    worker = Worker(archive, 2)
    worker.start()
    receipts = {}
    try:
        for path in sorted((folder / "files").iterdir()):
            with stage_file(archive, path) as staged:
                receipts[path.name] = receive(archive, CLERK, staged, Given(), channel="ingest").receipt_id
        wait_until(lambda: not pending(archive, list(receipts.values())), MOST_SECONDS)
        seconds = time.monotonic() - begun
        wait_until(lambda: not busy(archive), MOST_SECONDS)
    finally:
        worker.stop()
    return archive, receipts, seconds


class Tally:
    """What was right and wrong so far, by clean and degraded."""

    def __init__(self) -> None:
        self.hits: dict[str, dict[str, list[bool]]] = {
            what: {"clean": [], "degraded": []} for what in ("types", "fields", "other_fields", "own_links")
        }
        self.unsure: Counter = Counter()
        self.by_field: dict[str, Counter] = {}
        self.confusion: Counter = Counter()
        self.wrong: dict[str, list] = {"types": [], "fields": [], "links": []}
        self.links = 0

    def type(self, name: str, quality: str, truth: str, document: DocumentRow) -> None:
        right = document.type == truth
        self.hits["types"][quality].append(right)
        self.confusion[truth, document.type] += 1
        sure = document.type_confidence >= SURE
        self.unsure[quality] += not sure
        if not right:
            self.wrong["types"].append((name, truth, document.type, quality, "sure" if sure else "for review"))

    def field(self, name: str, quality: str, field: str, value: object, found: list[str]) -> None:
        hit = matches(field, value, found)
        self.hits["fields" if field in PROMISED else "other_fields"][quality].append(hit)
        self.by_field.setdefault(field, Counter())[quality, hit] += 1
        if not hit:
            self.wrong["fields"].append((name, field, value, found))

    def report(self) -> dict:
        shares = {what: {q: share(hits) for q, hits in sides.items()} for what, sides in self.hits.items()}
        return shares | {
            "unsure_types": dict(self.unsure),
            "by_field": {
                f: {f"{q}/{h}": n for (q, h), n in sorted(c.items())} for f, c in sorted(self.by_field.items())
            },
            "links": self.links,
            "wrong_links": self.wrong["links"],
            "wrong_types": self.wrong["types"],
            "wrong_fields": self.wrong["fields"],
            "confusion": sorted((truth, found, n) for (truth, found), n in self.confusion.items()),
        }


def judge(archive: Archive, receipts: dict[str, str], folder: Path) -> dict:
    """Shares right of the office in the folder, by clean and degraded, and what was wrong."""
    tally, registry = Tally(), Registry(folder)
    for truth in json.loads((folder / "truth.json").read_text(encoding="utf-8"))["documents"]:
        name = Path(truth["file"]).name
        quality = "degraded" if truth["condition"] == "degraded" else "clean"
        with archive.database.read() as session:
            receipt = row_of(session, receipts[name])
            [document] = pipeline.documents_of_receipt(session, receipt.duplicate_of or receipt.id)
            read = pipeline.fields_of(session, document.id)
            links = [row for row in pipeline.links_of(session, document.id) if row.state == "linked"]
            names = registry_names.names_of(session, [(row.entity_kind, row.entity_id) for row in links])
        tally.type(name, quality, truth["type"], document)
        for field, value in truth["fields"].items():
            named = READ_AS.get(field, (field,))
            tally.field(name, quality, field, value, [row.value for row in read if row.name in named])
        if truth["belongs_to"]["credits"]:
            own = any(row.entity_kind in ("credit", "debtor", "lawsuit") for row in links)
            tally.hits["own_links"][quality].append(own)
        tally.links += len(links)
        for row in links:
            entity = names[row.entity_kind, row.entity_id]
            if not belongs(row.entity_kind, entity, truth["belongs_to"], registry):
                tally.wrong["links"].append((name, row.entity_kind, entity, row.reason))
    return tally.report()


def markdown(result: dict) -> str:
    """The shares, and per true type what its documents were taken for."""
    lines = ["| what | clean | degraded |", "| --- | ---: | ---: |"]
    for what in ("types", "fields", "other_fields", "own_links"):
        cells = [f"{side['right']} / {side['of']} = {side['share']:.1%}" for side in result[what].values()]
        lines.append(f"| {what} | {' | '.join(cells)} |")
    lines += ["", f"Links made without a person: {result['links']}, wrong: {len(result['wrong_links'])}.", ""]
    found = sorted({found for _, found, _ in result["confusion"]})
    counts = {(truth, taken): n for truth, taken, n in result["confusion"]}
    lines += [f"| true type | {' | '.join(found)} |", "| --- |" + " ---: |" * len(found)]
    for truth in sorted({truth for truth, _, _ in result["confusion"]}):
        lines.append(f"| {truth} | {' | '.join(str(counts.get((truth, taken), '')) for taken in found)} |")
    return "\n".join(lines) + "\n"


def share(hits: list[bool]) -> dict[str, float]:
    return {"right": sum(hits), "of": len(hits), "share": round(sum(hits) / max(1, len(hits)), 4)}


def matches(field: str, value: object, found: list[str]) -> bool:
    """Whether the values read hold the true one; words are compared without accents, case and spacing."""
    wanted = value if isinstance(value, list) else [value]
    if field == "credit":
        return credit_key(str(value)) in found
    have = {plain(one) for one in found}
    return all(
        plain(f"{one / 100:.2f}" if field in SUMS and isinstance(one, int) else str(one)) in have for one in wanted
    )


def plain(text: str) -> str:
    return " ".join(fold(text).split())


def belongs(kind: str, name: str, truth: dict, registry: "Registry") -> bool:
    """Whether a link made without a person is to what the paper really belongs to."""
    if kind == "credit":
        return credit_key(name) in {credit_key(one) for one in truth["credits"]}
    if kind == "lawsuit":
        court, _, file = truth["lawsuit"].partition(":")
        kind_, year, number = (file.split(":") + ["", "", ""])[:3]
        return bool(court) and name.startswith(f"{number}/{year}")
    if kind == "debtor":
        return registry.curps.get(name, set()) & registry.people_of(truth) != set()
    return True


class Registry:
    """Who is called what, and who owes or guarantees each credit, from the office's tables."""

    def __init__(self, folder: Path) -> None:
        self.curps: dict[str, set[str]] = {}
        for row in rows(folder / "debtors.csv"):
            self.curps.setdefault(row["full_name"], set()).add(row["curp"])
        self.parties = {
            credit_key(row["number"]): {row["debtor_curp"], row["guarantor_curp"]}
            for row in rows(folder / "credits.csv")
        }

    def people_of(self, truth: dict) -> set[str]:
        """The CURPs of those whom the paper is about."""
        found = {truth["debtor"]} if truth["debtor"] else set()
        return found.union(*(self.parties.get(credit_key(number), set()) for number in truth["credits"])) - {""}


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=500)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--office", type=Path, help="an office made before")
    parser.add_argument("--data", type=Path, help="an empty folder in which the archive is made, and stays")
    parser.add_argument("--markdown", type=Path, help="a file to write the tables to")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.office or Path(temporary) / "office"
        if options.office is None:
            make_office(folder, OfficeOptions(documents=options.documents, seed=options.seed))
        archive, receipts, seconds = file_office(folder, options.data or Path(temporary) / "archive")
        result = judge(archive, receipts, folder)
        archive.close()
    if options.markdown:
        options.markdown.write_text(markdown(result), encoding="utf-8")
    print(json.dumps({"seconds": round(seconds, 1)} | result, ensure_ascii=False, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
