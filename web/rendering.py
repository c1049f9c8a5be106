"""Templates into answers; everything that is put into a page is escaped."""

import hashlib
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from litestar import MediaType, Request, Response
from markupsafe import Markup

from schemas.access import ROLE_NAMES, Action, Actor, may
from schemas.clocks.calendar import HERE, local_day
from schemas.document_types import type_name
from schemas.field_writing import written
from schemas.folding import fold
from schemas.queues import Ref
from schemas.registry.credits import status_name
from schemas.registry.lapse_pauses import CAUSES
from schemas.registry.note_cancellations import LOSSES, OUTCOMES
from schemas.rules import Rule, RuleUnit
from service.operations.document_views import FieldView
from service.operations.signing_in import SignedIn
from web.addresses import address
from web.navigation import may_open, rooms_for, tabs_for
from web.words import WAYS_SAID, act, is_word, listed, spoken, thing, who

STATIC = Path(__file__).parent / "static"
LONGEST_WORD = 24
_MONTHS = ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"]
_LONG_MONTHS = ["enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre",
                "noviembre", "diciembre"]  # fmt: skip
_DAYS = ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"]
STATES = {
    "filed": "Archivado",
    "needs_review": "Por revisar",
    "duplicate": "Duplicado",
    "rejected": "Rechazado",
    "processing": "En proceso",
    "discarded": "Dado de baja",
    None: "En proceso",
}
FIELDS = {
    "amount": "Cantidad",
    "amount_figures": "Cantidad en cifras",
    "amount_words": "Cantidad en letra",
    "amparo": "Amparo",
    "appeal": "Toca",
    "borrower": "Acreditado",
    "borrower_curp": "CURP del acreditado",
    "borrower_rfc": "RFC del acreditado",
    "born_on": "Nacimiento",
    "commission_rate": "Comisión",
    "company_rfc": "RFC de la institución",
    "contract": "Contrato",
    "court": "Juzgado",
    "court_file": "Juicio",
    "credit": "Crédito",
    "curp": "CURP",
    "deed": "Escritura",
    "default_rate": "Interés moratorio",
    "defendants": "Demandado",
    "defendants_curp": "CURP del demandado",
    "document_date": "Fecha",
    "due_on": "Vence",
    "endorsed_on": "Endosado",
    "first_payment": "Pago inicial",
    "guarantor": "Aval",
    "guarantor_curp": "CURP del aval",
    "guarantor_rfc": "RFC del aval",
    "instalment": "Mensualidad",
    "interest": "Intereses",
    "invoice": "Factura",
    "lawyer": "Abogado",
    "lawyer_curp": "CURP del abogado",
    "lawyer_rfc": "RFC del abogado",
    "letter": "Oficio",
    "license": "Cédula",
    "notary": "Notaría",
    "notebook": "Cuadernillo",
    "ordinary_rate": "Interés ordinario",
    "paid_on": "Pagado",
    "plaintiff": "Actor",
    "principal": "Suerte principal",
    "promissory_note": "Pagaré",
    "published_on": "Publicado en lista",
    "receipt": "Recibo",
    "request": "Solicitud",
    "rfc": "RFC",
    "rogatory": "Exhorto",
    "signed_on": "Suscrito",
    "slip": "Vale",
    "stamp_annexes": "Anexos del sello",
    "stamp_copies": "Copias del sello",
    "stamp_date": "Fecha del sello",
    "stamp_folio": "Folio del sello",
    "stamp_sheets": "Fojas del sello",
    "stamp_time": "Hora del sello",
    "until": "Vigente hasta",
    "waived": "Condonado",
}
KINDS = {"debtor": "Deudor", "credit": "Crédito", "lawsuit": "Juicio", "court": "Juzgado", "lawyer": "Abogado"}


def day(value: date | None) -> str:
    """`3 oct 2026`; a dash for no date."""
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}" if value else "—"


def long_day(value: date) -> str:
    """`miércoles 25 de noviembre de 2026`."""
    return f"{_DAYS[value.weekday()]} {value.day} de {_LONG_MONTHS[value.month - 1]} de {value.year}"


def month_name(value: date) -> str:
    """`noviembre de 2026`."""
    return f"{_LONG_MONTHS[value.month - 1]} de {value.year}"


def count(value: float) -> str:
    """`1,204`, `83.5`: figures as written in Mexico, a decimal only where there is one."""
    return f"{value:,.1f}".removesuffix(".0") if isinstance(value, float) else f"{value:,}"


def counted(number: int, one: str, several: str) -> str:
    """`1 foja`, `2,300 fojas`."""
    return f"{count(number)} {one if number == 1 else several}"


def folios(first: int, last: int) -> str:
    """`folio 3`, `folios 3–9`."""
    return f"folio {count(first)}" if first == last else f"folios {count(first)}–{count(last)}"


def moment(value: datetime | None) -> str:
    """Day and time at the office."""
    if value is None:
        return "—"
    local = value.astimezone(HERE)
    return f"{day(local.date())}, {local:%H:%M}"


def phone(digits: str | None) -> str:
    """`662 123 4567`, as ten digits are written in Mexico; anything else as it is."""
    said = digits or ""
    return f"{said[:3]} {said[3:6]} {said[6:]}" if len(said) == 10 and said.isdigit() else said


def beyond(words: str | None, title: str) -> str:
    """The words, unless there are none or the title beside them says them already, accents and case aside."""
    return words if words and fold(words) not in fold(title) else ""


def pesos(text: str | None) -> str:
    """A sum kept as text of pesos (`25000.00`) as `$25,000.00`; a dash for none."""
    return "—" if text is None else f"${Decimal(text):,.2f}"


def rule_value(rule: Rule) -> str:
    """A legal rule's value as a person writes it: `4,000,000`, `60, 90 y 115`, `1 abr 2027`."""
    if rule.unit is RuleUnit.DATE:
        return day(date.fromisoformat(rule.value))
    *several, last = (f"{Decimal(part):,}" for part in rule.value.split())
    return f"{', '.join(several)} y {last}" if several else last


def parted(text: str) -> Markup:
    """The text with places to break in words longer than `LONGEST_WORD` letters: a name of a file may be one such word, and a table is as wide as its longest."""
    words = (
        Markup("<wbr>").join(word[at : at + LONGEST_WORD] for at in range(0, len(word), LONGEST_WORD))
        for word in text.split(" ")
    )
    return Markup(" ").join(words)


def size(count: int) -> str:
    """Bytes as a person reads them."""
    for unit, step in (("GB", 1024**3), ("MB", 1024**2), ("kB", 1024)):
        if count >= step * 1000 // 1024:  # never `1010.1 kB`
            return f"{count / step:.1f} {unit}"
    return f"{count} bytes"


def pieces(snippet: str, marks: tuple[tuple[int, int], ...]) -> list[tuple[str, bool]]:
    """A snippet cut where its marked words begin and end; `True` for the marked ones."""
    found, at = [], 0
    for start, end in marks:
        found += [(snippet[at:start], False), (snippet[start:end], True)]
        at = end
    return [piece for piece in [*found, (snippet[at:], False)] if piece[0]]


def field_name(name: str) -> str:
    """What a value read is called; its own name where we have no better one."""
    return FIELDS.get(name, name.replace("_", " "))


def field_value(field: FieldView) -> str:
    """A value read, as the office writes it."""
    return written(field.name, field.value, field.raw)


def browser(agent: str) -> str:
    """`Firefox en Windows`, as far as what a browser calls itself tells."""
    programs = (
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    )
    systems = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "Mac"), ("Linux", "Linux"))  # fmt: skip
    program = next((name for mark, name in programs if mark in agent), "Un programa")
    system = next((name for mark, name in systems if mark in agent), "")
    return f"{program} en {system}" if system else program


def hours(seconds: int) -> str:
    """`8 horas`, `30 minutos`."""
    for length, one, many in ((3600, "hora", "horas"), (60, "minuto", "minutos")):
        if seconds >= length:
            number = seconds // length
            return f"{number} {one if number == 1 else many}"
    return f"{seconds} segundos"


@pass_context
def address_for(context: Context, kind: str, key: str) -> str:
    """The path of the thing's page; empty where it has none, or whoever the page is for may not open it.

    A macro that asks is imported with its context, which knows for whom the page is.
    """
    path = address(kind, key)
    return path if path and may_open(context["actor"], path) else ""


@pass_context
def address_of(context: Context, ref: Ref) -> str:
    """The page that opens the evidence a line names, as `address_for` says."""
    return address_for(context, ref.kind, ref.id)


def _static_version() -> str:
    """Changes whenever a file under `static` does, so that a browser may keep them."""
    digest = hashlib.sha256()
    for path in sorted(STATIC.rglob("*")):
        if path.is_file():
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:12]


STATIC_VERSION = _static_version()


def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("web"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    made.filters |= {
        "address": address_for,
        "address_of": address_of,
        "beyond": beyond,
        "browser": browser,
        "count": count,
        "counted": counted,
        "day": day,
        "local_day": local_day,
        "long_day": long_day,
        "moment": moment,
        "act": act,
        "parted": parted,
        "pesos": pesos,
        "rule_value": rule_value,
        "phone": phone,
        "spoken": spoken,
        "status": status_name,
        "size": size,
        "thing": thing,
        "listed": listed,
        "who": who,
        "type_name": type_name,
        "field_name": field_name,
        "field_value": field_value,
    }
    made.tests |= {"word": is_word}
    made.globals |= {"roles": ROLE_NAMES, "states": STATES, "kinds": KINDS, "pieces": pieces, "folios": folios, "ways_said": WAYS_SAID,
                     "pause_causes": CAUSES,
                     "losses": LOSSES, "outcomes": OUTCOMES}  # fmt: skip
    return made


_TEMPLATES = _environment()


def show(request: Request[Any, Any, Any], template: str, status_code: int = 200, **values: object) -> Response[str]:
    """The page of a template, with who is signed in and what they may do."""
    actor = request.scope.get("user")
    session = request.scope.get("auth")
    known = {
        "actor": actor,
        "signed_in": session if isinstance(session, SignedIn) else None,
        "csrf": session.csrf if isinstance(session, SignedIn) else "",
        "may_add": isinstance(actor, Actor) and may(actor, Action.ADD_DOCUMENTS),
        "may_take": isinstance(actor, Actor) and may(actor, Action.READ_ORIGINALS),
        "may_publish": isinstance(actor, Actor) and may(actor, Action.READ_RECORDS),
        "may_review": isinstance(actor, Actor) and may(actor, Action.REVIEW_DOCUMENTS),
        "now": datetime.now(HERE),
        "opens": partial(may_open, actor),
        "path": request.url.path,
        "today": datetime.now(HERE).date(),
        "rooms": rooms_for(actor),
        "tabs": tabs_for(actor, request.url.path),
        "static_version": STATIC_VERSION,
    }
    text = _TEMPLATES.get_template(template).render({**known, **values})
    return Response(text, status_code=status_code, media_type=MediaType.HTML)
