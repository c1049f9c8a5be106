"""Invented people of Sonora: names, CURP and RFC that follow from them, addresses (DOMAIN 2.2, 2.3, 7.7)."""

import random
import tomllib
import unicodedata
from datetime import date, timedelta
from pathlib import Path

import msgspec
from stdnum.mx import curp as stdnum_curp
from stdnum.mx import rfc as stdnum_rfc

with (Path(__file__).parent / "pools.toml").open("rb") as _file:
    POOLS: dict[str, list[str]] = tomllib.load(_file)
_PARTICLES = {"DE", "DEL", "LA", "LAS", "LOS", "Y", "MC", "VON", "VAN"}
_COMMON = {"MARIA", "MA", "JOSE", "J"}
_UNFIT = {"BUEI", "CACA", "CAGA", "COGE", "COJA", "FETO", "KAKA", "LOCA", "LOCO", "MAME", "MEAR", "MEON", "MULA"}
_UNFIT |= {"PEDA", "PEDO", "PENE", "PUTA", "PUTO", "QULO", "RATA", "ROBA", "RUIN", "VACA", "VAGO", "WUEI"}


class Person(msgspec.Struct, frozen=True):
    """Somebody, with the identifiers that follow from name and birth.

    `spelling` is another way the same name is printed in some papers, empty for most.
    """

    given: str
    first: str
    second: str
    sex: str
    born: date
    curp: str
    rfc: str
    address: str
    city: str
    phone: str
    spelling: str = ""

    @property
    def name(self) -> str:
        """The full name as officially printed, in upper case."""
        return " ".join(part for part in (self.given, self.first, self.second) if part).upper()


def fold(text: str) -> str:
    """Upper case without accents; Ñ kept."""
    plain = "".join(
        char if char in "ñÑ" else unicodedata.normalize("NFD", char).encode("ascii", "ignore").decode() for char in text
    )
    return plain.upper()


def _significant(name: str, *, given: bool) -> str:
    words = [word.strip(".") for word in fold(name).replace("Ñ", "X").split()]
    useful = [word for word in words if word not in _PARTICLES] or words
    if given and len(useful) > 1 and useful[0] in _COMMON:
        useful = useful[1:]
    return useful[0] if useful else "X"


def _inner(word: str, letters: str) -> str:
    return next((char for char in word[1:] if char in letters), "X")


def curp_of(given: str, surnames: tuple[str, str], sex: str, born: date) -> str:
    """The CURP that follows from the name and birth in Sonora, homonym discriminator 0 or A, right check digit."""
    first, second = (_significant(part, given=False) if part else "X" for part in surnames)
    name = _significant(given, given=True)
    root = first[0] + _inner(first, "AEIOU") + second[0] + name[0]
    if root in _UNFIT:
        root = root[0] + "X" + root[2:]
    consonants = "".join(_inner(word, "BCDFGHJKLMNPQRSTVWXYZ") for word in (first, second, name))
    stem = f"{root}{born:%y%m%d}{sex}SR{consonants}{'0' if born.year < 2000 else 'A'}"
    return stem + str(stdnum_curp.calc_check_digit(stem))


def rfc_of(curp: str, rng: random.Random) -> str:
    """An RFC with the letters and date of the CURP, a drawn homoclave and the right check digit."""
    stem = curp[:10] + "".join(rng.choice("123456789ABCDEFGHJKLMNPQRSTUVWXYZ") for _ in range(2))
    return stem + str(stdnum_rfc.calc_check_digit(stem))


def _address(rng: random.Random) -> tuple[str, str]:
    kind = rng.choice(("Calle", "Avenida", "Blvd.", "Calle", "Privada"))
    city = rng.choice(POOLS["cities"])
    number = rng.randint(3, 1980)
    return (
        f"{kind} {rng.choice(POOLS['streets'])} No. {number}, Col. {rng.choice(POOLS['suburbs'])}, {city}, Sonora",
        city,
    )


def _other_spelling(rng: random.Random, name: str) -> str:
    """The name as a careless typist writes it: without accents, with a letter changed, or with MARÍA cut to MA."""
    if "MARÍA" in name:
        return name.replace("MARÍA", "MA.")
    for right, wrong in (("Z", "S"), ("V", "B"), ("B", "V")):
        if right in name and rng.random() < 0.5:
            return fold(name).replace(right, wrong, 1)
    return fold(name)


def draw_person(rng: random.Random, *, years: tuple[int, int] = (1968, 2004)) -> Person:
    """Somebody born between the two years: 6 % of women with MA., 4 % without second surname, 5 % with two spellings."""
    sex = rng.choice("HM")
    given = rng.choice(POOLS["women"] if sex == "M" else POOLS["men"])
    if sex == "M" and rng.random() < 0.06:
        given = "Ma. " + rng.choice(("Guadalupe", "Elena", "Jesús", "Teresa"))
    first = rng.choice(POOLS["surnames"])
    second = "" if rng.random() < 0.04 else rng.choice(POOLS["surnames"])
    born = date(years[0], 1, 1) + timedelta(days=rng.randrange((years[1] - years[0]) * 365))
    curp = curp_of(given, (first, second), sex, born)
    address, city = _address(rng)
    name = " ".join(part for part in (given, first, second) if part).upper()
    phone = f"{rng.choice(('662', '644', '631', '642', '622'))}{rng.randrange(10**6, 10**7)}"
    spelling = _other_spelling(rng, name) if rng.random() < 0.05 else ""
    return Person(given, first, second, sex, born, curp, rfc_of(curp, rng), address, city, phone, spelling)
