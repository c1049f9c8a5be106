"""Fifty files sent from a real browser: the network is cut in the middle, then the server killed; each must arrive once.

`python -m benchmarks.broken_line`
"""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page

from storage.records.database import Database
from storage.records.tables import ReceiptRow
from tests.desk.browsing import ROOT, Site, browsing, choose_password, sign_in
from tests.servers import free_port

FILES = 50
FILE_BYTES = 400_000
LIMIT = 300


def main() -> None:
    """Print what happened; exit 1 unless every file arrived exactly once."""
    with tempfile.TemporaryDirectory() as data, browsing() as browser:
        folder = Path(data)
        files = _files(folder / "files")
        port = free_port()
        server = _serve(folder, port)
        try:
            page = browser.new_context(locale="es-MX").new_page()
            site = _signed_in(page, server, folder, port)
            _choose(page, site, files)
            _cut_the_line(page)
            server = _kill_and_start(page, server, folder, port)
            page.locator("#enviar-said", has_text=f"Enviados los {FILES} archivos").wait_for(timeout=LIMIT * 1000)
        finally:
            os.killpg(server.pid, signal.SIGKILL)
        sys.exit(_judge(folder, files))


def _files(folder: Path) -> list[Path]:
    folder.mkdir()
    for number in range(FILES):
        line = f"Documento {number} de la pila, sin más datos.\n"
        (folder / f"papel {number:02}.txt").write_text(line * (FILE_BYTES // len(line)), encoding="utf-8")
    return sorted(folder.iterdir())


def _serve(folder: Path, port: int) -> "subprocess.Popen[str]":
    """`legajo up` in a process group of its own, so that all of it can be killed at once."""
    environment = {**os.environ, "LEGAJO_DATA": str(folder / "data"), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "web.command", "up", "--port", str(port), "--workers", "1"]
    with (folder / "said.txt").open("a") as said:
        return subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=said, stderr=said, text=True, start_new_session=True
        )


def _signed_in(page: Page, server: "subprocess.Popen[str]", folder: Path, port: int) -> Site:
    found = None
    until = time.monotonic() + 60
    while found is None and server.poll() is None and time.monotonic() < until:
        time.sleep(0.3)
        said = (folder / "said.txt").read_text(encoding="utf-8")
        found = re.search(r"usuario (\S+), contraseña (\S+)", said) if "Ctrl+C" in said else None
    if found is None:
        raise RuntimeError((folder / "said.txt").read_text(encoding="utf-8"))
    site = Site(f"http://127.0.0.1:{port}", folder / "data", found[1], found[2])
    sign_in(page, site, site.name, site.password)
    choose_password(page, site.password)
    return site


def _choose(page: Page, site: Site, files: list[Path]) -> None:
    page.goto(f"{site.address}/recibir?lote=linea")
    page.locator("[data-drop]").wait_for()
    page.locator("#archivos").set_input_files(files)


def _sent(page: Page) -> int:
    found = re.search(r"Enviados (\d+) de", page.locator("#enviar-said").inner_text())
    return int(found[1]) if found else 0


def _await_sent(page: Page, number: int) -> None:
    until = time.monotonic() + LIMIT
    while _sent(page) < number and time.monotonic() < until:
        time.sleep(0.05)
    print(f"sent when broken: {_sent(page)} of {FILES}", flush=True)


def _cut_the_line(page: Page) -> None:
    _await_sent(page, FILES // 5)
    page.context.set_offline(True)
    time.sleep(5)
    page.context.set_offline(False)


def _kill_and_start(page: Page, server: "subprocess.Popen[str]", folder: Path, port: int) -> "subprocess.Popen[str]":
    _await_sent(page, FILES // 2)
    os.killpg(server.pid, signal.SIGKILL)
    server.wait(timeout=30)
    return _serve(folder, port)


def _judge(folder: Path, files: list[Path]) -> int:
    database = Database(f"sqlite:///{folder / 'data' / 'legajo.db'}")
    with database.read() as session:
        names = sorted(row.filename for row in session.query(ReceiptRow))
        duplicates = session.query(ReceiptRow).filter(ReceiptRow.outcome == "duplicate").count()
    database.close()
    right = names == [path.name for path in files] and not duplicates
    print(
        f"receipts: {len(names)}, files: {len(set(names))}, duplicates: {duplicates}: {'right' if right else 'WRONG'}"
    )
    return 0 if right else 1


if __name__ == "__main__":
    main()
