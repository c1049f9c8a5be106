"""What the screens say is Spanish: every name that can reach them has its word."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from schemas import field_writing
from schemas.custody import CustodyAct
from web.rendering import FIELDS
from web.words import ACTS, LISTS, TERMS, THINGS

ROOT = Path(__file__).resolve().parents[2]
_NAMED = re.compile(r"""^    \("([a-z_]+)", |\.field\(\s*"([a-z_]+)"|FileOf\.[A-Z]+: "([a-z_]+)\"""", re.MULTILINE)
OTHER = {"complaint", "services_contract"}
"""Names in the same places that are none of values."""


def test_every_value_that_is_read_has_a_spanish_name():
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "indexer/stages").glob("fields_*.py")]
    read = {name for text in texts for found in _NAMED.findall(text) for name in found if name}

    assert len(read) > 20
    assert read - OTHER - set(FIELDS) == set()
    assert {*field_writing.IN_ORDER, *field_writing.DAYS} - set(FIELDS) == set()


RECORDERS = {"Act", "_act", "_note", "_record", "_step", "note", "_finish", "viewed", "listed"}
"""Functions that put an act into the log, by its name and what it is about."""


def _named(tree: ast.AST) -> Iterator[str]:
    for call in ast.walk(tree):
        name = getattr(call.func, "attr", getattr(call.func, "id", "")) if isinstance(call, ast.Call) else ""
        if name in RECORDERS:
            yield from (one.value for one in call.args if isinstance(one, ast.Constant) and isinstance(one.value, str))


def test_every_act_of_the_log_and_what_it_is_about_have_spanish_words():
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in (ROOT / "service").rglob("*.py")]
    said = {name for tree in trees for name in _named(tree) if name.isidentifier()}
    said |= {f"custody_{one.value}" for one in CustodyAct}

    assert len(said) > 60
    assert said - set(ACTS) - set(THINGS) - set(TERMS) <= {name for _, name in LISTS}
