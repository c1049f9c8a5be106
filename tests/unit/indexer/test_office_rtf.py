"""Letters as RTF, written by hand as Word, LibreOffice and older programs write them."""

import pytest

from indexer.engines.office import texts_of
from indexer.engines.sniff import sniff
from indexer.limits import Limits
from indexer.stages.inspect import inspect_file
from schemas.errors import TooLarge
from schemas.work import FileKind, InspectRequest


@pytest.fixture
def text_of(tmp_path):
    def read(rtf, limits=None):
        data = rtf if isinstance(rtf, bytes) else (r"{\rtf1\ansi\ansicpg1252\deff0" + rtf + "}").encode("cp1252")
        (tmp_path / "file").write_bytes(data)
        assert sniff(tmp_path / "file") == FileKind.RTF
        (text,) = texts_of(tmp_path / "file", FileKind.RTF, limits or Limits())
        return text

    return read


def test_letters_are_read_whichever_way_they_are_written(text_of):
    assert (
        text_of(r"Se\'f1or, \u209\'d1and\uc2\u250\'fa\'faes \{1\} C:\\a\~b\_c") == "Señor, Ñandúes {1} C:\\a\u00a0b-c"
    )
    assert text_of(r"\uc0\u-10188 \u-8257  fin") == "\U0001d3bf fin"
    assert text_of(r"Año \ldblquote uno\rdblquote  \emdash  dos") == "Año “uno” — dos"


def test_letters_of_a_font_of_another_code_page_are_read_by_it(text_of):
    fonts = r"{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Arial Cyr;}{\f2\fcharset128 Mincho;}}"
    assert text_of(fonts + r"\f0 \'e0 {\f1 \'e0} {\f2 \'83\'5c} \f1\'e1\plain\'e1") == "à а ソ бá"


def test_paragraphs_lines_pages_and_tables_stand_apart(text_of):
    table = r"\trowd\pard\intbl Monto\cell 31\par 000\cell\row\pard\intbl Plazo\cell\cell\row\pard "
    lines = text_of(r"Uno\par Dos\line Tres\par\par\par " + table + r"Cuatro\page Cinco").split("\n")
    assert lines == ["Uno", "", "Dos", "Tres", "", "Monto  31 000  ", "Plazo    ", "Cuatro\fCinco"]


def test_headers_boxes_notes_and_footers_stand_around_the_body_each_once(text_of):
    head, foot = r"{\headerl Instituto\par}{\headerr Instituto\par}", r"{\footer Hermosillo\par}"
    box = r"{\shp{\*\shpinst{\sp{\sn x}{\sv 1}}{\shptxt Recuadro\par}}{\shprslt{\*\do{\dptxbxtext Recuadro viejo}}}}"
    note = r"{\footnote Nota{\*\x y}}{\*\annotation Comentario}"
    assert text_of(foot + head + r"Cuerpo" + box + note + r" sigue\par").split("\n\n") == [
        *("Instituto", "Cuerpo sigue", "Recuadro", "Nota", "Comentario", "Hermosillo")
    ]


def test_what_is_no_text_of_the_paper_is_left_out(text_of):
    told = r"{\stylesheet{\s1 Normal;}}{\info{\title Secreto}}{\colortbl;\red0;}{\*\generator X;}"
    field = r'{\field{\*\fldinst{HYPERLINK "http://x"}}{\fldrslt{la cláusula}}}'
    struck = r"{\deleted NUNCA }\deleted JAMÁS \deleted0 "
    picture = r"{\pict\wmetafile8\bin5 }}{{}}{\*\unknown algo}{\cs1\*\cs2 dicho}"
    assert text_of(told + "Vea " + field + ", " + struck + picture + " y ya") == "Vea la cláusula, dicho y ya"


def test_numbers_of_lists_are_read_as_they_were_set(text_of):
    assert text_of(r"{\listtext PRIMERA.\tab}Objeto\par{\pntext 2)\tab}Plazo\par") == "PRIMERA.\tObjeto\n\n2)\tPlazo"


@pytest.mark.parametrize(
    ("broken", "text"),
    [
        (rb"{\rtf1 corta {\b a la mitad", "corta a la mitad"),
        (rb"{\rtf1 una}} otra {\b no}", "una"),
        (rb"{\rtf1\ansicpg99999 sin p\'e1gina}", "sin página"),
        (rb"{\rtf1\u99999999 x\bin-5 y\uc-3\'}", "\ue0ffy"),
        (rb"{\rtf1 " + rb"{\field{\*\fldinst{HYPERLINK " + b'"a' * 50_000, ""),
    ],
)
def test_a_broken_file_gives_what_can_be_had_of_it(text_of, broken, text):
    assert text_of(broken) == text


def test_bounds_hold(text_of, tmp_path):
    with pytest.raises(TooLarge):
        text_of("x" * 2000, Limits(text_bytes=1000))
    (tmp_path / "file").write_bytes(rb"{\rtf1" + b"{" * 100_000)
    assert inspect_file(InspectRequest(str(tmp_path / "file"), str(tmp_path)), Limits()).problem == "too_large"
