"""The page of a contract: accessible, with what lacks and its clauses."""

import json
import os
import subprocess
import sys

from .browsing import ROOT, arrived, flaws, ready


def test_a_contract_is_registered_by_keyboard_and_shows_what_lacks(open_page, site, tmp_path):
    lawyers = tmp_path / "abogados.csv"
    lawyers.write_text("cedula,nombre\n4567890,Ana Solís\n", encoding="utf-8")
    said = subprocess.run(
        [sys.executable, "-m", "web.command", "import", str(lawyers), "--kind", "lawyers", "--json"],
        cwd=ROOT, env={**os.environ, "LEGAJO_DATA": str(site.data)}, check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    assert json.loads(said.stdout.splitlines()[0])
    page = open_page("/cartera/contratos/nuevo")
    for label, text in (
        ("Número", "AC-1"),
        ("Cédula del abogado", "4567890"),
        ("Primer día", "1/1/2027"),
        ("Último día", "31/12/2027"),
    ):
        page.get_by_label(label, exact=True).fill(text)
    page.keyboard.press("Enter")
    arrived(page, lambda url: url.rpartition("/")[2] not in ("nuevo", ""))
    ready(page)
    assert page.get_by_text("Falta quién representa al Instituto").is_visible()
    assert flaws(page) == []
