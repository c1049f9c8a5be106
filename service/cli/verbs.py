"""The verbs, gathered; each lives in the module of its subject and is imported when it is asked for.

A person who types `legajo search` should not wait for what only `legajo import` needs.
"""

import gc
import signal
from collections.abc import Callable
from importlib import import_module
from typing import Any

import click

from schemas.settings import Settings
from service.cli.spoken import in_spanish

MODULES = {
    "running": ("up", "serve", "worker", "init"),
    "intake": ("ingest",),
    "watching": ("watch",),
    "sheets": ("coversheet",),
    "finding": ("search", "text", "get"),
    "dossiers": ("import", "export", "dossier"),
    "hearings": ("hearing",),
    "binding": ("bind",),
    "custody": ("loan", "return", "count", "labels"),
    "records": ("inventory", "handover", "holds"),
    "queues": ("queue",),
    "duties": ("duties",),
    "upkeep": ("status", "reindex"),
    "verifying": ("verify",),
    "demo": ("demo",),
    "backup": ("backup", "restore"),
    "moving": ("adopt", "bag"),
    "checkup": ("doctor",),
    "security": ("security",),
    "evidence": ("checkpoint", "log"),
    "access": ("user", "token"),
}
"""Which module of this package holds which verbs, in the order of the help."""

MakeApplication = Callable[[Settings], Any]
"""Makes the ASGI application for the settings: what `up` and `serve` are given."""

_HOME = {verb: module for module, verbs in MODULES.items() for verb in verbs}


class Verbs(click.Group):
    """A group whose commands are imported one by one."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every verb, in the order of the help."""
        return list(_HOME)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The verb, its module imported now; None for a word that is no verb."""
        home = _HOME.get(cmd_name)
        if home is None:
            return None
        gc.disable()  # what modules make lives as long as the process: looking through it is a quarter of the start
        try:
            module = import_module(f"service.cli.{home}")
        finally:
            gc.freeze()
            gc.enable()
        commands: dict[str | None, click.Command] = {verb.name: verb for verb in module.VERBS}
        return in_spanish(commands[cmd_name])


@click.group(cls=Verbs, context_settings={"max_content_width": 100})
@click.version_option(
    package_name="legajo", prog_name="legajo", message="%(prog)s %(version)s", help="Muestra la versión y termina."
)
def legajo() -> None:
    """Legajo: del papel al dossier digital del deudor, sin perder una hoja."""
    # Here the verb's modules are read: from now on an interruption is told, and what was begun is put in order.
    signal.signal(signal.SIGINT, signal.default_int_handler)


in_spanish(legajo)
