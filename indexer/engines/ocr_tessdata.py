"""Where the trained data of Tesseract is, and how its word table reads."""

import os
import re
from pathlib import Path

from indexer.engines.ocr import FoundWord
from schemas.errors import Misconfigured

_USUAL = (
    "/usr/share/tesseract-ocr/5/tessdata",
    "/usr/share/tesseract-ocr/4.00/tessdata",
    "/usr/share/tessdata",
    "/usr/local/share/tessdata",
    "/opt/homebrew/share/tessdata",
)
_LANGUAGE = re.compile(r"[A-Za-z_]{3,20}(\+[A-Za-z_]{3,20}){0,4}")
_WORD_LEVEL = "5"
_COLUMNS = 12


def tessdata_folder(language: str) -> Path:
    """The folder holding `<language>.traineddata`: `TESSDATA_PREFIX` first, then the usual places.

    Raises:
        Misconfigured: the language is not a code, or no folder holds all its data.
    """
    if not _LANGUAGE.fullmatch(language):
        raise Misconfigured(f"«{language}» no es un código de idioma de Tesseract.")
    wanted = [f"{code}.traineddata" for code in language.split("+")]
    for folder in _candidates():
        if all((folder / name).is_file() for name in wanted):
            return folder
    raise Misconfigured(
        f"Faltan los datos de Tesseract para «{language}»: instale el paquete tesseract-ocr-{language} "
        "o señale su carpeta en TESSDATA_PREFIX."
    )


def _candidates() -> list[Path]:
    prefix = os.environ.get("TESSDATA_PREFIX", "")
    # Old Tesseracts wanted the parent of the folder in this variable; both are met in the wild.
    named = [Path(prefix), Path(prefix) / "tessdata"] if prefix else []
    return named + [Path(place) for place in _USUAL]


def words_of_tsv(table: str) -> tuple[FoundWord, ...]:
    """The words of Tesseract's tab-separated table, empty ones left out, lines and blocks counted from 0."""
    words: list[FoundWord] = []
    lines: dict[tuple[str, str, str], int] = {}
    blocks: dict[str, int] = {}
    for row in table.split("\n"):
        cells = row.split("\t", _COLUMNS - 1)
        if len(cells) < _COLUMNS or cells[0] != _WORD_LEVEL or not cells[11].strip():
            continue
        block = blocks.setdefault(cells[2], len(blocks))
        line = lines.setdefault((cells[2], cells[3], cells[4]), len(lines))
        left, top, width, height = (int(cell) for cell in cells[6:10])
        confidence = min(1.0, max(0.0, float(cells[10]) / 100))
        words.append(FoundWord(cells[11].strip(), left, top, width, height, confidence, line, block))
    return tuple(words)
