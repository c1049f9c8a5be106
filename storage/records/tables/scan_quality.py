"""Sampling quality control of scans: which pages of a batch were drawn, and what was found on them."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storage.records.base import Base


class ScanInspectionRow(Base):
    """An inspection of a batch by a sample of its pages (muestreo de calidad), drawn by `seed`; closed once it is accepted or rejected.

    `percent` and `reject_over` are the office's rules on the day it was drawn; `population_digest` names the pages it was drawn from.
    """

    __tablename__ = "scan_inspections"

    id: Mapped[str] = mapped_column(primary_key=True)
    folio: Mapped[str] = mapped_column(unique=True)
    batch_id: Mapped[str] = mapped_column(ForeignKey("batches.id"), index=True)
    state: Mapped[str] = mapped_column(index=True)
    seed: Mapped[str]
    percent: Mapped[str]
    reject_over: Mapped[str]
    population: Mapped[int]
    population_digest: Mapped[str]
    drawn_at: Mapped[datetime]
    drawn_by: Mapped[str]
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)


class InspectedPageRow(Base):
    """A page that was drawn: who scanned it and with what, what the inspector saw (`defects`, none: as it should be), how a defect was attended to.

    `replaced_by` is the document of the new scan of a page that was scanned again; the page itself stays where it is.
    """

    __tablename__ = "inspected_pages"

    inspection_id: Mapped[str] = mapped_column(ForeignKey("scan_inspections.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    page_id: Mapped[str] = mapped_column(ForeignKey("pages.id"), index=True)
    always: Mapped[bool]
    operator: Mapped[str]
    scanner: Mapped[str | None]
    defects: Mapped[list[Any]] = mapped_column(default=list)
    note: Mapped[str] = mapped_column(default="")
    seen_at: Mapped[datetime | None]
    seen_by: Mapped[str | None]
    settled: Mapped[str | None]
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[str | None]
    settled_note: Mapped[str] = mapped_column(default="")
    replaced_by: Mapped[str | None] = mapped_column(ForeignKey("documents.id"), index=True)
