"""Continuing volumes (legajos): where a dossier that grew is parted so that it can be sewn and carried.

Folios run on from one volume to the next (legajo 1: 1 to 200, legajo 2: 201 to 400; DOMAIN §2.14).
"""

from collections.abc import Sequence

import msgspec


class Volume(msgspec.Struct, frozen=True):
    """A volume (legajo), numbered from 1, with its first and last folio."""

    number: int
    folio_first: int
    folio_last: int


def volumes_of(documents: Sequence[tuple[int, int]], most: int) -> tuple[Volume, ...]:
    """Volumes of at most `most` folios for documents given by their first and last folio, in order and without a gap.

    A document is cut only when it is longer than a volume; else it begins a new one.
    """
    ends: list[int] = []
    begun = documents[0][0] if documents else 1
    for first, last in documents:
        if last - begun + 1 <= most:
            continue
        if first > begun:
            ends.append(first - 1)
            begun = first
        while last - begun + 1 > most:
            ends.append(begun + most - 1)
            begun += most
    if documents:
        ends.append(documents[-1][1])
    starts = [documents[0][0], *(end + 1 for end in ends)] if documents else []
    return tuple(Volume(number, first, last) for number, (first, last) in enumerate(zip(starts, ends, strict=False), 1))
