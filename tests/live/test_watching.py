"""The watched folder as a program: half copies, files that go on growing, folders that cannot be emptied; and folders handed in."""

import hashlib
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time

import pytest

COMMAND = [sys.executable, "-m", "web.command"]

MAY_NOT_ALL = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []
"""What comes before the command so that the superuser, too, meets folders it may not read."""


@pytest.fixture
def environment(tmp_path):
    return {**os.environ, "LEGAJO_DATA": str(tmp_path / "data")}


@pytest.fixture
def drop(tmp_path):
    folder = tmp_path / "escáner"
    folder.mkdir()
    return folder


@pytest.fixture
def watching(drop, environment):
    """Begins `watch`; what it printed is read when it has ended."""
    begun = []

    def begin(*options, before=()):
        begun.append(subprocess.Popen([*before, *COMMAND, "watch", str(drop), "--json", *options], env=environment,
                                      stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True))  # fmt: skip
        return begun[-1]

    yield begin
    for process in begun:
        process.kill()
        process.wait()


def until(true):
    limit = time.monotonic() + 60
    while not true():
        assert time.monotonic() < limit
        time.sleep(0.05)


def received(output):
    return [json.loads(line)["sha256"] for line in output.splitlines()]


def test_a_file_is_left_alone_while_somebody_has_it_open_for_writing(drop, watching):
    (drop / "otra.txt").write_text("otra hoja")
    with (drop / "a medias.txt").open("wb", buffering=0) as copying:
        copying.write(b"primera mitad, ")
        process = watching("--once")
        until(lambda: (drop / "done" / "otra.txt").exists())
        time.sleep(2.5)  # longer than a file that nobody writes has to stand still
        copying.write(b"segunda mitad")
    out, _ = process.communicate(timeout=60)
    assert (drop / "done" / "a medias.txt").read_bytes() == b"primera mitad, segunda mitad"
    assert received(out)[1:] == [hashlib.sha256(b"primera mitad, segunda mitad").hexdigest()]


def test_what_goes_on_growing_after_it_was_taken_is_taken_whole(drop, watching):
    (drop / "red.txt").write_bytes(b"lo que lleg\xc3\xb3")
    process = watching()
    until((drop / "done" / "red.txt").exists)
    with (drop / "done" / "red.txt").open("ab") as copying:
        copying.write(b" y lo dem\xc3\xa1s")
    until(lambda: not (drop / "done" / "red.txt").exists())
    until((drop / "done" / "red.txt").exists)
    process.terminate()
    out, err = process.communicate(timeout=60)
    assert received(out)[-1] == hashlib.sha256("lo que llegó y lo demás".encode()).hexdigest()
    assert "red.txt: siguió creciendo" in err


def test_told_to_stop_it_says_what_became_of_the_file_in_its_hands(drop, watching):
    """However early it is told after the first file moved, each file that lies in done/ has its line."""
    for number in range(20):
        (drop / f"hoja {number:02}.txt").write_text(f"hoja {number}")
    process = watching()
    until(lambda: any((drop / "done").glob("*.txt")))
    process.terminate()
    out, err = process.communicate(timeout=60)
    done = sorted(path.read_bytes() for path in (drop / "done").iterdir())
    assert (process.returncode, err) == (0, "")
    assert sorted(received(out)) == sorted(hashlib.sha256(content).hexdigest() for content in done)
    assert len(done) + len(list(drop.glob("*.txt"))) == 20


def test_a_folder_from_which_nothing_can_be_moved_is_refused_before_anything_is_received(drop, watching):
    (drop / "hoja.txt").write_text("hoja")
    (drop / "done").write_text("no es carpeta")
    process = watching()
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out, len(err.splitlines())) == (2, "", 1) and "No se puede mover nada" in err


def test_a_share_that_is_away_for_a_while_is_said_once(drop, watching):
    process = watching()
    until((drop / "failed").exists)
    drop.rename(drop.with_name("lejos"))
    assert "escáner" in process.stderr.readline()
    time.sleep(1)  # while it is tried again
    drop.with_name("lejos").rename(drop)
    (drop / "hoja.txt").write_text("hoja")
    until((drop / "done" / "hoja.txt").exists)
    process.terminate()
    assert process.communicate(timeout=60)[1] == ""


def test_folders_that_a_scanner_makes_are_emptied_too(drop, watching, tmp_path):
    papers = {"lunes/hoja.txt": "una", "lunes/caja 2/hoja.txt": "otra", "hoja.txt": "tercera", "mal/vacía.txt": ""}
    for name, text in papers.items():
        (drop / name).parent.mkdir(parents=True, exist_ok=True)
        (drop / name).write_text(text)
    for apart in (drop / ".sync", tmp_path / "lejos"):
        apart.mkdir()
        (apart / "aparte.txt").write_text("de nadie")
    (drop / "enlace").symlink_to(tmp_path / "lejos")
    out, _ = watching("--once").communicate(timeout=60)
    assert len(received(out)) == 4
    assert {name for name in papers if (drop / "done" / name).exists()} == papers.keys() - {"mal/vacía.txt"}
    assert (drop / "failed" / "mal" / "vacía.txt.motivo.txt").exists()
    assert (drop / ".sync" / "aparte.txt").exists() and (tmp_path / "lejos" / "aparte.txt").exists()


def test_a_folder_inside_that_cannot_be_read_is_named_once(drop, watching):
    (drop / "cerrada").mkdir(mode=0)
    (drop / "hoja.txt").write_text("hoja")
    process = watching(before=MAY_NOT_ALL)
    until((drop / "done" / "hoja.txt").exists)
    time.sleep(1)
    process.terminate()
    [told] = process.communicate(timeout=60)[1].splitlines()
    assert "cerrada" in told


def test_a_link_laid_in_the_folder_opens_no_file_elsewhere(drop, watching, tmp_path):
    secret = tmp_path / "secreto.txt"
    secret.write_text("la clave de la base")
    (drop / "hoja.txt").symlink_to(secret)
    (drop / "failed").mkdir()
    (drop / "failed" / "hoja.txt.motivo.txt").symlink_to(secret)
    out, _ = watching("--once").communicate(timeout=60)
    assert json.loads(out)["reason"] == "not_a_file"
    assert (drop / "failed" / "hoja.txt").is_symlink() and secret.read_text() == "la clave de la base"
    assert "enlace" in (drop / "failed" / "hoja.txt.motivo.txt").read_text(encoding="utf-8")


def test_what_cannot_be_set_aside_is_told_and_keeps_nothing_waiting(drop, watching, tmp_path):
    for folder in ("2024", "failed", "otra"):
        (drop / folder).mkdir()
    (drop / "failed" / "2024").write_text("aquí no cabe una carpeta")
    (drop / "2024" / "a.txt").symlink_to(tmp_path / "otro lado.txt")
    (tmp_path / "otro lado.txt").write_text("otro")
    (drop / "otra" / "z.txt").write_text("hoja")
    process = watching()
    until((drop / "done" / "otra" / "z.txt").exists)
    process.terminate()
    assert process.communicate(timeout=60)[1].count("a.txt: no se recibió y no se puede mover") == 1
    assert (drop / "2024" / "a.txt").is_symlink()


def test_a_file_that_somebody_is_writing_is_not_received(tmp_path, environment):
    growing = tmp_path / "crece.bin"
    with growing.open("wb") as made:
        made.truncate(64 << 20)
    ended = threading.Event()

    def write():
        with growing.open("ab", buffering=0) as writing:
            while not ended.is_set():
                writing.write(b"x")
                time.sleep(0.001)

    writer = threading.Thread(target=write)
    writer.start()
    done = subprocess.run(
        [*COMMAND, "ingest", str(growing), "--json"], env=environment, capture_output=True, check=False
    )
    ended.set()
    writer.join()
    told = json.loads(done.stdout)
    assert (done.returncode, told["receipt_id"], told["reason"]) == (1, None, "changed_while_read")


def test_a_folder_that_cannot_be_read_is_named_and_the_rest_received(tmp_path, environment):
    folder = tmp_path / "caja"
    (folder / "cerrada").mkdir(parents=True)
    (folder / "hoja.txt").write_text("hoja")
    (folder / "cerrada" / "otra.txt").write_text("otra")
    (folder / "cerrada").chmod(0)
    done = subprocess.run([*MAY_NOT_ALL, *COMMAND, "ingest", str(folder), "--json"], env=environment,
                          capture_output=True, text=True, timeout=60, check=False)  # fmt: skip
    refused, taken = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1 and set(refused) == set(taken)
    assert (refused["path"], refused["reason"]) == (str(folder / "cerrada"), "unreadable")
    assert taken["path"] == str(folder / "hoja.txt")


def test_what_is_rejected_after_the_watch_ended_is_set_aside_by_the_next(drop, watching, environment, tmp_path):
    for name in ("hoja.txt", "rota.pdf"):
        (drop / name).write_bytes(b"%PDF-1.4 nada" if name == "rota.pdf" else b"una hoja")
    (drop / "done").mkdir()
    (drop / "done" / "rota.pdf").write_bytes(b"otra, de antes")
    watching("--once").communicate(timeout=60)
    assert {path.name for path in (drop / "done").iterdir()} == {"hoja.txt", "rota.pdf", "rota-1.pdf"}

    (tmp_path / "última.txt").write_text("se lee después de las otras")
    one_at_a_time = {**environment, "LEGAJO_WORKERS": "1"}
    subprocess.run([*COMMAND, "ingest", "--wait", str(tmp_path / "última.txt")], env=one_at_a_time, check=True)
    watching("--once").communicate(timeout=60)

    assert {path.name for path in (drop / "done").iterdir()} == {"hoja.txt", "rota.pdf"}
    assert (drop / "failed" / "rota-1.pdf").read_bytes() == b"%PDF-1.4 nada"
    assert "dañado" in (drop / "failed" / "rota-1.pdf.motivo.txt").read_text(encoding="utf-8")


def test_who_breaks_a_long_ingest_off_is_told_how_much_is_in(tmp_path, environment):
    (tmp_path / "hojas").mkdir()
    for number in range(300):
        (tmp_path / "hojas" / f"{number:03}.txt").write_text(f"hoja {number}")
    process = subprocess.Popen(
        [*COMMAND, "ingest", str(tmp_path / "hojas")], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True, preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip
    first = process.stdout.readline()
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    told = re.fullmatch(r"legajo: Interrumpido. Quedaron recibidos (\d+) de 300 archivos; .*", err.strip())
    assert (process.returncode, first.endswith("000.txt: en proceso\n")) == (130, True)
    assert int(told[1]) - 1 - len(out.splitlines()) in (0, 1)
