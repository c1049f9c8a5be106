"""The endorsement in procuration when a título comes back: it must be crossed out on the paper, or it goes on binding (LGTOC 35)."""

from collections.abc import Sequence

from schemas.access import Actor
from schemas.custody import HolderKind
from schemas.originals import IncidentIn, IncidentKind, Inspection
from schemas.registry.notes import EndorsementIn
from service.operations.custody.handing import note_incident
from service.operations.days import today
from service.operations.registry.note_acts import EndorsementBook
from service.operations.registry.writing import Writer
from storage.records import Session, custody, loans, registry_references
from storage.records.tables import EndorsementRow, LoanRow, OriginalRow


def follow_return(
    session: Session, actor: Actor, returned: Sequence[tuple[OriginalRow, LoanRow]], seen: Inspection
) -> None:
    """What the inspection of titles that a lawyer gave back says of their endorsement.

    Seen crossed out, the endorsement is cancelled in the registry this day. Otherwise an incident is opened, once, that
    stands until somebody says how it ended: the paper is back all the same, and nobody is to lose sight of it.
    """
    by_lawyer = [(item, slip) for item, slip in returned if slip.borrower_kind == HolderKind.LAWYER.value]
    for item, slip in by_lawyer:
        for row in custody.living_endorsements(session, item, slip.borrower_id):
            if seen.endorsement_cancelled:
                _cancel(session, actor, row)
            elif not loans.incidents(session, item_id=item.id, open_only=True, kind=IncidentKind.OTHER.value):
                said = f"Volvió con el endoso a {row.endorsee} sin cancelar: táchelo en el título y digitalice el reverso (LGTOC 35)."
                note_incident(session, actor, item, slip, IncidentIn(item.id, IncidentKind.OTHER, said))


def _cancel(session: Session, actor: Actor, row: EndorsementRow) -> None:
    key = registry_references.note_keys(session, {row.note_id})[row.note_id]
    data = EndorsementIn(note=key, endorsed_on=row.endorsed_on, endorsee=row.endorsee, cancelled_on=today())
    writer = Writer(session, actor, EndorsementBook, [data])
    writer.write(data, of=row)
    writer.finish()
