"""The shape of the settings; reading the environment is the entry points' business."""

import re
from pathlib import Path

import msgspec


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that can be set, each as `LEGAJO_<NAME>` in capitals.

    `data` holds database, objects, index and staging unless `database`,
    `objects` or `search_index` name others. Times are seconds, sizes bytes. No
    `workers` are as many as the machine has room for.
    """

    data: Path
    database: str
    objects: str
    s3_access_key: str = ""
    s3_secret_key: str = ""
    search_index: str = ""
    meilisearch_key: str = ""
    backup_access_key: str = ""
    backup_secret_key: str = ""
    host: str = "127.0.0.1"
    port: int = 8765
    workers: int = 0
    language: str = "spa"
    ocr_engine: str = "tesserocr"
    max_upload: int = 8 * 1024**3
    inspect_seconds: float = 25.0
    read_seconds: float = 45.0
    lease_seconds: float = 30.0
    session_idle: int = 8 * 3600
    session_absolute: int = 14 * 3600
    secret_key: str = ""
    secure_cookies: bool = False
    allowed_hosts: str = "*"
    volume_folios: int = 200
    trusted_proxies: str = ""
    public_url: str = ""
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = ""
    oidc_claim: str = "preferred_username"
    oidc_name: str = "cuenta institucional"
    organization: str = "Cartera Judicial"
    institute: str = ""
    log_origin: str = "legajo"
    log_key: str = ""
    timestamp_url: str = ""
    log_format: str = "text"

    @property
    def staging(self) -> Path:
        """Where uploads are written while they arrive; on the same file system as a local store."""
        return self.data / "staging"

    @property
    def index(self) -> str:
        """The address of the search index; that of the embedded one is a folder, which may be deleted at any time."""
        return self.search_index or f"file://{self.data / 'index'}"


class SettingShown(msgspec.Struct, frozen=True):
    """A setting as it may be shown: its name in the environment, its value with secrets hidden, whether it is the default."""

    name: str
    value: str
    default: bool


def own_places(data: Path) -> dict[str, str]:
    """Where database and objects are unless others are named: in the folder itself."""
    return {"database": f"sqlite:///{data / 'legajo.db'}", "objects": f"file://{data / 'store'}"}


HIDDEN = "••••••"
PATHS = frozenset(("log_key",))
"""Settings that end like secrets and are names of files."""

_SECRET = re.compile(r"(_key|_secret|_password|_token)$")
_LOGIN = re.compile(r"(?<=://)([^/@:]*):.*@|(?<=[?&])([a-z]*password)=[^&]*")


def shown(settings: Settings) -> tuple[SettingShown, ...]:
    """Every setting in order; no secret, nor a password within an address, can be read from it."""
    found = []
    for field in msgspec.structs.fields(Settings):
        value = getattr(settings, field.name)
        text = str(value).lower() if isinstance(value, bool) else _LOGIN.sub(_hidden, str(value))
        if text and field.name not in PATHS and _SECRET.search(field.name):
            text = HIDDEN
        usual = own_places(settings.data).get(field.name, field.default)
        found.append(SettingShown(f"LEGAJO_{field.name.upper()}", text, value == usual))
    return tuple(found)


def _hidden(login: re.Match[str]) -> str:
    return f"{login[1]}:{HIDDEN}@" if login[2] is None else f"{login[2]}={HIDDEN}"
