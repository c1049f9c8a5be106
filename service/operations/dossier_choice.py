"""The pieces chosen from a dossier as a dossier of their own: in the order chosen, with folios from 1."""

from collections.abc import Iterable

from msgspec.structs import replace

from schemas.dossier import Dossier, DossierCredit, DossierDocument, DossierLawsuit, Section
from schemas.hearings import HearingList
from schemas.volumes import volumes_of


def chosen(dossier: Dossier, hearing: HearingList, volume_folios: int) -> Dossier:
    """What of the list is still in the dossier. Nothing is missing of a choice."""
    stands = {one.id: one for one in dossier.documents}
    stands |= {copy.id: one for one in dossier.documents for copy in one.copies}
    made: dict[str, DossierDocument] = {}
    folio = 0
    for piece in hearing.pieces:
        document = stands.get(piece)
        if document is not None and document.id not in made:
            pages = document.folio_last - document.folio_first + 1
            made[document.id] = replace(document, folio_first=folio + 1, folio_last=folio + pages)
            folio += pages
    documents = tuple(made.values())
    return replace(
        dossier,
        hearing=hearing.name,
        hearing_on=hearing.hearing_on,
        credits=tuple(_credit(credit, made) for credit in dossier.credits),
        personal=_of(dossier.personal, made),
        documents=documents,
        sections=(Section(hearing.name, tuple(made)),) if made else (),
        missing=(),
        folios=folio,
        proposed=0,
        volumes=volumes_of([(one.folio_first, one.folio_last) for one in documents], volume_folios),
    )


def _credit(credit: DossierCredit, made: dict[str, DossierDocument]) -> DossierCredit:
    return replace(
        credit,
        promissory_notes=_of(credit.promissory_notes, made),
        lawsuits=tuple(_lawsuit(lawsuit, made) for lawsuit in credit.lawsuits),
        agreements=_of(credit.agreements, made),
        documents=_of(credit.documents, made),
    )


def _lawsuit(lawsuit: DossierLawsuit, made: dict[str, DossierDocument]) -> DossierLawsuit:
    return replace(lawsuit, documents=_of(lawsuit.documents, made))


def _of(documents: Iterable[DossierDocument], made: dict[str, DossierDocument]) -> tuple[DossierDocument, ...]:
    return tuple(made[one.id] for one in documents if one.id in made)
