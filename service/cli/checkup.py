"""The verb that examines every dependency: doctor."""

import click

from service.cli.session import say, settings, with_json, write_json
from service.operations import doctor as checks


@click.command()
@with_json
def doctor(as_json: bool) -> int:
    """Revisa cada dependencia y dice qué falta."""
    found = checks.examine(settings())
    for check in found:
        if as_json:
            write_json(check)
        else:
            say(f"{'bien' if check.ok else 'MAL '}  {check.name}: {check.detail}")
    return 0 if all(check.ok for check in found) else 10


VERBS = (doctor,)
