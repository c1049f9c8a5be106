"""The books of parties and stages of lawsuits, and of closures of courts."""

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from msgspec import UNSET, UnsetType

from schemas.completeness import stages_before
from schemas.folding import fold
from schemas.registry.suits import (
    PARTY_ROLES,
    UNSUPPORTED,
    ClosureIn,
    ClosureShown,
    Party,
    PartyIn,
    Stage,
    StageIn,
)
from schemas.stages import STAGE_NAMES, stage_code, stage_name
from service.operations.days import today
from service.operations.registry import values
from service.operations.registry.book import Followed, Planned, Row
from service.operations.registry.declared import Declared
from service.operations.registry.lawsuits import LawsuitBook
from service.operations.registry.members import (
    COURT,
    DOCUMENT,
    LAWSUIT,
    PERSON,
    Member,
    choice,
    day,
    long_text,
    ref,
    text,
)
from service.operations.registry.values import Problem
from storage.records import Session, proceedings, registry_rows
from storage.records.tables import ClosureRow, LawsuitPartyRow, LawsuitRow, StageEventRow

OF_LAWSUIT = ref("lawsuit", LAWSUIT, "lawsuit_id", "juicio", "expediente_judicial", needed="el juicio")
SHOWN_BY = ref("document_id", DOCUMENT, "document_id", "documento")
BY_LAWSUIT = {"lawsuit": "lawsuit_id", "document": "document_id"}


class ClosureBook(Declared):
    """Closures of courts, by court and first day."""

    kind = "closures"
    entity = "closure"
    term = "suspensión de labores de un juzgado"
    table = ClosureRow
    input = ClosureIn
    shown = ClosureShown
    key_members = ("court_code", "first")
    members: ClassVar[tuple[Member, ...]] = (
        ref("court_code", COURT, "court_id", "juzgado", "clave_juzgado", needed="la clave del juzgado"),
        day("first", "desde", "primer_dia", "inicio", "fecha", needed="el primer día"),
        day("last", "hasta", "ultimo_dia", "fin"),
        text("reason", "motivo"),
        text("source", "fuente", "acuerdo"),
    )
    order = ("first", "id")
    newest = True
    filters: ClassVar[dict[str, str]] = {"court": "court_id"}

    def complete(self, row: Row | None, values: dict[str, Any], warnings: list[str]) -> dict[str, Any]:
        """See `Declared.complete`: one day only where no last one is said."""
        last = values.get("last", row.last if row is not None else values["first"]) or values["first"]
        if last < values["first"]:
            raise Problem("last", "La suspensión no puede terminar antes de empezar.")
        if (last - values["first"]).days > MOST_CLOSED:
            raise Problem("last", f"Una suspensión no dura más de {MOST_CLOSED} días.")
        return values | {"last": last}


MOST_CLOSED = 370
"""Days of the longest closure; 2020 had one of many months."""


class PartyBook(Declared):
    """Parties of lawsuits, by lawsuit, person and role."""

    kind = "lawsuit-parties"
    entity = "lawsuit_party"
    term = "parte procesal"
    table = LawsuitPartyRow
    input = PartyIn
    shown = Party
    key_members = ("lawsuit", "person_curp", "role")
    members: ClassVar[tuple[Member, ...]] = (
        OF_LAWSUIT,
        ref("person_curp", PERSON, "person_id", "curp", needed="la CURP de la parte"),
        choice("role", PARTY_ROLES, "calidad", "caracter", "papel", needed="la calidad procesal"),
        day("served_on", "emplazado_el", "fecha_de_emplazamiento"),
    )
    filters: ClassVar[dict[str, str]] = {"lawsuit": "lawsuit_id", "person": "person_id"}
    paths = ("person.name_key",)


class StageBook(Declared):
    """Stages of lawsuits, by lawsuit, stage and day; the newest one is where the lawsuit stands."""

    kind = "stages"
    entity = "stage_event"
    term = "etapa procesal"
    table = StageEventRow
    input = StageIn
    shown = Stage
    key_members = ("lawsuit", "stage", "on")
    members: ClassVar[tuple[Member, ...]] = (
        OF_LAWSUIT,
        Member("stage", "stage", lambda column, value, _: stage_of(column, value), ("etapa",), "la etapa"),
        day("on", "fecha", "el", needed="la fecha de la etapa"),
        SHOWN_BY,
        long_text("note", "nota", "observaciones"),
    )
    order = ("on", "id")
    newest = True
    filters: ClassVar[dict[str, str]] = BY_LAWSUIT

    def gather(self, session: Session, there: Sequence[Row], coming: Sequence[dict[str, Any]]) -> None:
        """See `Declared.gather`: where the lawsuits stand, and which documents are theirs."""
        ids = {one["lawsuit_id"] for one in coming if one.get("lawsuit_id")}
        self._suits = registry_rows.by_id(session, LawsuitRow, ids)
        rows = registry_rows.children(session, StageEventRow, "lawsuit_id", ids)
        self._last = {suit: max(one.on for one in of) for suit, of in rows.items()}
        self._linked = proceedings.linked_documents(session, [one.get("document_id") or "" for one in coming])

    def complete(self, row: Row | None, values: dict[str, Any], warnings: list[str]) -> dict[str, Any]:
        """See `Declared.complete`."""
        not_yet("on", values["on"])
        document = values.get("document_id", row.document_id if row is not None else None)
        if not document:
            warnings.append(f"document_id: la etapa queda {UNSUPPORTED}.")
        elif (document, values["lawsuit_id"]) not in self._linked and values.get("document_id"):
            warnings.append("document_id: el documento no está vinculado al juicio.")
        return values

    def follow(self, row: Row, planned: Planned) -> list[Followed]:
        """See `Book.follow`: the lawsuit comes to its newest stage, unless it is known to be past it."""
        suit, last = self._suits[row.lawsuit_id], self._last.get(row.lawsuit_id, date.min)
        if planned.row is not None or row.on < last:
            return []
        self._last[row.lawsuit_id] = row.on
        changed: dict[str, Any] = {}
        if row.stage not in stages_before(stage_code(suit.status)):
            changed["status"] = row.stage
        if row.stage == "DEMANDA_PRESENTADA" and suit.filed_on is None:
            changed["filed_on"] = row.on
        return [Followed(LawsuitBook, suit, changed)] if changed else []

    @classmethod
    def more(cls, session: Session, rows: Sequence[Row]) -> list[dict[str, Any]]:
        """See `Declared.more`."""
        titles = proceedings.titles(session, {row.document_id for row in rows if row.document_id})
        return [
            {"name": stage_name(row.stage), "support": titles.get(row.document_id or "", UNSUPPORTED)} for row in rows
        ]

    @classmethod
    def label(cls, entity: Stage) -> str:
        """See `Book.label`."""
        return f"{entity.name} del {entity.on:%d/%m/%Y}"


_STAGES = {fold(name).replace(" ", "_").upper(): code for code, name in STAGE_NAMES.items()}


def stage_of(column: str, value: Any) -> Any:  # noqa: ANN401 - a text, None or UNSET
    """A stage by its code or its Spanish name.

    Raises:
        Problem: there is no such stage.
    """
    clean = values.status(column, value)
    if clean is None or isinstance(clean, UnsetType):
        return UNSET if clean is UNSET else None
    code = clean.upper()
    code = _STAGES.get(code, code)
    if code not in STAGE_NAMES:
        raise Problem(column, f"«{str(value)[:40]}» no es una etapa procesal.")
    return code


def not_yet(column: str, on: date | None) -> None:
    """Refuse a day that has not come.

    Raises:
        Problem: it has not.
    """
    if on is not None and on > today():
        raise Problem(column, f"La fecha {on:%d/%m/%Y} aún no llega.")
