"""Originals on the desk: what is known of them, what may be done, and the one way it is done."""

from collections.abc import Iterable, Sequence

from schemas.access import Actor
from schemas.custody import Borrower, LineState, Refusal, Standing, Step, Wanted, decide, normal_barcode
from schemas.document_types import Criticality, types_by_code
from schemas.errors import ArchiveError, Conflict, InvalidInput, NotFound
from schemas.originals import Evidence, Originality
from storage.records import Session, custody, events, holds, loans, now, registry
from storage.records.custody import HandOver
from storage.records.showing import visible_among
from storage.records.tables import LoanItemRow, LoanRow, OriginalRow

OVER = frozenset(("finiquitado",))
"""States of a credit in which its titles are needed no more."""

MOST_AT_ONCE = 500
MOST_SAID = 10


class Desk:
    """Some originals with what decides about them: holds, whether they live, the slips they are on.

    Read with a constant number of queries. Acts are written by `hand`, their
    events by `finish`, all in the caller's transaction.
    """

    def __init__(self, session: Session, actor: Actor, items: Sequence[OriginalRow]) -> None:
        self.items = items
        self._session, self._actor = session, actor
        self._held = holds.held_originals(session, holds.reach(session), items)
        self._credits = registry.credits_by_id(session, {item.credit_id for item in items if item.credit_id})
        self._lines = loans.open_lines(session, [item.id for item in items])
        self._acts: list[events.Act] = []

    def standing(self, item: OriginalRow) -> Standing:
        """The item as the rules see it."""
        return Standing(custody.holder_of(item), held=item.id in self._held, alive=self.alive(item))

    def alive(self, item: OriginalRow) -> bool:
        """Whether the item is a título, in the original, of a credit that is not settled; of an unknown credit too."""
        kind = types_by_code().get(item.type)
        if kind is None or kind.criticality is not Criticality.TITLE or item.originality != Originality.ORIGINAL.value:
            return False
        credit = self._credits.get(item.credit_id or "")
        return credit is None or credit.status not in OVER

    def line(self, item: OriginalRow) -> tuple[LoanItemRow, LoanRow] | None:
        """The slip the item is on and has not come back from."""
        return self._lines.get(item.id)

    def steps(self, wanted: Wanted, borrower: Borrower | None = None) -> list[tuple[OriginalRow, Step]]:
        """What the act does to each item.

        Raises:
            Conflict: it may not be done to one of them; the sentence names each, the code is of the first.
        """
        decided = [(item, decide(self.standing(item), wanted, borrower)) for item in self.items]
        refused = [(item, one) for item, one in decided if isinstance(one, Refusal)]
        if refused:
            raise _refused(refused, len(decided))
        return [(item, one) for item, one in decided if isinstance(one, Step)]

    def hand(self, item: OriginalRow, step: Step, how: HandOver) -> None:
        """Write the act: custody event, holder, slip and the event of the log."""
        line = self._lines.get(item.id)
        if line is not None and how.loan_id is None:
            how = HandOver(how.given_by, how.received_by, how.reason, how.evidence, how.recorded_by, line[1].id)
        custody.hand_over(self._session, item, step, how)
        if line is not None and step.line is not None:
            _follow(line[0], step.line)
        detail = {
            "barcode": item.barcode, "from": custody_name(step), "to": f"{step.after.kind.value}:{step.after.id}",
            "given_by": how.given_by, "received_by": how.received_by, "number": item.step,
        }  # fmt: skip
        self.note(f"custody_{step.act.value}", "original", item.id, **{k: v for k, v in detail.items() if v})

    def note(self, action: str, kind: str, object_id: str, **detail: object) -> None:
        """Have an event of the log written by `finish`."""
        self._acts.append(events.Act(self._actor.name, self._actor.origin, action, kind, object_id, dict(detail)))

    def finish(self) -> None:
        """Close slips of which nothing is out any more, and write the events."""
        touched = {row.id: row for _, row in self._lines.values()}
        self._session.flush()
        standing = loans.lines(self._session, touched)
        for loan_id, row in touched.items():
            over = all(line.state == LineState.RETURNED.value for line in standing.get(loan_id, ()))
            if over and row.closed_at is None:
                row.closed_at = now()
                self.note("close_loan", "loan", loan_id, folio=row.folio)
        events.record_many(self._session, self._acts)


def custody_name(step: Step) -> str:
    """Who had it before, as the log says it; empty for a first act."""
    return f"{step.before.kind.value}:{step.before.id}" if step.before else ""


def pick(session: Session, keys: Iterable[str]) -> list[OriginalRow]:
    """The originals of those barcodes or ids, in the order given, each once.

    Raises:
        InvalidInput: none, too many, or one twice.
        NotFound: some are not registered; the sentence names them.
    """
    given = [key.strip() for key in keys if key.strip()]
    if not 0 < len(given) <= MOST_AT_ONCE:
        raise InvalidInput(f"Indique de 1 a {MOST_AT_ONCE} originales.", code="no_items")
    coded = [normal_barcode(key) for key in given]
    by_barcode = custody.originals_by_barcode(session, coded)
    by_id = custody.originals_by_id(session, [key.lower() for key in given])
    found = [by_barcode.get(code) or by_id.get(key.lower()) for key, code in zip(given, coded, strict=True)]
    unknown = [key for key, row in zip(given, found, strict=True) if row is None]
    if unknown:
        raise NotFound(f"No hay originales con estos códigos: {', '.join(unknown[:MOST_SAID])}.", code="unknown_items")
    rows = [row for row in found if row is not None]
    if len({row.id for row in rows}) < len(rows):
        raise InvalidInput("Un mismo original viene dos veces.", code="repeated_item")
    return rows


def evidence_of(session: Session, actor: Actor, given: Evidence) -> dict[str, str]:
    """The proof as it is kept.

    Raises:
        InvalidInput: the document it names does not exist or may not be seen.
    """
    if given.document_id and not visible_among(session, actor, [given.document_id]):
        raise InvalidInput("El documento de la constancia no existe.", code="unknown_document")
    said = {"document_id": given.document_id, "note": given.note.strip()[:2_000]}
    return {name: value for name, value in said.items() if value}


def _follow(line: LoanItemRow, state: LineState) -> None:
    line.state = state.value
    line.ended_at = now() if state in (LineState.RETURNED, LineState.LOST) else None


def _refused(refused: Sequence[tuple[OriginalRow, Refusal]], tried: int) -> ArchiveError:
    first = refused[0][1]
    if len({one.sentence for _, one in refused}) == 1 and (tried == 1 or len(refused) == tried):
        return first.error()
    said = "; ".join(f"{item.barcode}: {one.sentence.rstrip('.')}" for item, one in refused[:MOST_SAID])
    more = f"; y {len(refused) - MOST_SAID} más" if len(refused) > MOST_SAID else ""
    return Conflict(f"{said}{more}.", code=first.code)
