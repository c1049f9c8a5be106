"""How far long work is, told to whoever waits for it."""

from collections.abc import Callable

Told = Callable[[int, int, str], None]
"""Hears how many of how many are done, and of what; of 0 where nobody knows how many there are."""


def nobody(_done: int, _whole: int, _of: str) -> None:
    """Nobody waits."""
