import time
from pathlib import Path

import msgspec
import pytest

from indexer.engines.mail import inspect_mail
from indexer.engines.mailbox import mails_in
from indexer.engines.sniff import sniff
from indexer.limits import Limits
from schemas.errors import TooLarge
from schemas.work import FileKind, InspectResult
from tests.foreign import letter_mail, zipped


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "out").mkdir()
    return tmp_path / "out"


def test_headers_and_body_are_a_page_and_attachments_are_files(tmp_path, folder):
    path = letter_mail(tmp_path / "m", {"pagaré 1.pdf": b"%PDF-1.4 uno", "b.bin": b"dos"})
    assert sniff(path) == FileKind.EML
    result = inspect_mail(path, FileKind.EML, folder, Limits())
    assert "Asunto: Envío de pagaré" in result.pages[0].reading.text
    assert "crédito 1234" in result.pages[0].reading.text
    assert [attachment.name for attachment in result.attachments] == ["pagaré 1.pdf", "b.bin"]
    assert [Path(attachment.path).read_bytes() for attachment in result.attachments] == [b"%PDF-1.4 uno", b"dos"]


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/cron.d/x", "..\\..\\boot.ini", "a\nb", "x" * 400])
def test_a_name_never_leads_out_of_the_folder(tmp_path, folder, name):
    path = tmp_path / "m"
    path.write_bytes(
        b"From: a@b\nTo: c@d\nSubject: x\nMIME-Version: 1.0\nContent-Type: application/x; name=f\n"
        b'Content-Disposition: attachment; filename="' + name.replace("\n", " ").encode() + b'"\n\nhola\n'
    )
    result = inspect_mail(path, FileKind.EML, folder, Limits())
    assert [Path(attachment.path).parent for attachment in result.attachments] == [folder]
    assert len(list(folder.iterdir())) == 1
    assert "/" not in result.attachments[0].name


def test_html_is_read_as_its_words_without_scripts(tmp_path, folder):
    path = tmp_path / "m"
    path.write_bytes(
        b"From: a@b\nTo: c@d\nSubject: x\nMIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n"
        b"<html><style>p{}</style><p>Aviso de <b>pago</b></p><script>var secreto</script>"
        b'<img src="http://example.org/a.png"><p>Fin'
    )
    text = inspect_mail(path, FileKind.EML, folder, Limits()).pages[0].reading.text
    assert "Aviso de pago" in text and "Fin" in text
    assert "secreto" not in text and "p{}" not in text


def test_a_mail_inside_a_mail_is_an_attachment_of_its_own(tmp_path, folder):
    inner = letter_mail(tmp_path / "inner", {"hondo.txt": b"x"}).read_bytes()
    path = tmp_path / "m"
    path.write_bytes(
        b"From: a@b\nTo: c@d\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=Z\n\n"
        b"--Z\nContent-Type: message/rfc822\n\n" + inner + b"\n--Z--\n"
    )
    (only,) = inspect_mail(path, FileKind.EML, folder, Limits()).attachments
    assert sniff(Path(only.path)) == FileKind.EML


def test_too_many_attachments_are_too_large(tmp_path, folder):
    path = letter_mail(tmp_path / "m", {f"{number}.bin": b"x" for number in range(5)})
    with pytest.raises(TooLarge):
        inspect_mail(path, FileKind.EML, folder, Limits(attachments=4))


def test_parts_nested_without_end_are_too_large(tmp_path, folder):
    parts = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(60))
    path = tmp_path / "m"
    path.write_bytes(b"From: a@b\nTo: c@d\nSubject: x\n" + parts + b"\nhola\n")
    with pytest.raises(TooLarge):
        inspect_mail(path, FileKind.EML, folder, Limits(mail_parts=20))


def test_broken_headers_do_not_stop_a_mail(tmp_path, folder):
    path = tmp_path / "m"
    path.write_bytes(b"From: Jos\xe9 <a@b>\nTo: c@d\nSubject: Env\xedo \xff\x00\nDate: nunca\n\ncuerpo\n")
    result = inspect_mail(path, FileKind.EML, folder, Limits())
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(result), type=InspectResult) == result
    assert "cuerpo" in result.pages[0].reading.text


HEADERS = "From: José Peña <a@b>\nTo: c@d\nSubject: Pagaré vencido\nMIME-Version: 1.0\n"


@pytest.mark.parametrize("codes", ["utf-8", "cp1252"])
@pytest.mark.parametrize("stated", ["", "Content-Type: text/plain; charset=us-ascii\n", "Content-Type: text/plain\n"])
def test_letters_of_no_stated_character_set_are_read(tmp_path, folder, codes, stated):
    path = tmp_path / "m"
    path.write_bytes((HEADERS + stated + "\nAtención: el crédito de la señora Muñoz.\n").encode(codes))
    text = inspect_mail(path, FileKind.EML, folder, Limits()).pages[0].reading.text
    assert "José Peña" in text and "Pagaré vencido" in text
    assert "Atención: el crédito de la señora Muñoz." in text


def test_text_between_and_after_attachments_is_part_of_the_mail(tmp_path, folder):
    path = tmp_path / "m"
    path.write_bytes(
        b"From: a@b\nTo: c@d\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=Z\n\n"
        b"--Z\nContent-Type: multipart/alternative; boundary=Y\n\n--Y\nContent-Type: text/plain\n\nantes\n"
        b"--Y\nContent-Type: text/html\n\n<p>gemelo</p>\n--Y--\n"
        b"--Z\nContent-Type: application/pdf; name=a.pdf\n\n%PDF-1.4\n"
        b"--Z\nContent-Type: text/html\n\n<p>entre ambos</p>\n--Z\nContent-Type: text/plain\n\ntarde\n--Z--\n"
    )
    result = inspect_mail(path, FileKind.EML, folder, Limits())
    body = result.pages[0].reading.text.split()
    assert [word for word in body if word in {"antes", "gemelo", "entre", "tarde"}] == ["antes", "entre", "tarde"]
    assert [attachment.name for attachment in result.attachments] == ["a.pdf"]


def test_a_mail_whose_parts_cannot_be_told_apart_shows_its_beginning(tmp_path, folder):
    path = tmp_path / "m"
    path.write_bytes(
        b"From: a@b\nTo: c@d\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=Z\n\n"
        b"--otra\n\nSe remite el convenio\n" + b"QUJD" * 50_000
    )
    pages = inspect_mail(path, FileKind.EML, folder, Limits()).pages
    assert "Se remite el convenio" in pages[0].reading.text
    assert len(pages) < 12


def test_a_mail_is_known_by_its_headers_whatever_its_body_is_written_in(tmp_path):
    path = tmp_path / "m"
    path.write_bytes(
        b"x-folio:1\nFrom: a@b\nTo: c@d\nSubject: x\n\n" + "请查收".encode("iso2022_jp_2") + b"\x00\x01" * 99
    )
    assert sniff(path) == FileKind.EML


@pytest.mark.parametrize(
    "begin", ["From notaria@example.org Mon May  4 10:00:00 2026", "From - Mon May 04 10:00:00 2026"]
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_each_mail_of_a_mailbox_is_a_file_of_its_own(tmp_path, folder, begin, end):
    mails = [
        letter_mail(tmp_path / "m", {f"{name}.pdf": name.encode()}).read_bytes() for name in ("uno", "dos", "tres")
    ]
    mails[1] = mails[1].replace(b"Adjunto el", b">From aqui en 2024\n\nFrom aqui en 2026\n\nAdjunto el")
    mailbox = tmp_path / "buzon"
    mailbox.write_bytes(b"".join(f"{begin}\n".encode() + mail + b"\n" for mail in mails).replace(b"\n", end.encode()))
    assert sniff(mailbox) == FileKind.EML

    result = inspect_mail(mailbox, FileKind.EML, folder, Limits())

    assert "Buzón con 3 correos" in result.pages[0].reading.text
    assert result.pages[0].reading.text.count("Envío de pagaré") == 3
    assert [attached.name for attached in result.attachments] == ["correo-001.eml", "correo-002.eml", "correo-003.eml"]
    (folder / "deeper").mkdir()
    second = inspect_mail(Path(result.attachments[1].path), FileKind.EML, folder / "deeper", Limits())
    assert [attached.name for attached in second.attachments] == ["dos.pdf"]
    assert "From aqui en 2024" in second.pages[0].reading.text and "From aqui en 2026" in second.pages[0].reading.text


def test_a_mailbox_of_one_mail_is_that_mail(tmp_path, folder):
    mail = letter_mail(tmp_path / "m", {"uno.pdf": b"uno"})
    mail.write_bytes(b"From notaria@example.org Mon May  4 10:00:00 2026\n" + mail.read_bytes())
    result = inspect_mail(mail, FileKind.EML, folder, Limits())
    assert [attached.name for attached in result.attachments] == ["uno.pdf"]
    assert "Asunto: Envío de pagaré" in result.pages[0].reading.text


def test_the_files_of_a_zip_come_in_its_place_and_leave_room_for_the_others(tmp_path, folder):
    both = zipped({"anexos/pagaré.pdf": b"%PDF-1.4 uno", "foto.jpg": b"dos"})
    path = letter_mail(tmp_path / "mail", {"anexos.zip": both, "c.pdf": b"%PDF-1.4 tres"})
    names = [each.name for each in inspect_mail(path, FileKind.EML, folder, Limits()).attachments]
    assert names == ["pagaré.pdf", "foto.jpg", "c.pdf"]
    few = inspect_mail(path, FileKind.EML, folder, Limits(attachments=2)).attachments
    assert [each.name for each in few] == ["anexos.zip", "c.pdf"]


def test_of_archives_that_hold_more_than_may_be_taken_together_the_last_stay_shut(tmp_path, folder):
    packed = {f"{number}.zip": zipped({"a.pdf": bytes([number]) * 900_000}) for number in range(3)}
    path = letter_mail(tmp_path / "mail", packed)
    found = inspect_mail(path, FileKind.EML, folder, Limits(attachment_bytes=2_000_000)).attachments
    assert [each.name for each in found] == ["a.pdf", "a.pdf", "2.zip"]


@pytest.mark.parametrize("line", [b"From " + b"1" * 200_000, b"From 2019\n" + b"x" * 200_000])
def test_a_mailbox_with_an_endless_line_is_parted_at_once(tmp_path, line):
    path = tmp_path / "buzon"
    path.write_bytes(b"From a@b Mon Nov  1 10:00:00 2019\nSubject: x\n\n" + line + b"\n\nhola\n")
    begun = time.process_time()
    assert mails_in(path, Limits()) == []
    assert time.process_time() - begun < 1
