"""Lines 2 and 5: real scans, and pages with a stamp over their text, read beside bare Tesseract in the same run."""

from pathlib import Path
from statistics import mean

from PIL import Image

from benchmarks.corpus import corpus_files
from benchmarks.filing import matches
from benchmarks.ocr_truth import recall, scans
from benchmarks.office import stamped_page
from benchmarks.office.truth import PageTruth
from benchmarks.reading import bare, summary
from benchmarks.spine.machine import Line, Machine
from tests.corpus import MIXED

ENDS_WELL = {"filed", "needs_review"}
WORDS_FOUND = 0.95
STAMPS_READ = 0.85
STAMP_SAYS = ("stamp_date", "stamp_time", "stamp_folio")
STAMP_DPI = 300


def real_scans(machine: Machine) -> Line:
    """Every scan filed; its text against the truth beside it, ours and bare."""
    images = corpus_files("scans", "*.jpg", "*.JPG", "*.png")
    truth = dict(scans(images[0].parent))
    taken = machine.ingest(images)
    machine.rest()
    lines = taken.by_name()
    texts = {path: machine.text(lines[path.name][0]["document_id"]) for path in truth}
    ours, theirs = summary(taken.seconds, texts, truth), summary(*bare(list(truth)), truth)
    holds = {
        "every file filed or in review": all(
            len(lines.get(path.name, ())) == 1 and lines[path.name][0]["outcome"] in ENDS_WELL for path in images
        ),
        "exit code 0": taken.code == 0,
        "character errors, median, not above bare": ours["cer_median"] <= theirs["cer_median"],
        "words found, median": ours["words_found_median"] >= WORDS_FOUND,
    }
    outcomes = dict(taken.outcomes())
    return Line(holds, {"files": len(images), "outcomes": outcomes, "legajo": ours, "bare_tesseract": theirs})


def stamped(machine: Machine, folder: Path, count: int) -> Line:
    """Pages with a stamp over their text, and files whose text is only in their pictures."""
    folder.mkdir()
    truth: dict[str, PageTruth] = {}
    plain, inked = [], []
    for seed in range(count):
        image, true, unstamped = stamped_page(seed, dpi=STAMP_DPI)
        plain.append(_written(unstamped, folder / f"plain-{seed}.png"))
        inked.append(_written(image, folder / f"stamped-{seed}.png"))
        truth[inked[-1].name] = true
    lines = machine.ingest(inked).by_name()
    holds, seen = _told(machine, {name: found[0]["document_id"] for name, found in lines.items()}, truth)
    (_, without), (_, under) = bare(plain), bare(inked)
    words = [true.text for true in truth.values()]
    before, after = (mean(map(recall, words, texts.values())) for texts in (without, under))
    seen |= {"bare_words_without_stamp": round(before, 4), "bare_words": round(after, 4)}
    holds["half of what the stamp cost is won back"] = seen["words"] >= after + (before - after) / 2
    mixed = _mixed(machine)
    return Line(holds | {"words that only pictures say are found": all(mixed.values())}, seen | {"mixed": mixed})


def _told(machine: Machine, filed: dict[str, str], truth: dict[str, PageTruth]) -> tuple[dict[str, bool], dict]:
    """What was read of body and stamp."""
    found, whole, missed = [], 0, {}
    for name, document_id in filed.items():
        layers = machine.ask(f"documents/{document_id}/pages/1/words")["layers"]
        body = " ".join(word[0] for layer in layers if layer["part"] != "stamp" for word in layer["words"])
        found.append(recall(truth[name].text, body))
        values: dict[str, list[str]] = {}
        for field in machine.ask(f"documents/{document_id}")["fields"]:
            values.setdefault(field["name"], []).append(field["value"])
        said = truth[name].stamps[0].fields
        wrong = {one: values.get(one, []) for one in STAMP_SAYS if not matches(one, said[one], values.get(one, []))}
        whole += not wrong
        missed |= {name: wrong} if wrong else {}
    seen = {"pages": len(filed), "words": round(mean(found), 4), "stamps_whole": whole, "stamps_missed": missed}
    return {"date, time and folio of the stamp": whole >= STAMPS_READ * len(truth)}, seen


def _mixed(machine: Machine) -> dict[str, bool]:
    """Whether the search finds in each mixed file what only its pictures say."""
    paths = [path for path in corpus_files("hostile", "*.pdf") if path.name in MIXED]
    lines = machine.ingest(paths).by_name()
    machine.rest()
    return {
        f"{path.name}: {word}": bool(machine.pages_found(word, lines[path.name][0]["document_id"]))
        for path in paths
        for word in MIXED[path.name]
    }


def _written(image: Image.Image, path: Path) -> Path:
    image.save(path, dpi=(STAMP_DPI, STAMP_DPI))
    return path
