"""What every verb shares: the archive opened for it, who the person at the keyboard is, how answers are written."""

import codecs
import getpass
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, TypeVar

import click
import msgspec

from schemas.access import Actor, Role
from schemas.errors import Misconfigured
from schemas.settings import Settings, own_places
from service.archive import Archive
from service.configuration import read_settings
from storage.records.form import bring_up_to_date, has_tables, is_missing

_LAYOUT = "\n\t\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"
F = TypeVar("F", bound=Callable[..., Any])


def settings() -> Settings:
    """The settings of this environment."""
    return read_settings(os.environ)


@contextmanager
def archive(*, begins: bool = False) -> Iterator[Archive]:
    """The archive of this environment, its tables up to date, closed at the end.

    Args:
        begins: whether the verb may begin one, as those may that bring something in; to all others a place without an
            archive is a place mistyped, and nothing is made there.

    Raises:
        Misconfigured: code `no_archive`.
    """
    chosen = settings()
    if not begins and is_missing(chosen.database):
        raise _no_archive(chosen)
    opened = Archive(chosen)
    try:
        if not begins and not has_tables(opened.database):
            raise _no_archive(chosen)
        bring_up_to_date(opened.database)
        yield opened
    finally:
        opened.close()


def _no_archive(chosen: Settings) -> Misconfigured:
    own = chosen.database == own_places(chosen.data)["database"]
    where, setting = (f"En '{chosen.data}'", "LEGAJO_DATA") if own else ("En esa base de datos", "LEGAJO_DATABASE")
    said = f"{where} no hay ningún archivo de Legajo: revise {setting}, o empiécelo con 'legajo init'."
    return Misconfigured(said, code="no_archive")


def operator() -> Actor:
    """The person at the keyboard: whoever may run this command owns the files anyway."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError):
        name = str(os.getuid())
    return Actor(f"cli:{name}", Role.ADMINISTRATOR, "cli")


def with_json(verb: F) -> F:
    """Give a verb the `--json` and `--verbose` switches; both may stand anywhere after the verb."""

    @click.option("--json", "as_json", is_flag=True, help="Escribe un objeto JSON (o uno por línea).")
    @click.option("-v", "--verbose", is_flag=True, expose_value=False, help="Muestra el detalle de un error interno.")
    @wraps(verb)
    def wrapped(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - hands through what the verb takes
        return verb(*arguments, **named)

    return wrapped  # type: ignore[return-value]  # the same callable with two options more


def write_json(value: object) -> None:
    """One JSON object on a line of its own; where the output is not UTF-8, what is no ASCII is escaped."""
    text = msgspec.json.encode(value).decode()
    if codecs.lookup(sys.stdout.encoding or "utf-8").name != "utf-8":
        text = json.dumps(json.loads(text))
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def say(line: str = "") -> None:
    """A line for a person. What would move the cursor or turn the text around, as names of files may bear, is a question mark."""
    click.echo("".join(letter if letter in _LAYOUT or letter.isprintable() else "?" for letter in line))
