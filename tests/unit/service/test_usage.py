"""A wrong command line is told in Spanish, in one sentence."""

import re

import click
import pytest

from service.cli import run
from service.cli.verbs import legajo


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["dossier"], "Falta KEY."),
        (["coversheet"], "Falta la opción --output."),
        (["ingest", "--sideways", "x"], "No existe la opción --sideways."),
        (["status", "--jsn"], "No existe la opción --jsn. ¿Quiso decir --json?"),
        (["status", "--json=x"], "La opción --json no lleva valor."),
        (["search", "x", "--limit"], "La opción --limit lleva un valor."),
        (["user", "add", "a", "--role", "jefe"],
         "La opción --role debe ser administrator, archivist, portfolio_head, external_lawyer o auditor, no 'jefe'."),
        (["verify", "--sample", "0"], "La opción --sample debe ser un número entero de 1 o más, no 0."),
        (["worker", "--concurrency", "many"], "La opción --concurrency debe ser un número entero entre 1 y 256, no 'many'."),
        (["worker", "--concurrency", "999"], "La opción --concurrency debe ser un número entero entre 1 y 256, no 999."),
        (["bind", "x", "--wait", "-1"], "La opción --wait debe ser un número entre 0 y 86400, no -1.0."),
        (["hearing", "new", "a", "b", "--on", "mañana"], "La opción --on debe ser una fecha AAAA-MM-DD, no 'mañana'."),
        (["watch", "/no/such/folder"], "FOLDER: no existe la carpeta '/no/such/folder'."),
        (["watch", __file__], f"FOLDER: '{__file__}' no es una carpeta."),
        (["adopt", "/tmp", "--table", "/no/such/table"], "La opción --table: no existe el archivo '/no/such/table'."),
        (["coversheet", "-o", "/tmp"], "La opción --output: '/tmp' es una carpeta."),
        (["return"], "Falta ITEMS."),
        (["export", "debtrs", "-o", "x"], "CLASE debe ser una de las que enumera --help, no 'debtrs'. ¿Quiso decir debtors?"),
        (["import", "x", "--kind", "naves"], "La opción --kind debe ser una de las que enumera --help, no 'naves'."),
        (["help"], "No existe el verbo 'help'. Los hay en 'legajo --help'."),
        (["get", "x", "-o", "y"], "Indique --original o --searchable, una de las dos."),
        (["get", "x", "--original", "--searchable", "-o", "y"], "Indique --original o --searchable, una de las dos."),
        (["queue", "--export", "x.csv"], "Diga qué cola se exporta."),
        (["inventory", "-o", "x.txt"], "El archivo debe terminar en .xlsx o .pdf."),
        (["restore", "/dev/null"], "/dev/null no es una carpeta."),
    ],
)  # fmt: skip
def test_a_wrong_line_is_told_in_one_sentence(arguments, said, capsys):
    assert run(arguments) == 2
    assert capsys.readouterr().err == f"legajo: {said}\n"


def every_line(command, words=()):
    """The words of each verb, those within groups too."""
    yield words
    context = click.Context(command)
    for name in command.list_commands(context) if isinstance(command, click.Group) else ():
        yield from every_line(command.get_command(context, name), (*words, name))


def test_every_page_of_help_names_values_and_bounds_in_spanish(capsys):
    for words in every_line(legajo):
        assert run([*words, "--help"]) == 0
        page = capsys.readouterr().out
        assert not re.search(
            r"TEXT\b|INTEGER|FLOAT|FILE \W|PATH \W|required|<=|>=|%Y", page.partition("Opciones:")[2]
        ), page
        assert all(len(line) <= 100 for line in page.splitlines()), page
