"""Every kind of the registry. A new one is one line here; docs/architecture.md says what it is made of."""

from schemas.errors import InvalidInput
from service.operations.registry.acts import AcknowledgementBook, FilingBook, NotificationBook, ResolutionBook
from service.operations.registry.agreement_parts import InstalmentBook, RestructuredNoteBook, SignerBook
from service.operations.registry.agreements import AgreementBook, RestructureBook, SettlementBook
from service.operations.registry.base_notes import BaseNoteBook, SuitAlertBook
from service.operations.registry.book import Book
from service.operations.registry.bulletin import BulletinBook
from service.operations.registry.contracts import AmendmentBook, PowerBook, ServiceContractBook
from service.operations.registry.courts import CourtBook
from service.operations.registry.credits import CreditBook
from service.operations.registry.diligences import DiligenceBook, EdictBook, RogatoryBook, SeizureBook
from service.operations.registry.lapse_pauses import LapsePauseBook
from service.operations.registry.lawsuits import LawsuitBook
from service.operations.registry.lawyers import AssignmentBook, LawyerBook
from service.operations.registry.note_acts import EndorsementBook, NoteElementBook, NotePaymentBook, ObligorBook
from service.operations.registry.note_cancellations import NoteCancellationBook
from service.operations.registry.notes import NoteBook
from service.operations.registry.parties import AddressBook, CreditPartyBook
from service.operations.registry.people import DebtorBook
from service.operations.registry.requests import DataRequestBook
from service.operations.registry.suits import ClosureBook, PartyBook, StageBook
from service.operations.registry.sums import BalanceBook, PeriodContractBook, RecoveryBook

BOOKS: tuple[type[Book], ...] = (
    DebtorBook,
    CreditBook,
    CourtBook,
    LawyerBook,
    LawsuitBook,
    AssignmentBook,
    CreditPartyBook,
    AddressBook,
    NoteBook,
    ObligorBook,
    EndorsementBook,
    NotePaymentBook,
    NoteElementBook,
    NoteCancellationBook,
    PeriodContractBook,
    BalanceBook,
    RecoveryBook,
    RestructureBook,
    RestructuredNoteBook,
    AgreementBook,
    SignerBook,
    InstalmentBook,
    SettlementBook,
    ServiceContractBook,
    AmendmentBook,
    PowerBook,
    ClosureBook,
    PartyBook,
    BaseNoteBook,
    SuitAlertBook,
    StageBook,
    LapsePauseBook,
    FilingBook,
    AcknowledgementBook,
    ResolutionBook,
    NotificationBook,
    DiligenceBook,
    SeizureBook,
    RogatoryBook,
    EdictBook,
    BulletinBook,
    DataRequestBook,
)
"""In an order in which they can be imported: what is referred to comes first."""

_BY_NAME = {name: book for book in BOOKS for name in (book.kind, book.entity)}


def book_of(name: str) -> type[Book]:
    """The kind meant, in plural as in addresses or in singular as in links.

    Raises:
        InvalidInput: there is no such kind.
    """
    book = _BY_NAME.get(name)
    if book is None:
        raise InvalidInput(f"No se conoce el tipo de registro «{name[:40]}».", code="unknown_kind")
    return book
