"""Paper originals: where each is, who had it before, on which slip it is lent, and what was counted."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, ForeignKey, Index, UniqueConstraint, event
from sqlalchemy.orm import Mapped, Mapper, mapped_column

from storage.records.base import Base


class PlaceRow(Base):
    """A place that keeps paper (lugar de guarda): a site, a room of it, a shelf (anaquel) or a box (caja).

    `capacity` is how many it takes of what stands in it: boxes of a shelf, items of a box; null for no bound.
    `path` is the place with those it stands in, as a person would say it.
    """

    __tablename__ = "places"

    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(index=True)
    barcode: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    parent_id: Mapped[str | None] = mapped_column(ForeignKey("places.id"), index=True)
    path: Mapped[str]
    capacity: Mapped[int | None]
    series: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime]


class OriginalRow(Base):
    """A paper original (original físico): one document, or a folder (legajo) of them, with its barcode.

    `holder_*`, `held_since` and `step` repeat the newest custody event, written in the same transaction.
    `foja_first` and `foja_last` number its sheets inside its archival file.
    """

    __tablename__ = "originals"
    __table_args__ = (Index(None, "holder_kind", "holder_id"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    barcode: Mapped[str] = mapped_column(unique=True)
    type: Mapped[str]
    title: Mapped[str]
    document_id: Mapped[str | None] = mapped_column(ForeignKey("documents.id"), index=True)
    note_id: Mapped[str | None] = mapped_column(index=True)
    credit_id: Mapped[str | None] = mapped_column(ForeignKey("credits.id"), index=True)
    lawsuit_id: Mapped[str | None] = mapped_column(ForeignKey("lawsuits.id"), index=True)
    case_file_id: Mapped[str | None] = mapped_column(index=True)
    volume: Mapped[int | None]
    foja_first: Mapped[int | None]
    foja_last: Mapped[int | None]
    condition: Mapped[str]
    originality: Mapped[str]
    seal: Mapped[str | None]
    holder_kind: Mapped[str]
    holder_id: Mapped[str]
    holder_name: Mapped[str]
    held_since: Mapped[datetime]
    step: Mapped[int]
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime]


class CustodyEventRow(Base):
    """One hand-over of one original (acto de custodia): from whom, to whom, who gave and who received. Rows are only added.

    `number` counts the acts of the item from 1, so that two acts at once cannot both stand.
    """

    __tablename__ = "custody_events"
    __table_args__ = (UniqueConstraint("item_id", "number"), Index(None, "to_kind", "to_id"))

    id: Mapped[str] = mapped_column(primary_key=True)
    item_id: Mapped[str] = mapped_column(ForeignKey("originals.id"))
    number: Mapped[int]
    act: Mapped[str]
    at: Mapped[datetime] = mapped_column(index=True)
    from_kind: Mapped[str | None]
    from_id: Mapped[str]
    from_name: Mapped[str]
    to_kind: Mapped[str]
    to_id: Mapped[str]
    to_name: Mapped[str]
    given_by: Mapped[str]
    received_by: Mapped[str]
    evidence: Mapped[dict[str, Any]]
    reason: Mapped[str]
    loan_id: Mapped[str | None] = mapped_column(index=True)
    recorded_by: Mapped[str]


class LoanRow(Base):
    """A loan slip (vale de préstamo). `due_on` is null where the court keeps what it was given; `closed_at` when nothing is out."""

    __tablename__ = "loans"
    __table_args__ = (Index(None, "borrower_kind", "borrower_id"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    folio: Mapped[str] = mapped_column(unique=True)
    borrower_kind: Mapped[str]
    borrower_id: Mapped[str]
    borrower_name: Mapped[str]
    received_by: Mapped[str]
    purpose: Mapped[str]
    lawsuit_id: Mapped[str | None] = mapped_column(ForeignKey("lawsuits.id"), index=True)
    issued_at: Mapped[datetime]
    issued_by: Mapped[str]
    authorised_by: Mapped[str]
    days: Mapped[int | None]
    due_on: Mapped[date | None] = mapped_column(index=True)
    extensions: Mapped[int] = mapped_column(default=0)
    closed_at: Mapped[datetime | None]


class LoanItemRow(Base):
    """One original on a loan slip, and how it came back: `inspection` is what was seen at its return."""

    __tablename__ = "loan_items"

    loan_id: Mapped[str] = mapped_column(ForeignKey("loans.id"), primary_key=True)
    item_id: Mapped[str] = mapped_column(ForeignKey("originals.id"), primary_key=True, index=True)
    state: Mapped[str]
    ended_at: Mapped[datetime | None]
    inspection: Mapped[dict[str, Any] | None]


class LoanExtensionRow(Base):
    """A later due date given to a loan slip (prórroga)."""

    __tablename__ = "loan_extensions"

    id: Mapped[str] = mapped_column(primary_key=True)
    loan_id: Mapped[str] = mapped_column(ForeignKey("loans.id"), index=True)
    at: Mapped[datetime]
    granted_by: Mapped[str]
    before: Mapped[date]
    after: Mapped[date]
    reason: Mapped[str]


class IncidentRow(Base):
    """Something that went wrong with an original (incidencia): damage, missing sheets, loss; open until settled."""

    __tablename__ = "custody_incidents"

    id: Mapped[str] = mapped_column(primary_key=True)
    item_id: Mapped[str] = mapped_column(ForeignKey("originals.id"), index=True)
    loan_id: Mapped[str | None] = mapped_column(ForeignKey("loans.id"), index=True)
    kind: Mapped[str]
    at: Mapped[datetime]
    reported_by: Mapped[str]
    description: Mapped[str]
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[str | None]
    settlement: Mapped[str | None]


class CountRow(Base):
    """A cycle count of a box against barcodes read (arqueo), with its differences."""

    __tablename__ = "counts"

    id: Mapped[str] = mapped_column(primary_key=True)
    folio: Mapped[str] = mapped_column(unique=True)
    place_id: Mapped[str] = mapped_column(ForeignKey("places.id"), index=True)
    at: Mapped[datetime]
    counted_by: Mapped[str]
    expected: Mapped[int]
    found: Mapped[int]
    differences: Mapped[dict[str, Any]]


def _added_only(_mapper: Mapper[CustodyEventRow], _connection: Connection, _row: CustodyEventRow) -> None:
    raise RuntimeError("a custody event is never changed nor removed")


event.listen(CustodyEventRow, "before_update", _added_only)
event.listen(CustodyEventRow, "before_delete", _added_only)
