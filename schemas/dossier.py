"""The complete dossier (expediente de crédito integrado) of a debtor, a credit or a lawsuit, as shown and as handed over."""

from datetime import date
from enum import StrEnum

import msgspec

from schemas.registry import Debtor
from schemas.reservations import ReservationMark
from schemas.versions import Sameness
from schemas.volumes import Volume


class DossierScope(StrEnum):
    """What a dossier is of: everything of a debtor, one credit with its lawsuits, or one lawsuit with the titles it rests on."""

    DEBTOR = "debtor"
    CREDIT = "credit"
    LAWSUIT = "lawsuit"


class DossierCopy(msgspec.Struct, frozen=True, gc=False):
    """The same paper held once more: the same bytes, a rescan, another version (`why`). It has no folios."""

    id: str
    why: Sameness
    title: str
    date: date | None
    pages: int
    sha256: str
    state: str
    whole_file: bool


class DossierDocument(msgspec.Struct, frozen=True, gc=False):
    """One document in its place.

    `sha256` is of the original file; `whole_file` is false when the document is
    part of a stack that was scanned as one file. `folio_first` and
    `folio_last` number its pages in the whole dossier, from 1 without a gap; a document
    without pages has one folio, the page that says so. `location` is where
    the paper original is, null when nobody said. `state` is `filed`,
    `needs_review` or `processing`. `copies` are the same paper held again, of which this is the best;
    `seems_copy_of` is the document it may be a rescan of, until a person says.
    `reservation` is what it bears while it is classified as reserved.
    """

    id: str
    type: str
    type_name: str
    title: str
    date: date | None
    pages: int
    sha256: str
    bytes: int
    media_type: str
    whole_file: bool
    state: str
    location: str | None
    credits: tuple[str, ...]
    lawsuits: tuple[str, ...]
    folio_first: int
    folio_last: int
    copies: tuple[DossierCopy, ...] = ()
    seems_copy_of: str | None = None
    reservation: ReservationMark | None = None


class DossierLawsuit(msgspec.Struct, frozen=True):
    """A lawsuit over one or more of the debtor's credits, with its documents."""

    id: str
    file: str
    court_code: str
    court: str
    lawyer: str | None
    status: str
    filed_on: date | None
    credits: tuple[str, ...]
    documents: tuple[DossierDocument, ...]


class DossierCredit(msgspec.Struct, frozen=True):
    """A credit of the debtor. `role` is `borrower` or `guarantor`. `original_place` is where the title should be.

    `documents` are those of the credit that are neither titles nor agreements nor of a lawsuit.
    """

    id: str
    number: str
    role: str
    status: str
    program: str | None
    signed_on: date | None
    principal: str | None
    debtor: str
    guarantor: str | None
    lawyer: str | None
    original_place: str
    promissory_notes: tuple[DossierDocument, ...]
    lawsuits: tuple[DossierLawsuit, ...]
    agreements: tuple[DossierDocument, ...]
    documents: tuple[DossierDocument, ...]


class Missing(msgspec.Struct, frozen=True):
    """What the state of a credit or lawsuit requires and nobody has filed: any of `types`; `reason` is a sentence."""

    types: tuple[str, ...]
    name: str
    credit: str | None
    lawsuit: str | None
    reason: str


class Section(msgspec.Struct, frozen=True):
    """A part of the dossier as it is bound: its heading and the ids of its documents, each document in one part only."""

    title: str
    document_ids: tuple[str, ...]


class Dossier(msgspec.Struct, frozen=True):
    """Everything held of the subject, in order; `documents` lists each once, in the order of the folios.

    `subject` is how the debtor, credit or lawsuit of `subject_id` is called. `debtors` are those whose credits
    it is about, `debtor` the first of them; none for a lawsuit that claims no registered credit.
    `personal` are papers of the people alone, which belong to no credit or lawsuit.
    `proposed` counts documents that seem to belong here and wait for a person to say so.
    `volumes` are the volumes (legajos) in which it is bound on paper.
    `hearing` names the list of pieces (lista de piezas para audiencia) it was chosen by, if it was.
    """

    scope: DossierScope
    subject_id: str
    subject: str
    debtor: Debtor | None
    debtors: tuple[Debtor, ...]
    credits: tuple[DossierCredit, ...]
    personal: tuple[DossierDocument, ...]
    documents: tuple[DossierDocument, ...]
    sections: tuple[Section, ...]
    missing: tuple[Missing, ...]
    folios: int
    proposed: int
    volumes: tuple[Volume, ...] = ()
    hearing: str | None = None
    hearing_on: date | None = None
