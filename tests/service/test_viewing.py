"""The viewer: one page at a time, and where in a document the words stand."""

from datetime import date

import pytest

from service.operations.lighting import in_runs

HTML = {"accept": "text/html"}


def test_only_the_page_asked_for_is_sent(client, office, signed_in):
    document = office.file(*[f"foja {number} del cuaderno" for number in range(1, 8)])

    page = client.get(f"/documentos/{document}/hoja", params={"pagina": 6, "q": "cuaderno"}, headers=HTML).text

    assert "/pages/6/image" in page and "/pages/5/image" not in page
    assert page.count("<rect ") == 1 and "<html" not in page


def test_the_page_wanted_is_asked_for_first_and_miniatures_far_from_it_wait(client, office, signed_in):
    document = office.file(*[f"foja {number}" for number in range(1, 41)])

    page = client.get(f"/documentos/{document}?pagina=30", headers=HTML).text

    assert page.index('rel="preload" as="image"') < page.index("/pages/30/image") < page.index("stylesheet")
    assert f' src="/api/v1/documents/{document}/pages/18/thumbnail' in page
    assert f' data-src="/api/v1/documents/{document}/pages/17/thumbnail' in page


def test_a_page_behind_the_last_shows_the_last(client, office, signed_in):
    document = office.file("una", "dos")

    assert 'data-sheet="2"' in client.get(f"/documentos/{document}?pagina=99", headers=HTML).text


def test_the_pages_where_all_words_stand_are_listed_through_an_error(client, office, signed_in):
    document = office.file("Roberto vino", "nadie", "Roberto Bojorquez Armenta", "Bojorquez")

    said = client.get(f"/documentos/{document}/aciertos", params={"q": "bojorques roberto"}, headers=HTML).text

    assert 'data-page="3"' in said and said.count("data-page=") == 1


def test_words_side_by_side_are_lit_as_one_place():
    name, surname, below = (0.1, 0.1, 0.2, 0.02), (0.31, 0.1, 0.2, 0.03), (0.1, 0.2, 0.2, 0.02)

    (first, second) = in_runs([name, surname, below])

    assert second == below and first == pytest.approx((0.1, 0.1, 0.41, 0.03))


def test_what_is_found_as_one_types_says_which_query_it_answers(client, office, signed_in):
    answer = client.get("/buscar/resultados", params={"q": "nadie", "desde": "ayer"}, headers=HTML)

    assert answer.headers["hx-replace-url"] == "/buscar?q=nadie&desde=ayer"
    assert "No se entendió «Desde: ayer»" in answer.text and "<html" not in answer.text


def test_a_search_is_narrowed_by_a_month_as_its_field_shows_it(client, office, signed_in):
    for day in (date(2026, 3, 31), date(2026, 4, 1)):
        office.file(f"oficio girado {day}", date=day)

    one = client.get(
        "/buscar/resultados", params={"q": "oficio girado", "desde": "03/2026", "hasta": "3/2026"}, headers=HTML
    )
    none = client.get(
        "/buscar/resultados", params={"q": "oficio girado", "desde": "2026", "hasta": "2025"}, headers=HTML
    )

    assert "No se entendió" not in one.text and "<span>Un documento</span>" in one.text
    assert "Desde el 01/01/2026 hasta el 31/12/2025 no hay ninguna fecha" in none.text


def test_two_documents_stand_side_by_side_each_at_its_page(client, office, signed_in):
    one, other = office.file("una", "dos"), office.file("tres", "cuatro", "cinco")

    page = client.get(
        f"/documentos/{one}/comparar", params={"con": other, "pagina": 2, "pagina2": 3}, headers=HTML
    ).text

    assert f"{one}/pages/2/image" in page and f"{other}/pages/3/image" in page
    assert "pagina2=3&amp;pagina=1" in page, "the other stays where it is"


def test_the_other_document_is_chosen_by_searching(client, office, signed_in):
    one, other = office.file("acuse de enero"), office.file("acuse de febrero")

    page = client.get(f"/documentos/{one}/comparar", params={"q": "acuse"}, headers=HTML).text

    assert f"?con={other}&amp;" in page and f"?con={one}&amp;" not in page
