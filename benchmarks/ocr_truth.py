"""True text of scanned pages (PAGE or ALTO beside the image) and how far a reading is from it."""

import re
import unicodedata
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import msgspec
from rapidfuzz.distance import Levenshtein

_DASH = re.compile(r" ?[-\u00ac\u2010-\u2015]+ ?")
_WORD = re.compile(r"\w+", re.UNICODE)


class Score(msgspec.Struct, frozen=True):
    """Character and word error rates (0-1 and above) and the share of true words found anywhere (0-1)."""

    cer: float
    wer: float
    recall: float


def scans(folder: Path) -> list[tuple[Path, str]]:
    """The images that have true text beside them, with that text."""
    images = sorted(path for path in folder.iterdir() if path.suffix.lower() in {".png", ".jpg"})
    return [(path, true_text(path.with_suffix(".xml"))) for path in images]


def true_text(path: Path) -> str:
    root = ElementTree.fromstring(path.read_bytes())
    return "\n".join(_alto_lines(root) if root.tag.lower().endswith("alto") else _page_lines(root))


def _alto_lines(root: ElementTree.Element) -> list[str]:
    return [
        " ".join(string.get("CONTENT", "") for string in line.iterfind("{*}String"))
        for block in root.iterfind(".//{*}TextBlock")
        for line in block.iterfind("{*}TextLine")
    ]


def _page_lines(root: ElementTree.Element) -> list[str]:
    regions = {region.get("id"): region for region in root.iterfind(".//{*}TextRegion")}
    order = [ref.get("regionRef") for ref in root.iterfind(".//{*}ReadingOrder//{*}RegionRefIndexed")]
    return [
        line.findtext("{*}TextEquiv/{*}Unicode") or ""
        for name in order
        if name in regions
        for line in regions[name].iterfind("{*}TextLine")
    ]


def score(truth: str, read: str) -> Score:
    true, seen = _plain(truth), _plain(read)
    true_words, seen_words = _WORD.findall(true.lower()), _WORD.findall(seen.lower())
    wanted, got = Counter(true_words), Counter(seen_words)
    return Score(
        Levenshtein.distance(true, seen) / max(1, len(true)),
        Levenshtein.distance(true.split(), seen.split()) / max(1, len(true.split())),
        sum((wanted & got).values()) / max(1, sum(wanted.values())),
    )


def recall(truth: str, read: str) -> float:
    """Share of the true words found anywhere in what was read."""
    return score(truth, read).recall


def _plain(text: str) -> str:
    """Blanks and the many kinds of dash made alike: transcribers write `¬`, printers a dash of any length."""
    return _DASH.sub("-", " ".join(unicodedata.normalize("NFC", text).split()))
