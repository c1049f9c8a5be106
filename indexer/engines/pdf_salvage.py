"""The objects of a PDF whose list of them is lost: cut off on its way, or written over in places.

Since PDF 1.5 pages and their dictionaries lie packed in object streams, and where
each lies is told by a stream at the end of the file. Libraries that rebuild that
list look for objects that stand by themselves and find none of the packed ones.
Here both are looked for by their own marks and written anew, one by one.

Source: ISO 32000-1, 7.3.10 and 7.5.7.
"""

import re
import zlib
from pathlib import Path

_MOST_BYTES = 256 * 1024 * 1024
_MOST_UNPACKED = 64 * 1024 * 1024
_MOST_OBJECTS = 400_000
_OBJECT = re.compile(rb"(?<![0-9])([0-9]{1,9})[ \t\r\n]+[0-9]{1,5}[ \t\r\n]+obj\b")
_STREAM = re.compile(rb"stream\r?\n")
_LENGTH = re.compile(rb"/Length(?![0-9A-Za-z])\s*[0-9]+(\s+[0-9]+\s+R)?")
_REFERENCE = re.compile(rb"([0-9]{1,9})\s+[0-9]{1,5}\s+R")
_KIDS = re.compile(rb"/Kids\s*\[([^\]]*)\]")
_PAGES = re.compile(rb"/Pages\s+([0-9]{1,9})\s+[0-9]{1,5}\s+R")
_PAGE_TYPE = re.compile(rb"/Type\s*/Page(?![A-Za-z])")
_CATALOGUE = re.compile(rb"/Type\s*/Catalog\b")
_LISTS = re.compile(rb"/Type\s*/(XRef|ObjStm)\b")
_ENCRYPTED = re.compile(rb"/Encrypt\s*([0-9]+\s+[0-9]+\s+R|<<)")


def salvaged(path: Path) -> bytes | None:
    """The file written anew from the objects found in it; None where no page is among them, or it is encrypted.

    Where the page tree is lost, pages come in the order in which they stand in the file.
    """
    if path.stat().st_size > _MOST_BYTES or _ENCRYPTED.search(data := path.read_bytes()):
        return None
    found = _objects_of(data)
    root = _root_of(found)
    if root is None:
        pages = [number for number, body in found.items() if _PAGE_TYPE.search(body)]
        if not pages:
            return None
        root = max(found) + 1
        kids = b" ".join(b"%d 0 R" % page for page in pages)
        found[root] = b"<< /Type /Catalog /Pages %d 0 R >>" % (root + 1)
        found[root + 1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(pages))
    return _written(found, root)


def _objects_of(data: bytes) -> dict[int, bytes]:
    """Each object by its number, the last of several that bear the same; what lies packed in streams among them."""
    found: dict[int, bytes] = {}
    at, room = 0, _MOST_UNPACKED
    while len(found) < _MOST_OBJECTS and (mark := _OBJECT.search(data, at)):
        head, stream, at = _body_at(data, mark.end())
        if head is None:
            continue
        kind = _LISTS.search(head)
        if kind is None:
            found[int(mark[1])] = head if stream is None else _as_stream(head, stream)
        elif kind[1] == b"ObjStm" and stream is not None:
            packed = _unpacked(head, stream, room)
            room -= sum(map(len, packed.values()))
            found.update(packed)
    return found


def _body_at(data: bytes, start: int) -> tuple[bytes | None, bytes | None, int]:
    """The object from `start` on: its dictionary or value, the bytes of its stream if it has one, and where it ends.

    A stream that is cut off is as long as it goes; a dictionary that is cut off is none.
    """
    end = data.find(b"endobj", start)
    stream = _STREAM.search(data, start, end if end >= 0 else len(data))
    if stream is None:
        following = _OBJECT.search(data, start, end) if end >= 0 else None
        if following:
            return None, None, following.start()
        return (data[start:end], None, end + 6) if end >= 0 else (None, None, len(data))
    last = data.find(b"endstream", stream.end())
    last = len(data) if last < 0 else last
    return data[start : stream.start()], data[stream.end() : last], last


def _as_stream(head: bytes, stream: bytes) -> bytes:
    told = b"/Length %d" % len(stream)
    head = _LENGTH.sub(told, head, count=1) if _LENGTH.search(head) else head.replace(b"<<", b"<< " + told, 1)
    return head + b"stream\n" + stream + b"\nendstream"


def _unpacked(head: bytes, stream: bytes, room: int) -> dict[int, bytes]:
    """The objects of an object stream, as far as it can be unpacked."""
    first = re.search(rb"/First\s+([0-9]{1,9})", head)
    if first is None or (b"/Filter" in head and b"/FlateDecode" not in head) or b"/DecodeParms" in head:
        return {}
    data = _inflated(stream, room) if b"/Filter" in head else stream
    begin = int(first[1])
    numbers = [int(item) for item in data[:begin].split() if item.isdigit()]
    places = list(zip(numbers[::2], numbers[1::2], strict=False))
    ends = [place for _, place in places[1:]] + [len(data) - begin] * bool(places)
    return {
        number: data[begin + place : begin + end]
        for (number, place), end in zip(places, ends, strict=True)
        if place < end and begin + end <= len(data)
    }


def _inflated(stream: bytes, room: int) -> bytes:
    """What can be unpacked before the data break off or are wrong, a piece at a time so that what came before counts."""
    engine, out = zlib.decompressobj(), bytearray()
    try:
        for at in range(0, len(stream), 256):
            out += engine.decompress(stream[at : at + 256], max(1, room - len(out)))
            if len(out) >= room:
                break
    except zlib.error:
        pass
    return bytes(out)


def _root_of(found: dict[int, bytes]) -> int | None:
    """The last catalogue of which at least one page can be reached."""
    for number in reversed(list(found)):
        pages = _PAGES.search(found[number]) if _CATALOGUE.search(found[number]) else None
        if pages and _reaches_a_page(found, int(pages[1])):
            return number
    return None


def _reaches_a_page(found: dict[int, bytes], tree: int) -> bool:
    waiting, seen = [tree], set[int]()
    while waiting:
        number = waiting.pop()
        body = found.get(number, b"")
        if number in seen or not body:
            continue
        seen.add(number)
        if _PAGE_TYPE.search(body):
            return True
        kids = _KIDS.search(body)
        waiting += [int(kid) for kid in _REFERENCE.findall(kids[1])] if kids else []
    return False


def _written(found: dict[int, bytes], root: int) -> bytes:
    out, places = bytearray(b"%PDF-1.7\n"), {}
    for number, body in found.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 1\n0000000000 65535 f \n"
    for number, place in sorted(places.items()):
        out += b"%d 1\n%010d 00000 n \n" % (number, place)
    out += b"trailer\n<< /Root %d 0 R /Size %d >>\nstartxref\n%d\n%%%%EOF\n" % (root, max(found) + 1, table)
    return bytes(out)
