"""The whole archive as one bag (RFC 8493) of plain files and tables, for a system that knows nothing of Legajo.

data/LEAME.txt          what is what, and how it is taken in again
data/archivos.csv       a row a file received; `ruta` is under data/originales; as `legajo adopt` reads it
data/documentos.csv     a row a document, with the sheets of its file, its type, date and what it belongs to
data/originales/ab/     files as received, named by their SHA-256
data/texto/             the text read, pages parted by form feeds, by document
data/registro/KIND.csv  the registry, as `legajo import` reads it
data/reservas.csv       a row a reservation of information
data/bitacora.jsonl     the log, as `legajo verify --log` reads it
"""

import contextlib
import csv
import fcntl
import io
import os
import shutil
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import msgspec

from schemas.access import Action, Actor
from schemas.errors import Conflict, Forbidden, InvalidInput, NotFound
from schemas.page_ranges import Run, written
from schemas.system_errors import reason
from service.archive import Archive, require
from service.operations.checkpoints import export_log
from service.operations.days import today
from service.operations.packing import BagInfo, Packing, suffix_of, tag_bag
from service.operations.registry.exporting import export_csv, guarded
from service.operations.registry.kinds import BOOKS
from service.operations.reservations.table import HEADINGS, reservation_rows
from service.telling import Told, nobody
from storage.objects.keys import original_key
from storage.records import events, handing_over, pipeline
from storage.records.tables import DocumentRow, ReceiptRow

BATCH = 100
ORIGINALS = "data/originales"

FILES = (
    *("ruta", "sha256", "tipo", "credito", "juicio", "deudor", "lote", "titulo", "ubicacion"),
    *("nombre", "bytes", "recibido", "recibido_por", "resultado", "motivo", "acuse", "dicho_al_entregar"),
)
DOCUMENTS = (
    *("documento", "archivo", "hojas", "titulo", "tipo", "fecha", "estado", "paginas", "creditos", "juicios", "deudores"),
    *("juzgados", "importe", "ubicacion", "acuse", "texto"),
)  # fmt: skip

READ_ME = """Contenido de esta bolsa (RFC 8493, comprobable con `sha256sum -c manifest-sha256.txt`):

archivos.csv     un renglón por archivo recibido; «ruta» está dentro de originales/
documentos.csv   un renglón por documento; «hojas» son las de su archivo
originales/      los archivos como se recibieron, con su SHA-256 por nombre
texto/           el texto leído de cada documento; las páginas se separan con un salto de página
registro/        deudores, créditos, juicios y lo demás, una tabla por clase
reservas.csv     un renglón por reserva de información: qué, para qué solicitud, con qué prueba de daño, hasta cuándo
bitacora.jsonl   la bitácora, un asiento por renglón

Varios valores en una celda van separados por «|». Una celda que empieza con = + - @ lleva un apóstrofo antes.
Otro Legajo lo recibe con:
  legajo import registro/CLASE.csv --kind CLASE     (una vez por tabla, en este orden)
  legajo adopt originales --table archivos.csv

"""
_ORDER = textwrap.fill(", ".join(book.kind for book in BOOKS), 100, break_on_hyphens=False)
"""The tables in an order in which each names only what those before it hold."""


class WholeBag(msgspec.Struct, frozen=True):
    """What was written: files received and documents told of, files of the payload and their bytes.

    And by their digests: originals that the store lacks, and those whose bytes there are others; these are handed out as they are.
    """

    path: str
    received: int
    documents: int
    files: int
    bytes: int
    without_original: tuple[str, ...]
    damaged: tuple[str, ...]


def write_whole_bag(archive: Archive, actor: Actor, target: Path, told: Told = nobody) -> WholeBag:
    """Write the bag as the new folder `target`, whole or not at all; its handing over is recorded before.

    Filing may go on meanwhile: what comes in after its turn is not in the bag. Broken off, what was
    written stays beside the target, and the next call for the same target copies only the originals that lack.
    `told` hears how many of the files received are written.

    Raises:
        Forbidden: the actor may not have every file, or not read the log.
        Conflict: the folder exists, or is being written by another.
        InvalidInput: it cannot be written.
        Unavailable: store or database do not answer.
    """
    for action in (Action.READ_ORIGINALS, Action.READ_REGISTRY, Action.READ_RECORDS, Action.READ_EVENTS):
        require(actor, action)
    if actor.sees_only is not None:
        raise Forbidden("Sólo quien ve todo el archivo puede llevárselo completo.")
    if target.exists():
        raise Conflict(f"Ya existe {target}; no se sobrescribe.")
    with archive.database.write() as session:
        events.record(session, events.Act(actor.name, actor.origin, "hand_over_archive", "archive", "-", {}))
    unfinished = target.absolute().with_name(f".{target.name}.partial")
    try:
        with _held(unfinished):
            _keep_originals_only(unfinished)
            done = _Writer(archive, actor, unfinished, target, told).write()
            unfinished.rename(target)
    except OSError as error:
        left = f" Lo ya copiado está en {unfinished}: repita la orden para seguir, o borre esa carpeta."
        said = f"No se puede escribir {target}: {reason(error)}.{left if unfinished.exists() else ''}"
        raise InvalidInput(said, code="unwritable") from error
    return done


@contextlib.contextmanager
def _held(folder: Path) -> Iterator[None]:
    """The folder, made where it is not there, for ourselves alone."""
    folder.mkdir(mode=0o700, exist_ok=True)
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise Conflict("Otra orden está escribiendo esa bolsa; espere a que termine.") from error
    finally:
        os.close(descriptor)


def _keep_originals_only(folder: Path) -> None:
    """Of what was broken off only originals are used again; all else is told anew."""
    for path in (*folder.glob("*"), *folder.glob("data/*")):
        if path.is_file():
            path.unlink()
        elif path.name not in ("data", "originales"):
            shutil.rmtree(path)


class _Writer:
    """Writes the payload, tables and what they tell of in one pass, and then what makes the folder a bag."""

    def __init__(self, archive: Archive, actor: Actor, root: Path, target: Path, told: Told) -> None:
        self._archive, self._actor, self._root, self._target, self._told = archive, actor, root, target, told
        self._packing = Packing(root)
        self._without: list[str] = []
        self._damaged: list[str] = []
        self._paths: dict[str, str] = {}
        self._received = self._documents = 0

    def write(self) -> WholeBag:
        packing = self._packing
        packing.put("data/LEAME.txt", (f"{READ_ME}{_ORDER}\n".encode(),))
        for book in BOOKS:
            packing.put(f"data/registro/{book.kind}.csv", export_csv(self._archive, self._actor, book.kind))
        with (self._root / "documentos").open("w+", newline="", encoding="utf-8") as rows:
            documents = csv.writer(rows)
            packing.put("data/archivos.csv", _table(FILES, self._files(documents)))
            rows.seek(0)
            packing.put("data/documentos.csv", _table(DOCUMENTS, csv.reader(rows)))
        (self._root / "documentos").unlink()
        reserved = reservation_rows(self._archive, self._actor)
        packing.put("data/reservas.csv", _table(HEADINGS, reserved))
        export_log(self._archive, self._actor, self._root / "bitacora")
        with (self._root / "bitacora").open("rb") as log:
            packing.put("data/bitacora.jsonl", log)
        (self._root / "bitacora").unlink()
        self._leave_out_strangers()
        packing.checksums("manifest-sha256.txt")
        source = self._archive.settings.organization
        said = BagInfo(source, self._archive.settings.log_origin, today(), len(packing.digests), packing.bytes)
        tag_bag(self._root, said)
        return WholeBag(
            str(self._target),
            self._received,
            self._documents,
            len(packing.digests),
            packing.bytes,
            tuple(self._without),
            tuple(self._damaged),
        )

    def _leave_out_strangers(self) -> None:
        """An original copied before may have been discarded since."""
        for path in (self._root / ORIGINALS).glob("*/*"):
            if path.relative_to(self._root).as_posix() not in self._packing.digests:
                path.unlink()

    def _files(self, documents: Any) -> Iterator[list[str]]:  # noqa: ANN401 - csv has no name for a writer
        """The rows of files; those of their documents go to `documents`, bytes and texts beside them."""
        after = ""
        with self._archive.database.read() as session:
            whole = handing_over.file_count(session)
        while True:
            with self._archive.database.read() as session:
                batch = handing_over.files(session, after, BATCH)
                ids = [receipt.id for receipt, _ in batch]
                of_files = handing_over.documents_of(session, ids)
                keys = handing_over.keys_of(session, [row.id for rows in of_files.values() for row in rows])
            for receipt, name in batch:
                path = self._original(receipt)
                rows = of_files[receipt.id]
                yield _file_row(receipt, name, path, rows[0] if len(rows) == 1 else None, keys)
                documents.writerows(_document_row(row, path, self._text(row), keys[row.id]) for row in rows)
                self._received, self._documents = self._received + 1, self._documents + len(rows)
                self._told(self._received, max(whole, self._received), "archivos")
            if len(batch) < BATCH:
                return
            after = batch[-1][0].id

    def _original(self, receipt: ReceiptRow) -> str:
        """Where the file is under the folder of originals; written when its bytes come first, unless they are there."""
        sha256 = receipt.sha256
        path = self._paths.get(sha256)
        if path is None:
            path = self._paths[sha256] = f"{sha256[:2]}/{sha256}.{suffix_of(receipt.kind or 'unknown')}"
            name = f"{ORIGINALS}/{path}"
            if not self._packing.take_in(name, sha256):
                self._copy(sha256, name)
        return path

    def _copy(self, sha256: str, name: str) -> None:
        try:
            self._packing.put(name, self._archive.objects.read(original_key(sha256)))
        except NotFound:
            (self._root / name).unlink(missing_ok=True)
            self._without.append(sha256)
        else:
            if self._packing.digests[name] != sha256:
                self._damaged.append(sha256)

    def _text(self, row: DocumentRow) -> tuple[str, str]:
        """The name of the file of its text, and the sheets of its file as people write them: `1-3, 7`."""
        with self._archive.database.read() as session:
            pages = pipeline.pages_of(session, row.id)
        name = f"texto/{row.id}.txt"
        self._packing.put(f"data/{name}", ("\f".join(page.text for page in pages).encode(),))
        runs: list[Run] = []
        for sheet in (page.source_page + 1 for page in pages):
            follows = bool(runs) and sheet == runs[-1].last + 1
            runs[-1:] = [Run(runs[-1].first, sheet)] if follows else [*runs[-1:], Run(sheet, sheet)]
        return name, written(runs)


def _table(names: Sequence[str], rows: Iterable[list[str]]) -> Iterator[bytes]:
    yield "\ufeff".encode()
    for cells in chain([list(names)], rows):
        piece = io.StringIO(newline="")
        csv.writer(piece).writerow([guarded(cell) for cell in cells])
        yield piece.getvalue().encode()


def _file_row(
    receipt: ReceiptRow, batch: str | None, path: str, only: DocumentRow | None, keys: dict[str, dict[str, list[str]]]
) -> list[str]:
    given = receipt.given
    own = keys[only.id] if only else {}
    one = {kind: own[kind][0] if len(own.get(kind, ())) == 1 else "" for kind in ("credit", "lawsuit", "debtor")}
    type_ = only.type if only and only.type != "unclassified" else given.get("type")
    known = (
        *(path, receipt.sha256, type_),
        *(one[kind] or given.get(kind) for kind in ("credit", "lawsuit", "debtor")),
        *(batch, only.title if only else given.get("title")),
        *((only.paper_location if only else None) or given.get("paper_location"), receipt.filename, receipt.bytes),
        *(receipt.received_at.isoformat(), receipt.received_by, receipt.outcome, receipt.reason, receipt.id),
        msgspec.json.encode(given).decode() if given else "",
    )
    return ["" if value is None else str(value) for value in known]


def _document_row(row: DocumentRow, path: str, text: tuple[str, str], keys: dict[str, list[str]]) -> list[str]:
    name, sheets = text
    known = (
        *(row.id, path, sheets, row.title, row.type, row.date, row.state, row.page_count),
        *("|".join(keys.get(kind, ())) for kind in ("credit", "lawsuit", "debtor", "court")),
        *(None if row.amount_cents is None else f"{row.amount_cents / 100:.2f}", row.paper_location),
        *(row.receipt_id, name),
    )
    return ["" if value is None else str(value) for value in known]
