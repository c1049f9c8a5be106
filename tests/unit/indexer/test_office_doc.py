"""Letters of Word 97 to 2003."""

import struct

import pytest

from indexer.engines.office import texts_of
from indexer.engines.sniff import sniff
from indexer.limits import Limits
from indexer.stages.inspect import inspect_file
from schemas.errors import TooLarge
from schemas.work import FileKind, InspectRequest
from tests.compound_file import compound_file
from tests.old_office import OldLetter


@pytest.fixture
def file(tmp_path):
    return tmp_path / "file"


def text_of(file, letter):
    file.write_bytes(letter.bytes())
    assert sniff(file) == FileKind.DOC
    (text,) = texts_of(file, FileKind.DOC, Limits())
    return text


def problem_of(file, data):
    file.write_bytes(data)
    return inspect_file(InspectRequest(str(file), str(file.parent)), Limits()).problem


def test_a_doc_is_read_in_order_with_its_tables_and_page_breaks(file):
    text = text_of(
        file, OldLetter("Pagaré número 77\rMonto\x0731,000\x07\x07Plazo\x07“dos años”\x07\x07\r\x0cSegunda hoja\r")
    )
    assert text == "Pagaré número 77\n\nMonto  31,000\nPlazo  “dos años”\n\n\n\x0cSegunda hoja"


def test_headers_boxes_notes_and_footers_stand_around_the_body_each_once(file):
    stories = ("", "", "", "", "", "", "", "Instituto\r", "", "Hermosillo\r", "", "", "", "Instituto\r", "", "", "", "")
    letter = OldLetter("Cuerpo\x02\r", stories, notes="\x02 Nota al pie\r", boxes="Recuadro\r", comments="Comentario\r")
    assert text_of(file, letter).split("\n\n") == [
        *("Instituto", "Cuerpo", "Recuadro", " Nota al pie", "Comentario", "Hermosillo")
    ]


def test_of_a_field_its_result_is_read_also_inside_another_one(file):
    letter = OldLetter(
        'Vea \x13 HYPERLINK "http://x" \x14la \x13 REF a \x14cláusula\x15 quinta\x15 y \x13 XE "z" \x15no más\r'
    )
    assert text_of(file, letter) == "Vea la cláusula quinta y no más"


def test_what_was_struck_out_is_not_read_in_either_kind_of_piece(file):
    letter = OldLetter(
        "Se obliga a pagar NUNCA el total de la deuda, y además JAMÁS los intereses\r", struck=("NUNCA ", "JAMÁS ")
    )
    assert text_of(file, letter) == "Se obliga a pagar el total de la deuda, y además los intereses"


def test_letters_outside_the_basic_plane_do_not_shift_what_follows(file):
    wide = "𐌲".encode("utf-16-le")
    letter = OldLetter("ab y el cuerpo sigue hasta su fin\r", notes="Nota\r")
    main = letter.main().replace("ab".encode("utf-16-le"), wide, 1)
    file.write_bytes(letter.bytes(WordDocument=main))
    assert texts_of(file, FileKind.DOC, Limits()) == ["𐌲 y el cuerpo sigue hasta su fin\n\nNota"]


def test_word_95_and_a_masked_file_are_refused_in_a_plain_sentence(file):
    assert problem_of(file, OldLetter("texto\r").bytes(version=0x68)) == "unread_format"
    assert problem_of(file, OldLetter("texto\r").bytes(flags=0x8100)) == "unread_format"


def test_slides_of_powerpoint_before_2007_are_refused_in_a_plain_sentence(file):
    assert problem_of(file, compound_file({"PowerPoint Document": bytes(5000)})) == "unread_format"


@pytest.mark.parametrize(
    "table",
    [
        b"",
        bytes(200),
        OldLetter("x\r").bytes()[:300],
        b"\x02" + struct.pack("<I", 28) + struct.pack("<3I", 0, 9, 4) + bytes(16),
        b"\x02" + struct.pack("<I", 4) + bytes(4),
    ],
)
def test_a_doc_whose_pieces_are_broken_is_damaged(file, table):
    letter = OldLetter("texto\r")
    data = bytes(12) + table  # the pieces stand behind what else the table tells
    assert problem_of(file, letter.bytes(**{"0Table": data})) == "damaged"


@pytest.mark.parametrize("cut", [700, 3000, 5000])
def test_a_doc_cut_short_is_damaged(file, cut):
    assert problem_of(file, OldLetter("texto " * 400 + "\r").bytes()[:cut]) == "damaged"


def test_pieces_that_promise_more_letters_than_allowed_are_refused(file):
    file.write_bytes(OldLetter("texto " * 100).bytes())
    with pytest.raises(TooLarge):
        texts_of(file, FileKind.DOC, Limits(text_bytes=500))
