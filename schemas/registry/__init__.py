"""The nouns of the registry, one module for each family: what comes in (`…In`) and what is shown."""

from schemas.registry.courts import Court, CourtIn
from schemas.registry.credits import (
    CREDIT_STATUSES,
    Balance,
    BalanceIn,
    Credit,
    CreditIn,
    PeriodContract,
    PeriodContractIn,
    Recovery,
    RecoveryIn,
)
from schemas.registry.given import Change, Changes, Entity, EntityIn, ImportReport, Listing, RowError, Upserted
from schemas.registry.lawsuits import Lawsuit, LawsuitIn
from schemas.registry.lawyers import Assignment, AssignmentIn, Lawyer, LawyerIn
from schemas.registry.notes import (
    Endorsement,
    EndorsementIn,
    Note,
    NoteElement,
    NoteElementIn,
    NoteIn,
    NotePayment,
    NotePaymentIn,
    Obligor,
    ObligorIn,
)
from schemas.registry.people import Address, AddressIn, CreditParty, CreditPartyIn, Debtor, DebtorIn

__all__ = [
    "Address",
    "AddressIn",
    "Assignment",
    "AssignmentIn",
    "Balance",
    "BalanceIn",
    "CREDIT_STATUSES",
    "Change",
    "Changes",
    "Court",
    "CourtIn",
    "Credit",
    "CreditIn",
    "CreditParty",
    "CreditPartyIn",
    "Debtor",
    "DebtorIn",
    "Endorsement",
    "EndorsementIn",
    "Entity",
    "EntityIn",
    "ImportReport",
    "Lawsuit",
    "LawsuitIn",
    "Lawyer",
    "LawyerIn",
    "Listing",
    "Note",
    "NoteElement",
    "NoteElementIn",
    "NoteIn",
    "NotePayment",
    "NotePaymentIn",
    "Obligor",
    "ObligorIn",
    "PeriodContract",
    "PeriodContractIn",
    "Recovery",
    "RecoveryIn",
    "RowError",
    "Upserted",
]
