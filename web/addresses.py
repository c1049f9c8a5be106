"""Where the page of a thing is: what queues, dossiers and the log name by kind and id."""

from urllib.parse import quote

_PAGES = {
    "document": "/documentos/",
    "unregistered_note": "/pagares/",
    "lost_note": "/pagares-perdidos/",
    "debtor": "/deudores/",
    "person": "/deudores/",
    "credit": "/creditos/",
    "lawsuit": "/juicios/",
    "loan": "/custodia/vales/",
    "original": "/custodia/originales/",
    "count": "/custodia/arqueos/",
    "receipt": "/acuses/",
    "assignment_batch": "/cartera/asignaciones/",
    "commission_packet": "/cartera/comisiones/",
    "lawyer": "/cartera/obligaciones/",
    "service_contract": "/cartera/contratos/",
    "hearing_list": "/audiencias/",
    "data_request": "/cartera/solicitudes/",
    "public_version": "/cartera/versiones-publicas/",
    "reservation": "/cartera/reservas/",
    "scan_inspection": "/calidad/",
    "batch": "/lotes/",
}


def address(kind: str, key: str) -> str:
    """The path of the thing's page; empty where it has none, or the log names none with a dash."""
    base = _PAGES.get(kind)
    return base + quote(key, safe="") if base and key not in ("", "-") else ""
