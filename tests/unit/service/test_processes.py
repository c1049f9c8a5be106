"""How many pages a machine has room for."""

import os

import pytest

from service.processes import pages_at_once, room_for_files

GB = 1024**3


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """A machine of so many cores and so much memory, in a container with limits or without."""

    def make(cores, memory, cpu="max 100000", limit="max"):
        monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(cores)))
        for name, text in (
            ("proc/meminfo", f"MemTotal:  {memory // 1024} kB\nMemFree: 1 kB\n"),
            ("sys/fs/cgroup/cpu.max", f"{cpu}\n"),
            ("sys/fs/cgroup/memory.max", f"{limit}\n"),
        ):
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text)
        return tmp_path

    return make


@pytest.mark.parametrize(
    ("cores", "memory", "limits", "pages"),
    [
        (2, 8 * GB, {}, 2),
        (16, 64 * GB, {}, 16),
        (8, 4 * GB, {}, 2),
        (4, 1 * GB, {}, 1),
        (16, 64 * GB, {"cpu": "200000 100000"}, 2),
        (16, 64 * GB, {"cpu": "50000 100000"}, 1),
        (16, 64 * GB, {"limit": str(5 * GB)}, 3),
    ],
)
def test_one_page_a_core_where_memory_allows(machine, cores, memory, limits, pages):
    assert pages_at_once(machine(cores, memory, **limits)) == pages


def test_where_nothing_is_told_cores_decide(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(6)))
    assert pages_at_once(tmp_path) == 6


def test_files_read_ahead_have_half_of_the_memory_there_is(machine, tmp_path):
    assert room_for_files(tmp_path) == 0
    assert room_for_files(machine(2, 8 * GB)) == 4 * GB
    assert room_for_files(machine(2, 8 * GB, limit=str(3 * GB))) == 3 * GB // 2
