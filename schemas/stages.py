"""The stages of a lawsuit (etapas): their names, the way most suits go, and which of them end one. DOMAIN 2.12."""

STAGE_NAMES = {
    "ASIGNADO": "Asignado",
    "DEMANDA_PRESENTADA": "Demanda",
    "PREVENCION": "Prevención",
    "AUTO_EXEQUENDO": "Auto de exequendo",
    "DESECHADA": "Desechada",
    "DILIGENCIA": "Diligencia",
    "EXHORTO": "Exhorto",
    "BUSQUEDA_EDICTOS": "Búsqueda y edictos",
    "CONTESTACION": "Contestación",
    "REBELDIA": "Rebeldía",
    "ALLANAMIENTO": "Allanamiento",
    "VISTA_ACTOR": "Vista a la actora",
    "PRUEBAS": "Pruebas",
    "ALEGATOS_CITACION": "Alegatos y citación",
    "SENTENCIA": "Sentencia",
    "APELACION": "Apelación",
    "AMPARO": "Amparo",
    "EJECUTORIA": "Ejecutoria",
    "LIQUIDACION": "Liquidación",
    "AVALUO": "Avalúo",
    "REMATE": "Remate",
    "ADJUDICACION_PAGO": "Adjudicación y pago",
    "CONVENIO_JUDICIAL": "Convenio judicial",
    "CADUCIDAD": "Caducidad",
    "DESISTIMIENTO": "Desistimiento",
    "CONCLUIDO": "Concluido",
    "ARCHIVADO": "Archivado",
}
MAIN = (
    "DEMANDA_PRESENTADA",
    "AUTO_EXEQUENDO",
    "DILIGENCIA",
    "CONTESTACION",
    "PRUEBAS",
    "SENTENCIA",
    "EJECUTORIA",
    "REMATE",
)
"""The way of a suit that meets no hindrance."""

FRUITLESS = frozenset(("DESECHADA", "CADUCIDAD", "DESISTIMIENTO"))
"""Stages of a suit that came to nothing: its notes may be sued on again."""
ENDED = FRUITLESS | {"CONCLUIDO", "ARCHIVADO"}
"""Stages after which a suit goes on no more and its court has no more use for an original."""
OVER = ENDED | {"ADJUDICACION_PAGO"}
"""Stages after which nothing of the main way comes any more."""


def stage_name(stage: str) -> str:
    """The stage in Spanish; a stage we do not know by its own name."""
    code = stage_code(stage)
    return STAGE_NAMES.get(code, code.replace("_", " ").capitalize())


def stage_code(stage: str) -> str:
    """The stage as a code, however it was written."""
    return stage.strip().upper().replace(" ", "_")
