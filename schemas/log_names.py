"""What a log may be called in its checkpoints."""

import re

_NAME = re.compile(r"[^\s+]{1,100}")


def is_name(text: str) -> bool:
    """Whether a log may be called so: no blank and no plus sign, which part the words of a key and of a signature."""
    return bool(_NAME.fullmatch(text))
