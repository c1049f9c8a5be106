"""Read the settings from the environment, once, at an entry point."""

from collections.abc import Container, Mapping
from pathlib import Path
from typing import Any

import msgspec

from schemas.errors import Misconfigured
from schemas.settings import Settings, own_places
from service.settings_check import check

PREFIX = "LEGAJO_"
_PLACES = ("data", "database", "objects")
"""Named with nothing in it, each would stand for an archive that nobody meant."""


def read_settings(environment: Mapping[str, str]) -> Settings:
    """The settings that the environment names, the rest at their defaults.

    `LEGAJO_<NAME>_FILE` names a file that holds the value: for secrets that must not stand in the environment.

    Raises:
        Misconfigured: a value cannot be understood or stands in two places, or a `LEGAJO_` name is not known.
    """
    known = {field.name: field for field in msgspec.structs.fields(Settings)}
    named = {name.removeprefix(PREFIX).lower(): value for name, value in environment.items() if name.startswith(PREFIX)}
    given = _from_files(named, known)
    unknown = sorted(name for name in given if name not in known and not name.startswith("test_"))
    if unknown:
        raise Misconfigured(f"No se conoce el ajuste {PREFIX}{unknown[0].upper()}.")
    empty = sorted(name for name in _PLACES if not given.get(name, "x").strip())
    if empty:
        raise Misconfigured(f"{PREFIX}{empty[0].upper()} no puede estar vacío; sin él vale lo normal.")
    data = Path(given.get("data") or _default_data(environment)).expanduser().absolute()
    values: dict[str, Any] = {
        "data": data,
        **{name: given.get(name) or own for name, own in own_places(data).items()},
    }
    for name, field in known.items():
        if name in given and name not in values:
            values[name] = _converted(name, given[name], field.type)
    return check(Settings(**values))


def _from_files(named: Mapping[str, str], known: Container[str]) -> dict[str, str]:
    """The values with those read that stand in files."""
    given = dict(named)
    for name, path in named.items():
        setting = name.removesuffix("_file")
        if setting == name or name in known or setting not in known:
            continue
        del given[name]
        if setting in named:
            raise Misconfigured(f"{PREFIX}{setting.upper()} y {PREFIX}{name.upper()} dicen lo mismo: deje sólo uno.")
        try:
            given[setting] = Path(path).read_text(encoding="utf-8-sig").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise Misconfigured(f"{PREFIX}{name.upper()}: no se puede leer el archivo '{path}'.") from error
        if not given[setting]:
            raise Misconfigured(f"{PREFIX}{name.upper()}: el archivo '{path}' está vacío.")
    return given


def _default_data(environment: Mapping[str, str]) -> str:
    base = environment.get("XDG_DATA_HOME") or f"{environment.get('HOME') or '~'}/.local/share"
    return f"{base}/legajo"


def _converted(name: str, value: str, kind: Any) -> Any:  # noqa: ANN401 - the type is the field's own
    try:
        return msgspec.convert(value, kind, strict=False)
    except msgspec.ValidationError as error:
        wanted = {int: "un número entero", float: "un número", bool: "true o false"}.get(kind, "otro valor")
        raise Misconfigured(f"{PREFIX}{name.upper()} debe ser {wanted}, no '{value}'.") from error
