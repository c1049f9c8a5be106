"""Mailboxes: several mails in one file (mbox, RFC 4155), each of them a file of its own."""

import contextlib
import re
from email import message_from_bytes
from email.policy import default as modern
from pathlib import Path

from indexer.engines.plain_page import storable
from indexer.limits import Limits
from schemas.errors import TooLarge
from schemas.outcomes import SENTENCES, Reason

_BEGIN = re.compile(rb"(?:\A|(?<=\n\n)|(?<=\n\r\n))From (?=[^\r\n]*\d{4})[^\r\n]*+\r?\n(?=[!-9;-~]++:)")
"""A line of who sent it and when, after an empty line and before a header: text that begins with the word is another."""
_QUOTED = re.compile(rb"(?m)^>(?=>*From )")


def mails_in(path: Path, limits: Limits) -> list[bytes]:
    """The mails of a mailbox without the lines that part them; none where the file is one mail.

    Raises:
        TooLarge: more mails or bytes than allowed.
    """
    with path.open("rb") as file:
        if file.read(5) != b"From ":
            return []
    if path.stat().st_size > limits.mail_bytes:
        raise TooLarge(SENTENCES[Reason.TOO_LARGE])
    data = path.read_bytes()
    begins = list(_BEGIN.finditer(data))
    if len(begins) < 2:
        return []
    if len(begins) > limits.attachments:
        raise TooLarge(f"El buzón tiene más de {limits.attachments} correos.")
    ends = [begin.start() for begin in begins[1:]] + [len(data)]
    return [_QUOTED.sub(b"", data[begin.end() : end]) for begin, end in zip(begins, ends, strict=True)]


def list_of(mails: list[bytes]) -> str:
    """What the mailbox holds, a line for each mail."""
    return "\n".join([f"Buzón con {len(mails)} correos", "", *(_line_of(mail) for mail in mails)])


def _line_of(mail: bytes) -> str:
    head = message_from_bytes(re.split(rb"\r?\n\r?\n", mail, maxsplit=1)[0] + b"\n\n", policy=modern)
    told = []
    for name in ("Date", "From", "Subject"):
        with contextlib.suppress(LookupError, ValueError, TypeError, AttributeError, AssertionError, RecursionError):
            told.append(" ".join(storable(str(head.get(name, ""))).split())[:200])
    return " · ".join(told)
