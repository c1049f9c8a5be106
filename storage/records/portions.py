"""What a statement names, a portion at a time: both databases bound how many values one takes."""

from collections.abc import Hashable, Iterable, Iterator
from typing import TypeVar

Value = TypeVar("Value", bound=Hashable)

AT_ONCE = 5_000
"""Values in one statement."""


def portions(values: Iterable[Value], each: int = 1) -> Iterator[list[Value]]:
    """The values, each once and always in the same order, in lists that a statement can name.

    Args:
        values: ids or natural keys.
        each: how many values of the statement one of them is.
    """
    ordered = sorted(set(values), key=repr)
    most = AT_ONCE // each
    return (ordered[at : at + most] for at in range(0, len(ordered), most))
