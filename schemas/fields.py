"""What is read from a document and what it may be linked to: the values that the deciding stages pass on.

Pages count from 1, as in the records. Boxes are fractions of the upright page (`schemas.pages`).
"""

from enum import StrEnum

import msgspec

from schemas.pages import Box, Word

ACCEPTED = "accepted"
TITLE = "title"
OWN_FIELDS = frozenset((ACCEPTED, TITLE))
"""Names under which is kept what a person decided of the document itself: a reason let stand, its title."""


class PageText(msgspec.Struct, frozen=True):
    """One page as the deciding stages see it: its words in reading order, and apart from them those of stamps on it.

    `text` is the running text of `words` (lines end in a newline); where there
    are no words it stands alone and fields found in it have no box. `stamped`
    says that ink of a stamp was seen, whether or not words could be read in it.
    """

    number: int
    text: str
    words: tuple[Word, ...] = ()
    stamp_text: str = ""
    stamp_words: tuple[Word, ...] = ()
    stamped: bool = False


class TypeGuess(msgspec.Struct, frozen=True):
    """What a document seems to be.

    `confidence` is 0-1; from 0.8 the type may stand without a person. `score`
    is the sum of DOMAIN 3.3. `runner_up` is the next best code, empty if
    nothing else scored. `reasons` are Spanish, most telling first.
    """

    type: str
    confidence: float
    score: float
    runner_up: str = ""
    reasons: tuple[str, ...] = ()


class Field(msgspec.Struct, frozen=True):
    """One value read from a document: `raw` as printed, `value` in its normal form.

    Normal forms: dates `2024-03-12`, times `10:35`, sums `25000.00`, credits as
    `credit_key`, court files `EXP:2024:1234`, rates `2.00`, names as printed with
    single blanks. `conflict` says in Spanish with what the value disagrees or
    why it is in doubt; empty when nothing does.
    """

    name: str
    raw: str
    value: str
    page: int
    box: Box | None = None
    confidence: float = 1.0
    conflict: str = ""


class EntityKind(StrEnum):
    """What a document can be linked to."""

    DEBTOR = "debtor"
    CREDIT = "credit"
    LAWSUIT = "lawsuit"
    COURT = "court"
    LAWYER = "lawyer"


class KnownCourt(msgspec.Struct, frozen=True):
    """A registered court with the other ways its name is printed."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    city: str = ""


class KnownLawyer(msgspec.Struct, frozen=True):
    """A registered lawyer; `license` is the cédula profesional, digits only."""

    id: str
    name: str
    license: str = ""
    curp: str = ""
    rfc: str = ""


class KnownDebtor(msgspec.Struct, frozen=True):
    """A registered person who owes or guarantees."""

    id: str
    name: str
    curp: str = ""
    rfc: str = ""
    aliases: tuple[str, ...] = ()


class KnownCredit(msgspec.Struct, frozen=True):
    """A registered credit: `number` as printed, the ids of its borrower and guarantors, the folios of its notes."""

    id: str
    number: str
    debtor_id: str
    guarantor_ids: tuple[str, ...] = ()
    promissory_notes: tuple[str, ...] = ()


class KnownLawsuit(msgspec.Struct, frozen=True):
    """A registered lawsuit: `file` in its normal form without the court (`EXP:2024:1234`), `court_id` of its court."""

    id: str
    file: str
    court_id: str
    credit_ids: tuple[str, ...] = ()
    defendant_ids: tuple[str, ...] = ()
    lawyer_id: str = ""


class Known(msgspec.Struct, frozen=True):
    """What reading may lean on: registered CURPs and RFCs, credit keys, note folios, courts, lawyers, our own names."""

    curps: frozenset[str] = frozenset()
    credits: frozenset[str] = frozenset()
    promissory_notes: frozenset[str] = frozenset()
    courts: tuple[KnownCourt, ...] = ()
    lawyers: tuple[KnownLawyer, ...] = ()
    own_names: tuple[str, ...] = ()


class Candidates(msgspec.Struct, frozen=True):
    """What is registered and could be meant by the values of one document.

    Must hold every entity that shares an identifier with the document, and of
    each debtor among them all credits, else uniqueness cannot be judged;
    similar names besides, as many as are wanted.
    """

    debtors: tuple[KnownDebtor, ...] = ()
    credits: tuple[KnownCredit, ...] = ()
    lawsuits: tuple[KnownLawsuit, ...] = ()
    courts: tuple[KnownCourt, ...] = ()
    lawyers: tuple[KnownLawyer, ...] = ()


class ProposedLink(msgspec.Struct, frozen=True):
    """A document seems to belong to an entity, in a role; `reason` is a Spanish sentence.

    `certain` is true only for an exact, unique identifier that nothing on the
    paper contradicts; such a link may be made without a person.
    """

    kind: EntityKind
    entity_id: str
    role: str
    confidence: float
    reason: str
    certain: bool = False
