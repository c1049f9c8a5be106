from collections.abc import Iterator
from datetime import date
from pathlib import Path

import msgspec
import pikepdf
import pypdfium2 as pdfium
import pytest

from indexer.sandbox import Sandbox
from schemas.completeness import needed_for_credit, original_place
from schemas.dossier import Dossier
from schemas.errors import Conflict, Forbidden, NotFound
from schemas.registry import CREDIT_STATUSES
from service.operations.dossier import find_dossier, write_dossier_pdf
from storage.objects.keys import original_key
from storage.records import events
from tests.databases import queries_of
from tests.registry_office import CLERK, COURT, CREDIT, CURP, GUARANTOR, Office, office_on_either, pdf_file, tiff_file

office = office_on_either


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as opened:
        yield opened


def filed(office: Office) -> dict[str, str]:
    """Five documents given in the wrong order."""
    return {
        "id": office.document("id_document", ("debtor", office.debtor)),
        "order2": office.document("court_order", ("lawsuit", office.lawsuit), on=date(2024, 9, 1), pages=2),
        "order1": office.document("court_order", ("lawsuit", office.lawsuit), on=date(2024, 8, 1)),
        "claim": office.document(
            "complaint", ("lawsuit", office.lawsuit), ("credit", office.credit), on=date(2024, 7, 1)
        ),
        "note": office.document("promissory_note", ("credit", office.credit), paper_location="Bóveda 1"),
    }


def by_key(office: Office, key: str) -> Dossier:
    return find_dossier(office.archive, CLERK, key)


@pytest.mark.parametrize(
    "key", [CURP, CURP.lower(), CREDIT, "12345615", "1234/2024", f"{COURT} 1234/24", f"{COURT}:EXP:2024:1234"]
)
def test_any_key_of_the_debtor_finds_the_same_dossier(office: Office, key: str) -> None:
    filed(office)
    assert by_key(office, key) == by_key(office, office.debtor)


def test_documents_stand_by_part_type_and_date_with_folios_that_follow(office: Office) -> None:
    made = filed(office)
    found = by_key(office, CURP)
    assert [one.id for one in found.documents] == [made[name] for name in ("note", "claim", "order1", "order2", "id")]
    assert [(one.folio_first, one.folio_last) for one in found.documents] == [(1, 1), (2, 2), (3, 3), (4, 5), (6, 6)]
    credit = found.credits[0]
    assert [one.id for one in credit.promissory_notes] == [made["note"]]
    assert credit.promissory_notes[0].location == "Bóveda 1"
    assert [one.type for one in credit.lawsuits[0].documents] == ["complaint", "court_order", "court_order"]
    assert [one.id for one in found.personal] == [made["id"]]


def test_what_the_state_requires_and_nobody_filed_is_missing(office: Office) -> None:
    filed(office)
    missing = {one.types[0]: one for one in by_key(office, CURP).missing}
    assert missing["filing_receipt"].credit == CREDIT
    assert "promissory_note" not in missing
    assert "en juicio" in missing["filing_receipt"].reason
    office.document("filing_receipt", ("lawsuit", office.lawsuit))
    assert "filing_receipt" not in {one.types[0] for one in by_key(office, CURP).missing}


def test_each_obligor_must_be_identified(office: Office) -> None:
    filed(office)
    missing = {one.types[0]: one.name for one in by_key(office, CURP).missing}
    assert missing["id_document"] == f"Identificación oficial de {by_key(office, CURP).credits[0].guarantor}"
    office.document("id_document", ("debtor", office.guarantor))
    assert "id_document" not in {one.types[0] for one in by_key(office, CURP).missing}


def test_every_open_note_must_be_there_and_the_one_that_is_not_is_named(office: Office) -> None:
    """DOMAIN 3.5: every pagaré, one for each school period."""
    made = filed(office)
    office.put("promissory-notes", credit_number=CREDIT, number="A-1", document_id=made["note"])
    office.put("promissory-notes", credit_number=CREDIT, number="A-2")
    office.put("promissory-notes", credit_number=CREDIT, number="A-0", state="sustituido")
    missing = {one.types[0]: one.name for one in by_key(office, CURP).missing}
    assert missing["promissory_note"].endswith(" de A-2")
    office.document("promissory_note", ("credit", office.credit))
    assert "promissory_note" not in {one.types[0] for one in by_key(office, CURP).missing}


def test_each_defendant_must_be_served_and_who_is_recorded_as_served_needs_no_paper_of_their_own(
    tmp_path: Path,
) -> None:
    office = Office(tmp_path, status="emplazado", stage="DILIGENCIA")
    suit = f"{COURT} 1234/2024"
    for curp in (CURP, GUARANTOR):
        office.put("lawsuit-parties", lawsuit=suit, person_curp=curp, role="demandado")
    office.document("seizure_record", ("lawsuit", office.lawsuit))
    assert "seizure_record" in {one.types[0] for one in by_key(office, CURP).missing}
    office.put("lawsuit-parties", lawsuit=suit, person_curp=GUARANTOR, role="demandado", served_on="2024-09-02")
    assert "seizure_record" not in {one.types[0] for one in by_key(office, CURP).missing}
    office.archive.close()


def test_a_settled_credit_that_was_sued_on_wants_the_withdrawal(tmp_path: Path) -> None:
    office = Office(tmp_path, status="finiquitado")
    assert "withdrawal_lift" in {one.types[0] for one in by_key(office, CURP).missing}
    office.put("credits", number="9-9", debtor_curp=CURP, status="finiquitado")
    of_other = [one for one in by_key(office, CURP).missing if one.credit == "9-9"]
    assert "withdrawal_lift" not in {one.types[0] for one in of_other}
    office.archive.close()


def test_every_known_state_has_requirements_and_a_place_for_the_original() -> None:
    for status in CREDIT_STATUSES:
        assert needed_for_credit(status)
        assert original_place(status)


def test_the_number_of_queries_does_not_grow(office: Office) -> None:
    def queries() -> int:
        with queries_of(office.archive.database) as asked:
            by_key(office, CURP)
        return len(asked)

    filed(office)
    few = queries()
    for _ in range(20):
        office.document("court_order", ("lawsuit", office.lawsuit), ("credit", office.credit))
    assert queries() == few


def test_an_external_lawyer_gets_their_matters_only(office: Office) -> None:
    made = filed(office)
    office.put("credits", number="9-9", debtor_curp=CURP)
    other = office.document("promissory_note", ("credit", by_key(office, "9-9").credits[-1].id))
    found = find_dossier(office.archive, office.outsider, CURP)
    assert [credit.number for credit in found.credits] == [CREDIT]
    assert other not in {one.id for one in found.documents}
    assert made["note"] in {one.id for one in found.documents}
    with pytest.raises(NotFound):
        find_dossier(office.archive, msgspec.structs.replace(office.outsider, lawyer_id="otro"), CURP)


def test_a_key_of_several_or_of_nobody_is_told_plainly(office: Office) -> None:
    office.put("courts", code="1MN", name="Juzgado de Nogales")
    office.put("lawsuits", court_code="1MN", number=1234, year=2024)
    with pytest.raises(Conflict, match="1MN"):
        by_key(office, "1234/2024")
    with pytest.raises(NotFound):
        by_key(office, "NADIE")


def test_the_look_is_recorded(office: Office) -> None:
    by_key(office, CURP)
    office.archive.looks.close()
    with office.archive.database.read() as session:
        assert events.listing(session, object_id=office.debtor, limit=1)[0].action == "view_dossier"


def bound(office: Office, sandbox: Sandbox, name: str = "d.pdf") -> Path:
    target = office.archive.settings.data / name
    write_dossier_pdf(office.archive, CLERK, by_key(office, CURP), target, sandbox)
    return target


def texts(path: Path) -> list[str]:
    with pdfium.PdfDocument(path) as pdf:
        return [page.get_textpage().get_text_range() for page in pdf]


def test_every_page_bears_its_folio_from_one_without_a_gap(office: Office, sandbox: Sandbox) -> None:
    filed(office)
    office.document(
        "evidence_hearing", ("lawsuit", office.lawsuit), data=tiff_file(3), kind="tiff", pages=3, rotation=90
    )
    found = texts(bound(office, sandbox))
    assert [f"Foja {number}" in page for number, page in enumerate(found[2:], 1)] == [True] * 9
    assert ("Dossier del deudor" in found[0], "Índice" in found[1]) == (True, True)
    for document in by_key(office, CURP).documents:
        assert document.sha256 in found[1]


def test_the_folio_is_legible_over_whatever_the_page_draws(office: Office, sandbox: Sandbox) -> None:
    office.document("promissory_note", ("credit", office.credit), data=pdf_file())
    with pdfium.PdfDocument(bound(office, sandbox)) as pdf:
        corner = pdf[2].render(scale=2).to_pil().convert("L").crop((1092, 24, 1198, 58))
    assert corner.getextrema() == (0, 255)
    assert sum(corner.histogram()[200:]) > 0.5 * corner.width * corner.height


def test_pages_read_lying_down_stand_upright(office: Office, sandbox: Sandbox) -> None:
    office.document("complaint", ("lawsuit", office.lawsuit), data=tiff_file(1), kind="tiff", rotation=90)
    with pdfium.PdfDocument(bound(office, sandbox)) as pdf:
        width, height = pdf[2].get_size()
    assert (width, height) == pytest.approx((792, 612), abs=1)


def test_the_same_dossier_gives_the_same_bytes(office: Office, sandbox: Sandbox) -> None:
    filed(office)
    assert bound(office, sandbox, "a.pdf").read_bytes() == bound(office, sandbox, "b.pdf").read_bytes()


def test_bookmarks_lead_to_parts_and_documents(office: Office, sandbox: Sandbox) -> None:
    filed(office)
    with pdfium.PdfDocument(bound(office, sandbox)) as pdf:
        marks = [(mark.get_title(), mark.get_dest().get_index()) for mark in pdf.get_toc()]
    assert marks[:2] == [("Carátula", 0), ("Índice", 1)]
    assert (f"Crédito {CREDIT}: títulos de crédito", 2) in marks
    assert any("fojas 4–5" in title and page == 5 for title, page in marks)


def test_what_cannot_be_shown_has_its_folios_and_says_so(office: Office, sandbox: Sandbox) -> None:
    office.document("complaint", ("lawsuit", office.lawsuit), data=b"%PDF-1.4 nothing", pages=2)
    lost = office.document("court_order", ("lawsuit", office.lawsuit))
    found = by_key(office, CURP)
    office.archive.objects.delete(original_key(next(one.sha256 for one in found.documents if one.id == lost)))
    pages = texts(bound(office, sandbox))[2:]
    assert [f"Foja {number}" in page for number, page in enumerate(pages, 1)] == [True] * 3
    assert all("no se puede mostrar" in page for page in pages)


def test_a_failed_binding_leaves_nothing_behind(office: Office, sandbox: Sandbox) -> None:
    with pytest.raises(Exception, match="escribir|armar|dañado"):
        write_dossier_pdf(office.archive, CLERK, by_key(office, CURP), Path("/nonexistent/x.pdf"), sandbox)


def test_an_empty_dossier_is_cover_and_index(office: Office, sandbox: Sandbox) -> None:
    with pikepdf.open(bound(office, sandbox)) as pdf:
        assert len(pdf.pages) == 2


def test_who_may_not_is_refused(office: Office, sandbox: Sandbox) -> None:
    found = by_key(office, CURP)
    stranger = msgspec.structs.replace(office.outsider, lawyer_id=None)
    with pytest.raises((Forbidden, NotFound)):
        find_dossier(office.archive, stranger, found.debtor.id)
