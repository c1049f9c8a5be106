"""The verb demo: a fictitious office to try Legajo with."""

import subprocess
import sys
import tempfile
from pathlib import Path

import click

from schemas.errors import Misconfigured
from service.cli.session import archive, operator, say, with_json, write_json
from service.operations.importing import import_table
from service.operations.receive import Given, receive, stage_file

DEMO_TABLES = ("debtors", "courts", "lawyers", "credits", "lawsuits", "assignments")


@click.command()
@click.option("--documents", type=click.IntRange(1, 20_000), default=60, help="Cuántos documentos (60).")
@click.option("--seed", type=int, default=7, help="Semilla: la misma da la misma oficina.")
@with_json
def demo(documents: int, seed: int, as_json: bool) -> None:
    """Llena Legajo con una oficina ficticia para probarlo."""
    root = Path(__file__).resolve().parents[2]
    if not (root / "benchmarks" / "office").is_dir():
        raise Misconfigured("Esta instalación no trae el generador de la oficina ficticia.")
    with tempfile.TemporaryDirectory() as folder, archive(begins=True) as opened:
        command = [sys.executable, "-m", "benchmarks.office", folder]
        made = subprocess.run(
            [*command, "--documents", str(documents), "--seed", str(seed)],
            cwd=root,
            capture_output=True,
            text=True,
            timeout=3600,
            check=False,
        )
        if made.returncode != 0:
            lines = made.stderr.strip().splitlines() or ["sin detalle"]
            raise Misconfigured(f"No se pudo generar la oficina: {lines[-1]}")
        for kind in DEMO_TABLES:
            import_table(opened, operator(), Path(folder) / f"{kind}.csv", kind, dry_run=False, partial=True)
        files = [_as_scanned(path) for path in sorted((Path(folder) / "files").iterdir())]
        for path in files:
            with stage_file(opened, path) as staged:
                receive(opened, operator(), staged, Given(batch="demostración"), channel="demo")
    if as_json:
        write_json({"files": len(files)})
    else:
        say(f"{len(files)} archivos recibidos; se leen mientras 'legajo up' está en marcha.")


def _as_scanned(path: Path) -> Path:
    """The file under a name such as a scanner gives: `escaneo 0002.tif`."""
    return path.rename(path.with_name(f"escaneo {path.name.partition('-')[0]}{path.suffix}"))


VERBS = (demo,)
