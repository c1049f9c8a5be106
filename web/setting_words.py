"""What each setting is called on the page that shows them, and its value as a person reads it."""

from collections.abc import Callable

import msgspec

from schemas.settings import Settings, SettingShown, shown
from web.rendering import hours, size

GROUPS: dict[str, dict[str, str]] = {
    "Dónde está todo": {
        "data": "Carpeta de datos",
        "database": "Base de datos",
        "objects": "Almacén de originales",
        "s3_access_key": "Cuenta en el almacén S3",
        "s3_secret_key": "Clave de esa cuenta",
        "search_index": "Índice de búsqueda",
        "meilisearch_key": "Clave del servidor de búsqueda",
        "backup_access_key": "Cuenta en el servidor de respaldos",
        "backup_secret_key": "Clave de esa cuenta",
    },
    "Cómo se llega al servicio": {
        "host": "Dirección en que escucha",
        "port": "Puerto",
        "public_url": "Dirección con que lo conocen las personas",
        "allowed_hosts": "Nombres a los que responde",
        "trusted_proxies": "Proxies de confianza",
        "max_upload": "Archivo más grande que se recibe",
    },
    "Leer el papel": {
        "workers": "Páginas que se leen a la vez",
        "language": "Idioma de la lectura",
        "ocr_engine": "Motor de lectura (OCR)",
        "inspect_seconds": "Tiempo para abrir un archivo",
        "read_seconds": "Tiempo para leer una página",
        "lease_seconds": "Espera antes de pasar a otro un trabajo sin noticias",
    },
    "Entrar": {
        "session_idle": "La sesión termina sin uso a las",
        "session_absolute": "La sesión termina en todo caso a las",
        "secure_cookies": "Sesiones sólo por HTTPS",
        "secret_key": "Clave que sella los segundos factores",
        "oidc_issuer": "Proveedor de cuentas institucionales",
        "oidc_client_id": "Nuestra clave de cliente ante el proveedor",
        "oidc_client_secret": "Secreto de ese cliente",
        "oidc_claim": "Dato del proveedor que es el nombre de usuario",
        "oidc_name": "Cómo llama el botón al proveedor",
    },
    "La oficina y su bitácora": {
        "organization": "Quién entrega, en paquetes y actas",
        "institute": "Archivo con lo que el Instituto dice de sí",
        "volume_folios": "Fojas por legajo de un dossier",
        "log_origin": "Nombre de la bitácora en sus constancias",
        "log_key": "Llave que firma las constancias",
        "timestamp_url": "Autoridad de sellos de tiempo",
        "log_format": "Formato del registro de operación",
    },
}
"""Every setting by what it is about, each under the name it has in `Settings`."""

_UNSET = {
    "search_index": "en la carpeta de datos",
    "workers": "tantas como quepan en el equipo",
    "secret_key": "en la carpeta de datos",
    "log_key": "en la carpeta de datos",
    "backup_access_key": "la del almacén S3",
    "backup_secret_key": "la del almacén S3",
    "public_url": "la que cada quien escribe",
}
"""What holds where nothing was set, for settings of which that is not simply none."""

_SAID: dict[str, Callable[[str], str]] = {
    "allowed_hosts": lambda text: "cualquiera" if text.strip() == "*" else text,
    "inspect_seconds": lambda text: f"{float(text):g} segundos",
    "language": lambda text: "español" if text == "spa" else text,
    "lease_seconds": lambda text: f"{float(text):g} segundos",
    "log_format": lambda text: {"text": "texto", "json": "JSON, una línea por suceso"}.get(text, text),
    "max_upload": lambda text: size(int(text)),
    "read_seconds": lambda text: f"{float(text):g} segundos",
    "secure_cookies": lambda text: "sí" if text == "true" else "no",
    "session_absolute": lambda text: hours(int(text)),
    "session_idle": lambda text: hours(int(text)),
}


class SettingSaid(msgspec.Struct, frozen=True):
    """A setting as the page says it: what it is called, its value, its name in the environment, whether it is the default."""

    title: str
    value: str
    name: str
    default: bool


def said(settings: Settings) -> dict[str, tuple[SettingSaid, ...]]:
    """Every setting in words, by what it is about; secrets stay hidden."""
    found = {one.name: one for one in shown(settings)}
    return {
        group: tuple(_said(found[f"LEGAJO_{name.upper()}"], name, title) for name, title in names.items())
        for group, names in GROUPS.items()
    }


def _said(one: SettingShown, name: str, title: str) -> SettingSaid:
    unset = one.value in ("", "0") and name in _UNSET
    value = _UNSET[name] if unset else _SAID.get(name, str)(one.value) if one.value else "—"
    return SettingSaid(title, value, one.name, one.default)
