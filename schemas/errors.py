"""The error catalogue: every failure a caller may meet has a stable code and a kind.

    ArchiveError
    ├── InvalidInput            invalid          the request cannot be understood
    ├── Unauthenticated         unauthenticated  nobody, or a bad credential
    ├── Forbidden               forbidden        known, but not allowed
    ├── NotFound                not_found        no such thing, or not visible to the caller
    ├── Conflict                conflict         the state of the thing does not allow it
    ├── TooLarge                too_large        beyond a stated limit
    ├── Unsupported             unsupported      understood, but not of a kind we take
    ├── Corrupt                 corrupt          bytes that cannot be what they claim
    │   ├── PasswordRequired    corrupt          encrypted, and no password fits
    │   └── LimitExceeded       corrupt          time, memory or pixels ran out in the sandbox
    ├── Unavailable             unavailable      a back end is away; the only kind retried
    └── Misconfigured           misconfigured    a setting is missing or wrong

Two tables translate a kind at the edges: `service/problems.py` to HTTP and
`service/cli/exits.py` to exit codes. Nobody else knows either.
"""

from enum import StrEnum


class Kind(StrEnum):
    """What sort of failure it is; a closed set, mapped once per edge."""

    INVALID = "invalid"
    UNAUTHENTICATED = "unauthenticated"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not_found"
    CONFLICT = "conflict"
    TOO_LARGE = "too_large"
    UNSUPPORTED = "unsupported"
    CORRUPT = "corrupt"
    UNAVAILABLE = "unavailable"
    MISCONFIGURED = "misconfigured"
    INTERNAL = "internal"


class ArchiveError(Exception):
    """Base of all our errors.

    Args:
        detail: one sentence in Spanish, safe to show to a stranger.
        code: a stable slug; the class's own when not given.
    """

    kind: Kind = Kind.INTERNAL
    code: str = "internal"

    def __init__(self, detail: str, *, code: str | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        if code is not None:
            self.code = code


class InvalidInput(ArchiveError):
    """The request, option or row cannot be understood as given."""

    kind, code = Kind.INVALID, "invalid"


class Unauthenticated(ArchiveError):
    """No credential was given, or the one given is not valid."""

    kind, code = Kind.UNAUTHENTICATED, "unauthenticated"


class Forbidden(ArchiveError):
    """The caller is known and may not do this."""

    kind, code = Kind.FORBIDDEN, "forbidden"


class NotFound(ArchiveError):
    """There is no such thing, or the caller may not know of it."""

    kind, code = Kind.NOT_FOUND, "not_found"


class Conflict(ArchiveError):
    """The present state of the thing does not allow the act."""

    kind, code = Kind.CONFLICT, "conflict"


class TooLarge(ArchiveError):
    """The input is beyond a stated limit."""

    kind, code = Kind.TOO_LARGE, "too_large"


class Unsupported(ArchiveError):
    """The input is well formed but of a kind that is not taken here."""

    kind, code = Kind.UNSUPPORTED, "unsupported"


class Corrupt(ArchiveError):
    """The bytes cannot be read as what they claim to be."""

    kind, code = Kind.CORRUPT, "damaged"


class PasswordRequired(Corrupt):
    """The file is encrypted and no known password opens it."""

    code = "password_required"


class LimitExceeded(Corrupt):
    """Reading the file ran out of the time, memory or pixels allowed to it."""

    code = "timed_out"


class Unavailable(ArchiveError):
    """A back end does not answer at the moment; the same act may succeed later."""

    kind, code = Kind.UNAVAILABLE, "unavailable"


class Misconfigured(ArchiveError):
    """A setting is missing or cannot be right."""

    kind, code = Kind.MISCONFIGURED, "misconfigured"
