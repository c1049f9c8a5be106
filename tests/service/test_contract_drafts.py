"""Contracts of external lawyers (DOMAIN 1.1, R4): registered at the desk, drafted with all clauses, what lacks said before."""

import io
from concurrent.futures import ThreadPoolExecutor

import docx
import pytest
from pypdf import PdfReader

from schemas.access import SYSTEM
from service.operations import registry
from tests.service.asking import API

HTML = {"accept": "text/html"}
TYPED = {
    "lawyer_cedula": "1234567", "represented_by": "Lic. Rosa Ibarra", "represented_as": "Directora General",
    "starts_on": "1 de enero de 2027", "ends_on": "31/12/2027", "scope": "créditos vencidos", "territory": "Hermosillo\nGuaymas",
    "commission": "12.5", "acknowledgement_days": "5", "report_days": "10", "return_days": "15", "penalties": "la rescisión",
}  # fmt: skip


@pytest.fixture
def ask(client, office):
    return lambda key, ending="", who="head": client.get(
        f"{API}/contracts/{key}/draft{ending}", headers=office.bearer(who)
    )


def test_a_contract_is_registered_at_the_desk_and_what_lacks_is_said(desk, office, ask):
    page = desk("/cartera/contratos/nuevo", number="AC-10", **TYPED | {"report_days": "", "penalties": ""})
    assert page.status_code == 200 and page.url.path.startswith("/cartera/contratos/")
    assert "Falta en cuántos días hábiles informa" in page.text and "Falta el RFC del abogado" in page.text
    said = ask("AC-10").json()
    assert [one["member"] for one in said["lacking"]] == ["lawyer_rfc", "report_days", "penalties"]
    refused = ask("AC-10", ".pdf")
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/incomplete_draft")
    assert "días hábiles informa" in refused.json()["detail"]


def test_a_whole_contract_prints_with_every_clause_and_its_witnesses(desk, office, client, ask):
    registry.upsert(office.archive, SYSTEM, "lawyers", {"cedula": "1234567", "rfc": "SOLA800101AB1"})
    page = desk("/cartera/contratos/nuevo", number="AC-11", **TYPED)
    assert "Nada falta" in page.text
    answer = ask("AC-11", ".pdf")
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages).split())
    for said in ("AC-11", "Rosa Ibarra", "ANA SOLÍS", "SOLA800101AB1", "12.5 %", "Hermosillo, Guaymas", "DECIMOSÉPTIMA",
                 "1 de enero de 2027", "artículo 53", "vulneración", "Testigo de EL PRESTADOR"):  # fmt: skip
        assert said in text, said
    assert "BORRADOR" not in text and "____. " not in text
    told = client.get(
        f"{API}/events", params={"object_id": ask("AC-11").json()["contract_id"]}, headers=office.bearer("boss")
    )
    assert "print" in {one["action"] for one in told.json()["items"]}


def test_a_draft_with_blanks_says_that_it_is_one(desk, ask):
    desk("/cartera/contratos/nuevo", number="AC-12", **TYPED | {"scope": ""})
    answer = ask("AC-12", ".pdf?blanks=true")
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    assert answer.status_code == 200 and "BORRADOR" in text and "______________" in text


def test_the_draft_may_be_worked_on_in_a_word_processor(desk, client, office, ask):
    page = desk("/cartera/contratos/nuevo", number="AC-19", **TYPED | {"scope": ""})
    assert f"{page.url.path.rpartition('/')[2]}/draft.docx" in page.text
    answer = ask("AC-19", ".docx")
    assert answer.status_code == 200 and ".docx" in answer.headers["content-disposition"]
    said = "\n".join(one.text for one in docx.Document(io.BytesIO(answer.content)).paragraphs)
    for each in ("BORRADOR", "AC-19", "Rosa Ibarra", "______________", "PRIMERA. ", "DECIMOSÉPTIMA. ", "artículo 53"):
        assert each in said, each
    told = client.get(
        f"{API}/events", params={"object_id": page.url.path.rpartition("/")[2]}, headers=office.bearer("boss")
    )
    assert [one["detail"]["form"] for one in told.json()["items"] if one["action"] == "print"] == ["docx"]
    assert ask("AC-19", ".docx", who="auditor").status_code == 403


def test_what_is_changed_at_the_desk_is_kept_and_what_is_emptied_goes(desk, office, ask):
    page = desk("/cartera/contratos/nuevo", number="AC-13", **TYPED)
    here = page.url.path
    changed = TYPED | {"commission": "", "commission_stages": "SENTENCIA=15", "clause_security": "1"}
    page = desk(here, number="AC-13", version="1", **changed)
    kept = registry.get(office.archive, SYSTEM, "contracts", "AC-13")
    assert (kept.commission, kept.commission_stages, kept.clauses) == (None, {"SENTENCIA": "15"}, ("security",))
    assert "en el contrato firmado" in page.text
    late = desk(here, number="AC-13", version="1", **TYPED)
    assert late.status_code == 400 and registry.get(office.archive, SYSTEM, "contracts", "AC-13").commission is None


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"ends_on": "1/1/2020"}, "Último día"),
        ({"ends_on": "un día"}, "Último día"),
        ({"report_days": "muchos"}, "Días hábiles para el informe"),
        ({"lawyer_cedula": "999"}, "Cédula"),
        ({"commission_stages": "NADA=3"}, "Comisión por etapa"),
    ],
)
def test_what_cannot_be_kept_is_said_beside_its_field_and_what_was_typed_stays(desk, wrong, said):
    page = desk("/cartera/contratos/nuevo", number="AC-14", **TYPED | wrong)
    assert page.status_code == 400 and said in page.text and 'role="alert"' in page.text
    assert "Lic. Rosa Ibarra" in page.text and 'aria-invalid="true"' in page.text


def test_a_number_that_is_taken_changes_no_contract(desk, office):
    desk("/cartera/contratos/nuevo", number="AC-15", **TYPED)
    page = desk("/cartera/contratos/nuevo", number="AC-15", **TYPED | {"scope": "otra cosa"})
    assert page.status_code == 400 and "ya hay un contrato" in page.text
    assert registry.get(office.archive, SYSTEM, "contracts", "AC-15").scope == "créditos vencidos"


def test_contracts_are_listed_with_their_end_and_open_from_the_queue(client, desk, enter):
    desk("/cartera/contratos/nuevo", number="AC-16", **TYPED | {"starts_on": "1/1/2025", "ends_on": "31/12/2025"})
    enter("head")
    page = client.get("/cartera/contratos", headers=HTML).text
    assert "AC-16" in page and "vencido" in page and "faltan 7" in page
    enter("auditor")
    seen = client.get("/cartera/contratos", headers=HTML).text
    assert "AC-16" in seen and "Contrato nuevo" not in seen


def test_an_outsider_drafts_none(ask, client, office, desk):
    desk("/cartera/contratos/nuevo", number="AC-17", **TYPED)
    assert ask("AC-17", who="other").status_code == 403
    assert ask("AC-17", who="auditor").status_code == 403
    assert client.get("/cartera/contratos", headers=HTML | office.bearer("other")).status_code == 403


def test_of_many_who_register_the_same_number_at_once_one_does(office, client, signed_in):
    def register(place: int) -> tuple[int, str]:
        fields = {"csrf": signed_in, "number": "AC-18", **TYPED, "scope": f"cartera {place}"}
        answer = client.post("/cartera/contratos/nuevo", data=fields, headers=HTML, follow_redirects=False)
        return answer.status_code, fields["scope"]

    with ThreadPoolExecutor(8) as crowd:
        told = list(crowd.map(register, range(8)))
    [scope] = [scope for status, scope in told if status == 303]
    assert registry.get(office.archive, SYSTEM, "contracts", "AC-18").scope == scope
