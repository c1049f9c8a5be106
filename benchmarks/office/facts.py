"""The facts that papers print, from the portfolio: each with the field that a reader should find, and its value."""

import random
from datetime import date, timedelta

import msgspec

from benchmarks.office import days
from benchmarks.office.court import COURTS, Court, Lawsuit
from benchmarks.office.money import figures, number_words, peso_words
from benchmarks.office.people import Person, draw_person
from benchmarks.office.portfolio import LAST_DAY, Credit, Note
from benchmarks.office.truth import FieldValue
from benchmarks.office.wording import Fact

INSTITUTE = "Instituto de Crédito Educativo del Estado"
INSTITUTE_RFC = "ICE850310KJ8"
_OFFICES = (
    "Blvd. Solidaridad No. 310, Col. Villa de Seris, Hermosillo, Sonora",
    "Calle Nainari No. 120 Poniente, Col. Centro, Ciudad Obregón, Sonora",
    "Avenida Obregón No. 455, Col. Fundo Legal, Nogales, Sonora",
)
_POSTS = ("Subdirector de Cartera", "Responsable de Cartera Judicial", "Director de Administración y Finanzas")


class Case(msgspec.Struct, frozen=True):
    """What a document is about: a credit, one note of it, the lawsuit if there is one."""

    credit: Credit
    note: Note
    lawsuit: Lawsuit | None


class Drawn(msgspec.Struct):
    """The facts of one document and the errors put into them on purpose, each under the fact that shows it."""

    facts: dict[str, Fact]
    errors: dict[str, str]


def _money(name: str, cents: int, field: str = "") -> dict[str, Fact]:
    return {
        name: Fact(figures(cents), field or name, cents),
        f"{name}_words": Fact(peso_words(cents)),
        f"{name}_cents": Fact(f"{cents % 100:02d}"),
    }


def _dates(name: str, day: date, field: str = "") -> dict[str, Fact]:
    field, value = field or name, day.isoformat()
    return {
        name: Fact(days.plain(day), field, value),
        f"{name}_long": Fact(days.solemn(day), field, value),
        f"{name}_words": Fact(days.in_words(day), field, value),
        f"{name}_slash": Fact(days.slashed(day), field, value),
        f"{name}_ref": Fact(days.plain(day)),
    }


def _bad_curp(rng: random.Random, person: Person) -> tuple[str, str]:
    """The CURP as a paper prints it, and the error in it: 2 % with a wrong digit, 1 % with day and month swapped."""
    curp, chance = person.curp, rng.random()
    if chance < 0.02:
        return curp[:-1] + str((int(curp[-1]) + rng.randint(1, 9)) % 10), "wrong_curp"
    if chance < 0.03 and curp[6:8] != curp[8:10]:
        return curp[:6] + curp[8:10] + curp[6:8] + curp[10:], "swapped_date_curp"
    return curp, ""


def _person(rng: random.Random, role: str, person: Person | None, drawn: Drawn) -> None:
    facts = drawn.facts
    if person is None:
        for part in ("", "_curp", "_rfc", "_address", "_city", "_phone"):
            facts[role + part] = Fact("")
        return
    name = person.name
    if person.spelling and rng.random() < 0.5:
        name, drawn.errors[role] = person.spelling, "other_spelling"
    curp, error = _bad_curp(rng, person)
    if error:
        drawn.errors[f"{role}_curp"] = error
    facts[role] = _own(name, role)
    facts[f"{role}_curp"] = _own(curp, f"{role}_curp")
    facts[f"{role}_rfc"] = _own(person.rfc, f"{role}_rfc")
    facts[f"{role}_address"] = Fact(person.address)
    facts[f"{role}_city"] = Fact(person.city)
    facts[f"{role}_phone"] = Fact(person.phone)


def _note(rng: random.Random, case: Case, drawn: Drawn) -> None:
    note, credit = case.note, case.credit
    facts = drawn.facts
    if note.figures != note.words:
        drawn.errors["note_words"] = "amount_conflict"
    facts |= {
        "note": Fact(figures(note.figures), "amount_figures", note.figures),
        "note_words": Fact(peso_words(note.words), "amount_words", note.words),
        "note_cents": Fact(f"{note.words % 100:02d}"),
        "folio": _own(note.folio, "promissory_note"),
        "folios": Fact(
            ", ".join(item.folio for item in credit.notes), "promissory_notes", [item.folio for item in credit.notes]
        ),
        "credit": _own(credit.number, "credit"),
        "period": Fact(note.period),
        "program": Fact(credit.program),
        "school": Fact(credit.school),
        "rate": _rate(credit.ordinary_rate, "ordinary_rate"),
        "default_rate": _rate(credit.default_rate, "default_rate"),
        "contract": _own(f"C-{note.folio[-5:]}/{note.signed_on.year}", "contract"),
    }
    facts |= _dates("signed", note.signed_on, "signed_on") | _dates("due", note.due_on, "due_on")


def _movements(rng: random.Random, case: Case) -> str:
    """Table rows of an account statement: disbursements, then some instalments, with the balance after each."""
    rows, balance, day = [], 0, case.note.signed_on
    for note in case.credit.notes:
        balance += note.words
        rows.append((note.signed_on, "Ministración", note.words, balance))
        day = note.due_on
    for _ in range(rng.randint(2, 14)):
        day = days.later(rng, day, 20, 40)
        if day >= case.credit.assigned_on:
            break
        paid = min(balance, rng.choice((50_000, 75_000, 120_000)))
        balance -= paid
        rows.append((day, rng.choice(("Abono", "Pago en caja", "Depósito")), paid, balance))
    return "\n".join(
        f"| {days.slashed(when)} | {what} | ${figures(sum_)} | ${figures(left)}" for when, what, sum_, left in rows
    )  # fmt: skip


def _debt(rng: random.Random, case: Case, drawn: Drawn) -> None:
    """What the agreements, receipts and statements reckon with; the whole debt and its parts."""
    principal = case.credit.principal
    interest = round(principal * rng.uniform(0.05, 0.6) / 100) * 100 + rng.choice((0, 50))
    total = principal + interest
    months = rng.choice((6, 10, 12, 18, 24, 36))
    first = round(total * rng.uniform(0.08, 0.25) / 10_000) * 10_000
    each = round((total - first) / months / 100) * 100
    facts = drawn.facts
    facts |= _money("debt", total, "amount") | _money("principal", principal, "principal")
    facts |= _money("interest", interest, "interest") | _money("first_payment", first, "first_payment")
    facts |= _money("instalment", each, "instalment") | _money("payment", each, "amount")
    facts |= _money("waived", round(interest * rng.uniform(0.3, 0.9) / 100) * 100, "waived")
    facts |= {
        "movements": Fact(_movements(rng, case)),
        "months": Fact(str(months)),
        "months_words": Fact(number_words(months).lower()),
        "pay_day": Fact(str(rng.choice((5, 10, 15, 20, 28)))),
        "receipt": _own(f"{rng.choice('ABR')}-{rng.randrange(10_000, 99_999)}", "receipt"),
    }


def _court_name(rng: random.Random, court: Court, drawn: Drawn) -> None:
    drawn.facts |= {
        "court": Fact(court.name, "court", court.name),
        "court_upper": Fact(court.name.upper(), "court", court.name),
        "court_alias": Fact(rng.choice((court.name, court.name, *court.aliases)), "court", court.name),
        "district": Fact(court.district),
        "district_upper": Fact(court.district.upper()),
        "court_city": Fact(court.city),
        "court_city_upper": Fact(court.city.upper()),
    }


def _suit(rng: random.Random, case: Case, drawn: Drawn) -> None:
    suit, facts = case.lawsuit, drawn.facts
    court = suit.court if suit else rng.choice(COURTS)
    _court_name(rng, court, drawn)
    filed = suit.filed_on if suit else days.later(rng, case.note.due_on, 60, 400)
    order = days.later(rng, filed, 2, 20)
    printed = suit.file if suit else ""
    if suit and rng.random() < 0.01:
        odd = suit.file.replace("/", " / ") if "0" not in suit.file[:-5] else suit.file.replace("0", "O", 1)
        printed, drawn.errors["file"] = odd, "odd_court_file"
    facts |= {
        "file": Fact(printed, "court_file" if suit else "", suit.normal if suit else ""),
        "judge": Fact(suit.judge if suit else ""),
        "clerk": Fact(suit.clerk if suit else ""),
        "stamp_number": Fact(suit.folio if suit else ""),
    }
    facts |= _dates("filed", filed, "document_date") | _dates("order", order, "document_date")
    facts |= _dates("listed", days.later(rng, order, 1, 3), "published_on")
    facts |= _dates("seized", days.later(rng, order, 10, 200), "document_date")
    facts |= _dates("judged", days.later(rng, order, 120, 900), "document_date")
    facts |= _dates("ruled", days.later(rng, order, 5, 300), "document_date")


def _lawyer(case: Case, drawn: Drawn) -> None:
    lawyer = case.lawsuit.lawyer if case.lawsuit else case.credit.lawyer
    person = lawyer.person
    title = "LICENCIADA" if person.sex == "M" else "LICENCIADO"
    drawn.facts |= {
        "lawyer": Fact(f"{title} {person.name}", "lawyer", person.name),
        "lawyer_name": _own(person.name, "lawyer"),
        "lawyer_curp": _own(person.curp, "lawyer_curp"),
        "lawyer_rfc": _own(person.rfc, "lawyer_rfc"),
        "lawyer_address": Fact(person.address),
        "cedula": _own(lawyer.cedula, "license"),
        "firm": Fact(lawyer.firm),
    }


def _office(rng: random.Random, case: Case, drawn: Drawn) -> None:
    day = min(days.later(rng, case.credit.assigned_on, 20, 700), LAST_DAY)
    drawn.facts |= {
        "institute": Fact(INSTITUTE),
        "institute_upper": Fact(INSTITUTE.upper()),
        "institute_rfc": _own(INSTITUTE_RFC, "institute_rfc"),
        "office_address": Fact(rng.choice(_OFFICES)),
        "place": Fact(rng.choice(("Hermosillo", "Ciudad Obregón", "Nogales", case.credit.debtor.city))),
        "officer": Fact(draw_person(rng, years=(1960, 1988)).name),
        "post": Fact(rng.choice(_POSTS)),
        "helper": Fact(draw_person(rng).name),
        "witness": Fact(draw_person(rng).name),
        "witness2": Fact(draw_person(rng).name),
        "serial": Fact(f"{rng.randrange(10_000, 99_999)}"),
        "hour": Fact(f"{rng.randint(8, 17)}:{rng.choice(('00', '15', '30', '45'))}"),
        "letter": _own(f"CJ/{rng.randrange(12, 1900):04d}/{day.year}", "letter"),
    }
    _instruments(rng, day, drawn)
    drawn.facts |= _dates("day", day, "document_date")
    drawn.facts |= _dates("endorsed", case.credit.assigned_on, "endorsed_on")
    drawn.facts |= _dates("until", day + timedelta(days=730), "until")
    drawn.facts |= _dates("deeded", days.later(rng, date(2009, 1, 7), 0, 5000), "document_date")


def _instruments(rng: random.Random, day: date, drawn: Drawn) -> None:
    """What services contracts and powers of attorney say."""
    deed = rng.randrange(1_000, 39_999)
    drawn.facts |= {
        "percent": _rate(rng.choice(("10", "12", "15", "18", "20")), "commission_rate"),
        "return_days": Fact(rng.choice(("3", "5", "10"))),
        "report_days": Fact(rng.choice(("2", "3", "5"))),
        "contract_number": _own(f"CJ-{rng.randrange(1, 99):03d}/{day.year}", "contract"),
        "deed": Fact(f"{deed:,}", "deed", str(deed)),
        "volume": Fact(str(rng.randrange(100, 900))),
        "notary": _own(str(rng.randrange(1, 110)), "notary"),
    }


def _rate(text: str, field: str) -> Fact:
    """A rate in percent, its value with two decimals."""
    return Fact(text, field, f"{float(text):.2f}")


def _own(text: str, field: str) -> Fact:
    """A fact whose value is as printed."""
    return Fact(text, field, text)


def draw_facts(rng: random.Random, case: Case) -> Drawn:
    """Every fact that a text may print about the case, and the deliberate errors among them."""
    drawn = Drawn({}, {})
    _person(rng, "borrower", case.credit.debtor, drawn)
    _person(rng, "guarantor", case.credit.guarantor, drawn)
    _note(rng, case, drawn)
    _debt(rng, case, drawn)
    _suit(rng, case, drawn)
    _lawyer(case, drawn)
    _office(rng, case, drawn)
    guarantor = drawn.facts["guarantor"].text
    borrower = drawn.facts["borrower"].text
    both = f"{borrower} Y {guarantor}" if guarantor else borrower
    drawn.facts["defendants"] = Fact(both, "defendants", [borrower, guarantor] if guarantor else [borrower])
    drawn.facts["born_slash"] = Fact(days.slashed(case.credit.debtor.born))
    return drawn


def fields_of(drawn: Drawn, used: frozenset[str]) -> tuple[dict[str, FieldValue], tuple[str, ...]]:
    """The fields that the used facts print, and the deliberate errors that show in them.

    Where both figures and words of an amount are printed, `amount` is the one in words (LGTOC 16).
    """
    if "defendants" in used:
        used = used | {"borrower", "guarantor"}
    fields: dict[str, FieldValue] = {}
    for name in sorted(used):
        fact = drawn.facts[name]
        if fact.field and fact.text:
            fields[fact.field] = fact.value
    errors = {error for name, error in drawn.errors.items() if name in used and drawn.facts[name].text}
    effective = fields.get("amount_words", fields.get("amount_figures"))
    if effective is not None:
        fields.setdefault("amount", effective)
    if "amount_figures" not in fields:
        errors.discard("amount_conflict")
    return fields, tuple(sorted(errors))
