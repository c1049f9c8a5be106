"""A debtor with a credit, and letters, for archives that are handed over whole."""

from service.operations.importing import import_table

from .conftest import CLERK, text_pdf

CURP = "MEPR910203HSRNRC09"
TABLES = {
    "debtors": f"curp,full_name\n{CURP},Ricardo Núñez Pérez\n",
    "credits": f"number,debtor_curp,signed_on,principal\nCR-2015-77,{CURP},2015-03-04,25000.50\n",
}


def letter(number):
    return text_pdf(
        (f"OFICIO No. {number}/2024", "Hermosillo, Sonora, a 3 de mayo de 2024", f"Se remite el anexo {number} ñandú")
    )


def put_in_registry(archive, folder):
    """One debtor with one credit."""
    for kind, text in TABLES.items():
        (folder / f"{kind}.csv").write_text(text)
        assert import_table(archive, CLERK, folder / f"{kind}.csv", kind).errors == ()
