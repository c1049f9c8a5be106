"""What of a text a file made of XML can bear."""

import re

_UNBORNE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""All but the characters of XML 1.0 (section 2.2)."""


def borne(text: str) -> str:
    """The text with a blank for each character that XML has no way to write: libraries refuse the whole file for one."""
    return _UNBORNE.sub(" ", text)
