"""The command in this process: what it prints, and the code with which it ends."""

import contextlib
import json
import re
from pathlib import Path

import pytest

from service.archive import Archive
from service.cli import run
from service.configuration import read_settings
from storage.records.form import bring_up_to_date
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
        code = run([str(argument) for argument in arguments], lambda _settings: None)
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
    code, told, _ = legajo("restore", tmp_path / "copia")
    assert code == 0 and re.match(r"Respaldo del \d\d/\d\d/\d{4}, \d\d:\d\d: \d+ registros, 1 objetos", told)
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


def test_what_cannot_be_printed_is_said(legajo, monkeypatch):
    full = Path("/dev/full").open("w", encoding="utf-8")  # noqa: SIM115 - closing it fails, too
    monkeypatch.setattr("sys.stdout", full)
    assert legajo("status") == (9, "", "legajo: No se puede leer o escribir: no queda espacio en el disco.\n")
    with contextlib.suppress(OSError):
        full.close()


def test_a_stream_that_was_closed_stops_nothing(legajo, monkeypatch):
    monkeypatch.setattr("sys.stdout", None)
    assert legajo("status")[0] == 0


def test_an_archive_that_began_with_another_user_gets_its_administrator(legajo):
    legajo("user", "add", "ana", "--role", "auditor")
    assert legajo("user", "change", "ana", "--suspended")[0] == 0
    assert "usuario admin, contraseña" in legajo("init")[1]
    assert "contraseña" not in legajo("init")[1]
    code, _, told = legajo("user", "change", "admin", "--suspended")
    assert code == 5 and "al menos un administrador" in told


@pytest.mark.parametrize(
    "arguments",
    [
        ["export", "debtors", "-o"],
        ["coversheet", "-o"],
        ["log", "export", "-o"],
        ["inventory", "-o"],
        ["handover", "--leaving", "A", "--arriving", "B", "-o"],
        ["queue", "originals", "--export"],
    ],
)
def test_a_target_is_never_written_over_and_its_folder_must_be_there(legajo, tmp_path, arguments):
    target = tmp_path / "lista.xlsx"
    assert legajo(*arguments, target)[0] == 0 and target.stat().st_size
    assert legajo(*arguments, target)[::2] == (5, f"legajo: Ya existe {target}; no se sobrescribe.\n")
    code, _, told = legajo(*arguments, tmp_path / "no hay" / "lista.xlsx")
    assert code == 2 and told == f"legajo: No existe la carpeta {tmp_path / 'no hay'}.\n"


def test_a_file_is_no_place_for_a_backup(legajo, tmp_path):
    (tmp_path / "copia").write_text("un archivo")
    for options in ((), ("--check",), ("--list",)):
        assert legajo("backup", tmp_path / "copia", *options)[::2] == (
            2,
            f"legajo: {tmp_path / 'copia'} no es una carpeta.\n",
        )


def test_the_first_login_is_told_though_nobody_can_be_served(legajo):
    code, told, wrong = legajo("serve", "--host", "256.1.1.1")
    assert code == 10 and "no se conoce ese nombre" in wrong
    assert told.startswith("Primer acceso (se muestra una sola vez): usuario admin, contraseña ")


def test_whether_a_file_can_be_read_is_found_out_file_by_file(legajo, tmp_path, monkeypatch):
    (tmp_path / "hoja.txt").write_text("una hoja")
    monkeypatch.setattr("os.access", lambda *_: False)
    assert legajo("ingest", tmp_path / "hoja.txt")[0] == 0
    code, _, wrong = legajo("adopt", tmp_path)
    assert (code, wrong) == (2, f"legajo: CARPETA: no hay permiso para leer '{tmp_path}'.\n")


def test_a_word_that_must_not_stand_in_the_text_is_typed_as_it_is_said(legajo, tmp_path):
    (tmp_path / "uno.txt").write_text("unicornio herrado")
    (tmp_path / "dos.txt").write_text("unicornio alado")
    legajo("ingest", "--wait", tmp_path / "uno.txt", tmp_path / "dos.txt")
    for words in (
        ["unicornio", "-herrado"],
        ["-herrado", "--limit", "5", "unicornio"],
        ["unicornio", "--", "-herrado"],
    ):
        found = json.loads(legajo("search", "--json", *words)[1])
        assert [hit["title"] for hit in found["hits"]] == ["dos.txt"]
    assert legajo("search", "unicornio", "--limti", "5")[::2] == (
        2,
        "legajo: No existe la opción --limti. ¿Quiso decir --limit, --lawsuit?\n",
    )


def test_a_name_that_would_move_the_cursor_moves_none(legajo, tmp_path):
    name = "rojo\x1b[2J\u202etxt.txt"
    (tmp_path / name).write_text("unicornio")
    legajo("ingest", "--wait", tmp_path / name)
    code, told, _ = legajo("search", "unicornio")
    assert (code, told.splitlines()[0].split(" (")[0]) == (0, "1 documento") and "rojo?[2J?txt" in told


def test_columns_are_called_as_people_call_them_and_programs_get_their_names(legajo, tmp_path):
    table = tmp_path / "deudores.csv"
    table.write_text("telefono\n6621234567\n", encoding="utf-8")
    code, _, wrong = legajo("import", table, "--kind", "debtors")
    assert code == 2 and wrong.startswith("legajo: A la tabla le falta la columna «nombre completo».")
    table.write_text("nombre completo,fecha de nacimiento\nANA SOTO,ayer\n", encoding="utf-8")
    assert "renglón 2, fecha de nacimiento: " in legajo("import", table, "--kind", "debtors")[1]
    told = json.loads(legajo("import", table, "--kind", "debtors", "--json")[1])
    assert told["errors"][0]["column"] == "birth_date"


def test_its_own_database_is_no_paper(legajo, home, tmp_path):
    (tmp_path / "hoja.txt").write_text("una hoja")
    (tmp_path / "otro nombre.db").symlink_to(home / "legajo.db")
    opened = Archive(read_settings({"LEGAJO_DATA": str(home)}))
    bring_up_to_date(opened.database)
    try:
        code, out, told = legajo("ingest", tmp_path)
    finally:
        opened.close()
    assert code == 1 and "hoja.txt" in out
    assert "legajo.db" not in out and "otro nombre" not in out
    assert told.count("Es la base de datos de este mismo archivo") >= 2


@pytest.mark.parametrize("place", [".", "legajo", "legajo/store", "legajo/staging"])
def test_no_folder_is_watched_that_would_empty_the_archive(legajo, home, tmp_path, place):
    legajo("init")
    code, _, told = legajo("watch", "--once", tmp_path / place)
    assert code != 0 and "vigile otra carpeta" in told
    assert not (tmp_path / place / "done").exists()
    (home / "escáner").mkdir()
    assert legajo("watch", "--once", home / "escáner")[0] == 0
