"""The words of text with marks: HTML, and what Word and Excel save as HTML or XML under the names of their own files."""

import re
from html.parser import HTMLParser

_SILENT = frozenset({"script", "style", "head", "title", "w:bindata", "o:documentproperties", "w:docpr", "w:deltext"})
_BLOCKS = frozenset(
    {"p", "br", "div", "tr", "li", "h1", "h2", "h3", "h4", "table", "blockquote", "w:p", "w:tr", "row", "worksheet"}
)
_CELLS = frozenset({"td", "th", "cell"})
_HTML = re.compile(r"<(?:html|table|!doctype html)[\s>]|<\?mso-application", re.IGNORECASE)
_LOOKED_AT = 2000


def is_marked(text: str) -> bool:
    """Whether a text is HTML, or XML of an office program: other XML is read as it is, for what its attributes say."""
    head = text[:_LOOKED_AT].lstrip()
    return head.startswith("<") and _HTML.search(head) is not None


def words_of_html(html: str) -> str:
    """What a reader of it would see, the cells of a row on one line; nothing it points to is fetched."""
    parser = _Words()
    parser.feed(html)
    parser.close()
    return "".join(parser.pieces)


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in _SILENT
        if tag in _BLOCKS:
            self.pieces.append("\n")
        elif tag in _CELLS:
            self.pieces.append(" ")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._silent = max(0, self._silent - (tag in _SILENT))
        if tag in _BLOCKS:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.pieces.append(" ".join(data.split()) + " ")
