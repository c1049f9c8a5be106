"""The command line in the language of its users: help pages, and words that come in other letters than UTF-8."""

import re
from collections.abc import Iterable, Sequence
from textwrap import fill
from typing import Any

import click

from schemas.file_names import readable_name

_HEADINGS = {"Options": "Opciones", "Commands": "Verbos"}
_VALUES: tuple[tuple[type[click.ParamType[Any]], str], ...] = (
    (click.types.StringParamType, "TEXTO"),
    (click.types.IntParamType, "NÚMERO"),
    (click.types.FloatParamType, "NÚMERO"),
    (click.DateTime, "AAAA-MM-DD"),
)
_BESIDE = (
    (re.compile(r"\[required\]"), "[obligatoria]"),
    (re.compile(r"\[x>=(\d+)\]"), r"[\1 o más]"),
    (re.compile(r"\[(\d+)<=x<=(\d+)\]"), r"[de \1 a \2]"),
)
MOST_CHOICES = 8
"""More of them are told at the end of the page."""
_HELP = click.help_option("-h", "--help", help="Muestra esta ayuda y termina.")


class _Formatter(click.HelpFormatter):
    """The library's own, but for its words."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """See `HelpFormatter`."""
        said = args.replace("[OPTIONS]", "[OPCIONES]").replace("COMMAND [ARGS]...", "VERBO …")
        super().write_usage(prog, said, prefix or "Uso: ")

    def write_heading(self, heading: str) -> None:
        """See `HelpFormatter`."""
        super().write_heading(_HEADINGS.get(heading, heading))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """See `HelpFormatter`."""
        super().write_dl([(name, _said_beside(text)) for name, text in rows], col_max, col_spacing)


def _said_beside(text: str) -> str:
    for written, said in _BESIDE:
        text = written.sub(said, text)
    return text


class _Context(click.Context):
    formatter_class = _Formatter


class _Words(click.ParamType[str]):
    """Text of a person. What a terminal sent in the letters of Windows is read as such: no text is kept that is not UTF-8."""

    name = "text"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:  # noqa: ANN401 - as the library has it
        """See `ParamType`."""
        return readable_name(str(value))


def in_spanish(command: click.Command) -> click.Command:
    """The command and those within it, made to speak Spanish."""
    command.context_class = _Context
    if not any("--help" in param.opts for param in command.params):
        _HELP(command)
    for param in command.params:
        if isinstance(param.type, click.Choice) and len(param.type.choices) > MOST_CHOICES:
            param.metavar, command.epilog = "CLASE", _listed(param.type.choices)
        elif isinstance(param, click.Option) and not param.is_flag:
            _name_value(param)
        if isinstance(param.type, click.types.StringParamType):
            param.type = _Words()
    if isinstance(command, click.Group):
        for inner in command.commands.values():
            in_spanish(inner)
    return command


def _listed(choices: Sequence[Any]) -> str:
    """At the end of the page, no word broken in two."""
    return "\b\nCLASE es una de:\n" + fill(", ".join(map(str, choices)), 76, break_on_hyphens=False)


def _name_value(option: click.Option) -> None:
    """Say what the value of an option is."""
    kind = option.type
    if isinstance(kind, click.Path):
        option.metavar = "ARCHIVO" if not kind.dir_okay else "CARPETA" if not kind.file_okay else "RUTA"
    elif option.metavar is None:
        option.metavar = next((said for one, said in _VALUES if isinstance(kind, one)), None)
