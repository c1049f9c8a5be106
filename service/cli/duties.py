"""The verb that shows what a lawyer owes under the contract."""

from pathlib import Path

import click

from schemas.printed import day
from service.cli.session import archive, operator, say, with_json, write_json
from service.cli.targets import writing
from service.operations.duties import KINDS, STATES, lawyer_duties, print_duties


@click.command()
@click.argument("lawyer")
@click.option("--all", "everything", is_flag=True, help="También las cumplidas en plazo y las que aún no vencen.")
@click.option("--pdf", type=click.Path(path_type=Path, dir_okay=False), help="Escribe la lista para firmar.")
@with_json
def duties(lawyer: str, everything: bool, pdf: Path | None, as_json: bool) -> None:
    """Obligaciones incumplidas de un abogado: LAWYER es su cédula."""
    with writing(pdf), archive() as opened:
        found = lawyer_duties(opened, operator(), lawyer, everything=everything)
        if pdf is not None:
            print_duties(opened, operator(), found, pdf)
    if as_json:
        write_json(found)
        return
    say(f"{found.lawyer}: " + ", ".join(f"{STATES[state]} {number}" for state, number in found.counts.items()))
    for one in found.items:
        done = day(one.done) or "—"
        say(f"  {KINDS[one.kind]}: {one.about}; vencía {day(one.due)}, cumplida {done}, {STATES[one.state]}")


VERBS = (duties,)
