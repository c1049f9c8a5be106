"""Restructures, agreements and settlements: who signed, and that none is closed before its checklist is done."""

import pytest
from sqlalchemy import select

from schemas import closing
from schemas.errors import InvalidInput
from schemas.originals import HolderIn, HolderKind, OriginalIn
from service.operations import registry
from service.operations.custody import registering
from storage.records.tables import OriginalRow
from tests.registry_office import CLERK, COURT, CREDIT, CURP, GUARANTOR, Office, office_on_either

office = office_on_either


def test_a_settlement_closes_only_when_everything_is_done(office: Office) -> None:
    paper = [office.document("settlement_letter", ("credit", office.credit)) for _ in range(3)]
    suit = f"{COURT} 1234/2024"
    office.put("settlements", number="F-1", credit_number=CREDIT, issued_on="2026-01-02", seized=True, lawsuit=suit)
    with pytest.raises(InvalidInput, match=r"originales.*embargo"):
        office.put("settlements", number="F-1", closed_on="2026-03-01")
    office.put("settlements", number="F-1", document_id=paper[0], originals_receipt_id=paper[1],
               originals_returned_on="2026-02-01", conclusion_id=paper[2])  # fmt: skip
    with pytest.raises(InvalidInput, match="embargo está levantado"):
        office.put("settlements", number="F-1", closed_on="2026-03-01")
    done = {"seizure_lifted_on": "2026-02-02", "registry_cancelled_on": "2026-02-03", "closed_on": "2026-03-01"}
    closed = office.put("settlements", number="F-1", **done)
    assert {one.done for one in closed.checklist} == {True}
    with pytest.raises(InvalidInput, match="embargo"):
        office.put("settlements", number="F-1", seizure_lifted_on=None)


def test_a_settlement_that_names_no_suit_is_held_to_what_the_registry_knows(office: Office) -> None:
    """DOMAIN 2.7: closes only when the withdrawal is there, the attachment lifted and the originals given back."""
    paper = [office.document("settlement_letter", ("credit", office.credit)) for _ in range(3)]
    suit = f"{COURT} 1234/2024"
    office.put("seizures", lawsuit=suit, seized_on="2024-06-01", goods="Pick up 2016")
    given = OriginalIn(type="promissory_note", credit=CREDIT, holder=HolderIn(HolderKind.VAULT, ""))
    registering.register_original(office.archive, CLERK, given)
    office.put("settlements", number="F-2", credit_number=CREDIT, issued_on="2026-01-02", document_id=paper[0],
               originals_receipt_id=paper[1], originals_returned_on="2026-02-01")  # fmt: skip
    with pytest.raises(InvalidInput, match=r"título original.*conclusión del juicio.*embargo"):
        office.put("settlements", number="F-2", closed_on="2026-03-01")
    office.put("seizures", lawsuit=suit, seized_on="2024-06-01", goods="Pick up 2016", lifted_on="2026-02-02")
    with office.archive.database.write() as session:
        session.scalars(select(OriginalRow)).one().holder_kind = "debtor"
    office.put("settlements", number="F-2", conclusion_id=paper[2], closed_on="2026-03-01")


def test_a_restructure_is_not_closed_without_the_fate_of_each_old_original(office: Office) -> None:
    for number in ("1", "2", "3"):
        office.put("promissory-notes", credit_number=CREDIT, number=number)
    paper = office.document("restructure", ("credit", office.credit))
    old = [f"{CREDIT}:1", f"{CREDIT}:2"]
    made = office.put("restructures", number="R-1", credit_number=CREDIT, signed_on="2020-01-02", document_id=paper,
                      old_notes=old, new_note=f"{CREDIT}:3")  # fmt: skip
    assert set(made.old_notes) == set(old)
    office.put("restructured-notes", restructure="R-1", note=old[0], fate="devuelto")
    with pytest.raises(InvalidInput, match="cada pagaré anterior"):
        office.put("restructures", number="R-1", closed_on="2020-03-01")
    office.put("restructured-notes", restructure="R-1", note=old[1], fate="conservado sin novación")
    assert str(office.put("restructures", number="R-1", closed_on="2020-03-01").closed_on) == "2020-03-01"


def test_who_signed_an_agreement_is_kept_by_person(office: Office) -> None:
    data = {"number": "C-1", "credit_number": CREDIT, "type": "extrajudicial", "signed_on": "2021-01-02"}
    assert "CCom 1041" in registry.upsert(office.archive, CLERK, "agreements", data).warnings[0]
    told = registry.upsert(office.archive, CLERK, "agreements", {"number": "C-1", "signer_curps": [CURP]}).warnings
    assert "no consta la firma de Ana Méndez Valle" in told[0] and "1a./J. 9/2018" in told[0]
    shown = office.put("agreements", number="C-1", signer_curps=[GUARANTOR])
    assert set(shown.signers) == {"Roberto López García", "Ana Méndez Valle"}
    assert registry.upsert(office.archive, CLERK, "agreements", {"number": "C-1"}).warnings == ()
    with pytest.raises(InvalidInput, match="signer_curps"):
        office.put("agreements", number="C-1", signer_curps=["NADIE"])


def test_a_mediated_agreement_must_be_registered_and_a_judicial_one_approved() -> None:
    base = {"document_id": "d", "fulfilled_on": "f"}
    assert closing.lacking(closing.of_agreement({**base, "type": "extrajudicial"}, 1)) == ""
    assert "inscrito" in closing.lacking(closing.of_agreement({**base, "type": "mediado", "sent_on": "x"}, 1))
    judicial = {**base, "type": "judicial", "approved_on": "x"}
    assert "embargo se conserva" in closing.lacking(closing.of_agreement(judicial, 1))
    assert closing.lacking(closing.of_agreement({**judicial, "seizure": "se_levanta"}, 1)) == ""
