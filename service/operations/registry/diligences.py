"""The books of acts outside the court house: diligences, seizures, letters rogatory, edicts."""

from typing import Any, ClassVar

from schemas.registry.diligences import (
    DILIGENCE_RESULTS,
    DiligenceIn,
    DiligenceShown,
    EdictIn,
    EdictShown,
    RogatoryIn,
    RogatoryShown,
    SeizureIn,
    SeizureShown,
)
from service.operations.registry.book import Row
from service.operations.registry.declared import Declared
from service.operations.registry.members import COURT, Member, choice, code, day, long_text, pesos, ref, text
from service.operations.registry.suits import BY_LAWSUIT, OF_LAWSUIT, SHOWN_BY, not_yet
from service.operations.registry.values import Problem
from storage.records.tables import DiligenceRow, EdictRow, RogatoryRow, SeizureRow


class DiligenceBook(Declared):
    """Acts at the debtor's, by lawsuit, day and result."""

    kind = "diligences"
    entity = "diligence"
    term = "diligencia de requerimiento, embargo y emplazamiento"
    table = DiligenceRow
    input = DiligenceIn
    shown = DiligenceShown
    key_members = ("lawsuit", "on", "result")
    members: ClassVar[tuple[Member, ...]] = (
        OF_LAWSUIT,
        day("on", "fecha", "practicada_el", needed="la fecha de la diligencia"),
        choice("result", DILIGENCE_RESULTS, "resultado", needed="el resultado"),
        text("officer", "actuario", "ejecutor"),
        text("address", "domicilio"),
        long_text("goods", "bienes"),
        text("depositary", "depositario"),
        SHOWN_BY,
    )
    order = ("on", "id")
    newest = True
    filters: ClassVar[dict[str, str]] = BY_LAWSUIT

    def complete(self, row: Row | None, values: dict[str, Any], warnings: list[str]) -> dict[str, Any]:
        """See `Declared.complete`."""
        not_yet("on", values["on"])
        if values["result"] == "embargo" and not values.get("goods", getattr(row, "goods", None)):
            warnings.append("goods: falta decir qué bienes se embargaron.")
        return values


class SeizureBook(Declared):
    """Seizures, by lawsuit, day and goods."""

    kind = "seizures"
    entity = "seizure"
    term = "embargo"
    table = SeizureRow
    input = SeizureIn
    shown = SeizureShown
    key_members = ("lawsuit", "seized_on", "goods")
    members: ClassVar[tuple[Member, ...]] = (
        OF_LAWSUIT,
        day("seized_on", "fecha", "embargado_el", needed="la fecha del embargo"),
        code("goods", "bienes", "bien", needed="los bienes embargados"),
        pesos("value", "valor", "avaluo"),
        text("registry_folio", "folio_real", "folio_registral"),
        day("inscribed_on", "inscrito_el", "fecha_de_inscripcion"),
        day("lifted_on", "levantado_el", "fecha_de_levantamiento"),
        SHOWN_BY,
    )
    order = ("seized_on", "id")
    newest = True
    filters: ClassVar[dict[str, str]] = BY_LAWSUIT
    paths = ("registry_folio",)

    def complete(self, row: Row | None, values: dict[str, Any], warnings: list[str]) -> dict[str, Any]:
        """See `Declared.complete`."""
        not_yet("seized_on", values["seized_on"])
        for name, said in (("inscribed_on", "inscribirse"), ("lifted_on", "levantarse")):
            later = values.get(name, getattr(row, name, None))
            if later and later < values["seized_on"]:
                raise Problem(name, f"Un embargo no puede {said} antes de trabarse.")
        return values


class RogatoryBook(Declared):
    """Letters rogatory, by lawsuit and number."""

    kind = "letters-rogatory"
    entity = "letter_rogatory"
    term = "exhorto"
    table = RogatoryRow
    input = RogatoryIn
    shown = RogatoryShown
    key_members = ("lawsuit", "number")
    members: ClassVar[tuple[Member, ...]] = (
        OF_LAWSUIT,
        code("number", "numero", "exhorto", needed="el número del exhorto"),
        ref("receiving_court", COURT, "receiving_court_id", "juzgado_exhortado"),
        text("purpose", "objeto", "para"),
        day("issued_on", "girado_el"),
        day("delivered_on", "entregado_el"),
        day("due_on", "vence_el", "devolver_antes_de"),
        day("returned_on", "devuelto_el"),
        text("result", "resultado"),
        SHOWN_BY,
    )
    order = ("number", "id")
    filters: ClassVar[dict[str, str]] = BY_LAWSUIT
    paths = ("number",)

    def complete(self, row: Row | None, values: dict[str, Any], warnings: list[str]) -> dict[str, Any]:
        """See `Declared.complete`."""
        issued, back = (values.get(name, getattr(row, name, None)) for name in ("issued_on", "returned_on"))
        if issued and back and back < issued:
            raise Problem("returned_on", "Un exhorto no puede devolverse antes de girarse.")
        return values


class EdictBook(Declared):
    """Published edicts, by lawsuit, newspaper and day."""

    kind = "edicts"
    entity = "edict"
    term = "edicto"
    table = EdictRow
    input = EdictIn
    shown = EdictShown
    key_members = ("lawsuit", "newspaper", "published_on")
    members: ClassVar[tuple[Member, ...]] = (
        OF_LAWSUIT,
        code("newspaper", "periodico", "diario", needed="el periódico"),
        day("published_on", "publicado_el", "fecha", needed="la fecha de publicación"),
        text("page", "pagina"),
        pesos("cost", "costo"),
        long_text("text", "texto"),
        SHOWN_BY,
    )
    order = ("published_on", "id")
    newest = True
    filters: ClassVar[dict[str, str]] = BY_LAWSUIT
