"""The `legajo` command: one program, every verb with `--json`, every error one line and an exit code."""

import io
import os
import sys
import traceback

import click

from schemas.errors import ArchiveError, Kind
from service.cli.exits import EXITS, INTERRUPTED
from service.cli.usage import sentence
from service.cli.verbs import legajo
from service.serving import MakeApplication


def main(application: MakeApplication | None = None) -> None:
    """Run the command line; the only place where an error becomes an exit code.

    Args:
        application: makes what `up` and `serve` serve; handed in from above, since pages import the service.
    """
    sys.exit(run(sys.argv[1:], application))


def run(arguments: list[str], application: MakeApplication | None = None) -> int:
    """The exit code of a command line."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal of other letters shows what it can
            stream.reconfigure(errors="replace")
    try:
        code = legajo.main(arguments, prog_name="legajo", standalone_mode=False, obj=application)
        return code if isinstance(code, int) else 0
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.message)
        return 0
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except click.ClickException as error:
        return _fail(sentence(error), EXITS[Kind.INVALID])
    except ArchiveError as error:
        _trace()
        return _fail(error.detail, EXITS[error.kind])
    except (BrokenPipeError, SystemExit):  # the library ends the program itself where nobody reads on, as in `| head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 0
    except Exception as error:  # noqa: BLE001 - the edge: a stranger sees one line
        _trace()
        return _fail(f"Error interno: {type(error).__name__}: {error}".splitlines()[0], EXITS[Kind.INTERNAL])


def _fail(sentence: str, code: int) -> int:
    click.echo(f"legajo: {sentence}", err=True)
    return code


def _trace() -> None:
    """The traceback for whoever asked with `-v`."""
    if "-v" in sys.argv or "--verbose" in sys.argv:
        traceback.print_exc()
