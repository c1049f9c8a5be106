"""Public versions of documents: what of each page is blacked out, and the file that came of it."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storage.records.base import Base


class PublicVersionRow(Base):
    """A copy of a document for the public, what is confidential blacked out in it (versión pública, LGTAIP 120-121).

    Kept from external lawyers. `request` is the folio of the request it answers; `key` names its PDF in the store,
    `sha256` and `bytes` are of it. `created_by` began it, `prepared_by` had the PDF made, `reviewed_by` is somebody else.
    """

    __tablename__ = "public_versions"

    id: Mapped[str] = mapped_column(primary_key=True)
    folio: Mapped[str] = mapped_column(unique=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id"), index=True)
    state: Mapped[str] = mapped_column(index=True)
    legal_basis: Mapped[str]
    reason: Mapped[str]
    request: Mapped[str | None]
    created_by: Mapped[str]
    created_at: Mapped[datetime]
    prepared_by: Mapped[str | None]
    prepared_at: Mapped[datetime | None]
    reviewed_by: Mapped[str | None]
    reviewed_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(default="")
    key: Mapped[str | None]
    sha256: Mapped[str | None]
    bytes: Mapped[int | None] = mapped_column(BigInteger)
    version: Mapped[int] = mapped_column(default=1)


class PublicVersionPageRow(Base):
    """A page of a public version with its places: `{box, category, source}` each, on the page turned by `rotation`.

    `confirmed_by` is who looked at the page with these places; a page turned or moved since is to be looked at again.
    """

    __tablename__ = "public_version_pages"

    public_version_id: Mapped[str] = mapped_column(ForeignKey("public_versions.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    page_id: Mapped[str] = mapped_column(ForeignKey("pages.id"), index=True)
    rotation: Mapped[int]
    regions: Mapped[list[Any]]
    confirmed_by: Mapped[str | None]
    confirmed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
