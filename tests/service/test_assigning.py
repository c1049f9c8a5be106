"""Credits given to a lawyer together: what stands against each, slips, the relation (DOMAIN 1.1, R2)."""

from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from sqlalchemy import select

from schemas.assigning import BatchIn
from schemas.errors import Conflict, InvalidInput, NotFound
from schemas.originals import HolderIn, HolderKind, OriginalIn
from service.operations import registry
from service.operations.assigning import batches, printing
from service.operations.custody import lending, registering
from storage.records.tables import OriginalRow
from tests.databases import queries_of
from tests.registry_office import CLERK, COURT, CURP, GUARANTOR, LICENCE, Office

READY, BARE = "9-1", "9-2"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path)
    for curp in (CURP, GUARANTOR):
        made.put("addresses", person_curp=curp, type="actual", line="Yáñez 12")
    for number in (READY, BARE):
        made.put("credits", number=number, debtor_curp=CURP, guarantor_curp=GUARANTOR, status="vencido")
        made.put(
            "promissory-notes",
            credit_number=number,
            number="1",
            amount="50,000",
            due_on="2026-01-15",
            maker_curps=[CURP],
        )
    prepare(made, READY)
    yield made
    made.archive.close()


def prepare(office: Office, number: str) -> str:
    """A note in the vault, scanned on both sides, endorsed. Its barcode."""
    credit = registry.get(office.archive, CLERK, "credits", number).id
    office.document("promissory_note", ("credit", credit), pages=2)
    office.put("endorsements", note=f"{number}:1", endorsed_on="2026-02-01", endorsee="Rentería", lawyer_cedula=LICENCE)
    given = OriginalIn(type="promissory_note", credit=number, holder=HolderIn(HolderKind.VAULT, ""))
    return registering.register_original(office.archive, CLERK, given).barcode


def draft(office: Office, *numbers: str):
    return batches.draft_batch(office.archive, CLERK, BatchIn(lawyer_cedula=LICENCE, credit_numbers=numbers))


def codes(line) -> set[str]:
    return {one.code for one in line.findings}


def test_a_draft_tells_what_stands_against_each_credit_and_assigns_nothing(office: Office) -> None:
    ready, bare = draft(office, READY, BARE).lines
    assert (codes(ready), ready.refused, ready.amount, str(ready.prescribes_on)) == (
        set(),
        False,
        "50000.00",
        "2029-01-15",
    )
    assert {"no_original", "not_scanned"} <= codes(bare) and bare.refused
    assert registry.get(office.archive, CLERK, "lawyers", LICENCE).open_assignments == 1


def test_a_written_acknowledgement_keeps_alive_what_the_maturity_alone_would_call_prescribed(office: Office) -> None:
    """CCom 1041-1042: a new term from the day it was signed, as the prescription board counts."""
    office.put("promissory-notes", credit_number=READY, number="1", due_on="2020-01-15")
    assert "prescribed" in codes(draft(office, READY).lines[0])
    office.put(
        "agreements",
        number="C-9",
        credit_number=READY,
        type="extrajudicial",
        signed_on="2022-12-01",
        signer_curps=[CURP],
    )
    office.put(
        "agreements",
        number="C-10",
        credit_number=READY,
        type="extrajudicial",
        signed_on="2025-11-20",
        signer_curps=[CURP],
    )
    again = draft(office, READY).lines[0]
    assert (codes(again), again.refused, str(again.prescribes_on)) == (set(), False, "2028-11-20")


def test_of_many_notes_one_prescribed_is_told_and_does_not_stop_the_rest(office: Office) -> None:
    office.put("promissory-notes", credit_number=READY, number="0", due_on="2019-01-15", maker_curps=[CURP])
    line = draft(office, READY).lines[0]
    assert {"some_prescribed", "some_originals"} == codes(line) and not line.refused


def test_an_endorsement_to_another_lawyer_is_none_for_this_one(office: Office) -> None:
    """LGTOC 35: it binds third parties until it is cancelled on the paper."""
    office.put("lawyers", cedula="7654321", name="Lic. Otra")
    given = BatchIn(lawyer_cedula="7654321", credit_numbers=(READY,))
    assert {"not_endorsed", "endorsed_elsewhere"} <= codes(batches.draft_batch(office.archive, CLERK, given).lines[0])
    office.put(
        "endorsements", note=f"{READY}:1", endorsed_on="2026-02-01", endorsee="Rentería", cancelled_on="2026-09-01"
    )
    assert codes(batches.draft_batch(office.archive, CLERK, given).lines[0]) == {"not_endorsed"}


def test_a_suit_that_came_to_nothing_does_not_stop_the_credit_however_its_stage_is_written(office: Office) -> None:
    key = {"court_code": COURT, "number": 77, "year": 2025}
    office.put("lawsuits", **key, credit_numbers=[READY], status="SENTENCIA")
    office.put("lawsuit-notes", lawsuit=f"{COURT} 77/2025", note=f"{READY}:1")
    assert "sued" in codes(draft(office, READY).lines[0])
    office.put("lawsuits", **key, status="Desistimiento")
    assert "sued" not in codes(draft(office, READY).lines[0])


def test_a_title_given_back_for_another_does_not_stop_the_credit(office: Office) -> None:
    """DOMAIN 2.7: a restructure cancels and hands back the old title; the new one is in the vault."""
    with office.archive.database.write() as session:
        old = session.scalars(select(OriginalRow)).one()
        old.holder_kind = "debtor"
    assert "no_original" in codes(draft(office, READY).lines[0])
    given = OriginalIn(type="promissory_note", credit=READY, holder=HolderIn(HolderKind.VAULT, ""))
    registering.register_original(office.archive, CLERK, given)
    assert codes(draft(office, READY).lines[0]) == set()


def test_a_batch_gives_what_is_ready_on_a_slip_each_and_refuses_the_rest_with_its_reason(office: Office) -> None:
    done = batches.issue_batch(office.archive, CLERK, draft(office, READY, BARE).number)
    ready, bare = done.lines
    assert (ready.assigned, bare.assigned, bare.slip) == (True, False, None)
    assert any("original" in one.sentence for one in bare.findings)
    slip = lending.get_loan(office.archive, CLERK, ready.slip)
    assert ([line.barcode for line in slip.lines], slip.borrower) == (list(ready.originals), "Lic. Juan Rentería")


def test_a_batch_is_issued_once_and_a_credit_that_was_given_is_not_given_again(office: Office) -> None:
    first = draft(office, READY)
    batches.issue_batch(office.archive, CLERK, first.number)
    with pytest.raises(Conflict, match="ya se emitió"):
        batches.issue_batch(office.archive, CLERK, first.number)
    again = draft(office, READY)
    assert {"original_out", "assigned"} <= codes(again.lines[0])
    with pytest.raises(Conflict, match="listo"):
        batches.issue_batch(office.archive, CLERK, again.number)


def test_a_lawyer_past_the_contract_is_given_nothing(office: Office) -> None:
    kept = draft(office, READY)
    assert "contrato" in kept.notices[0]
    office.put("contracts", number="C1", lawyer_cedula=LICENCE, starts_on="2020-01-01", ends_on="2020-12-31")
    with pytest.raises(Conflict, match="contrato"):
        batches.issue_batch(office.archive, CLERK, kept.number)
    assert batches.get_batch(office.archive, CLERK, kept.number).issued_on is None


def test_a_credit_that_is_not_there_or_comes_twice_is_named(office: Office) -> None:
    with pytest.raises(InvalidInput, match="0-0"):
        draft(office, READY, "0-0")
    with pytest.raises(InvalidInput, match="dos veces"):
        draft(office, READY, "9 1")


def test_the_relation_lists_what_is_given_what_is_not_and_the_endorsement(office: Office, tmp_path: Path) -> None:
    done = batches.issue_batch(office.archive, CLERK, draft(office, READY, BARE).number)
    printing.print_relation(office.archive, CLERK, done, tmp_path / "r.pdf")
    text = " ".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(tmp_path / "r.pdf"))
    for words in (done.number, READY, BARE, done.lines[0].slip, "en procuración", "No se ha localizado"):
        assert words in " ".join(text.split()), words


def test_another_lawyer_knows_nothing_of_a_batch(office: Office) -> None:
    made = draft(office, READY)
    office.put("lawyers", cedula="7654321", name="Lic. Otra")
    assert batches.get_batch(office.archive, office.outsider, made.number).number == made.number
    other = type(office.outsider)("x", office.outsider.role, "prueba", lawyer_id="nobody")
    with pytest.raises(NotFound):
        batches.get_batch(office.archive, other, made.number)


def test_a_draft_of_fifty_asks_no_more_queries_than_one_of_one(office: Office) -> None:
    def asked(numbers: tuple[str, ...]) -> int:
        made = draft(office, *numbers)
        with queries_of(office.archive.database) as seen:
            batches.list_batches(office.archive, CLERK, limit=1)
        assert len(made.lines) == len(numbers)
        return len(seen)

    few = asked((READY,))
    for n in range(10):
        office.put("credits", number=f"8-{n}", debtor_curp=CURP, status="vencido")
    assert asked((READY, BARE, *(f"8-{n}" for n in range(10)))) == few


def test_the_lawyer_reads_of_a_batch_only_what_is_theirs_now(office: Office) -> None:
    drafted = draft(office, READY, BARE)
    lawyer = type(office.outsider)("lic", office.outsider.role, "prueba", lawyer_id=drafted.lawyer_id)

    def read() -> list[str]:
        [listed], _ = batches.list_batches(office.archive, lawyer)
        shown = batches.get_batch(office.archive, lawyer, drafted.number)
        assert shown.lines == listed.lines
        return [line.credit for line in shown.lines]

    assert read() == []
    issued = batches.issue_batch(office.archive, CLERK, drafted.number)
    assert read() == [READY]
    office.put(
        "assignments", credit_number=READY, lawyer_cedula=LICENCE, assigned_on=str(issued.assigned_on),
        ended_on=str(issued.assigned_on),
    )  # fmt: skip
    assert read() == []
    assert len(batches.get_batch(office.archive, CLERK, drafted.number).lines) == 2
