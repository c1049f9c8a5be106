"""Courts of Sonora with the ways their names are printed, outside lawyers, and lawsuits."""

import random
from datetime import date

import msgspec

from benchmarks.office.people import Person, draw_person


class Court(msgspec.Struct, frozen=True):
    """A court; `aliases` are its name as other papers print it."""

    code: str
    name: str
    district: str
    city: str
    aliases: tuple[str, ...]


class Lawyer(msgspec.Struct, frozen=True):
    """An outside lawyer, with the professional licence (cédula) that identifies him."""

    person: Person
    cedula: str
    firm: str


class Lawsuit(msgspec.Struct, frozen=True):
    """A written executive suit over one or more credits, identified by court, number and year."""

    court: Court
    number: int
    year: int
    credit_numbers: tuple[str, ...]
    lawyer: Lawyer
    filed_on: date
    folio: str
    judge: str
    clerk: str
    status: str

    @property
    def file(self) -> str:
        """`1234/2024`."""
        return f"{self.number}/{self.year}"

    @property
    def normal(self) -> str:
        """`EXP:2024:1234`, the form without the court (DOMAIN 2.11)."""
        return f"EXP:{self.year}:{self.number}"


def _court(code: str, ordinal: str, matter: str, district: str, city: str) -> Court:
    number = {"Primero": "1°", "Segundo": "2°", "Tercero": "3°"}.get(ordinal, "")
    name = f"Juzgado {ordinal} de Primera Instancia de lo {matter} del Distrito Judicial de {district}"
    short = f"JUZGADO {number} DE LO {matter.upper()} DE {city.upper()}".replace("  ", " ")
    return Court(code, name, district, city, (short, f"{ordinal} de lo {matter} de {city}", name.upper()))


COURTS = (
    _court("HMO-M1", "Primero", "Mercantil", "Hermosillo", "Hermosillo"),
    _court("HMO-M2", "Segundo", "Mercantil", "Hermosillo", "Hermosillo"),
    _court("HMO-M3", "Tercero", "Mercantil", "Hermosillo", "Hermosillo"),
    _court("CAJ-M1", "Primero", "Mercantil", "Cajeme", "Ciudad Obregón"),
    _court("CAJ-M2", "Segundo", "Mercantil", "Cajeme", "Ciudad Obregón"),
    _court("NOG-C1", "Primero", "Civil", "Nogales", "Nogales"),
    _court("NAV-C2", "Segundo", "Civil", "Navojoa", "Navojoa"),
    _court("GUA-C1", "Primero", "Civil", "Guaymas", "Guaymas"),
)


def draw_lawyers(rng: random.Random, count: int) -> tuple[Lawyer, ...]:
    """So many lawyers with different licences."""
    cedulas = rng.sample(range(1_200_000, 12_900_000), count)
    lawyers = []
    for cedula in cedulas:
        person = draw_person(rng, years=(1960, 1992))
        firm = rng.choice(("", f"Despacho {person.first} y Asociados", f"{person.first} Abogados, S.C."))
        lawyers.append(Lawyer(person, str(cedula), firm))
    return tuple(lawyers)
