"""The pages of a batch are arranged by keyboard, and that is taken back."""

from .browsing import is_too_wide, violations


def test_a_document_is_split_and_laid_together_again_by_keyboard(open_page, tmp_path):
    path = tmp_path / "pila.txt"
    path.write_text("Se hace constar lo que sigue para los fines que convengan.\n" * 400, encoding="utf-8")
    page = open_page("/recibir?lote=caja", scheme="dark")
    page.locator("[data-drop]").wait_for()
    page.locator("#archivos").set_input_files(path)
    page.locator("#recibidos .figures .wait b").wait_for(timeout=60_000)
    page.get_by_role("link", name="Ver sus páginas").click()
    page.locator("[data-page]").nth(1).wait_for()
    page.wait_for_load_state("networkidle")
    page.locator("[data-page]").first.focus()
    page.keyboard.press("ArrowRight")

    page.keyboard.press("s")
    page.locator(".laid").nth(1).wait_for()
    assert violations(page) == []
    page.keyboard.press("z")
    page.get_by_role("button", name="Deshacer").wait_for(state="detached")

    assert page.locator(".laid").count() == 1
    page.set_viewport_size({"width": 320, "height": 640})
    assert not is_too_wide(page)
