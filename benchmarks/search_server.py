"""A search server's answers beside those of the folder: `python -m benchmarks.search_server meilisearch://HOST:7700/NAME?tls=no --key KEY`.

Feeds the same synthetic pages to both and asks both the same. Prints for each kind of query how many totals agree, how many
of the folder's documents the server finds too and how many more, and for names how many of the first ten are right.
"""

import argparse
import random
import tempfile
import time
from pathlib import Path

from benchmarks.search import BATCH, mistyped, quality, swapped
from benchmarks.search_pages import Maker, Truth
from indexer.search.open import open_search_index
from indexer.search.protocol import SearchIndex
from schemas.search import Query, SearchResult

MOST = 1000


def asked(truth: Truth, each: int) -> dict[str, list[str]]:
    """Queries by kind."""
    rng = random.Random(3)
    common, rare = truth.vocabulary[:80], truth.vocabulary[1000:6000]
    names = rng.sample(sorted(truth.names), each)
    return {
        "one rare word": rng.sample(rare, each),
        "one common word": rng.sample(common, each),
        "two common words": [f"{rng.choice(common)} {rng.choice(common)}" for _ in range(each)],
        "twelve common words": [" ".join(rng.sample(common, 12)) for _ in range(each)],
        "phrase": [f'"{rng.choice(common)} la {rng.choice(common)}"' for _ in range(each)],
        "beginning of a word": [f"{word[:4]}*" for word in rng.sample(rare, each)],
        "credit number": rng.sample(sorted(truth.credits), each),
        "type, date and word": [
            f"tipo:convenio desde:{rng.randint(2005, 2020)} {word}" for word in rng.sample(rare, each)
        ],
        "full name": names,
        "full name, one error": [mistyped(name, rng) for name in names],
    }


def ids(result: SearchResult) -> list[str]:
    """The documents found, in order."""
    return [hit.document_id for hit in result.hits]


def compare(label: str, folder: SearchIndex, server: SearchIndex, queries: list[str]) -> None:
    """Print how far the answers of the server are those of the folder."""
    totals = found = wanted = more = facets = 0
    for text in queries:
        here, there = (index.search(Query(text, limit=MOST)) for index in (folder, server))
        totals += here.total == there.total
        facets += set(here.facets["type"]) == set(there.facets["type"])
        found += len(set(ids(here)) & set(ids(there)))
        wanted += len(ids(here))
        more += len(set(ids(there)) - set(ids(here)))
    print(
        f"  {label:22s} totals equal {totals}/{len(queries)}, facets {facets}, found too {found}/{wanted}, more {more}"
    )


def report(folder: SearchIndex, server: SearchIndex, truth: Truth, each: int) -> None:
    """Print both comparisons."""
    for label, queries in asked(truth, each).items():
        compare(label, folder, server, queries)
    rng = random.Random(5)
    borne = [(name, bearers) for name, bearers in sorted(truth.names.items()) if len(bearers) >= 3]
    names = rng.sample(borne, min(each, len(borne)))
    manners = {"as they are": lambda name: name, "swapped": swapped, "one error": lambda name: mistyped(name, rng)}
    for label, manner in manners.items() if names else ():
        queries = [(manner(name), bearers) for name, bearers in names]
        for where, index in (("folder", folder), ("server", server)):
            right = quality(lambda text, limit, of=index: ids(of.search(Query(text, limit=limit))), queries)
            print(f"  names {label:14s} {where} {right}")


def main() -> None:
    """Feed and ask both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address")
    parser.add_argument("--key", default="")
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--each", type=int, default=40, help="queries of each kind")
    options = parser.parse_args()
    maker = Maker()
    documents = list(maker.documents(options.pages))
    with tempfile.TemporaryDirectory() as temporary:
        folder = open_search_index(f"file://{Path(temporary) / 'index'}")
        server = open_search_index(options.address, options.key)
        for index in (folder, server):
            started = time.perf_counter()
            index.rebuild((dict(documents[at : at + BATCH]) for at in range(0, len(documents), BATCH)), options.pages)
            print(f"{index.state().pages} pages, {len(documents)} documents: {time.perf_counter() - started:.1f} s")
        report(folder, server, maker.truth, options.each)
        folder.close()
        server.close()


if __name__ == "__main__":
    main()
