"""Which mark of a backup is the newest, whatever the clock says."""

import pytest

from service.operations.backing_up import back_up, marks, read_mark
from storage.objects.memory import MemoryObjectStore
from tests.registry_office import CLERK, open_archive


@pytest.fixture
def archive(tmp_path, new_database):
    made = open_archive(tmp_path / "data", new_database())
    yield made
    made.close()


@pytest.mark.parametrize("name", ["20990101t000000-01hq", "99999999t999999-01hq"])
def test_a_backup_made_after_the_clock_went_back_is_the_newest(archive, name):
    place = MemoryObjectStore()
    [first] = (back_up(archive, CLERK, place).mark,)
    place.put(f"marks/{name}.json", b"".join(place.read(f"marks/{first}.json")))
    later = back_up(archive, CLERK, place)
    assert marks(place).index(later.mark) == (2 if name < "3" else 1)
    if name < "3":
        assert later.mark.startswith("20990101t000001-") and read_mark(place).made_at.isoformat() == later.made_at


def test_two_backups_within_a_second_stand_in_their_order(archive):
    place = MemoryObjectStore()
    assert [back_up(archive, CLERK, place).mark for _ in range(3)] == marks(place)
