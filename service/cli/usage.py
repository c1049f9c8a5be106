"""What is wrong with a command line, in the language of all other lines; the command library says it in English."""

import re
from collections.abc import Callable
from difflib import get_close_matches
from typing import Any

import click

from service.cli.spoken import MOST_CHOICES

_QUOTED = re.compile(r"'([^']*)'")
_VALUE = re.compile(r"('[^']*'|-?[0-9.]+) (?:is not|does not match) ")
_EXTRA = re.compile(r"unexpected extra arguments? \((.*)\)")
_KINDS = {
    "integer": "un número entero",
    "integer range": "un número entero",
    "float": "un número",
    "float range": "un número",
    "datetime": "una fecha AAAA-MM-DD",
}


def sentence(error: click.ClickException) -> str:
    """One sentence; the library's own for what it has no better word for."""
    for kind, say in _SENTENCES:
        if isinstance(error, kind):
            return say(error)
    return " ".join(error.format_message().split())


def _no_option(error: click.NoSuchOption) -> str:
    near = f" ¿Quiso decir {', '.join(error.possibilities)}?" if error.possibilities else ""
    return f"No existe la opción {error.option_name}.{near}"


def _no_verb(error: click.UsageError) -> str:
    """A word that is no verb, or words too many; any other wrong use has no better word than the library's."""
    extra = _EXTRA.search(error.message)
    if extra is not None:
        return f"Sobra lo que sigue: {extra[1][:60]}"
    found, group = _QUOTED.search(error.message), error.ctx and error.ctx.command
    if found is None or not isinstance(group, click.Group) or error.ctx is None:
        return " ".join(error.format_message().split())
    near = get_close_matches(found[1], group.list_commands(error.ctx), 1)
    hint = f"¿Quiso decir {near[0]}?" if near else f"Los hay en '{error.ctx.command_path} --help'."
    return f"No existe el verbo '{found[1][:60]}'. {hint}"


def _missing(error: click.MissingParameter) -> str:
    return f"Falta {_name(error)}."


def _bad_option(error: click.BadOptionUsage) -> str:
    takes = "no lleva valor" if "does not take" in error.message else "lleva un valor"
    return f"La opción {error.option_name} {takes}."


def _bad_value(error: click.BadParameter) -> str:
    kind = error.param.type if error.param is not None else None
    if isinstance(kind, click.Path):
        return f"{_begun(_name(error))}: {_unusable(kind, error.message)}."
    found = _VALUE.match(error.message)
    value = f", no {found[1][:60]}" if found else ""
    return f"{_begun(_name(error))} {_wanted(kind)}{value}.{_nearest(kind, found[1] if found else '')}"


def _nearest(kind: "click.ParamType[Any] | None", value: str) -> str:
    """The choice that was meant, where there are too many to name them."""
    many = [str(choice) for choice in kind.choices] if isinstance(kind, click.Choice) else []
    near = get_close_matches(value.strip("'"), many, 1) if len(many) > MOST_CHOICES else []
    return f" ¿Quiso decir {near[0]}?" if near else ""


def _unusable(kind: click.Path, message: str) -> str:
    """What is wrong with a path, of which the library tells only that something is."""
    found = _QUOTED.search(message)
    path = found[1] if found else ""
    if "does not exist" in message:
        return f"no existe {'la carpeta' if kind.dir_okay and not kind.file_okay else 'el archivo'} '{path}'"
    if "is a directory" in message:
        return f"'{path}' es una carpeta"
    if "is a file" in message:
        return f"'{path}' no es una carpeta"
    if "not readable" in message:
        return f"no hay permiso para leer '{path}'"
    return f"no se puede usar '{path}'"


def _wanted(kind: "click.ParamType[Any] | None") -> str:
    """What a value of the kind must be."""
    if isinstance(kind, click.Choice) and len(kind.choices) > MOST_CHOICES:
        return "debe ser una de las que enumera --help"
    if isinstance(kind, click.Choice):
        return "debe ser " + _one_of([str(choice) for choice in kind.choices])
    if isinstance(kind, (click.IntRange, click.FloatRange)):
        within = f"de {kind.min} o más" if kind.max is None else f"entre {kind.min or 0} y {kind.max}"
        return f"debe ser {_KINDS[kind.name]} {within}"
    return f"debe ser {_KINDS.get(kind.name, 'otro valor')}" if kind is not None else "no es un valor válido"


def _one_of(choices: list[str]) -> str:
    return choices[0] if len(choices) == 1 else f"{', '.join(choices[:-1])} o {choices[-1]}"


def _name(error: click.BadParameter) -> str:
    parameter = error.param
    if parameter is None:
        return str(error.param_hint or "un dato")
    if isinstance(parameter, click.Option):
        return f"la opción {max(parameter.opts, key=len)}"
    return str(parameter.metavar or (parameter.name or "").upper())


def _begun(words: str) -> str:
    """As a sentence begins."""
    return words[:1].upper() + words[1:]


_SENTENCES: tuple[tuple[type[click.ClickException], Callable[..., str]], ...] = (
    (click.NoSuchOption, _no_option),
    (click.MissingParameter, _missing),
    (click.BadOptionUsage, _bad_option),
    (click.BadParameter, _bad_value),
    (click.UsageError, _no_verb),
)
