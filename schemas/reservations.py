"""Reservation of documents as a dated event (clasificación como reservado, LGTAIP 102-113): what is said, and the rules values decide.

Nothing is ever reserved by its type or beforehand: each reservation answers one request for
information, with a harm test of its own, and ends on a day that is known from its first.
"""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum

import msgspec

from schemas.clocks.calendar import add_years
from schemas.custody import Refusal
from schemas.printed import day

MOST_YEARS = 5
"""Years of a reservation, and once more of its extension (LGTAIP 104)."""
SOON_DAYS = 90
"""How long before its end a reservation stands in the diary: an extension is argued and taken to the committee before it."""
REQUESTS = frozenset(("informacion",))
"""Kinds of requests that a reservation may answer: those for information, not those about one's own data."""
_LONGEST, _LONGEST_PARTS, _LONGEST_ACT = 4_000, 1_000, 300


class State(StrEnum):
    """How a reservation stands today: por confirmar, confirmada, terminada (plazo), desclasificada, revocada por el Comité."""

    PENDING = "pending"
    CONFIRMED = "confirmed"
    EXPIRED = "expired"
    DECLASSIFIED = "declassified"
    REVOKED = "revoked"


STANDING = frozenset((State.PENDING, State.CONFIRMED))
"""States in which the document is reserved."""


class Decision(StrEnum):
    """What the committee does with a reservation: confirmar, modificar, revocar (LGTAIP 106)."""

    CONFIRM = "confirm"
    MODIFY = "modify"
    REVOKE = "revoke"


class Cause(StrEnum):
    """Why a reservation ends before its term (LGTAIP 104-I, III, IV, V)."""

    CEASED = "ceased"
    AUTHORITY = "authority"
    COMMITTEE = "committee"
    RIGHTS = "rights"


STATE_NAMES = {
    State.PENDING: "Por confirmar",
    State.CONFIRMED: "Confirmada",
    State.EXPIRED: "Terminó su plazo",
    State.DECLASSIFIED: "Desclasificada",
    State.REVOKED: "Revocada",
}
DECISION_NAMES = {Decision.CONFIRM: "Confirma", Decision.MODIFY: "Modifica", Decision.REVOKE: "Revoca"}
CAUSE_NAMES = {
    Cause.CEASED: "Se extinguieron las causas (104-I)",
    Cause.AUTHORITY: "Resolución de autoridad competente (104-III)",
    Cause.COMMITTEE: "El Comité la desclasifica (104-IV)",
    Cause.RIGHTS: "Violaciones graves a derechos humanos (104-V)",
}


class HarmTest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The harm test (prueba de daño), its three parts in words (LGTAIP 107).

    `risk`: that disclosure is a real, demonstrable and identifiable risk; `outweighs`: that it outweighs the
    public interest in knowing; `proportion`: that reserving is proportionate and the least restrictive means.
    """

    risk: str
    outweighs: str
    proportion: str


class ReservationIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A reservation to write down: of a document (id) or an archival file (code or id), for one request (folio).

    `until` is the last day reserved. `parts` are those reserved, empty for the whole. `signed_by` in `signed_office`
    is who signs it for the area; `classified_on` is today unless said.
    """

    document: str | None = None
    case_file: str | None = None
    request: str
    legal_basis: str
    reason: str
    harm: HarmTest
    parts: str = ""
    signed_by: str
    signed_office: str
    classified_on: date | None = None
    until: date


class CommitteeIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What the committee decided, in which act and when; what it modifies takes the place of what was."""

    decision: Decision
    act: str
    on: date
    until: date | None = None
    parts: str | None = None
    legal_basis: str | None = None


class ExtensionIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The one extension, approved by the committee in `act`, with a harm test of its own."""

    until: date
    reason: str
    harm: HarmTest
    act: str
    on: date
    signed_by: str
    signed_office: str


class EndIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An end before the term (desclasificación): cause, why, in which act or resolution, when."""

    cause: Cause
    reason: str
    act: str = ""
    on: date


class Extension(msgspec.Struct, frozen=True):
    """The extension as shown."""

    until: date
    on: date
    reason: str
    harm: HarmTest
    act: str
    signed_by: str
    signed_office: str


class Reservation(msgspec.Struct, frozen=True, kw_only=True):
    """A reservation as shown. `until` is the last day as first said or modified, `last_day` that with its extension.

    `subject` is what is reserved, in words: for the eyes of the house, as the title of a document may name somebody.
    """

    id: str
    folio: str
    state: State
    document_id: str | None
    case_file_id: str | None
    subject: str
    request_id: str
    request: str
    legal_basis: str
    reason: str
    harm: HarmTest
    parts: str
    signed_by: str
    signed_office: str
    classified_on: date
    until: date
    last_day: date
    recorded_by: str
    recorded_at: datetime
    decision: Decision | None
    decided_on: date | None
    decision_act: str
    extension: Extension | None
    ended_on: date | None
    end_cause: Cause | None
    end_reason: str
    end_act: str
    version: int


class ReservationMark(msgspec.Struct, frozen=True):
    """What a reserved document bears (leyenda, LGTAIP 109): since when, on what ground, until when, which parts of it.

    `whole_file`: it is reserved with the archival file it belongs to.
    """

    folio: str
    state: State
    classified_on: date
    legal_basis: str
    last_day: date
    parts: str
    whole_file: bool = False


class Known(msgspec.Struct, frozen=True):
    """What decides how a reservation stands and what may be done with it."""

    classified_on: date
    until: date
    decision: Decision | None = None
    extended_until: date | None = None
    ended_on: date | None = None

    @property
    def last_day(self) -> date:
        """The last day reserved, if nothing ends it before."""
        return self.extended_until or self.until


class Asked(msgspec.Struct, frozen=True):
    """What is known of the request that a reservation answers."""

    kind: str
    received_on: date
    answered_on: date | None


def state_of(known: Known, today: date) -> State:
    """How a reservation stands on a day."""
    if known.decision is Decision.REVOKE:
        return State.REVOKED
    if known.ended_on is not None:
        return State.DECLASSIFIED
    if known.last_day < today:
        return State.EXPIRED
    return State.PENDING if known.decision is None else State.CONFIRMED


def legend(mark: ReservationMark) -> str:
    """The legend that a reserved document bears (LGTAIP 109)."""
    what = f"RESERVADO EN PARTE ({mark.parts})" if mark.parts else "RESERVADO"
    waits = ", por confirmar por el Comité de Transparencia" if mark.state is State.PENDING else ""
    return (
        f"{what}, {mark.folio}{waits}. Clasificado el {day(mark.classified_on)}; fundamento: {mark.legal_basis}; "
        f"reservado hasta el {day(mark.last_day)}."
    )


def reserve_refusal(given: ReservationIn, on: date, asked: Asked, today: date) -> Refusal | None:
    """Why a reservation cannot be: no harm test, no ground, in advance, for no request for information, or for too long."""
    texts = (given.legal_basis, given.reason, given.signed_by, given.signed_office, *harm_texts(given.harm))
    if (refused := _texts_refusal(texts) or _length_refusal((given.parts, _LONGEST_PARTS))) is not None:
        return refused
    if asked.kind not in REQUESTS:
        return Refusal(
            "not_for_information", "Sólo se reserva al atender una solicitud de información (LGTAIP 102, 103)."
        )
    if on < asked.received_on:
        return Refusal("in_advance", "No se clasifica antes de recibir la solicitud (LGTAIP 102).")
    if on > min(today, asked.answered_on or today):
        return Refusal("bad_date", "La clasificación se fecha a más tardar hoy, y antes de responder la solicitud.")
    return _term_refusal(on, given.until, on)


def committee_refusal(known: Known, given: CommitteeIn, today: date) -> Refusal | None:
    """Why the decision of the committee cannot be written down."""
    if known.decision is not None:
        return Refusal("already_decided", "El Comité ya decidió sobre esta reserva.")
    if known.ended_on is not None:
        return Refusal("already_ended", "La reserva ya se desclasificó.")
    if not given.act.strip():
        return Refusal("incomplete", "Diga en qué acta consta la decisión del Comité.")
    said = (given.act, _LONGEST_ACT), (given.parts or "", _LONGEST_PARTS), (given.legal_basis or "", _LONGEST)
    if (refused := _length_refusal(*said)) is not None:
        return refused
    if not known.classified_on <= given.on <= today:
        return Refusal("bad_date", "La decisión del Comité va de la clasificación a hoy.")
    if state_of(known, given.on) is not State.PENDING:
        return Refusal("not_standing", "La reserva ya había terminado sin que el Comité decidiera: es público.")
    changes = (given.until, given.parts, given.legal_basis)
    if given.decision is not Decision.MODIFY:
        plain = all(one is None for one in changes)
        return (
            None
            if plain
            else Refusal("not_modified", "Sólo al modificar cambian el plazo, las partes o el fundamento.")
        )
    if all(one is None for one in changes) or (given.legal_basis is not None and not given.legal_basis.strip()):
        return Refusal("incomplete", "Diga qué se modifica: el plazo, las partes o el fundamento.")
    return None if given.until is None else _term_refusal(known.classified_on, given.until, given.on)


def extension_refusal(known: Known, given: ExtensionIn, today: date) -> Refusal | None:
    """Why a reservation cannot be extended: once only, before it ends, with its own harm test and the committee's act."""
    if not known.classified_on <= given.on <= today:
        return Refusal("bad_date", "La ampliación va de la clasificación a hoy.")
    if known.extended_until is not None:
        return Refusal("already_extended", "El plazo de reserva se amplía una sola vez (LGTAIP 104).")
    state = state_of(known, given.on)
    if state is State.PENDING:
        return Refusal("not_confirmed", "El Comité no ha confirmado la reserva.")
    if state is not State.CONFIRMED:
        return Refusal("not_standing", "La reserva ya había terminado: el documento es público y no se amplía.")
    texts = (given.reason, given.act, given.signed_by, given.signed_office, *harm_texts(given.harm))
    return (
        _texts_refusal(texts)
        or _length_refusal((given.act, _LONGEST_ACT))
        or _term_refusal(known.until, given.until, known.until)
    )


def end_refusal(known: Known, given: EndIn, today: date) -> Refusal | None:
    """Why a reservation cannot be ended."""
    if not known.classified_on <= given.on <= today:
        return Refusal("bad_date", "La desclasificación va de la clasificación a hoy.")
    if state_of(known, given.on) not in STANDING:
        return Refusal("not_standing", "La reserva ya había terminado.")
    if not given.reason.strip() or (given.cause is not Cause.CEASED and not given.act.strip()):
        return Refusal(
            "incomplete", "Diga por qué se desclasifica y, si no es por extinguirse la causa, en qué acto consta."
        )
    return _length_refusal((given.reason, _LONGEST), (given.act, _LONGEST_ACT))


def harm_texts(harm: HarmTest) -> tuple[str, str, str]:
    """The three parts in their order."""
    return harm.risk, harm.outweighs, harm.proportion


def _texts_refusal(texts: Sequence[str]) -> Refusal | None:
    if not all(one.strip() for one in texts):
        said = (
            "La reserva lleva fundamento, motivo, las tres partes de la prueba de daño y quién la firma con su cargo."
        )
        return Refusal("incomplete", said)
    return _length_refusal(*((one, _LONGEST) for one in texts))


def _length_refusal(*texts: tuple[str, int]) -> Refusal | None:
    """Nothing of what was decided is cut: what is longer than it may be is refused."""
    most = next((most for text, most in texts if len(text.strip()) > most), None)
    return None if most is None else Refusal("too_long", f"Ese texto lleva {most:,} caracteres a lo más.")


def _term_refusal(start: date, until: date, after: date) -> Refusal | None:
    most = add_years(start, MOST_YEARS)
    if after < until <= most:
        return None
    return Refusal(
        "bad_term", f"El plazo de reserva termina después del {day(after)} y a más tardar el {day(most)} (LGTAIP 104)."
    )
