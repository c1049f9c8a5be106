"""The portfolio behind the papers: debtors, credits, promissory notes and lawsuits that agree with one another."""

import random
from datetime import date, timedelta

import msgspec

from benchmarks.office import days
from benchmarks.office.court import COURTS, Lawsuit, Lawyer, draw_lawyers
from benchmarks.office.money import draw_amount
from benchmarks.office.people import POOLS, Person, draw_person

LAST_DAY = date(2026, 10, 30)


class Note(msgspec.Struct, frozen=True):
    """A promissory note: `figures` and `words` are cents, equal but where an error was put in on purpose."""

    folio: str
    figures: int
    words: int
    signed_on: date
    due_on: date
    period: str


class Credit(msgspec.Struct, frozen=True):
    """A credit with its notes, the outside lawyer it is assigned to, and where it stands."""

    number: str
    debtor: Person
    guarantor: Person | None
    status: str
    program: str
    school: str
    signed_on: date
    notes: tuple[Note, ...]
    lawyer: Lawyer
    assigned_on: date
    ordinary_rate: str
    default_rate: str

    @property
    def principal(self) -> int:
        """Cents of all notes together, the words prevailing (LGTOC 16)."""
        return sum(note.words for note in self.notes)


class Portfolio(msgspec.Struct, frozen=True):
    """Everything the import files list."""

    debtors: tuple[Person, ...]
    credits: tuple[Credit, ...]
    lawsuits: tuple[Lawsuit, ...]
    lawyers: tuple[Lawyer, ...]

    def lawsuit_of(self, credit: Credit) -> Lawsuit | None:
        """The lawsuit over that credit, if there is one."""
        return next((suit for suit in self.lawsuits if credit.number in suit.credit_numbers), None)


class _Numbers:
    """Hands out numbers that are used once."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._seen: set[tuple[str, int]] = set()

    def draw(self, scope: str, low: int, high: int) -> int:
        for _ in range(10_000):
            number = self._rng.randint(low, high)
            if (scope, number) not in self._seen:
                self._seen.add((scope, number))
                return number
        raise ValueError(f"no number left for {scope}")


def _notes(rng: random.Random, numbers: _Numbers, start: date) -> tuple[Note, ...]:
    notes = []
    for index in range(rng.randint(1, 4)):
        signed = days.later(rng, days.add_months(start, 6 * index), 0, 20)
        if signed > date(2025, 12, 1):
            break
        amount = draw_amount(rng)
        words = amount
        if rng.random() < 0.03:
            words = amount + rng.choice((-1, 1)) * rng.choice((100_000, 900_000, 50_000))
            words = words if words > 0 else amount + 100_000
        folio = f"{numbers.draw('folio', 101, 99_999):06d}"
        due = days.add_months(signed, rng.choice((6, 12, 18, 24, 36)))
        notes.append(Note(folio, amount, words, signed, due, f"{signed.year}-{1 if signed.month < 7 else 2}"))
    return tuple(notes)


def _credit(rng: random.Random, numbers: _Numbers, debtor: Person, lawyers: tuple[Lawyer, ...]) -> Credit:
    adult = max(date(2006, 1, 9), days.add_months(debtor.born, 18 * 12))
    start = days.working_day(adult + timedelta(days=rng.randrange((date(2025, 2, 1) - adult).days)))
    notes = _notes(rng, numbers, start)
    serial = numbers.draw("credit", 10_000, 99_999)
    number = f"{rng.randint(1, 6)}-{serial}-{start:%y}"
    guarantor = draw_person(rng, years=(1945, 1975)) if rng.random() < 0.88 else None
    status = rng.choices(
        ("vigente", "vencido", "judicial", "convenio", "reestructurado", "pago_anticipado", "finiquitado"),
        (8, 18, 44, 12, 8, 3, 7),
    )[0]
    assigned = min(days.later(rng, notes[-1].due_on, 20, 200), days.working_day(LAST_DAY - timedelta(days=60)))
    return Credit(
        number, debtor, guarantor, status, rng.choice(POOLS["programs"]), rng.choice(POOLS["schools"]), notes[0].signed_on, notes,
        rng.choice(lawyers), assigned, rng.choice(("9", "10.5", "12", "8.5")), rng.choice(("1.5", "2", "1", "3")),
    )  # fmt: skip


def _lawsuit(rng: random.Random, numbers: _Numbers, credits: list[Credit]) -> Lawsuit:
    credit = credits[0]
    seat = [court for court in COURTS if court.city == credit.debtor.city] or list(COURTS)
    court = rng.choice(seat)
    newest = max(item.notes[-1].due_on for item in credits)
    filed = days.later(rng, newest, 90, 60 * 30)
    if filed > LAST_DAY:
        filed = days.working_day(LAST_DAY - timedelta(days=rng.randint(10, 120)))
    number = numbers.draw(f"{court.code}/{filed.year}", 1, 2999)
    folio = f"{numbers.draw('stamp', 100, 99_999):06d}"
    status = rng.choice(("DEMANDA_PRESENTADA", "AUTO_EXEQUENDO", "DILIGENCIA", "PRUEBAS", "SENTENCIA"))
    judge, clerk = (_official(rng) for _ in range(2))
    return Lawsuit(
        court, number, filed.year, tuple(item.number for item in credits), credit.lawyer, filed, folio, judge, clerk,
        status,
    )  # fmt: skip


def _official(rng: random.Random) -> str:
    person = draw_person(rng, years=(1958, 1988))
    return f"{'LICENCIADA' if person.sex == 'M' else 'LICENCIADO'} {person.name}"


def make_portfolio(rng: random.Random, debtors: int) -> Portfolio:
    """So many debtors with 1-3 credits each; about six in ten credits are in court, and the first always is."""
    numbers = _Numbers(rng)
    lawyers = draw_lawyers(rng, max(3, min(14, debtors // 4)))
    people: dict[str, Person] = {}
    while len(people) < debtors:
        person = draw_person(rng)
        people.setdefault(person.curp, person)
    credits: list[Credit] = []
    suits: list[Lawsuit] = []
    first = next(iter(people.values()))
    for person in people.values():
        own = [_credit(rng, numbers, person, lawyers) for _ in range(rng.choices((1, 2, 3), (7, 2, 1))[0])]
        credits += own
        if person is first:
            own[0] = msgspec.structs.replace(own[0], status="judicial")
        sued = [credit for credit in own if credit.status in ("judicial", "convenio", "finiquitado")]
        if len(sued) == 2 and rng.random() < 0.3:
            suits.append(_lawsuit(rng, numbers, sued))
        else:
            suits += [_lawsuit(rng, numbers, [credit]) for credit in sued]
    return Portfolio(tuple(people.values()), tuple(credits), tuple(suits), lawyers)
