"""XML out of the archives of office programs: no entities, nothing fetched."""

import zipfile
from typing import Any

from docx.oxml import parse_xml

Node = Any
"""An element as lxml has it; the library carries no types."""


def part(archive: zipfile.ZipFile, name: str) -> Node:
    """The root of a member of the archive; KeyError where there is none.

    The parser is the one python-docx configures: it resolves no entities and reads no other file.
    """
    return parse_xml(archive.read(name))
