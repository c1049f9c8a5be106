"""The verbs, gathered; each lives in the module of its subject."""

import click

from service.cli import access, dossiers, finding, intake, running, sheets, upkeep


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="legajo", prog_name="legajo")
def legajo() -> None:
    """Legajo: del papel al expediente digital del deudor, sin perder una hoja."""


for module in (running, intake, sheets, finding, dossiers, upkeep, access):
    for verb in module.VERBS:
        legajo.add_command(verb)
