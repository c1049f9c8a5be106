"""Where the data are, who may do what with them, and which measures are in force: the security document (documento de seguridad, LGPDPPSO 29)."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from schemas.access import GRANTS, ROLE_NAMES, Action, Actor, Role
from schemas.institute import UNSAID, Institute, read_institute
from schemas.printed import Fields, Part, Printed, Signatures, Table, Words, moment
from schemas.security_document import (
    ACTION_NAMES,
    INVENTORY,
    ROLE_DUTIES,
    SECTIONS,
    Duty,
    Holder,
    Measure,
    Place,
    SecurityDocument,
)
from schemas.settings import Settings, shown
from service.archive import Archive, require
from service.operations.printed_forms import HOUSE, UNIT, write_form
from service.operations.security_measures import measures_of
from service.operations.standing import Figures, figures
from storage.records import Session, access, breaches, events, now, registry

_MOST_BREACHES = 10_000


def get_security_document(archive: Archive, actor: Actor) -> SecurityDocument:
    """The document as of now, made of settings, rows and what the institute's file says; the look is recorded.

    Raises:
        Forbidden: the actor may not read the log, in which the same could be seen.
        Misconfigured: the institute's file cannot be read.
    """
    require(actor, Action.READ_EVENTS)
    found = _made(archive)
    archive.looks.viewed(actor, "archive", "all", "look", form="security_document")
    return found


def print_security_document(archive: Archive, actor: Actor, target: Path) -> None:
    """Write it as a PDF to be signed; the copy is recorded.

    Raises:
        Forbidden, Misconfigured: as `get_security_document`.
        InvalidInput: `target` cannot be written.
    """
    require(actor, Action.READ_EVENTS)
    write_form(security_form(_made(archive)), target)
    with archive.database.write() as session:
        events.record(
            session, events.Act(actor.name, actor.origin, "print", "archive", "all", {"form": "security_document"})
        )


def security_form(one: SecurityDocument) -> Printed:
    """The seven sections on paper."""
    parts: list[Part] = [
        Fields((("Hecho el", moment(one.at)), ("Personas registradas", f"{one.persons:,}"),
                ("Documentos", f"{one.documents:,}"), ("Páginas", f"{one.pages:,}"))),
        Words(SECTIONS[0], heading=True),
        Table(("Qué", "Datos personales", "Tablas"), tuple((kept.name, kept.data, ", ".join(kept.tables)) for kept in one.kept), (1.6, 3, 4)),
        Table(("Dónde", "Dirección", "Nota"), tuple((place.name, place.address, place.note) for place in one.places), (1.6, 3, 3)),
        Words(SECTIONS[1], heading=True),
        Table(("Rol", "Puede", "Quién lo tiene"), tuple((duty.role, "; ".join(duty.may), holders_said(duty)) for duty in one.duties), (1.6, 4, 2.6)),
        Words(SECTIONS[2], heading=True),
        Table(("Riesgo", "Medida", "En vigor", "Lo que consta"),
              tuple((each.risk, each.measure, in_force_said(each), each.found) for each in one.measures), (2.2, 2.4, 0.9, 3.2)),
    ]  # fmt: skip
    listed = (
        one.risks and ("Además, según el Instituto:", *one.risks),
        one.gaps,
        _plan(one),
        one.monitoring,
        one.training,
    )
    for title, lines in zip(("", *SECTIONS[3:]), listed, strict=True):
        parts += [Words(title, heading=True)] if title else []
        parts += [Words(line) for line in (lines or ((UNSAID,) if title else ()))]
    if one.unsaid:
        parts += [Words("Lo que el Instituto no ha señalado", heading=True), *(Words(line) for line in one.unsaid)]
    parts.append(Signatures(("Responsable del tratamiento", "Titular de cartera", "Responsable del sistema")))
    return Printed(HOUSE, UNIT, "Documento de seguridad", tuple(parts))


def in_force_said(measure: Measure) -> str:
    """`sí`, `no`, or that it cannot be told."""
    return "no se sabe" if measure.in_force is None else "sí" if measure.in_force else "no"


def holders_said(duty: Duty) -> str:
    """Who holds the role, or that nobody does."""
    return ", ".join(f"{one.display_name} ({one.name})" for one in duty.holders) or "nadie"


def _made(archive: Archive) -> SecurityDocument:
    settings = archive.settings
    institute, figured = read_institute(settings.institute), figures(archive)
    with archive.database.read() as session:
        holders = _holders(session)
        persons = registry.persons_counted(session)
        open_breaches = sum(row.closed_at is None for row in breaches.listed(session, "", _MOST_BREACHES))
    everybody = [one for those in holders.values() for one in those]
    measures = measures_of(settings, figured, everybody, open_breaches)
    return SecurityDocument(
        at=now(), kept=INVENTORY, places=_places(settings, institute, figured), persons=persons,
        documents=figured.status.documents, pages=figured.status.pages, duties=_duties(holders), measures=measures,
        risks=institute.risks, gaps=_gaps(measures), plan=institute.plan, monitoring=_monitoring(figured, open_breaches),
        training=institute.training, unsaid=_unsaid(institute),
    )  # fmt: skip


def _holders(session: Session) -> Mapping[Role, list[Holder]]:
    found: dict[Role, list[Holder]] = {role: [] for role in Role}
    for row in access.users(session):
        if row.active:
            found[Role(row.role)].append(Holder(row.name, row.display_name, row.second_factor_since is not None))
    return found


def _duties(holders: Mapping[Role, Sequence[Holder]]) -> tuple[Duty, ...]:
    return tuple(
        Duty(f"{ROLE_NAMES[role]}. {ROLE_DUTIES[role]}",
             tuple(ACTION_NAMES[action] for action in Action if action in GRANTS[role]), tuple(holders[role]))
        for role in Role
    )  # fmt: skip


def _places(settings: Settings, institute: Institute, figured: Figures) -> tuple[Place, ...]:
    said = {one.name.removeprefix("LEGAJO_"): one.value for one in shown(settings)}
    age = figured.backed_up_seconds
    made = "nunca se ha hecho" if age is None else f"el último, hace {age / 3600:.0f} horas"
    return (
        Place("Base de datos", said["DATABASE"], "registro, texto leído, bitácora"),
        Place("Almacén", said["OBJECTS"], "originales, imágenes de página, PDF con texto, versiones públicas"),
        Place("Índice de búsqueda", said["SEARCH_INDEX"] or str(settings.index), "texto de las páginas; se puede borrar y rehacer"),
        Place("Envíos en curso", str(settings.staging), "archivos mientras llegan"),
        Place("Llave de la bitácora", settings.log_key or str(settings.data / "log.key"), "firma las constancias"),
        Place("Respaldos", institute.backups or UNSAID, made),
        Place("Servidores", institute.servers or UNSAID, "ubicación declarada por el Instituto (LGA 62)"),
        Place("Quién los administra", institute.administrators or UNSAID, "declarado por el Instituto"),
        Place("Cifrado de los discos", institute.disks or UNSAID, "declarado por el Instituto; el programa no puede comprobarlo"),
    )  # fmt: skip


def _gaps(measures: Sequence[Measure]) -> tuple[str, ...]:
    """What is wanting, and what nobody can tell from here."""
    wanting = [f"Falta: {one.measure}. {one.found}" for one in measures if one.in_force is False]
    unknown = [
        f"No se puede comprobar desde el sistema: {one.measure}. {one.found}"
        for one in measures
        if one.in_force is None
    ]
    return (*wanting, *unknown) or ("Ninguna de las medidas que el sistema puede comprobar falta.",)


def _plan(one: SecurityDocument) -> tuple[str, ...]:
    return tuple(f"{step.measure}. Responsable: {step.who}. A más tardar: {step.by}." for step in one.plan)


def _monitoring(figured: Figures, open_breaches: int) -> tuple[str, ...]:
    compared = figured.reconciled
    return (
        f"Bitácora encadenada de {figured.events:,} asientos, con constancia firmada cada hora; se comprueba con «legajo verify» y en Administración, Bitácora.",
        "Relectura nocturna de originales" + (f": {figured.reread.originals:,} la última vez, con falla {len(figured.reread.wrong)}." if figured.reread else ": todavía ninguna."),
        "Comparación nocturna del índice de búsqueda con la base" + (f": {compared.wrong} documentos corregidos la última vez." if compared else ": todavía ninguna."),
        "Avisos de lo que necesita atención en Administración, Estado, y métricas para un monitor.",
        f"Bitácora de vulneraciones (LGPDPPSO 33): {open_breaches} sin cerrar.",
        "Este documento se rehace de la configuración cada vez que se pide; se actualiza en los casos de LGPDPPSO 30.",
    )  # fmt: skip


_WANTED = (
    ("servers", "la ubicación de los servidores"), ("administrators", "quién administra los equipos"),
    ("backups", "dónde quedan los respaldos"), ("disks", "si los discos están cifrados"),
    ("plan", "el plan de trabajo"), ("training", "el programa de capacitación"),
)  # fmt: skip


def _unsaid(institute: Institute) -> tuple[str, ...]:
    return tuple(f"No se ha señalado {what}." for name, what in _WANTED if not getattr(institute, name))
