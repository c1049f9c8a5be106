"""The administrator's day: a dead job tried again, a new colleague let in, a token made, the log proved."""

import re

import pyotp
import pytest

from storage.records import jobs

from .browsing import CHOSEN, arrived, choose_password, flaws, sign_in, violations
from .office import archive_of, furnished


@pytest.fixture(scope="module")
def office(site):
    return furnished(site)


def dead_job(site):
    with archive_of(site) as archive, archive.database.write() as session:
        jobs.enqueue(session, jobs.NewJob("relink", "-", max_attempts=1, dedupe_key="test", priority=0))
        claim = jobs.claim(session, "gone", 30, ("relink",))
        jobs.give_back(session, claim, "Unavailable: el almacén no responde", retry=True)
    return claim.id


def test_an_administrator_retries_a_dead_job_by_keyboard(open_page, site, office):
    job_id = dead_job(site)
    page = open_page("/")
    page.keyboard.press("g")
    page.keyboard.press("m")
    arrived(page, "**/administracion")
    page.get_by_role("link", name="Ver").first.press("Enter")
    arrived(page, "**/administracion/trabajos")
    assert "el almacén no responde" in page.locator("table").inner_text()

    page.get_by_role("button", name="Reintentar").first.press("Enter")

    assert "sigue su camino" in page.get_by_role("status").inner_text()
    with archive_of(site) as archive, archive.database.read() as session:
        assert jobs.dead_job(session, job_id) is None


def test_a_new_colleague_enters_and_chooses_a_password(open_page, browser, site, office):
    page = open_page("/administracion/usuarios")
    page.locator("[name=usuario]").fill("lucia")
    page.get_by_label("Nombre completo").fill("Lucía Bórquez")
    page.get_by_label("Perfil").select_option(label="Archivo")
    page.get_by_role("button", name="Dar de alta").press("Enter")
    password = page.locator(".secret").inner_text()

    colleague = browser.new_context(locale="es-MX").new_page()
    sign_in(colleague, site, "lucia", password)
    choose_password(colleague, password)
    assert colleague.get_by_role("link", name="Administración").count() == 0
    assert colleague.goto(f"{site.address}/administracion/usuarios").status == 403
    page.goto(f"{site.address}/administracion/sesiones")
    page.get_by_role("button", name=re.compile("Cerrar la sesión de lucia")).press("Enter")
    colleague.goto(f"{site.address}/")
    assert "/entrar" in colleague.url
    colleague.context.close()


def test_a_second_factor_is_set_up_asked_for_and_opened_by_a_recovery_code(browser, site, office):
    context = browser.new_context(locale="es-MX")
    page = context.new_page()
    sign_in(page, site, office.login, office.password)
    choose_password(page, office.password)
    page.goto(f"{site.address}/cuenta")
    page.get_by_role("button", name="Activar el segundo factor").press("Enter")
    assert page.locator(".qr svg").bounding_box()["width"] > 150 and violations(page) == []
    page.keyboard.type(pyotp.TOTP(page.locator(".secret").inner_text()).now())
    page.keyboard.press("Enter")
    recovery = page.locator(".codes code").first.inner_text()
    assert violations(page) == []
    context.clear_cookies()

    page.goto(f"{site.address}/entrar?sigue=/cuenta")
    for name, text, key in (
        ("usuario", office.login, "Tab"),
        ("clave", CHOSEN, "Enter"),
        ("codigo", recovery, "Enter"),
    ):
        page.locator(f"[name={name}]:focus").wait_for()
        page.keyboard.type(text)
        page.keyboard.press(key)
    arrived(page, "**/cuenta")
    assert "Quedan 9" in page.locator("main").inner_text() and violations(page) == []
    context.close()


def test_a_token_is_shown_once_and_revoked(open_page, office):
    page = open_page("/administracion/credenciales")
    page.get_by_label("Para qué").fill("escáner de la entrada")
    page.get_by_role("button", name="Crear").press("Enter")
    assert page.locator(".secret").inner_text().startswith("lgj_")
    page.goto(page.url)
    assert page.locator(".secret").count() == 0
    page.get_by_role("button", name=re.compile("Revocar escáner")).press("Enter")
    page.get_by_text("revocada").wait_for()


def test_the_log_is_proved_on_the_spot(open_page, office):
    page = open_page("/administracion/bitacora")
    page.get_by_role("button", name="Comprobar toda la bitácora").press("Enter")
    assert "todos concuerdan" in page.get_by_role("status").inner_text()


PAGES = ["", "/trabajos", "/usuarios", "/credenciales", "/sesiones", "/bitacora", "/ajustes", "/catalogos/juzgados",
         "/catalogos/dias-inhabiles", "/catalogos/reglas?uno=prescription.note", "/catalogos/conservacion", "/catalogos/tipos", "/catalogos/etapas"]  # fmt: skip


def test_pages_of_administration_are_accessible_and_fit_a_narrow_screen(open_page, site, office):
    dead_job(site)
    page = open_page("/administracion")
    for path in PAGES:
        page.goto(f"{site.address}/administracion{path}")
        assert (path, flaws(page)) == (path, [])
    page.goto(f"{site.address}/administracion/usuarios")
    page.locator("table a").first.click()
    assert flaws(page) == []
