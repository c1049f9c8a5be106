"""Verbs on the registry and the dossier: import, export, dossier."""

from pathlib import Path

import click

from indexer.sandbox import Sandbox
from schemas.dossier import Dossier, DossierScope
from schemas.registry import RowError
from service.archive import Archive
from service.cli.progress import Progress
from service.cli.session import archive, operator, say, with_json, write_json
from service.cli.targets import check_new, writing
from service.operations.dossier import find_dossier, write_dossier_pdf
from service.operations.dossier_package import write_bag, write_zip
from service.operations.importing import KINDS, import_table
from service.operations.registry.columns import heading
from service.operations.registry.exporting import export_file
from service.operations.registry.kinds import book_of

MOST_SHOWN = 50


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--kind", required=True, type=click.Choice(sorted(KINDS)), help="Qué contiene la tabla.")
@click.option("--dry-run", is_flag=True, help="Revisa sin guardar.")
@click.option("--partial", is_flag=True, help="Guarda los renglones buenos aunque otros estén mal.")
@with_json
def import_(file: Path, kind: str, dry_run: bool, partial: bool, as_json: bool) -> int:
    """Carga una tabla CSV o XLSX al registro."""
    with archive(begins=True) as opened, Progress("Tabla:") as told:
        report = import_table(opened, operator(), file, kind, dry_run=dry_run, partial=partial, told=told)
    if as_json:
        write_json(report)
    else:
        say(
            f"{report.rows} renglones: {report.created} nuevos, {report.updated} cambiados, "
            f"{report.unchanged} iguales, {len(report.errors)} con error"
        )
        for error in report.errors[:MOST_SHOWN]:
            say(f"  renglón {error.row}, {_column(kind, error)}: {error.reason}")
        if len(report.errors) > MOST_SHOWN:
            say(f"  … y {len(report.errors) - MOST_SHOWN} más (véalos con --json)")
        for warning in report.warnings[:MOST_SHOWN]:
            say(f"  aviso, renglón {warning.row}, {_column(kind, warning)}: {warning.reason}")
        if dry_run:
            say("Sólo se revisó: no se guardó nada.")
        elif not report.written:
            say("No se guardó nada: corrija esos renglones, o guarde los demás con --partial.")
    return 2 if report.errors and not partial else 0


def _column(kind: str, error: RowError) -> str:
    return heading(book_of(kind), error.column) if error.column else "—"


@click.command()
@click.argument("kind", type=click.Choice(sorted(KINDS)))
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path, dir_okay=False), help="CSV o XLSX.")
@with_json
def export(kind: str, output: Path, as_json: bool) -> None:
    """Entrega una lista del registro como tabla CSV o XLSX, con las columnas que lee «import»."""
    with writing(output), archive() as opened:
        export_file(opened, operator(), kind, output)
    if as_json:
        write_json({"kind": kind, "file": str(output), "bytes": output.stat().st_size})
    else:
        say(str(output))


@click.command()
@click.argument("key")
@click.option(
    "--of",
    "scope",
    type=click.Choice([one.value for one in DossierScope]),
    default=DossierScope.DEBTOR.value,
    help="De qué: deudor (debtor), sólo el crédito (credit) o sólo el juicio (lawsuit).",
)
@click.option("--pdf", type=click.Path(path_type=Path, dir_okay=False), help="Escribe el dossier completo en un PDF.")
@click.option(
    "--zip", "zipped", type=click.Path(path_type=Path, dir_okay=False), help="Escribe los archivos en un ZIP."
)
@click.option("--bag", type=click.Path(path_type=Path), help="Escribe una bolsa BagIt (RFC 8493) en una carpeta nueva.")
@click.option(
    "--volumes",
    type=click.Path(path_type=Path),
    help="Escribe un PDF por legajo, con foliado corrido, en una carpeta nueva.",
)
@with_json
def dossier(
    key: str, scope: str, pdf: Path | None, zipped: Path | None, bag: Path | None, volumes: Path | None, as_json: bool
) -> None:
    """El dossier completo de un deudor, crédito o juicio: KEY es CURP, número de crédito, de juicio o id."""
    targets = [target for target in (pdf, zipped, bag, volumes) if target is not None]
    for target in targets:
        check_new(target)
    with archive() as opened:
        found = find_dossier(opened, operator(), key, DossierScope(scope))
        if pdf is not None:
            write_dossier_pdf(opened, operator(), found, pdf)
        if zipped is not None:
            write_zip(opened, operator(), found, zipped)
        if bag is not None:
            write_bag(opened, operator(), found, bag)
        if volumes is not None:
            _write_volumes(opened, found, volumes)
    if as_json:
        write_json(found)
        return
    _tell(found)
    for target in targets:
        say(f"Escrito: {target}")


def _write_volumes(opened: Archive, found: Dossier, folder: Path) -> None:
    with writing(folder), Sandbox() as sandbox:
        folder.mkdir()
        for volume in found.volumes:
            target = folder / f"legajo-{volume.number:03d}.pdf"
            write_dossier_pdf(opened, operator(), found, target, sandbox, volume)


def _tell(found: Dossier) -> None:
    if found.scope is not DossierScope.DEBTOR:
        say(found.subject)
    for debtor in found.debtors:
        say(f"{debtor.full_name}  {debtor.curp or 'sin CURP'}")
    for document in found.documents:
        say(f"  {document.date or '          '}  {document.title}  ({document.pages} pág.)")
    for missing in found.missing:
        say(f"  FALTA: {missing.name}")


VERBS = (import_, export, dossier)
