"""The verb that tells where the data are: security."""

from pathlib import Path

import click

from service.cli.session import archive, operator, say, with_json, write_json
from service.cli.targets import writing
from service.operations.security_document import (
    get_security_document,
    holders_said,
    in_force_said,
    print_security_document,
)


@click.command()
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="PDF destino, para firmar.")
@with_json
def security(output: Path | None, as_json: bool) -> None:
    """Dónde están los datos, quién puede qué y qué medidas hay: el documento de seguridad."""
    if output is not None:
        with writing(output), archive() as opened:
            print_security_document(opened, operator(), output)
        if as_json:
            write_json({"path": str(output)})
        else:
            say(str(output))
        return
    with archive() as opened:
        found = get_security_document(opened, operator())
    if as_json:
        write_json(found)
        return
    say("Dónde están los datos")
    for place in found.places:
        say(f"  {place.name}: {place.address.removesuffix('.')}; {place.note}")
    say("Quién puede")
    for duty in found.duties:
        say(f"  {duty.role.split('.')[0]}: {holders_said(duty)}")
    say("Medidas")
    for measure in found.measures:
        say(f"  {in_force_said(measure)}: {measure.measure}. {measure.found}")
    for line in (*found.gaps, *found.unsaid):
        say(f"  {line}")


VERBS = (security,)
