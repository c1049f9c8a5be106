"""A wrong command line is told in Spanish, in one sentence."""

import pytest

from service.cli import run


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
         "la opción --role: debe ser administrator, archivist, portfolio_head, external_lawyer o auditor, no 'jefe'."),
        (["verify", "--sample", "0"], "la opción --sample: debe ser un número entero de 1 o más."),
        (["worker", "--concurrency", "many"], "la opción --concurrency: debe ser un número entero entre 1 y 256, no 'many'."),
        (["watch", "/no/such/folder"], "FOLDER: no existe o no se puede usar '/no/such/folder'."),
    ],
)  # fmt: skip
def test_a_wrong_line_is_told_in_one_sentence(arguments, said, capsys):
    assert run(arguments) == 2
    assert capsys.readouterr().err == f"legajo: {said}\n"
