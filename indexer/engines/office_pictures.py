"""Pictures pasted into an office file: scans handed in that way are the paper, and are read as files of their own."""

import re
import zipfile
from pathlib import Path

from indexer.engines.sniff import IMAGES, sniff
from indexer.limits import Limits
from schemas.work import Attachment

_MEMBER = re.compile(r"(?:word/media|xl/media|ppt/media|Pictures)/([^/]{1,200})")
_LEAST_BYTES = 20_000
"""Smaller ones are logos and seals: a page as a picture takes more."""
_DIGITS = re.compile(r"(\d+)")


def take_pictures(path: Path, folder: Path, limits: Limits) -> tuple[Attachment, ...]:
    """The larger pictures of the archive written to `folder`, in the order of their numbers, as many as attachments may be."""
    taken: list[Attachment] = []
    left = limits.attachment_bytes
    with zipfile.ZipFile(path) as archive:
        found = [(entry, match[1]) for entry in archive.filelist if (match := _MEMBER.fullmatch(entry.filename))]
        for entry, name in sorted(found, key=lambda item: _number(item[1])):
            left -= entry.file_size
            if entry.file_size < _LEAST_BYTES or left < 0 or len(taken) >= limits.attachments:
                continue
            target = folder / f"picture-{len(taken) + 1:04d}"
            target.write_bytes(archive.read(entry))
            if sniff(target) in IMAGES:
                taken.append(Attachment(str(target), name))
    return tuple(taken)


def _number(name: str) -> tuple[int, str]:
    match = _DIGITS.search(name)
    return (int(match[1][:9]) if match else 0, name)
