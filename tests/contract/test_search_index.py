"""What every full-text back end must do, through the port alone."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import msgspec
import pytest

from indexer.search.open import open_search_index
from indexer.search.protocol import Held, SearchIndex
from schemas.identifiers import identifier_forms
from schemas.search import Filters, PageRecord, Query


@pytest.fixture(scope="module")
def on_server(request) -> Iterator[SearchIndex]:
    """An index on a Meilisearch server; making one takes too long to do so for every test."""
    server = request.getfixturevalue("meilisearch")
    opened = open_search_index(server.address(), server.key)
    yield opened
    opened.close()


@pytest.fixture(params=["memory", "embedded", "meilisearch"])
def index(request, tmp_path) -> Iterator[SearchIndex]:
    if request.param == "meilisearch":
        opened = request.getfixturevalue("on_server")
        opened.replace({name: [] for names in opened.document_ids() for name in names})
        yield opened
        return
    opened = open_search_index("memory:" if request.param == "memory" else f"file://{tmp_path / 'index'}")
    yield opened
    opened.close()


_EMPTY = PageRecord(
    document_id="", page=0, version=1, text="", title="", type="", date=None, debtor="", debtor_ids=(), credits=(),
    lawsuits=(), court="", lawyer="", batch="", identifiers=(), access=(),
)  # fmt: skip


def page(document: str, text: str, number: int = 0, **known: object) -> PageRecord:
    record = msgspec.structs.replace(_EMPTY, document_id=document, page=number, text=text, **known)
    return msgspec.structs.replace(record, identifiers=(*record.identifiers, *identifier_forms(text)))


def put(index: SearchIndex, *pages: PageRecord) -> None:
    documents: dict[str, list[PageRecord]] = {}
    for record in pages:
        documents.setdefault(record.document_id, []).append(record)
    index.replace(documents)


def found(index: SearchIndex, text: str, **filters: object) -> list[str]:
    result = index.search(Query(text, Filters(**filters)))
    assert result.total == len(result.hits)
    return [hit.document_id for hit in result.hits]


def found_all(index: SearchIndex, text: str) -> list[str]:
    result = index.search(Query(text, limit=1000))
    assert result.total == len(result.hits)
    return [hit.document_id for hit in result.hits]


PAGARE = "PAGARÉ No. 000123. Debo y pagaré incondicionalmente la cantidad de $25,000.00 (veinticinco mil pesos 00/100 M.N.). MARTHA ELENA LÓPEZ BÓRQUEZ, crédito 1-23456-15"
CONVENIO = "CONVENIO JUDICIAL. El presente convenio no constituye novación de la obligación. P R E S T A C I O N E S reclamadas: se levanta el em-\nbargo del vehículo pick up modelo 2016"
AUTO = "Hermosillo, Sonora. Expediente número 1234/2024 del Juzgado Segundo de lo Mercantil. Se tiene por recibido el escrito de Juan Peñúñuri Moreno"


@pytest.fixture
def office(index: SearchIndex) -> SearchIndex:
    put(
        index,
        page("pagare", PAGARE, type="pagare", date=date(2015, 3, 14), debtor="Martha Elena López Bórquez",
             credits=("1-23456-15",), debtor_ids=("p1",), identifiers=("LOBM900314MSRPRR04",), access=("a1",), batch="L-1"),
        page("convenio", CONVENIO, type="convenio", date=date(2016, 5, 2), court="Juzgado Primero Civil", access=("a1", "a2")),
        page("auto", AUTO, type="auto", date=date(2024, 10, 1), court="Juzgado Segundo Mercantil Nogales",
             lawsuits=("hmo2:EXP:2024:1234",), lawyer="Ana Rentería"),
    )  # fmt: skip
    return index


def test_the_hits_are_handed_over_once_as_they_stand_in_the_answer(office):
    handed: list[object] = []
    result = office.search(Query("convenio"), handed.append)
    assert result.hits
    assert handed == [result.hits]
    assert office.search(Query("zzyzx"), handed.append).hits == ()
    assert len(handed) == 1


def test_what_goes_wrong_with_the_hits_is_not_taken_for_the_index(office):
    def refuse(_hits: object) -> None:
        raise ValueError("no room")

    with pytest.raises(ValueError, match="no room"):
        office.search(Query("convenio"), refuse)


@pytest.mark.parametrize(
    "name", ["a", "01hf7yat00hegrqgk9eapf46mg", "x" * 36, "y" * 60, "Ñ-2024/7_B", "convenio.2", "0" * 12]
)
def test_a_document_is_named_by_its_id_whatever_that_looks_like(index, name):
    put(index, page(name, "convenio judicial"), page("other", "auto de embargo"))
    assert found(index, "convenio") == [name]
    assert found(index, "embargo") == ["other"]


@pytest.mark.parametrize(
    ("typed", "document"),
    [
        ("martha lopez borquez", "pagare"),
        ("LOPEZ BORQUEZ MARTHA", "pagare"),
        ("marta lopes", "pagare"),
        ("LOBM900314", "pagare"),
        ("1-23456-15", "pagare"),
        ("12345615", "pagare"),
        ("1234/2024", "auto"),
        ("exp 1234/24 nogales", "auto"),
        ("pagaré 000123", "pagare"),
        ('"no constituye novación"', "convenio"),
        ('"NO CONSTITUYE NOVACION"', "convenio"),
        ("embargo vehículo pick up 2016", "convenio"),
        ("embargado vehiculos", "convenio"),
        ("25,000.00", "pagare"),
        ("25000", "pagare"),
        ("veinticinco mil", "pagare"),
        ("$25,000", "pagare"),
        ("prestaciones", "convenio"),
        ("prestac", "convenio"),
        ("nova*", "convenio"),
        ("penunuri", "auto"),
        ("peñuñuri moreno juan", "auto"),
        ("rnoreno", "auto"),
        ("0bligacion", "convenio"),
        ("incondicionalmante", "pagare"),
        ("hermosilo", "auto"),
        ("sermosillo", "auto"),
        ("tipo:convenio", "convenio"),
        ('juzgado:"segundo mercantil" desde:2024-10-01', "auto"),
        ("abogado:renteria", "auto"),
        ("crédito:12345615", "pagare"),
        ("deudor:LOPEZ", "pagare"),
        ("juicio:1234/24", "auto"),
        ("hasta:2015", "pagare"),
        ("desde:05/2016 hasta:31/12/2016", "convenio"),
    ],
)
def test_what_people_type_finds_the_one_document_meant(office, typed, document):
    assert found(office, typed) == [document]


@pytest.mark.parametrize(
    "typed", ["convenio -novación", '"novación constituye"', '"embargado"', "pagaré convenio", "tipo:otro", "26000"]
)
def test_what_is_not_there_is_not_found(office, typed):
    assert found(office, typed) == []


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        '"',
        "-",
        ":",
        "tipo:",
        "desde:ayer",
        "((((",
        "a" * 5000,
        "*",
        "-*",
        'x:"',
        "≠",
        "\x00",
        "AND OR NOT",
        "[a TO b]",
        "~2^3",
    ],
)
def test_a_malformed_query_is_answered(office, typed):
    assert office.search(Query(typed)).total >= 0


def test_a_phrase_is_not_made_of_its_parts(index):
    put(
        index,
        page("parts", "cesión de créditos y venta de derechos"),
        page("whole", "la cesión de derechos litigiosos"),
    )
    assert found(index, '"cesión de derechos"') == ["whole"]
    assert found(index, '"cesión de derechos litigiosos"') == ["whole"]


def test_a_type_is_asked_for_by_its_code_or_its_spanish_name(index):
    put(index, page("d", "uno", type="judicial_agreement"), page("e", "dos", type="admission_order"))
    assert found(index, "tipo:convenio") == found(index, "", type="judicial_agreement") == ["d"]
    assert found(index, 'tipo:"auto de radicación"') == found(index, "tipo:AUTO") == ["e"]


def test_an_empty_query_lists_everything_and_filters_narrow_it(office):
    assert sorted(found(office, "")) == ["auto", "convenio", "pagare"]
    assert found(office, "", year=2015) == ["pagare"]
    assert found(office, "", credit="1 23456 15") == ["pagare"]
    assert found(office, "", debtor_id="p1", batch="l-1") == ["pagare"]


def test_nobody_sees_or_counts_what_is_not_theirs(office):
    result = office.search(Query("", Filters(access="a2")))
    assert [hit.document_id for hit in result.hits] == ["convenio"]
    assert [value.value for value in result.facets["type"]] == ["convenio"]
    assert found(office, "martha", access="a2") == []


def test_a_page_withheld_withholds_its_document(index):
    put(index, page("d", "uno", access=("a1",)), page("d", "secreto", 1))
    assert found(index, "secreto", access="a1") == found(index, "uno", access="a1") == []


def test_results_are_grouped_by_document_with_the_best_page_first(index):
    put(index, page("d", "nada que ver"), page("d", "solo embargo", 1), page("d", "embargo de vehículo", 2))
    result = index.search(Query("embargo vehículo"))
    assert result.total == 1
    assert [shown.page for shown in result.hits[0].pages] == [2]
    assert index.search(Query("embargo")).hits[0].page_count == 2


def test_words_on_different_pages_find_the_document(index):
    put(index, page("d", "CONVENIO"), page("d", "firma Encinas", 1))
    assert found(index, "convenio encinas") == ["d"]


def test_paging_has_no_cap_and_repeats_nothing(index):
    index.replace({f"d{number:04d}": [page(f"d{number:04d}", "requerimiento de pago")] for number in range(1203)})
    seen = []
    for offset in range(0, 1300, 100):
        result = index.search(Query("requerimiento", limit=100, offset=offset))
        assert result.total == 1203
        seen += [hit.document_id for hit in result.hits]
    assert len(seen) == len(set(seen)) == 1203
    assert index.search(Query("requerimiento", offset=10**9)).hits == ()


def test_facets_count_documents_not_pages(index):
    put(
        index,
        page("a", "embargo", type="acta", date=date(2020, 1, 1)),
        page("a", "embargo", 1, type="acta"),
        page("b", "embargo", type="auto"),
    )
    facets = index.search(Query("embargo")).facets
    assert {value.value: value.count for value in facets["type"]} == {"acta": 1, "auto": 1}
    assert {value.value: value.count for value in facets["year"]} == {"2020": 1}
    assert index.search(Query("embargo", facets=False)).facets == {}


def test_the_same_question_is_counted_anew_when_the_content_has_changed(index):
    put(index, *(page(f"d{n}", "embargo de bienes", type="acta") for n in range(3)))
    for found_now in (3, 4):
        result = index.search(Query("embargo", limit=1))
        assert (result.total, result.facets["type"][0].count) == (found_now, found_now)
        put(index, page("otro", "embargo de bienes", type="acta"))


@pytest.mark.parametrize("word", ["requerimiento", "incondicionalmente", "otorrinolaringologicamente"])
def test_an_error_is_forgiven_in_words_of_any_length(index, word):
    put(index, page("d", f"consta el {word} hecho"), page("e", "otra cosa"))
    assert found(index, word[:5] + "x" + word[6:]) == ["d"]


def test_the_snippet_marks_the_words_and_the_terms_are_folded(office):
    best = office.search(Query("lopez bórquez")).hits[0].pages[0]
    assert "\u0002LÓPEZ\u0003 \u0002BÓRQUEZ\u0003" in best.snippet
    assert best.terms == ("lopez", "borquez")


def test_a_sum_is_marked_however_it_was_asked_for(office):
    for typed in ("25000", "veinticinco mil", "25,000.00"):
        assert "\u000225\u0003,\u0002000\u0003" in office.search(Query(typed)).hits[0].pages[0].snippet


def test_exact_words_come_before_forgiven_ones(index):
    put(
        index,
        page("near", "Gonzalo Valenzuera"),
        page("exact", "Gonzalo Valenzuela"),
        page("alike", "Gonzalo Va1enzuela"),
    )
    assert found(index, "valenzuela") == ["exact", "alike", "near"]


def test_a_name_standing_together_comes_before_its_words_apart(index):
    apart = "Martha firma el convenio en la ciudad capital del estado ante el señor López"
    put(
        index,
        page("apart", apart),
        page("misread", "compareció Martna López"),
        page("whole", "compareció López Martha"),
    )
    assert found(index, "martha lopez") == ["whole", "misread", "apart"]


@pytest.mark.parametrize("typed", ["ral garcía rosas", "raúl gracia rosas", "garcia ral", "raul garcía rsas"])
def test_a_name_nobody_bears_is_taken_for_the_nearest(index, typed):
    put(index, page("meant", "compareció Raúl García Rosas"), page("other", "la gracia de la sal y las rosas"))
    assert found(index, typed) == ["meant"]


def test_replacing_twice_changes_nothing_and_an_empty_list_removes(office):
    put(office, page("auto", "otra cosa"))
    put(office, page("auto", "otra cosa"))
    assert found(office, "otra cosa") == ["auto"]
    assert found(office, "hermosillo") == []
    office.replace({"auto": []})
    assert found(office, "otra cosa") == []
    assert office.state().pages == 2


def test_a_rebuild_begins_anew_with_another_identity(office):
    before = office.state()
    office.rebuild([{"x": [page("x", "nuevo")]}, {"y": [page("y", "nuevo")]}])
    after = office.state()
    assert sorted(found(office, "nuevo")) == ["x", "y"]
    assert found(office, "martha") == []
    assert after.identity != before.identity
    assert after.pages == 2


def test_what_changed_since_its_batch_is_as_it_is_now_after_a_rebuild(office):
    batches = [
        {"x": [page("x", "nuevo", 1), page("x", "nuevo", 2)], "y": [page("y", "nuevo")], "z": [page("z", "nuevo")]}
    ]
    office.rebuild(batches, 4, [{"x": [page("x", "mudado")], "y": []}, {"w": [page("w", "mudado")]}])
    assert (found(office, "nuevo"), sorted(found(office, "mudado"))) == (["z"], ["w", "x"])
    assert office.state().pages == 3


def test_what_is_fed_while_another_content_is_built_is_found_before_the_swap_and_after(office):
    late = {"late": [page("late", "constancia de entrega")]}

    def batches():
        yield {"x": [page("x", "nuevo")]}
        with ThreadPoolExecutor(1) as feeder:
            feeder.submit(office.replace, late).result(timeout=120)
        assert (found(office, "constancia"), found(office, "nuevo")) == (["late"], [])
        yield {"y": [page("y", "nuevo")]}

    office.rebuild(batches(), 2, [late])
    assert (found(office, "constancia"), sorted(found(office, "nuevo"))) == (["late"], ["x", "y"])
    assert office.state().pages == 3


def test_a_rebuild_that_breaks_off_leaves_the_old_content(office):
    def batches():
        yield {"x": [page("x", "nuevo")]}
        raise RuntimeError("broke off")

    identity = office.state().identity
    with pytest.raises(RuntimeError):
        office.rebuild(batches())
    assert found(office, "martha") == ["pagare"]
    assert office.state().identity == identity


def test_a_document_found_by_its_debtor_alone_shows_its_pages(index):
    known = {"debtor": "Martha Elena López Bórquez"}
    put(index, page("x", "acuse sin firma", number=1, **known), page("x", "hoja de anexo", number=2, **known))
    put(index, page("y", "Martha Elena López Bórquez debe y pagará", number=1, **known))
    hits = {hit.document_id: hit for hit in index.search(Query("martha lopez borquez")).hits}
    assert [shown.page for shown in hits["x"].pages] == [1, 2]
    assert hits["x"].page_count == 2
    assert [shown.page for shown in hits["y"].pages] == [1]


def test_a_word_that_came_into_use_since_the_rebuild_is_no_misreading(index):
    often = {f"a{number}": [page(f"a{number}", "informe de cuenta")] for number in range(8)}
    index.rebuild([often | {"misread": [page("misread", "informe de cuesta")]}])
    assert "misread" in found(index, "cuenta")
    put(index, *(page(f"b{number}", "camino en cuesta") for number in range(20)))
    assert sorted(found(index, "cuenta")) == sorted(often)


def test_misreadings_of_a_frequent_word_are_found_whether_they_stood_there_at_the_rebuild_or_came_since(index):
    often = {f"a{number}": [page(f"a{number}", "se hizo el requerimiento de pago")] for number in range(60)}
    others = {f"o{number}": [page(f"o{number}", "otra cosa")] for number in range(300)}
    index.rebuild([others | often | {"there": [page("there", "se hizo el requerimicnto de pago")]}])
    put(index, page("since", "se hizo el requerirniento de pago"), page("lost", "se hizo el requeriiento de pago"))
    assert set(found_all(index, "requerimiento")) == {*often, "there", "since", "lost"}
    put(index, *(page(f"b{number}", "otra cosa") for number in range(200)), page("last", "el requerimento de pago"))
    assert set(found_all(index, "requerimiento")) == {*often, "there", "since", "lost", "last"}


def test_writing_goes_on_after_a_rebuild(office):
    office.rebuild([{"x": [page("x", "nuevo")]}])
    put(office, page("y", "nuevo"))
    assert sorted(found(office, "nuevo")) == ["x", "y"]


def test_what_is_held_is_told_document_by_document(index):
    put(index, *(page("a", "embargo", number, version=3) for number in range(4)), page("b", "convenio", version=1))
    put(index, page("c", "auto"))
    index.replace({"c": [], **{f"d{number}": [page(f"d{number}", "acuerdo")] for number in range(1005)}})
    index.replace({})

    assert index.held(["a", "b", "c", "none"]) == {"a": Held(3, 4), "b": Held(1, 1)}
    named = [name for batch in index.document_ids() for name in batch]
    assert sorted(named) == sorted(["a", "b", *(f"d{number}" for number in range(1005))])


def test_the_files_named_are_there_and_reading_them_changes_no_answer(office):
    before = found(office, "pagaré")
    assert all(path.is_file() for path in office.files())
    assert found(office, "pagaré") == before
