"""Pages that searching does not find are listed, shown with a way to have them read again, and read again."""

import pytest
from sqlalchemy import update

from storage.records.tables import JobRow, PageRow

LIST, AGAIN = "/api/v1/pages-without-text", "/api/v1/pages-without-text/read"
HTML = {"accept": "text/html"}


@pytest.fixture
def lost(office):
    """Two documents: of the older one page has no text and one is blank, of the newer one failed and one is being read."""
    older, newer = office.file("uno", "dos", "tres"), office.file("cuatro", "cinco", "seis")
    for document, number, state, problem in (
        (older, 2, "read", None),
        (older, 3, "blank", None),
        (newer, 1, "failed", "timed_out"),
        (newer, 2, "pending", None),
    ):
        with office.archive.database.write() as session:
            page = (PageRow.document_id == document) & (PageRow.number == number)
            session.execute(update(PageRow).where(page).values(state=state, problem=problem, text="", letters=0))
    yield older, newer
    with office.archive.database.write() as session:
        session.execute(update(PageRow).where(PageRow.document_id.in_((older, newer))).values(letters=9))
        session.execute(update(JobRow).where(JobRow.kind == "read").values(state="done"))


def test_they_are_listed_those_of_the_newest_documents_first_and_pages_follow(client, office, lost):
    older, newer = lost
    ask = {"headers": office.bearer("auditor")}
    first = client.get(LIST, params={"limit": 2}, **ask).json()
    rest = client.get(LIST, params={"cursor": first["next"]}, **ask).json()
    told = [(one["document_id"], one["page"], one["state"], one["problem"]) for one in first["items"] + rest["items"]]
    assert told == [(newer, 1, "failed", "timed_out"), (newer, 2, "pending", None), (older, 2, "read", None)]
    assert rest["next"] is None
    assert client.get(LIST, params={"cursor": "x"}, **ask).status_code == 400


def test_those_that_are_not_being_read_are_read_again_once(client, office, lost):
    ask = {"headers": office.bearer("clerk")}
    assert client.post(AGAIN, **ask).json() == {"pages": 2} == client.post(AGAIN, **ask).json()
    with office.archive.database.read() as session:
        assert session.query(JobRow).where(JobRow.kind == "read", JobRow.state == "ready").count() == 2


def test_a_person_sees_them_and_has_one_read_again(client, office, lost, signed_in):
    older, _ = lost
    page = client.get("/administracion/sin-texto", headers=HTML).text
    assert f'href="/documentos/{older}?pagina=2"' in page and "La lectura rebasó el tiempo permitido." in page
    assert 'href="/administracion/sin-texto"' in client.get("/administracion", headers=HTML).text

    done = client.post(
        "/administracion/sin-texto", data={"csrf": signed_in, "documento": older, "pagina": "2"}, headers=HTML
    )

    assert "Una página se lee otra vez." in done.text
    with office.archive.database.read() as session:
        assert session.query(JobRow).where(JobRow.kind == "read", JobRow.state == "ready").count() == 1


def test_a_page_is_read_again_from_the_page_that_shows_it(client, office, lost, signed_in):
    older, newer = lost
    shown = client.get(f"/documentos/{older}?pagina=2", headers=HTML).text
    assert "Leer otra vez esta página" in shown
    assert "Leer otra vez esta página" not in client.get(f"/documentos/{newer}?pagina=2", headers=HTML).text

    fields = {"csrf": signed_in, "pagina": "2", "hacer": "leer"}
    assert client.post(f"/documentos/{older}", data=fields, headers=HTML).status_code == 200

    with office.archive.database.read() as session:
        assert session.query(JobRow).where(JobRow.kind == "read", JobRow.state == "ready").count() == 1
    assert "se está leyendo" in client.get(f"/documentos/{newer}/hoja?pagina=2", headers=HTML).text
