"""What is written past the page cache is what was given, whatever its size."""

import os
from pathlib import Path

import pytest

from service.direct_file import BUFFER, SMALL, DirectFile


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


@pytest.mark.parametrize("size", [0, 1, SMALL, SMALL + 1, BUFFER, BUFFER + 4096, 2 * BUFFER + 5, 3 * BUFFER])
def test_a_file_holds_exactly_what_was_written(tmp_path, size):
    data = os.urandom(size)
    path = tmp_path / "file"
    file = DirectFile(path)

    for start in range(0, size, 700_001):
        file.write(data[start : start + 700_001])
    file.finish()
    file.close()

    assert path.read_bytes() == data


def test_an_existing_file_is_never_written_over(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"before")

    with pytest.raises(FileExistsError):
        DirectFile(path)

    assert path.read_bytes() == b"before"


def test_a_file_given_up_half_way_leaves_nothing_open(tmp_path):
    before = open_files()
    file = DirectFile(tmp_path / "file")
    file.write(bytes(3 * BUFFER))

    file.close()
    file.close()

    assert open_files() == before
