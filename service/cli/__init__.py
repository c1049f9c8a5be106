"""The `legajo` command: one program, every verb with `--json`, every error one line and an exit code."""

import io
import os
import signal
import sys
import traceback

import click

from schemas.errors import ArchiveError, Kind
from schemas.system_errors import reason
from service.cli.exits import EXITS, INTERRUPTED
from service.cli.usage import sentence
from service.cli.verbs import MakeApplication, legajo


def main(application: MakeApplication | None = None) -> None:
    """Run the command line; the only place where an error becomes an exit code.

    Args:
        application: makes what `up` and `serve` serve; handed in from above, since pages import the service.
    """
    if not _is_verbose():
        sys.unraisablehook = lambda _: (
            None
        )  # what a library cannot close any more on a full disk is no news to a person
    code = run(sys.argv[1:], application)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    sys.exit(code)


def run(arguments: list[str], application: MakeApplication | None = None) -> int:
    """The exit code of a command line."""
    _prepare_streams()
    try:
        code = legajo.main(arguments, prog_name="legajo", standalone_mode=False, obj=application)
        sys.stdout.flush()  # here, where it can still be told that it could not be written
        return code if isinstance(code, int) else 0
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.message)
        return 0
    except (click.Abort, KeyboardInterrupt) as error:
        return _fail(f"Interrumpido. {error.__cause__ or ''}".rstrip(), INTERRUPTED)
    except click.ClickException as error:
        return _fail(sentence(error), EXITS[Kind.INVALID])
    except ArchiveError as error:
        _trace()
        return _fail(error.detail, EXITS[error.kind])
    except (BrokenPipeError, SystemExit):  # the library ends the program itself where nobody reads on, as in `| head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 0
    except OSError as error:
        _trace()
        return _fail(f"No se puede leer o escribir{_named(error)}: {reason(error)}.", EXITS[Kind.UNAVAILABLE])
    except Exception as error:  # noqa: BLE001 - the edge: a stranger sees one line
        _trace()
        return _fail(f"Error interno: {type(error).__name__}: {error}".splitlines()[0], EXITS[Kind.INTERNAL])


def _prepare_streams() -> None:
    """A terminal of other letters shows what it can; what was closed is written to nowhere, and not into the next file opened."""
    for name in ("stdin", "stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_RDWR), "r" if name == "stdin" else "w"))
        elif isinstance(stream, io.TextIOWrapper) and name != "stdin":
            stream.reconfigure(errors="replace")


def _fail(sentence: str, code: int) -> int:
    click.echo(f"legajo: {sentence}", err=True)
    return code


def _named(error: OSError) -> str:
    """The file it is about, where that is told; what was printed has no name."""
    return f" {error.filename}" if isinstance(error.filename, str) else ""


def _trace() -> None:
    """The traceback for whoever asked with `-v`."""
    if _is_verbose():
        traceback.print_exc()


def _is_verbose() -> bool:
    return "-v" in sys.argv or "--verbose" in sys.argv
