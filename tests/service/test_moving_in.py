"""Moving in from a folder with a table, and from an export of Paperless-ngx."""

import hashlib
import json

import pytest

from schemas.errors import InvalidInput
from service.operations.moving_in import move_in, read_entries
from storage.records.tables import ReceiptRow
from tests.registry_office import CLERK, open_archive

PDF = b"%PDF-1.4 one\n"


@pytest.fixture
def archive(tmp_path, new_database):
    made = open_archive(tmp_path / "data", new_database())
    yield made
    made.close()


@pytest.fixture
def folder(tmp_path):
    root = tmp_path / "old"
    (root / "caja 1").mkdir(parents=True)
    (root / "caja 1" / "pagaré ñ.pdf").write_bytes(PDF)
    (root / "acta.pdf").write_bytes(PDF + b"2")
    return root


def listed(tmp_path, text):
    path = tmp_path / "lista.csv"
    path.write_text(text, encoding="utf-8")
    return path


def receipts_of(archive):
    with archive.database.read() as session:
        return {row.filename: row.given for row in session.query(ReceiptRow)}


def test_each_row_of_the_table_becomes_a_receipt_with_what_it_says(archive, folder, tmp_path):
    table = listed(tmp_path, "Ruta;Crédito;Tipo\ncaja 1/pagaré ñ.pdf;CR-1;promissory_note\nacta.pdf;;recado\n")

    done = move_in(archive, CLERK, folder, read_entries(archive, folder, table))

    assert (done.received, done.whole) == (2, True)
    assert receipts_of(archive) == {
        "caja 1/pagaré ñ.pdf": {"credit": "CR-1", "type": "promissory_note"},
        "acta.pdf": {"elsewhere": {"type": "recado"}},
    }


def test_the_same_run_again_receives_nothing_and_counts_it(archive, folder, tmp_path):
    entries = read_entries(archive, folder, listed(tmp_path, "path\nacta.pdf\ncaja 1/pagaré ñ.pdf\n"))
    move_in(archive, CLERK, folder, entries[:1])
    again = move_in(archive, CLERK, folder, entries)
    assert (again.entries, again.received, again.already) == (2, 1, 1)
    assert move_in(archive, CLERK, folder, entries).received == 0
    assert len(receipts_of(archive)) == 2


def test_a_table_made_on_windows_or_macos_names_the_same_files_and_is_none_of_them(archive, folder):
    table = folder / "lista.csv"
    table.write_text("ruta\ncaja 1\\pagare\u0301 n\u0303.pdf\nacta.pdf\n", encoding="utf-8")

    done = move_in(archive, CLERK, folder, read_entries(archive, folder, table), table=table)

    assert (done.received, done.whole) == (2, True)


def test_a_row_without_a_path_is_accounted_for(archive, folder, tmp_path):
    rows = "ruta,credito,folio\nacta.pdf,,\n,CR-9,\ncaja 1/pagaré ñ.pdf,,\n,,77\n"
    done = move_in(archive, CLERK, folder, read_entries(archive, folder, listed(tmp_path, rows)))
    assert (done.entries, done.received) == (4, 2)
    assert done.missing == ("renglón 3: sin ruta", "renglón 5: sin ruta")


def test_an_export_without_the_files_does_not_reconcile(archive, folder):
    document = {"model": "documents.document", "pk": 7, "fields": {"title": "Acta", "checksum": "0" * 32}}
    (folder / "manifest.json").write_text(json.dumps([document]), encoding="utf-8")
    done = move_in(archive, CLERK, folder, read_entries(archive, folder, None))
    assert done.entries == 1 and "documento 7" in done.missing[0] and not done.whole


def test_what_does_not_reconcile_is_named(archive, folder, tmp_path):
    rows = f"path,sha256\nacta.pdf,{'0' * 64}\nno está.pdf,\n../../etc/passwd,\n"
    done = move_in(archive, CLERK, folder, read_entries(archive, folder, listed(tmp_path, rows)))

    assert done.differing == ("acta.pdf",)
    assert done.missing == ("no está.pdf", "../../etc/passwd")
    assert done.unlisted == ("caja 1/pagaré ñ.pdf",)
    assert (done.received, done.whole, receipts_of(archive)) == (0, False, {})


EXPORT = [
    {"model": "documents.documenttype", "pk": 3, "fields": {"name": "Pagaré"}},
    {"model": "documents.correspondent", "pk": 2, "fields": {"name": "Notaría 5"}},
    {"model": "documents.tag", "pk": 8, "fields": {"name": "urgente"}},
    {"model": "documents.customfield", "pk": 1, "fields": {"name": "Crédito", "data_type": "string"}},
    {"model": "documents.customfield", "pk": 2, "fields": {
        "name": "Etapa", "data_type": "select", "extra_data": {"select_options": [{"id": "x1", "label": "Firmado"}]}}},
]  # fmt: skip
OF_THE_DOCUMENT = [
    {
        "model": "documents.document",
        "pk": 1,
        "fields": {"title": "Pagaré 12", "document_type": 3, "archive_serial_number": 77, "correspondent": 2, "tags": [8],
                   "created": "2015-03-04", "checksum": hashlib.md5(PDF, usedforsecurity=False).hexdigest(), "content": "x"},
        "__exported_file_name__": "caja 1/pagaré ñ.pdf",
        "__exported_thumbnail_name__": "caja 1/pagaré ñ-thumbnail.webp",
    },
    {"model": "documents.note", "pk": 4, "fields": {"document": 1, "note": "Falta la firma"}},
    {"model": "documents.customfieldinstance", "pk": 5, "fields": {"document": 1, "field": 1, "value_text": "CR-1"}},
    {"model": "documents.customfieldinstance", "pk": 6, "fields": {
        "document": 1, "field": 2, "value_text": None, "value_select": "x1"}},
]  # fmt: skip


@pytest.mark.parametrize("split", [False, True], ids=["one manifest", "a manifest a document"])
def test_an_export_of_paperless_is_read_by_its_manifests_and_loses_nothing_that_was_said(archive, folder, split):
    (folder / "manifest.json").write_text(json.dumps(EXPORT if split else EXPORT + OF_THE_DOCUMENT))
    if split:
        (folder / "json").mkdir()
        (folder / "json" / "pagaré ñ.pdf-manifest.json").write_text(json.dumps(OF_THE_DOCUMENT))
    (folder / "caja 1" / "pagaré ñ-thumbnail.webp").write_bytes(b"x")

    done = move_in(archive, CLERK, folder, read_entries(archive, folder, None))

    assert (done.received, done.unlisted) == (1, ("acta.pdf",))
    given = receipts_of(archive)["caja 1/pagaré ñ.pdf"]
    assert given.pop("elsewhere") == {
        "correspondent": "Notaría 5", "type": "Pagaré", "tags": ["urgente"], "created": "2015-03-04",
        "notes": ["Falta la firma"], "custom": {"Crédito": "CR-1", "Etapa": "Firmado"},
    }  # fmt: skip
    assert given == {"title": "Pagaré 12", "paper_location": "ASN 77", "type": "promissory_note", "credit": "CR-1"}


def test_columns_that_have_no_place_here_are_kept_word_for_word(archive, folder, tmp_path):
    table = listed(tmp_path, "ruta,observaciones,,color\nacta.pdf,se mojó,x,\ncaja 1/pagaré ñ.pdf,,,azul,sobra\n")
    move_in(archive, CLERK, folder, read_entries(archive, folder, table))
    assert {name: given["elsewhere"] for name, given in receipts_of(archive).items()} == {
        "acta.pdf": {"observaciones": "se mojó"}, "caja 1/pagaré ñ.pdf": {"color": "azul"},
    }  # fmt: skip


def test_a_folder_without_any_list_says_what_is_wanted(archive, folder):
    with pytest.raises(InvalidInput, match="--table"):
        read_entries(archive, folder, None)
