"""The security document (documento de seguridad, LGPDPPSO 29) as values: what the system can say of itself, and what it cannot."""

from datetime import datetime

import msgspec

from schemas.access import Action, Role
from schemas.institute import Step


class Kept(msgspec.Struct, frozen=True):
    """A part of the inventory: which tables, what of people they hold."""

    name: str
    data: str
    tables: tuple[str, ...]


class Place(msgspec.Struct, frozen=True):
    """Where something is kept: an address without its secrets, and what may be said of it in words."""

    name: str
    address: str
    note: str


class Holder(msgspec.Struct, frozen=True):
    """A user who is active: name, how they are called, whether a second factor guards the sign-in."""

    name: str
    display_name: str
    second_factor: bool


class Duty(msgspec.Struct, frozen=True):
    """A role with what it may do, in words, and who holds it now."""

    role: str
    may: tuple[str, ...]
    holders: tuple[Holder, ...]


class Measure(msgspec.Struct, frozen=True):
    """A risk with the measure against it: whether it is in force (null where this system cannot tell), what was found."""

    risk: str
    measure: str
    in_force: bool | None
    found: str


class SecurityDocument(msgspec.Struct, frozen=True, kw_only=True):
    """The seven sections of article 29, as of `at`; `unsaid` is what the institute has not said, in words.

    Inventory (`kept`, `places`, and how many `persons`, `documents`, `pages`), duties, risks with their measures, gaps, work plan,
    monitoring, training.
    """

    at: datetime
    kept: tuple[Kept, ...]
    places: tuple[Place, ...]
    persons: int
    documents: int
    pages: int
    duties: tuple[Duty, ...]
    measures: tuple[Measure, ...]
    risks: tuple[str, ...]
    gaps: tuple[str, ...]
    plan: tuple[Step, ...]
    monitoring: tuple[str, ...]
    training: tuple[str, ...]
    unsaid: tuple[str, ...]


SECTIONS = (
    "I. Inventario de datos personales y de los sistemas de tratamiento",
    "II. Funciones y obligaciones de las personas que tratan datos personales",
    "III. Análisis de riesgos",
    "IV. Análisis de brecha",
    "V. Plan de trabajo",
    "VI. Mecanismos de monitoreo y revisión",
    "VII. Programa general de capacitación",
)
"""What the document must contain, at least (LGPDPPSO 29-I to VII)."""

INVENTORY = (
    Kept("Personas", "nombre, CURP, RFC, nacimiento, domicilios, teléfonos, correo, papel en cada crédito",
         ("persons", "person_merges", "addresses", "credit_parties")),
    Kept("Créditos y títulos", "quién debe, avala y firma; importes, saldos, pagos y convenios",
         ("credits", "period_contracts", "balances", "recoveries", "promissory_notes", "note_obligors", "endorsements", "note_payments",
          "note_elements", "note_sources", "note_cancellations", "restructures", "restructured_notes", "agreements", "agreement_signers",
          "agreement_instalments", "settlements")),
    Kept("Juicios", "partes, notificaciones, embargos y resoluciones",
         ("lawsuits", "lawsuit_credits", "lawsuit_notes", "lawsuit_parties", "stage_events", "filings", "acknowledgements",
          "resolutions", "notifications", "diligences", "seizures", "letters_rogatory", "edicts", "bulletin_lines", "suit_alerts", "lapse_pauses",
          "supervision_notes", "hearing_lists", "courts", "closures")),
    Kept("Documentos y lo leído en ellos", "cuanto dice el papel: texto completo, imágenes, datos y ligas",
         ("receipts", "uploads", "batches", "documents", "pages", "readings", "fields", "links", "last_reviews", "stored_objects",
          "binding_orders")),
    Kept("Calidad de la digitalización", "quién digitalizó cada página inspeccionada, quién la vio y qué halló",
         ("scan_inspections", "inspected_pages")),
    Kept("Originales en custodia", "de quién es el papel, quién lo tiene y quién lo recibió",
         ("originals", "places", "custody_events", "custody_incidents", "loans", "loan_items", "loan_extensions", "counts")),
    Kept("Gestión documental", "título y asunto de los expedientes de archivo, que pueden nombrar personas",
         ("classification_nodes", "retention_rules", "case_files", "case_file_documents", "holds", "lots", "lot_files")),
    Kept("Transparencia y datos personales", "solicitantes y titulares, versiones públicas, reservas, vulneraciones",
         ("data_requests", "public_versions", "public_version_pages", "reservations", "breaches")),
    Kept("Abogados externos y comisiones", "nombre, cédula, contratos y poderes; pagos de la persona deudora que causan comisión",
         ("lawyers", "service_contracts", "contract_amendments", "powers", "assignments", "assignment_batches",
          "assignment_batch_items", "commission_packets", "commission_packet_items")),
    Kept("Recados", "quién llamó, su teléfono y lo que dijo", ("call_messages",)),
    Kept("Usuarios y sesiones", "nombre de usuario, resumen de su contraseña, segundo factor cifrado, direcciones desde las que entra",
         ("users", "sessions", "tokens", "recovery_codes", "pending_sign_ins", "saved_searches", "idempotency_keys")),
    Kept("Bitácora", "quién consultó, cambió o entregó qué, y cuándo; búsquedas tal como se escribieron",
         ("events", "log_heads", "checkpoints", "changes")),
    Kept("Funcionamiento", "nada de personas, salvo por sus claves internas",
         ("jobs", "workers", "facts", "touched", "legal_rules")),
)  # fmt: skip
"""Every table of the database, by what of people it holds."""

ROLE_DUTIES: dict[Role, str] = {
    Role.ADMINISTRATOR: "Instala, respalda, da de alta usuarios y responde del sistema",
    Role.ARCHIVIST: "Captura, revisa, custodia originales y atiende solicitudes",
    Role.PORTFOLIO_HEAD: "Decide sobre el archivo, supervisa y firma",
    Role.EXTERNAL_LAWYER: "Persona encargada (LGPDPPSO 52): sólo los asuntos que se le asignaron, mientras dure su contrato",
    Role.AUDITOR: "Sólo consulta; lo que ve lleva marca de agua y cada consulta queda en la bitácora",
}
ACTION_NAMES: dict[Action, str] = {
    Action.READ_DOCUMENTS: "ver documentos",
    Action.READ_ORIGINALS: "descargar archivos como se recibieron",
    Action.ADD_DOCUMENTS: "recibir documentos",
    Action.REVIEW_DOCUMENTS: "revisar y corregir documentos",
    Action.DISCARD_DOCUMENTS: "dar de baja lo rechazado",
    Action.READ_REGISTRY: "ver el registro",
    Action.WRITE_REGISTRY: "cambiar el registro",
    Action.READ_DOSSIERS: "ver y descargar dossieres",
    Action.PREPARE_HEARINGS: "preparar audiencias",
    Action.READ_CUSTODY: "ver la custodia",
    Action.WRITE_CUSTODY: "mover originales",
    Action.READ_RECORDS: "ver la gestión documental",
    Action.WRITE_RECORDS: "integrar carpetas de archivo, solicitudes y reservas",
    Action.DECIDE_RECORDS: "decidir resguardos, bajas, reservas y versiones públicas",
    Action.READ_SUPERVISION: "ver la supervisión",
    Action.SUPERVISE: "supervisar",
    Action.READ_COMMISSIONS: "ver comisiones",
    Action.WRITE_COMMISSIONS: "integrar comisiones",
    Action.READ_EVENTS: "ver la bitácora",
    Action.READ_SYSTEM: "ver el estado del sistema",
    Action.MANAGE_JOBS: "reintentar trabajos",
    Action.MANAGE_USERS: "administrar usuarios y ajustes",
}
