"""The dates of a document and what each is the date of."""

import re
from collections.abc import Iterator, Sequence

import msgspec

from indexer.stages.surface import Surface, any_of, loose
from schemas.document_types import types_by_code
from schemas.fields import Field
from schemas.legal_dates import FoundDate, dates_of

_BEFORE = 90
_SINCE = 11
"""Reach of *desde el*, from when interest runs: the maturity where nothing else tells it."""
_ROLES: tuple[tuple[str, str, int], ...] = (
    ("born_on", any_of("nacimiento", "nacio el", "nacida el", "nacido el"), 45),
    ("published_on", any_of("lista de acuerdos", "publico en lista", "se publico"), 40),
    ("endorsed_on", any_of("endosamos en procuracion", "endoso en procuracion", "endosa en procuracion", "paguese en procuracion", "paguese, en procuracion", "valor en procuracion"), 420),
    ("due_on", any_of("vencimiento", "vence el", "vence", "vencio el", "vencido el", "pagadero", "precisamente el", "requiera de pago, el", "fecha de vencimiento"), 40),
    ("due_on", any_of("el dia") + r"\s*$", 10),
    ("due_on", any_of("desde el") + r"\s*$", _SINCE),
    ("signed_on", any_of("suscripcion", "suscribieron", "suscrito el", "suscribio", "firmo el", "el pagare de fecha"), 70),
    ("until", any_of("al", "hasta el") + r"\s*$", 10),
    ("paid_on", any_of("recibo") + r"[^.]{0,40}?" + any_of("de fecha", "del") + r"\s*$", 70),
)  # fmt: skip
_PLACE = re.compile(
    r"(?:"
    + loose("sonora")
    + r"|\bson\.|hermosillo|obregon|nogales)\s*[.,;:]*\s*(?:a(?:\s+los)?|(?:a\s+)?el(?:\s+d[il1]a)?)?\s*$"
)
_TWICE = re.compile(r"\(\s?\d{1,2}\s?\)\s*\Z")
"""The day in figures before the day in words."""
_SOLEMN = re.compile(r"(?:\ba\s+l[o0]s|\bhoras?,?\s+del?(?:\s+d[il1]a)?|\bsiendo\s+el(?:\s+d[il1]a)?)\s*$")
_PASSING = re.compile(
    r"\bfax\b|digitalizad|firmad[oa]\s+electr|ventanilla\s+electr|impres[oa]\s+el|fecha\s+de\s+impresion"
)
"""What marks a line that was put on the paper on its way, not when it was made."""
_LABEL = re.compile(
    r"(?:" + loose("fecha") + r"(?:\s+(?:de\s+)?(?:emision|expedicion|corte|pago|deposito))?\s*[:;.]?\s*|\ba\s+)$"
)
_FACT = re.compile(
    any_of(
        "con fecha",
        "el dia",
        "suscribieron",
        "de fecha",
        "recibo",
        "escritura",
        "el pasado",
        "mediante",
        "relacion firmada",
        "publicada en",
        "publicado en",
        "boletin oficial",
        "diario oficial",
    )
    + r"[^.;]{0,40}$"
)
_AFTER_FACT = re.compile(
    r"^[\s,.]*(?:en\s+[^.;:\n]{3,60}?[\s,]+)?(?:l[o0]s h[o0]y|la parte demandada|"
    + loose("se publico")
    + r"|(?:(?:los|las|el|la)\s+(?:ahora\s+)?"
    + any_of(
        "demandados",
        "demandadas",
        "demandado",
        "demandada",
        "deudores",
        "deudor",
        "deudora",
        "acreditado",
        "acreditada",
    )
    + r"\s+)?"
    + any_of("suscribi", "suscrito", "suscrita", "suscriben", "firmaron", "firmo el")
    + ")"
)
_LATE = frozenset(("judicial_agreement", "settlement_ajc", "mediated_agreement", "restructure", "services_contract", "credit_contract_note", "complaint", "filing_receipt", "answer", "withdrawal_lift", "judgment", "originals_return_receipt"))  # fmt: skip
_CUT_OFF = re.compile(
    any_of("fecha de corte", "con corte", "al corte", "estado de cuenta") + r"[\s:.]*(?:al?\s+|del?\s+)?(?:dia\s+)?$"
)
"""What a statement of account is dated by: the day up to which it counts, whenever it was printed."""
_OWN_DATES = frozenset(("promissory_note", "credit_contract_note"))


class _Seen(msgspec.Struct, frozen=True):
    surface: Surface
    found: FoundDate
    role: str
    score: float


def date_fields(bodies: Sequence[Surface], kind: str) -> Iterator[Field]:
    """`document_date` of the document itself, and dates whose purpose is told by what stands before them (`due_on`, `signed_on`…)."""
    seen = [_judged(surface, found, kind) for surface in bodies for found in dates_of(surface.text, surface.folded)]
    roles: set[str] = set()
    for item in sorted(seen, key=lambda item: -item.score if item.role else 0.0):
        if item.role and item.role not in roles:
            roles.add(item.role)
            yield _field(item, item.role, 0.9)
    free = [item for item in seen if not item.role]
    if kind in _OWN_DATES:
        yield from _note_dates(free, roles, kind)
        return
    if kind == "endorsement_sheet":
        free = free or [item for item in seen if item.role == "endorsed_on"]
    best = _best(free, kind)
    if best is not None:
        yield _field(best, "document_date", 0.95 if best.score >= 3 else 0.75)


def _field(item: _Seen, name: str, sure: float) -> Field:
    return item.surface.field(name, (item.found.start, item.found.end), item.found.value.isoformat(), sure)


def _judged(surface: Surface, found: FoundDate, kind: str) -> _Seen:
    before = _TWICE.sub("", surface.folded[max(0, found.start - 420) : found.start])
    after = surface.folded[found.end : found.end + 60]
    if _AFTER_FACT.match(after) and kind != "promissory_note":
        role = "published_on" if re.match(r"^[\s,.]*" + loose("se publico"), after) else "signed_on"
        return _Seen(surface, found, role, 0.0)
    place = bool(_PLACE.search(before[-40:]))
    solemn = bool(_SOLEMN.search(before[-18:]))
    for role, pattern, reach in _ROLES:
        if role == "until" and kind not in ("services_contract", "power_of_attorney"):
            continue
        if role == "due_on" and not _due_applies(reach, kind):
            continue
        if re.search(pattern, before[-reach:]) and not (role == "due_on" and (place or solemn)):
            return _Seen(surface, found, role, -1.0 if reach == _SINCE else 0.0)
    score = (
        3.0 * place
        + 2.0 * solemn
        + 1.5 * bool(_LABEL.search(before[-30:]))
        + 6.0 * (kind == "account_statement" and bool(_CUT_OFF.search(before[-40:])))
        - 3.0 * (not solemn and bool(_FACT.search(before[-_BEFORE:])))
        - 4.0 * bool(_PASSING.search(_line(surface, found.start)))
    )
    if not any(letter.isdigit() for letter in found.raw):
        score += 2.5
    return _Seen(surface, found, "", score)


def _line(surface: Surface, at: int) -> str:
    end = surface.folded.find("\n", at)
    return surface.folded[surface.folded.rfind("\n", 0, at) + 1 : end if end >= 0 else None]


def _due_applies(reach: int, kind: str) -> bool:
    """*El día* tells the maturity only on a note, *desde el* (interest runs) only in a claim."""
    if reach == 10:
        return kind == "promissory_note"
    return reach != _SINCE or kind in ("complaint", "filing_receipt")


def _note_dates(free: list[_Seen], roles: set[str], kind: str) -> Iterator[Field]:
    """A note's own date is that of signing; what is left over and later is when it falls due."""
    signed = _best(free, kind)
    if signed is None:
        return
    yield _field(signed, "document_date", 0.9)
    if "signed_on" not in roles:
        yield _field(signed, "signed_on", 0.9)
    later = [item for item in free if item.found.value > signed.found.value]
    if "due_on" not in roles and later:
        yield _field(later[0], "due_on", 0.75)


def _best(free: list[_Seen], kind: str) -> _Seen | None:
    """The best founded date; of equals the last in papers that are dated at their end, else the first."""
    if not free:
        return None
    late = kind in _LATE
    order = list(reversed(free)) if late else free
    family = types_by_code()[kind].family if kind in types_by_code() else ""
    if family == "court":
        order = sorted(order, key=lambda item: (-item.score, item.surface.page))
        return order[0]
    return max(order, key=lambda item: item.score)
