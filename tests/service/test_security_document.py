"""The security document and the privacy notices: made of the configuration, and what is not said is said to be so."""

import io

import msgspec
import pypdfium2 as pdfium
import pytest

from schemas.access import Action, Role
from schemas.errors import Misconfigured
from schemas.institute import UNSAID, Institute, read_institute
from schemas.privacy_notice import integral, simplified
from schemas.security_document import ACTION_NAMES, ROLE_DUTIES, SECTIONS
from service.operations.security_measures import measures_of
from service.operations.standing import figures

API = "/api/v1"
FILE = """
name = "Instituto de Prueba"
address = "Calle Uno 1, Hermosillo"
servers = "Sala de máquinas, edificio B"
training = ["Curso anual de protección de datos"]
consent_purposes = ["Enviar invitaciones"]
refusal = "Por escrito, en la ventanilla"
transfers = [{to = "Universidad X", purpose = "estadística"}]
plan = [{measure = "Cifrar los discos", who = "Sistemas", by = "30/06/2027"}]
"""


def test_every_role_and_every_act_has_its_words():
    assert set(ROLE_DUTIES) == set(Role) and set(ACTION_NAMES) == set(Action)


def test_it_tells_places_holders_and_measures_as_they_are(client, office):
    found = client.get(f"{API}/security-document", headers=office.bearer("auditor")).json()
    places = {one["name"]: one["address"] for one in found["places"]}
    assert "legajo" in places["Base de datos"] and places["Almacén"].startswith("file://")
    assert places["Servidores"] == UNSAID
    holders = {one["name"] for duty in found["duties"] for one in duty["holders"]}
    assert holders == {"boss", "clerk", "head", "auditor", "lawyer", "other"}
    backup = next(one for one in found["measures"] if one["measure"].startswith("Respaldo"))
    assert (backup["in_force"], backup["found"]) == (False, "Nunca se ha respaldado.")
    assert any("Nunca se ha respaldado" in gap for gap in found["gaps"])
    assert any("servidores" in line for line in found["unsaid"])


def test_only_who_reads_the_log_is_told(client, office):
    for who in ("clerk", "lawyer"):
        assert client.get(f"{API}/security-document", headers=office.bearer(who)).status_code == 403


def test_the_paper_has_the_seven_sections(client, office):
    data = client.get(f"{API}/security-document.pdf", headers=office.bearer("head")).content
    with pdfium.PdfDocument(io.BytesIO(data)) as pdf:
        said = " ".join(page.get_textpage().get_text_bounded() for page in pdf).replace("\r\n", " ")
    for section in SECTIONS:
        assert section in said


def test_the_page_stands_under_administration(client, enter):
    enter("head")
    page = client.get("/administracion/datos").text
    assert SECTIONS[6] in page and "No se ha señalado el plan de trabajo." in page


def test_measures_follow_the_settings(office):
    figured, settings = figures(office.archive), office.archive.settings

    def judged(beginning, **more):
        found = measures_of(msgspec.structs.replace(settings, **more), figured, (), 0)
        return next(one.in_force for one in found if one.measure.startswith(beginning))

    assert judged("HTTPS", public_url="https://legajo.mx", secure_cookies=True) is True
    assert judged("HTTPS", public_url="http://legajo.mx") is False
    assert judged("Cifrado en reposo") is None
    assert judged("Cifrado en reposo", objects="s3://h/b?encryption=kms:x") is True
    assert judged("Cifrado en reposo", objects="s3://h/b") is False
    assert judged("Originales que nadie", objects="s3://h/b?retention=compliance:90") is True
    assert judged("Cifrado de la base", database="postgresql://h/l") is False
    assert judged("Nombres a los que", allowed_hosts="legajo.mx") is True


def test_no_secret_of_the_settings_is_told(client, office):
    office_text = client.get(f"{API}/security-document", headers=office.bearer("head")).text
    password = office.settings.database.partition("://")[2].rpartition("@")[0].partition(":")[2]
    assert not password or password not in office_text


def test_the_notices_stand_open_and_lead_to_each_other(client):
    client.cookies.clear()
    short, whole = client.get("/privacidad"), client.get("/privacidad/integral")
    assert (short.status_code, whole.status_code) == (200, 200)
    assert (
        "/privacidad/integral" in short.text and "Transferencias" in short.text and "Fundamento legal" not in short.text
    )
    assert "Fundamento legal" in whole.text and UNSAID in whole.text
    assert "/privacidad" in client.get("/entrar").text


def test_a_notice_says_what_the_file_says_and_what_it_does_not(tmp_path):
    path = tmp_path / "i.toml"
    path.write_text(FILE, encoding="utf-8")
    institute = read_institute(str(path))
    told = {item.title: item for item in integral(institute, "Casa").items}
    assert told["Responsable"].lines == ("Instituto de Prueba", "con domicilio en Calle Uno 1, Hermosillo")
    assert told["Fundamento legal"].lines == (UNSAID,) and not told["Fundamento legal"].said
    assert "Con su consentimiento: Enviar invitaciones" in told["Finalidades"].lines
    short = {item.title: item.lines for item in simplified(institute, "Casa").items}
    assert short["Transferencias"] == ("A Universidad X, para estadística",)
    assert short["Cómo manifestar su negativa"] == ("Por escrito, en la ventanilla",)
    unsaid = {item.title: item for item in simplified(msgspec.structs.replace(institute, refusal=""), "Casa").items}
    assert not unsaid["Cómo manifestar su negativa"].said


def test_a_file_that_cannot_be_right_is_refused_in_a_sentence(tmp_path):
    path = tmp_path / "i.toml"
    path.write_text('nombre = "x"', encoding="utf-8")
    with pytest.raises(Misconfigured, match="LEGAJO_INSTITUTE"):
        read_institute(str(path))
    with pytest.raises(Misconfigured, match="LEGAJO_INSTITUTE"):
        read_institute(str(tmp_path / "no"))
    assert read_institute("") == Institute()
