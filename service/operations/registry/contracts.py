"""The books of service contracts, their amendments, and powers of attorney."""

from collections.abc import Sequence
from typing import Any, ClassVar

import msgspec
from msgspec import UNSET

from schemas.contracts import PROCESSOR_CLAUSES, missing_clauses
from schemas.registry.contracts import (
    FACULTIES,
    Amendment,
    AmendmentIn,
    Power,
    PowerIn,
    ServiceContract,
    ServiceContractIn,
)
from schemas.stages import STAGE_NAMES, stage_code
from service.operations.registry import values
from service.operations.registry.book import Row
from service.operations.registry.declared import Declared
from service.operations.registry.lawyers import LICENCE_HEADINGS
from service.operations.registry.members import (
    CONTRACT,
    DOCUMENT,
    LAWYER,
    Member,
    choices,
    code,
    day,
    rate,
    ref,
    text,
    texts,
    whole,
)
from service.operations.registry.values import Problem
from storage.records import Session, registry_rows
from storage.records.tables import ContractAmendmentRow, PowerRow, ServiceContractRow

_LAWYER = ref("lawyer_cedula", LAWYER, "lawyer_id", *LICENCE_HEADINGS, needed="la cédula del abogado")
_DOCUMENT = ref("document_id", DOCUMENT, "document_id", "documento")


def _tiers(column: str, value: Any, warnings: list[str]) -> Any:  # noqa: ANN401 - texts, None or UNSET
    """Tiers of a commission, `SENTENCIA=12.5`, as a percentage by stage."""
    if value is None or isinstance(value, msgspec.UnsetType):
        return UNSET if value is UNSET else {}
    made: dict[str, Any] = {}
    for one in value:
        stage, _, percent = str(one).partition("=")
        if stage_code(stage) not in STAGE_NAMES:
            raise Problem(column, f"«{stage[:40]}» no es una etapa; se espera ETAPA=porcentaje.")
        made[stage_code(stage)] = values.percent(column, percent)
        if made[stage_code(stage)] is None:
            raise Problem(column, f"Falta el porcentaje de {stage[:40]}.")
    return made


class ServiceContractBook(Declared):
    """Service contracts of external lawyers, by number."""

    kind = "contracts"
    entity = "service_contract"
    term = "contrato de prestación de servicios"
    table = ServiceContractRow
    input = ServiceContractIn
    shown = ServiceContract
    key_members = ("number",)
    members: ClassVar[tuple[Member, ...]] = (
        code("number", "numero", "contrato", "numero_de_contrato", needed="el número del contrato"),
        _LAWYER,
        text("represented_by", "representante", "representado_por"),
        text("represented_as", "cargo", "en_su_caracter_de"),
        day("starts_on", "inicio", "fecha_de_inicio", "vigente_desde", needed="el primer día del contrato"),
        day("ends_on", "fin", "fecha_de_fin", "vigente_hasta", "vencimiento", needed="el último día del contrato"),
        day("ended_on", "terminado_el", "fecha_de_terminacion", "rescindido_el"),
        text("end_reason", "motivo_de_terminacion", "motivo"),
        day("signed_on", "firmado_el", "fecha_de_firma"),
        texts("territory", "territorio", "distritos"),
        text("scope", "objeto", "alcance"),
        rate("commission", "comision", "porcentaje"),
        Member("commission_stages", "commission_stages", _tiers, ("comision_por_etapa",),
               tell=lambda kept: [f"{stage}={percent}" for stage, percent in kept.items()]),
        whole("acknowledgement_days", "dias_para_el_acuse", "plazo_acuse", least=1, most=365),
        whole("report_days", "dias_para_informe", "plazo_informe", least=1, most=365),
        whole("return_days", "dias_para_devolver", "plazo_devolucion", least=1, most=365),
        text("penalties", "penas", "penas_convencionales"),
        choices("clauses", PROCESSOR_CLAUSES, "clausulas"),
        _DOCUMENT,
    )  # fmt: skip
    target = CONTRACT
    order = ("number", "id")
    filters: ClassVar[dict[str, str]] = {"lawyer": "lawyer_id"}
    paths = ("number", "lawyer.name_key", "lawyer.cedula")

    def complete(self, row: Row | None, values: dict[str, Any], warnings: list[str]) -> dict[str, Any]:
        """See `Declared.complete`."""
        merged = {name: getattr(row, name) for name in _DAYS if row is not None} | values
        starts, ends, ended = (merged.get(name) for name in _DAYS)
        if starts and ends and ends < starts:
            raise Problem("ends_on", "El contrato no puede terminar antes de empezar.")
        if ended and starts and ended < starts:
            raise Problem("ended_on", "El contrato no puede darse por terminado antes de empezar.")
        present = values.get("clauses", getattr(row, "clauses", None) or ())
        if missing := missing_clauses(present):
            warnings.append(f"clauses: faltan {len(missing)} cláusulas del encargado (LGPDPPSO 53): {missing[0]}…")
        return values

    @classmethod
    def more(cls, session: Session, rows: Sequence[Row]) -> list[dict[str, Any]]:
        """See `Declared.more`."""
        amended = registry_rows.children(session, ContractAmendmentRow, "contract_id", [row.id for row in rows])
        made = []
        for row in rows:
            ends = max([row.ends_on, *(one.ends_on for one in amended.get(row.id, ()) if one.ends_on)])
            last = min(ends, row.ended_on) if row.ended_on else ends
            made.append({"last_on": last, "missing_clauses": missing_clauses(row.clauses)})
        return made

    @classmethod
    def label(cls, entity: ServiceContract) -> str:
        """See `Book.label`."""
        return f"contrato {entity.number} de {entity.lawyer}"


_DAYS = ("starts_on", "ends_on", "ended_on")


class AmendmentBook(Declared):
    """Amendments of service contracts, by contract and number."""

    kind = "contract-amendments"
    entity = "contract_amendment"
    term = "convenio modificatorio de un contrato"
    table = ContractAmendmentRow
    input = AmendmentIn
    shown = Amendment
    key_members = ("contract", "number")
    members: ClassVar[tuple[Member, ...]] = (
        ref("contract", CONTRACT, "contract_id", "contrato", "numero_de_contrato", needed="el número del contrato"),
        code("number", "numero", "convenio", needed="el número del convenio modificatorio"),
        day("signed_on", "firmado_el", "fecha", needed="la fecha de firma"),
        day("ends_on", "nuevo_fin", "vigente_hasta"),
        text("subject", "objeto", "asunto"),
        _DOCUMENT,
    )
    order = ("signed_on", "id")
    newest = True
    filters: ClassVar[dict[str, str]] = {"contract": "contract_id"}
    paths = ("number",)

    @classmethod
    def label(cls, entity: Amendment) -> str:
        """See `Book.label`."""
        return f"modificatorio {entity.number} de {entity.contract}"


class PowerBook(Declared):
    """Powers of attorney, by deed, notary and city."""

    kind = "powers"
    entity = "power"
    term = "poder notarial"
    table = PowerRow
    input = PowerIn
    shown = Power
    key_members = ("deed", "notary", "city")
    members: ClassVar[tuple[Member, ...]] = (
        code("deed", "escritura", "numero_de_escritura", needed="el número de escritura"),
        code("notary", "notaria", "notario", "numero_de_notaria", needed="la notaría"),
        code("city", "ciudad", "plaza", needed="la ciudad de la notaría"),
        text("volume", "volumen", "tomo"),
        day("signed_on", "fecha", "otorgado_el"),
        text("grantor", "otorgante", "poderdante"),
        text("grantor_office", "cargo_del_otorgante", "cargo"),
        _LAWYER,
        choices("faculties", FACULTIES, "facultades"),
        text("limits", "limites", "limitaciones"),
        text("registry_entry", "inscripcion", "datos_de_registro"),
        day("revoked_on", "revocado_el", "fecha_de_revocacion"),
        _DOCUMENT,
    )
    order = ("deed", "id")
    filters: ClassVar[dict[str, str]] = {"lawyer": "lawyer_id"}
    paths = ("deed", "lawyer.name_key", "lawyer.cedula")

    def complete(self, row: Row | None, values: dict[str, Any], warnings: list[str]) -> dict[str, Any]:
        """See `Declared.complete`."""
        merged = {name: getattr(row, name) for name in ("signed_on", "revoked_on") if row is not None} | values
        signed, revoked = merged.get("signed_on"), merged.get("revoked_on")
        if signed and revoked and revoked < signed:
            raise Problem("revoked_on", "El poder no puede revocarse antes de otorgarse.")
        return values

    @classmethod
    def label(cls, entity: Power) -> str:
        """See `Book.label`."""
        return f"escritura {entity.deed}, notaría {entity.notary} de {entity.city}"
