"""The words of a text layer as columns: most pages are only packed and kept, so no word becomes an object of its own."""

from collections.abc import Iterator, Sequence
from typing import overload

import numpy as np
from numpy.typing import NDArray

from schemas.pages import Word
from schemas.word_codec import pack_words

Boxes = NDArray[np.float64]
"""One row per word: x, y, width, height as fractions of the upright page."""

_FULL = 65535


class PageWords(Sequence[Word]):
    """The words of one page in reading order; made into `Word` values only where somebody looks at them."""

    def __init__(self, texts: Sequence[str] = (), boxes: Boxes | None = None, lines: Sequence[int] = ()) -> None:
        self.texts = texts
        self.boxes: Boxes = np.zeros((len(texts), 4)) if boxes is None else boxes
        self._lines = lines
        self._blocks = _blocks_of(self.boxes, lines) if boxes is not None else [0] * len(texts)

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
        return Word(self.texts[at], (x, y, width, height), 1.0, self._lines[at], self._blocks[at])

    def __iter__(self) -> Iterator[Word]:
        rows = zip(self.texts, self.boxes.tolist(), self._lines, self._blocks, strict=True)
        return (Word(text, (x, y, width, high), 1.0, line, block) for text, (x, y, width, high), line, block in rows)

    def text(self) -> str:
        """The running text, as `schemas.pages.text_of` makes it."""
        parts: list[str] = []
        begin, count = 0, len(self.texts)
        for at in range(1, count + 1):
            if at == count or self._lines[at] != self._lines[begin]:
                parts.append(" ".join(self.texts[begin:at]))
                if at < count:
                    parts.append("\n" if self._blocks[at] == self._blocks[begin] else "\n\n")
                begin = at
        return "".join(parts)

    def packed(self) -> bytes:
        """The words as `schemas.word_codec.encode_words` packs them."""
        placed = np.rint(np.clip(np.nan_to_num(self.boxes), 0.0, 1.0) * _FULL).T
        numbers = [np.minimum(np.asarray(column, dtype=np.int64), _FULL) for column in (self._lines, self._blocks)]
        columns = [np.ascontiguousarray(column, dtype="<u2").tobytes() for column in (*placed, *numbers)]
        return pack_words(self.texts, columns, b"\xff" * len(self.texts))


def _blocks_of(boxes: Boxes, lines: Sequence[int]) -> list[int]:
    """A block begins where the first word of a line stands off from that of the line before."""
    first_of = {line: at for at, line in reversed(list(enumerate(lines)))}
    block_of: dict[int, int] = {}
    block, bottom, height = -1, 0.0, 0.0
    for line, at in sorted(first_of.items()):
        _, y, _, high = boxes[at].tolist()
        gap = y - bottom
        if block < 0 or gap > 0.9 * height or gap < -3 * height:
            block += 1
        block_of[line] = block
        bottom, height = y + high, max(high, 0.004)
    return [block_of[line] for line in lines]
