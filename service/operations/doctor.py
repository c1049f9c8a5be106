"""Check everything Legajo leans on, and say in words what is wrong."""

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import msgspec

from indexer.engines.ocr import open_engine
from indexer.sandbox import Sandbox
from schemas.errors import ArchiveError, Unavailable
from schemas.settings import Settings, own_places
from schemas.system_errors import reason
from schemas.work import InspectRequest, InspectResult
from service.archive import Archive
from service.operations.checkpoints import log_key, log_key_file
from service.operations.store_check import ask_store
from service.processes import pages_at_once
from service.sealing import unseal
from storage.records import access, workers
from storage.records.form import is_missing
from storage.records.migrate import migrate

LOW_BYTES = 2 * 1024**3
MOST_SAID = 200


class Check(msgspec.Struct, frozen=True):
    """One thing examined: whether it is well, and what was seen."""

    name: str
    ok: bool
    detail: str


def examine(settings: Settings) -> list[Check]:
    """Database, store, index, OCR, sandbox, keys, disk and workers, each by using it.

    Where no archive was begun all is tried beside its place, and nothing is left there.
    """
    begun = settings.database != own_places(settings.data)["database"] or not is_missing(settings.database)
    return _examine(settings) if begun else _examine_place(settings)


def _examine_place(settings: Settings) -> list[Check]:
    """What an archive would find there, by one that is gone afterwards."""
    data = str(settings.data)
    try:
        place = next(one for one in (settings.data, *settings.data.parents) if one.exists())
        with tempfile.TemporaryDirectory(prefix=".legajo-", dir=place) as passing:
            tried = msgspec.structs.replace(
                settings,
                data=Path(passing),
                database=own_places(Path(passing))["database"],
                objects=settings.objects.replace(data, passing),
            )
            found = [msgspec.structs.replace(one, detail=one.detail.replace(passing, data)) for one in _examine(tried)]
    except OSError as error:
        return [
            Check("ajustes", ok=False, detail=f"LEGAJO_DATA: no se puede usar la carpeta '{data}': {reason(error)}.")
        ]
    return [Check("archivo", ok=True, detail=f"todavía no hay ninguno en '{data}'; lo empieza 'legajo init'"), *found]


def _examine(settings: Settings) -> list[Check]:
    try:
        archive = Archive(settings)
    except ArchiveError as error:
        return [Check("ajustes", ok=False, detail=_said(error))]
    try:
        steps: tuple[tuple[str, Callable[[Archive], str]], ...] = (
            ("base de datos", _database),
            ("almacén de originales", _objects),
            ("índice de búsqueda", _index),
            ("reconocimiento de texto", _ocr),
            ("proceso aislado", _sandbox),
            ("llaves", _keys),
            ("espacio en disco", _disk),
            ("procesos de trabajo", _workers),
        )
        return [_step(archive, name, step) for name, step in steps]
    finally:
        archive.close()


def _step(archive: Archive, name: str, step: Callable[[Archive], str]) -> Check:
    try:
        return Check(name, ok=True, detail=step(archive))
    except ArchiveError as error:
        return Check(name, ok=False, detail=_said(error))
    except OSError as error:
        return Check(name, ok=False, detail=reason(error))


def _said(error: ArchiveError) -> str:
    """Our sentence, and behind it the words of what began it: whoever examines an archive may read them."""
    first: BaseException = error
    while first.__cause__ is not None or first.__context__ is not None:
        first = first.__cause__ or first.__context__ or first
    words = " ".join(str(first).split())
    return error.detail if first is error or not words else f"{error.detail} ({words[:MOST_SAID]})"


def _database(archive: Archive) -> str:
    archive.database.examine()
    migrate(archive.database)
    return archive.database.version()


def _objects(archive: Archive) -> str:
    key = f"doctor/{os.getpid()}"
    archive.objects.put(key, b"legajo")
    whole = b"".join(archive.objects.read(key)) == b"legajo"
    archive.objects.delete(key)
    if not whole:
        raise Unavailable("Lo escrito no es lo leído.")
    ask_store(archive)
    return archive.settings.objects.split("?", 1)[0]


def _index(archive: Archive) -> str:
    return f"{archive.index.state().pages} páginas" if archive.has_index else "en otra máquina"


def _ocr(archive: Archive) -> str:
    engine = open_engine(archive.settings.ocr_engine, archive.settings.language)
    engine.close()
    return f"{engine.name} {engine.version}, idioma {engine.language}"


def _sandbox(archive: Archive) -> str:
    probe = archive.settings.staging / f"{os.getpid()}-doctor.txt"
    probe.write_text("Prueba de lectura en proceso aislado.\n", encoding="utf-8")
    try:
        with Sandbox() as sandbox:
            request = InspectRequest(str(probe), str(archive.settings.staging))
            result = sandbox.call("inspect", request, InspectResult, wall_seconds=20)
    finally:
        Path(probe).unlink(missing_ok=True)
    return f"lee {result.kind.value}"


def _keys(archive: Archive) -> str:
    """The key that signs the log can be used, and the sealing key opens what was sealed."""
    made = log_key_file(archive.settings).exists()
    if made:
        log_key(archive.settings)
    with archive.database.read() as session:
        sealed = access.any_second_factor(session)
    if sealed is not None:
        unseal(archive.settings, sealed)
    signing = "la de la bitácora firma" if made else "la de la bitácora se hará al firmar"
    return f"{signing}; la de sellado abre los segundos factores" if sealed else signing


def _disk(archive: Archive) -> str:
    free = shutil.disk_usage(archive.settings.data).free
    if free < LOW_BYTES:
        raise Unavailable(f"Quedan sólo {free // 1024**2} MB libres.")
    return f"{free // 1024**3} GB libres"


def _workers(archive: Archive) -> str:
    with archive.database.read() as session:
        alive = workers.alive(session)
    at_once = sum(row.concurrency for row in alive)
    return f"{len(alive)} en marcha, {at_once} páginas a la vez; en esta máquina caben {pages_at_once()}"
