"""What belongs to a lawsuit from its beginning: parties, base notes, stages; closures of courts and lines of their lists."""

from datetime import date, datetime

from msgspec import UNSET

from schemas.registry.given import Incoming, Maybe, MaybeDate, Shown

PARTY_ROLES = ("actor", "demandado", "endosatario", "depositario", "tercerista", "perito")
"""As what somebody takes part in a lawsuit (calidad procesal)."""

UNSUPPORTED = "sin soporte documental"
"""What is said of a stage that cites no document (DOMAIN 1.1, R3)."""


class ClosureIn(Incoming, frozen=True, kw_only=True):
    """Days on which a court does not work (suspensión de labores), both included, found by court and first day."""

    court_code: str
    first: date
    last: MaybeDate = UNSET
    reason: Maybe = UNSET
    source: Maybe = UNSET


class ClosureShown(Shown, frozen=True, kw_only=True):
    """A closure as shown."""

    court_id: str
    court: str
    first: date
    last: date
    reason: str | None
    source: str | None
    updated_at: datetime


class PartyIn(Incoming, frozen=True, kw_only=True):
    """A party of a lawsuit (parte procesal), found by lawsuit, person and role. `lawsuit` is `2MH 1234/2024` or an id."""

    lawsuit: str
    person_curp: str
    role: str
    served_on: MaybeDate = UNSET


class Party(Shown, frozen=True, kw_only=True):
    """A party as shown."""

    lawsuit_id: str
    lawsuit: str
    person_id: str
    person: str
    role: str
    served_on: date | None
    updated_at: datetime


class BaseNoteIn(Incoming, frozen=True, kw_only=True):
    """A promissory note sued on (documento base de la acción), found by lawsuit and note (`CRÉDITO:NÚMERO`)."""

    lawsuit: str
    note: str
    claimed: Maybe = UNSET


class BaseNote(Shown, frozen=True, kw_only=True):
    """A note sued on, as shown. `other_lawsuits` names others on the same note (juicios espejo)."""

    lawsuit_id: str
    lawsuit: str
    note_id: str
    note: str
    claimed: str | None
    other_lawsuits: tuple[str, ...]
    updated_at: datetime


class StageIn(Incoming, frozen=True, kw_only=True):
    """A stage a lawsuit came to (etapa procesal), found by lawsuit, stage and day; `document_id` is what shows it."""

    lawsuit: str
    stage: str
    on: date
    document_id: Maybe = UNSET
    note: Maybe = UNSET


class Stage(Shown, frozen=True, kw_only=True):
    """A stage as shown; `support` is the title of its document, or `sin soporte documental`."""

    lawsuit_id: str
    lawsuit: str
    stage: str
    name: str
    on: date
    document_id: str | None
    support: str
    note: str | None
    updated_at: datetime


class BulletinLineIn(Incoming, frozen=True, kw_only=True):
    """A line of a court's list (lista de acuerdos), found by court, day and text. `lawsuit`: whose it is, where a person knows."""

    court_code: str
    on: date
    text: str
    lawsuit: Maybe = UNSET


class BulletinLine(Shown, frozen=True, kw_only=True):
    """A line as shown: the lawsuit it is about, whether that is sure, and why."""

    court_id: str
    court: str
    on: date
    text: str
    lawsuit_id: str | None
    lawsuit: str | None
    sure: bool
    reason: str | None
    updated_at: datetime


class SuitAlert(Shown, frozen=True, kw_only=True):
    """Something a person must look at (alerta): `code` says what, `about_id` is the note or record it is about."""

    lawsuit_id: str
    lawsuit: str
    code: str
    about_id: str
    sentence: str
    raised_on: date
    settled_on: date | None
    settled_by: str | None
    settled_note: str | None
    updated_at: datetime


class SuitAlertIn(Incoming, frozen=True, kw_only=True):
    """An alert, found by lawsuit, code and what it is about; `settled_note` says what a person did about it."""

    lawsuit: str
    code: str
    about_id: str
    sentence: Maybe = UNSET
    settled_on: MaybeDate = UNSET
    settled_note: Maybe = UNSET
