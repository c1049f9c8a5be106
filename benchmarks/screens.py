"""Pictures of the main pages, light and dark, desktop and phone, of a running demo office.

`python -m benchmarks.screens FOLDER`
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser

from benchmarks.furnishing import Furnished, furnish
from tests.desk.browsing import Site, browsing, choose_password, ready, serving, sign_in

LEGAJO = [sys.executable, "-m", "web.command"]
PAGES = {
    "inicio": "/",
    "resumen": "/resumen",
    "cola": "/colas/lapse",
    "buscar": "/buscar",
    "resultados": "/buscar?q=pagaré+bojorques",
    "dossier": "/deudores/{credit}",
    "audiencia": "/deudores/{credit}/audiencia",
    "documento": "/documentos/{document}?pagina=1",
    "comparar": "/documentos/{document}/comparar?con={other}",
    "custodia": "/custodia",
    "vale": "/custodia/vales/{slip}",
    "arqueo": "/custodia/arqueo?caja=H-0142",
    "recibir": "/recibir",
    "revisar": "/revisar",
    "administracion": "/administracion",
    "usuarios": "/administracion/usuarios",
    "bitacora": "/administracion/bitacora",
    "reglas": "/administracion/catalogos/reglas",
    "cuenta": "/cuenta",
    "revisar-uno": "/revisar/siguiente",
    "lotes": "/lotes",
    "diseno": "/diseno",
}
"""Of the office's own people, by name of the picture."""

OUTSIDE = {"agenda": "/agenda", "acuse": "/acuse"}
"""Of the external lawyer."""

SIZES = {"escritorio": (1366, 768), "telefono": (390, 844)}


def main() -> None:
    """Start an office of its own, sign in, take every picture."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data, serving(Path(data)) as site, browsing() as browser:
        _read_demo(data)
        office = furnish(Path(data))
        _take(
            browser,
            site,
            (site.name, site.password),
            {name: _filled(path, office) for name, path in PAGES.items()},
            folder,
        )
        _take(browser, site, (office.name, office.password), OUTSIDE, folder)


def _filled(path: str, office: Furnished) -> str:
    return path.format(credit=office.credit, slip=office.slip, document=office.documents[0], other=office.documents[1])


def _read_demo(data: str) -> None:
    """The demo office, read to its end."""
    environment = {**os.environ, "LEGAJO_DATA": data}
    subprocess.run([*LEGAJO, "demo"], env=environment, check=True, timeout=900, stdout=subprocess.DEVNULL)
    until = time.monotonic() + 900
    while time.monotonic() < until:
        said = subprocess.run(
            [*LEGAJO, "status", "--json"], env=environment, check=True, timeout=60, capture_output=True
        )
        status = json.loads(said.stdout)
        if not status["receipts"]["in_progress"] and not status["index"]["behind"]:
            return
        time.sleep(2)
    raise TimeoutError("the demo office was not read in time")


def _take(browser: Browser, site: Site, who: tuple[str, str], pages: dict[str, str], folder: Path) -> None:
    first = browser.new_context(locale="es-MX")
    page = first.new_page()
    sign_in(page, site, *who)
    choose_password(page, who[1])
    state = first.storage_state()
    for scheme in ("light", "dark"):
        for size, (width, height) in SIZES.items():
            context = browser.new_context(
                locale="es-MX",
                color_scheme=scheme,
                viewport={"width": width, "height": height},
                storage_state=state,
            )
            page = context.new_page()
            for name, path in pages.items():
                page.goto(site.address + path)
                ready(page)
                page.screenshot(path=folder / f"{name}-{size}-{scheme}.png")
                print(f"{name}-{size}-{scheme}.png")
            context.close()


if __name__ == "__main__":
    main()
