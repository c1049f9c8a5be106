"""Prepare a public version: begin it with what the machine proposes, and have a person confirm page by page."""

from collections.abc import Mapping, Sequence

import msgspec

from schemas.access import Action, Actor
from schemas.errors import Conflict, InvalidInput, LimitExceeded
from schemas.public_versions import (
    MOST_REGIONS,
    KeptRegion,
    PageRegions,
    PublicPage,
    PublicVersion,
    PublicVersionIn,
    Region,
    State,
    WordsIn,
    begin_refusal,
    regions_refusal,
)
from schemas.work import PersonalRequest, PersonalResult
from service.archive import Archive, require
from service.operations.days import today
from service.operations.public_versions.views import (
    found_page,
    found_version,
    kept_regions,
    page_version,
    shown_page,
    shown_version,
    standing_pages,
)
from service.registered import OWN_NAMES
from service.renderers import Renderers
from storage.records import Session, documents, events, new_id, now, numbering, pipeline, public_versions
from storage.records.tables import DocumentRow, PageRow, PublicVersionPageRow, PublicVersionRow

MOST_PAGES = 2_000
"""Of one public version: each of them is to be looked at by a person."""
_LOOK_SECONDS, _LOOK_SECONDS_A_PAGE = 60.0, 0.1
_LONGEST_WORDS = 200


def begin_version(
    archive: Archive, renderers: Renderers, actor: Actor, document_id: str, given: PublicVersionIn
) -> PublicVersion:
    """Begin a public version of a document, with the places proposed that seem to hold personal data.

    Raises:
        Forbidden: the actor may not write records management.
        NotFound: there is no such document.
        InvalidInput: no ground or reason (`incomplete`), a request that is not registered (`unknown_request`), or
            a document without pages (`no_pages`).
        Conflict: it is still being read (`still_processing`), or another is open for it (`already_open`).
        LimitExceeded: code `too_many_pages`.
        Unavailable: too many pages wait to be drawn.
    """
    require(actor, Action.WRITE_RECORDS)
    refused = begin_refusal(given)
    if refused is not None:
        raise InvalidInput(refused.sentence, code=refused.code)
    with archive.database.read() as session:
        document = documents.visible(session, actor, document_id)
        pages = _pages_to_show(session, document)
        looked = _lying(pages)
        asked = PersonalRequest(
            pipeline.kept_pages(session, pages),
            document.type,
            public_versions.people_meant(session, document_id),
            OWN_NAMES,
        )
    found = _look_for(renderers, asked)
    with archive.database.write() as session:
        document = documents.visible(session, actor, document_id)
        _refuse_second(session, document_id, given)
        year = today().year
        row = PublicVersionRow(
            id=new_id(), folio=f"VP{year}-{numbering.next_number(session, f'public_version_{year}'):04d}",
            document_id=document_id, state=State.DRAFT.value, legal_basis=given.legal_basis.strip(), reason=given.reason.strip(),
            request=given.request, created_by=actor.name, created_at=now(),
        )  # fmt: skip
        session.add(row)
        session.flush()
        pages = _pages_to_show(session, document)
        if _lying(pages) != looked:
            raise Conflict(
                "Las páginas del documento cambiaron mientras tanto; empiece de nuevo.", code="pages_changed"
            )
        for page in pages:
            proposed = [
                KeptRegion(one.box, one.category, "machine") for one in found.proposed if one.page == page.number
            ]
            session.add(
                PublicVersionPageRow(
                    public_version_id=row.id, number=page.number, page_id=page.id, rotation=page.rotation,
                    regions=msgspec.to_builtins(proposed[:MOST_REGIONS]),
                )
            )  # fmt: skip
        session.flush()
        note(session, actor, "begin_public_version", row, {"proposed": len(found.proposed), "request": given.request})
        return shown_version(session, actor, row)


def confirm_page(
    archive: Archive, actor: Actor, page: tuple[str, int], given: PageRegions, *, version: int | None = None
) -> PublicPage:
    """Keep what is blacked out on page `(folio or id, number)`, as a person has looked at it.

    Raises:
        Forbidden: the actor may not write records management.
        NotFound: there is no such public version or page.
        InvalidInput: a place lies off the page (`bad_region`), or there are too many.
        Conflict: it is no draft (`not_a_draft`), or the page is not at `version` any more (`changed_meanwhile`).
    """
    require(actor, Action.WRITE_RECORDS)
    refused = regions_refusal(given.regions)
    if refused is not None:
        raise InvalidInput(refused.sentence, code=refused.code)
    with archive.database.write() as session:
        row = draft(session, page[0])
        kept = found_page(session, row, page[1])
        standing, _ = pipeline.page_and_document(session, kept.page_id)
        if version is not None and version != page_version(kept, standing):
            raise Conflict("Otra persona cambió o giró esta página; vuelva a verla.", code="changed_meanwhile")
        before = {(one.box, one.category): one.source for one in kept_regions(kept, standing)}
        after = [
            KeptRegion(one.box, one.category, before.get((one.box, one.category), "person")) for one in given.regions
        ]
        after.sort(key=_as_read)
        kept.regions, kept.rotation = msgspec.to_builtins(after), standing.rotation
        kept.confirmed_by, kept.confirmed_at, kept.version = actor.name, now(), kept.version + 1
        row.version += 1
        session.flush()
        stays = sum((one.box, one.category) in before for one in after)
        told = {"page": kept.number, "kept": stays, "added": len(after) - stays, "removed": len(before) - stays}
        note(session, actor, "confirm_public_page", row, told)
        return shown_page(session, kept)


def black_out_words(archive: Archive, renderers: Renderers, actor: Actor, key: str, given: WordsIn) -> int:
    """Add the places where words stand on any page; in how many. Pages that gain one are to be looked at again.

    Raises:
        Forbidden: the actor may not write records management.
        NotFound: there is no such public version.
        InvalidInput: no words or too many (`no_words`), or a page would have too many places (`too_many_regions`).
        Conflict: it is no draft (`not_a_draft`).
    """
    require(actor, Action.WRITE_RECORDS)
    words = " ".join(given.words.split())
    if not words or len(words) > _LONGEST_WORDS:
        raise InvalidInput(f"Escriba las palabras por suprimir, {_LONGEST_WORDS} letras a lo más.", code="no_words")
    with archive.database.read() as session:
        row = draft(session, key)
        asked = PersonalRequest(pipeline.kept_pages(session, _standing(session, row)), "", words=words)
    found = _look_for(renderers, asked)
    with archive.database.write() as session:
        row = draft(session, key)
        numbers = {page.number: page.id for page in _standing(session, row)}
        added = 0
        for kept in public_versions.pages_of(session, row.id):
            page, _ = pipeline.page_and_document(session, kept.page_id)
            there = kept_regions(kept, page)
            new = [
                KeptRegion(box, given.category, "person")
                for number, box in found.places
                if numbers.get(number) == kept.page_id and not any(one.box == box for one in there)
            ]
            if new:
                kept.regions = _together(there, new)
                kept.rotation, kept.confirmed_by, kept.confirmed_at = page.rotation, None, None
                kept.version += 1
                added += len(new)
        row.version += 1
        note(session, actor, "black_out_words", row, {"places": added, "category": given.category.value})
    return added


def cancel_version(archive: Archive, actor: Actor, key: str, reason: str) -> PublicVersion:
    """Give up a public version that was not approved; it stays in the list with the reason.

    Raises:
        Forbidden: the actor may not write records management.
        NotFound: there is none.
        InvalidInput: no reason.
        Conflict: it is approved or cancelled (`not_open`).
    """
    require(actor, Action.WRITE_RECORDS)
    if not reason.strip():
        raise InvalidInput("Diga por qué se cancela.", code="incomplete")
    with archive.database.write() as session:
        row = found_version(session, key)
        if row.state not in public_versions.OPEN:
            raise Conflict("La versión pública ya está autorizada o cancelada.", code="not_open")
        row.state, row.note, row.version = State.CANCELLED.value, reason.strip()[:1000], row.version + 1
        note(session, actor, "cancel_public_version", row, {"reason": row.note})
        return shown_version(session, actor, row)


def draft(session: Session, key: str) -> PublicVersionRow:
    """The public version, still being prepared.

    Raises:
        NotFound: there is none.
        Conflict: code `not_a_draft`.
    """
    row = found_version(session, key)
    if row.state != State.DRAFT:
        raise Conflict("La versión pública ya no está en preparación.", code="not_a_draft")
    return row


def note(session: Session, actor: Actor, action: str, row: PublicVersionRow, detail: Mapping[str, object]) -> None:
    """Record an act on a public version, in the caller's transaction."""
    told = {"folio": row.folio, "document": row.document_id, **detail}
    events.record(session, events.Act(actor.name, actor.origin, action, "public_version", row.id, told))


def _as_read(region: KeptRegion) -> tuple[float, float]:
    """From the top down, and along a line from left to right: in this order places are numbered."""
    return round(region.box[1], 2), region.box[0]


def _together(there: Sequence[KeptRegion], new: Sequence[KeptRegion]) -> list[object]:
    """The places of a page with new ones.

    Raises:
        InvalidInput: code `too_many_regions`; nothing is left out in silence.
    """
    both = (*there, *new)
    refused = regions_refusal(tuple(Region(one.box, one.category) for one in both))
    if refused is not None:
        raise InvalidInput(refused.sentence, code=refused.code)
    return list(msgspec.to_builtins(sorted(both, key=_as_read)))


def _look_for(renderers: Renderers, asked: PersonalRequest) -> PersonalResult:
    with renderers.one() as sandbox:
        seconds = _LOOK_SECONDS + _LOOK_SECONDS_A_PAGE * len(asked.pages)
        return sandbox.call("personal", asked, PersonalResult, wall_seconds=seconds)


def _standing(session: Session, row: PublicVersionRow) -> list[PageRow]:
    return sorted(standing_pages(session, row).values(), key=lambda page: page.number)


def _lying(pages: Sequence[PageRow]) -> list[tuple[str, int, int]]:
    """Which pages there are, how each stands, and which of its readings was looked through."""
    return [(page.id, page.rotation, page.reading) for page in pages]


def _pages_to_show(session: Session, document: DocumentRow) -> list[PageRow]:
    """All pages of a document that is read to the end.

    Raises:
        InvalidInput: it has none.
        Conflict: code `still_processing`.
        LimitExceeded: code `too_many_pages`.
    """
    if document.state == "processing" or document.pending_pages:
        raise Conflict("El documento todavía se está leyendo.", code="still_processing")
    pages = pipeline.pages_of(session, document.id)
    if not pages:
        raise InvalidInput("El documento no tiene páginas que mostrar.", code="no_pages")
    if len(pages) > MOST_PAGES:
        said = f"Una versión pública lleva {MOST_PAGES:,} páginas a lo más; separe antes el documento."
        raise LimitExceeded(said, code="too_many_pages")
    return pages


def _refuse_second(session: Session, document_id: str, given: PublicVersionIn) -> None:
    there = public_versions.open_version(session, document_id)
    if there is not None:
        raise Conflict(f"Ya se prepara la versión pública {there.folio} de este documento.", code="already_open")
    if given.request and not public_versions.is_request(session, given.request):
        raise InvalidInput(
            f"request: no hay una solicitud con el folio «{given.request[:60]}».", code="unknown_request"
        )
