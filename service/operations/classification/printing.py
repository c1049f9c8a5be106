"""Inventories, covers and the handover report, in the order of the archives law's forms (LGA 13, 14, 17)."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from indexer.engines.sheets_out import write_sheet
from schemas.access import Action, Actor
from schemas.archival import DISPOSITION_NAMES, LOT_NAMES, STAGE_NAMES, CaseFile, Lot, LotState, Stage
from schemas.custody import LineState
from schemas.errors import InvalidInput, NotFound
from schemas.originals import Incident, IncidentKind, Loan, Place, PlaceKind
from schemas.printed import Fields, Part, Printed, Signatures, Table, Words, day, moment
from schemas.reservations import STATE_NAMES as RESERVATION_STATES
from schemas.reservations import ReservationMark
from service.archive import Archive, require
from service.operations.classification import files, lots
from service.operations.classification.files import shown
from service.operations.classification.scheme import Scheme
from service.operations.custody import views
from service.operations.days import today
from service.operations.printed_forms import HOUSE, UNIT, write_form
from storage.records import Session, case_files, custody, events, holds, loans
from storage.records.case_files import WantedFiles
from storage.records.tables import HoldRow, LotRow

HEADINGS = (
    "Institución", "Unidad administrativa", "Área productora", "Fondo", "Sección", "Serie", "Núm. consecutivo", "Caja",
    "Núm. de expediente", "Legajos", "Clave de clasificación", "Título", "Descripción", "Fecha de apertura",
    "Fecha de cierre", "Fojas", "Valor documental", "Años de conservación", "Ubicación",
)  # fmt: skip
"""The columns of an inventory, in the order of the form (DOMAIN 4.2)."""

_WIDTHS = (2.4, 1.6, 1.6, 1.1, 1.0, 0.8, 1.5, 1.3, 1.5, 1.1, 2.3, 2.4, 1.7, 1.7, 1.7, 0.9, 1.6, 1.6, 2.0)
_PAGE = 1_000
_MOST_LISTED = 5_000


def write_inventory(archive: Archive, actor: Actor, target: Path, *, lot: str = "", series: str = "", pdf: bool = False) -> int:  # fmt: skip
    """Write an inventory: of a lot (transferencia, baja), else general, of a series where said; how many lines.

    Raises:
        Forbidden: the actor may not read records management.
        NotFound: there is no such lot, or there never was such a series.
        InvalidInput: both are said, `target` cannot be written, or the list is too long for paper.
    """
    require(actor, Action.READ_RECORDS)
    if lot and series:
        raise InvalidInput("El inventario es de un lote o de una serie: diga sólo uno.", code="lot_and_series")
    series = series and _path_of(archive, series)
    name, rows = "Inventario general", _general(archive, series)
    if lot:
        one = lots.get_lot(archive, actor, lot)
        name, rows = f"Inventario de {LOT_NAMES[one.kind]} {one.folio}", _of_lot(archive, one)
    if pdf:
        lines = tuple(tuple("" if cell is None else str(cell) for cell in row) for row in rows)
        parts: tuple[Part, ...] = (
            Table(HEADINGS, lines, _WIDTHS),
            Signatures(("Elaboró", "Revisó", "Autorizó", "Recibió")),
        )
        write_form(Printed(HOUSE, UNIT, name, parts, landscape=True), target)
        number = len(lines)
    else:
        number = write_sheet(target, name, HEADINGS, rows)
    with archive.database.write() as session:
        detail = {"inventory": name, "lines": number, "series": series}
        events.record(
            session, events.Act(actor.name, actor.origin, "print_inventory", "case_file", lot or "all", detail)
        )
    return number


def write_cover(archive: Archive, actor: Actor, key: str, target: Path) -> None:
    """Write the cover (carátula) of an archival file.

    Raises:
        Forbidden: the actor may not read records management.
        NotFound: there is no such file.
        InvalidInput: `target` cannot be written.
    """
    one = files.get_file(archive, actor, key)
    write_form(cover_form(one), target)


def write_handover(archive: Archive, actor: Actor, target: Path, *, leaving: str, arriving: str) -> None:
    """Write the report of an officer who leaves (entrega-recepción): files, loans, boxes and what is pending (LGA 17).

    Raises:
        Forbidden: only who decides about records may.
        InvalidInput: nobody is named, or `target` cannot be written.
    """
    require(actor, Action.DECIDE_RECORDS)
    if not leaving.strip() or not arriving.strip():
        raise InvalidInput("Diga quién entrega y quién recibe.", code="no_officer")
    with archive.database.read() as session:
        form = _handover(session, actor, leaving.strip()[:200], arriving.strip()[:200])
    write_form(form, target)
    with archive.database.write() as session:
        detail = {"leaving": leaving, "arriving": arriving}
        events.record(session, events.Act(actor.name, actor.origin, "print_handover", "case_file", "all", detail))


def cover_form(one: CaseFile) -> Printed:
    """What the cover of an archival file says."""
    years = (one.active_years, one.semi_active_years)
    identity = Fields(
        (
            ("Unidad productora", one.unit), ("Clave", one.code),
            ("Serie", f"{one.series} {one.series_name}"), ("Expediente núm.", f"{one.number} / {one.year}"),
            ("Título", one.title), ("Asunto", one.subject),
            ("Fecha de apertura", day(one.opened_on)), ("Fecha de cierre", day(one.closed_on)),
            ("Fojas", str(one.fojas or "")), ("Legajos", legajos(one)),
        )
    )  # fmt: skip
    keeping = Fields(
        (
            ("Valor documental", ", ".join(one.values)), ("Destino final", DISPOSITION_NAMES[one.disposition] if one.disposition else ""),
            ("Años en trámite", str(years[0] if years[0] is not None else "")),
            ("Años en concentración", str(years[1] if years[1] is not None else "")),
            ("Trámite hasta", day(one.active_until)), ("Se conserva hasta", day(one.kept_until)),
            ("Etapa", STAGE_NAMES[one.stage]), ("Ubicación", "; ".join(one.boxes)),
            ("Resguardo legal", "sí" if one.held else "no"), ("Documentos / originales", f"{one.documents} / {one.originals}"),
        )
    )  # fmt: skip
    access = Fields(
        (
            ("Acceso", "confidencial" if one.access == files.RESTRICTED else one.access),
            ("Fundamento legal", "LGTAIP 115 (datos personales)" if one.access == files.RESTRICTED else ""),
            *_reserved(one.reservation), ("Expedientes relacionados", ""),
        )
    )  # fmt: skip
    parts = (
        Words("Identificación", heading=True), identity, Words("Conservación", heading=True), keeping,
        Words("Acceso a la información", heading=True), access, Signatures(("Titular de la unidad", "Responsable del archivo")),
    )  # fmt: skip
    return Printed(HOUSE, UNIT, "Carátula de expediente de archivo", parts, code=one.code)


def _reserved(mark: ReservationMark | None) -> tuple[tuple[str, str], ...]:
    """What the cover says of its reservation; empty lines to be written by hand where there is none."""
    if mark is None:
        return ("Fecha de clasificación", ""), ("Periodo de reserva", ""), ("Fecha de desclasificación", "")
    return (
        ("Reserva", f"{mark.folio}, {RESERVATION_STATES[mark.state].lower()}" + (f"; en parte: {mark.parts}" if mark.parts else "")),
        ("Fecha de clasificación", day(mark.classified_on)), ("Fundamento de la reserva", mark.legal_basis),
        ("Periodo de reserva", f"del {day(mark.classified_on)} al {day(mark.last_day)}"), ("Fecha de desclasificación", ""),
    )  # fmt: skip


def legajos(one: CaseFile) -> str:
    """The volumes as an inventory says them: `1 de 3`."""
    return "" if one.volumes is None else f"1 de {one.volumes}" if one.volumes > 1 else "1"


def _lines(page: Sequence[CaseFile], first: int) -> Iterator[tuple[str | int | None, ...]]:
    for number, one in enumerate(page, first):
        fonds, section, *_ = (*one.series.split("/"), "", "")
        years = None if one.active_years is None else one.active_years + (one.semi_active_years or 0)
        box = "; ".join(name.split(",")[0] for name in one.boxes)
        yield (
            HOUSE, UNIT, one.unit, fonds, section, one.series.rsplit("/", 1)[-1], number, box, one.number, legajos(one),
            one.code, one.title, one.subject, day(one.opened_on), day(one.closed_on), one.fojas, "/".join(one.values),
            years, "; ".join(one.boxes) or STAGE_NAMES[one.stage],
        )  # fmt: skip


def _path_of(archive: Archive, series: str) -> str:
    """Of a mistyped series the inventory would be empty; of one that ended there may be files."""
    with archive.database.read() as session:
        path = Scheme(session).path_of(series)
    if path is None:
        raise NotFound(f"No hay una serie con el código «{series[:40]}».", code="unknown_series")
    return path


def _general(archive: Archive, series: str) -> Iterator[tuple[str | int | None, ...]]:
    """Every file that is not destroyed, a page at a time."""
    after, number = "", 1
    while True:
        with archive.database.read() as session:
            rows = case_files.listed(session, WantedFiles(series=series, after=after, limit=_PAGE))
            page = [one for one in shown(session, rows) if one.stage is not Stage.DESTROYED]
        yield from _lines(page, number)
        number += len(page)
        if len(rows) < _PAGE:
            return
        after = rows[-1].id


def _of_lot(archive: Archive, lot: Lot) -> Iterator[tuple[str | int | None, ...]]:
    """The files of a lot; once it is done, in the boxes their paper was in."""
    with archive.database.read() as session:
        rows = case_files.files_of_lots(session, [lot.id])[lot.id]
        boxes = {line.case_file_id: line.boxes for line in case_files.lot_lines(session, lot.id)}
        page = shown(session, rows)
    for one, line in zip(page, _lines(page, 1), strict=True):
        was = "; ".join(boxes[one.id])
        yield (*line[:7], was.split(",")[0], *line[8:18], was) if lot.state is LotState.DONE and was else line


class _Handed(msgspec.Struct, frozen=True):
    """What an officer hands over."""

    files: tuple[CaseFile, ...]
    slips: tuple[Loan, ...]
    boxes: tuple[Place, ...]
    incidents: tuple[Incident, ...]
    lots: tuple[LotRow, ...]
    holds: tuple[HoldRow, ...]
    unaccounted: int


def _handover(session: Session, actor: Actor, leaving: str, arriving: str) -> Printed:
    handed = _gathered(session, actor)
    summary = (
        ("Entrega", leaving), ("Recibe", arriving), ("Fecha", day(today())),
        ("Expedientes de archivo", str(len(handed.files))), ("Vales abiertos", str(len(handed.slips))),
        ("Vales vencidos", str(sum(slip.overdue for slip in handed.slips))), ("Cajas", str(len(handed.boxes))),
        ("Incidencias abiertas", str(len(handed.incidents))), ("Lotes en curso", str(len(handed.lots))),
        ("Resguardos legales", str(len(handed.holds))), ("Originales sin tenedor", str(handed.unaccounted)),
    )  # fmt: skip
    parts: list[Part] = [Fields(summary)]
    for title, table in _tables(handed):
        parts.append(Words(f"{title}: {len(table.rows)}", heading=True))
        if table.rows:
            parts.append(table)
        if len(table.rows) >= _MOST_LISTED:
            parts.append(
                Words(f"Se listan {_MOST_LISTED}; la relación completa está en el inventario general y los listados.")
            )
    parts.append(Signatures((f"Entrega: {leaving}", f"Recibe: {arriving}", "Testigo", "Órgano interno de control")))
    return Printed(HOUSE, UNIT, "Acta de entrega de archivos", tuple(parts))


def _gathered(session: Session, actor: Actor) -> _Handed:
    opened = shown(session, case_files.listed(session, WantedFiles(limit=_MOST_LISTED)))
    slips = loans.loans(session, actor, state="open", borrower="", today=today(), after="", limit=_MOST_LISTED)
    under_way = [lot for state in _PENDING for lot in case_files.lots(session, state, "", _MOST_LISTED)]
    return _Handed(
        files=tuple(one for one in opened if one.stage != Stage.DESTROYED),
        slips=views.slips(session, slips, today()),
        boxes=views.places(session, custody.places(session, PlaceKind.BOX.value, "", "", _MOST_LISTED)),
        incidents=views.incidents(session, loans.incidents(session, open_only=True)),
        lots=tuple(under_way),
        holds=tuple(holds.standing(session)),
        unaccounted=len(custody.unaccounted(session)),
    )


def _tables(handed: _Handed) -> Iterator[tuple[str, Table]]:
    yield "Expedientes de archivo", Table(
        ("Clave", "Título", "Apertura", "Cierre", "Fojas", "Etapa", "Ubicación"),
        tuple((one.code, one.title, day(one.opened_on), day(one.closed_on), str(one.fojas or ""), STAGE_NAMES[one.stage],
               "; ".join(one.boxes)) for one in handed.files), (2.4, 2.8, 1.2, 1.2, 0.8, 1.2, 2.4))  # fmt: skip
    yield "Vales abiertos", Table(
        ("Folio", "Prestatario", "Originales", "Emitido", "Vence", "Vencido"),
        tuple((slip.folio, slip.borrower, str(sum(line.state is not LineState.RETURNED for line in slip.lines)),
               moment(slip.issued_at), day(slip.due_on), "sí" if slip.overdue else "") for slip in handed.slips),
        (1.2, 3, 0.9, 1.4, 1.1, 0.8))  # fmt: skip
    yield "Cajas", Table(
        ("Código", "Ubicación", "Guarda", "Capacidad"),
        tuple((box.barcode, box.path, str(box.holds), str(box.capacity or "")) for box in handed.boxes), (1.2, 4, 0.8, 0.9))  # fmt: skip
    yield "Incidencias abiertas", Table(
        ("Original", "Tipo", "Fecha", "Descripción"),
        tuple((one.barcode, _INCIDENTS[one.kind], moment(one.at), one.description) for one in handed.incidents),
        (1.2, 1.2, 1.4, 4))  # fmt: skip
    yield "Lotes en curso", Table(
        ("Folio", "Motivo", "Propuesto"),
        tuple((lot.folio, lot.reason, moment(lot.created_at)) for lot in handed.lots), (1.2, 4, 1.4))  # fmt: skip
    yield "Resguardos legales", Table(
        ("Sobre", "Motivo", "Autoridad", "Desde"),
        tuple((one.subject, one.reason, one.authority, moment(one.placed_at)) for one in handed.holds), (2.4, 2.4, 2, 1.4))  # fmt: skip


_PENDING = (LotState.PROPOSED, LotState.SIGNED, LotState.ACTED)
_INCIDENTS = {
    IncidentKind.DAMAGE: "daño",
    IncidentKind.MISSING_SHEETS: "fojas faltantes",
    IncidentKind.LOSS: "extravío",
    IncidentKind.LATE: "devolución tardía",
    IncidentKind.OTHER: "otra",
}
