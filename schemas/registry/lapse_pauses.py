"""Days on which the lapse of a suit does not run, as they come in and as they are shown."""

from datetime import date, datetime

from msgspec import UNSET

from schemas.registry.given import Incoming, Maybe, MaybeDate, Shown

CAUSES = {
    "fuerza_mayor": "fuerza mayor",
    "cuestion_previa": "en espera de una cuestión previa",
    "resolucion_conexa": "en espera de una resolución conexa",
    "suspension_amparo": "suspensión concedida en un amparo",
    "otra_ley": "otro caso que prevé la ley",
}
"""Why a lapse does not run (CCom 1076-VI), and how a sentence says it."""
BY_OTHER_LAW = "otra_ley"
"""The cause of which a note must say by which law."""


class LapsePauseIn(Incoming, frozen=True, kw_only=True):
    """Days on which the lapse does not run (suspensión de la caducidad), found by lawsuit, cause and first day.

    `last` is the last such day; left out while it goes on. `document_id` is the paper that proves it.
    """

    lawsuit: str
    cause: str
    first: date
    last: MaybeDate = UNSET
    note: Maybe = UNSET
    document_id: Maybe = UNSET


class LapsePause(Shown, frozen=True, kw_only=True):
    """A pause as shown. Only a `proven` one stops the count: a paper that proves it is held."""

    lawsuit_id: str
    lawsuit: str
    cause: str
    first: date
    last: date | None
    note: str | None
    document_id: str | None
    proven: bool
    updated_at: datetime
