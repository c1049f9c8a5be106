"""What another system hands over, as values: one entry a file, with what it says of it."""

from typing import Any

import msgspec


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One file to take in. `path` is relative to the folder handed over; `digest` in hex is the other system's own, or ''.

    `elsewhere` is what the other system said besides, which has no place of its own here.
    """

    path: str
    type: str | None = None
    credit: str | None = None
    lawsuit: str | None = None
    debtor: str | None = None
    batch: str | None = None
    title: str | None = None
    paper_location: str | None = None
    digest: str = ""
    elsewhere: dict[str, Any] = {}


class MovedIn(msgspec.Struct, frozen=True):
    """How a handing-over reconciles (mudanza): `entries` is the sum of `received`, `already` and the lengths of the three lists.

    `already` were taken in by an earlier run. `missing` are entries whose file is not there, `differing` those whose
    digest is not the one stated, `refused` those that could not be taken in, each with the reason;
    `unlisted` are files of the folder that no entry names, which are not taken in.
    """

    entries: int
    received: int
    already: int
    missing: tuple[str, ...]
    differing: tuple[str, ...]
    refused: tuple[tuple[str, str], ...]
    unlisted: tuple[str, ...]

    @property
    def whole(self) -> bool:
        """Whether everything that was listed is here, and nothing was left behind."""
        return not (self.missing or self.differing or self.refused or self.unlisted)


COLUMNS = {
    "path": ("path", "ruta", "archivo"),
    "type": ("type", "tipo"),
    "credit": ("credit", "credito"),
    "lawsuit": ("lawsuit", "juicio"),
    "debtor": ("debtor", "deudor", "curp"),
    "batch": ("batch", "lote"),
    "title": ("title", "titulo"),
    "paper_location": ("paper_location", "ubicacion"),
    "digest": ("sha256", "md5", "digest"),
}
"""The headings a table of files may bear, folded; the first is the name of the field."""
