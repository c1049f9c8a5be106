"""Search measured beside the bare engine: `python -m benchmarks.search --pages 100000`.

Makes synthetic Spanish pages with 3 % of their characters misread, feeds them to
the embedded index and to plain tantivy, and prints in one run: how fast either
takes pages, how long queries of each kind take (wall milliseconds, one client,
snippets and facets included for ours), and how many of the documents that bear a
name are found and how many of the first ten are right.
"""

import argparse
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

from benchmarks.bare import Bare
from benchmarks.search_pages import Maker, Truth
from indexer.search.answering import MOST_LIMIT
from indexer.search.embedded import EmbeddedSearchIndex
from schemas.folding import fold
from schemas.search import Query

BATCH = 200
MOST_FOUND = 6000
"""Documents looked through for those that bear a name, by turning the page."""
NAMES = 60


class Quality(msgspec.Struct):
    """Means over the names asked.

    Share of the bearers found (within a thousand), share of the first ten that
    bear the name, and share of the ten places that bearers could fill and do.
    """

    found: float
    right: float
    reached: float
    asked: int


def ours(index: EmbeddedSearchIndex, text: str, limit: int = 20, **more: object) -> list[str]:
    """The first documents; more than the index gives at once are had as a person has them, by turning the page."""
    found: list[str] = []
    while len(found) < limit:
        asked = min(limit - len(found), MOST_LIMIT)
        hits = index.search(Query(text, limit=asked, offset=len(found), **more)).hits
        found += [hit.document_id for hit in hits]
        if len(hits) < asked:
            break
    return found


def percentiles(times: list[float]) -> list[float]:
    ordered = sorted(times)
    return [ordered[min(len(ordered) - 1, int(len(ordered) * share))] for share in (0.5, 0.95, 0.99)]


def spread(label: str, ask: Callable[[str], object], queries: list[str]) -> None:
    walls, spent = [], []
    for text in queries:
        start, cpu = time.perf_counter(), time.thread_time()
        ask(text)
        walls.append((time.perf_counter() - start) * 1000)
        spent.append((time.thread_time() - cpu) * 1000)
    wall, busy = (" ".join(f"{value:7.2f}" for value in percentiles(times)) for times in (walls, spent))
    print(f"  {label:36s} p50 p95 p99 ms: wall {wall}   cpu {busy}")


def quality(ask: Callable[[str, int], list[str]], names: list[tuple[str, set[str]]]) -> Quality:
    found = right = reached = 0.0
    for typed, bearers in names:
        answer = ask(typed, MOST_FOUND)
        found += len(bearers & set(answer)) / len(bearers)
        first = answer[:10]
        among = sum(document in bearers for document in first)
        right += among / len(first) if first else 0.0
        reached += among / min(10, len(bearers))
    count = len(names)
    return Quality(round(found / count, 3), round(right / count, 3), round(reached / count, 3), count)


def one_error(word: str, rng: random.Random) -> str:
    """The word with one error: a look-alike, the first letter wrong, a letter lost, doubled, swapped or replaced."""
    folded = fold(word)
    kind = rng.randrange(6)
    at = rng.randrange(1, len(folded) - 1)
    if kind == 0:
        for seen, read in (("m", "rn"), ("l", "1"), ("o", "0"), ("s", "5"), ("i", "l"), ("b", "8")):
            if seen in folded:
                return folded.replace(seen, read, 1)
    if kind == 1:
        return rng.choice("bcdfgmprt") + folded[1:]
    if kind == 2:
        return folded[:at] + folded[at + 1 :]
    if kind == 3:
        return folded[:at] + folded[at] + folded[at:]
    if kind == 4:
        return folded[:at] + folded[at + 1] + folded[at] + folded[at + 2 :]
    return folded[:at] + rng.choice("aeioutnrs") + folded[at + 1 :]


def mistyped(name: str, rng: random.Random) -> str:
    words = name.split()
    at = max(range(len(words)), key=lambda place: (len(words[place]), rng.random()))
    words[at] = one_error(words[at], rng)
    return " ".join(words)


def swapped(name: str) -> str:
    words = fold(name).split()
    return " ".join([*words[:-2], words[-1], words[-2]])


def report_speed(index: EmbeddedSearchIndex, bare: Bare, truth: Truth) -> None:
    rng = random.Random(3)
    names = rng.sample(sorted(truth.names), min(200, len(truth.names)))
    common, rare = truth.vocabulary[:80], truth.vocabulary[1000:6000]
    pairs = [f"{rng.choice(common)} {rng.choice(common)}" for _ in range(100)]
    kinds: dict[str, list[str]] = {
        "one rare word": rng.sample(rare, 100),
        "one common word": rng.sample(common, 60),
        "two common words": pairs,
        "phrase": [f'"{rng.choice(common)} la {rng.choice(common)}"' for _ in range(100)],
        "beginning of a word": [f"{word[:4]}*" for word in rng.sample(rare, 60)],
        "credit number": rng.sample(sorted(truth.credits), 100),
        "type and date filter": [
            f"tipo:convenio desde:{rng.randint(2005, 2020)} {word}" for word in rng.sample(rare, 100)
        ],
        "full name": names,
        "full name, one error": [mistyped(name, rng) for name in names],
    }
    for label, queries in kinds.items():
        spread(label, lambda text: ours(index, text), queries)
        spread("  … without facets", lambda text: ours(index, text, facets=False), queries)
        if "filter" not in label and "number" not in label:
            spread("  … bare engine", lambda text: bare.find(text.replace("*", "")), queries)
    spread("full name, bare engine, distance 1", lambda text: bare.find(text, 1), names[:50])
    spread("full name, bare engine, distance 2", lambda text: bare.find(text, 2), names[:50])


def report_quality(index: EmbeddedSearchIndex, bare: Bare, truth: Truth) -> None:
    rng = random.Random(5)
    names = rng.sample([(name, bearers) for name, bearers in sorted(truth.names.items()) if len(bearers) >= 3], NAMES)
    asked = {
        "names as they are": names,
        "accents dropped": [(fold(name).upper(), bearers) for name, bearers in names],
        "surnames swapped": [(swapped(name), bearers) for name, bearers in names],
        "one error typed": [(mistyped(name, rng), bearers) for name, bearers in names],
    }
    for label, queries in asked.items():
        print(f"  {label:24s} ours {quality(lambda text, limit: ours(index, text, limit, facets=False), queries)}")
        for distance in (0, 1, 2):
            print(
                f"  {'':24s} bare, distance {distance} {quality(lambda text, limit, d=distance: bare.find(text, d, limit), queries)}"
            )
    words = [word for word in rng.sample(truth.vocabulary[:1500], 150) if len(word) > 4]
    hits = {word: set(ours(index, f'"{word}"', 1000, facets=False)) for word in words}
    kept = [(one_error(word, rng), bearers) for word, bearers in hits.items() if len(bearers) >= 10]
    print(
        f"  {'words, one error typed':24s} ours {quality(lambda text, limit: ours(index, text, limit, facets=False), kept)}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=100_000)
    parser.add_argument("--folder", type=Path, help="keep the indexes here and use them again")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        run(options.pages, options.folder or Path(temporary))


def run(pages: int, folder: Path) -> None:
    maker = Maker()
    documents = list(maker.documents(pages))
    index = EmbeddedSearchIndex(folder / "ours")
    if index.state().pages != pages:
        start, spent = time.perf_counter(), time.process_time()
        index.rebuild((dict(documents[at : at + BATCH]) for at in range(0, len(documents), BATCH)), pages)
        took, spent = time.perf_counter() - start, time.process_time() - spent
        print(f"ours: {pages / took:.0f} pages/s, {pages / spent:.0f} pages per CPU s")
    plain = folder / "bare"
    fresh = not plain.exists()
    bare = Bare(plain)
    if fresh:
        start = time.process_time()
        bare.feed(documents)
        print(f"bare: {pages / (time.process_time() - start):.0f} pages per CPU s")
    size = sum(path.stat().st_size for path in plain.iterdir())
    print(
        f"{pages} pages, {len(documents)} documents; ours {index.state().bytes / 1e6:.0f} MB, bare {size / 1e6:.0f} MB"
    )
    report_quality(index, bare, maker.truth)
    report_speed(index, bare, maker.truth)
    index.close()


if __name__ == "__main__":
    main()
