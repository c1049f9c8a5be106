"""Promissory notes, who answers for them, and what is written on them."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import BigInteger, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.records.base import Base


class NoteRow(Base):
    """A promissory note (pagaré, LGTOC 170). Natural key: credit and number.

    `amount_cents` is the sum in figures, `amount_effective_cents` what counts in law: the words, where they are known
    (LGTOC 16); `amount_conflict`: the two differ. Rates are per cent for each `*_period`. `replaced_by_id` is the note that renewed it (CCom 1042).
    """

    __tablename__ = "promissory_notes"
    __table_args__ = (UniqueConstraint("credit_id", "number"),)
    visible_through: ClassVar[str] = "credit_id"

    id: Mapped[str] = mapped_column(primary_key=True)
    credit_id: Mapped[str] = mapped_column(ForeignKey("credits.id"))
    number: Mapped[str] = mapped_column(index=True)
    series_number: Mapped[int | None]
    series_total: Mapped[int | None]
    amount_cents: Mapped[int | None] = mapped_column(BigInteger)
    amount_words: Mapped[str | None]
    amount_effective_cents: Mapped[int | None] = mapped_column(BigInteger)
    amount_conflict: Mapped[bool] = mapped_column(default=False)
    currency: Mapped[str] = mapped_column(default="MXN")
    payee: Mapped[str | None]
    signed_on: Mapped[date | None]
    signed_at: Mapped[str | None]
    due_kind: Mapped[str]
    due_on: Mapped[date | None] = mapped_column(index=True)
    days_after_sight: Mapped[int | None]
    presented_on: Mapped[date | None]
    pay_place: Mapped[str | None]
    ordinary_rate: Mapped[str | None]
    ordinary_period: Mapped[str | None]
    default_rate: Mapped[str | None]
    default_period: Mapped[str | None]
    state: Mapped[str]
    support: Mapped[str]
    system_uri: Mapped[str | None]
    replaced_by_id: Mapped[str | None] = mapped_column(ForeignKey("promissory_notes.id"), index=True)
    closed_on: Mapped[date | None]
    document_id: Mapped[str | None] = mapped_column(ForeignKey("documents.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime]


class NoteObligorRow(Base):
    """Who answers for a note (obligado): maker, aval… Natural key: note, person and role.

    Obligors of one `act` signed it together; an aval is an act of its own (LGTOC 111-114, 166). `for_person_id` null: for the maker.
    """

    __tablename__ = "note_obligors"
    __table_args__ = (UniqueConstraint("note_id", "person_id", "role"),)
    visible_through: ClassVar[str] = "note_id"

    id: Mapped[str] = mapped_column(primary_key=True)
    note_id: Mapped[str] = mapped_column(ForeignKey("promissory_notes.id"))
    person_id: Mapped[str] = mapped_column(ForeignKey("persons.id"), index=True)
    role: Mapped[str]
    act: Mapped[str | None]
    for_person_id: Mapped[str | None] = mapped_column(ForeignKey("persons.id"), index=True)
    limit_cents: Mapped[int | None] = mapped_column(BigInteger)
    signed: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime]


class EndorsementRow(Base):
    """An endorsement (endoso, LGTOC 29, 35). Natural key: note, day and endorsee. It holds until it is crossed out (`cancelled_on`)."""

    __tablename__ = "endorsements"
    __table_args__ = (UniqueConstraint("note_id", "endorsed_on", "endorsee"),)
    visible_through: ClassVar[str] = "note_id"

    id: Mapped[str] = mapped_column(primary_key=True)
    note_id: Mapped[str] = mapped_column(ForeignKey("promissory_notes.id"))
    endorsed_on: Mapped[date]
    endorsee: Mapped[str]
    kind: Mapped[str]
    lawyer_id: Mapped[str | None] = mapped_column(ForeignKey("lawyers.id"), index=True)
    place: Mapped[str | None]
    signed_by: Mapped[str | None]
    cancelled_on: Mapped[date | None]
    document_id: Mapped[str | None] = mapped_column(ForeignKey("documents.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime]


class NotePaymentRow(Base):
    """A partial payment of a note (pago parcial, LGTOC 17, 130). Natural key: note, day and receipt. `on_note`: it is written on the paper."""

    __tablename__ = "note_payments"
    __table_args__ = (UniqueConstraint("note_id", "paid_on", "receipt"),)
    visible_through: ClassVar[str] = "note_id"

    id: Mapped[str] = mapped_column(primary_key=True)
    note_id: Mapped[str] = mapped_column(ForeignKey("promissory_notes.id"))
    paid_on: Mapped[date]
    receipt: Mapped[str]
    amount_cents: Mapped[int] = mapped_column(BigInteger)
    on_note: Mapped[bool | None]
    document_id: Mapped[str | None] = mapped_column(ForeignKey("documents.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime]


class NoteElementRow(Base):
    """A tick of the checklist of a note (requisito, LGTOC 170): seen or not seen on the paper, and where. Natural key: note and element.

    `region` is `x,y,width,height` in fractions of the page, as boxes are.
    """

    __tablename__ = "note_elements"
    __table_args__ = (UniqueConstraint("note_id", "element"),)
    visible_through: ClassVar[str] = "note_id"

    id: Mapped[str] = mapped_column(primary_key=True)
    note_id: Mapped[str] = mapped_column(ForeignKey("promissory_notes.id"))
    element: Mapped[str]
    present: Mapped[bool]
    document_id: Mapped[str | None] = mapped_column(ForeignKey("documents.id"), index=True)
    page: Mapped[int | None]
    region: Mapped[str | None]
    comment: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime]


class NoteCancellationRow(Base):
    """The cancellation of a lost note (cancelación del título, LGTOC 42-68), day by day. Natural key: note and the day its loss was noticed.

    `ended_on` and `outcome` go together; `claimed_on` is when payment or a duplicate was sued for after it became final.
    """

    __tablename__ = "note_cancellations"
    __table_args__ = (UniqueConstraint("note_id", "noticed_on"),)
    visible_through: ClassVar[str] = "note_id"

    id: Mapped[str] = mapped_column(primary_key=True)
    note_id: Mapped[str] = mapped_column(ForeignKey("promissory_notes.id"))
    noticed_on: Mapped[date]
    loss: Mapped[str]
    court_id: Mapped[str | None] = mapped_column(ForeignKey("courts.id"), index=True)
    court_file: Mapped[str | None]
    filed_on: Mapped[date | None]
    decreed_on: Mapped[date | None]
    published_on: Mapped[date | None]
    opposed_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    outcome: Mapped[str | None]
    claimed_on: Mapped[date | None]
    reissued_on: Mapped[date | None]
    comment: Mapped[str | None]
    document_id: Mapped[str | None] = mapped_column(ForeignKey("documents.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime]


class NoteSourceRow(Base):
    """What a reviewed document gave the registry of its note (fuente del pagaré), so that it goes with the review that gave it.

    `gave` names the members that were filled; `version` is the note's when they were, so that what anybody changed
    since is left alone. `made`: the note was registered from this document and nobody else has changed it.
    """

    __tablename__ = "note_sources"

    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id"), primary_key=True)
    note_id: Mapped[str] = mapped_column(ForeignKey("promissory_notes.id"), index=True)
    version: Mapped[int]
    made: Mapped[bool]
    gave: Mapped[list[Any]]
