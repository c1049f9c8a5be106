"""The desk with a large office behind it: `python -m benchmarks.desk --pages 100000 [--folder FOLDER] [--json FILE]`.

Makes an office as rows (11,000 lawsuits; `--folder` keeps it and uses it again), starts `legajo serve`, signs in as
head of portfolio and as archivist, and asks each page over one kept-alive connection: wall milliseconds and the
server's processor time; of queues the same again while every look follows a change by another process. Then Debian's
Chromium: last key to first result, turn of a page, a document of 400 pages opened at page 250. Nothing else heavy
should run meanwhile.
"""

import argparse
import http.client
import itertools
import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import update

from benchmarks.desk_office import fill_office, places
from benchmarks.desk_papers import LONG
from benchmarks.search import percentiles
from benchmarks.search_http import cpu_seconds
from benchmarks.serving import PORT, start
from schemas.access import SYSTEM, Role
from schemas.queues import QueueName
from service.archive import Archive
from service.configuration import read_settings
from service.operations import access, signing_in
from storage.records.migrate import migrate
from storage.records.tables import FilingRow
from tests.desk.browsing import browsing
from web.navigation import ADMINISTRATION, ROOMS

COOKIE, CHOSEN = "legajo_session", "una clave bien larga"
PEOPLE = {"titular": Role.PORTFOLIO_HEAD, "archivista": Role.ARCHIVIST}
SEARCHES = ("demanda", "pagaré embargo", "Martha López", "convenio judicial", "1-00009-19", "emplazamiento")
TURNS = 20
CLOCKS = ("/", "/agenda", "/resumen")

Figures = dict[str, list[float]]


def session_of(archive: Archive, role: Role) -> str:
    """The secret of a session of a new person of that role, who chose a password."""
    name = f"{role.value}{time.time_ns() % 1_000_000_000}"
    once = access.add_user(archive, SYSTEM, access.NewUser(name, role, name))
    signing_in.change_password(archive, signing_in.sign_in(archive, name, once, "medición"), once, CHOSEN)
    return signing_in.sign_in(archive, name, CHOSEN, "medición").secret


def addresses(suits: int) -> list[str]:
    """Every page of the bar, every queue, and one of each thing."""
    rooms = dict.fromkeys(room.path for room in (*ROOMS, *ADMINISTRATION))
    queues = (f"/colas/{name.value}" for name in QueueName)
    return [*rooms, *queues, "/resumen", "/lotes", "/buscar?q=demanda", "/buscar/resultados?q=pagar%C3%A9+embargo",
            "/deudores?q=martha", "/custodia/originales", "/custodia/vales", "/custodia/lugares", "/revisar/siguiente",
            *places(suits)]  # fmt: skip


Look = Callable[[str], tuple[float, int]]
"""Wall milliseconds until the page at an address is here, and the status of the answer."""


def looking(secret: str) -> Look:
    """Looks over one kept-alive connection, as whoever has the session."""
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)

    def look(path: str) -> tuple[float, int]:
        begun = time.perf_counter()
        connection.request("GET", path, headers={"Cookie": f"{COOKIE}={secret}", "Accept": "text/html"})
        answer = connection.getresponse()
        answer.read()
        if answer.status >= 500:
            raise RuntimeError(f"{path} answers {answer.status}: a page that fails has no time")
        return (time.perf_counter() - begun) * 1000, answer.status

    return look


def changing(archive: Archive, suits: int) -> Callable[[], None]:
    """Each call is a change by another process than the server: whether some filing moves its lawsuit is said anew."""
    numbers = itertools.count()

    def change() -> None:
        at = next(numbers)
        filing = update(FilingRow).where(FilingRow.id == f"f{at * 3 % suits}-0")
        with archive.database.write() as session:
            session.execute(filing.values(pushes=("yes", "doubt")[at % 2], version=FilingRow.version + 1))

    return change


def server_times(process: int, look: Look, paths: list[str], each: int, change: Callable[[], None]) -> dict[str, Any]:
    """For each page that this person may open: first, p50 and p95 in wall milliseconds, and processor time per look.

    Of pages that rest on clocks besides, looks of which each follows a change.
    """
    found = {}
    for path in paths:
        first, status = look(path)
        if status >= 400:
            print(f"  {path}: {status}", flush=True)
            continue
        told = {"first": first, "status": status, **_looks(process, look, path, each)}
        if path in CLOCKS or path.startswith("/colas/"):
            changed = _looks(process, look, path, each, change)
            told |= {f"changed_{name}": value for name, value in changed.items()}
        print(f"  {path:46s}", *(f"{value:8.0f}" for name, value in told.items() if name != "status"), flush=True)
        found[path] = told
    return found


def _looks(
    process: int, look: Look, path: str, each: int, before: Callable[[], None] = lambda: None
) -> dict[str, float]:
    times, spent = [], cpu_seconds(process)
    for _ in range(each):
        before()
        times.append(look(path)[0])
    p50, p95, _ = percentiles(times)
    return {"p50": p50, "p95": p95, "cpu": (cpu_seconds(process) - spent) * 1000 / each}


def browser_times(secret: str) -> Figures:
    """Milliseconds as the browser sees them."""
    here, found = f"http://127.0.0.1:{PORT}", Figures()
    with browsing() as browser:
        context = browser.new_context(locale="es-MX", viewport={"width": 1366, "height": 768})
        context.add_cookies([{"name": COOKIE, "value": secret, "url": here}])
        page = context.new_page()
        for text in SEARCHES:
            page.goto(f"{here}/buscar")
            page.locator("form.searching input[name=q]").type(text[:-1], delay=60)
            page.wait_for_timeout(600)
            page.evaluate(_WATCH)
            page.keyboard.type(text[-1])
            found.setdefault("last key to first result", []).append(page.evaluate("seen"))
        for _ in range(5):
            begun = time.perf_counter()
            page.goto(f"{here}/documentos/{LONG}?pagina=250", wait_until="commit")
            page.locator("[data-sheet] img").first.evaluate("image => image.decode()")
            found.setdefault("400 pages opened at 250", []).append((time.perf_counter() - begun) * 1000)
        for _ in range(TURNS):
            page.wait_for_timeout(500)
            found.setdefault("turn of a page", []).append(page.evaluate(_TURN))
        context.close()
    return found


_WATCH = """() => {
  window.seen = new Promise((done, fail) => {
    setTimeout(() => fail(new Error("no result came")), 10000);
    let begun = 0;
    document.addEventListener("keydown", () => { begun = performance.now(); }, { once: true });
    new MutationObserver(() => {
      if (begun && document.querySelector("#encontrado :is(.hits, .empty)")) requestAnimationFrame(() => done(performance.now() - begun));
    }).observe(document.querySelector("#encontrado"), { childList: true, subtree: true });
  });
}"""

_TURN = """() => new Promise((done, fail) => {
  setTimeout(() => fail(new Error("no page came")), 10000);
  const begun = performance.now(), before = document.querySelector("[data-sheet]");
  const look = () => {
    const now = document.querySelector("[data-sheet]"), image = now?.querySelector("img");
    if (now !== before && image?.complete && image.naturalWidth) done(performance.now() - begun);
    else requestAnimationFrame(look);
  };
  document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true }));
  look();
})"""


def measured(data: Path, suits: int, each: int) -> dict[str, object]:
    """Everything, as it is reported."""
    archive = Archive(read_settings({"LEGAJO_DATA": str(data)}))
    migrate(archive.database)
    secrets = {name: session_of(archive, role) for name, role in PEOPLE.items()}
    change = changing(archive, suits)
    process, _ = start(str(data), "serve")
    told: dict[str, object] = {}
    try:
        for name, secret in secrets.items():
            print(f"{name}: first, p50, p95 wall ms, CPU of the server; the last three again after changes", flush=True)
            told[name] = server_times(process.pid, looking(secret), addresses(suits), each, change)
        seen = browser_times(secrets["archivista"])
    finally:
        process.terminate()
        process.wait(30)
        archive.close()
    print("in the browser: p50, p95 wall ms")
    for what, times in seen.items():
        p50, p95, _ = percentiles(times)
        told[what] = {"p50": p50, "p95": p95, "times": times}
        print(f"  {what:46s} {p50:8.0f} {p95:8.0f}")
    return told


def main() -> int:
    """See the module."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=100_000)
    parser.add_argument("--lawsuits", type=int, default=11_000)
    parser.add_argument("--times", type=int, default=20, help="looks at each page")
    parser.add_argument("--folder", type=Path, help="keep the office here and use it again")
    parser.add_argument("--json", type=Path, help="write the figures there too")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        data, begun = asked.folder or Path(temporary), time.monotonic()
        if not (data / "index" / "CURRENT").exists():
            archive = Archive(read_settings({"LEGAJO_DATA": str(data)}))
            fill_office(archive, asked.pages, asked.lawsuits)
            archive.close()
            print(f"office made in {time.monotonic() - begun:.0f} s", flush=True)
        told = measured(data, asked.lawsuits, asked.times)
    if asked.json:
        asked.json.write_text(json.dumps(told, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
