"""Take paper originals into custody, describe them, find them, see who had them."""

import msgspec

from schemas.access import Action, Actor
from schemas.archival import STAGE_NAMES, Stage
from schemas.custody import CustodyAct, HolderKind, Standing, Step, Wanted, checked_barcode, decide, normal_barcode
from schemas.document_types import find_type
from schemas.errors import Conflict, InvalidInput, NotFound
from schemas.originals import FOLDER, CustodyEvent, Original, OriginalChange, OriginalIn
from service.archive import Archive, require
from service.operations.custody import holders, views
from service.operations.custody.desk import evidence_of
from service.operations.days import today
from service.operations.paging import page_length
from storage.records import Session, case_files, custody, events, new_id, now, numbering, resolve
from storage.records.custody import HandOver, WantedOriginals
from storage.records.showing import visible_among
from storage.records.tables import OriginalRow

_CHANGED = ("title", "document_id", "note_id", "volume", "foja_first", "foja_last", "condition", "originality", "seal")


def register_original(archive: Archive, actor: Actor, given: OriginalIn) -> Original:
    """Take an original into custody: from now on it has a holder always.

    Raises:
        Forbidden: the actor may not write custody.
        InvalidInput: a value that cannot be; the sentence names it.
        NotFound: the holder does not exist.
        Conflict: the barcode is taken (`barcode_taken`), the box is full (`box_full`), or the archival file takes no
            paper any more (`in_a_lot`, `file_gone`).
    """
    require(actor, Action.WRITE_CUSTODY)
    with archive.database.write() as session:
        to = holders.holder(session, actor, given.holder)
        holders.check_room(session, to, 1)
        row = _row(session, actor, given)
        said = decide(Standing(None), Wanted(CustodyAct.REGISTER, to))
        if not isinstance(said, Step):
            raise said.error()
        evidence = evidence_of(session, actor, given.evidence)
        how = HandOver(given.given_by.strip(), actor.name, given.reason.strip(), evidence, actor.name)
        custody.hand_over(session, row, said, how)
        detail = {"barcode": row.barcode, "type": row.type, "to": f"{to.kind.value}:{to.id}", "number": row.step}
        events.record(session, events.Act(actor.name, actor.origin, "custody_register", "original", row.id, detail))
        return views.originals(session, actor, [row], today())[0]


def describe_original(
    archive: Archive, actor: Actor, key: str, change: OriginalChange, *, expected_version: int | None = None
) -> Original:
    """Describe an original anew: sheets, condition, seal, the document that is its scan.

    Raises:
        Forbidden: the actor may not write custody.
        NotFound: there is no such original.
        InvalidInput: a value that cannot be.
        Conflict: it changed meanwhile; or the archival file it leaves or enters is in a lot (`in_a_lot`), or was
            transferred or destroyed (`file_gone`).
    """
    require(actor, Action.WRITE_CUSTODY)
    with archive.database.write() as session:
        row = _found(session, actor, key)
        if expected_version is not None and row.version != expected_version:
            raise Conflict("Alguien más cambió este original; vuelva a consultarlo.", code="changed_meanwhile")
        before = {name: getattr(row, name) for name in (*_CHANGED, "case_file_id")}
        values = {name: value for name in _CHANGED if (value := getattr(change, name)) is not None}
        for name, value in msgspec.to_builtins(values).items():
            setattr(row, name, value)
        if change.document_id is not None:
            _check_document(session, actor, change.document_id)
        if change.case_file is not None:
            _move_to_file(session, row, _case_file(session, change.case_file))
        _check_fojas(row)
        changed = {name: [old, getattr(row, name)] for name, old in before.items() if getattr(row, name) != old}
        if changed:
            row.version, row.updated_at = row.version + 1, now()
            detail = {"values": changed}
            events.record(session, events.Act(actor.name, actor.origin, "update", "original", row.id, detail))
        session.flush()
        return views.originals(session, actor, [row], today())[0]


def get_original(archive: Archive, actor: Actor, key: str) -> Original:
    """The original of that barcode or id; the look is recorded.

    Raises:
        Forbidden: the actor may not read custody.
        NotFound: there is none, or the actor may not know of it.
    """
    require(actor, Action.READ_CUSTODY)
    with archive.database.read() as session:
        found = views.originals(session, actor, [_found(session, actor, key)], today())[0]
    archive.looks.viewed(actor, "original", found.id)
    return found


def list_originals(archive: Archive, actor: Actor, wanted: WantedOriginals) -> tuple[tuple[Original, ...], str | None]:
    """A page of originals in order of their barcodes, and where the next begins.

    `credit_id` and `lawsuit_id` of what is wanted may be numbers. To an external lawyer a number that is not there
    answers as one that is not theirs.

    Raises:
        Forbidden: the actor may not read custody.
        InvalidInput: nothing, or several, have a number or code that was given.
    """
    require(actor, Action.READ_CUSTODY)
    limit = page_length(wanted.limit)
    with archive.database.read() as session:
        try:
            exact = _exact(session, wanted, limit + 1)
        except InvalidInput:
            if actor.sees_only is not None:
                return (), None
            raise
        rows = custody.originals(session, actor, exact)
        shown = views.originals(session, actor, rows[:limit], today())
    archive.looks.listed(actor, "custody", "originals", len(shown), **narrowed(wanted))
    return shown, rows[limit - 1].barcode if len(rows) > limit else None


def narrowed(wanted: WantedOriginals) -> dict[str, str]:
    """By what a list of originals is narrowed, as it was asked."""
    places = ("after", "limit")
    return {name: value for name, value in msgspec.structs.asdict(wanted).items() if value and name not in places}


def _exact(session: Session, wanted: WantedOriginals, limit: int) -> WantedOriginals:
    return msgspec.structs.replace(
        wanted,
        limit=limit,
        after=normal_barcode(wanted.after),
        credit_id=_one(session, "credit", wanted.credit_id) or "",
        lawsuit_id=_one(session, "lawsuit", wanted.lawsuit_id) or "",
        case_file_id=_case_file(session, wanted.case_file_id) if wanted.case_file_id else "",
    )


def custody_of(archive: Archive, actor: Actor, key: str) -> tuple[CustodyEvent, ...]:
    """Every hand-over of an original, the first first; the look is recorded.

    Raises:
        Forbidden: the actor may not read custody.
        NotFound: there is none, or the actor may not know of it.
    """
    require(actor, Action.READ_CUSTODY)
    with archive.database.read() as session:
        row = _found(session, actor, key)
        found = views.chain(session, actor, custody.chain(session, row.id))
    archive.looks.viewed(actor, "original", row.id, "view_custody")
    return found


def _found(session: Session, actor: Actor, key: str) -> OriginalRow:
    row = custody.original(session, actor, key.strip().lower(), normal_barcode(key))
    if row is None:
        raise NotFound("No se encontró el original.")
    return row


def _row(session: Session, actor: Actor, given: OriginalIn) -> OriginalRow:
    kind = find_type(given.type)
    if kind is None and given.type != FOLDER:
        raise InvalidInput(f"type: no se conoce el tipo «{given.type[:40]}».", code="unknown_type")
    if given.document_id:
        _check_document(session, actor, given.document_id)
    linked = custody.matters_of(session, given.document_id) if given.document_id else {}
    code = kind.code if kind else FOLDER
    row = OriginalRow(
        id=new_id(), barcode=_barcode(session, given.barcode), type=code,
        title=given.title.strip()[:300] or views.called(code), document_id=given.document_id, note_id=given.note_id,
        credit_id=_one(session, "credit", given.credit) or linked.get("credit"),
        lawsuit_id=_one(session, "lawsuit", given.lawsuit) or linked.get("lawsuit"),
        case_file_id=_case_file(session, given.case_file) if given.case_file else None,
        volume=given.volume, foja_first=given.foja_first, foja_last=given.foja_last,
        condition=given.condition.value, originality=given.originality.value, seal=given.seal,
        holder_kind=HolderKind.VAULT.value, holder_id="", holder_name="", held_since=now(), step=0, version=0,
        updated_at=now(),
    )  # fmt: skip
    _refuse_settled_files(session, row.case_file_id)
    _check_fojas(row)
    return row


def _barcode(session: Session, given: str | None) -> str:
    if given is None or not given.strip():
        return f"O{numbering.next_number(session, 'original'):07d}"
    barcode = checked_barcode(given)
    if custody.originals_by_barcode(session, [barcode]) or custody.place_by_barcode(session, barcode):
        raise Conflict(f"El código {barcode} ya está en uso.", code="barcode_taken")
    return barcode


def _check_document(session: Session, actor: Actor, document_id: str) -> None:
    if not visible_among(session, actor, [document_id]):
        raise InvalidInput("document_id: no existe ese documento.", code="unknown_document")


def _check_fojas(row: OriginalRow) -> None:
    first, last = row.foja_first, row.foja_last
    said = first is not None or last is not None
    if said and (first is None or last is None or not 0 < first <= last <= 100_000):
        raise InvalidInput("foja_first, foja_last: el rango de fojas no es posible.", code="bad_fojas")
    if row.volume is not None and not 0 < row.volume <= 1_000:
        raise InvalidInput("volume: el número de legajo no es posible.", code="bad_volume")


def _one(session: Session, kind: str, key: str | None) -> str | None:
    if not key:
        return None
    found = resolve.FINDERS[kind](session, key)
    if len(found) != 1:
        why = "no existe" if not found else "corresponde a varios"
        raise InvalidInput(f"{kind}: «{key[:60]}» {why}.", code=f"unknown_{kind}")
    return found[0]


def _move_to_file(session: Session, row: OriginalRow, file_id: str) -> None:
    if file_id != row.case_file_id:
        _refuse_settled_files(session, row.case_file_id, file_id)
        row.case_file_id = file_id


def _refuse_settled_files(session: Session, *file_ids: str | None) -> None:
    """What was signed for a lot is what its inventory names: nothing enters or leaves its archival files.

    Raises:
        Conflict: code `in_a_lot`, or `file_gone` once they are in the historical archive or destroyed.
    """
    for row in case_files.by_ids(session, [one for one in file_ids if one]):
        if Stage(row.stage) in (Stage.HISTORICAL, Stage.DESTROYED):
            raise Conflict(
                f"El expediente de archivo {row.code} está en {STAGE_NAMES[Stage(row.stage)]}; "
                "ya no recibe ni deja originales.",
                code="file_gone",
            )
        if folio := case_files.in_open_lots(session, [row.id]).get(row.id):
            raise Conflict(
                f"El expediente de archivo {row.code} está en el lote {folio}; cancélelo antes.", code="in_a_lot"
            )


def _case_file(session: Session, code: str) -> str:
    row = case_files.by_code(session, code)
    if row is None:
        raise InvalidInput(f"case_file: no existe el expediente de archivo «{code[:60]}».", code="unknown_case_file")
    return row.id
