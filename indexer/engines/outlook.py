"""An Outlook message (MSG) as the e-mail it stands for.

Source: [MS-OXMSG] 2.2 to 2.4 (which streams hold what), [MS-OXPROPS] (numbers of properties), [MS-OXRTFCP] (in
`compressed_rtf.py`). A property that is a text or bytes is a stream named after its number and type; numbers and
times stand in one stream of their own.
"""

import datetime
import email.utils
import hashlib
import itertools
import struct
from collections.abc import Iterator
from email.message import EmailMessage
from email.parser import HeaderParser
from email.policy import default as modern
from pathlib import Path

import olefile

from indexer.engines import compressed_rtf, office_rtf
from indexer.engines.compound import open_compound, stream_of
from indexer.engines.plain_page import storable
from indexer.limits import Limits
from schemas.errors import TooLarge
from schemas.outcomes import SENTENCES, Reason

_TEXT, _LETTERS, _BYTES, _OBJECT = 0x001F, 0x001E, 0x0102, 0x000D
_SUBJECT, _HEADERS, _BODY, _HTML, _RTF = 0x0037, 0x007D, 0x1000, 0x1013, 0x1009
_SENT_AT, _RECEIVED_AT = 0x0039, 0x0E06
_SENDERS = ((0x0042, (0x5D02, 0x0065)), (0x0C1A, (0x5D01, 0x0C1F)))
"""Name and addresses of whom it comes from, then of who sent it on their behalf."""
_SHOWN_TO = {"To": 0x0E04, "Cc": 0x0E03}
_KIND, _NAME, _ADDRESSES = 0x0C15, 0x3001, (0x39FE, 0x3003)
_TO, _CC = 1, 2
_DATA, _FILE_NAMES = 0x3701, (0x3707, 0x3704, 0x3001)
_CODE_PAGE, _BODY_CODE_PAGE = 0x3FFD, 0x3FDE
_NUMBERS = "__properties_version1.0"
_RECIPIENT, _ATTACHMENT = "__recip_version1.0_", "__attach_version1.0_"
_NUMBERS_AFTER = {"": 32, "message": 24, "part": 8}
"""Where the numbers begin in their stream: in the file itself, in a message attached, in a recipient or attachment."""
_EPOCH = datetime.datetime(1601, 1, 1, tzinfo=datetime.UTC)
_CODE_PAGES = {65001: "utf-8", 20127: "ascii", 28591: "latin-1", 28605: "iso8859-15", 10000: "mac_roman"}
_DEFAULT = "cp1252"
_MOST_NESTED = 20


def mail_of(path: Path, limits: Limits) -> EmailMessage:
    """The message as an e-mail, messages attached to it too; the same file gives the same bytes.

    Raises:
        Corrupt: it cannot be taken apart.
        TooLarge: more attachments, or more bytes in all, than allowed.
    """
    with open_compound(path) as compound:
        return _Taking(compound, limits).mail((), 0)


class _Taking:
    """Takes one file apart. A place is the way to a storage: names from the root on."""

    def __init__(self, compound: olefile.OleFileIO, limits: Limits) -> None:
        self._compound = compound
        self._limits = limits
        self._left, self._parts_left = limits.attachment_bytes, limits.mail_parts
        self._inside: dict[tuple[str, ...], list[str]] = {}
        for way in compound.listdir(streams=True, storages=True):
            self._inside.setdefault(tuple(way[:-1]), []).append(way[-1])

    def mail(self, place: tuple[str, ...], depth: int) -> EmailMessage:
        """The message in a storage."""
        if depth > _MOST_NESTED:
            raise TooLarge(SENTENCES[Reason.TOO_LARGE])
        storage = _Storage(self, place, "message" if place else "")
        mail = EmailMessage(policy=modern)
        for name, value in self._headers(storage):
            mail[name] = " ".join(storable(value).split())
        text, kind = _written(storage, self._limits)
        mail.set_content(storable(text), subtype=kind)
        for number, part in enumerate(self._parts(place, _ATTACHMENT)):
            self._parts_left -= 1
            if self._parts_left < 0:
                raise TooLarge(SENTENCES[Reason.TOO_LARGE])
            self._attach(mail, part, number, depth)
        if mail.is_multipart():  # left to itself, the library parts the parts with another line each time
            mail.set_boundary("=_" + hashlib.sha256(repr((place, text)).encode("utf-8", "replace")).hexdigest())
        return mail

    def read(self, place: tuple[str, ...], name: str) -> bytes | None:
        """A stream of a storage, None where there is none."""
        if name not in self._inside.get(place, ()):
            return None
        data = stream_of(self._compound, [*place, name], max(0, self._left))
        self._left -= len(data)
        return data

    def _parts(self, place: tuple[str, ...], kind: str) -> Iterator[tuple[str, ...]]:
        return ((*place, name) for name in sorted(self._inside.get(place, ())) if name.startswith(kind))

    def _headers(self, storage: "_Storage") -> Iterator[tuple[str, str]]:
        """As they were on the way, else as Outlook keeps them."""
        sent = HeaderParser().parsestr(storage.text(_HEADERS) or "")
        shown = self._receivers(storage)
        known = {"From": _sender(storage), "To": shown["To"], "Cc": shown["Cc"], "Date": _sent_at(storage)}
        for name, value in known.items():
            if said := str(sent.get(name, "")) or value:
                yield name, said
        yield "Subject", storage.text(_SUBJECT) or str(sent.get("Subject", ""))

    def _receivers(self, storage: "_Storage") -> dict[str, str]:
        found: dict[str, list[str]] = {"To": [], "Cc": []}
        for place in itertools.islice(self._parts(storage.place, _RECIPIENT), self._limits.mail_parts):
            one = _Storage(self, place, "part")
            heading = {_TO: "To", _CC: "Cc"}.get(one.number(_KIND) or 0)
            if heading:
                found[heading].append(_address(one, _NAME, _ADDRESSES))
        return {name: ", ".join(filter(None, found[name])) or storage.text(_SHOWN_TO[name]) for name in found}

    def _attach(self, mail: EmailMessage, place: tuple[str, ...], number: int, depth: int) -> None:
        storage = _Storage(self, place, "part")
        names = (storage.text(name) for name in _FILE_NAMES)
        name = " ".join(storable(next(filter(None, names), "")).split()) or f"adjunto-{number + 1}"
        inner = (*place, f"__substg1.0_{_DATA:04X}{_OBJECT:04X}")
        if _NUMBERS in self._inside.get(inner, ()):
            mail.add_attachment(self.mail(inner, depth + 1), filename=name)
        elif data := storage.data(_DATA):
            mail.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)


class _Storage:
    """The properties of one message, recipient or attachment."""

    def __init__(self, taking: _Taking, place: tuple[str, ...], kind: str) -> None:
        self.place = place
        self._taking = taking
        data = (taking.read(place, _NUMBERS) or b"")[_NUMBERS_AFTER[kind] :]
        rows = struct.iter_unpack("<HHI8s", data[: len(data) // 16 * 16])
        self._numbers: dict[int, bytes] = {number: value for _, number, _, value in rows}

    def data(self, number: int) -> bytes:
        """A property that is bytes; empty where there is none."""
        return self._stream(number, _BYTES) or b""

    def text(self, number: int, page: int = _CODE_PAGE) -> str:
        """A property that is text, of eight bits in the code page that the property `page` names."""
        wide = self._stream(number, _TEXT)
        if wide is not None:
            return wide.decode("utf-16-le", "replace").rstrip("\0")
        return self.decoded(self._stream(number, _LETTERS) or b"", page).rstrip("\0")

    def decoded(self, data: bytes, page: int) -> str:
        """Letters in the code page that a property names."""
        said = self.number(page) or self.number(_CODE_PAGE) or 0
        try:
            return data.decode(_CODE_PAGES.get(said, f"cp{said}"))
        except (LookupError, UnicodeError):
            return data.decode(_DEFAULT, "replace")

    def number(self, number: int) -> int | None:
        """A property that is a number."""
        value = self._numbers.get(number)
        return None if value is None else int.from_bytes(value[:4], "little")

    def time(self, number: int) -> datetime.datetime | None:
        """A property that is a time; they are kept in tenths of microseconds."""
        value = int.from_bytes(self._numbers.get(number, b""), "little")
        try:
            return _EPOCH + datetime.timedelta(microseconds=value // 10) if value else None
        except OverflowError:
            return None

    def _stream(self, number: int, kind: int) -> bytes | None:
        return self._taking.read(self.place, f"__substg1.0_{number:04X}{kind:04X}")


def _sender(storage: _Storage) -> str:
    found = [_address(storage, name, addresses) for name, addresses in _SENDERS]
    return next(filter(None, found), "")


def _address(storage: _Storage, name: int, addresses: tuple[int, ...]) -> str:
    """A name and an address as a header has them; one of the Exchange directory is none that others know."""
    shown = storage.text(name).strip("' ")
    found = (storage.text(one) for one in addresses)
    address = next((one for one in found if "@" in one), "")
    if not address or address == shown:
        return address or shown
    return email.utils.formataddr((shown, address)) if address.isascii() else f"{shown} <{address}>"


def _sent_at(storage: _Storage) -> str:
    at = storage.time(_SENT_AT) or storage.time(_RECEIVED_AT)
    return email.utils.format_datetime(at) if at else ""


def _written(storage: _Storage, limits: Limits) -> tuple[str, str]:
    """What is written in the message, and whether that is `plain` or `html`."""
    if (text := storage.text(_BODY, _BODY_CODE_PAGE)).strip():
        return text, "plain"
    html = storage.data(_HTML)
    if shown := storage.decoded(html, _BODY_CODE_PAGE) if html else storage.text(_HTML, _BODY_CODE_PAGE):
        return shown, "html"
    return office_rtf.text_of(compressed_rtf.unpacked(storage.data(_RTF), limits.text_bytes), limits), "plain"
