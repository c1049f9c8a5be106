"""Fills the texts in `texts/`: `<type>.<variant>.txt` for documents, `pool_<name>.txt` for paragraphs drawn to length.

In a text, `{name}` is a fact, `[[one||other]]` a wording drawn at random,
`{ord}` the next ordinal (PRIMERA, SEGUNDA…), `{num}` the next number; a line
`?name: …` stands only where the fact is not empty, `!name: …` only where it
is; `@pick pool n` draws n paragraphs, `@ord` and `@num` begin counting anew.
"""

import random
import re
from functools import cache
from pathlib import Path

import msgspec

from benchmarks.office.truth import FieldValue

_TEXTS = Path(__file__).parent / "texts"
_ORDINALS = (
    "PRIMERA SEGUNDA TERCERA CUARTA QUINTA SEXTA SÉPTIMA OCTAVA NOVENA DÉCIMA|DÉCIMA PRIMERA|DÉCIMA SEGUNDA|"
    "DÉCIMA TERCERA|DÉCIMA CUARTA|DÉCIMA QUINTA|DÉCIMA SEXTA|DÉCIMA SÉPTIMA|DÉCIMA OCTAVA|DÉCIMA NOVENA|VIGÉSIMA|"
    "VIGÉSIMA PRIMERA|VIGÉSIMA SEGUNDA|VIGÉSIMA TERCERA|VIGÉSIMA CUARTA"
)
ORDINALS = tuple(_ORDINALS.split("|")[0].split()) + tuple(_ORDINALS.split("|")[1:])
_PLACE = re.compile(r"\{(\w+)\}")
_CHOICE = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)
_CONDITION = re.compile(r"^([?!])(\w+): ?(.*)$")


class Fact(msgspec.Struct, frozen=True):
    """A text to print and, where it is a field that a reader should find, the field's name and value."""

    text: str
    field: str = ""
    value: FieldValue = ""


class Filled(msgspec.Struct, frozen=True):
    """A filled text in layout markup, and the names of the facts that it prints."""

    markup: str
    used: frozenset[str]


@cache
def variants(kind: str) -> tuple[str, ...]:
    """The letters of the texts there are for a type, in order."""
    return tuple(sorted(path.name.split(".")[1] for path in _TEXTS.glob(f"{kind}.*.txt")))


@cache
def kinds() -> tuple[str, ...]:
    """The types for which there are texts."""
    return tuple(sorted({path.name.split(".")[0] for path in _TEXTS.glob("*.?.txt")}))


@cache
def _read(name: str) -> str:
    return (_TEXTS / name).read_text(encoding="utf-8")


@cache
def _pool(name: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in _read(f"pool_{name}.txt").split("\n\n") if part.strip())


def _pick(line: str, rng: random.Random, scale: float) -> str:
    _, pool, count = line.split()
    paragraphs = _pool(pool)
    wanted = min(len(paragraphs), max(1, round(int(count) * scale)))
    return "\n\n".join(paragraphs[index] for index in sorted(rng.sample(range(len(paragraphs)), wanted)))


def _keeps(line: str, facts: dict[str, Fact]) -> str | None:
    """The line without its condition, or nothing where the condition does not hold."""
    match = _CONDITION.match(line)
    if match is None:
        return line
    there = bool(facts[match[2]].text)
    return match[3] if there == (match[1] == "?") else None


class _Counters:
    def __init__(self) -> None:
        self.ordinal = self.number = 0

    def next_of(self, name: str) -> str:
        if name == "ord":
            self.ordinal += 1
            return ORDINALS[(self.ordinal - 1) % len(ORDINALS)]
        self.number += 1
        return str(self.number)


def fill(kind: str, variant: str, facts: dict[str, Fact], rng: random.Random) -> Filled:
    """The text of a type in one variant, with the facts in place.

    Raises:
        KeyError: the text names a fact that is not given.
    """
    scale = rng.uniform(0.75, 1.25)
    lines: list[str] = []
    for line in _read(f"{kind}.{variant}.txt").splitlines():
        lines += (_pick(line, rng, scale) if line.startswith("@pick") else line).splitlines() or [""]
    text = _CHOICE.sub(lambda match: rng.choice(match[1].split("||")), "\n".join(lines))
    counters, used, out = _Counters(), set[str](), list[str]()

    def replace(match: re.Match[str]) -> str:
        name = match[1]
        if name in ("ord", "num"):
            return counters.next_of(name)
        used.add(name)
        return facts[name].text

    for line in text.splitlines():
        kept = _keeps(line, facts)
        if kept in ("@ord", "@num"):
            counters = _Counters()
        elif kept is not None:
            out.append(_PLACE.sub(replace, kept))
    return Filled("\n".join(out), frozenset(used))
