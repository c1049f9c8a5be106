"""The text of an ODT file in the order of its body."""

from pathlib import Path

from odfdo import Document

from indexer.limits import Limits
from schemas.errors import TooLarge
from schemas.outcomes import SENTENCES, Reason

_LINES = "//text:h[not(ancestor::text:deletion)] | //text:p[not(ancestor::text:deletion)]"
"""What was struck out while changes were tracked is kept apart, and is not read."""


def texts_of(path: Path, limits: Limits) -> list[str]:
    """Headings and paragraphs, those inside tables and lists too; soft page breaks are not asked.

    Raises:
        TooLarge: more text than `limits.text_bytes`.
    """
    lines: list[str] = []
    size = 0
    for element in Document(str(path)).body.get_elements(_LINES):
        line = str(element.inner_text)
        size += len(line)
        if size > limits.text_bytes:
            raise TooLarge(SENTENCES[Reason.TOO_LARGE])
        lines.append(line)
    return ["\n\n".join(lines)]
