"""Files read ahead: in order, within the room there is."""

from service.reading_ahead import read_ahead


def test_what_has_no_room_is_left_out_and_what_comes_after_still_read(tmp_path):
    for name, size in (("a", 10), ("b", 100), ("c", 5)):
        (tmp_path / name).write_bytes(b"x" * size)
    files = [tmp_path / name for name in ("a", "gone", "b", "c")]
    assert read_ahead(files, 1000) == 115
    assert read_ahead(files, 50) == 15
    assert read_ahead(files, 0) == 0
