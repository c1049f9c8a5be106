"""The words of a page as hOCR, for programs that read that."""

from html import escape
from itertools import groupby

from schemas.pages import Box, Word
from service.operations.document_views import PageWords

DPI = 300


def hocr_of(page: PageWords) -> str:
    """One XHTML document; boxes are pixels of the page at 300 per inch, origin top left.

    Source: the hOCR specification 1.2 (ocr_page, ocr_carea, ocr_line, ocrx_word).
    """
    width, height = (round(side * DPI / 72) for side in (page.width, page.height))
    engines = " ".join(dict.fromkeys(f"{layer.engine} {layer.engine_version}".strip() for layer in page.layers))
    areas = "\n".join(
        _area(list(words), (width, height), f"{number}_{block}")
        for number, layer in enumerate(page.layers)
        for block, words in groupby(layer.words, key=lambda word: word.block)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<html xmlns="http://www.w3.org/1999/xhtml" lang="es">\n'
        f'<head><title>hOCR</title><meta charset="utf-8"/><meta name="ocr-system" content="{escape(engines)}"/>'
        '<meta name="ocr-capabilities" content="ocr_page ocr_carea ocr_line ocrx_word"/></head>\n'
        f'<body><div class="ocr_page" id="page_{page.page}" title="bbox 0 0 {width} {height}; ppageno {page.page - 1}; '
        f'scan_res {DPI} {DPI}">\n{areas}\n</div></body></html>\n'
    )


def _area(words: list[Word], size: tuple[int, int], name: str) -> str:
    lines = "\n".join(
        _line(list(line), size, f"{name}_{number}") for number, line in groupby(words, key=lambda word: word.line)
    )
    return f'<div class="ocr_carea" id="area_{name}" title="{_around(words, size)}">\n{lines}\n</div>'


def _line(words: list[Word], size: tuple[int, int], name: str) -> str:
    spans = " ".join(
        f'<span class="ocrx_word" title="{_bbox(word.box, size)}; x_wconf {round(word.confidence * 100)}">'
        f"{escape(_clean(word.text))}</span>"
        for word in words
    )
    return f'<span class="ocr_line" id="line_{name}" title="{_around(words, size)}">{spans}</span>'


def _around(words: list[Word], size: tuple[int, int]) -> str:
    left, top = min(word.box[0] for word in words), min(word.box[1] for word in words)
    right = max(word.box[0] + word.box[2] for word in words)
    bottom = max(word.box[1] + word.box[3] for word in words)
    return _bbox((left, top, right - left, bottom - top), size)


def _bbox(box: Box, size: tuple[int, int]) -> str:
    x, y, width, height = box
    edges = (x * size[0], y * size[1], (x + width) * size[0], (y + height) * size[1])
    return "bbox " + " ".join(str(round(edge)) for edge in edges)


def _clean(text: str) -> str:
    """Without the control characters that XML cannot hold."""
    return "".join(letter for letter in text if letter >= " " and letter not in "\ufffe\uffff")
