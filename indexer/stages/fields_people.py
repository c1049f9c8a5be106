"""Who appears in a document and as what."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

import msgspec

from indexer.stages.fields_cards import CARDS, card_names
from indexer.stages.names_on_page import name_at, name_before
from indexer.stages.role_labels import ADDRESSEE, FOLLOWED, LABELLED, PLAIN, VAGUE, role_at
from indexer.stages.signatures import columns, signed
from indexer.stages.surface import Surface, any_of, cue, loose
from indexer.stages.tables import row_names
from schemas.fields import Field, Known
from schemas.names import similarity

_OFFICE = any_of(
    "juez",
    "jueza",
    "secretario",
    "secretaria",
    "actuario",
    "actuaria",
    "notario",
    "notaria",
    "magistrado",
    "magistrada",
)
_OFFICIAL_BEFORE = re.compile(
    r"(?<![^\W_])(?:" + any_of("firma", "firmo", "acordo", "proveyo", "por ante", "ante", "resolvio", "sentencio", "el c.", "la c.", "ante mi",
           "a cargo del", "a cargo de la", "a cargo de") + "|" + _OFFICE
    + rf"|{_OFFICE}(?:[ \n]\w+){{1,16}}[ \n]?,|(?<!c\.\s)(?<!ciudadano\s){_OFFICE}(?:[ \n]\w+){{0,16}}\n"
    + r")\W*(?:(?:el|la)\s+)?(?:lic\w*\.?\s*)?$"
)  # fmt: skip
"""An office, with the court it is of, right before a name."""
_OFFICE_BEHIND = re.compile(
    r"[\s,.]{0,3}(?:(?:el|la)\s+)?" + any_of("juez", "secretari", "actuari", "notari", "director", "subdirector", "jefe de", "jefa de",
           "coordinador", "facilitador", "persona facilitadora", "perito")
)  # fmt: skip
_BEFORE = 160
_SELF = cue(
    "mexican mayor por en con abogad promoviendo",
    any_of(
        "mexicano", "mexicana", "mayor de edad", "por mis propios derechos", "en mi caracter", "en mi calidad", "con cedula", "abogado",
        "abogada", "con la personalidad", "con personalidad", "promoviendo",
    ),
)  # fmt: skip
_PUNCTUATED = re.compile(r"\s?[,.;]\s*")
_AS_AVAL = cue(
    "y",
    rf"y\s+de\s+(?=[^;.]{{5,80}}?en\s+su\s+{loose('caracter de')}\s+(?:{any_of('avalista', 'aval', 'deudor solidario')}))",
)
_CREDIT_OF = cue(
    "credito",
    rf"{loose('credito')}\s+(?:{loose('educativo')}\s+)?(?:{loose('numero')}|no|num)\s*[.:]*\s*[a-z0-9-]{{4,20}}\s*[,;-]\s*"
    rf"(?:(?:{any_of('otorgado', 'concedido')}|a\s+{any_of('cargo', 'nombre')})\s+(?:a|de)?\s*)?(?=[a-z])",
)
_BETWEEN_OFFICES = frozenset(
    ("services_contract", "power_of_attorney", "credit_contract_note", "settlement_ajc", "restructure")
)
"""Papers that the institute signs through an officer."""
_TITLES = frozenset(("promissory_note", "endorsement_sheet", "credit_contract_note"))
"""Papers that an attorney of the institute signs, whose lawyer is whom they are endorsed to."""
_OF_LAWYERS = frozenset(("loan_slip", "assignment_list", "monthly_report"))
_ADDRESSED = frozenset(("summons", "collection_notice", "edict"))
"""Papers to the very person they are about."""
_LICENSED = re.compile(r"\s*(?:lic\b|licenciad[oa]\b)")
_OF_DEBTORS = frozenset(("answer", "amparo_docs", "arco_or_info_request"))
"""Papers by which debtors speak for themselves."""
_REPRESENTED = re.compile(
    rf"(?:{any_of('representado', 'representada', 'representacion')}(?![^;]{{0,80}}(?:{any_of('apoderad', 'endosatari')}))(?:(?!{loose('otra')})[^;]){{0,45}}"
    rf"|{any_of('comparecio', 'comparece')}(?:\s+(?:el|la))?"
    rf"|{any_of('director', 'directora', 'director general', 'directora general', 'subdirector', 'subdirectora', 'jefe', 'jefa')}[^;,.]{{0,40}})[\s,]*\Z"
)
_AGREE = cue("celebra", rf"{loose('celebran')}|{loose('celebra')}")
_AND, _REACH = re.compile(r"(?<!\w)y\s+(?=[a-z])"), 260
_DEPUTY = re.compile(rf"{loose('represent')}|{loose('apoderad')}|{loose('conducto')}")
_JOINT = re.compile(r"[\s,(\"“«]{1,5}(?:\([^)]{0,40}\)\s*)?\Z")
_ACTOR = cue("actor parte", rf"{any_of('actor', 'actora', 'parte actora')}\s*:\s*([^\n]{{5,100}})")
_VERSUS = re.compile(r"(?:^|\n)([^\n]{6,100})\n\s*v[s5][.,]?\s*\n")
_PEOPLE = ("borrower", "guarantor", "lawyer")
_MOST = 80


class _Named(msgspec.Struct, frozen=True):
    role: str
    name: str
    start: int
    end: int
    sure: float


def people_fields(bodies: Sequence[Surface], known: Known, kind: str) -> Iterator[Field]:
    """`borrower`, `guarantor`, `lawyer`, `plaintiff`, `defendants` by name, one field per person and role."""
    best: dict[tuple[str, str], Field] = {}
    for surface in bodies:
        for named in _names(surface, known, kind):
            field = surface.field(named.role, (named.start, named.end), named.name, named.sure)
            _keep(best, field)
        for field in _plaintiffs(surface):
            best.setdefault((field.name, field.value), field)
    yield from _without_echoes([field for field in best.values() if not _is_official(field, best)])


def _keep(best: dict[tuple[str, str], Field], field: Field) -> None:
    """One field per role and person: the surest reading of a name, the fuller one of equals."""
    for key, other in best.items():
        if key[0] == field.name and similarity(other.value, field.value) > 0.82:
            if (field.confidence, len(field.value)) > (other.confidence + 0.02, len(other.value)):
                best[key] = field
            return
    if len(best) < _MOST:
        best[field.name, field.value] = field


def _is_official(field: Field, best: dict[tuple[str, str], Field]) -> bool:
    """Judges, clerks and notaries are named as lawyers are; who is one anywhere on the paper is no party."""
    if field.name == "official":
        return True
    officials = [other for other in best.values() if other.name == "official"]
    return field.name == "lawyer" and any(similarity(other.value, field.value) > 0.75 for other in officials)


def _without_echoes(fields: list[Field]) -> Iterator[Field]:
    """A person has one role among debtor, guarantor and lawyer: the surest; a defendant may be either of the first two."""
    for field in sorted(fields, key=lambda field: -field.confidence):
        if field.confidence <= VAGUE and _outdone(field, fields):
            continue
        if field.name in _PEOPLE:
            rivals = [other for other in fields if other.name in _PEOPLE and other.name != field.name]
            if any(
                other.confidence > field.confidence and similarity(other.value, field.value) > 0.9 for other in rivals
            ):
                continue
        yield field


def _outdone(field: Field, fields: list[Field]) -> bool:
    """Whether a debtor told by no more than *el C.* has others beside him who are told better."""
    return field.name == "borrower" and any(
        other.name in ("borrower", "defendants") and other.confidence > VAGUE for other in fields
    )


def _names(surface: Surface, known: Known, kind: str) -> Iterator[_Named]:
    bearers = list(card_names(surface, kind, known)) if kind in CARDS else []
    if bearers:
        yield from (_Named("borrower", *found, 0.9) for found in bearers)
        return
    yield from (_Named(role, *found, 0.9) for role, found in signed(surface, known))
    yield from (_Named(role, *found, 0.87) for role, found in row_names(surface, known))
    yield from _told_before(surface, known, kind)
    yield from _told_behind(surface, known, kind)
    yield from _own_introduction(surface, known)
    yield from _who_agrees(surface, known)


def _told_before(surface: Surface, known: Known, kind: str) -> Iterator[_Named]:
    """The names right behind a word that tells their role; in columns the word over the column tells it."""
    beside = columns(surface)
    for role, label, sure in LABELLED:
        for match in islice(surface.find(label), _MOST):
            if any(column.holds(match.end()) for column in beside):
                continue
            told = "official" if role == "lawyer" and _represents(surface, match.start(), kind) else role
            if role == "borrower" and kind in _OF_LAWYERS and _LICENSED.match(surface.folded, match.end()):
                told = "lawyer"
            addressed = sure == ADDRESSEE and kind in _ADDRESSED
            yield from _after(surface, match.end(), told, PLAIN if addressed else sure, known)
    for match in islice(surface.find(_AS_AVAL), _MOST):
        yield from _after(surface, match.end(), "guarantor", 0.96, known)
    for match in islice(surface.find(_CREDIT_OF), _MOST):
        yield from _after(surface, match.end(), "borrower", 0.85, known)


def _told_behind(surface: Surface, known: Known, kind: str) -> Iterator[_Named]:
    """The names right before one."""
    for role, label, sure in FOLLOWED:
        for match in islice(surface.find(label), _MOST):
            joint = _JOINT.search(surface.folded, max(0, match.start() - 50), match.start())
            found = name_before(surface, joint.start(), known) if joint else None
            if found is not None and (meant := _meant(role, surface, found[1], kind)):
                yield _Named(meant, *found, sure)


def _meant(role: str, surface: Surface, at: int, kind: str) -> str:
    """The role of who speaks for himself, signs for another, or of whom his CURP alone is told; empty where it is none of ours."""
    if role == "self":
        return "borrower" if kind in _OF_DEBTORS else "lawyer"
    if role == "deputy":
        return "" if kind in _TITLES else "lawyer"
    return role_at(surface, at, kind) if role == "owner" else role


def _represents(surface: Surface, at: int, kind: str) -> bool:
    """Whether a name is of an officer who signs for the institute: no lawyer of it, unless called its attorney."""
    return kind in _BETWEEN_OFFICES and _REPRESENTED.search(surface.folded, max(0, at - 90), at) is not None


def _who_agrees(surface: Surface, known: Known) -> Iterator[_Named]:
    """`que celebran el Instituto… y RAÚL X Y`: the other party, where no *por la otra* stands before it."""
    for match in islice(surface.find(_AGREE), _MOST):
        for joined in _AND.finditer(surface.folded, match.end(), match.end() + _REACH):
            if _DEPUTY.search(surface.folded, match.end(), joined.start()):
                break
            named = list(_after(surface, joined.end(), "pair", 0.88, known))
            yield from named
            if named:
                break


def _after(surface: Surface, at: int, role: str, sure: float, known: Known) -> Iterator[_Named]:
    """The name that begins at `at`, and for several people the names that follow."""
    found = name_at(surface, at, known)
    if found is None:
        return
    if role not in ("defendants", "pair"):
        if role == "lawyer" and not _is_lawyer_place(surface, at, found[2]):
            return
        yield _Named(role, *found, sure)
        return
    for order in range(6):
        yield _Named("defendants" if role == "defendants" else "borrower", *found, sure)
        if order < 2:
            yield _Named("borrower" if order == 0 else "guarantor", *found, sure - 0.05)
        joined = re.match(r"[\s,]{1,3}[yY]\s+", surface.text[found[2] :])
        following = name_at(surface, found[2] + joined.end(), known) if joined else None
        if following is None:
            return
        if role == "pair":
            role = "defendants"
        found = following


def _is_lawyer_place(surface: Surface, at: int, end: int) -> bool:
    """Whether a *licenciado* is the lawyer of the case, not a judge or clerk who signs."""
    before = surface.folded[max(0, at - _BEFORE) : at]
    return not (_OFFICIAL_BEFORE.search(before) or _OFFICE_BEHIND.match(surface.folded, end))


def _own_introduction(surface: Surface, known: Known) -> Iterator[_Named]:
    """`RAÚL X Y, mexicano, mayor de edad…`: who files introduces himself at the head of a paragraph."""
    tried: set[int] = set()
    for match in islice(surface.find(_SELF), _MOST):
        line = surface.text.rfind("\n", 0, match.start()) + 1
        for start in {line, surface.text.rfind("\n", 0, max(0, line - 1)) + 1} - tried:
            tried.add(start)
            found = name_at(surface, start, known) if surface.text[start].isupper() else None
            mark = _PUNCTUATED.match(surface.folded, found[2]) if found else None
            if found and mark and _SELF.pattern.match(surface.folded, mark.end()):
                yield _Named("lawyer", *found, 0.95)


def _plaintiffs(surface: Surface) -> Iterator[Field]:
    for match in (next(surface.find(_ACTOR), None), _VERSUS.search(surface.folded)):
        if match:
            start, end = match.span(1)
            yield surface.field("plaintiff", (start, end), " ".join(surface.text[start:end].split()).strip(" .,"), 0.9)
            return
