"""The measures against each risk, each judged by the settings and the figures of this moment; what cannot be told is said."""

from collections.abc import Sequence
from urllib.parse import parse_qs, urlsplit

from schemas.security_document import Holder, Measure
from schemas.settings import Settings
from service.operations.standing import LATE_BACKUP, LATE_SIGNING, Figures

_DISK = "Legajo no cifra lo que guarda en carpetas: depende del cifrado del disco, que no puede comprobar."


def measures_of(
    settings: Settings, figured: Figures, holders: Sequence[Holder], open_breaches: int
) -> tuple[Measure, ...]:
    """Risks with their measures, in the order they are told."""
    return (
        _transit(settings), _originals(settings), _rows(settings), _index(settings), _immutable(settings), _backup(figured),
        _log(figured, settings), _whole(figured), _factor(holders), _guessing(settings), _hosts(settings),
        Measure("Que alguien vea lo que no le toca", "Permisos por rol y, en abogados, por asunto asignado, aplicados antes de contar",
                True, "Fijo en el programa; quién tiene cada rol está en la sección II."),
        Measure("Que una copia de quien audita aparezca fuera", "Marca de agua con quién, cuándo y número de consulta; sin originales",
                True, "Fijo en el programa."),
        Measure("Que un archivo ajeno dañe el sistema", "Cada archivo se abre en un proceso aparte, con límites de memoria y tiempo",
                True, "Fijo en el programa."),
        Measure("Que una vulneración quede sin atender", "Bitácora de vulneraciones y aviso a los titulares (LGPDPPSO 33 a 35)",
                not open_breaches, f"Vulneraciones sin cerrar: {open_breaches}."),
    )  # fmt: skip


def _transit(settings: Settings) -> Measure:
    risk, measure = "Que se intercepte lo que viaja por la red", "HTTPS entre las personas y el servicio"
    if settings.public_url.startswith("https://") and settings.secure_cookies:
        return Measure(risk, measure, True, "La dirección pública es https y las sesiones sólo viajan cifradas.")
    if settings.host in ("127.0.0.1", "localhost", "::1") and not settings.public_url:
        return Measure(
            risk,
            measure,
            None,
            "El servicio sólo escucha en este equipo; si hay un proxy delante, no se sabe si cifra.",
        )
    found = "La dirección pública no es https" if settings.secure_cookies else "Las sesiones no se limitan a HTTPS"
    return Measure(risk, measure, False, f"{found}: no consta que se cifre.")


def _originals(settings: Settings) -> Measure:
    risk, measure = "Que se lean los originales robando el almacén", "Cifrado en reposo de originales y derivados"
    asked = parse_qs(urlsplit(settings.objects).query)
    if not settings.objects.startswith("s3://"):
        return Measure(risk, measure, None, f"Almacén en carpeta. {_DISK}")
    if kind := asked.get("encryption"):
        return Measure(risk, measure, True, f"El servidor S3 cifra cada objeto ({kind[0].split(':')[0]}).")
    return Measure(risk, measure, False, "No se pide al almacén que cifre lo que guarda.")


def _rows(settings: Settings) -> Measure:
    risk, measure = (
        "Que se lean los datos robando la base",
        "Cifrado de la base en reposo, y en tránsito si es otro equipo",
    )
    if settings.database.startswith("sqlite"):
        return Measure(risk, measure, None, f"SQLite en un archivo. {_DISK}")
    mode = parse_qs(urlsplit(settings.database).query).get("sslmode", [""])[0]
    if mode in ("require", "verify-ca", "verify-full"):
        return Measure(
            risk,
            measure,
            None,
            f"Viaja cifrado (sslmode={mode}); en reposo depende del servidor, que no se puede comprobar.",
        )
    return Measure(
        risk,
        measure,
        False,
        "La dirección de PostgreSQL no exige TLS (sslmode=require o más); en reposo depende del servidor.",
    )


def _index(settings: Settings) -> Measure:
    risk, measure = "Que se lea el texto robando el índice de búsqueda", "El índice guardado como la base, y desechable"
    if settings.index.startswith("meilisearch://"):
        held = bool(settings.meilisearch_key)
        return Measure(risk, measure, None if held else False,
                       "Servidor Meilisearch con llave; su cifrado no se puede comprobar." if held else "Servidor Meilisearch sin llave.")  # fmt: skip
    if settings.search_index == "none":
        return Measure(risk, measure, True, "No hay índice.")
    return Measure(risk, measure, None, f"Índice en carpeta. {_DISK}")


def _immutable(settings: Settings) -> Measure:
    risk, measure = (
        "Que se borre o altere un original",
        "Originales que nadie puede sobrescribir ni borrar antes de tiempo",
    )
    if kept := parse_qs(urlsplit(settings.objects).query).get("retention"):
        return Measure(risk, measure, True, f"El almacén retiene cada original ({kept[0]}).")
    return Measure(
        risk,
        measure,
        False,
        "Sin retención del almacén (retention=): el programa no borra originales, pero quien administra el equipo puede.",
    )


def _backup(figured: Figures) -> Measure:
    age, risk, measure = figured.backed_up_seconds, "Que se pierda el archivo", "Respaldo al menos cada dos días"
    if age is None:
        return Measure(risk, measure, False, "Nunca se ha respaldado.")
    return Measure(risk, measure, age <= LATE_BACKUP.total_seconds(), f"El último es de hace {age / 3600:.0f} horas.")


def _log(figured: Figures, settings: Settings) -> Measure:
    risk, measure = "Que se altere la bitácora", "Asientos encadenados y constancia firmada cada hora"
    if figured.signed_seconds is None:
        return Measure(risk, measure, False, "La bitácora no tiene ninguna constancia firmada.")
    stamp = (
        "con sello de tiempo de un tercero"
        if settings.timestamp_url and not figured.signing_problem
        else "sin sello de tiempo de un tercero"
    )
    fresh = figured.signed_seconds <= LATE_SIGNING.total_seconds()
    return Measure(
        risk,
        measure,
        fresh,
        f"{figured.events:,} asientos; la última constancia es de hace {figured.signed_seconds / 60:.0f} minutos, {stamp}.",
    )


def _whole(figured: Figures) -> Measure:
    risk, measure = (
        "Que un original se dañe sin que nadie lo note",
        "Relectura nocturna de originales contra su SHA-256",
    )
    if (last := figured.reread) is None:
        return Measure(risk, measure, False, "Todavía no se ha hecho ninguna.")
    return Measure(
        risk, measure, not last.wrong, f"La última leyó {last.originals:,} originales; con falla, {len(last.wrong)}."
    )


def _factor(holders: Sequence[Holder]) -> Measure:
    risk, measure = "Que entre otro con una contraseña robada", "Segundo factor de quienes entran"
    bare = [one.name for one in holders if not one.second_factor]
    found = f"Sin segundo factor: {len(bare)} de {len(holders)}" + (f" ({', '.join(bare[:20])})" if bare else "") + "."
    return Measure(risk, measure, not bare, found)


def _guessing(settings: Settings) -> Measure:
    hours = f"{settings.session_idle / 3600:g} h sin uso, {settings.session_absolute / 3600:g} h en todo caso"
    return Measure("Que se adivine una contraseña o se use una sesión abierta", "Bloqueo tras varios intentos y sesiones que terminan solas",
                   True, f"Las sesiones terminan a las {hours}.")  # fmt: skip


def _hosts(settings: Settings) -> Measure:
    named = settings.allowed_hosts.strip() != "*"
    return Measure("Que se suplante la dirección del servicio", "Nombres a los que el servicio responde", named,
                   settings.allowed_hosts if named else "Se responde a cualquier nombre.")  # fmt: skip
