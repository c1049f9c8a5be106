"""The four ends of every file received, and the reasons that go with them.

`in_progress` is not an end: it is what a receipt shows until one is reached.
"""

from collections.abc import Iterable
from enum import StrEnum


class Outcome(StrEnum):
    """The final outcome of a receipt; exactly one each."""

    FILED = "filed"
    NEEDS_REVIEW = "needs_review"
    DUPLICATE = "duplicate"
    REJECTED = "rejected"


class Reason(StrEnum):
    """Why a receipt or document ended so. Stable codes; the sentence is in `SENTENCES`."""

    PASSWORD_REQUIRED = "password_required"
    WRONG_FILE_PASSWORD = "wrong_file_password"
    DAMAGED = "damaged"
    NOT_A_DOCUMENT = "not_a_document"
    UNREAD_FORMAT = "unread_format"
    TOO_LARGE = "too_large"
    EMPTY = "empty"
    TIMED_OUT = "timed_out"
    NO_PAGES = "no_pages"
    NO_TEXT = "no_text"
    SAME_BYTES = "same_bytes"
    PAGES_FAILED = "pages_failed"
    UNSURE_TYPE = "unsure_type"
    UNSURE_LINK = "unsure_link"
    NO_LINK = "no_link"
    AMOUNT_CONFLICT = "amount_conflict"
    POSSIBLE_RESCAN = "possible_rescan"
    MISSING_SEPARATORS = "missing_separators"
    WORK_FAILED = "work_failed"


SENTENCES: dict[Reason, str] = {
    Reason.PASSWORD_REQUIRED: "El archivo está protegido: falta la contraseña para abrirlo.",
    Reason.WRONG_FILE_PASSWORD: "La contraseña dada no abre el archivo; revise mayúsculas y acentos, y délela otra vez.",
    Reason.DAMAGED: "El archivo está dañado y no se pudo leer ninguna página.",
    Reason.NOT_A_DOCUMENT: "El archivo no es un documento que se pueda leer.",
    Reason.UNREAD_FORMAT: "El archivo está en un formato que aquí no se lee: guárdelo como PDF (o como DOCX o XLSX) y envíelo otra vez.",
    Reason.TOO_LARGE: "El archivo o una de sus páginas rebasa el tamaño permitido.",
    Reason.EMPTY: "El archivo está vacío (0 bytes).",
    Reason.TIMED_OUT: "La lectura rebasó el tiempo permitido.",
    Reason.NO_PAGES: "El archivo no tiene páginas.",
    Reason.NO_TEXT: "No se encontró texto legible en ninguna página.",
    Reason.SAME_BYTES: "Ya se había recibido exactamente el mismo archivo.",
    Reason.PAGES_FAILED: "Una o más páginas no se pudieron leer.",
    Reason.UNSURE_TYPE: "No es seguro el tipo de documento.",
    Reason.UNSURE_LINK: "Hay una propuesta de vínculo por confirmar.",
    Reason.NO_LINK: "No se encontró a qué deudor, crédito o juicio pertenece.",
    Reason.AMOUNT_CONFLICT: "La cantidad en letra y la cantidad en cifras no coinciden.",
    Reason.POSSIBLE_RESCAN: "Parece otra digitalización de un documento ya archivado.",
    Reason.MISSING_SEPARATORS: "Se encontraron menos hojas separadoras que las esperadas.",
    Reason.WORK_FAILED: "El trabajo falló varias veces; un administrador puede reintentarlo.",
}


def in_words(codes: Iterable[str]) -> str | None:
    """Every reason in its sentence, each once, in the order given; None without any."""
    return " ".join(SENTENCES[Reason(code)] for code in dict.fromkeys(codes)) or None
