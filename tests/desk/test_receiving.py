"""Files come in by the page Recibir: from the first sign-in to the last one reviewed, interrupted, resumed, each once."""

import pytest

from schemas.access import SYSTEM, Role
from service.operations import access

from .browsing import arrived, choose_password, file_as_receipt, sign_in, tab_to, violations
from .office import archive_of


@pytest.fixture(scope="module")
def ten_files(tmp_path_factory):
    """Ten files: eight letters, one of them twice, and a broken PDF."""
    folder = tmp_path_factory.mktemp("ten")
    for number in range(8):
        text = f"Carta número {number}. Hermosillo, Sonora. Se hace constar lo que sigue en el asunto {number}.\n" * 9
        (folder / f"carta {number}.txt").write_text(text, encoding="utf-8")
    (folder / "otra vez.txt").write_bytes((folder / "carta 3.txt").read_bytes())
    (folder / "rota.pdf").write_bytes(b"%PDF-1.7\n" + b"\x00\xff" * 900)
    return sorted(folder.iterdir())


@pytest.fixture
def receiving(open_page):
    """The page Recibir of a batch, ready to take files."""

    def opened(batch):
        page = open_page(f"/recibir?lote={batch}")
        page.locator("[data-drop]").wait_for()
        return page

    return opened


def outcomes(page) -> dict[str, str]:
    """File names and what the page says became of each."""
    rows = page.locator("#recibidos tbody tr")
    return {row.locator("td").nth(0).inner_text(): row.locator(".state").inner_text() for row in rows.all()}


def settled(page, number: int) -> dict[str, str]:
    """The outcomes once there are so many and none is under way."""
    page.wait_for_function(
        "n => { const rows = [...document.querySelectorAll('#recibidos tbody tr')];"
        " return rows.length === n && !document.querySelector('#recibidos .state.processing'); }",
        arg=number,
        timeout=60_000,
    )
    return outcomes(page)


@pytest.fixture(scope="module")
def newcomer(site):
    """An archivist who has not been here yet: login and one-time password."""
    with archive_of(site) as archive:
        return "nueva", access.add_user(archive, SYSTEM, access.NewUser("nueva", Role.ARCHIVIST, "María Nueva"))


def test_a_first_morning_by_keyboard_alone(site, open_page, newcomer, ten_files):
    page = open_page(state=None)
    sign_in(page, site, *newcomer)
    choose_password(page, newcomer[1])
    went(page, "r", "**/recibir")
    tab_to(page, "[data-opens=archivos]")
    with page.expect_file_chooser() as asked:
        page.evaluate("null")  # answered once the browser hands choosers over; a key at once would overtake that
        page.keyboard.press("Enter")
    asked.value.set_files(ten_files)

    found = settled(page, 10)
    assert found["rota.pdf"] == "Rechazado"
    assert sorted(found.values()).count("Duplicado") == 1
    assert set(found.values()) == {"Rechazado", "Duplicado", "Por revisar"}
    assert page.locator("#enviar-said").inner_text() == "Enviados los 10 archivos"
    assert violations(page) == []

    review_all(page, 8)
    assert page.get_by_text("No hay nada por revisar.").is_visible()


def review_all(page, number: int) -> None:
    """Review so many documents one after the other."""
    went(page, "v", "**/revisar")
    tab_to(page, "a[href='/revisar/siguiente']")
    page.keyboard.press("Enter")
    arrived(page, "**/revisar/*")
    for _ in range(number):
        file_as_receipt(page)


def went(page, key: str, where: str) -> None:
    """To a room by its key."""
    page.keyboard.press("g")
    page.keyboard.press(key)
    arrived(page, where)


def test_what_was_chosen_goes_on_after_the_page_was_loaded_again(receiving, tmp_path):
    files = [tmp_path / f"pila {number}.txt" for number in range(4)]
    for number, path in enumerate(files):
        path.write_text(f"Documento {number} de la pila. " * 50)
    page = receiving("recarga")
    page.context.set_offline(True)
    page.locator("#archivos").set_input_files(files)
    page.locator("#enviar-waiting li").nth(3).wait_for()
    page.context.set_offline(False)

    page.reload()

    assert len(settled(page, 4)) == 4


def test_a_session_that_ends_costs_nothing(receiving, tmp_path):
    path = tmp_path / "a media sesión.txt"
    path.write_text("Se entregó el original al acreditado. " * 20)
    page = receiving("sesion")
    kept = page.context.cookies()
    page.context.clear_cookies()
    page.locator("#archivos").set_input_files(path)
    page.locator("#enviar-again").wait_for()
    page.context.add_cookies(kept)

    page.locator("#enviar-again button").focus()
    page.keyboard.press("Enter")

    assert list(settled(page, 1)) == [path.name]


def test_without_scripts_the_form_does_the_same(browser, site, admin_state, tmp_path):
    path = tmp_path / "sin guiones.txt"
    path.write_text("Recibo de pago del acreditado. " * 20)
    context = browser.new_context(locale="es-MX", storage_state=admin_state, java_script_enabled=False)
    page = context.new_page()
    page.goto(site.address + "/recibir")
    page.locator("#archivos").set_input_files(path)
    page.get_by_role("button", name="Recibir").click()

    assert path.name in outcomes(page)
    context.close()
