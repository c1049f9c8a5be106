"""The text of an ODT file in the order of its body."""

from pathlib import Path

from odfdo import Document

from indexer.engines.bounded_text import gathered
from indexer.limits import Limits

_LINES = "//text:h[not(ancestor::text:deletion)] | //text:p[not(ancestor::text:deletion)]"
"""What was struck out while changes were tracked is kept apart, and is not read."""


def texts_of(path: Path, limits: Limits) -> list[str]:
    """Headings and paragraphs, those inside tables and lists too; soft page breaks are not asked.

    Raises:
        TooLarge: more text than `limits.text_bytes`.
    """
    elements = Document(str(path)).body.get_elements(_LINES)
    return ["\n\n".join(gathered((str(element.inner_text) for element in elements), limits))]
