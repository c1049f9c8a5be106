"""What the screens say is Spanish: every name that can reach them has its word."""

import re
from pathlib import Path

from schemas import field_writing
from web.rendering import FIELDS

ROOT = Path(__file__).resolve().parents[2]
_NAMED = re.compile(r"""^    \("([a-z_]+)", |\.field\(\s*"([a-z_]+)"|FileOf\.[A-Z]+: "([a-z_]+)\"""", re.MULTILINE)
OTHER = {"complaint"}
"""Names in the same places that are none of values."""


def test_every_value_that_is_read_has_a_spanish_name():
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "indexer/stages").glob("fields_*.py")]
    read = {name for text in texts for found in _NAMED.findall(text) for name in found if name}

    assert len(read) > 20
    assert read - OTHER - set(FIELDS) == set()
    assert {*field_writing.IN_ORDER, *field_writing.DAYS} - set(FIELDS) == set()
