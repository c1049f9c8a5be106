"""The external lawyer with a phone at the court window: only their matters, and the acuse in three steps."""

import io

import pytest
from PIL import Image, ImageDraw, ImageFont

from schemas.access import SYSTEM
from service.operations import registry

from .browsing import arrived, choose_password, is_too_wide, sign_in, violations, watched
from .office import HEARING, archive_of, furnished

PHONE = {"width": 390, "height": 844}
FONT = "/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf"
STAMP = (
    "PODER JUDICIAL DEL ESTADO",
    "OFICIALÍA DE PARTES",
    "RECIBIDO",
    "24 NOV 2026",
    "HORA: 10:35",
    "FOLIO: 004512",
    "FOJAS: 12",
)
COMPLAINT = (
    "C. JUEZ SEGUNDO DE LO MERCANTIL", "PRESENTE.", "",
    "Vengo a demandar en la vía ejecutiva mercantil de Roberto López García",
    "el pago de la cantidad de $25,000.00 como suerte principal, con apoyo en", "el pagaré que acompaño como base de la acción.", "",
    "HECHOS", "PRIMERO. El demandado suscribió el pagaré y no lo ha pagado.", "", "PROTESTO LO NECESARIO",
)  # fmt: skip


def photograph() -> bytes:
    """A stamped page as a phone takes it: a large JPEG."""
    page = Image.new("RGB", (1654, 2339), "white")
    pen = ImageDraw.Draw(page)
    large, small = ImageFont.truetype(FONT, 40), ImageFont.truetype(FONT, 36)
    for at, line in enumerate(STAMP):
        pen.text((950, 120 + 56 * at), line, fill="#1c2f8a", font=large)
    for at, line in enumerate(COMPLAINT):
        pen.text((150, 760 + 64 * at), line, fill="black", font=small)
    buffer = io.BytesIO()
    page.save(buffer, "JPEG", quality=88, dpi=(200, 200))
    return buffer.getvalue()


@pytest.fixture(scope="module")
def office(site):
    return furnished(site)


@pytest.fixture
def phone(site, browser, office):
    context = browser.new_context(locale="es-MX", viewport=PHONE, has_touch=True, is_mobile=True)
    seen = watched(context, site)
    page = context.new_page()
    yield page
    context.close()
    assert seen == []


def test_the_lawyer_s_journey_on_a_phone(phone, site, office):
    sign_in(phone, site, office.login, office.password)
    choose_password(phone, office.password)
    arrived(phone, "**/agenda")
    said = phone.locator("main").inner_text()
    assert "2MH 1234/2026" in said and "falta el acuse" in said
    assert "77/2025" not in said, "a matter of another lawyer"
    hearing = phone.locator(".due li", has_text="Audiencia")
    assert hearing.locator("time").get_attribute("datetime") == f"{HEARING}T10:30"
    assert violations(phone) == [] and not is_too_wide(phone)

    phone.get_by_role("link", name="falta el acuse").tap()
    arrived(phone, "**/acuse?juicio=*")
    assert violations(phone) == []
    phone.set_input_files("input[type=file]", {"name": "foto.jpg", "mimeType": "image/jpeg", "buffer": photograph()})
    phone.get_by_role("button", name="Enviar").tap()
    phone.get_by_role("heading", name="¿Está bien leído?").wait_for(timeout=60_000)

    assert phone.get_by_label("Fecha del sello").input_value() == "2026-11-24"
    assert phone.get_by_label("Folio").input_value() == "004512"
    assert phone.get_by_label("Juicio").input_value() == office.lawsuit
    assert phone.get_by_label("Qué se presentó").input_value() == "DEMANDA"
    assert phone.locator("figure rect").count() >= 2, "what was read is lit on the photograph"
    assert violations(phone) == [] and not is_too_wide(phone)

    phone.get_by_label("Pagarés originales entregados").fill("3")
    phone.get_by_role("button", name="Sí, está bien").tap()
    arrived(phone, "**/agenda?acuse=*")
    assert "con acuse" in phone.locator("main").inner_text()
    phone.get_by_role("link", name="Ver el juicio").tap()
    phone.get_by_role("heading", name="Juicio 1234/2026").first.wait_for()
    assert not is_too_wide(phone) and violations(phone) == []
    with archive_of(site) as archive:
        (kept,) = registry.listing(archive, SYSTEM, "acknowledgements").items
    assert (kept.valid, kept.folio, kept.originals, kept.validated_by) == (True, "004512", 3, office.login)


def test_no_page_tells_a_lawyer_of_the_matters_of_others(phone, site, office):
    sign_in(phone, site, office.login, "una clave bien larga")

    for path in (
        "/custodia",
        "/custodia/prestar",
        "/colas/awaiting_review",
        "/deudores?q=ana",
        "/juicios/2MH%2077%2F2025",
    ):
        phone.goto(site.address + path)
        assert "Ana Méndez" not in phone.locator("main").inner_text(), path
        assert "77/2025" not in phone.locator("main").inner_text(), path
