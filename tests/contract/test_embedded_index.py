"""What holds for the folder of the embedded index: one writer, many readers, nothing lost by a kill, damage survived."""

import multiprocessing
import os
import random
import signal
import string
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from indexer.search.embedded import EmbeddedSearchIndex
from schemas.errors import Conflict
from schemas.search import PageRecord, Query

_EMPTY = PageRecord(
    document_id="", page=0, version=1, text="", title="", type="", date=None, debtor="", debtor_ids=(), credits=(),
    lawsuits=(), court="", lawyer="", batch="", identifiers=(), access=(),
)  # fmt: skip


def document(name: str, text: str) -> dict[str, list[PageRecord]]:
    return {name: [msgspec.structs.replace(_EMPTY, document_id=name, text=text)]}


@pytest.fixture
def folder(tmp_path) -> Path:
    return tmp_path / "index"


def _write_for_ever(folder: Path, ready) -> None:
    index = EmbeddedSearchIndex(folder)
    for number in range(100_000):
        index.replace(document(f"d{number}", "embargo"))
        if number == 5:
            ready.set()


def test_a_second_writer_is_refused_and_may_still_read(folder):
    first, second = EmbeddedSearchIndex(folder), EmbeddedSearchIndex(folder)
    first.replace(document("a", "embargo"))
    with pytest.raises(Conflict):
        second.replace(document("b", "embargo"))
    assert second.search(Query("embargo")).total == 1
    first.close()
    second.replace(document("b", "embargo"))
    assert second.search(Query("embargo")).total == 2
    second.close()


def test_who_writes_a_little_and_ends_leaves_no_more_and_more_segments(folder):
    for number in range(12):
        index = EmbeddedSearchIndex(folder)
        index.replace(document(f"d{number}", "embargo"))
        index.close()
    (documents,) = folder.glob("g-*/documents/meta.json")
    assert len(msgspec.json.decode(documents.read_bytes())["segments"]) < 8


def test_readers_see_every_change_and_every_swap(folder):
    writer, reader = EmbeddedSearchIndex(folder), EmbeddedSearchIndex(folder)
    assert reader.search(Query("embargo")).total == 0
    writer.replace(document("a", "embargo"))
    assert reader.search(Query("embargo")).total == 1
    writer.rebuild([document("b", "embargo"), document("c", "embargo")])
    assert reader.search(Query("embargo")).total == 2
    assert reader.state() == writer.state()
    writer.close()


def test_another_thread_goes_on_writing_the_present_content_while_a_new_one_is_built(folder):
    index, reader = EmbeddedSearchIndex(folder), EmbeddedSearchIndex(folder)
    found = []

    def batches():
        yield document("a", "embargo")
        writing = threading.Thread(target=index.replace, args=(document("b", "embargo"),), daemon=True)
        writing.start()
        writing.join(20)
        found.append(reader.search(Query("embargo")).total)
        yield document("c", "embargo")

    index.replace(document("a", "embargo"))
    index.rebuild(batches(), changed=[document("d", "embargo")])
    assert (found, reader.search(Query("embargo")).total) == ([2], 3)
    index.close()


def test_a_killed_writer_leaves_what_it_committed_and_frees_the_lock(folder):
    context = multiprocessing.get_context("spawn")
    ready = context.Event()
    child = context.Process(target=_write_for_ever, args=(folder, ready))
    child.start()
    assert ready.wait(30)
    os.kill(child.pid, signal.SIGKILL)
    child.join(10)
    index = EmbeddedSearchIndex(folder)
    before = index.search(Query("embargo")).total
    assert before >= 6
    index.replace(document("later", "embargo"))
    assert index.search(Query("embargo")).total == before + 1
    index.close()


def test_a_generation_left_half_written_is_ignored_and_swept(folder):
    index = EmbeddedSearchIndex(folder)
    index.replace(document("a", "embargo"))
    index.close()
    half = folder / "g-half"
    half.mkdir()
    (half / "meta.json").write_text("{")
    again = EmbeddedSearchIndex(folder)
    again.replace(document("b", "embargo"))
    assert again.search(Query("embargo")).total == 2
    assert not half.exists()
    again.close()


@pytest.mark.parametrize("damage", ["meta", "segments", "pointer", "layout"])
def test_a_folder_that_cannot_be_read_is_set_aside_and_begun_anew(folder, damage):
    index = EmbeddedSearchIndex(folder)
    index.replace(document("a", "embargo"))
    identity = index.state().identity
    index.close()
    generation = folder / f"g-{identity}"
    if damage == "meta":
        (generation / "documents" / "meta.json").write_text("nonsense")
    elif damage == "segments":
        for path in generation.glob("*/*.term"):
            path.write_bytes(b"")
    else:
        text = "{" if damage == "pointer" else (folder / "CURRENT").read_text().replace('"layout":', '"layout":9')
        (folder / "CURRENT").write_text(text)
    again = EmbeddedSearchIndex(folder)
    assert again.state().identity != identity
    assert again.search(Query("embargo")).total == 0
    assert (folder / "set-aside").is_dir()
    again.replace(document("b", "embargo"))
    assert again.search(Query("embargo")).total == 1
    again.close()


def test_many_updates_do_not_make_the_folder_grow_without_bound(folder):
    text = " ".join(f"palabra{number} requerimiento" for number in range(150))
    index = EmbeddedSearchIndex(folder)
    everything = [document(f"d{number}", text) for number in range(40)]
    index.rebuild(everything)
    compact = index.state().bytes
    for _ in range(2):
        for one in everything:
            index.replace(one)
    deadline = time.monotonic() + 10
    while index.state().bytes >= 3 * compact and time.monotonic() < deadline:
        index.replace(everything[0])
        time.sleep(0.2)
    assert index.state().bytes < 3 * compact
    assert 0.0 <= index.state().dead < 1.0
    assert index.search(Query("requerimiento")).total == 40
    index.close()


@pytest.mark.parametrize("name", ["martha lopez borquez", "martha lopez lopez", "juan maria perez soto"])
@pytest.mark.parametrize("bearers", [5, 30])
def test_those_who_bear_a_name_in_a_row_come_first_and_all_are_counted(folder, name, bearers):
    first, *more = name.split()
    texts = {
        "row": name,
        "turned": " ".join((*more, first)),
        "apart": " y también otra parte, ".join(name.split()),
    }
    index = EmbeddedSearchIndex(folder)
    for kind, text in texts.items():
        for at in range(bearers):
            index.replace(document(f"{kind}{at}", f"compareció {text} en autos"))
    result = index.search(Query(name, limit=20))
    assert result.total == 3 * bearers
    assert {hit.document_id.rstrip("0123456789") for hit in result.hits[: min(bearers, 20)]} == {"row"}
    index.close()


def test_every_file_of_the_engine_is_named_those_of_words_first(folder):
    index = EmbeddedSearchIndex(folder)
    index.replace(document("d1", "embargo precautorio " * 500))
    named = index.files()
    assert sorted(named) == sorted(path for path in folder.glob("g-*/*/*") if path.suffix not in (".json", ".lock"))
    first = [path.suffix for path in named].index(".fast")
    assert {path.suffix for path in named[:first]} == {".term"}


def _one_error(word: str) -> set[str]:
    """All that a letter put in another's place or put in makes of the word."""
    letters = string.ascii_lowercase
    placed = {word[:at] + letter + word[at + 1 :] for at in range(len(word)) for letter in letters}
    added = {word[:at] + letter + word[at:] for at in range(len(word) + 1) for letter in letters}
    return (placed | added) - {word}


def _noted(seed: int, documents: int) -> Iterator[tuple[str, str]]:
    """Papers of people whose names are frequent, some of them misread, about something that nearly all are about."""
    chance = random.Random(seed)
    acts = ["embargo", "embargo", "embargos", "embargado", "embargante", "embargó", "emplazamiento"]
    names = ["hernandez"] * 4 + ["gonzalez"] * 3 + ["moreno"] * 2 + ["morena", "figueroa"]
    wrong = {name: sorted(_one_error(name)) for name in names}
    for number in range(documents):
        first, second = (chance.choice(names) for _ in range(2))
        read = chance.choice(wrong[first]) if chance.random() < 0.3 else first
        text = f"compareció juan {read} {second}, {chance.choice(acts)}, y pagaré número {chance.randrange(1000)}"
        yield f"{seed}-{number}", text


def _all_found(index: EmbeddedSearchIndex, text: str) -> list[str]:
    """The documents of every page of results, seven to a page; as many as the total says, each once."""
    result = index.search(Query(text, limit=7))
    total, names = result.total, [hit.document_id for hit in result.hits]
    while result.hits:
        result = index.search(Query(text, limit=7, offset=len(names)))
        names += [hit.document_id for hit in result.hits]
    assert len(names) == len(set(names)) == total
    return names


@pytest.mark.parametrize("typed", [
    "hernandez", "juan hernandez gonzalez", "gonzalez hernandez", "moreno", "morena", "figueroa moreno",
    "compareció hernandez pagaré", "hernande", "hernandezz", "hernandez -moreno", '"juan hernandez"', "figeroa",
    "embargo", "embargos", "embargado", "embargo moreno", "moreno embargo", "embarg", "embargo pagaré", "embargo*", "embrago",
])  # fmt: skip
def test_what_documents_tell_of_frequent_words_finds_what_asking_for_each_form_finds(tmp_path, typed):
    telling, asking = EmbeddedSearchIndex(tmp_path / "telling", sampled=300), EmbeddedSearchIndex(tmp_path / "asking")
    for index in (telling, asking):
        index.rebuild(document(*noted) for noted in _noted(1, 600))
        index.replace({name: pages for noted in _noted(2, 100) for name, pages in document(*noted).items()})
        index.replace({f"1-{number}": document(f"1-{number}", "sin nombre")[f"1-{number}"] for number in range(50)})
    found = _all_found(telling, typed)
    assert sorted(found) == sorted(_all_found(asking, typed))
    assert found
    for index in (telling, asking):
        index.close()


def test_misreadings_of_a_frequent_word_are_found_however_many_they_are(folder):
    names = [f"hernandez y {number}" for number in range(100)]
    misread = sorted(_one_error("hernandez"))
    index = EmbeddedSearchIndex(folder, sampled=700)
    index.rebuild(document(f"d{at}", text) for at, text in enumerate([*["otra cosa"] * 600, *names, *misread]))
    assert len(misread) > 450
    assert len(_all_found(index, "hernandez")) == len(names) + len(misread)
    index.close()


def test_a_word_in_use_is_not_told_of_as_a_misreading(folder):
    index = EmbeddedSearchIndex(folder, sampled=200)
    index.rebuild(document(f"{word}{at}", word) for at in range(100) for word in ("moreno", "morena"))
    index.replace(document("new", "morena"))
    assert len(_all_found(index, '"moreno"')) == 100
    assert not any(name.startswith("morena") or name == "new" for name in _all_found(index, "moreno"))
    index.close()
