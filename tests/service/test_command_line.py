"""The command in this process: what it prints, and the code with which it ends."""

import json

import pytest

from service.cli import run
from tests.databases import sqlite_in


@pytest.fixture
def home(tmp_path, monkeypatch):
    """The folder of an archive in which there is nothing yet."""
    home = tmp_path / "legajo"
    sqlite_in(home, "legajo.db")
    monkeypatch.setenv("LEGAJO_DATA", str(home))
    return home


@pytest.fixture
def legajo(home, capsys):
    """Runs one command line; its exit code, and what it wrote to either stream."""

    def command(*arguments):
        code = run([str(argument) for argument in arguments])
        return code, *capsys.readouterr()

    return command


class Terminal:
    """Standard error as a terminal has it; `shown` is what stands in it."""

    def __init__(self, monkeypatch):
        self.shown = ""
        monkeypatch.setattr("sys.stderr", self)

    def isatty(self):
        return True

    def write(self, text):
        self.shown += text

    def flush(self):
        pass


def test_roles_are_said_in_spanish_and_programs_get_them_as_they_were(legajo):
    legajo("user", "add", "ana", "--role", "portfolio_head")
    assert legajo("user", "list") == (0, "ana\tTitular de cartera\tactivo\n", "")
    assert json.loads(legajo("user", "list", "--json")[1])["role"] == "portfolio_head"


def test_copying_and_bringing_back_show_how_far_they_are(legajo, tmp_path, monkeypatch):
    terminal = Terminal(monkeypatch)
    (tmp_path / "hoja.txt").write_text("una hoja")
    legajo("ingest", tmp_path / "hoja.txt")
    for verb, said in (
        (("backup", tmp_path / "copia"), "Respaldados 1 de 1 objetos"),
        (("backup", tmp_path / "copia", "--check"), "Releídos 1 de 1 objetos"),
        (("bag", tmp_path / "bolsa"), "Escritos 1 de 1 archivos"),
        (("adopt", tmp_path / "bolsa/data/originales", "--table", tmp_path / "bolsa/data/archivos.csv"), "Recibidos 0 de 1"),
    ):  # fmt: skip
        terminal.shown = ""
        assert legajo(*verb)[0] == 0
        assert said in terminal.shown and terminal.shown.endswith("\r\033[K")
    monkeypatch.setenv("LEGAJO_DATA", str(tmp_path / "nuevo"))
    assert legajo("restore", tmp_path / "copia")[0] == 0
    assert "registros" in terminal.shown and terminal.shown.endswith("\r\033[K")


def test_an_import_shows_how_many_rows_it_has_checked_and_written(legajo, tmp_path, monkeypatch):
    terminal = Terminal(monkeypatch)
    table = tmp_path / "juzgados.csv"
    table.write_text("clave,nombre\n" + "".join(f"J{n},Juzgado {n}\n" for n in range(3)), encoding="utf-8")
    assert legajo("import", table, "--kind", "courts")[0] == 0
    assert "Tabla: 3 renglones revisados" in terminal.shown
    assert "Tabla: 3 de 3 renglones guardados" in terminal.shown and terminal.shown.endswith("\r\033[K")


def test_nothing_of_how_far_it_is_is_written_where_no_terminal_is(legajo, tmp_path):
    assert legajo("backup", tmp_path / "copia")[2] == ""
