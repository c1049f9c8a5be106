"""What hangs on a document that would be left without pages, in words."""

from schemas.errors import Conflict
from service.operations.registry.kinds import BOOKS
from storage.records import Session, arranging
from storage.records.tables import DocumentRow

WORDS = {
    **{str(book.table.__tablename__): book.term for book in BOOKS},
    "case_file_documents": "integración a un expediente de archivo",
    "commission_packet_items": "pieza de un paquete de comisión",
    "inspected_pages": "nueva digitalización de una hoja inspeccionada",
    "lots": "acta de un lote de archivo",
    "note_sources": "datos dados a un pagaré",
    "originals": "original en papel",
    "public_versions": "versión pública",
    "reservations": "reserva",
}
"""How each table that refers to documents is called."""


def refuse_if_anything_hangs(session: Session, document: DocumentRow) -> None:
    """Refuse to leave a document without pages while something refers to it.

    An original in custody, a reservation or a registered act is of that paper: which document it is of from then on
    is for a person to say, and where it is an act of law cannot be said by moving pages (docs/decisions/0036).

    Raises:
        Conflict: code `still_referred`; the sentence names what hangs on it.
    """
    found = arranging.hanging(session, document.id)
    if not found:
        return
    named = "; ".join(dict.fromkeys(f"{WORDS[table]} {called}".strip() for table, called in found))
    raise Conflict(
        f"El documento «{document.title}» se quedaría sin páginas y de él dependen: {named}. "
        "Páselos antes al documento que recibe sus páginas, o deje éste como está.",
        code="still_referred",
    )
