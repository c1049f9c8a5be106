"""A batch is inspected by keyboard alone: a defect marked, pages gone through, the batch judged."""

from .browsing import arrived, flaws, ingest, ready


def test_a_batch_is_inspected_by_keyboard(open_page, site, tmp_path):
    for number in range(2):
        path = tmp_path / f"hoja-{number}.txt"
        path.write_text(f"PAGARÉ {number} por $1,000.00. Debo y pagaré incondicionalmente.", encoding="utf-8")
        ingest(site, path, "--batch", "Caja de calidad", "--type", "promissory_note", "--scanner", "Fujitsu")
    page = open_page("/lotes/Caja de calidad")
    page.get_by_role("button", name="Inspeccionar por muestreo").click()
    arrived(page, "**/calidad/MC*")
    ready(page)
    assert page.locator(".leaf img").evaluate("image => image.complete && image.naturalWidth > 0")
    assert flaws(page) == []
    page.keyboard.press("2")
    page.keyboard.press("c")
    arrived(page, "**/calidad/MC*?pagina=2")
    page.keyboard.press("ArrowLeft")
    arrived(page, "**/calidad/MC*?pagina=1")
    assert page.get_by_label("Torcida").is_checked()
    page.keyboard.press("ArrowRight")
    arrived(page, "**/calidad/MC*?pagina=2")
    page.keyboard.press("c")
    page.get_by_role("button", name="Dar el dictamen").wait_for()
    page.keyboard.press("d")
    page.get_by_text("Ajustar las guías").wait_for()
    ready(page)
    assert page.get_by_text("rechazado").first.is_visible() and flaws(page) == []
