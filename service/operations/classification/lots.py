"""Lots: archival files transferred or destroyed together. Proposed, signed, put into an act, executed; never by a rule alone."""

from collections.abc import Sequence

import msgspec

from schemas.access import Action, Actor
from schemas.archival import (
    FEWEST_SIGNATURES,
    LOT_NAMES,
    ActIn,
    Disposition,
    Ending,
    Lot,
    LotIn,
    LotKind,
    LotState,
    Signature,
    SignatureIn,
    Stage,
    ending_refusal,
)
from schemas.custody import CustodyAct, Holder, HolderKind, Wanted
from schemas.errors import Conflict, InvalidInput, NotFound
from service.archive import Archive, require
from service.operations.classification.files import terms
from service.operations.classification.scheme import Scheme
from service.operations.custody import holders
from service.operations.custody.desk import Desk
from service.operations.days import today
from service.operations.paging import next_after, page_length
from storage.records import Session, case_files, custody, events, holds, new_id, now, numbering, reservations
from storage.records.custody import HandOver
from storage.records.showing import visible_among
from storage.records.tables import CaseFileRow, LotFileRow, LotRow, OriginalRow

MOST_FILES = 2_000
_MOST_SAID = 10

HISTORICAL = "Archivo histórico"
_PREFIX = {LotKind.PRIMARY: "TP", LotKind.SECONDARY: "TS", LotKind.DESTRUCTION: "BD"}
_AFTER = {
    LotKind.PRIMARY: Stage.SEMI_ACTIVE,
    LotKind.SECONDARY: Stage.HISTORICAL,
    LotKind.DESTRUCTION: Stage.DESTROYED,
}
_GONE = (HolderKind.DEBTOR.value, HolderKind.LOST.value, HolderKind.DESTROYED.value, HolderKind.HISTORICAL.value)
"""Holders from whom no lot takes anything: what went back to its debtor is no longer the archive's."""


def propose_lot(archive: Archive, actor: Actor, given: LotIn) -> Lot:
    """Propose a lot; nothing is moved.

    Raises:
        Forbidden: the actor may not write records management.
        InvalidInput: no files, too many, or no reason.
        NotFound: some do not exist.
        Conflict: one may not be transferred or destroyed; the sentence names each with its reason, the code is of
            the first: `on_hold`, `live_lawsuit`, `title_alive`, `term_running`, `rule_not_approved`, `in_a_lot`…
    """
    require(actor, Action.WRITE_RECORDS)
    codes = list(dict.fromkeys(code.strip() for code in given.case_files))
    if not 0 < len(codes) <= MOST_FILES or not given.reason.strip():
        raise InvalidInput(f"Indique de 1 a {MOST_FILES} expedientes de archivo y el motivo.", code="no_case_files")
    with archive.database.write() as session:
        known = case_files.by_codes(session, codes)
        if len(known) < len(codes):
            strange = [code for code in codes if code not in known][:_MOST_SAID]
            raise NotFound(f"No existen estos expedientes de archivo: {', '.join(strange)}.", code="unknown_case_file")
        rows = list(known.values())
        _check(session, actor, given.kind, rows)
        under_way = case_files.in_open_lots(session, [row.id for row in rows])
        if under_way:
            folio = next(iter(under_way.values()))
            raise Conflict(f"Un expediente de archivo ya está en el lote {folio}.", code="in_a_lot")
        year = today().year
        name = f"{_PREFIX[given.kind]}{year}"
        lot = LotRow(
            id=new_id(), folio=f"{name}-{numbering.next_number(session, f'lot_{name}'):04d}", kind=given.kind.value,
            state=LotState.PROPOSED.value, reason=given.reason.strip()[:1_000], signatures=[], act="", created_at=now(),
            created_by=actor.name, version=1,
        )  # fmt: skip
        session.add(lot)
        session.flush()
        session.add_all(LotFileRow(lot_id=lot.id, case_file_id=row.id, boxes=[]) for row in rows)
        session.flush()
        _note(session, actor, "propose_lot", lot, files=[row.code for row in rows])
        return _shown(session, [lot])[0]


def sign_lot(archive: Archive, actor: Actor, key: str, given: SignatureIn) -> Lot:
    """Write down that somebody signed the lot; two of different offices make it signed (LGA 50-58).

    Raises:
        Forbidden: only who decides about records may.
        InvalidInput: no name or office.
        NotFound: there is no such lot.
        Conflict: it is past signing, or the same person or office signed.
    """
    require(actor, Action.DECIDE_RECORDS)
    name, office = given.name.strip()[:200], given.office.strip()[:200]
    if not name or not office:
        raise InvalidInput("name, office: diga quién firma y con qué cargo.", code="no_signature")
    with archive.database.write() as session:
        lot = _found(session, key)
        _expect(lot, LotState.PROPOSED, LotState.SIGNED)
        signed = [msgspec.convert(one, Signature) for one in lot.signatures]
        if any(name.casefold() == one.name.casefold() or office.casefold() == one.office.casefold() for one in signed):
            raise Conflict("Esa persona o ese cargo ya firmó el lote.", code="already_signed")
        signed.append(Signature(name, office, now().isoformat(timespec="seconds"), actor.name))
        lot.signatures = [msgspec.to_builtins(one) for one in signed]
        if len(signed) >= FEWEST_SIGNATURES:
            lot.state = LotState.SIGNED.value
        _step(session, actor, "sign_lot", lot, name=name, office=office)
        return _shown(session, [lot])[0]


def put_act(archive: Archive, actor: Actor, key: str, given: ActIn) -> Lot:
    """Give a signed lot the reference of its act (acta), and the document that is its scan.

    Raises:
        Forbidden: only who decides about records may.
        InvalidInput: no reference, a day to come, or a document that does not exist.
        NotFound: there is no such lot.
        Conflict: it is not signed.
    """
    require(actor, Action.DECIDE_RECORDS)
    if not given.reference.strip() or given.on > today():
        raise InvalidInput("reference, on: el acta lleva referencia y fecha no futura.", code="bad_act")
    with archive.database.write() as session:
        lot = _found(session, key)
        _expect(lot, LotState.SIGNED)
        if given.document_id and not visible_among(session, actor, [given.document_id]):
            raise InvalidInput("document_id: no existe ese documento.", code="unknown_document")
        lot.act, lot.act_on, lot.act_document_id = given.reference.strip()[:200], given.on, given.document_id
        lot.state = LotState.ACTED.value
        _step(session, actor, "put_act", lot, act=lot.act, on=given.on.isoformat())
        return _shown(session, [lot])[0]


def execute_lot(archive: Archive, actor: Actor, key: str, box: str | None = None) -> Lot:
    """Do what the act says: papers move or are destroyed by acts of custody, files change their stage.

    Everything is checked anew: a hold, a lawsuit or a título that came alive since
    the proposal stops it. Rows, events and electronic copies stay (LGA 31-IX: acts are kept at least seven years).

    Args:
        archive: the archive.
        actor: on whose behalf.
        key: folio or id of the lot.
        box: for a primary transfer, the box of the semi-active archive that takes the papers.

    Raises:
        Forbidden: only who decides about records may.
        NotFound: there is no such lot or box.
        InvalidInput: a primary transfer of papers without a box.
        Conflict: it has no act, or one of its files or papers may not go; nothing is done then.
    """
    require(actor, Action.DECIDE_RECORDS)
    with archive.database.write() as session:
        lot = _found(session, key)
        _expect(lot, LotState.ACTED)
        kind = LotKind(lot.kind)
        rows = case_files.files_of_lots(session, [lot.id])[lot.id]
        _check(session, actor, kind, rows)
        items = [
            one for one in custody.of_case_files(session, [row.id for row in rows]) if one.holder_kind not in _GONE
        ]
        boxes = {row.id: sorted({one.holder_name for one in items if one.case_file_id == row.id}) for row in rows}
        _hand(session, actor, lot, items, box)
        for line in case_files.lot_lines(session, lot.id):
            line.boxes = boxes[line.case_file_id]
        for row in rows:
            row.stage, row.version, row.updated_at = _AFTER[kind].value, row.version + 1, now()
        lot.state, lot.done_at = LotState.DONE.value, now()
        _step(session, actor, f"execute_{kind.value}", lot, act=lot.act, files=[row.code for row in rows],
              originals=[one.barcode for one in items])  # fmt: skip
        return _shown(session, [lot])[0]


def cancel_lot(archive: Archive, actor: Actor, key: str, reason: str) -> Lot:
    """Give up a lot that is not executed; it stays on record with the reason.

    Raises:
        Forbidden: only who decides about records may.
        InvalidInput: no reason.
        NotFound: there is no such lot.
        Conflict: it is executed or cancelled.
    """
    require(actor, Action.DECIDE_RECORDS)
    if not reason.strip():
        raise InvalidInput("reason: diga por qué se cancela el lote.", code="no_reason")
    with archive.database.write() as session:
        lot = _found(session, key)
        _expect(lot, LotState.PROPOSED, LotState.SIGNED, LotState.ACTED)
        lot.state = LotState.CANCELLED.value
        _step(session, actor, "cancel_lot", lot, reason=reason.strip()[:500])
        return _shown(session, [lot])[0]


def get_lot(archive: Archive, actor: Actor, key: str) -> Lot:
    """The lot of that folio or id.

    Raises:
        Forbidden: the actor may not read records management.
        NotFound: there is none.
    """
    require(actor, Action.READ_RECORDS)
    with archive.database.read() as session:
        found = _shown(session, [_found(session, key)])[0]
    archive.looks.viewed(actor, "lot", found.id, folio=found.folio)
    return found


def list_lots(
    archive: Archive, actor: Actor, *, state: str = "", after: str = "", limit: int = 50
) -> tuple[tuple[Lot, ...], str | None]:
    """A page of lots, the newest first.

    Raises:
        Forbidden: the actor may not read records management.
    """
    require(actor, Action.READ_RECORDS)
    limit = page_length(limit)
    with archive.database.read() as session:
        rows = case_files.lots(session, state, after, limit + 1)
        shown = _shown(session, rows[:limit])
    archive.looks.listed(actor, "lot", "-", len(shown), state=state)
    return shown, next_after(rows, limit)


def _check(session: Session, actor: Actor, kind: LotKind, rows: Sequence[CaseFileRow]) -> None:
    scheme, day = Scheme(session), today()
    held = holds.held_case_files(holds.reach(session), rows)
    suits = case_files.live_lawsuits(session, rows)
    items = custody.of_case_files(session, [row.id for row in rows])
    desk = Desk(session, actor, items)
    reserved = reservations.files_with_reserved_papers(session, [row.id for row in rows], day)
    refused = []
    for row in rows:
        rule = scheme.rule_of(row, day)
        kept = terms(row.closed_on, rule)[1]
        papers = [one for one in items if one.case_file_id == row.id and one.holder_kind not in _GONE]
        said = ending_refusal(kind, Ending(
            stage=Stage(row.stage), closed_on=row.closed_on, term_over=kept is not None and kept <= day,
            approved=bool(rule and rule.approval_act), disposition=Disposition(rule.disposition) if rule else None,
            held=row.id in held or any(desk.standing(one).held for one in papers), live_lawsuits=suits.get(row.id, 0),
            live_titles=sum(desk.alive(one) for one in papers),
            out=sum(one.holder_kind != HolderKind.VAULT.value for one in papers), reserved=row.id in reserved,
        ))  # fmt: skip
        if said is not None:
            refused.append((row, said))
    if refused:
        sentence = "; ".join(f"{row.code}: {said.sentence}" for row, said in refused[:_MOST_SAID])
        more = f"; y {len(refused) - _MOST_SAID} más" if len(refused) > _MOST_SAID else ""
        raise Conflict(f"No procede la {LOT_NAMES[kind]}. {sentence}{more}.", code=refused[0][1].code)


def _hand(session: Session, actor: Actor, lot: LotRow, items: Sequence[OriginalRow], box: str | None) -> None:
    """The acts of custody of a lot, all proved by its act."""
    kind = LotKind(lot.kind)
    if not items:
        return
    if kind is LotKind.PRIMARY:
        if not box:
            raise InvalidInput("box: diga a qué caja del archivo de concentración pasan los originales.", code="no_box")
        to, act = holders.vault(session, box), CustodyAct.MOVE
        items = [one for one in items if one.holder_id != to.id]
        holders.check_room(session, to, len(items))
    elif kind is LotKind.SECONDARY:
        to, act = Holder(HolderKind.HISTORICAL, "", HISTORICAL), CustodyAct.TRANSFER
    else:
        to, act = Holder(HolderKind.DESTROYED), CustodyAct.DESTROY
    desk = Desk(session, actor, items)
    receivers = [one["name"] for one in lot.signatures]
    how = HandOver(actor.name, receivers[-1], f"{LOT_NAMES[kind]} {lot.folio}", {"note": f"acta {lot.act}"}, actor.name)
    for item, step in desk.steps(Wanted(act, to, evidence=True, reason=True)):
        desk.hand(item, step, how)
    desk.finish()


def _found(session: Session, key: str) -> LotRow:
    row = case_files.lot(session, key.strip())
    if row is None:
        raise NotFound("No se encontró el lote.")
    return row


def _expect(lot: LotRow, *states: LotState) -> None:
    if lot.state not in states:
        said = {
            LotState.PROPOSED: "está propuesto y le faltan firmas", LotState.SIGNED: "está firmado y le falta su acta",
            LotState.ACTED: "ya tiene acta", LotState.DONE: "ya se ejecutó", LotState.CANCELLED: "está cancelado",
        }  # fmt: skip
        raise Conflict(f"El lote {lot.folio} {said[LotState(lot.state)]}.", code="wrong_state")


def _step(session: Session, actor: Actor, action: str, lot: LotRow, **detail: object) -> None:
    lot.version += 1
    session.flush()
    _note(session, actor, action, lot, **detail)


def _note(session: Session, actor: Actor, action: str, lot: LotRow, **detail: object) -> None:
    said = {"folio": lot.folio, "kind": lot.kind, **detail}
    events.record(session, events.Act(actor.name, actor.origin, action, "lot", lot.id, said))


def _shown(session: Session, rows: Sequence[LotRow]) -> tuple[Lot, ...]:
    files = case_files.files_of_lots(session, [row.id for row in rows])
    return tuple(
        Lot(row.id, row.folio, LotKind(row.kind), LotState(row.state), row.reason,
            tuple(msgspec.convert(one, Signature) for one in row.signatures), row.act, row.act_on, row.act_document_id,
            row.created_at, row.created_by, row.done_at, tuple(one.code for one in files.get(row.id, [])), row.version)
        for row in rows
    )  # fmt: skip
