"""What states of notes, ways of notice, acts and lists of the log are called on screens."""

import re

from schemas.access import SYSTEM
from schemas.identity import is_id
from service.operations.queues.running import QUEUES
from service.operations.registry.kinds import BOOKS

NOTE_STATES = {
    "en_boveda": "en la bóveda",
    "con_abogado": "con el abogado",
    "en_juzgado": "en el juzgado",
    "devuelto_cancelado": "devuelto y cancelado",
    "sustituido": "sustituido",
    "extraviado": "extraviado",
    "danado": "dañado",
    "electronico": "electrónico",
}
WAYS_SAID = {
    "personal": "personal",
    "boletin": "por boletín judicial",
    "estrados": "por estrados",
    "edictos": "por edictos",
    "correo": "por correo certificado",
    "electronica": "electrónica",
}
ACTS = {
    "view": "lo consultó",
    "view_dossier": "consultó el dossier",
    "open_commission_packet": "abrió o cambió el paquete de comisión",
    "add_commission_piece": "agregó una pieza al paquete",
    "remove_commission_piece": "quitó una pieza del paquete",
    "freeze_commission_packet": "congeló el paquete",
    "hand_over_commission_packet": "descargó el paquete",
    "send_commission_packet": "lo envió a Contabilidad",
    "ask_binding": "encargó su encuadernación",
    "draft": "preparó el borrador",
    "issue": "lo emitió",
    "hand_over_dossier": "descargó el dossier",
    "print": "lo imprimió",
    "export": "lo exportó",
    "create": "lo dio de alta",
    "update": "lo cambió",
    "sign_in": "entró",
    "sign_in_failed": "no pudo entrar",
    "sign_out": "salió",
    "close_session": "cerró una sesión",
    "change_password": "cambió su contraseña",
    "add_user": "dio de alta al usuario",
    "change_user": "cambió al usuario",
    "tie_to_provider": "ligó su cuenta institucional",
    "turn_on_second_factor": "activó su segundo factor",
    "turn_off_second_factor": "desactivó su segundo factor",
    "use_recovery_code": "usó un código de recuperación",
    "issue_token": "creó una credencial",
    "revoke_token": "revocó una credencial",
    "retry_job": "reintentó el trabajo",
    "export_log": "exportó la bitácora",
    "take_message": "anotó un recado",
    "finish_message": "atendió el recado",
    "verify_identity": "verificó su identidad",
    "note_supervision": "anotó su supervisión",
    "receive": "lo recibió",
    "inspect": "lo abrió para leerlo",
    "look": "lo abrió",
    "list": "vio una lista",
    "read_text": "vio su texto",
    "arrange": "reacomodó sus páginas",
    "validate": "validó el sello",
    "hand_over_archive": "entregó el archivo completo",
    "note_breach": "anotó una vulneración",
    "close_breach": "dio por cerrada la vulneración",
    "draw_scan_inspection": "sorteó páginas del lote por inspeccionar",
    "judge_scanned_page": "inspeccionó una página digitalizada",
    "accept_scanned_batch": "aceptó el lote digitalizado",
    "reject_scanned_batch": "rechazó el lote digitalizado",
    "settle_scanned_page": "atendió una página con defecto",
    "begin_public_version": "empezó la versión pública",
    "confirm_public_page": "confirmó una página de la versión pública",
    "black_out_words": "suprimió palabras de la versión pública",
    "ask_public_version": "pidió el PDF de la versión pública",
    "make_public_version": "hizo el PDF de la versión pública",
    "approve_public_version": "autorizó la versión pública",
    "give_back_public_version": "devolvió la versión pública",
    "cancel_public_version": "canceló la versión pública",
    "reserve": "lo clasificó como reservado",
    "decide_reservation": "anotó la decisión del Comité sobre la reserva",
    "extend_reservation": "amplió el plazo de la reserva",
    "declassify": "lo desclasificó",
    "open_case_file": "abrió la carpeta",
    "file_documents": "integró documentos a la carpeta",
    "close_case_file": "cerró la carpeta",
    "propose_lot": "propuso el lote",
    "sign_lot": "firmó el lote",
    "put_act": "anotó el acta del lote",
    "execute_primary_transfer": "hizo la transferencia primaria",
    "execute_secondary_transfer": "hizo la transferencia secundaria",
    "execute_destruction": "hizo la baja documental",
    "cancel_lot": "canceló el lote",
    "make_hearing_list": "preparó piezas para audiencia",
    "change_hearing_list": "cambió las piezas para audiencia",
    "remove_hearing_list": "quitó las piezas para audiencia",
    "save_search": "guardó una búsqueda",
    "remove_saved_search": "quitó una búsqueda guardada",
    "merge_persons": "unió dos personas",
    "undo_merge_persons": "separó dos personas unidas",
    "lend": "hizo el vale",
    "close_loan": "cerró el vale",
    "missing_sheets": "anotó fojas faltantes",
    "mend_original": "repuso el original dañado",
    "file": "lo archivó",
    "import": "importó una tabla",
    "view_custody": "consultó su custodia",
    "undo_review": "deshizo la revisión",
    "settle_incident": "resolvió la incidencia",
    "search": "buscó",
    "review": "lo revisó",
    "restore": "restauró un respaldo",
    "report_incident": "reportó una incidencia",
    "read_again": "pidió leerlo otra vez",
    "turn_page": "giró una página",
    "propose": "propuso el cuadro",
    "print_inventory": "imprimió el inventario",
    "print_handover": "imprimió el acta de entrega",
    "place_hold": "puso un resguardo legal",
    "lift_hold": "levantó el resguardo legal",
    "look_page": "vio una página",
    "give_password": "dio su contraseña",
    "extend_loan": "prorrogó el préstamo",
    "note_not_registered": "no pudo registrar el pagaré",
    "withdraw_note": "retiró del registro lo que confirmaba del pagaré",
    "remove": "lo quitó del registro",
    "export_queue": "exportó la cola",
    "download": "lo descargó",
    "discard": "lo dio de baja",
    "count_box": "contó la caja",
    "back_up": "respaldó el archivo",
    "custody_register": "dio de alta el original",
    "custody_move": "cambió de lugar el original",
    "custody_lend": "prestó el original",
    "custody_return": "recibió de vuelta el original",
    "custody_file_in_court": "lo presentó en el juzgado",
    "custody_collect_from_court": "lo recogió del juzgado",
    "custody_deliver_to_debtor": "lo entregó al deudor",
    "custody_report_lost": "reportó su extravío",
    "custody_find": "lo halló",
    "custody_transfer": "lo transfirió",
    "custody_destroy": "lo dio de baja",
}
THINGS = {
    "archive": "archivo completo",
    "assignment": "asignación",
    "assignment_batch": "relación de asignación",
    "backup": "respaldo",
    "batch": "lote",
    "binding": "encuadernación",
    "breach": "vulneración",
    "call_message": "recado",
    "case_file": "carpeta de archivo",
    "classification_node": "cuadro de clasificación",
    "closure": "suspensión",
    "commission_packet": "paquete de comisión",
    "count": "arqueo",
    "court": "juzgado",
    "credit": "crédito",
    "custody": "custodia",
    "debtor": "deudor",
    "document": "documento",
    "hearing_list": "piezas para audiencia",
    "hold": "resguardo",
    "incident": "incidencia",
    "job": "trabajo",
    "lawsuit": "juicio",
    "lawyer": "abogado",
    "legal_rule": "regla legal",
    "loan": "vale",
    "lot": "lote de transferencia o baja",
    "log": "bitácora",
    "monthly_board": "tablero mensual",
    "original": "original",
    "page": "página",
    "person": "persona",
    "place": "lugar",
    "public_version": "versión pública",
    "queue": "cola",
    "receipt": "recepción",
    "registry": "registro",
    "reservation": "reserva",
    "retention_rule": "regla de conservación",
    "saved_search": "búsqueda guardada",
    "scan_inspection": "inspección de un lote",
    "search": "búsqueda",
    "token": "credencial",
    "user": "usuario",
}

TERMS = {book.entity: book.term for book in BOOKS}
LISTS = {
    **{("registry", book.kind): book.term for book in BOOKS},
    **{("queue", name.value): queue.title for name, queue in QUEUES.items()},
    ("registry", "person-merges"): "personas unidas",
    ("queue", "diary"): "agenda",
    ("queue", "digest"): "resumen del día",
    ("queue", "review"): "documentos por revisar",
    ("custody", "originals"): "originales",
    ("custody", "loans"): "vales",
    ("custody", "counts"): "arqueos",
    ("custody", "incidents"): "incidencias",
    ("archive", "all"): "documento de seguridad",
    ("reservation", "all"): "índice de reservados",
    ("case_file", "all"): "inventario",
    ("classification_node", "scheme"): "cuadro entero",
}
"""What the log names by a word of ours instead of an id: lists, and things of which there is one."""

DONE = {
    ("review", "document"): ("documento revisado", "documentos revisados"),
    ("hand_over_dossier", "debtor"): ("dossier entregado", "dossieres entregados"),
    ("view_dossier", "debtor"): ("dossier consultado", "dossieres consultados"),
    ("view_dossier", "lawsuit"): ("juicio consultado", "juicios consultados"),
    ("lend", "loan"): ("vale hecho", "vales hechos"),
    ("custody_register", "original"): ("original dado de alta", "originales dados de alta"),
    ("custody_move", "original"): ("original cambiado de caja", "originales cambiados de caja"),
    ("custody_lend", "original"): ("original prestado", "originales prestados"),
    ("custody_return", "original"): ("original devuelto", "originales devueltos"),
    ("custody_file_in_court", "original"): ("original presentado en juzgado", "originales presentados en juzgado"),
    ("custody_deliver_to_debtor", "original"): ("original entregado al deudor", "originales entregados al deudor"),
    ("custody_report_lost", "original"): (
        "original reportado como extraviado",
        "originales reportados como extraviados",
    ),
    ("extend_loan", "loan"): ("vale prorrogado", "vales prorrogados"),
    ("count_box", "place"): ("caja contada", "cajas contadas"),
    ("report_incident", "incident"): ("incidencia reportada", "incidencias reportadas"),
    ("verify_identity", "debtor"): ("identidad verificada", "identidades verificadas"),
    ("note_supervision", "lawsuit"): ("nota de supervisión", "notas de supervisión"),
    ("create", "lawsuit"): ("juicio dado de alta", "juicios dados de alta"),
    ("update", "lawsuit"): ("juicio con cambios", "juicios con cambios"),
    ("create", "credit"): ("crédito dado de alta", "créditos dados de alta"),
    ("update", "credit"): ("crédito con cambios", "créditos con cambios"),
    ("create", "debtor"): ("deudor dado de alta", "deudores dados de alta"),
    ("create", "assignment"): ("asignación hecha", "asignaciones hechas"),
    ("export_queue", "queue"): ("cola exportada", "colas exportadas"),
}
"""What was done, of one and of several, in the order of the digest."""
_MEMBER = re.compile(r"^[a-z][a-z_]*: ")


def done(action: str, object_kind: str, number: int) -> str:
    """`3 vales hechos`; empty for acts the digest does not tell."""
    one, several = DONE.get((action, object_kind), ("", ""))
    return f"{number:,} {one if number == 1 else several}" if one else ""


def spoken(sentence: str) -> str:
    """What an error says, for a screen: without the member of a form in front, which only programs know by that name."""
    said = _MEMBER.sub("", sentence, count=1)
    return said[:1].upper() + said[1:]


def act(code: str) -> str:
    """What somebody did, as the predicate of a sentence."""
    return ACTS.get(code, code.replace("_", " "))


def thing(kind: str) -> str:
    """What an entry of the log is about: of the registry the term of its kind."""
    return THINGS.get(kind) or TERMS.get(kind) or kind.replace("_", " ")


def listed(kind: str, name: str) -> str:
    """Which list an entry of the log is about, in Spanish; empty where it names one thing by its id."""
    return LISTS.get((kind, name), "")


def who(name: str) -> str:
    """Who did something: a user by name, the system, or somebody at the machine's own command line."""
    if name == SYSTEM.name:
        return "Legajo"
    return f"{name.removeprefix('cli:')}, en el servidor" if name.startswith("cli:") else name


def is_word(name: str) -> bool:
    """Whether what the log names a thing by says something to a person: an id of ours does not, nor does the dash for none."""
    return name != "-" and not is_id(name)
