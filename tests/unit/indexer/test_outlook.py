"""Messages of Outlook, read as the e-mails they are."""

from pathlib import Path

import pytest

from indexer.engines.mail import inspect_mail
from indexer.engines.sniff import sniff
from indexer.limits import Limits
from indexer.stages.inspect import inspect_file
from schemas.errors import TooLarge
from schemas.work import FileKind, InspectRequest
from tests import outlook_message as outlook
from tests.compound_file import compound_file
from tests.locked_office import letter_docx
from tests.outlook_message import Message

NOON = 134_223_696_000_000_000
"""Tenths of microseconds from 1601 to noon of 4 May 2026, UTC."""


@pytest.fixture
def read(tmp_path):
    def look(message, limits=None):
        (tmp_path / "file").write_bytes(message if isinstance(message, bytes) else message.bytes())
        assert sniff(tmp_path / "file") == FileKind.MSG
        return inspect_mail(tmp_path / "file", FileKind.MSG, tmp_path, limits or Limits())

    return look


def text_of(result):
    return "\f".join(page.reading.text for page in result.pages)


def test_a_message_is_read_with_its_headers_and_its_attachments_are_files(read):
    paper = letter_docx()
    message = Message(
        {outlook.SUBJECT: "Envío de pagaré", outlook.BODY: "Adjunto el pagaré.\r\n", outlook.SENT_AT: NOON,
         outlook.FROM_NAME: "Notaría 5", outlook.FROM_ADDRESS: "notaria@example.org"},
        to=[("Archivo", "archivo@example.org"), ("", "copias@example.org")], cc=[("Jefa", "jefa@example.org")],
        attached=[("convenio.docx", paper), ("nota.txt", "año".encode())],
    )  # fmt: skip
    result = read(message)
    assert text_of(result).splitlines() == [
        "De: Notaría 5 <notaria@example.org>",
        "Para: Archivo <archivo@example.org>, copias@example.org",
        "Copia: Jefa <jefa@example.org>",
        "Fecha: Mon, 04 May 2026 12:00:00 +0000",
        "Asunto: Envío de pagaré",
        "",
        "Adjunto el pagaré.",
    ]
    assert (result.kind, result.title) == (FileKind.MSG, "Envío de pagaré")
    assert [one.name for one in result.attachments] == ["convenio.docx", "nota.txt"]
    assert Path(result.attachments[0].path).read_bytes() == paper
    assert Path(result.attachments[1].path).read_bytes() == "año".encode()


def test_headers_of_the_way_win_over_what_outlook_keeps(read):
    way = "Received: by x\r\nFrom: Ana <ana@example.org>\r\nTo: b@example.org\r\nDate: Tue, 05 May 2026 09:00:00 -0700\r\n"
    text = text_of(read(Message({outlook.HEADERS: way, outlook.FROM_NAME: "Otra", outlook.BODY: "Hola"})))
    assert "De: Ana <ana@example.org>\nPara: b@example.org\nFecha: Tue, 05 May 2026 09:00:00 -0700\n" in text


@pytest.mark.parametrize(("page", "number"), [("cp1252", 1252), ("utf-8", 65001), ("cp1252", 99999)])
def test_letters_of_eight_bits_are_read_in_the_code_page_stated(read, page, number):
    properties = {outlook.SUBJECT: "Año", outlook.BODY: "señalamiento", outlook.CODE_PAGE: number}
    text = text_of(read(Message(properties, page=page)))
    assert "Asunto: Año" in text and "señalamiento" in text


def test_without_plain_text_the_words_of_the_html_are_read(read):
    html = "<html><style>p{}</style><p>Se\u00f1or juez</p></html>".encode("cp1252")
    assert text_of(read(Message({outlook.HTML: html, outlook.BODY_CODE_PAGE: 1252}))) == "Señor juez"


def test_with_neither_the_packed_rtf_is_read(read):
    # The example of [MS-OXRTFCP] 3.2.1 and, of its own, text that is left unpacked.
    packed = bytes.fromhex(
        "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af420 68656c090020627705b06c647d0a800fa0".replace(
            " ", ""
        )
    )
    assert text_of(read(Message({outlook.RTF: packed}))) == "hello world"
    plain = rb"{\rtf1 acuerdo}"
    head = (len(plain) + 12).to_bytes(4, "little") + len(plain).to_bytes(4, "little") + b"MELA" + bytes(4)
    assert text_of(read(Message({outlook.RTF: head + plain}))) == "acuerdo"


def test_a_message_attached_is_an_e_mail_of_its_own_the_same_each_time(read):
    inner = Message({outlook.SUBJECT: "Anterior", outlook.BODY: "texto"}, attached=[("a.txt", b"a"), ("b.txt", b"b")])
    outer = Message({outlook.BODY: "Ver anexo"}, attached=[("Anterior", inner)])
    (first,) = read(outer).attachments
    data = Path(first.path).read_bytes()
    (again,) = read(outer).attachments
    assert Path(again.path).read_bytes() == data and sniff(Path(first.path)) == FileKind.EML
    mail = inspect_mail(Path(first.path), FileKind.EML, Path(first.path).parent, Limits())
    assert text_of(mail) == "Asunto: Anterior\n\ntexto" and [one.name for one in mail.attachments] == ["a.txt", "b.txt"]


def test_a_path_in_a_name_is_not_followed(read, tmp_path):
    (one,) = read(Message({outlook.BODY: "x"}, attached=[("..\\..\\etc/passwd", b"x")])).attachments
    assert one.name == "passwd" and Path(one.path).parent == tmp_path


def test_bounds_hold(read):
    many = Message({outlook.BODY: "x"}, attached=[(f"{number}.txt", b"x" * 5000) for number in range(12)])
    for limits in (Limits(mail_parts=10), Limits(attachments=10), Limits(attachment_bytes=50_000)):
        with pytest.raises(TooLarge):
            read(many, limits)
    deep = Message({outlook.BODY: "fondo"})
    for _ in range(25):
        deep = Message({outlook.BODY: "x"}, attached=[("m", deep)])
    with pytest.raises(TooLarge):
        read(deep)


@pytest.mark.parametrize("cut", [700, 2000])
def test_a_message_cut_short_is_damaged(tmp_path, cut):
    (tmp_path / "file").write_bytes(Message({outlook.BODY: "x" * 3000}).bytes()[:cut])
    assert inspect_file(InspectRequest(str(tmp_path / "file"), str(tmp_path)), Limits()).problem == "damaged"


def test_a_message_of_nothing_has_no_pages(tmp_path):
    (tmp_path / "file").write_bytes(compound_file({"__properties_version1.0": bytes(40)}))
    assert inspect_file(InspectRequest(str(tmp_path / "file"), str(tmp_path)), Limits()).problem == "no_pages"
