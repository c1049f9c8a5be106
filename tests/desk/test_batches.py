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


def test_a_page_is_turned_and_a_document_marked_as_a_copy_by_keyboard(open_page, tmp_path):
    paths = [tmp_path / "primera.txt", tmp_path / "segunda.txt"]
    for path in paths:
        path.write_text(f"Se hace constar en la {path.stem} lo que sigue.\n" * 20, encoding="utf-8")
    page = open_page("/recibir?lote=copias")
    page.locator("[data-drop]").wait_for()
    page.locator("#archivos").set_input_files(paths)
    page.locator("#recibidos .figures .wait b", has_text="2").wait_for(timeout=60_000)
    page.get_by_role("link", name="Ver sus páginas").click()
    page.locator("[data-page]").nth(1).wait_for()
    page.wait_for_load_state("networkidle")
    page.locator("[data-page]").nth(1).focus()

    page.keyboard.press("t")
    page.get_by_role("button", name="Deshacer").wait_for()
    lies = "image => image.decode().then(() => image.naturalWidth > image.naturalHeight)"
    assert page.locator(".thumb img").nth(1).evaluate(lies)
    page.locator("[data-page]").nth(1).focus()
    page.keyboard.press("r")
    page.keyboard.type("1")
    assert violations(page) == []
    page.keyboard.press("Enter")
    page.get_by_text("copia de 1").wait_for()
    page.keyboard.press("z")

    page.get_by_text("copia de 1").wait_for(state="detached")
