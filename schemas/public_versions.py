"""Public versions of documents: what is blacked out, why, and how far one has come (versión pública, LGTAIP 120-121)."""

from datetime import datetime
from enum import StrEnum

import msgspec

from schemas.custody import Refusal
from schemas.pages import Box

MOST_REGIONS = 400
"""Places blacked out on one page."""
_LONGEST = 2_000


class Category(StrEnum):
    """What a place that is blacked out says, in the general way that the public version tells it."""

    NAME = "nombre"
    CURP = "curp"
    RFC = "rfc"
    ELECTOR = "clave_elector"
    BIRTH = "nacimiento"
    ADDRESS = "domicilio"
    PHONE = "telefono"
    EMAIL = "correo"
    ACCOUNT = "cuenta"
    SIGNATURE = "firma"
    IMAGE = "imagen"
    OTHER = "otro"


CATEGORY_NAMES = {
    Category.NAME: "Nombre",
    Category.CURP: "CURP",
    Category.RFC: "RFC",
    Category.ELECTOR: "Clave de elector",
    Category.BIRTH: "Fecha de nacimiento",
    Category.ADDRESS: "Domicilio",
    Category.PHONE: "Teléfono",
    Category.EMAIL: "Correo electrónico",
    Category.ACCOUNT: "Número de cuenta",
    Category.SIGNATURE: "Firma o rúbrica",
    Category.IMAGE: "Fotografía o huella",
    Category.OTHER: "Otro dato personal",
}


class State(StrEnum):
    """How far a public version has come.

    Of a `draft` pages are still looked at; `making`, a job burns them; `prepared`, its PDF is made and waits for a second person, who
    approves it or gives it back; `cancelled` it is of no more use.
    """

    DRAFT = "draft"
    MAKING = "making"
    PREPARED = "prepared"
    APPROVED = "approved"
    CANCELLED = "cancelled"


STATE_NAMES = {
    State.DRAFT: "En preparación",
    State.MAKING: "Haciendo el PDF",
    State.PREPARED: "Por revisar",
    State.APPROVED: "Autorizada",
    State.CANCELLED: "Cancelada",
}

DEFAULT_BASIS = "LGTAIP, artículo 115, primer párrafo"
DEFAULT_REASON = "Datos personales concernientes a una persona física identificada o identificable"


class Region(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A place of a page to black out. `box` in fractions of the page as seen upright (`schemas.pages`)."""

    box: Box
    category: Category = Category.OTHER


class Proposed(msgspec.Struct, frozen=True):
    """A place found by the machine on page `page`, counted from 1."""

    page: int
    box: Box
    category: Category


class KeptRegion(msgspec.Struct, frozen=True):
    """A place as it is kept: `source` is `machine` or `person`."""

    box: Box
    category: Category
    source: str


class PublicVersionIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A public version to begin: on what ground, why, for which request (folio of a `data_request`), if any."""

    legal_basis: str = DEFAULT_BASIS
    reason: str = DEFAULT_REASON
    request: str | None = None


class PageRegions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All that is blacked out on a page, as a person saw it: what is not named any more is shown."""

    regions: tuple[Region, ...]


class WordsIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words to black out wherever they stand on the pages."""

    words: str
    category: Category = Category.NAME


class ReviewIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the second person decides: to approve, or to give it back with a note of what is to be changed."""

    approve: bool
    note: str = ""


class RegionShown(msgspec.Struct, frozen=True):
    """A place as shown; `text` are the words read beneath it, for the eyes of the house alone."""

    box: Box
    category: Category
    source: str
    text: str


class PublicPage(msgspec.Struct, frozen=True):
    """A page of a public version; `confirmed_by` is empty until a person has looked at it as it stands now.

    `turned` says that the page was turned since, and its places with it.
    """

    number: int
    regions: tuple[RegionShown, ...]
    confirmed_by: str | None
    confirmed_at: datetime | None
    turned: bool
    version: int


class PageProgress(msgspec.Struct, frozen=True):
    """How a page stands in the list of pages."""

    number: int
    regions: int
    confirmed: bool


class PublicVersion(msgspec.Struct, frozen=True, kw_only=True):
    """A public version as shown. `removed` counts what is blacked out by category; `sha256` is of its PDF once made.

    `pages_made` tells how many pages are burnt while it is `making`.
    """

    id: str
    folio: str
    document_id: str
    document_title: str
    state: State
    legal_basis: str
    reason: str
    request: str | None
    created_by: str
    created_at: datetime
    prepared_by: str | None
    prepared_at: datetime | None
    reviewed_by: str | None
    reviewed_at: datetime | None
    note: str
    sha256: str | None
    bytes: int | None
    pages: tuple[PageProgress, ...]
    removed: dict[str, int]
    version: int
    pages_made: int = 0


class PublicVersionLine(msgspec.Struct, frozen=True, kw_only=True):
    """A public version in a list."""

    id: str
    folio: str
    document_id: str
    document_title: str
    state: State
    request: str | None
    created_by: str
    created_at: datetime
    reviewed_by: str | None


class BurntPage(msgspec.Struct, frozen=True):
    """A page to burn: the file with its picture, its width in points, what is blacked out, the lines written under it."""

    image: str
    width: float
    regions: tuple[Region, ...]
    labels: tuple[str, ...]
    legend: tuple[str, ...]


class PublicRequest(msgspec.Struct, frozen=True):
    """Write a public version, or a stretch of one, to `output`: what was made before, then the pages as pictures.

    `before` are PDFs of ours, in order: the cover, stretches. Nothing else goes in.
    """

    output: str
    before: tuple[str, ...]
    title: str
    pages: tuple[BurntPage, ...]
    language: str = "es-MX"


class PublicResult(msgspec.Struct, frozen=True):
    """How many pages the PDF has, those made before among them."""

    pages: int


def begin_refusal(given: PublicVersionIn) -> Refusal | None:
    """Why a public version cannot be begun so: what is removed is founded and motivated (LGTAIP 120)."""
    if not given.legal_basis.strip() or not given.reason.strip():
        return Refusal("incomplete", "Diga el fundamento legal y el motivo: lo que se suprime se funda y se motiva.")
    if max(len(given.legal_basis), len(given.reason)) > _LONGEST:
        return Refusal("too_long", f"El fundamento y el motivo llevan {_LONGEST:,} caracteres a lo más.")
    return None


def regions_refusal(regions: tuple[Region, ...]) -> Refusal | None:
    """Why a page cannot be blacked out so: too many places, or one that lies off the page or has no area."""
    if len(regions) > MOST_REGIONS:
        return Refusal("too_many_regions", f"Una página lleva {MOST_REGIONS} supresiones a lo más.")
    if any(not _lies_on_page(one.box) for one in regions):
        return Refusal("bad_region", "Una supresión queda fuera de la página o no tiene superficie.")
    return None


def _lies_on_page(box: Box) -> bool:
    x, y, width, height = box
    return x >= 0 and y >= 0 and width > 0 and height > 0 and x + width <= 1.0001 and y + height <= 1.0001


def numbered(pages: tuple[tuple[KeptRegion, ...], ...]) -> tuple[tuple[int, ...], ...]:
    """The number of each place blacked out, from 1 on through all pages."""
    found, last = [], 0
    for regions in pages:
        found.append(tuple(range(last + 1, last + 1 + len(regions))))
        last += len(regions)
    return tuple(found)


def removed_in_words(regions: tuple[KeptRegion, ...]) -> str:
    """`2 Nombre, 1 CURP`; empty where nothing is removed."""
    counts: dict[Category, int] = {}
    for one in regions:
        counts[one.category] = counts.get(one.category, 0) + 1
    return ", ".join(f"{number} {CATEGORY_NAMES[category]}" for category, number in counts.items())
