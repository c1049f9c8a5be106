"""The command line in the language of its users: help pages, and words that come in other letters than UTF-8."""

from typing import Any

import click

from schemas.file_names import readable_name

_HEADINGS = {"Options": "Opciones", "Commands": "Verbos"}
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
        if isinstance(param.type, click.types.StringParamType):
            param.type = _Words()
    if isinstance(command, click.Group):
        for inner in command.commands.values():
            in_spanish(inner)
    return command
