import io

import openpyxl
import pypdfium2 as pdfium
import pytest

from indexer.engines.dossier_pdf import bind_dossier
from indexer.engines.text_files import text_pages
from indexer.limits import Limits
from indexer.stages.inspect import inspect_file
from schemas.binding import BindRequest, BoundDocument, BoundPage, BoundSection
from schemas.errors import PasswordRequired
from schemas.work import FileKind, InspectRequest
from tests.compound_file import compound_file
from tests.locked_office import (
    letter_docx,
    letter_odt,
    locked_agile,
    locked_book,
    locked_letter,
    locked_member,
    locked_standard,
    locked_whole,
)
from tests.old_office import OldLetter


def looked_at(path, *passwords):
    return inspect_file(InspectRequest(str(path), str(path.parent), passwords), Limits())


@pytest.fixture
def file(tmp_path):
    return tmp_path / "file"


@pytest.mark.parametrize("lock", [locked_agile, locked_standard])
def test_a_locked_docx_is_read_with_its_password_and_with_no_other(file, lock):
    file.write_bytes(lock(letter_docx(), "Año 2026"))
    for passwords in ((), ("ano 2026",)):
        closed = looked_at(file, *passwords)
        assert (closed.kind, closed.problem, closed.encrypted) == (FileKind.LOCKED, "password_required", True)
    opened = looked_at(file, "otra", "Año 2026")
    assert (opened.kind, opened.problem, opened.encrypted, opened.password) == (FileKind.DOCX, "", True, "Año 2026")
    assert opened.pages[0].reading.text == "Convenio de pago del crédito 1234"


@pytest.mark.parametrize("lock", [locked_member, locked_whole])
def test_a_locked_odt_is_read_with_its_password_and_with_no_other(file, lock):
    file.write_bytes(lock(letter_odt(), "Año 2026"))
    for passwords in ((), ("ano 2026",)):
        closed = looked_at(file, *passwords)
        assert (closed.kind, closed.problem, closed.encrypted) == (FileKind.ODT, "password_required", True)
    opened = looked_at(file, "otra", "Año 2026")
    assert (opened.kind, opened.problem, opened.encrypted, opened.password) == (FileKind.ODT, "", True, "Año 2026")
    assert opened.pages[0].reading.text == "Convenio de pago del crédito 1234"


def test_an_odt_whose_lock_asks_for_too_much_is_refused_and_one_locked_otherwise_says_so(file):
    file.write_bytes(locked_whole(letter_odt(), "clave", kibibytes=64 * 1024 * 1024))
    assert looked_at(file, "clave").problem == "too_large"
    file.write_bytes(locked_member(letter_odt(), "clave", cipher="blowfish"))
    assert looked_at(file, "clave").problem == "unread_format"


def test_what_is_locked_into_an_odt_and_broken_is_damaged(file):
    file.write_bytes(locked_member(letter_odt(), "clave").replace(b"content.xml", b"contenx.xml", 1))
    assert looked_at(file, "clave").problem == "damaged"


def test_its_pages_are_had_again_with_the_password_and_the_file_stays_as_it_is(file):
    file.write_bytes(locked_agile(letter_docx(), "clave"))
    before = file.read_bytes()
    (page,) = text_pages(file, FileKind.DOCX, "clave", Limits())
    assert page.reading.words[0].text == "Convenio" and file.read_bytes() == before
    with pytest.raises(PasswordRequired):
        text_pages(file, FileKind.DOCX, "", Limits())


def test_a_locked_xls_is_read_with_its_password_and_with_no_other(file):
    file.write_bytes(locked_book({"Hoja1": [["Crédito", 1234.0]]}, "Año 2026"))
    assert looked_at(file, "ano 2026", "contraseña de más de quince letras").problem == "password_required"
    opened = looked_at(file, "Año 2026")
    assert (opened.kind, opened.problem, opened.encrypted, opened.password) == (FileKind.XLS, "", True, "Año 2026")
    assert opened.pages[0].reading.text == "Hoja1\nCrédito 1234"


def test_a_locked_doc_is_read_with_its_password_and_with_no_other(file):
    file.write_bytes(locked_letter(OldLetter("Convenio del crédito 1234\r"), "Año 2026"))
    assert looked_at(file, "ano 2026").problem == "password_required"
    opened = looked_at(file, "Año 2026")
    assert (opened.kind, opened.problem, opened.encrypted, opened.password) == (FileKind.DOC, "", True, "Año 2026")
    assert opened.pages[0].reading.text == "Convenio del crédito 1234"


def test_a_book_that_excel_opens_without_asking_is_opened_so(file):
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["Crédito", 1234])
    book.save(out)
    file.write_bytes(locked_agile(out.getvalue(), "VelvetSweatshop"))
    opened = looked_at(file)
    assert (opened.kind, opened.problem, opened.password) == (FileKind.XLSX, "", "")
    assert "Crédito 1234" in opened.pages[0].reading.text


def test_what_is_locked_by_a_server_of_rights_says_so_and_waits_for_no_password(file):
    file.write_bytes(compound_file({"EncryptedPackage": bytes(100)}))
    assert looked_at(file, "clave").problem == "unread_format"


@pytest.mark.parametrize("broken", [b"", b"\x04\0\x04\0\x40\0\0\0<encryption", b"\x03\0\x02\0" + bytes(40)])
def test_a_lock_whose_description_is_broken_is_damaged(file, broken):
    file.write_bytes(compound_file({"EncryptionInfo": broken, "EncryptedPackage": bytes(100)}))
    assert looked_at(file, "clave").problem == "damaged"


def test_a_locked_file_cut_short_is_damaged(file):
    file.write_bytes(locked_agile(letter_docx(), "clave")[:9000])
    assert looked_at(file, "clave").problem == "damaged"


@pytest.mark.parametrize("inside", [b"PK\x03\x04" + bytes(200), b"%PDF-1.7" + letter_docx(), locked_agile(b"x", "y")])
@pytest.mark.parametrize("lock", [locked_standard, locked_whole])
def test_a_locked_file_that_is_none_of_ours_inside_is_damaged(file, inside, lock):
    file.write_bytes(lock(inside, "clave"))
    assert looked_at(file, "clave").problem == "damaged"


def test_locked_files_are_bound_into_a_dossier_with_their_passwords(tmp_path):
    made = {"a": locked_agile(letter_docx("Convenio Peñúñuri"), "clave"),
            "b": locked_letter(OldLetter("Oficio señalado\r"), "llave")}  # fmt: skip
    for name, data in made.items():
        (tmp_path / name).write_bytes(data)
    told = ("Título", "Tipo", "", "0" * 64, "")
    documents = tuple(
        BoundDocument(str(tmp_path / name), kind, (BoundPage(0),), number, number, *told, password=password)
        for number, (name, kind, password) in enumerate(
            (("a", FileKind.DOCX, "clave"), ("b", FileKind.DOC, "llave")), 1
        )
    )
    target = tmp_path / "dossier.pdf"
    section = BoundSection("Parte", documents)
    bound = bind_dossier(BindRequest(str(target), str(tmp_path), "Dossier", (), (section,)), Limits())
    pages = [page.get_textpage().get_text_bounded() for page in pdfium.PdfDocument(target)]
    assert bound.unreadable == () and "Convenio Peñúñuri" in pages[0] and "Oficio señalado" in pages[1]
