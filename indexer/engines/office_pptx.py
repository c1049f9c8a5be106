"""The text of a PPTX file, slide by slide."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from indexer.engines.bounded_text import gathered
from indexer.engines.xml_parts import Node, part
from indexer.limits import Limits

_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_LINKS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_SHOWS = "{http://schemas.openxmlformats.org/presentationml/2006/main}sldId"
_PARAGRAPH, _ROW, _CELL, _TEXT = _DRAWING + "p", _DRAWING + "tr", _DRAWING + "tc", _DRAWING + "t"
_BREAK = _DRAWING + "br"
_SLIDE = re.compile(r"ppt/slides/slide(\d{1,6})\.xml")
_NOTES = "/notesSlide"


def texts_of(path: Path, limits: Limits) -> list[str]:
    """One text per slide in the order of the presentation, the speaker's notes below what the slide shows.

    Raises:
        TooLarge: more text than `limits.text_bytes`.
    """
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        return gathered((_text_of(archive, slide, names) for slide in _slides(archive, names)), limits)


def _text_of(archive: zipfile.ZipFile, slide: str, names: set[str]) -> str:
    shown = [slide, *(target for kind, _, target in _relations(archive, slide, names) if kind.endswith(_NOTES))]
    return "\n\n".join(line for name in shown for line in _lines(part(archive, name)))


def _slides(archive: zipfile.ZipFile, names: set[str]) -> list[str]:
    """The members that are slides, as the presentation orders them; those it does not name come last, by number."""
    whole = "ppt/presentation.xml"
    targets = {key: target for _, key, target in _relations(archive, whole, names)}
    named = [targets.get(show.get(_LINKS + "id"), "") for show in part(archive, whole).iter(_SHOWS)]
    numbered = sorted((int(match[1]), name) for name in names if (match := _SLIDE.fullmatch(name)))
    return list(dict.fromkeys([*filter(names.__contains__, named), *(name for _, name in numbered)]))


def _relations(archive: zipfile.ZipFile, name: str, names: set[str]) -> Iterator[tuple[str, str, str]]:
    """Type, id and member of what a member points to inside the archive."""
    place = PurePosixPath(name)
    listed = str(place.parent / "_rels" / f"{place.name}.rels")
    if listed not in names:
        return
    for relation in part(archive, listed).iterchildren("*"):
        target = relation.get("Target") or ""
        inside = _resolved(target.lstrip("/") if target.startswith("/") else f"{place.parent}/{target}")
        if inside in names:
            yield relation.get("Type") or "", relation.get("Id") or "", inside


def _resolved(path: str) -> str:
    steps: list[str] = []
    for step in path.split("/"):
        if step == "..":
            steps = steps[:-1]
        elif step not in ("", "."):
            steps.append(step)
    return "/".join(steps)


def _lines(root: Node) -> Iterator[str]:
    """Paragraphs in their order; the cells of a table's row on one line."""
    for node in root.iter(_PARAGRAPH, _ROW):
        if node.tag == _ROW:
            yield "  ".join(" ".join(map(_line, cell.iter(_PARAGRAPH))) for cell in node.iter(_CELL))
        elif next(node.iterancestors(_ROW), None) is None and (line := _line(node)).strip():
            yield line


def _line(paragraph: Node) -> str:
    return "".join("\n" if node.tag == _BREAK else node.text or "" for node in paragraph.iter(_TEXT, _BREAK))
