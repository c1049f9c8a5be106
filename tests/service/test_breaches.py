"""The log of breaches of personal data over HTTP."""

import pypdfium2 as pdfium

API = "/api/v1"
GIVEN = {
    "happened_on": "2026-11-02", "nature": "Robo de un portafolio con copias", "cause": "Vehículo sin vigilancia",
    "personal_data": "Nombre, CURP y adeudo", "immediate": "Denuncia y reporte de extravío",
    "recommendations": "Vigilar su historial de crédito", "contact": "Unidad de Transparencia", "persons": 3,
}  # fmt: skip


def post(client, office, path, body, who="head"):
    return client.post(f"{API}{path}", json=body, headers=office.bearer(who))


def text_of(data: bytes) -> str:
    with pdfium.PdfDocument(data) as pdf:
        return "".join(page.get_textpage().get_text_bounded() for page in pdf)


def test_a_breach_is_noted_printed_and_closed(client, office):
    made = post(client, office, "/breaches", GIVEN).json()
    entry = client.get(f"{API}/breaches/{made['folio']}/entry.pdf", headers=office.bearer("auditor")).content
    notice = client.get(f"{API}/breaches/{made['folio']}/notice.pdf", headers=office.bearer("auditor")).content
    for wanted in ("02/11/2026", "Vehículo sin vigilancia", "Denuncia", "pendiente"):
        assert wanted in text_of(entry), wanted
    for wanted in (
        "I. Natura",
        "II. Datos",
        "III. Recomendaciones",
        "IV. Acciones",
        "V. Dónde",
        "Unidad de Transparencia",
    ):
        assert wanted in text_of(notice), wanted
    ended = {"final": "Sólo copias cifradas fuera de la oficina", "notified_on": "2026-11-03"}
    assert post(client, office, f"/breaches/{made['id']}/closing", ended).json()["closed_at"]
    assert post(client, office, f"/breaches/{made['id']}/closing", ended).status_code == 409


def test_an_incomplete_breach_is_refused(client, office):
    answer = post(client, office, "/breaches", {**GIVEN, "cause": " "})
    assert (answer.status_code, answer.json()["type"]) == (400, "/problems/incomplete")


def test_only_who_decides_notes_and_only_the_house_reads(client, office):
    assert post(client, office, "/breaches", GIVEN, "clerk").status_code == 403
    assert client.get(f"{API}/breaches", headers=office.bearer("lawyer")).status_code == 403
