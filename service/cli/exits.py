"""The one table that turns the kind of an error into the exit code of the command."""

from schemas.errors import Kind

EXITS: dict[Kind, int] = {
    Kind.INVALID: 2,
    Kind.UNAUTHENTICATED: 3,
    Kind.FORBIDDEN: 3,
    Kind.NOT_FOUND: 4,
    Kind.CONFLICT: 5,
    Kind.TOO_LARGE: 6,
    Kind.UNSUPPORTED: 7,
    Kind.CORRUPT: 8,
    Kind.UNAVAILABLE: 9,
    Kind.MISCONFIGURED: 10,
    Kind.INTERNAL: 15,
}

INTERRUPTED = 130
