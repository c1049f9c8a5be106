"""Whether the settings can be right together: each rule with the sentence that says what is wrong."""

import re
from collections.abc import Callable
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from schemas.errors import Misconfigured
from schemas.log_names import is_name
from schemas.settings import Settings
from service.sealing import SHORTEST

_DATABASES = ("sqlite:///", "postgresql+psycopg://", "postgresql://")
_STORES = ("file://", "s3://")
_INDEXES = ("file://", "meilisearch://")
_LONGEST = 24 * 3600.0

Rule = tuple[str, Callable[[Settings], bool], str]

RULES: tuple[Rule, ...] = (
    ("DATABASE", lambda s: s.database.startswith(_DATABASES), "debe comenzar con sqlite:/// o postgresql+psycopg://"),
    ("DATABASE", lambda s: not s.database.startswith("sqlite:///") or s.database.startswith("sqlite:////"), "debe llevar la ruta completa, con cuatro diagonales: sqlite:////carpeta/legajo.db"),
    ("DATABASE", lambda s: s.database.startswith("sqlite:///") or _has_port(s.database), "lleva un puerto que no es un número"),
    ("OBJECTS", lambda s: s.objects.startswith(_STORES), "debe comenzar con file:// o s3://"),
    ("OBJECTS", lambda s: _is_whole(s.objects), "debe llevar la ruta completa de la carpeta y nada más: file:///carpeta"),
    ("OBJECTS", lambda s: not s.objects.startswith("s3://") or _has_port(s.objects), "lleva un puerto que no es un número"),
    ("S3_SECRET_KEY", lambda s: bool(s.s3_access_key) == bool(s.s3_secret_key), "va junto con LEGAJO_S3_ACCESS_KEY: las dos o ninguna"),
    ("SEARCH_INDEX", lambda s: not s.search_index or s.search_index == "none" or s.search_index.startswith(_INDEXES), "debe comenzar con file:// o meilisearch://, o ser none"),
    ("SEARCH_INDEX", lambda s: _is_whole(s.search_index), "debe llevar la ruta completa de la carpeta y nada más: file:///carpeta"),
    ("MEILISEARCH_KEY", lambda s: not s.meilisearch_key or s.search_index.startswith("meilisearch://"), "va junto con LEGAJO_SEARCH_INDEX=meilisearch://…"),
    ("BACKUP_SECRET_KEY", lambda s: bool(s.backup_access_key) == bool(s.backup_secret_key), "va junto con LEGAJO_BACKUP_ACCESS_KEY: las dos o ninguna"),
    ("HOST", lambda s: bool(s.host.strip()), "no puede estar vacío; 0.0.0.0 es cualquiera"),
    ("HOST", lambda s: "/" not in s.host, "lleva sólo un nombre o una dirección, sin http:// ni ruta"),
    ("PORT", lambda s: 1 <= s.port <= 65535, "debe estar entre 1 y 65535"),
    ("WORKERS", lambda s: 0 <= s.workers <= 256, "debe estar entre 1 y 256, o ser 0: tantas como quepan"),
    ("LANGUAGE", lambda s: bool(s.language.strip()), "no puede estar vacío; el español es spa"),
    ("OCR_ENGINE", lambda s: s.ocr_engine in ("tesserocr", "pytesseract"), "debe ser tesserocr o pytesseract"),
    ("MAX_UPLOAD", lambda s: s.max_upload > 0, "debe ser mayor que cero, en bytes"),
    ("INSPECT_SECONDS", lambda s: 0 < s.inspect_seconds <= _LONGEST, "debe ser mayor que cero y de un día a lo más"),
    ("READ_SECONDS", lambda s: 0 < s.read_seconds <= _LONGEST, "debe ser mayor que cero y de un día a lo más"),
    ("LEASE_SECONDS", lambda s: 1 <= s.lease_seconds <= _LONGEST, "debe ser de un segundo o más, y de un día a lo más"),
    ("SESSION_IDLE", lambda s: s.session_idle >= 60, "debe ser de 60 segundos o más"),
    ("SESSION_ABSOLUTE", lambda s: s.session_absolute >= s.session_idle, "no puede ser menor que LEGAJO_SESSION_IDLE"),
    ("SECRET_KEY", lambda s: not s.secret_key or len(s.secret_key) >= SHORTEST, f"debe tener al menos {SHORTEST} caracteres"),
    ("ALLOWED_HOSTS", lambda s: bool(s.allowed_hosts.strip(" ,")), "no puede estar vacío; * admite cualquiera"),
    ("ALLOWED_HOSTS", lambda s: "/" not in s.allowed_hosts, "lleva nombres separados por comas, sin https:// ni ruta"),
    ("VOLUME_FOLIOS", lambda s: s.volume_folios >= 1, "debe ser de una foja o más"),
    ("TRUSTED_PROXIES", lambda s: all(map(_is_address, s.trusted_proxies.split(","))), "lleva direcciones IP separadas por comas"),
    ("PUBLIC_URL", lambda s: not s.public_url or _is_web(s.public_url), "debe comenzar con https:// o http://"),
    ("OIDC_ISSUER", lambda s: not s.oidc_issuer or _is_web(s.oidc_issuer), "debe comenzar con https://"),
    ("OIDC_CLIENT_ID", lambda s: bool(s.oidc_issuer) == bool(s.oidc_client_id), "va junto con LEGAJO_OIDC_ISSUER: los dos o ninguno"),
    ("OIDC_CLAIM", lambda s: bool(s.oidc_claim.strip()), "no puede estar vacío"),
    ("INSTITUTE", lambda s: not s.institute or Path(s.institute).is_absolute(), "debe llevar la ruta completa del archivo"),
    ("LOG_ORIGIN", lambda s: is_name(s.log_origin), "lleva un nombre sin espacios ni «+»"),
    ("LOG_KEY", lambda s: not s.log_key or Path(s.log_key).is_absolute(), "debe llevar la ruta completa del archivo"),
    ("TIMESTAMP_URL", lambda s: not s.timestamp_url or _is_web(s.timestamp_url), "debe comenzar con https:// o http://"),
    ("LOG_FORMAT", lambda s: s.log_format in ("text", "json"), "debe ser text o json"),
)  # fmt: skip


def check(settings: Settings) -> Settings:
    """The settings themselves, if they can be right.

    Raises:
        Misconfigured: with the first thing that cannot, in one sentence.
    """
    for name, holds, wanted in RULES:
        if not holds(settings):
            raise Misconfigured(f"LEGAJO_{name} {wanted}.")
    return settings


def _is_whole(address: str) -> bool:
    """Whether it names no folder, or one by its whole path: a shorter one is another folder for each process."""
    return not address.startswith("file://") or (address.startswith("file:///") and not {"?", "#"} & set(address))


def _has_port(address: str) -> bool:
    """Whether the port, if one is named, can be one. What comes before the last @ may be any password."""
    host = re.split("[/?]", address.partition("://")[2].rpartition("@")[2])[0].rpartition("]")[2]
    port = host.partition(":")[2]
    return not port or (port.isdecimal() and 1 <= int(port) <= 65535)


def _is_address(text: str) -> bool:
    """Whether it is one address, or nothing; a network or a name would never be the same as an address."""
    try:
        return not text.strip() or bool(ip_address(text.strip()))
    except ValueError:
        return False


def _is_web(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme in ("http", "https") and bool(parts.netloc)
