"""The books of acts in a lawsuit: filings and their stamps, resolutions, notices."""

from collections.abc import Sequence
from typing import Any, ClassVar

from schemas.filings import push_hint
from schemas.registry.acts import (
    PUSHES,
    RESOLUTION_KINDS,
    WAYS,
    AcknowledgementIn,
    AcknowledgementShown,
    FilingIn,
    FilingShown,
    NotificationIn,
    NotificationShown,
    ResolutionIn,
    ResolutionShown,
)
from service.operations.registry.book import Row
from service.operations.registry.declared import Declared
from service.operations.registry.members import (
    FILING,
    RESOLUTION,
    Member,
    choice,
    code,
    day,
    flag,
    hour,
    named,
    pesos,
    ref,
    text,
    texts,
    whole,
)
from service.operations.registry.suits import BY_LAWSUIT, OF_LAWSUIT, SHOWN_BY, not_yet
from service.operations.registry.values import Problem
from storage.records import Session, registry_references, registry_rows
from storage.records.tables import AcknowledgementRow, FilingRow, NotificationRow, ResolutionRow


class FilingBook(Declared):
    """Filings with courts, by lawsuit, day and subject."""

    kind = "filings"
    entity = "filing"
    term = "promoción"
    table = FilingRow
    input = FilingIn
    shown = FilingShown
    key_members = ("lawsuit", "filed_on", "subject")
    members: ClassVar[tuple[Member, ...]] = (
        OF_LAWSUIT,
        day("filed_on", "presentada_el", "fecha_de_presentacion", "fecha", needed="el día en que se presentó"),
        code("subject", "asunto", "promocion", needed="el asunto"),
        day("signed_on", "firmada_el", "fecha_del_escrito"),
        text("filed_at", "hora", "hora_de_presentacion"),
        text("folio", "folio_del_juzgado", "numero_de_promocion"),
        texts("annexes", "anexos"),
        named("pushes", PUSHES, "impulsa", "impulsa_el_procedimiento"),
        text("filed_by", "presento", "promovente"),
        SHOWN_BY,
    )
    target = FILING
    order = ("filed_on", "id")
    newest = True
    filters: ClassVar[dict[str, str]] = BY_LAWSUIT
    paths = ("folio", "subject")

    def complete(self, row: Row | None, values: dict[str, Any], warnings: list[str]) -> dict[str, Any]:
        """See `Declared.complete`: whether it moves the suit is proposed from its words (CCom 1076); a person decides."""
        not_yet("filed_on", values["filed_on"])
        signed = values.get("signed_on", row.signed_on if row is not None else None)
        if signed and values["filed_on"] < signed:
            raise Problem("signed_on", "Una promoción no se presenta antes de firmarse.")
        if values.get("pushes", "") is None:
            raise Problem("pushes", "No se puede borrar este dato: sí, no o duda.")
        if row is None and "pushes" not in values:
            hint = push_hint(values["subject"])
            said = {code: word for word, code in PUSHES.items()}[hint.pushes]
            warnings.append(f"pushes: se propone «{said}» por su asunto; confírmelo (CCom 1076).")
            values = values | {"pushes": hint.pushes}
        return values

    @classmethod
    def more(cls, session: Session, rows: Sequence[Row]) -> list[dict[str, Any]]:
        """See `Declared.more`."""
        ids = {row.id for row in rows}
        keys = registry_references.filing_keys(session, ids)
        stamps = registry_rows.by_key(session, AcknowledgementRow, ("filing_id",), ((one,) for one in ids))
        made = []
        for row in rows:
            stamp = stamps.get((row.id,))
            valid = stamp.valid if stamp is not None else None
            made.append({"key": keys[row.id], "acknowledged": stamp is not None, "acknowledgement_valid": valid})
        return made

    @classmethod
    def label(cls, entity: FilingShown) -> str:
        """See `Book.label`."""
        return entity.key


class AcknowledgementBook(Declared):
    """The courts' stamps on filings, by filing."""

    kind = "acknowledgements"
    entity = "acknowledgement"
    term = "acuse de recibo"
    table = AcknowledgementRow
    input = AcknowledgementIn
    shown = AcknowledgementShown
    key_members = ("filing",)
    members: ClassVar[tuple[Member, ...]] = (
        ref("filing", FILING, "filing_id", "promocion", needed="la promoción (JUICIO FECHA ASUNTO)"),
        day("stamped_on", "fecha_del_sello", "sellado_el", "fecha", needed="la fecha del sello"),
        text("stamped_at", "hora_del_sello", "hora"),
        text("office", "oficina", "oficialia"),
        code("folio", "folio_del_acuse"),
        whole("fojas", "hojas", least=0, most=100_000),
        whole("copies", "copias", "traslados", least=0, most=1_000),
        whole("originals", "originales", "pagares", least=0, most=1_000),
        flag("legible", "es_legible"),
        pesos("claimed", "reclamado", "suerte_principal"),
        SHOWN_BY,
    )
    order = ("stamped_on", "id")
    newest = True
    filters: ClassVar[dict[str, str]] = {
        "filing": "filing_id", "lawsuit": "filing_id.lawsuit_id", "document": "document_id"
    }  # fmt: skip
    paths = ("folio",)

    def complete(self, row: Row | None, values: dict[str, Any], warnings: list[str]) -> dict[str, Any]:
        """See `Declared.complete`: what was validated and then changed must be validated again."""
        if values.get("legible", True) is None:
            raise Problem("legible", "No se puede borrar este dato.")
        if row is None:
            return {"legible": True, **values}
        if row.valid is not None and any(getattr(row, name) != value for name, value in values.items()):
            warnings.append("valid: el acuse cambió; debe validarse otra vez.")
            return values | {"valid": None, "validated_by": None, "validated_on": None}
        return values

    @classmethod
    def more(cls, session: Session, rows: Sequence[Row]) -> list[dict[str, Any]]:
        """See `Declared.more`."""
        keys = registry_references.filing_keys(session, {row.filing_id for row in rows})
        return [{"filing": keys[row.filing_id]} for row in rows]

    @classmethod
    def find(cls, session: Session, actor: Any, key: str) -> Sequence[Row]:  # noqa: ANN401 - as `Book.find`
        """See `Book.find`: by its own id, or that or the key of its filing."""
        found = super().find(session, actor, key)
        filings = FilingBook.find(session, actor, key) if not found else ()
        if len(filings) != 1:
            return found
        stamps = registry_rows.by_key(session, AcknowledgementRow, ("filing_id",), [(filings[0].id,)])
        return [*stamps.values()]


class ResolutionBook(Declared):
    """Resolutions of courts, by lawsuit, kind and day."""

    kind = "resolutions"
    entity = "resolution"
    term = "resolución judicial"
    table = ResolutionRow
    input = ResolutionIn
    shown = ResolutionShown
    key_members = ("lawsuit", "kind", "issued_on")
    members: ClassVar[tuple[Member, ...]] = (
        OF_LAWSUIT,
        choice("kind", RESOLUTION_KINDS, "clase", "tipo", needed="la clase de resolución"),
        day("issued_on", "fecha", "dictada_el", needed="la fecha de la resolución"),
        day("listed_on", "publicada_el", "en_lista_el"),
        day("effective_on", "surte_efectos_el"),
        texts("orders", "puntos", "ordena"),
        day("deadline_on", "vence_el", "plazo"),
        day("hearing_on", "audiencia_el", "fecha_de_audiencia", "audiencia"),
        hour("hearing_at", "hora_de_audiencia"),
        text("responsible", "responsable"),
        SHOWN_BY,
    )
    order = ("issued_on", "id")
    newest = True
    filters: ClassVar[dict[str, str]] = BY_LAWSUIT

    def complete(self, row: Row | None, values: dict[str, Any], warnings: list[str]) -> dict[str, Any]:
        """See `Declared.complete`."""
        not_yet("issued_on", values["issued_on"])
        _in_order(row, values, ("issued_on", "listed_on", "effective_on"), "Una resolución no surte efectos antes de")
        on, at = (values.get(name, getattr(row, name, None)) for name in ("hearing_on", "hearing_at"))
        if on is not None and on < values["issued_on"]:
            raise Problem("hearing_on", "Una audiencia no se celebra antes de la resolución que la señala.")
        if at and on is None:
            raise Problem("hearing_on", "Falta el día de la audiencia.")
        return values


class NotificationBook(Declared):
    """Notices given, by lawsuit, way, day and addressee."""

    kind = "notifications"
    entity = "notification"
    term = "notificación"
    table = NotificationRow
    input = NotificationIn
    shown = NotificationShown
    key_members = ("lawsuit", "way", "practised_on", "addressee")
    members: ClassVar[tuple[Member, ...]] = (
        OF_LAWSUIT,
        choice("way", WAYS, "forma", "via", "medio", needed="la forma de la notificación"),
        day("practised_on", "practicada_el", "fecha", needed="el día en que se practicó"),
        code("addressee", "destinatario", "a_quien", needed="a quién se notificó"),
        ref("resolution_id", RESOLUTION, "resolution_id", "resolucion"),
        day("effective_on", "surte_efectos_el"),
        SHOWN_BY,
    )
    order = ("practised_on", "id")
    newest = True
    filters: ClassVar[dict[str, str]] = BY_LAWSUIT | {"resolution": "resolution_id"}

    def gather(self, session: Session, there: Sequence[Row], coming: Sequence[dict[str, Any]]) -> None:
        """See `Declared.gather`: the resolutions named."""
        named = {one["resolution_id"] for one in coming if one.get("resolution_id")}
        self._resolutions = registry_rows.by_id(session, ResolutionRow, named)

    def complete(self, row: Row | None, values: dict[str, Any], warnings: list[str]) -> dict[str, Any]:
        """See `Declared.complete`."""
        not_yet("practised_on", values["practised_on"])
        of = self._resolutions.get(values.get("resolution_id") or "")
        if of is not None and of.lawsuit_id != values["lawsuit_id"]:
            raise Problem("resolution_id", "La resolución es de otro juicio.")
        if of is not None and values["practised_on"] < of.issued_on:
            raise Problem("practised_on", "No se notifica una resolución antes de dictarla.")
        _in_order(row, values, ("practised_on", "effective_on"), "Una notificación no surte efectos antes de")
        return values


_SAID = {"issued_on": "dictarse", "listed_on": "publicarse", "practised_on": "practicarse"}


def _in_order(row: Row | None, values: dict[str, Any], names: tuple[str, ...], sentence: str) -> None:
    """Refuse days that do not follow each other as they must.

    Raises:
        Problem: they do not.
    """
    days = [(name, values.get(name, getattr(row, name, None))) for name in names]
    known = [(name, on) for name, on in days if on is not None]
    for (first, before), (second, after) in zip(known, known[1:], strict=False):
        if after < before:
            raise Problem(second, f"{sentence} {_SAID[first]}.")
