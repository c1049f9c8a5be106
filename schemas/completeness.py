"""What must be filed for a credit or a lawsuit in each of its states (DOMAIN 3.5): data, with its shape and look-ups."""

import tomllib
from functools import cache
from importlib.resources import files

import msgspec

from schemas.document_types import types_by_code
from schemas.errors import Misconfigured
from schemas.stages import stage_code

FOR_EACH_OBLIGOR = "id_document"
"""Wanted once for the borrower and once for the guarantor."""
FOR_EACH_NOTE = "promissory_note"
"""Wanted once for each note that is open."""
FOR_EACH_DEFENDANT = "seizure_record"
"""Wanted once for each defendant of whom nobody recorded the day they were served, and once at least."""


class State(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A state: whose requirements it inherits, what it adds, what more where there was a suit, where the paper original of the title should be."""

    after: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    when_sued: tuple[str, ...] = ()
    original: str = ""


class Matter(msgspec.Struct, frozen=True):
    """What decides how often something is wanted: those who answer for the credit, its open notes, defendants not served, whether there was a suit."""

    obligors: int = 1
    notes: int = 0
    unserved: int = 0
    sued: bool = False

    def number(self, needed: tuple[str, ...]) -> int:
        """How many of these alternatives are wanted."""
        for each, wanted in (
            (FOR_EACH_OBLIGOR, self.obligors),
            (FOR_EACH_NOTE, self.notes),
            (FOR_EACH_DEFENDANT, self.unserved),
        ):
            if each in needed:
                return max(1, wanted)
        return 1


class _Table(msgspec.Struct, forbid_unknown_fields=True):
    credit: dict[str, State]
    lawsuit: dict[str, State]


@cache
def _table() -> _Table:
    text = files("schemas").joinpath("completeness.toml").read_text(encoding="utf-8")
    try:
        table = msgspec.convert(tomllib.loads(text), _Table)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise Misconfigured("La tabla de integración de expedientes no se puede leer.") from error
    for states in (table.credit, table.lawsuit):
        for state in states.values():
            named = {code for needed in (*state.needs, *state.when_sued) for code in needed.split("|")}
            if not named <= types_by_code().keys() or not set(state.after) <= states.keys():
                raise Misconfigured("La tabla de integración de expedientes nombra lo que no existe.")
    return table


def needed_for_credit(status: str, *, sued: bool = False) -> tuple[tuple[str, ...], ...]:
    """What a credit in that state must have: each a tuple of alternative types. Nothing for an unknown state."""
    return _needed(_table().credit, status, sued=sued)


def needed_for_lawsuit(stage: str) -> tuple[tuple[str, ...], ...]:
    """What a lawsuit at that stage must have, as for credits; the stage in whatever case."""
    return _needed(_table().lawsuit, stage_code(stage))


def own_needs(stage: str) -> tuple[tuple[str, ...], ...]:
    """What the stage of a lawsuit itself adds: the documents that show it was reached."""
    state = _table().lawsuit.get(stage)
    return tuple(tuple(needed.split("|")) for needed in state.needs) if state else ()


def stages_before(stage: str) -> tuple[str, ...]:
    """The stages a lawsuit at that stage has passed for certain."""
    return tuple(one for one in _states_before(_table().lawsuit, stage) if one != stage)


def original_place(status: str) -> str:
    """Where the paper original of a credit in that state should be, in Spanish; empty when not said."""
    state = _table().credit.get(status)
    return state.original if state else ""


def _needed(states: dict[str, State], name: str, *, sued: bool = False) -> tuple[tuple[str, ...], ...]:
    found: dict[tuple[str, ...], None] = {}
    for one in reversed(_states_before(states, name)):
        for needed in states[one].needs + (states[one].when_sued if sued else ()):
            found[tuple(needed.split("|"))] = None
    return tuple(found)


def _states_before(states: dict[str, State], name: str) -> list[str]:
    """The state and those it comes after, itself first."""
    waiting, order = [name], list[str]()
    while waiting:
        current = waiting.pop()
        if current in states and current not in order:
            order.append(current)
            waiting += states[current].after
    return order
