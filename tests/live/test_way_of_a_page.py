"""From bytes received to a page found, on the embedded back ends and on PostgreSQL with S3, and a real sandbox."""

import contextlib
import hashlib
import io
import os
import time

import pikepdf
import pillow_heif
import pytest
from minio import Minio

from schemas.access import Actor, Role
from schemas.errors import Conflict, Forbidden, NotFound, Unavailable
from schemas.outcomes import SENTENCES, Reason
from schemas.search import Query
from service.cli import run
from service.configuration import read_settings
from service.operations.awaiting import outcomes
from service.operations.discarding import discard_rejected
from service.operations.doctor import examine
from service.operations.indexing import feed_index, rebuild_index
from service.operations.page_images import page_image
from service.operations.passwords import give_password
from service.operations.receive import Given, receive, stage_pieces
from service.operations.status import status
from service.operations.verifying import sweep_staging, verify
from service.renderers import Renderers
from storage.objects.keys import original_key
from storage.objects.s3 import Bucket
from storage.records import events, pipeline, receipts
from tests import outlook_message as outlook
from tests.foreign import letter_mail, portfolio
from tests.locked_office import letter_docx, locked_agile
from tests.old_office import OldLetter
from tests.outlook_message import Message

from .conftest import CLERK, scan, text_pdf

LETTER = (
    "OFICIO No. 117/2024",
    "ASUNTO: Se remite documentación",
    "Hermosillo, Sonora, a 3 de mayo de 2024",
    "Por este conducto se remite la documentación de la ciudadana Xóchitl Peñúñuri.",
    "ATENTAMENTE",
)


def found(archive, text):
    return [hit.document_id for hit in archive.index.search(Query(text)).hits]


def test_a_text_page_is_filed_without_being_read_again(archive, worker, hand_in, ends, settled):
    [line] = ends(hand_in(text_pdf(LETTER, LETTER)))
    assert (line.pages, line.outcome) == (2, "needs_review")
    settled()
    with archive.database.read() as session:
        pages = pipeline.pages_of(session, line.document_id)
        layers = pipeline.current_readings(session, [page.id for page in pages])
    assert {page.source for page in pages} == {"text_layer"}
    assert all(len(layers[page.id]) == 1 for page in pages)
    assert "Xóchitl" in pages[1].text


def test_a_scanned_page_is_read_and_found_within_seconds(archive, worker, hand_in, ends):
    [line] = ends(hand_in(scan(*LETTER)))
    until = time.monotonic() + 5
    while line.document_id not in found(archive, "penunuri xochitl"):
        assert time.monotonic() < until
        time.sleep(0.05)
    with archive.database.read() as session:
        [page] = pipeline.pages_of(session, line.document_id)
    assert page.source == "ocr" and page.view_key and page.thumbnail_key and page.confidence > 0.7


def test_a_photograph_of_a_telephone_is_read_and_can_be_looked_at(archive, worker, hand_in, ends, settled):
    pillow_heif.register_heif_opener()
    [line] = ends(hand_in(scan(*LETTER, kind="HEIF"), "IMG_0001.pdf"))
    settled()
    assert found(archive, "Peñúñuri") == [line.document_id]
    with archive.database.read() as session:
        document, [page] = pipeline.document(session, line.document_id), pipeline.pages_of(session, line.document_id)
    assert (document.kind, document.media_type) == ("heic", "image/heic")
    assert archive.objects.stat(page.view_key).bytes and archive.objects.stat(document.searchable_key).bytes


def test_an_e_mail_is_a_document_and_each_of_its_attachments_another(archive, worker, hand_in, ends, settled, tmp_path):
    carried = {"pagaré.pdf": text_pdf(LETTER), "hoja.png": scan(*LETTER), "programa.exe": b"MZ\0\0"}
    line, *_ = ends(hand_in(letter_mail(tmp_path / "m.eml", carried).read_bytes(), "correo.eml", Given(batch="Caja 3")))
    settled()
    with archive.database.read() as session:
        mail = receipts.get(session, line.receipt_id)
        children = {child.filename: child for child in pipeline.children_of(session, mail.id)}
        assert {name: child.outcome for name, child in children.items()} == {
            "pagaré.pdf": "needs_review", "hoja.png": "needs_review", "programa.exe": "rejected",
        }  # fmt: skip
        assert {child.batch_id for child in children.values()} == {mail.batch_id}
    assert line.outcome == "needs_review" and len(found(archive, "Peñúñuri")) == 2
    assert found(archive, "Adjunto") == [line.document_id]


def test_papers_attached_to_a_pdf_are_documents_of_their_own(archive, worker, hand_in, ends, settled, tmp_path):
    inner = portfolio(tmp_path / "inner", {"hondo.pdf": text_pdf(LETTER)}).read_bytes()
    path = portfolio(tmp_path / "p", {"legajo.pdf": inner, "hoja.png": scan(*LETTER), "factura.xml": b"<a/>"})
    line, *_ = ends(hand_in(path.read_bytes(), "portafolio.pdf", Given(batch="Caja 3")))
    settled()
    lines = outcomes(archive, line.receipt_id, "portafolio.pdf")
    assert {each.path: each.outcome for each in lines} == {
        "portafolio.pdf": "needs_review",
        "portafolio.pdf/legajo.pdf": "needs_review",
        "portafolio.pdf/legajo.pdf/hondo.pdf": "needs_review",
        "portafolio.pdf/hoja.png": "needs_review",
    }
    assert len(found(archive, "Peñúñuri")) == 2


def test_a_message_of_outlook_is_a_document_and_each_of_its_attachments_another(
    archive, worker, hand_in, ends, settled
):
    letter = OldLetter("\r".join(LETTER))
    message = Message({outlook.BODY: "Adjunto oficio"}, attached=[("oficio.doc", letter.bytes()), ("p.exe", b"MZ\0\0")])
    line, *_ = ends(hand_in(message.bytes(), "correo.msg"))
    settled()
    with archive.database.read() as session:
        children = {child.filename: child for child in pipeline.children_of(session, line.receipt_id)}
        kinds = [pipeline.document(session, one).kind for one in found(archive, "Peñúñuri")]
    assert {name: child.outcome for name, child in children.items()} == {
        "oficio.doc": "needs_review",
        "p.exe": "rejected",
    }
    assert kinds == ["doc"] and found(archive, "Adjunto") == [line.document_id]


def test_the_same_bytes_again_are_a_duplicate_and_what_was_said_is_kept(archive, worker, hand_in, ends):
    first = hand_in(text_pdf(LETTER))
    [line] = ends(first)
    again = hand_in(text_pdf(LETTER), given=Given(paper_location="Caja 12"))
    assert (again.outcome, again.reason, again.document_id) == ("duplicate", "same_bytes", line.document_id)
    with archive.database.read() as session:
        assert receipts.get(session, again.receipt_id).given["paper_location"] == "Caja 12"
        assert pipeline.document(session, line.document_id).paper_location == "Caja 12"


@pytest.mark.parametrize(
    ("data", "outcome", "reason"),
    [
        (b"", "rejected", "empty"),
        (b"\x00\x01\x02" * 50, "rejected", "not_a_document"),
        (b"%PDF-1.7\nnada", "rejected", "damaged"),
    ],
)
def test_a_file_that_is_no_document_is_kept_as_rejected(archive, worker, hand_in, ends, data, outcome, reason):
    [line] = ends(hand_in(data))
    assert (line.outcome, line.reason, line.document_id) == (outcome, reason, None)
    assert b"".join(archive.objects.read(original_key(line.sha256))) == data


def test_a_wrong_password_leaves_the_file_waiting_and_the_right_one_opens_it(archive, worker, hand_in, ends, settled):
    [line] = ends(hand_in(encrypted(text_pdf(LETTER), "secreto")))
    assert (line.outcome, line.reason) == ("needs_review", "password_required")
    give_password(archive, CLERK, line.document_id, "no es")
    settled()
    give_password(archive, CLERK, line.document_id, "secreto")
    settled()
    with archive.database.read() as session:
        document = pipeline.document(session, line.document_id)
        assert document.page_count == 1 and "password_required" not in document.reasons
    with pytest.raises(Conflict):
        give_password(archive, CLERK, line.document_id, "secreto")


def test_a_locked_docx_is_read_found_and_shown_once_its_password_is_given(archive, worker, hand_in, ends, settled):
    data = locked_agile(letter_docx("Convenio de Xóchitl Peñúñuri"), "secreto")
    [line] = ends(hand_in(data))
    for password, reasons in (("no es", ["password_required", "wrong_file_password"]), ("secreto", None)):
        give_password(archive, CLERK, line.document_id, password)
        settled()
        with archive.database.read() as session:
            document, receipt = pipeline.document(session, line.document_id), receipts.get(session, line.receipt_id)
            assert reasons is None or document.reasons == reasons
            assert (receipt.reason == "password_required") == (reasons is not None)
            assert reasons is None or receipt.detail == SENTENCES[Reason.WRONG_FILE_PASSWORD]
    assert (document.kind, document.page_count) == ("docx", 1) and found(archive, "Peñúñuri") == [line.document_id]
    with contextlib.closing(Renderers(1)) as renderers:
        assert page_image(archive, renderers, CLERK, (line.document_id, 1)).bytes
    assert b"".join(archive.objects.read(original_key(line.sha256))) == data


def test_a_file_that_is_broken_behind_its_password_says_so_and_waits_no_longer(archive, worker, hand_in, ends, settled):
    [line] = ends(hand_in(locked_agile(letter_docx()[:3000] + letter_docx()[-22:], "secreto")))
    give_password(archive, CLERK, line.document_id, "secreto")
    settled()
    with archive.database.read() as session:
        assert pipeline.document(session, line.document_id).reasons == ["damaged"]
        assert receipts.get(session, line.receipt_id).outcome == "needs_review"


def encrypted(data, password):
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(user=password, owner="dueño"))
    return out.getvalue()


def test_the_counts_reconcile_and_everything_is_verified(archive, worker, hand_in, ends, settled):
    ends(hand_in(text_pdf(LETTER)), hand_in(text_pdf(LETTER)), hand_in(b""), hand_in(scan("Hoja suelta con letras")))
    settled()
    stands = status(archive)
    assert sum(stands.receipts.values()) == 4 and stands.receipts["in_progress"] == 0
    assert (stands.receipts["duplicate"], stands.receipts["rejected"]) == (1, 1)
    checked = verify(archive, grace=0)
    assert checked.sound and checked.hashed == 3 and checked.unended == 0


def test_an_original_without_a_row_is_taken_in_never_thrown_away(archive, worker, settled):
    data = text_pdf(LETTER)
    key = original_key(hashlib.sha256(data).hexdigest())
    archive.objects.put(key, data)
    archive.objects.put("derived/00/x/loose.jpg", b"x")
    assert set(verify(archive, grace=0).orphans) == {"derived/00/x/loose.jpg", key}
    repaired = verify(archive, repair=True, grace=0)
    assert (repaired.adopted, repaired.removed) == (1, 1)
    settled()
    assert verify(archive, grace=0).sound and status(archive).receipts["needs_review"] == 1


def tamper_with(archive, key):
    """Turn an object's bytes round behind the archive's back."""
    settings, data = archive.settings, b"".join(archive.objects.read(key))[::-1]
    if settings.objects.startswith("file:"):
        path = settings.data / "store" / "objects" / key
        path.chmod(0o644)
        path.write_bytes(data)
        return
    bucket = Bucket.at(settings.objects)
    server = Minio(bucket.host, settings.s3_access_key, settings.s3_secret_key, secure=bucket.tls)
    server.put_object(bucket.name, key, io.BytesIO(data), len(data))


def test_a_lost_and_a_changed_object_are_found(archive, worker, hand_in, ends, settled):
    [one, two] = ends(hand_in(text_pdf(LETTER)), hand_in(text_pdf(LETTER, LETTER)))
    settled()
    archive.objects.delete(original_key(one.sha256))
    tamper_with(archive, original_key(two.sha256))
    checked = verify(archive, grace=0)
    assert checked.missing == (original_key(one.sha256),)
    assert checked.damaged == (original_key(two.sha256),)


def test_what_is_made_from_originals_is_made_again_when_it_is_lost(archive, worker, hand_in, ends, settled):
    [line] = ends(hand_in(scan(*LETTER), "carta.png"))
    settled()

    def made():
        with archive.database.read() as session:
            document = pipeline.document(session, line.document_id)
            [page] = pipeline.pages_of(session, line.document_id)
            return document.searchable_key, page.view_key, page.thumbnail_key

    before = made()
    for key in before:
        archive.objects.delete(key)

    found = verify(archive, grace=0, repair=True)

    assert found.sound and found.remade == 3
    settled()
    assert made() == (before[0], None, None) and archive.objects.stat(before[0]).bytes
    with contextlib.closing(Renderers(1)) as renderers:
        assert page_image(archive, renderers, CLERK, (line.document_id, 1)).bytes > 1000
    assert verify(archive, grace=0).sound


def test_an_index_that_was_deleted_is_fed_anew_by_itself(archive, worker, hand_in, ends, settled):
    [line] = ends(hand_in(text_pdf(LETTER)))
    settled()
    until = time.monotonic() + 5
    while not found(archive, "peñúñuri"):
        assert time.monotonic() < until
        time.sleep(0.05)
    with archive.database.write() as session:
        pipeline.forget_index(session)
    while feed_index(archive):
        pass
    assert rebuild_index(archive) == 1
    assert found(archive, "peñúñuri") == [line.document_id]


def test_an_auditor_may_not_hand_in(archive):
    with stage_pieces(archive, "a.pdf", [b"x"]) as staged, pytest.raises(Forbidden):
        receive(archive, Actor("eva", Role.AUDITOR, "x"), staged, Given(), channel="upload")
    assert sum(status(archive, with_index=False).receipts.values()) == 0


def test_a_store_that_is_away_leaves_nothing_half_done(archive, monkeypatch):
    def away(*_args):
        raise Unavailable("El almacén no responde.")

    monkeypatch.setattr(archive.objects, "put", away)
    with stage_pieces(archive, "a.pdf", [b"x"]) as staged, pytest.raises(Unavailable):
        receive(archive, CLERK, staged, Given(), channel="upload")
    assert sum(status(archive, with_index=False).receipts.values()) == 0
    assert not list(archive.settings.staging.iterdir())


def test_receiving_is_recorded_with_who_and_from_where(archive, hand_in):
    received = hand_in(b"")
    with archive.database.read() as session:
        [event] = events.listing(session, object_id=received.receipt_id)
    assert (event.actor, event.origin, event.action) == ("ana", "10.0.0.7", "receive")


def test_a_batch_says_when_separators_are_missing(archive, worker, hand_in, ends):
    lines = ends(hand_in(text_pdf(LETTER), given=Given(batch="Caja 7", expected_separators=2)))
    assert "missing_separators" in lines[0].notes
    lines = ends(hand_in(text_pdf(LETTER, LETTER), given=Given(batch="Caja 8")))
    assert lines[0].notes == ()


def test_a_stack_of_files_is_parted_and_filed_as_its_printed_cover_sheets_say(archive, worker, hand_in, ends, tmp_path):
    sheets = (("--type", "promissory_note", "--credit", "8-1", "--box", "C-7"), ())
    stack = pikepdf.new()
    with pikepdf.open(io.BytesIO(text_pdf(LETTER))) as paper:
        stack.pages.append(paper.pages[0])
        for number, options in enumerate(sheets):
            assert run(["coversheet", "-o", str(tmp_path / f"{number}.pdf"), *options]) == 0
            with pikepdf.open(tmp_path / f"{number}.pdf") as sheet:
                stack.pages.extend([*sheet.pages, paper.pages[0], paper.pages[0]])
    stack.save(tmp_path / "stack.pdf")

    lines = ends(hand_in((tmp_path / "stack.pdf").read_bytes(), given=Given(batch="b", expected_separators=2)))

    assert [line.pages for line in lines] == [1, 2, 2] and lines[0].notes == ()
    with archive.database.read() as session:
        told = [pipeline.document(session, line.document_id) for line in lines]
        assert [(one.cover or {}, one.paper_location) for one in told] == [
            ({}, None), ({"type": "promissory_note", "credit": "8-1"}, "C-7"), ({}, None),
        ]  # fmt: skip
        assert told[1].type == "promissory_note"


def test_a_date_after_the_day_of_receipt_is_not_the_paper_s_own(archive, worker, hand_in, ends):
    late = (LETTER[0], LETTER[1], "Hermosillo, Sonora, a 3 de mayo de 2094", *LETTER[3:])
    [line] = ends(hand_in(text_pdf(late)))
    [right] = ends(hand_in(text_pdf(LETTER)))
    with archive.database.read() as session:
        assert pipeline.document(session, line.document_id).date is None
        assert str(pipeline.document(session, right.document_id).date) == "2024-05-03"


def test_an_administrator_may_discard_what_was_rejected_and_nothing_else(archive, worker, hand_in, ends, settled):
    [bad] = ends(hand_in(b"\x00\x01\x02" * 50))
    [good] = ends(hand_in(text_pdf(LETTER)))
    chief = Actor("jefa", Role.ADMINISTRATOR, "x")
    with pytest.raises(Forbidden):
        discard_rejected(archive, CLERK, bad.receipt_id)
    with pytest.raises(Conflict):
        discard_rejected(archive, chief, good.receipt_id)
    discard_rejected(archive, chief, bad.receipt_id)
    with pytest.raises(NotFound):
        archive.objects.stat(original_key(bad.sha256))
    settled()
    assert verify(archive, grace=0).sound
    [again] = ends(hand_in(b"\x00\x01\x02" * 50))
    assert again.outcome == "rejected"


def test_a_worker_sweeps_away_what_dead_uploads_left_and_nothing_else(archive):
    dead = archive.settings.staging / "4194305-left"
    alive = archive.settings.staging / f"{os.getpid()}-coming"
    dead.write_bytes(b"half")
    alive.write_bytes(b"half")
    assert sweep_staging(archive) == 1
    assert alive.exists() and not dead.exists()


def test_the_doctor_finds_an_archive_on_defaults_well(archive):
    assert [check for check in examine(archive.settings) if not check.ok] == []


def test_the_doctor_says_of_each_dependency_what_fails_and_goes_on(tmp_path):
    gone = {
        "LEGAJO_DATA": str(tmp_path / "data"),
        "LEGAJO_DATABASE": "postgresql+psycopg://legajo@127.0.0.1:1/x",
        "LEGAJO_LANGUAGE": "xyz",
    }
    found = {check.name: check for check in examine(read_settings(gone))}
    assert not found["base de datos"].ok and "refused" in found["base de datos"].detail
    assert not found["reconocimiento de texto"].ok and "tesseract-ocr-xyz" in found["reconocimiento de texto"].detail
    assert found["almacén de originales"].ok and found["proceso aislado"].ok

    (tmp_path / "file").write_bytes(b"")
    [only] = examine(read_settings({"LEGAJO_DATA": str(tmp_path / "file" / "data")}))
    assert not only.ok and "LEGAJO_DATA" in only.detail
