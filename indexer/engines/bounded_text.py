"""Text taken from a foreign file, no more of it than one file may give."""

from collections.abc import Iterable

from indexer.limits import Limits
from schemas.errors import TooLarge
from schemas.outcomes import SENTENCES, Reason


def gathered(texts: Iterable[str], limits: Limits) -> list[str]:
    """The texts, taken one by one.

    Raises:
        TooLarge: together more than `limits.text_bytes` letters; no more are taken then.
    """
    taken: list[str] = []
    size = 0
    for text in texts:
        size += len(text)
        if size > limits.text_bytes:
            raise TooLarge(SENTENCES[Reason.TOO_LARGE])
        taken.append(text)
    return taken
