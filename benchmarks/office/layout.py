"""Sets marked-up text on sheets: where each word, rule and signature stands, in points of 1/72 inch.

Markup, one element per line; anything else is a justified paragraph:

    = text          centred heading, bold            > text       right-aligned
    - text          left-aligned line, as it is      ~ a | b      one line, a left and b right
    | a | b         table row (|| for the header)    + A | B      signatures over names, in columns
    *** text        centred, plain                   #page        new sheet
    #back           the back of the sheet            #gap n       n empty lines
    #rule           a line across the page           #logo        a round emblem at the left

Within a line `**word` sets a word in bold, and a run of underscores is a line to fill in.
"""

import random
from collections.abc import Callable

import msgspec

from benchmarks.office.fonts import advance

PAPERS = {"letter": (612.0, 792.0), "a4": (595.3, 841.9), "oficio": (612.0, 963.8)}


class Style(msgspec.Struct, frozen=True):
    """How a document is set; sizes and margins in points, `leading` in ems."""

    family: str = "serif"
    size: float = 11.0
    leading: float = 1.3
    paper: str = "letter"
    margins: tuple[float, float, float] = (72.0, 64.0, 60.0)
    """Left and right, top, bottom."""
    justify: bool = True
    indent: float = 0.0
    footer: str = ""
    header: str = ""


class PlacedWord(msgspec.Struct, frozen=True):
    """A word with its pen position (left end of the baseline) in points from the top left of the sheet."""

    text: str
    x: float
    y: float
    size: float
    family: str
    bold: bool
    line: int
    block: int


class Mark(msgspec.Struct, frozen=True):
    """Something drawn that is not text: `rule`, `box`, `signature` or `logo`, with left, top, right, bottom in points."""

    kind: str
    box: tuple[float, float, float, float]


class Sheet(msgspec.Struct, frozen=True):
    """One side of a sheet as set; `back` says that it is the back of the one before."""

    width: float
    height: float
    words: tuple[PlacedWord, ...]
    marks: tuple[Mark, ...]
    back: bool = False


def draw_style(rng: random.Random, families: tuple[str, ...]) -> Style:
    """A style as some office would choose it, in one of the families."""
    family = rng.choice(families)
    largest = {"typewriter": 10.5, "matrix": 9.5, "wide": 10.5, "book": 10.5}.get(family, 12.0)
    left = rng.uniform(56, 86)
    return Style(
        family, rng.uniform(max(9.0, largest - 1.5), largest), rng.uniform(1.18, 1.55),
        rng.choices(("letter", "a4", "oficio"), (7, 2, 1))[0], (left, rng.uniform(50, 80), rng.uniform(50, 66)),
        family not in ("typewriter", "matrix") or rng.random() < 0.3, rng.choice((0.0, 0.0, 28.0)),
        rng.choice(("", "Página {page} de {pages}", "- {page} -", "")),
    )  # fmt: skip


class _Setter:
    """Fills sheets from top to bottom."""

    def __init__(self, style: Style) -> None:
        self.style = style
        self.width, self.height = PAPERS[style.paper]
        self.left = style.margins[0]
        self.right = self.width - style.margins[0]
        self.sheets: list[Sheet] = []
        self._begin(back=False)

    def _begin(self, *, back: bool) -> None:
        self.words: list[PlacedWord] = []
        self.marks: list[Mark] = []
        self.y = self.style.margins[1]
        self.line = self.block = 0
        self.back = back
        self.clear_below = 0.0

    def turn(self, *, back: bool = False) -> None:
        """Ends the sheet and starts another."""
        self.sheets.append(Sheet(self.width, self.height, tuple(self.words), tuple(self.marks), self.back))
        self._begin(back=back)

    def advance_line(self, lines: float = 1.0, *, need: float = 1.0) -> None:
        """Moves down, to a new sheet when fewer than `need` lines fit."""
        step = self.style.size * self.style.leading
        if self.y + step * max(lines, need) > self.height - self.style.margins[2]:
            self.turn()
        self.y += step * lines

    def put(self, tokens: list[str], x: float, *, space: float | None = None, bold: bool = False) -> float:
        """Sets tokens on the present line from `x`; returns where the pen ends."""
        style = self.style
        gap = advance(style.family, False, " ") * style.size if space is None else space
        for index, token in enumerate(tokens):
            heavy, text = bold or token.startswith("**"), token.removeprefix("**")
            if set(text) == {"_"}:
                end = x + len(text) * style.size * 0.5
                self.marks.append(Mark("rule", (x, self.y + 1, end, self.y + 1)))
            else:
                end = x + advance(style.family, heavy, text) * style.size
                word = PlacedWord(text, x, self.y, style.size, style.family, heavy, self.line, self.block)
                self.words.append(word)
            x = end + (gap if index < len(tokens) - 1 else 0.0)
        return x

    def width_of(self, tokens: list[str], *, bold: bool = False) -> float:
        """How wide the tokens are with ordinary spaces."""
        style, total = self.style, 0.0
        for token in tokens:
            text = token.removeprefix("**")
            heavy = bold or token.startswith("**")
            total += (
                len(text) * style.size * 0.5 if set(text) == {"_"} else advance(style.family, heavy, text) * style.size
            )
        return total + advance(style.family, False, " ") * style.size * max(0, len(tokens) - 1)

    def wrap(self, tokens: list[str], width: float, *, first: float = 0.0, bold: bool = False) -> list[list[str]]:
        """The tokens in lines no wider than `width`, the first shorter by `first`."""
        lines: list[list[str]] = [[]]
        room, space = width - first, advance(self.style.family, False, " ") * self.style.size
        for token in tokens:
            need = self.width_of([token], bold=bold)
            if lines[-1] and room - space < need:
                lines.append([])
                room = width
            room -= need + (space if lines[-1] else 0.0)
            lines[-1].append(token)
        return lines

    def clear_emblem(self) -> None:
        """Moves below an emblem at the left, so that a line from the left margin does not run into it."""
        self.y = max(self.y, self.clear_below)

    def end_line(self) -> None:
        self.line += 1

    def end_block(self) -> None:
        self.block += 1


def _paragraph(setter: _Setter, text: str) -> None:
    style = setter.style
    width = setter.right - setter.left
    lines = setter.wrap(text.split(), width, first=style.indent)
    for index, line in enumerate(lines):
        setter.advance_line(need=2.0 if index == 0 and len(lines) > 1 else 1.0)
        indent = style.indent if index == 0 else 0.0
        last = index == len(lines) - 1
        space = None
        if style.justify and not last and len(line) > 1:
            ink = setter.width_of(line) - advance(style.family, False, " ") * style.size * (len(line) - 1)
            space = (width - indent - ink) / (len(line) - 1)
        setter.put(line, setter.left + indent, space=space)
        setter.end_line()


def _aligned(setter: _Setter, text: str, at: float, *, bold: bool) -> None:
    """Lines of text whose free space is shared out: `at` 0 is left, 0.5 centred, 1 right."""
    width = setter.right - setter.left
    for line in setter.wrap(text.split(), width, bold=bold):
        setter.advance_line()
        setter.put(line, setter.left + max(0.0, width - setter.width_of(line, bold=bold)) * at, bold=bold)
        setter.end_line()


def _two_sides(setter: _Setter, text: str) -> None:
    left, right = (part.split() for part in text.split("|", 1))
    setter.advance_line()
    setter.put(left, setter.left)
    setter.put(right, max(setter.left, setter.right - setter.width_of(right)))
    setter.end_line()


def _row(setter: _Setter, text: str) -> None:
    head = text.startswith("|")
    cells = [cell.split() for cell in text.removeprefix("|").split("|")]
    width = (setter.right - setter.left) / len(cells)
    setter.advance_line(1.15)
    top, bottom = setter.y - setter.style.size * 0.95, setter.y + setter.style.size * 0.35
    for index, cell in enumerate(cells):
        x = setter.left + index * width
        figure = bool(cell) and index > 0 and cell[-1][-1].isdigit() and ("." in cell[-1])
        start = x + width - 4 - setter.width_of(cell, bold=head) if figure else x + 4
        setter.put(cell, max(x + 2, start), bold=head)
        setter.marks.append(Mark("box", (x, top, x + width, bottom)))
    setter.end_line()


def _signatures(setter: _Setter, text: str) -> None:
    names = [name.split() for name in text.split("|")]
    column = min(250.0, (setter.right - setter.left) / len(names))
    start = (setter.left + setter.right - column * len(names)) / 2
    wrapped = [setter.wrap(name, column - 14) for name in names]
    height = max(len(lines) for lines in wrapped)
    setter.advance_line(3.2, need=4.0 + height)
    size = setter.style.size
    for index in range(len(names)):
        x = start + index * column + 6
        setter.marks.append(Mark("rule", (x, setter.y - size * 1.1, x + column - 20, setter.y - size * 1.1)))
        box = (x + column * 0.12, setter.y - size * 3.6, x + column * 0.78, setter.y - size * 0.7)
        setter.marks.append(Mark("signature", box))
    for row in range(height):
        for index, lines in enumerate(wrapped):
            if row < len(lines):
                free = column - 20 - setter.width_of(lines[row])
                setter.put(lines[row], start + index * column + 6 + max(0.0, free / 2))
        setter.end_line()
        if row < height - 1:
            setter.advance_line()


def _rule(setter: _Setter, _: str) -> None:
    setter.advance_line(0.5)
    y = setter.y + setter.style.size * 0.2
    setter.marks.append(Mark("rule", (setter.left, y, setter.right, y)))


def _logo(setter: _Setter, _: str) -> None:
    top = setter.y - 6
    setter.marks.append(Mark("logo", (setter.left - 8, top, setter.left + 42, top + 50)))
    setter.clear_below = top + 54


_ELEMENTS: dict[str, Callable[[_Setter, str], None]] = {
    "= ": lambda setter, text: _aligned(setter, text, 0.5, bold=True),
    "*** ": lambda setter, text: _aligned(setter, text, 0.5, bold=False),
    "> ": lambda setter, text: _aligned(setter, text, 1.0, bold=False),
    "- ": lambda setter, text: _aligned(setter, text, 0.0, bold=False),
    "~ ": _two_sides,
    "| ": _row,
    "|| ": lambda setter, text: _row(setter, "|" + text),
    "+ ": _signatures,
    "#page": lambda setter, _: setter.turn(),
    "#back": lambda setter, _: setter.turn(back=True),
    "#gap ": lambda setter, text: setter.advance_line(float(text)),
    "#rule": _rule,
    "#logo": _logo,
}


_FROM_LEFT = ("", "- ", "~ ", "| ", "|| ", "#rule")


def _edges(sheet: Sheet, style: Style, page: int, pages: int) -> Sheet:
    """The sheet with the running header and footer of the style."""
    if sheet.back:
        return sheet
    words = list(sheet.words)
    last_line = max((word.line for word in words), default=-1)
    last_block = max((word.block for word in words), default=-1)
    for text, y, step in ((style.header, 30.0, -1), (style.footer, sheet.height - 28.0, last_line + 1)):
        tokens = text.format(page=page, pages=pages).split()
        width = sum(advance(style.family, False, token + " ") for token in tokens) * 8.5
        x = (sheet.width - width) / 2
        block = -1 if step == -1 else last_block + 1
        placed = []
        for token in tokens:
            placed.append(PlacedWord(token, x, y, 8.5, style.family, False, step, block))
            x += advance(style.family, False, token + " ") * 8.5
        words = placed + words if step == -1 else words + placed
    return msgspec.structs.replace(sheet, words=_renumbered(words))


def _renumbered(words: list[PlacedWord]) -> tuple[PlacedWord, ...]:
    """The words with lines and blocks counted from 0 without holes."""
    lines = {line: index for index, line in enumerate(dict.fromkeys(word.line for word in words))}
    blocks = {block: index for index, block in enumerate(dict.fromkeys(word.block for word in words))}
    return tuple(
        msgspec.structs.replace(word, line=lines[word.line], block=blocks[word.block]) for word in words
    )  # fmt: skip


def _prefix(text: str) -> str:
    return next((mark for mark in _ELEMENTS if (text + " ").startswith(mark)), "")


def _elements(markup: str) -> list[str]:
    """The markup's elements: plain lines that follow one another are one paragraph; empty lines are kept as such."""
    out: list[str] = []
    for raw in markup.splitlines():
        text = raw.strip()
        if out and text and out[-1] and not _prefix(text) and not _prefix(out[-1]):
            out[-1] += " " + text
        else:
            out.append(text)
    return out


def set_pages(markup: str, style: Style) -> tuple[Sheet, ...]:
    """The sheets that hold the marked-up text, in order; an empty `#back` is a blank back."""
    setter = _Setter(style)
    previous = ""
    for text in _elements(markup):
        if not text:
            setter.advance_line(0.55)
            setter.end_block()
            continue
        prefix = _prefix(text)
        if previous not in ("", prefix) or (prefix == "" and previous == ""):
            setter.end_block()
        previous = prefix
        if prefix in _FROM_LEFT:
            setter.clear_emblem()
        if prefix:
            _ELEMENTS[prefix](setter, text[len(prefix) :].strip())
        else:
            _paragraph(setter, text)
    setter.turn()
    sheets = setter.sheets
    return tuple(_edges(sheet, style, index + 1, len(sheets)) for index, sheet in enumerate(sheets))
