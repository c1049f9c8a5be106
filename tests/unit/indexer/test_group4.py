"""Strips joined without decoding give the same pixels as the file they come from."""

import io
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from indexer.engines.group4 import NotJoined, join_strips, plain_line


def strips_of(pixels, height):
    """The Group 4 strips of a picture, as libtiff writes them; true is black."""
    buffer = io.BytesIO()
    image = Image.fromarray(np.where(pixels, 0, 255).astype(np.uint8)).convert("1")
    image.save(buffer, "TIFF", compression="group4", strip_size=height * ((pixels.shape[1] + 7) // 8))
    with Image.open(io.BytesIO(buffer.getvalue())) as opened:
        offsets, counts = opened.tag_v2[273], opened.tag_v2[279]
        inverted = opened.tag_v2[262] == 1
    found = [buffer.getvalue()[at : at + size] for at, size in zip(offsets, counts, strict=True)]
    return found, inverted


def decoded(data, width, height, inverted):
    """The picture of one piece of Group 4 data, decoded by libtiff: a TIFF of one strip around it."""
    tags = {256: width, 257: height, 258: 1, 259: 4, 262: int(inverted), 273: 8, 277: 1, 278: height, 279: len(data)}
    end = 8 + len(data) + len(data) % 2
    body = data + bytes(end - 8 - len(data))
    entries = b"".join(
        tag.to_bytes(2, "little") + (4).to_bytes(2, "little") + (1).to_bytes(4, "little") + value.to_bytes(4, "little")
        for tag, value in sorted(tags.items())
    )
    file = b"II*\0" + end.to_bytes(4, "little") + body + len(tags).to_bytes(2, "little") + entries + bytes(4)
    with Image.open(io.BytesIO(file)) as opened:
        return ~np.asarray(opened)


def joined(pixels, rows):
    strips, inverted = strips_of(pixels, rows)
    data = join_strips(strips, pixels.shape[1])
    return len(strips), decoded(data, pixels.shape[1], pixels.shape[0], inverted)


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32), width=st.integers(1, 700), height=st.integers(2, 40), rows=st.integers(1, 12))
def test_joined_strips_show_what_the_file_shows(seed, width, height, rows):
    drawn = random.Random(seed)
    pixels = np.zeros((height, width), dtype=bool)
    for row in range(height):
        for _ in range(drawn.choice((0, 1, 3, width // 3))):
            start = drawn.randrange(width)
            pixels[row, start : start + drawn.randrange(1, 1 + width)] ^= True
    strips, shown = joined(pixels, rows)
    assert strips == -(-height // rows)
    assert (shown == pixels).all()


def test_every_length_of_a_run_is_written_as_its_reader_reads_it():
    width = 6_000
    lengths = [*range(0, 2_700), 5_119, 5_120, 5_121, 5_999]
    pixels = np.zeros((len(lengths), width), dtype=bool)
    for row, length in enumerate(lengths):
        pixels[row, length : length + min(length, width - length)] = True
    bits = "".join(
        plain_line(
            [run for run in (length, min(length, width - length), width - 2 * length) if run > 0] if length else [width]
        )
        for length in lengths
    )
    bits += f"{0x001001:024b}"
    data = int(bits.ljust(-(-len(bits) // 8) * 8, "0"), 2).to_bytes(-(-len(bits) // 8), "big")
    assert (decoded(data, width, len(lengths), False) == pixels).all()


def test_what_is_not_of_the_usual_make_is_left_to_the_decoder():
    (first, second), _ = strips_of(np.eye(16, dtype=bool), 8)
    for strange in (second[:-3], b"", b"\0\0", bytes(40), b"\x00\x00\x00" + second):
        with pytest.raises(NotJoined):
            join_strips([first, strange], 16)
