"""What the end of a service contract forbids (DOMAIN 4.6 C19, 1.1 R4)."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from schemas.errors import Conflict
from schemas.originals import HolderIn, HolderKind, LoanIn, OriginalIn, PlaceIn, PlaceKind
from service.operations.custody import lending, places, registering
from service.operations.custody.days import today
from storage.records import new_id, now
from storage.records.tables import ContractAmendmentRow, ServiceContractRow
from tests.registry_office import CLERK, CREDIT, LICENCE, Office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path)
    for kind, barcode, parent in (
        (PlaceKind.SITE, "HMO", None),
        (PlaceKind.ROOM, "HMO-1", "HMO"),
        (PlaceKind.SHELF, "HMO-1-A", "HMO-1"),
        (PlaceKind.BOX, "H-0142", "HMO-1-A"),
    ):
        places.put_place(made.archive, CLERK, PlaceIn(kind=kind, barcode=barcode, parent=parent))
    yield made
    made.archive.close()


def contract(office, *, days, ended=None):
    with office.archive.database.write() as session:
        session.add(
            ServiceContractRow(
                id=new_id(), number=f"C-{days}", lawyer_id=office.lawyer, starts_on=today() - timedelta(days=400),
                ends_on=today() + timedelta(days=days), ended_on=ended, commission_stages={}, updated_at=now(),
            )
        )  # fmt: skip


def lend(office):
    given = OriginalIn(type="promissory_note", credit=CREDIT, holder=HolderIn(HolderKind.VAULT, "H-0142"))
    item = registering.register_original(office.archive, CLERK, given)
    asked = LoanIn(borrower=HolderIn(HolderKind.LAWYER, LICENCE), items=(item.barcode,), purpose="Demandar")
    return lending.lend(office.archive, CLERK, asked)


def test_a_lawyer_past_the_end_of_the_contract_borrows_nothing(office):
    contract(office, days=-1)
    with pytest.raises(Conflict, match="contrato"):
        lend(office)


def test_a_contract_rescinded_early_counts_as_ended(office):
    contract(office, days=30, ended=today() - timedelta(days=1))
    with pytest.raises(Conflict, match="contrato"):
        lend(office)


def test_the_last_day_of_a_contract_still_lends(office):
    contract(office, days=0)
    assert lend(office).folio


def test_an_amendment_prolongs_the_contract(office):
    contract(office, days=-1)
    with office.archive.database.write() as session:
        session.flush()
        of = session.scalars(select(ServiceContractRow)).one()
        until = today() + timedelta(days=30)
        session.add(ContractAmendmentRow(id=new_id(), contract_id=of.id, number="1", signed_on=today(), ends_on=until, updated_at=now()))  # fmt: skip
    assert lend(office).folio


def test_a_lawyer_of_whom_no_contract_was_registered_still_borrows(office):
    assert lend(office).folio
