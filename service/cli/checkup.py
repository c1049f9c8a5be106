"""The verb that examines every dependency and shows every setting: doctor."""

import click

from schemas.settings import shown
from service.cli.session import say, settings, with_json, write_json
from service.operations import doctor as checks


@click.command()
@with_json
def doctor(as_json: bool) -> int:
    """Revisa cada dependencia, dice qué falta y muestra los ajustes (sin secretos)."""
    chosen = settings()
    found = checks.examine(chosen)
    for check in found:
        if as_json:
            write_json(check)
        else:
            say(f"{'bien' if check.ok else 'MAL '}  {check.name}: {check.detail}")
    if not as_json:
        say("\nAjustes (los marcados con * difieren de lo normal):")
    for one in shown(chosen):
        if as_json:
            write_json({"setting": one.name, "value": one.value, "default": one.default})
        else:
            say(f"{' ' if one.default else '*'} {one.name}={one.value}")
    return 0 if all(check.ok for check in found) else 10


VERBS = (doctor,)
