"""Messages as Outlook saves them ([MS-OXMSG]), of the fewest properties that a test needs."""

import struct

from tests.compound_file import compound_file

SUBJECT, HEADERS, BODY, HTML, RTF = 0x0037, 0x007D, 0x1000, 0x1013, 0x1009
FROM_NAME, FROM_ADDRESS, SENT_AT, SHOWN_TO = 0x0042, 0x5D02, 0x0039, 0x0E04
CODE_PAGE, BODY_CODE_PAGE = 0x3FFD, 0x3FDE

Properties = dict[int, str | bytes | int]


class Message:
    """A message: texts in UTF-16, or with `page` in that code page; numbers and bytes as they are; `to` and `cc` are
    pairs of name and address, `attached` bytes or messages by their names.
    """  # fmt: skip

    def __init__(self, properties: Properties, page: str = "", **rest: list[tuple[str, object]]) -> None:
        self._properties, self._page = properties, page
        self._rest = rest

    def bytes(self) -> bytes:
        """The file."""
        return compound_file({**self.streams(32), "__nameid_version1.0/__substg1.0_00020102": b""})

    def streams(self, ahead: int) -> dict[str, bytes]:
        """Its streams; the numbers begin after `ahead` bytes of theirs."""
        streams = self._packed(self._properties, ahead)
        people = [(pair, kind) for kind, name in ((1, "to"), (2, "cc")) for pair in self._rest.get(name, ())]
        for number, ((name, address), kind) in enumerate(people):
            inside = self._packed({0x3001: name, 0x39FE: str(address), 0x0C15: kind}, 8)
            streams |= {f"__recip_version1.0_#{number:08X}/{key}": data for key, data in inside.items()}
        for number, (name, what) in enumerate(self._rest.get("attached", ())):
            inside = self._packed({0x3707: name}, 8)
            if isinstance(what, Message):
                inner = what.streams(24)
                inside |= {f"__substg1.0_3701000D/{key}": data for key, data in inner.items()}
            else:
                inside["__substg1.0_37010102"] = bytes(what)
            streams |= {f"__attach_version1.0_#{number:08X}/{key}": data for key, data in inside.items()}
        return streams

    def _packed(self, properties: Properties, ahead: int) -> dict[str, bytes]:
        streams, rows = {}, b""
        for number, value in properties.items():
            kind = 0x0102 if isinstance(value, bytes) else 0x001E if self._page else 0x001F
            if isinstance(value, int):
                rows += struct.pack("<HHIQ", 0x0040 if number == SENT_AT else 0x0003, number, 6, value)
                continue
            data = value if isinstance(value, bytes) else value.encode(self._page or "utf-16-le")
            rows += struct.pack("<HHIII", kind, number, 6, len(data), 0)
            streams[f"__substg1.0_{number:04X}{kind:04X}"] = data
        return streams | {"__properties_version1.0": bytes(ahead) + rows}
