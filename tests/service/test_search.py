"""Search returns the promised shape, the boxes of what matched, and nothing the asker may not see."""

from datetime import date

import pytest

from schemas.pages import Word
from schemas.word_codec import encode_words, unpack_words
from service.operations.searching import boxes_of, plain_snippet
from storage.records import new_id, now
from storage.records.tables import AssignmentRow, BatchRow, LawsuitCreditRow, LawsuitRow, LinkRow


@pytest.fixture(scope="module")
def found(office, client):
    document = office.file("El pagaré de Martha vence en marzo", links=(("credit", "c1"),))
    answer = client.get("/api/v1/search?q=pagare martha", headers=office.bearer("clerk"))
    return document, answer.json()


def test_the_answer_has_the_promised_shape(found):
    document, answer = found
    hit = answer["hits"][0]

    assert set(answer) >= {"total", "took_ms", "hits", "facets"}
    assert (hit["document_id"], hit["type"], hit["page"]) == (document, "promissory_note", 1)
    assert (hit["debtor"], hit["credit"], hit["lawsuit"]) == ("MARTHA LÓPEZ", "CR-1", None)
    assert "pagaré de Martha" in hit["snippet"]
    assert [hit["snippet"][start:end] for start, end in hit["marks"]] == ["pagaré", "Martha"]


def test_boxes_are_those_of_the_words_that_matched(found):
    boxes = found[1]["hits"][0]["boxes"]

    assert [round(box[1], 3) for box in boxes] == [0.05, 0.15]


def test_a_lawyer_finds_and_counts_only_their_own(client, office):
    mine = office.file("embargo precautorio uno", links=(("credit", "c1"),))
    office.file("embargo precautorio dos")

    answer = client.get("/api/v1/search?q=embargo precautorio", headers=office.bearer("lawyer")).json()

    assert (answer["total"], [hit["document_id"] for hit in answer["hits"]]) == (1, [mine])
    assert sum(value["count"] for value in answer["facets"]["type"]) == 1


def test_a_lawyer_finds_what_they_handed_in(client, office):
    document = office.file("comprobante de gestión extrajudicial", by="other")

    answer = client.get("/api/v1/search?q=gestión extrajudicial", headers=office.bearer("other")).json()

    assert [hit["document_id"] for hit in answer["hits"]] == [document]


def test_the_rows_have_the_last_word_over_an_index_that_is_behind(client, office):
    document = office.file("desistimiento parcial", links=(("credit", "c1"),))
    with office.archive.database.write() as session:
        session.query(LinkRow).filter(LinkRow.document_id == document).delete()

    answer = client.get("/api/v1/search?q=desistimiento", headers=office.bearer("lawyer")).json()

    assert (answer["total"], answer["hits"]) == (0, [])


@pytest.mark.parametrize("query", ['"', "tipo:", "-", "((", "a" * 1000, "\x00", "desde:nunca"])
def test_a_malformed_query_is_answered(client, office, query):
    assert client.get("/api/v1/search", params={"q": query}, headers=office.bearer("clerk")).status_code == 200


def test_a_snippet_is_plain_and_its_marks_are_places():
    assert plain_snippet("a \u0002b\u0003 c \u0002d\u0003") == ("a b c d", ((2, 3), (6, 7)))


def test_a_word_broken_over_two_lines_is_lit_whole():
    words = [Word(text, (0.1, at / 10, 0.1, 0.1)) for at, text in enumerate(("suscrip-", "ción", "ción."))]

    boxes = boxes_of([unpack_words(encode_words(words))], ("suscripcion",))

    assert [round(box[1], 2) for box in boxes] == [0.0, 0.1]


def test_a_query_is_never_too_long(client, office):
    answer = client.get("/api/v1/search", params={"q": "hoja " * 2000}, headers=office.bearer("clerk"))

    assert (answer.status_code, "recortó" in answer.json()["note"]) == (200, True)


@pytest.mark.parametrize("name", ["pagaré", "pagare", "promissory_note", "acuse", "note", "convenio jud"])
def test_a_type_that_there_is_needs_no_note(client, office, name):
    asked = [{"q": f'tipo:"{name}"'}, {"type": name}]
    answers = [client.get("/api/v1/search", params=each, headers=office.bearer("clerk")).json() for each in asked]
    assert [answer["note"] for answer in answers] == ["", ""]


def test_a_type_that_there_is_not_is_said(client, office):
    asked = [{"q": "tipo:novela"}, {"type": "novela"}, {"q": "tipo:novela", "type": "novela"}]
    answers = [client.get("/api/v1/search", params=each, headers=office.bearer("clerk")).json() for each in asked]
    assert {answer["note"] for answer in answers} == {"Ningún tipo de documento se llama «novela»."}


def test_limits_the_wrong_way_round_are_said(client, office):
    office.file("convenio de marzo", date=date(2026, 3, 1))
    asked = [
        {"q": "convenio", "from": "2026-05-01", "to": "2026-01-31"},
        {"q": "convenio hasta:2026-01", "from": "2026-05-01"},
    ]
    answers = [client.get("/api/v1/search", params=each, headers=office.bearer("clerk")).json() for each in asked]
    said = "Desde el 01/05/2026 hasta el 31/01/2026 no hay ninguna fecha: la primera es posterior a la segunda."
    assert [(answer["total"], answer["note"]) for answer in answers] == [(0, said)] * 2
    listed = client.get("/api/v1/documents?from=2026-05-01&to=2026-01-31", headers=office.bearer("clerk"))
    assert (listed.status_code, listed.json()["detail"]) == (400, said)


def batch_row(name: str, by: str) -> BatchRow:
    return BatchRow(id=new_id(), name=name, created_at=now(), created_by=by, found_separators=0)


def test_no_lawyer_is_told_of_a_batch_of_others_by_a_paper_of_theirs(client, office):
    batches = batch_row("Demandas de Raúl Núñez", "clerk"), batch_row("Mis acuses", "lawyer")
    office.add(*batches)
    link = ("credit", "c1")
    other, own = (office.file("acuse de la tarde", links=(link,), batch_id=batch.id) for batch in batches)

    def found(user: str, asked: dict[str, str]):
        return client.get("/api/v1/search", params={"q": "acuse", **asked}, headers=office.bearer(user)).json()

    def hits(user: str, asked: dict[str, str]):
        return [hit["document_id"] for hit in found(user, asked)["hits"]]

    for narrowed in ({"batch": "demandas de raul nuñez"}, {"q": 'acuse lote:"Demandas de Raúl Núñez"'}):
        assert (hits("clerk", narrowed), hits("lawyer", narrowed)) == ([other], [])
    assert hits("lawyer", {"batch": "Mis acuses"}) == [own]
    assert {one["value"] for one in found("lawyer", {})["facets"]["batch"]} == {"Mis acuses"}
    for user, told in (("clerk", "Demandas de Raúl Núñez"), ("lawyer", None)):
        assert client.get(f"/api/v1/documents/{other}", headers=office.bearer(user)).json()["batch"] == told
    listed = client.get("/api/v1/documents?batch=Demandas de Raúl Núñez", headers=office.bearer("lawyer"))
    assert listed.json()["items"] == []


@pytest.fixture(scope="module")
def shared(office) -> str:
    """A paper of the lawyer's credit that also belongs to a credit, a person and a lawsuit that are not theirs."""
    office.add(
        LawsuitRow(id="s77", court_id="j1", kind="EXP", year=2025, number=77, suffix="", status="admitida", version=1,
                   updated_at=now()),
        LawsuitCreditRow(lawsuit_id="s77", credit_id="c2"),
    )  # fmt: skip
    links = (("credit", "c1"), ("credit", "c2"), ("debtor", "p2"), ("lawsuit", "s77"))
    return office.file("relación zarzamora entregada", links=links)


@pytest.mark.parametrize(
    "asked",
    [
        *({"credit": "CR-2"}, {"debtor": "raul nuñez"}, {"lawsuit": "77/2025"}),
        *(
            {"q": "zarzamora crédito:CR-2"},
            {"q": "zarzamora raúl"},
            {"q": "zarzamora deudor:raúl"},
        ),
    ],
)
def test_no_search_tells_a_lawyer_that_a_paper_of_theirs_is_also_of_others(client, office, shared, asked):
    def found(user: str):
        return client.get("/api/v1/search", params={**asked, "limit": 100}, headers=office.bearer(user)).json()

    assert shared in [hit["document_id"] for hit in found("clerk")["hits"]]
    told = found("lawyer")
    assert (told["total"], told["hits"]) == (0, [])
    assert not any(told["facets"].values())


@pytest.mark.parametrize("asked", [{"q": "zarzamora"}, {"q": "zarzamora -raúl"}, {"q": "zarzamora", "credit": "CR-1"}])
def test_a_shared_paper_is_found_by_what_is_the_lawyer_s_of_it(client, office, shared, asked):
    told = client.get("/api/v1/search", params=asked, headers=office.bearer("lawyer")).json()

    assert (told["total"], [hit["document_id"] for hit in told["hits"]]) == (1, [shared])
    assert [one["value"] for one in told["facets"]["debtor"]] == ["MARTHA LÓPEZ"]
    after = client.get("/api/v1/search", params={**asked, "offset": 1}, headers=office.bearer("lawyer")).json()
    assert (after["total"], after["hits"]) == (1, [])


def test_a_shared_paper_is_found_by_a_credit_from_the_day_it_is_the_lawyer_s_too(client, office, shared):
    def total(**asked: str) -> int:
        told = client.get("/api/v1/search", params=asked, headers=office.bearer("lawyer")).json()
        return int(told["total"])

    office.file("hoja de nadie que cambia el archivo", links=(("credit", "c2"),))
    assert (total(q="zarzamora"), total(q="zarzamora", credit="CR-2")) == (1, 0)
    office.add(AssignmentRow(id="a77", credit_id="c2", lawyer_id="l1", assigned_on=date(2026, 2, 1)))
    assert (total(q="zarzamora"), total(q="zarzamora", credit="CR-2")) == (1, 1)


@pytest.mark.parametrize("query", ["sin acuse", "Sin acuse abogado:rentería", "acuses faltantes"])
def test_what_has_no_acknowledgement_is_in_its_queue_and_in_no_document(client, office, query):
    office.file("se exhibe el acuse sin anexos")

    answer = client.get("/api/v1/search", params={"q": query}, headers=office.bearer("clerk")).json()

    assert (answer["total"], answer["hits"], answer["queue"]) == (0, [], "acknowledgements")
    assert "cola" in answer["note"]


def test_the_words_of_a_queue_in_quotes_are_words(client, office):
    document = office.file("se presentó sin acuse alguno")

    answer = client.get("/api/v1/search", params={"q": '"sin acuse"'}, headers=office.bearer("clerk")).json()

    assert (document in {hit["document_id"] for hit in answer["hits"]}, answer["queue"]) == (True, "")
