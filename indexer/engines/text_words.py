"""The words of a text layer as columns: most pages are only packed and kept, so no word becomes an object of its own."""

from collections.abc import Iterator, Sequence
from typing import overload

import numpy as np
from numpy.typing import NDArray

from schemas.pages import Word
from schemas.word_codec import pack_words

Boxes = NDArray[np.float64]
"""One row per word: x, y, width, height as fractions of the upright page."""

Lines = NDArray[np.int64]

_FULL = 65535


class PageWords(Sequence[Word]):
    """The words of one page in reading order; made into `Word` values only where somebody looks at them.

    `lines` are the numbers of their lines and never go down. Words without `boxes` have no place on the page.
    """

    def __init__(
        self, texts: Sequence[str] = (), boxes: Boxes | None = None, lines: Sequence[int] | Lines = ()
    ) -> None:
        self.texts = texts
        self.boxes: Boxes = np.zeros((len(texts), 4)) if boxes is None else boxes
        self._lines = np.asarray(lines, dtype=np.int64)
        begins = np.ones(len(texts), dtype=np.bool_)
        begins[1:] = self._lines[1:] != self._lines[:-1]
        self._firsts = np.flatnonzero(begins)
        blocks = np.zeros(len(self._firsts), dtype=np.int64) if boxes is None else _blocks_of(self.boxes[self._firsts])
        self._blocks = blocks[np.cumsum(begins) - 1]

    def __len__(self) -> int:
        return len(self.texts)

    @overload
    def __getitem__(self, at: int) -> Word: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Word, ...]: ...
    def __getitem__(self, at: int | slice) -> Word | tuple[Word, ...]:
        if isinstance(at, slice):
            return tuple(self[one] for one in range(*at.indices(len(self))))
        x, y, width, height = self.boxes[at].tolist()
        return Word(self.texts[at], (x, y, width, height), 1.0, int(self._lines[at]), int(self._blocks[at]))

    def __iter__(self) -> Iterator[Word]:
        rows = zip(self.texts, self.boxes.tolist(), self._lines.tolist(), self._blocks.tolist(), strict=True)
        return (Word(text, (x, y, width, high), 1.0, line, block) for text, (x, y, width, high), line, block in rows)

    def text(self) -> str:
        """The running text, as `schemas.pages.text_of` makes it."""
        firsts = self._firsts.tolist()
        blocks = self._blocks[self._firsts].tolist()
        parts: list[str] = []
        for begin, end, block, before in zip(
            firsts, [*firsts[1:], len(self.texts)], blocks, [-1, *blocks], strict=False
        ):
            if begin:
                parts.append("\n" if block == before else "\n\n")
            parts.append(" ".join(self.texts[begin:end]))
        return "".join(parts)

    def packed(self) -> bytes:
        """The words as `schemas.word_codec.encode_words` packs them."""
        placed = np.clip(self.boxes, 0.0, 1.0)
        placed[np.isnan(placed)] = 0.0
        columns = np.empty((6, len(self.texts)), dtype="<u2")
        columns[:4] = np.rint(placed * _FULL).T
        columns[4] = np.minimum(self._lines, _FULL)
        columns[5] = np.minimum(self._blocks, _FULL)
        return pack_words(self.texts, (columns.tobytes(),), b"\xff" * len(self.texts))


def _blocks_of(firsts: Boxes) -> NDArray[np.int64]:
    """The block of each line, of whose first word the box is given: one begins where a line stands off from that before."""
    blocks = []
    block, bottom, height = -1, 0.0, 0.0
    for _, y, _, high in firsts.tolist():
        gap = y - bottom
        if block < 0 or gap > 0.9 * height or gap < -3 * height:
            block += 1
        blocks.append(block)
        bottom, height = y + high, max(high, 0.004)
    return np.array(blocks, dtype=np.int64)
