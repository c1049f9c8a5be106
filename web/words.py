"""What states of credits and acts of the log are called on screens."""

from schemas.stage_line import STAGE_NAMES, stage_code

STATUSES = {
    "vigente": "Vigente",
    "vencido": "Vencido",
    "incobrable": "Incobrable",
    "prescrito_cambiario": "Prescrita la acción cambiaria",
    "asignado": "Asignado a abogado",
    "judicial": "En juicio",
    "demandado": "Demandado",
    "emplazado": "Emplazado",
    "sentenciado": "Sentenciado",
    "convenio": "En convenio",
    "pago_anticipado": "Pago anticipado",
    "reestructurado": "Reestructurado",
    "finiquitado": "Finiquitado",
    "caducado": "Caducado",
    "desechado": "Desechado",
}
ACTS = {
    "view": "lo consultó",
    "view_dossier": "consultó el dossier",
    "hand_over_dossier": "descargó el dossier",
    "print": "lo imprimió",
    "export": "lo exportó",
    "create": "lo dio de alta",
    "update": "lo cambió",
}


def status(code: str) -> str:
    """The state of a credit; one we have no name for as it was written."""
    return STATUSES.get(code, code.replace("_", " ").capitalize())


def stage(text: str) -> str:
    """The stage of a lawsuit in Spanish; any other text as it is."""
    return STAGE_NAMES.get(stage_code(text), text)


def act(code: str) -> str:
    """What somebody did, as the predicate of a sentence."""
    return ACTS.get(code, code.replace("_", " "))
