"""What is sent to a search server: records, filters, addresses. Whether it answers rightly is the contract suite's business."""

from datetime import date

import msgspec
import pytest

from indexer.search.judging import Standing, judge
from indexer.search.memory import MemorySearchIndex
from indexer.search.plan import make_plan
from indexer.search.query import parse_query
from indexer.search.server import filters, records
from indexer.search.server.connection import Address, is_known
from indexer.search.server.records import beside, entries, parcels, runs_of, word_entry
from schemas.errors import Misconfigured
from schemas.search import Filters, PageRecord

PAGE = PageRecord(
    document_id="d", page=0, version=3, text="Se embarga a MARTHA LÓPEZ em-\nbargo", title="Acta", type="acta",
    date=date(2015, 3, 14), debtor="Martha López", debtor_ids=("p1",), credits=("1-23456-15",), lawsuits=(),
    court="Juzgado Primero", lawyer="", batch="L-1", identifiers=("LOBM900314",), access=("a1", "a2"),
)  # fmt: skip


def filters_of(typed: str, **known: object) -> filters.DocumentFilters:
    index = MemorySearchIndex()
    index.replace({"d": [PAGE]})
    parsed = parse_query(typed)
    return filters.DocumentFilters(make_plan(parsed, index), (Filters(**known), *parsed.filters))


def test_a_document_is_seen_by_those_who_may_see_every_page():
    second = msgspec.structs.replace(PAGE, page=1, text="otra hoja", access=("a2",))
    made = entries("d", [second, PAGE])
    assert made.document["access"] == ["a2"]
    assert (made.document["pages"], made.document["version"]) == ([0, 1], 3)
    assert {"embargo", "hoja", "martha", "primero"} <= set(made.document["words"])
    assert [page["page"] for page in made.pages] == [0, 1]
    assert "hoja" not in made.pages[0]["words"]


def test_names_of_entries_are_of_characters_that_the_server_takes():
    made = entries("lote/7 ñ", [msgspec.structs.replace(PAGE, document_id="lote/7 ñ")])
    keys = [made.document["key"], made.pages[0]["key"], word_entry("peñuñuri")["key"]]
    assert all(key.replace("-", "").isalnum() and key.isascii() for key in keys)
    assert made.document["place"] < 2**53


def test_words_in_a_row_and_beside_a_name_are_kept():
    words = ["comparecio", "lopez", "martha", "ante", "mi"]
    assert runs_of(words[1:]) == {"lopez martha", "martha ante", "ante mi", "lopez martha ante", "martha ante mi"}
    assert (runs_of(["ante"]), runs_of([])) == (set(), set())
    assert "lopez martha" in beside(words, frozenset(("martha", "lopez")))
    assert "ante mi" not in beside(words, frozenset(("martha", "lopez")))


def test_a_file_of_thousands_of_pages_fits_into_one_request(monkeypatch):
    monkeypatch.setattr(records, "MOST_RUNS", 60)
    pages = [
        msgspec.structs.replace(PAGE, page=number, text=f"consta en autos la hoja {number}") for number in range(40)
    ]
    made = records.entries("d", pages)
    assert len(made.document["runs"]) <= 60
    assert {"autos la hoja", "martha lopez"} <= set(made.document["runs"])
    assert ("39" in made.document["words"], len(made.pages)) == (True, 40)


def test_parcels_hold_everything_once_and_stay_small():
    made = [{"key": str(number), "text": "x" * 100} for number in range(50)]
    sent = list(parcels(made, 1000))
    assert [entry for parcel in sent for entry in parcel] == made
    assert max(map(len, sent)) < 10


def test_a_value_cannot_leave_its_quotes():
    assert filters.among("batch", ['a" OR x = "b', "c\\"]) == r'batch IN ["a\" OR x = \"b", "c\\"]'


def test_permission_is_part_of_every_step():
    asked = filters_of("embargo martha", access="a2")
    assert all('access IN ["a2"]' in step for step in (asked.matching(), *asked.ladder()))


def test_an_empty_query_lets_all_through():
    assert filters_of("").matching() == ""
    assert filters_of("").ladder() == [""]


def test_a_phrase_is_its_runs_and_what_is_unwanted_is_left_out():
    asked = filters_of('"no constituye novación alguna" -embargo').matching()
    assert 'runs IN ["no constituye novacion"]' in asked
    assert 'runs IN ["constituye novacion alguna"]' in asked
    assert 'NOT (words IN ["embargo"])' in asked


def test_more_than_ten_words_all_count():
    words = [
        "embargo",
        "acta",
        "mesa",
        "papel",
        "tinta",
        "sello",
        "firma",
        "folio",
        "rubro",
        "turno",
        "sala",
        "archivo",
    ]
    assert all(f'"{word}"' in filters_of(" ".join(words)).matching() for word in words)


def test_what_a_page_is_worth_is_told_by_its_text():
    index = MemorySearchIndex()
    index.replace({"d": [PAGE]})
    plan = make_plan(parse_query("martha lopez embargo"), index)
    assert judge(plan, Standing.of(["embargo", "de", "lopez", "martha"], ()))[0] == 3
    assert judge(plan, Standing.of(["otra", "cosa"], ()))[0] == 0


def test_an_address_names_server_and_indexes():
    assert Address.at("meilisearch://buscar:7700/oficina?tls=no") == Address("http://buscar:7700", "oficina")
    assert Address.at("meilisearch://buscar.example") == Address("https://buscar.example", "legajo")


@pytest.mark.parametrize(
    "wrong", ["meilisearch://", "meilisearch://a/b c", "meilisearch://a/b?tls=maybe", "meilisearch://a/b?x=1"]
)
def test_an_address_of_another_form_is_refused(wrong):
    with pytest.raises(Misconfigured):
        Address.at(wrong)


def test_a_server_of_another_major_version_or_too_old_is_not_known():
    assert [v for v in ("1.50.0", "1.56.3", "1.50.0-rc.1", "1.49.9", "2.0.0", "0.50.1", "") if is_known(v)] == [
        "1.50.0",
        "1.56.3",
        "1.50.0-rc.1",
    ]
