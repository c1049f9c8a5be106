"""What the end of a service contract forbids (DOMAIN 4.6 C19, 1.1 R4)."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from schemas.access import SYSTEM, Role
from schemas.errors import Conflict, Unauthenticated
from schemas.originals import HolderIn, HolderKind, LoanIn, OriginalIn, PlaceIn, PlaceKind
from service.operations import access
from service.operations.custody import lending, places, registering
from service.operations.days import today
from service.operations.queues.running import run_queue
from service.operations.signing_in import begin_session, resume
from storage.records import access as access_rows
from storage.records import new_id, now
from storage.records.tables import AssignmentRow, ContractAmendmentRow, ServiceContractRow
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


def sign_in(office):
    """The lawyer signs in with a password; the cookie of the session."""
    with office.archive.database.read() as session:
        user = access_rows.user_named(session, "renteria")
    return begin_session(office.archive, user.id, "prueba", "").secret


def hire(office):
    """A user and a token of the lawyer."""
    access.add_user(office.archive, SYSTEM, access.NewUser("renteria", Role.EXTERNAL_LAWYER, "Lic. Rentería", LICENCE))
    return access.issue_token(office.archive, SYSTEM, "renteria", name="prueba")


def test_access_ends_with_the_contract_by_password_session_and_token(office):
    """C19: end the contract, and the portal refuses its lawyer."""
    token = hire(office)
    contract(office, days=0)
    cookie = sign_in(office)
    assert resume(office.archive, cookie, "prueba").actor.sees_only == office.lawyer
    with office.archive.database.write() as session:
        session.execute(update(ServiceContractRow).values(ended_on=today() - timedelta(days=1)))
    for way in (
        lambda: sign_in(office),
        lambda: resume(office.archive, cookie, "prueba"),
        lambda: access.authenticate_token(office.archive, token, "prueba"),
    ):
        with pytest.raises(Unauthenticated, match="terminó") as refused:
            way()
        assert refused.value.code == "contract_ended"


def test_a_lawyer_of_whom_no_contract_is_registered_is_not_shut_out(office):
    token = hire(office)
    assert access.authenticate_token(office.archive, token, "prueba").sees_only == office.lawyer


def test_the_originals_of_a_lawyer_whose_contract_ended_are_listed_for_return(office):
    contract(office, days=0)
    lend(office)
    with office.archive.database.write() as session:
        session.execute(update(ServiceContractRow).values(ended_on=today() - timedelta(days=1)))
        session.execute(update(AssignmentRow).values(ended_on=today() - timedelta(days=1)))
    line = run_queue(office.archive, CLERK, "contracts").items[0]
    assert "0 créditos y 1 originales" in line.why and line.level.value == "past"
