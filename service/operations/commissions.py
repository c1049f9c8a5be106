"""The evidence of a lawyer's commission on a payment got (paquete de evidencia de comisión): gathered, frozen, sent to accounting.

A packet is a draft until it is frozen; from then on its manifest stands byte for byte, whatever becomes of the registry.
No sum is worked out here: accounting does that from the payment, the percentage and the invoice.
"""

import hashlib
from collections.abc import Sequence

from msgspec import UNSET

from schemas.access import Action, Actor
from schemas.commissions import (
    MOST_PIECES,
    ROLES,
    TAKES,
    Lack,
    Packet,
    PacketIn,
    PacketState,
    PieceIn,
    PieceRole,
    SentIn,
    canonical,
)
from schemas.errors import Conflict, InvalidInput, NotFound
from schemas.outcomes import Outcome
from service.archive import Archive, require
from service.operations import commission_views as views
from service.operations.paging import next_after, page_length
from service.operations.registry.contracts import ServiceContractBook
from service.operations.registry.values import Problem
from service.operations.registry.values import percent as as_percent
from storage.objects.keys import original_key
from storage.objects.protocol import is_there
from storage.records import Session, commissions, events, new_id, now
from storage.records.tables import (
    CommissionPacketItemRow,
    CommissionPacketRow,
    DocumentRow,
    RecoveryRow,
    ServiceContractRow,
)

MOST_NOTE = 500


def open_packet(archive: Archive, actor: Actor, given: PacketIn) -> tuple[Packet, bool]:
    """Open the packet of a payment, or change its contract and percentage; it says what is missing. True when it is new.

    The paper of the contract, if the registry knows it, is put in as its piece.

    Raises:
        Forbidden: the actor does not prepare packets.
        NotFound: no such payment or contract.
        InvalidInput: the contract is of a lawyer who had not the credit that day, or the percentage is not in it.
        Conflict: code `packet_frozen`.
    """
    require(actor, Action.WRITE_COMMISSIONS)
    with archive.database.write() as session:
        recovery = commissions.locked_recovery(session, given.recovery)
        if recovery is None:
            raise NotFound("No se encontró la recuperación.")
        row = commissions.of_recovery(session, recovery.id)
        created = row is None
        if row is None:
            row = CommissionPacketRow(
                id=new_id(),
                recovery_id=recovery.id,
                state=PacketState.DRAFT.value,
                opened_by=actor.name,
                opened_at=now(),
                sent_note="",
                version=0,
            )
            session.add(row)
        _refuse_frozen(row)
        if created or given.contract is not UNSET:
            _put_contract(session, actor, row, recovery, given)
        _put_percent(session, row, given)
        row.version += 1
        session.flush()
        _record(session, actor, "open_commission_packet", row, contract=row.contract_id, percent=row.percent)
        return views.shown(session, [row])[0], created


def add_piece(archive: Archive, actor: Actor, packet_id: str, given: PieceIn) -> Packet:
    """Put a document in as proof.

    Raises:
        Forbidden, Conflict: as `open_packet`; code `packet_full`, or `piece_there` when it is in with that role.
        NotFound: no such packet or document.
        InvalidInput: the document does not prove that, or it has no such pages.
    """
    require(actor, Action.WRITE_COMMISSIONS)
    with archive.database.write() as session:
        row = _draft(session, packet_id)
        document = commissions.document(session, given.document)
        if document is None:
            raise NotFound("No se encontró el documento.")
        there = commissions.pieces(session, [row.id])[row.id]
        if len(there) >= MOST_PIECES:
            raise Conflict(f"Un paquete lleva {MOST_PIECES} piezas a lo más.", code="packet_full")
        if any(item.role == given.role and item.document_id == document.id for item, _ in there):
            raise Conflict("Ese documento ya está en el paquete con ese papel.", code="piece_there")
        if problem := _unfit(session, row, given.role, document):
            raise InvalidInput(problem, code="unfit_piece")
        _put_piece(session, actor, row, given, document)
        row.version += 1
        session.flush()
        _record(session, actor, "add_commission_piece", row, role=given.role.value, document=document.id)
        return views.shown(session, [row])[0]


def remove_piece(archive: Archive, actor: Actor, packet_id: str, piece_id: str) -> Packet:
    """Take a piece out; the document stays where it is.

    Raises:
        Forbidden, NotFound, Conflict: as `add_piece`.
    """
    require(actor, Action.WRITE_COMMISSIONS)
    with archive.database.write() as session:
        row = _draft(session, packet_id)
        for item, _ in commissions.pieces(session, [row.id])[row.id]:
            if item.id == piece_id:
                session.delete(item)
                row.version += 1
                session.flush()
                _record(session, actor, "remove_commission_piece", row, role=item.role, document=item.document_id)
                return views.shown(session, [row])[0]
    raise NotFound("Esa pieza no está en el paquete.")


def freeze(archive: Archive, actor: Actor, packet_id: str, *, version: int | None = None) -> Packet:
    """Freeze the packet: its manifest and the digest of that are kept, and nothing changes any more.

    Raises:
        Forbidden, NotFound: as `add_piece`.
        Conflict: code `packet_incomplete`, naming all that is missing; `packet_frozen`; `changed_meanwhile`.
        Unavailable: the store does not answer.
    """
    require(actor, Action.WRITE_COMMISSIONS)
    with archive.database.read() as session:
        row = _row(session, packet_id)
        seen = row.version if version is None else version
        originals = {document.sha256: document.title for _, document in commissions.pieces(session, [row.id])[row.id]}
    lost = _not_in_store(archive, originals)
    with archive.database.write() as session:
        row = _draft(session, packet_id)
        if row.version != seen:
            raise Conflict("Otra persona cambió el paquete; vuelva a abrirlo.", code="changed_meanwhile")
        pieces = commissions.pieces(session, [row.id])[row.id]
        packet = views.shown(session, [row])[0]
        lacking = [*packet.missing, *_not_fit(session, row, pieces), *lost]
        if lacking:
            sentences = " ".join(one.sentence for one in lacking)
            raise Conflict(f"No se puede congelar el paquete. {sentences}", code="packet_incomplete")
        for item, document in pieces:
            item.sha256 = document.sha256
        row.state, row.frozen_by, row.frozen_at = PacketState.FROZEN.value, actor.name, now()
        frozen = canonical(views.manifest_of(session, row, pieces))
        row.manifest, row.digest = frozen.decode(), hashlib.sha256(frozen).hexdigest()
        row.version += 1
        session.flush()
        _record(session, actor, "freeze_commission_packet", row, digest=row.digest, pieces=len(pieces))
        return views.shown(session, [row])[0]


def mark_sent(archive: Archive, actor: Actor, packet_id: str, given: SentIn) -> Packet:
    """Note that a frozen packet was sent to accounting (enviado a Contabilidad), by whom and when; once.

    Raises:
        Forbidden, NotFound: as `add_piece`.
        Conflict: code `packet_not_frozen`, or `packet_sent` when it was before.
    """
    require(actor, Action.WRITE_COMMISSIONS)
    with archive.database.write() as session:
        row = _row(session, packet_id, lock=True)
        if row.state == PacketState.DRAFT:
            raise Conflict("Sólo se envía a Contabilidad un paquete congelado.", code="packet_not_frozen")
        if row.state == PacketState.SENT:
            raise Conflict("El paquete ya se envió a Contabilidad.", code="packet_sent")
        row.state, row.sent_by, row.sent_at = PacketState.SENT.value, actor.name, now()
        row.sent_note = given.note.strip()[:MOST_NOTE]
        row.version += 1
        session.flush()
        _record(session, actor, "send_commission_packet", row, digest=row.digest, note=row.sent_note)
        return views.shown(session, [row])[0]


def get_packet(archive: Archive, actor: Actor, packet_id: str) -> Packet:
    """One packet; the look is recorded.

    Raises:
        Forbidden: the actor may not see packets.
        NotFound: there is none.
    """
    require(actor, Action.READ_COMMISSIONS)
    with archive.database.read() as session:
        row = _row(session, packet_id)
        found = views.shown(session, [row])[0]
    archive.looks.viewed(actor, "commission_packet", row.id, recovery=row.recovery_id, version=row.version)
    return found


def list_packets(
    archive: Archive, actor: Actor, state: PacketState | None = None, before: str | None = None, limit: int = 50
) -> tuple[tuple[Packet, ...], str | None]:
    """A page of packets, the newest first, and where the next begins.

    Raises:
        Forbidden: as `get_packet`.
    """
    require(actor, Action.READ_COMMISSIONS)
    limit = page_length(limit)
    with archive.database.read() as session:
        rows = commissions.listing(session, state.value if state else None, before, limit + 1)
        shown = views.shown(session, rows[:limit])
    archive.looks.listed(actor, "commission_packet", "-", len(shown), state=state)
    return shown, next_after(rows, limit)


def _put_contract(
    session: Session, actor: Actor, row: CommissionPacketRow, recovery: RecoveryRow, given: PacketIn
) -> None:
    """Say which contract it is, and put its paper in instead of another's."""
    theirs = commissions.contracts_for(session, recovery.credit_id, recovery.on)
    found = _named(session, actor, theirs, given.contract) if given.contract else None
    if given.contract is UNSET:
        last = zip(theirs, ServiceContractBook.views(session, theirs), strict=True)
        held = [one for one, said in last if one.starts_on <= recovery.on <= said.last_on]
        found = held[0] if len(held) == 1 else None
    row.contract_id, row.percent = (found.id if found else None), None
    session.flush()
    for item, _ in commissions.pieces(session, [row.id])[row.id]:
        if item.role == PieceRole.CONTRACT:
            session.delete(item)
    session.flush()
    document = commissions.document(session, found.document_id) if found and found.document_id else None
    if document is not None and _unfit(session, row, PieceRole.CONTRACT, document) is None:
        _put_piece(session, actor, row, PieceIn(role=PieceRole.CONTRACT, document=document.id), document)


def _named(session: Session, actor: Actor, theirs: Sequence[ServiceContractRow], key: str) -> ServiceContractRow:
    rows = ServiceContractBook.find(session, actor, key)
    if not rows:
        raise NotFound("No se encontró el contrato.")
    if rows[0].id not in {one.id for one in theirs}:
        sentence = "Ese contrato es de un abogado que no tenía asignado el crédito el día del pago."
        raise InvalidInput(sentence, code="contract_of_another")
    return next(one for one in theirs if one.id == rows[0].id)


def _put_percent(session: Session, row: CommissionPacketRow, given: PacketIn) -> None:
    agreed = _agreed(session, row)
    if given.percent is UNSET:
        row.percent = row.percent or agreed[0]
        return
    try:
        wanted = as_percent("percent", given.percent)
    except Problem as problem:
        raise InvalidInput(str(problem)) from problem
    if wanted is not None and wanted not in agreed:
        raise InvalidInput("Ese porcentaje no está en el contrato registrado.", code="percent_not_agreed")
    row.percent = wanted if isinstance(wanted, str) else None


def _agreed(session: Session, row: CommissionPacketRow) -> list[str | None]:
    """The percentages of the contract, that which is not tiered first."""
    if row.contract_id is None:
        return [None]
    contract = commissions.contract(session, row.contract_id)[0]
    return [contract.commission, *contract.commission_stages.values()]


def _put_piece(session: Session, actor: Actor, row: CommissionPacketRow, given: PieceIn, document: DocumentRow) -> None:
    first = 1 if given.first_page is None else given.first_page
    last = document.page_count if given.last_page is None else given.last_page
    if not 1 <= first <= last <= document.page_count:
        raise InvalidInput(f"El documento tiene {document.page_count} páginas.", code="no_such_pages")
    session.add(
        CommissionPacketItemRow(
            id=new_id(),
            packet_id=row.id,
            role=given.role.value,
            document_id=document.id,
            sha256=document.sha256,
            first_page=first,
            last_page=last,
            added_by=actor.name,
            added_at=now(),
        )
    )


def _unfit(session: Session, row: CommissionPacketRow, role: PieceRole, document: DocumentRow) -> str | None:
    """Why the document does not prove that in this packet, in Spanish; None when it does."""
    if document.state != Outcome.FILED:
        return f"El documento «{document.title}» no está archivado."
    if document.type not in TAKES[role]:
        return f"El documento «{document.title}» no es {ROLES[role]}, según su tipo."
    if role is PieceRole.CONTRACT:
        if row.contract_id is None or document.id not in commissions.contract_papers(session, row.contract_id):
            return "Ese documento no es el del contrato registrado ni el de sus convenios modificatorios."
        return None
    credit_id = commissions.recovery(session, row.recovery_id).credit_id
    lawyer = commissions.contract(session, row.contract_id)[1].id if row.contract_id else None
    if not commissions.belongs(session, document.id, credit_id, lawyer if role is PieceRole.INVOICE else None):
        return f"El documento «{document.title}» no está vinculado con el crédito ni con sus juicios."
    return None


def _not_fit(
    session: Session, row: CommissionPacketRow, pieces: Sequence[tuple[CommissionPacketItemRow, DocumentRow]]
) -> list[Lack]:
    found = [_unfit(session, row, PieceRole(item.role), document) for item, document in pieces]
    lacking = [Lack("unfit_piece", sentence) for sentence in found if sentence]
    if row.percent and row.percent not in _agreed(session, row):
        lacking.append(Lack("percent_not_agreed", "El porcentaje ya no es el del contrato registrado."))
    return lacking


def _not_in_store(archive: Archive, originals: dict[str, str]) -> list[Lack]:
    return [
        Lack("original_lost", f"El archivo original de «{title}» no está en el almacén.")
        for sha256, title in originals.items()
        if not is_there(archive.objects, original_key(sha256))
    ]


def _draft(session: Session, packet_id: str) -> CommissionPacketRow:
    row = _row(session, packet_id, lock=True)
    _refuse_frozen(row)
    return row


def _row(session: Session, packet_id: str, *, lock: bool = False) -> CommissionPacketRow:
    row = commissions.get(session, packet_id, lock=lock)
    if row is None:
        raise NotFound("No se encontró el paquete de comisión.")
    return row


def _refuse_frozen(row: CommissionPacketRow) -> None:
    if row.state != PacketState.DRAFT:
        raise Conflict("El paquete está congelado; ya no se cambia.", code="packet_frozen")


def _record(session: Session, actor: Actor, action: str, row: CommissionPacketRow, **detail: object) -> None:
    said = {"recovery": row.recovery_id, "version": row.version, **detail}
    events.record(session, events.Act(actor.name, actor.origin, action, "commission_packet", row.id, said))
