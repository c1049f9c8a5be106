"""What the nodes of a PDF have from those above them (ISO 32000-1, 7.7.3.4 for pages, 12.7.3 for form fields)."""

import pikepdf
from pikepdf import Dictionary

_ANCESTORS = 60


def inherited(page: pikepdf.Object, key: str) -> object:
    """An entry of the page or form field, or of the nearest node above it that has one."""
    node: object = page
    for _ in range(_ANCESTORS):
        if not isinstance(node, Dictionary):
            return None
        if key in node:
            return node[key]
        node = node.get("/Parent")
    return None
