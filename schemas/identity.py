"""Opaque ids: 26 lower-case characters, sortable by the time they were made (the ULID layout)."""

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def make_id(milliseconds: int, randomness: bytes) -> str:
    """An id from a time and 10 random bytes.

    Args:
        milliseconds: since the Unix epoch, UTC; 48 bits are kept.
        randomness: at least 10 bytes from a good source; the first 10 are used.

    Source: the ULID specification (48 bits of time, 80 of randomness, Crockford base 32).
    """
    value = ((milliseconds & (2**48 - 1)) << 80) | int.from_bytes(randomness[:10], "big")
    return "".join(_ALPHABET[(value >> shift) & 31] for shift in range(125, -1, -5))


def is_id(text: str) -> bool:
    """Whether the text has the form of an id."""
    return len(text) == 26 and all(letter in _ALPHABET for letter in text)
