"""The last step of a document: type, fields, links, and its outcome.

What a person gave or confirmed stands; all that only the machine said is made
anew each time, so a page read again cannot leave old values behind.
"""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

import msgspec

from indexer.sandbox import Sandbox
from schemas.access import SYSTEM
from schemas.clocks.calendar import local_day
from schemas.document_types import UNCLASSIFIED, types_by_code
from schemas.fields import ACCEPTED, TITLE, EntityKind, Field, ProposedLink
from schemas.outcomes import Outcome, Reason
from service.archive import Archive
from service.operations.deciding import Findings, decide
from service.operations.inspecting import LeaseLost
from service.operations.receive import confined_sender
from service.operations.rescans import rescan_of
from storage.records import Session, events, jobs, new_id, now, person_merges, pipeline, receipts, registry, resolve
from storage.records.tables import DocumentRow, FieldRow, LinkRow, ReceiptRow

SURE = 0.8
"""From this confidence on a type stands without a person."""

DATES = ("document_date", "signed_on", "published_on")
"""Which of the dates on a paper is its own, most telling first."""

RELINK_BATCH = 200


class _Looked(NamedTuple):
    """What is decided about: the pages, the type where a person gave it, and whether they all went to other documents."""

    pages: list[pipeline.StandingPage]
    given: str
    discarded: bool


def finish_document(archive: Archive, sandbox: Sandbox, job: jobs.Claim) -> None:
    """Do one `finish` job.

    Where pages were laid anew, turned or read again while it was decided, all is looked at again: what was found is
    of pages that stand so no more. A document whose pages all went to others stays discarded.

    Raises:
        LeaseLost: the job went to another worker meanwhile.
    """
    while True:
        with archive.database.read() as session:
            document = pipeline.document(session, job.subject)
            looked = _looked(session, document)
            with session.no_autoflush:  # nothing is written here, or others would wait for the deciding
                _apply_given_type(session, document)
                findings = None if looked.discarded else decide(archive, session, sandbox, document)
        if _kept(archive, job, looked, findings):
            return


def _looked(session: Session, document: DocumentRow) -> _Looked:
    given = document.type if document.type_confirmed_by is not None else ""
    return _Looked(pipeline.pages_standing(session, document.id), given, document.state == "discarded")


def _kept(archive: Archive, job: jobs.Claim, looked: _Looked, findings: Findings | None) -> bool:
    """Write what was found and end the job; False when the document is not what was looked at, and nothing is written."""
    with archive.database.write() as session:
        document = pipeline.document(session, job.subject)
        if _looked(session, document) != looked:
            return False
        if not jobs.finish(session, job):
            raise LeaseLost
        if findings is not None:
            settle(session, document, findings)
            derive = jobs.NewJob("derive", job.subject, priority=70, dedupe_key=f"derive:{job.subject}")
            jobs.enqueue(session, derive)
        return True


def settle(session: Session, document: DocumentRow, findings: Findings) -> None:
    """Write what was found and give the document its outcome."""
    # Held for as long as it takes: the session forgets what nobody holds, and would ask for it again.
    receipt = receipts.get(session, document.receipt_id)
    with session.no_autoflush:  # one statement changes the document, instead of one before each question
        _apply_given_type(session, document)
        first_time = document.filed_at is None
        if document.type_confirmed_by is None:
            document.type, document.type_confidence = findings.guess.type, findings.guess.confidence
        pipeline.forget_machine_fields(session, document.id)
        fields = _write_fields(session, document, findings.fields)
        pipeline.forget_machine_links(session, document.id)
        links = pipeline.links_of(session, document.id)
        unknown = _write_given_links(session, document, receipt, links)
        _write_links(session, document, findings.links, links)
        _describe(document, findings.fields, fields, receipt)
        if document.rescan_settled_by is None:
            document.rescan_of = rescan_of(session, document, fields)
        _judge(document, pipeline.page_ends(session, document.id), links, fields, unknown)
    if first_time:
        document.filed_at = now()
    document.version += 1
    pipeline.settle_receipt(session, document.receipt_id)
    detail = {"type": document.type, "state": document.state, "reasons": document.reasons}
    events.record(session, events.Act(SYSTEM.name, SYSTEM.origin, "file", "document", document.id, detail))


def _apply_given_type(session: Session, document: DocumentRow) -> None:
    """The type its sender gave, or its cover sheet says, is a person's word."""
    receipt = receipts.get(session, document.receipt_id)
    given = (document.cover or {}).get("type") or (receipt.given.get("type") if receipt else None)
    if document.type_confirmed_by is None and given in types_by_code():
        document.type, document.type_confidence = str(given), 1.0
        document.type_confirmed_by = receipts.said_by(receipt, "type") if receipt else SYSTEM.name


def _write_fields(session: Session, document: DocumentRow, fields: tuple[Field, ...]) -> list[FieldRow]:
    """Add what no person has confirmed; all values the document has now."""
    rows = pipeline.fields_of(session, document.id)
    confirmed = {row.name for row in rows}
    for field in fields:
        if field.name not in confirmed:
            rows.append(
                FieldRow(
                    id=new_id(),
                    document_id=document.id,
                    name=field.name,
                    raw=field.raw,
                    value=field.value,
                    page=field.page,
                    box=list(field.box) if field.box else None,
                    confidence=field.confidence,
                    conflict=field.conflict,
                    source="machine",
                )
            )
    session.add_all(rows)
    return rows


def _write_links(
    session: Session, document: DocumentRow, links: tuple[ProposedLink, ...], there: list[LinkRow]
) -> None:
    """Add to those that are there what is not among them; of a person merged since they were found, to the one kept."""
    known = {(row.entity_kind, row.entity_id) for row in there}
    kept = person_merges.now_of(session, [link.entity_id for link in links if link.kind is EntityKind.DEBTOR])
    for link in links:
        entity = (link.kind.value, kept.get(link.entity_id, link.entity_id))
        if entity not in known:
            known.add(entity)
            there.append(_link(document, *entity, "linked" if link.certain else "proposed", link))
    session.add_all(there)


def _link(
    document: DocumentRow, kind: str, entity_id: str, state: str, said: ProposedLink | None, by: str | None = None
) -> LinkRow:
    return LinkRow(
        id=new_id(),
        document_id=document.id,
        entity_kind=kind,
        entity_id=entity_id,
        role=said.role if said else "about",
        state=state,
        confidence=said.confidence if said else 1.0,
        reason=said.reason if said else "Lo indicó quien entregó el documento.",
        source="person" if by else "machine",
        confirmed_by=by,
        updated_at=now(),
    )


def _write_given_links(
    session: Session, document: DocumentRow, receipt: ReceiptRow | None, there: list[LinkRow]
) -> list[str]:
    """Add links to what the sender or the cover sheet named; what of it is not known, or not unique.

    What an external lawyer names beyond their own matters is a proposal: it belongs there when a person says so.
    """
    if receipt is None:
        return []
    known = {(row.entity_kind, row.entity_id) for row in there}
    unknown = []
    for kind, find in resolve.FINDERS.items():
        cover = (document.cover or {}).get(kind)
        key, by = cover or receipt.given.get(kind), receipt.received_by if cover else receipts.said_by(receipt, kind)
        if not key:
            continue
        found = find(session, str(key))
        if len(found) != 1:
            unknown.append(kind)
        elif (kind, found[0]) not in known:
            outside = confined_sender(session, by)
            linked = outside is None or registry.knows(session, outside, kind, found[0])
            state = "linked" if linked else "proposed"
            there.append(_link(document, kind, found[0], state, None, by=by if linked else None))
    return unknown


class Description(msgspec.Struct, frozen=True):
    """Date and title that follow from the type and the values of a document."""

    date: date | None
    title: str


def described(session: Session, document: DocumentRow) -> Description:
    """What follows from the type and the values as they stand, those that a person said included."""
    rows = sorted(pipeline.fields_of(session, document.id), key=lambda row: row.confidence)
    first = {row.name: row for row in rows if row.value}
    return Description(_own_date(document, first), _title(document, first, receipts.get(session, document.receipt_id)))


def describe_again(session: Session, document: DocumentRow, before: Description) -> None:
    """Let date and title follow what a person changed of type and values since `before`, unless a person gave them."""
    after = described(session, document)
    if after.date != before.date and document.date_confirmed_by is None:
        document.date = after.date
    if after.title != before.title:
        receipt = receipts.get(session, document.receipt_id)
        if _given_title(pipeline.fields_of(session, document.id), receipt) is None:
            document.title = after.title


def _given_title(rows: list[FieldRow], receipt: ReceiptRow | None) -> str | None:
    """The title that a person or the sender gave, or None."""
    own = (row.value for row in rows if row.name == TITLE)
    given = next(own, None) or (receipt.given.get("title") if receipt else None)
    return str(given) if given else None


def _describe(
    document: DocumentRow, fields: tuple[Field, ...], rows: list[FieldRow], receipt: ReceiptRow | None
) -> None:
    """Date, amount and title of the document, from its fields."""
    first = {field.name: field for field in reversed(fields)}
    if document.date_confirmed_by is None:
        document.date = _own_date(document, first)
    own = {row.name: row.value for row in rows if row.confirmed_by is not None}
    amount = first.get("amount")
    if "amount" not in own:
        document.amount_cents = round(float(amount.value) * 100) if amount else None
    document.title = _given_title(rows, receipt) or _title(document, first, receipt)


def _own_date(document: DocumentRow, first: Mapping[str, Field | FieldRow]) -> date | None:
    """The first date that may be the paper's own: none is later than the day it was received, so such a one is misread."""
    wanted = ("stamp_date", *DATES) if document.type == "filing_receipt" else DATES
    found = (_date(first[name].value) for name in wanted if name in first)
    return next((day for day in found if day is not None and day <= local_day(document.created_at)), None)


def _title(document: DocumentRow, first: Mapping[str, Field | FieldRow], receipt: ReceiptRow | None) -> str:
    """`Pagaré 000123 · MARTHA LÓPEZ BÓRQUEZ`: what a clerk would write on the tab."""
    kind = types_by_code().get(document.type)
    if kind is None or document.type == UNCLASSIFIED:
        return receipt.filename if receipt else document.id
    numbers = ("promissory_note", "contract", "letter", "receipt", "court_file", "credit")
    own = next((first[name].raw for name in numbers if name in first and name in kind.fields), "")
    who = first["borrower"].value if "borrower" in first else ""
    return " · ".join(part for part in (f"{kind.name} {own}".strip(), who) if part)[:200]


def _date(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def judge(session: Session, document: DocumentRow) -> None:
    """Whether the document is filed, or waits for a person and why."""
    pages = pipeline.page_ends(session, document.id)
    links = pipeline.links_of(session, document.id)
    _judge(document, pages, links, pipeline.fields_of(session, document.id), [])


def _judge(
    document: DocumentRow,
    pages: list[tuple[str, str | None, int]],
    links: list[LinkRow],
    fields: list[FieldRow],
    unknown_given: list[str],
) -> None:
    stands = {row.value for row in fields if row.name == ACCEPTED}
    reasons: list[Reason] = []
    failed = [problem for state, problem, _ in pages if state == "failed"]
    if failed:
        timed_out = all(problem == Reason.TIMED_OUT.value for problem in failed)
        reasons.append(Reason.TIMED_OUT if timed_out and len(failed) == len(pages) else Reason.PAGES_FAILED)
    if not any(letters for _, _, letters in pages):
        reasons.append(Reason.NO_TEXT)
    sure = document.type_confidence >= SURE and document.type != UNCLASSIFIED
    if document.type_confirmed_by is None and not sure:
        reasons.append(Reason.UNSURE_TYPE)
    if unknown_given or any(_waits(link) for link in links):
        reasons.append(Reason.UNSURE_LINK)
    elif not any(link.state == "linked" for link in links):
        reasons.append(Reason.NO_LINK)
    if any(row.conflict and row.confirmed_by is None and row.name.startswith("amount") for row in fields):
        reasons.append(Reason.AMOUNT_CONFLICT)
    if document.rescan_of is not None and document.rescan_settled_by is None:
        reasons.append(Reason.POSSIBLE_RESCAN)
    document.reasons = [reason.value for reason in dict.fromkeys(reasons) if reason.value not in stands]
    document.state = (Outcome.NEEDS_REVIEW if document.reasons else Outcome.FILED).value


def _waits(link: LinkRow) -> bool:
    """Whether a proposed link must be decided before the document counts as filed.

    To whom a paper belongs must be; which court or lawyer it names besides, or which lawsuit it
    mentions in passing, is told by the lawsuit it belongs to, and stays a proposal beside it.
    """
    return link.state == "proposed" and link.entity_kind not in ("court", "lawyer") and link.role != "mentioned"


def relink_waiting(archive: Archive, sandbox: Sandbox, job: jobs.Claim) -> None:
    """Do one `relink` job: look again at what waits, now that the registry knows more.

    Works through the waiting documents in batches; the next batch is a job of its own.
    """
    start = str(job.payload.get("after", ""))
    with archive.database.read() as session:
        rows = pipeline.waiting(session, start, RELINK_BATCH)
        findings = {row.id: decide(archive, session, sandbox, row) for row in rows if row.page_count}
    with archive.database.write() as session:
        if not jobs.finish(session, job):
            raise LeaseLost
        for row in rows:
            document = pipeline.document(session, row.id)
            if row.id in findings and document.version == row.version:
                settle(session, document, findings[row.id])
        if len(rows) == RELINK_BATCH:
            after = {"after": rows[-1].id}
            jobs.enqueue(session, jobs.NewJob("relink", "registry", after, 80, dedupe_key=f"relink:{rows[-1].id}"))
