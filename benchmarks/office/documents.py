"""Draws documents: which type, about which credit, in which words and setting."""

import random
from datetime import date

import msgspec

from benchmarks.office import wording
from benchmarks.office.facts import Case, draw_facts, fields_of
from benchmarks.office.layout import PAPERS, Sheet, Style, draw_style, set_pages
from benchmarks.office.portfolio import Portfolio
from benchmarks.office.stamp import StampText, draw_stamp_text
from benchmarks.office.truth import Belongs, FieldValue

_PRINT = ("serif", "sans", "narrow", "book", "wide")
_COURT = ("serif", "sans", "typewriter", "book")
_OLD = ("typewriter", "matrix", "serif")


class Kind(msgspec.Struct, frozen=True):
    """A type of document: how often it comes, which text it uses, whether it needs a lawsuit, and how it looks.

    `type` is also the name it is asked for by; `negative` papers are none of the office's business.
    """

    type: str
    weight: int
    families: tuple[str, ...] = _PRINT
    needs_lawsuit: bool = False
    text: str = ""
    stamped: bool = False
    negative: bool = False
    code: str = ""

    @property
    def label(self) -> str:
        """The type's code in the catalogue (`schemas.document_types`)."""
        return self.code or self.type

    @property
    def source(self) -> str:
        """The name of its texts."""
        return self.text or self.type


KINDS = (
    Kind("promissory_note", 16, _PRINT + _OLD),
    Kind("credit_contract_note", 6, _PRINT + _OLD),
    Kind("judicial_agreement", 5, _COURT, needs_lawsuit=True),
    Kind("settlement_ajc", 5, _PRINT),
    Kind("complaint", 7, _COURT, needs_lawsuit=True),
    Kind("filing_receipt", 9, _COURT, needs_lawsuit=True, text="complaint", stamped=True),
    Kind("admission_order", 7, _COURT, needs_lawsuit=True),
    Kind("court_order", 8, _COURT, needs_lawsuit=True),
    Kind("services_contract", 3, _PRINT),
    Kind("settlement_letter", 5, _PRINT),
    Kind("payment_receipt", 6, (*_PRINT, "matrix")),
    Kind("account_statement", 5, (*_PRINT, "matrix")),
    Kind("official_letter", 5, _PRINT),
    Kind("restructure", 3, _PRINT),
    Kind("seizure_record", 4, (*_COURT, "typewriter"), needs_lawsuit=True),
    Kind("judgment", 3, _COURT, needs_lawsuit=True),
    Kind("power_of_attorney", 2, _COURT),
    Kind("id_document", 3, ("sans", "narrow", "wide")),
    Kind("newspaper", 2, ("serif", "narrow"), negative=True, code="unclassified"),
    Kind("english_page", 2, ("serif", "sans"), negative=True, code="unclassified"),
    Kind("private_note", 2, _PRINT, negative=True, code="promissory_note"),
    Kind("blank_page", 1, negative=True, code="unclassified"),
)


class Draft(msgspec.Struct, frozen=True):
    """A document as set, before it is printed: `stamp` is what the received stamp on its first sheet says."""

    kind: Kind
    variant: str
    sheets: tuple[Sheet, ...]
    fields: dict[str, FieldValue]
    errors: tuple[str, ...]
    belongs_to: Belongs
    stamp: StampText | None = None
    layer: str = ""


def kinds_named(names: tuple[str, ...]) -> tuple[Kind, ...]:
    """The kinds of those names, all of them for none.

    Raises:
        ValueError: there is no kind of a name.
    """
    known = {kind.type: kind for kind in KINDS if wording.variants(kind.source)}
    missing = [name for name in names if name not in known]
    if missing:
        raise ValueError(f"no such kind: {', '.join(missing)}; there are {', '.join(known)}")
    return tuple(known[name] for name in names) if names else tuple(known.values())


def deal(rng: random.Random, kinds: tuple[Kind, ...], count: int) -> list[Kind]:
    """So many kinds in the proportion of their weights, every one of them once before any comes by chance."""
    dealt = list(kinds[:count])
    dealt += rng.choices(kinds, [kind.weight for kind in kinds], k=count - len(dealt))
    rng.shuffle(dealt)
    return dealt


def draw_case(rng: random.Random, portfolio: Portfolio, kind: Kind) -> Case:
    """A credit for the kind to be about; every portfolio has at least one lawsuit."""
    if kind.needs_lawsuit:
        suit = rng.choice(portfolio.lawsuits)
        credit = next(item for item in portfolio.credits if item.number == suit.credit_numbers[0])
    else:
        credit = rng.choice(portfolio.credits)
        found = portfolio.lawsuit_of(credit)
        return Case(credit, rng.choice(credit.notes), found)
    return Case(credit, rng.choice(credit.notes), suit)


def _belongs(case: Case, kind: Kind) -> Belongs:
    if kind.negative:
        return Belongs()
    suit = case.lawsuit if kind.needs_lawsuit else None
    lawyer = (suit.lawyer if suit else case.credit.lawyer).cedula
    name = f"{suit.court.code}:{suit.normal}" if suit else ""
    if kind.type in ("services_contract", "power_of_attorney"):
        return Belongs(lawyer=lawyer)
    return Belongs(case.credit.debtor.curp, (case.credit.number,), name, lawyer if suit else "")


def _style(rng: random.Random, kind: Kind) -> Style:
    style = draw_style(rng, kind.families)
    if kind.type in ("promissory_note", "payment_receipt", "id_document", "blank_page"):
        return msgspec.structs.replace(style, footer="", indent=0.0)
    return style


def _sheets(rng: random.Random, kind: Kind, markup: str, style: Style, back: str) -> tuple[Sheet, ...]:
    sheets = list(set_pages(markup, style))
    width, height = PAPERS[style.paper]
    blank = Sheet(width, height, (), (), True)
    if kind.type == "promissory_note":
        sheets += set_pages("#back\n" + back, style)[1:] if back else [blank] * (rng.random() < 0.5)
    elif rng.random() < 0.06:
        sheets = [side for sheet in sheets for side in (sheet, blank)]
    return tuple(sheets)


def draw_document(rng: random.Random, kind: Kind, case: Case, *, variant: str = "") -> Draft:
    """A document of the kind about the case, set on sheets, with the truth of its fields."""
    drawn = draw_facts(rng, case)
    letter = variant or rng.choice(wording.variants(kind.source))
    filled = wording.fill(kind.source, letter, drawn.facts, rng)
    used, back = filled.used, ""
    if kind.type == "promissory_note" and rng.random() < 0.6:
        endorsement = wording.fill("endorsement", rng.choice(wording.variants("endorsement")), drawn.facts, rng)
        used, back = used | endorsement.used, endorsement.markup
    fields, errors = fields_of(drawn, used)
    stamp = None
    if kind.stamped and case.lawsuit is not None:
        stamp = draw_stamp_text(rng, case.lawsuit.filed_on, case.lawsuit.folio, case.lawsuit.court.city)
        fields |= stamp.fields
    sheets = _sheets(rng, kind, filled.markup, _style(rng, kind), back)
    if kind.negative:
        fields, errors = {}, ()
    return Draft(kind, letter, sheets, dict(fields), errors, _belongs(case, kind), stamp, _layer_line(rng))


def _layer_line(rng: random.Random) -> str:
    """What a document system prints over a scan, as a line of its own in the text layer."""
    day = date(rng.randint(2019, 2026), rng.randint(1, 9), rng.randint(1, 28))
    mark = f"{rng.getrandbits(40):010X}"
    return rng.choice((
        f"Documento digitalizado el {day:%d/%m/%Y} - Folio interno {rng.randrange(10**5, 10**6)}",
        f"Firmado electrónicamente {day:%d/%m/%Y} {rng.randint(8, 18)}:{rng.randrange(60):02d} - {mark}",
        f"Recibido por ventanilla electrónica {day:%d/%m/%Y} Acuse {mark[:8]}",
    ))  # fmt: skip
