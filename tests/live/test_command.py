"""The `legajo` command as a program: shapes others rely on, exit codes, one line for an error."""

import hashlib
import json
import os
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from schemas.outcomes import in_words

from .conftest import scan, text_pdf

LETTER = ("OFICIO No. 117/2024", "ASUNTO: Se remite documentación", "Hermosillo, Sonora, a 3 de mayo de 2024",
          "Se remite la documentación de la acreditada.", "ATENTAMENTE")  # fmt: skip


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("data") / "legajo"


def run_on(data, *arguments, **settings):
    return subprocess.run(
        [sys.executable, "-m", "web.command", *map(str, arguments)],
        env={**os.environ, "LEGAJO_DATA": str(data), **settings},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="module")
def legajo(home):
    assert run_on(home, "init").returncode == 0
    return partial(run_on, home)


@pytest.fixture(scope="module")
def filed(legajo, tmp_path_factory):
    folder = tmp_path_factory.mktemp("files")
    files = {"a.pdf": text_pdf(LETTER, LETTER), "b.png": scan(*LETTER), "c.pdf": text_pdf(LETTER, LETTER), "d.pdf": b""}
    for name, data in files.items():
        (folder / name).write_bytes(data)
    done = legajo("ingest", folder, "--wait", "--json", "--batch", "Caja 1")
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()], files


def test_ingest_gives_every_file_one_line_of_the_agreed_shape(filed):
    lines, files = filed
    assert [line["path"].rsplit("/", 1)[1] for line in lines] == sorted(files)
    wanted = {"path", "receipt_id", "outcome", "reason", "document_id", "sha256", "bytes", "pages", "type", "links"}
    assert all(wanted <= set(line) for line in lines)
    assert [line["outcome"] for line in lines] == ["needs_review", "needs_review", "duplicate", "rejected"]
    assert lines[2]["document_id"] == lines[0]["document_id"]
    assert lines[3]["reason"] == "empty" and "vacío" in lines[3]["detail"]
    for line in lines:
        assert line["reasons"][0] == line["reason"] and line["detail"].startswith(in_words(line["reasons"]))


def test_the_original_comes_back_byte_for_byte(filed, legajo, tmp_path):
    [first, *_], files = filed
    got = json.loads(legajo("get", first["document_id"], "--original", "-o", tmp_path / "o.pdf", "--json").stdout)
    assert (tmp_path / "o.pdf").read_bytes() == files["a.pdf"]
    assert got["sha256"] == hashlib.sha256(files["a.pdf"]).hexdigest()
    assert legajo("get", first["document_id"], "--original", "-o", tmp_path / "o.pdf").returncode == 5


def test_a_name_that_no_disk_takes_is_said(filed, legajo, tmp_path):
    [first, *_], _ = filed
    done = legajo("get", first["document_id"], "--original", "-o", tmp_path / ("a" * 300))
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1) and "No se puede escribir" in done.stderr
    longest = tmp_path / ("a" * 255)
    assert legajo("get", first["document_id"], "--original", "-o", longest).returncode == 0
    assert list(tmp_path.iterdir()) == [longest]


def test_text_parts_pages_by_form_feeds(filed, legajo):
    [first, second, *_], _ = filed
    assert legajo("text", first["document_id"]).stdout.count("\f") == 1
    assert "remite" in legajo("text", second["document_id"], "--page", "1").stdout


def test_search_status_and_verify_have_the_agreed_shapes(filed, legajo):
    found = json.loads(legajo("search", "documentacion remitida", "--json").stdout)
    assert {"total", "took_ms", "hits", "facets"} <= set(found) and found["total"] >= 1
    hit = found["hits"][0]
    keys = [
        "document_id",
        "type",
        "title",
        "date",
        "debtor",
        "credit",
        "lawsuit",
        "page",
        "score",
        "snippet",
        "boxes",
        "pages",
    ]
    assert set(keys) <= set(hit) and all(0 <= side <= 1 for box in hit["boxes"] for side in box)
    # No test above files anything more.
    stands = json.loads(legajo("status", "--json").stdout)
    assert stands["receipts"] == {"filed": 0, "needs_review": 2, "duplicate": 1, "rejected": 1, "in_progress": 0}
    assert {"documents", "pages", "pages_without_text", "jobs", "index"} <= set(stands)
    assert json.loads(legajo("verify", "--json").stdout)["sound"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["ingest", "/no/such/file"], 2),
        (["ingest", "--sideways", "x"], 2),
        (["ingest", __file__, "--type", "novela"], 2),
        (["text", "0" * 26], 4),
        (["dossier", "NOBODY"], 4),
        (["get", "0" * 26, "-o", "x.pdf"], 2),
        (["search", "--from", "ayer tarde", "x"], 2),
        (["fly"], 2),
        (["backup", "/proc/nothing"], 9),
        (["restore", "/no/such/place"], 4),
        (["verify", "--from", "/no/such/place"], 4),
        (["bag", "/no/such/folder/bag"], 2),
    ],
)
def test_a_wrong_call_gets_one_line_and_a_code(legajo, arguments, code):
    done = legajo(*arguments)
    assert done.returncode == code
    assert len(done.stderr.strip().splitlines()) == 1 and not done.stdout


@pytest.mark.parametrize(
    ("verb", "setting", "value", "code", "said"),
    [
        ("status", "LEGAJO_WORKERS", "dos", 10, "LEGAJO_WORKERS"),
        ("init", "LEGAJO_DATA", "/dev/null/aquí", 10, "LEGAJO_DATA: no se puede usar la carpeta"),
        ("init", "LEGAJO_DATABASE", "sqlite:////proc/nada/x.db", 10, "LEGAJO_DATABASE: no se puede usar la carpeta"),
        ("status", "LEGAJO_DATABASE", "postgresql+psycopg://legajo@127.0.0.1:1/x", 9, "no responde"),
        ("worker", "LOGLEVEL", "mucho", 10, "LOGLEVEL debe ser DEBUG"),
        ("worker", "LEGAJO_LANGUAGE", "xyz", 10, "tesseract-ocr-xyz"),
    ],
)
def test_a_setting_that_cannot_be_right_stops_the_start_with_one_line(home, verb, setting, value, code, said):
    done = run_on(home, verb, **{setting: value})
    assert (done.returncode, len(done.stderr.strip().splitlines())) == (code, 1) and said in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["status"],
        ["search", "pagaré"],
        ["verify"],
        ["reindex"],
        ["backup", "copia"],
        ["user", "list"],
        ["token", "add", "admin"],
        ["checkpoint"],
        ["restore", "copia"],
    ],
)
def test_what_only_looks_makes_no_archive_in_a_folder_mistyped(tmp_path, arguments):
    told = [str(tmp_path / "copia") if argument == "copia" else argument for argument in arguments]
    done = run_on(tmp_path / "otra", *told)
    assert done.returncode == (4 if "restore" in told else 10) and len(done.stderr.splitlines()) == 1
    assert "restore" in told or str(tmp_path / "otra") in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_was_only_made_holds_no_archive(tmp_path):
    assert run_on(tmp_path, "status").returncode == 10
    (tmp_path / "legajo.db").touch()
    assert "legajo init" in run_on(tmp_path, "status").stderr


def test_a_file_handed_in_begins_an_archive(tmp_path):
    (tmp_path / "hoja.txt").write_text("una hoja")
    assert run_on(tmp_path / "nuevo", "ingest", tmp_path / "hoja.txt").returncode == 0
    assert json.loads(run_on(tmp_path / "nuevo", "status", "--json").stdout)["receipts"]["in_progress"] == 1


def test_the_doctor_examines_a_place_before_an_archive_is_there_and_leaves_nothing(tmp_path):
    done = run_on(tmp_path / "nuevo", "doctor", "--json")
    found = {line["name"]: line for line in map(json.loads, done.stdout.splitlines()) if "ok" in line}
    assert done.returncode == 0 and str(tmp_path / "nuevo") in found["archivo"]["detail"]
    assert found["almacén de originales"]["detail"] == f"file://{tmp_path}/nuevo/store"
    assert list(tmp_path.iterdir()) == []


def test_a_new_archive_is_its_owner_s_alone(legajo, home):
    assert home.stat().st_mode & 0o077 == 0


def test_names_of_no_known_letters_and_the_longest_there_can_be_are_received(legajo, tmp_path):
    for number, name in enumerate((b"pagar\xe9.txt", b"a" * 251 + b".txt")):
        (tmp_path / os.fsdecode(name)).write_text(f"hoja {number}")
    lines = legajo("ingest", tmp_path, "--wait", "--json").stdout.splitlines()
    paths = [json.loads(line)["path"] for line in lines]
    assert [path.rsplit("/", 1)[1][-12:] for path in paths] == ["a" * 8 + ".txt", "pagaré.txt"]


def test_the_reason_beside_a_file_of_the_longest_name_is_written(legajo, tmp_path):
    (tmp_path / ("v" * 251 + ".pdf")).write_bytes(b"")
    assert legajo("watch", tmp_path, "--once").returncode == 0
    assert "vacío" in next((tmp_path / "failed").glob("*.motivo.txt")).read_text(encoding="utf-8")


def test_the_watched_folder_is_emptied_into_done(legajo, tmp_path):
    (tmp_path / "escaneo.pdf").write_bytes(text_pdf(("Hoja de la carpeta vigilada",)))
    (tmp_path / "vacio.pdf").write_bytes(b"")
    (tmp_path / "a medias.part").write_bytes(b"x")
    assert legajo("watch", tmp_path, "--once").returncode == 0
    assert [path.name for path in (tmp_path / "done").iterdir()] == ["escaneo.pdf"]
    assert (tmp_path / "failed" / "vacio.pdf").exists()
    assert "vacío" in (tmp_path / "failed" / "vacio.pdf.motivo.txt").read_text(encoding="utf-8")
    assert (tmp_path / "a medias.part").exists()


def test_the_worker_itself_loads_nothing_that_opens_foreign_files():
    loaded = (
        "import sys, service.worker; print([n for n in ('cv2', 'zxingcpp', 'pypdfium2', 'PIL') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "[]"


def test_an_administrator_who_lost_everything_gets_in_again(legajo):
    legajo("init")
    legajo("user", "add", "ana", "--role", "auditor")
    changed = json.loads(legajo("user", "change", "ana", "--role", "archivist", "--new-password", "--json").stdout)
    assert (changed["role"], changed["must_change_password"], len(changed["password"])) == ("archivist", True, 19)
    assert "suspendido" in legajo("user", "change", "ana", "--suspended").stdout
    assert [legajo("user", "change", "ana").returncode, legajo("user", "change", "nadie", "--active").returncode] == [
        2,
        4,
    ]


def test_a_token_is_listed_and_revoked(legajo):
    legajo("user", "add", "programa", "--role", "auditor")
    legajo("token", "add", "programa", "--name", "tablero")
    [made] = [
        row
        for line in legajo("token", "list", "--json").stdout.splitlines()
        if (row := json.loads(line))["name"] == "tablero"
    ]
    assert legajo("token", "revoke", made["id"]).returncode == 0
    assert f"{made['id']}\tprograma\ttablero\trevocada" in legajo("token", "list").stdout


@pytest.mark.parametrize("arguments", [[], ["-h"], ["user"], ["search", "-h"], ["token", "add", "--help"]])
def test_help_is_a_page_in_spanish(legajo, arguments):
    done = legajo(*arguments)
    assert (done.returncode, done.stderr) == (0, "") and done.stdout.startswith("Uso: legajo")
    assert "Opciones:" in done.stdout and "Muestra esta ayuda" in done.stdout
    assert not any(word in done.stdout for word in ("Usage", "Options", "Commands", "Show this"))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["serch", "x"], "No existe el verbo 'serch'. ¿Quiso decir search?"),
        (["user", "ad"], "No existe el verbo 'ad'. ¿Quiso decir add?"),
        (["status", "ya"], "Sobra lo que sigue: ya"),
        (["export", "debtors", "-o", "/proc/nada.csv"], "No se puede escribir /proc/nada.csv"),
    ],
)
def test_what_is_wrong_with_a_command_is_said_in_spanish(legajo, arguments, said):
    done = legajo(*arguments)
    assert done.returncode == 2 and said in done.stderr


def test_who_reads_only_the_beginning_is_no_error(home):
    command = f"{sys.executable} -m web.command --help | true; echo ${{PIPESTATUS[0]}}"
    whole = f"{sys.executable} -m web.command search --json | true; echo ${{PIPESTATUS[0]}}"
    environment = {**os.environ, "LEGAJO_DATA": str(home)}
    for line in (command, whole):
        done = subprocess.run(["bash", "-c", line], env=environment, capture_output=True, text=True, check=False)
        assert (done.stdout, done.stderr) == ("0\n", "")


def test_words_and_terminals_of_other_letters_are_served(legajo, home, tmp_path):
    (tmp_path / "ñ ☃.txt").write_text("muñeca de nieve")
    environment = {**os.environ, "LEGAJO_DATA": str(home), "PYTHONIOENCODING": "latin-1"}

    def run(*arguments):
        command = [sys.executable.encode(), b"-m", b"web.command", *arguments]
        return subprocess.run(command, env=environment, capture_output=True, check=False)

    told = run(b"ingest", os.fsencode(tmp_path), b"--wait", b"--json")
    assert json.loads(told.stdout)["path"].endswith("ñ ☃.txt")
    assert "ñ ?.txt".encode("latin-1") in run(b"ingest", os.fsencode(tmp_path)).stdout
    found = run(b"search", "muñeca".encode("latin-1"), b"--json")
    assert json.loads(found.stdout)["total"] == 1 and found.stderr == b""


def test_a_search_is_narrowed_to_a_year_and_says_what_it_did_not_understand(filed, legajo):
    assert json.loads(legajo("search", "--from", "2024", "--to", "05/2024", "--json").stdout)["total"] == 2
    assert json.loads(legajo("search", "--to", "2023", "--json").stdout)["total"] == 0
    said = legajo("search", "tipo:novela").stdout.splitlines()
    assert said[0].startswith("0 documentos") and said[1] == "Ningún tipo de documento se llama «novela»."


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["ingest", "hojas", "--json"], "Recibidos "),
        (["verify", "--json"], "Originales releídos: "),
        (["reindex", "--json"], "Documentos en el índice nuevo: "),
    ],
)
def test_long_work_shows_whoever_waits_how_far_it_is(home, filed, tmp_path, arguments, said):
    (tmp_path / "hojas").mkdir()
    for number in range(3):
        (tmp_path / "hojas" / f"{number}.txt").write_text(f"hoja {number} {said}")
    ours, theirs = os.openpty()
    environment = {**os.environ, "LEGAJO_DATA": str(home), "PYTHONPATH": str(Path.cwd())}
    command = [sys.executable, "-m", "web.command", *arguments]
    done = subprocess.run(command, env=environment, cwd=tmp_path, stdout=subprocess.PIPE, stderr=theirs, check=True)
    os.close(theirs)
    shown = os.read(ours, 1 << 16).decode()
    os.close(ours)
    assert said in shown and shown.endswith("\r\033[K")
    assert all(json.loads(line) for line in done.stdout.splitlines())


def test_what_ingest_waited_for_is_found_though_no_worker_runs(legajo, tmp_path):
    for number in range(5):
        (tmp_path / f"{number}.txt").write_text(f"ornitorrinco {number}")
    legajo("ingest", tmp_path, "--wait")
    assert json.loads(legajo("search", "ornitorrinco", "--json").stdout)["total"] == 5


@pytest.mark.parametrize("reading", ["click.core", "sqlalchemy.engine"])
def test_who_breaks_off_while_the_command_begins_reads_no_traceback(home, reading):
    command = [sys.executable, "-X", "importtime", "-m", "web.command", "status"]
    own = {**os.environ, "LEGAJO_DATA": str(home)}
    with subprocess.Popen(command, env=own, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) as begun:
        said = next(line for line in begun.stderr if line.rstrip().endswith(f" {reading}"))
        begun.send_signal(signal.SIGINT)
        said += begun.stderr.read()
    assert begun.returncode == -signal.SIGINT and "Traceback" not in said
