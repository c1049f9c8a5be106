"""Whether the settings can be right together: each rule with the sentence that says what is wrong."""

from collections.abc import Callable
from ipaddress import ip_address
from urllib.parse import urlsplit

from schemas.errors import Misconfigured
from schemas.settings import Settings
from service.sealing import SHORTEST

_DATABASES = ("sqlite:///", "postgresql+psycopg://", "postgresql://")
_STORES = ("file://", "s3://", "memory:")
_INDEXES = ("file://", "meilisearch://", "memory:")

Rule = tuple[str, Callable[[Settings], bool], str]

RULES: tuple[Rule, ...] = (
    ("DATABASE", lambda s: s.database.startswith(_DATABASES), "debe comenzar con sqlite:/// o postgresql+psycopg://"),
    ("OBJECTS", lambda s: s.objects.startswith(_STORES), "debe comenzar con file:// o s3://"),
    ("S3_SECRET_KEY", lambda s: bool(s.s3_access_key) == bool(s.s3_secret_key), "va junto con LEGAJO_S3_ACCESS_KEY: las dos o ninguna"),
    ("SEARCH_INDEX", lambda s: not s.search_index or s.search_index == "none" or s.search_index.startswith(_INDEXES), "debe comenzar con file:// o meilisearch://, o ser none"),
    ("MEILISEARCH_KEY", lambda s: not s.meilisearch_key or s.search_index.startswith("meilisearch://"), "va junto con LEGAJO_SEARCH_INDEX=meilisearch://…"),
    ("BACKUP_SECRET_KEY", lambda s: bool(s.backup_access_key) == bool(s.backup_secret_key), "va junto con LEGAJO_BACKUP_ACCESS_KEY: las dos o ninguna"),
    ("HOST", lambda s: bool(s.host.strip()), "no puede estar vacío; 0.0.0.0 es cualquiera"),
    ("PORT", lambda s: 1 <= s.port <= 65535, "debe estar entre 1 y 65535"),
    ("WORKERS", lambda s: 0 <= s.workers <= 256, "debe estar entre 1 y 256, o ser 0: tantas como quepan"),
    ("LANGUAGE", lambda s: bool(s.language.strip()), "no puede estar vacío; el español es spa"),
    ("OCR_ENGINE", lambda s: s.ocr_engine in ("tesserocr", "pytesseract"), "debe ser tesserocr o pytesseract"),
    ("MAX_UPLOAD", lambda s: s.max_upload > 0, "debe ser mayor que cero, en bytes"),
    ("INSPECT_SECONDS", lambda s: s.inspect_seconds > 0, "debe ser mayor que cero"),
    ("READ_SECONDS", lambda s: s.read_seconds > 0, "debe ser mayor que cero"),
    ("LEASE_SECONDS", lambda s: s.lease_seconds >= 1, "debe ser de un segundo o más"),
    ("SESSION_IDLE", lambda s: s.session_idle >= 60, "debe ser de 60 segundos o más"),
    ("SESSION_ABSOLUTE", lambda s: s.session_absolute >= s.session_idle, "no puede ser menor que LEGAJO_SESSION_IDLE"),
    ("SECRET_KEY", lambda s: not s.secret_key or len(s.secret_key) >= SHORTEST, f"debe tener al menos {SHORTEST} caracteres"),
    ("ALLOWED_HOSTS", lambda s: bool(s.allowed_hosts.strip(" ,")), "no puede estar vacío; * admite cualquiera"),
    ("VOLUME_FOLIOS", lambda s: s.volume_folios >= 1, "debe ser de una foja o más"),
    ("TRUSTED_PROXIES", lambda s: all(map(_is_address, s.trusted_proxies.split(","))), "lleva direcciones IP separadas por comas"),
    ("PUBLIC_URL", lambda s: not s.public_url or _is_web(s.public_url), "debe comenzar con https:// o http://"),
    ("OIDC_ISSUER", lambda s: not s.oidc_issuer or _is_web(s.oidc_issuer), "debe comenzar con https://"),
    ("OIDC_CLIENT_ID", lambda s: bool(s.oidc_issuer) == bool(s.oidc_client_id), "va junto con LEGAJO_OIDC_ISSUER: los dos o ninguno"),
    ("OIDC_CLAIM", lambda s: bool(s.oidc_claim.strip()), "no puede estar vacío"),
    ("LOG_ORIGIN", lambda s: bool(s.log_origin) and not any(c.isspace() for c in s.log_origin), "lleva un nombre sin espacios"),
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


def _is_address(text: str) -> bool:
    """Whether it is one address, or nothing; a network or a name would never be the same as an address."""
    try:
        return not text.strip() or bool(ip_address(text.strip()))
    except ValueError:
        return False


def _is_web(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme in ("http", "https") and bool(parts.netloc)
