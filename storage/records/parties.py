"""Who has a role on a credit beside its borrower and first guarantor."""

from collections.abc import Sequence

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.records.portions import portions
from storage.records.tables import CreditPartyRow, PersonRow


class Party(msgspec.Struct, frozen=True):
    """A person with a role on a credit."""

    role: str
    person_id: str
    name: str


def of_credits(session: Session, credit_ids: Sequence[str]) -> dict[str, list[Party]]:
    """The parties of each credit, in order of role and name."""
    found: dict[str, list[Party]] = {}
    query = select(CreditPartyRow.credit_id, CreditPartyRow.role, PersonRow.id, PersonRow.full_name).join(
        PersonRow, PersonRow.id == CreditPartyRow.person_id
    )
    for some in portions(credit_ids):
        here = query.where(CreditPartyRow.credit_id.in_(some))
        for credit_id, *party in session.execute(here.order_by(CreditPartyRow.role, PersonRow.full_name)):
            found.setdefault(credit_id, []).append(Party(*party))
    return found
