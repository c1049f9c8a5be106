"""The drop folder by itself: what happens between two looks at it."""

from service.cli import drop_folder
from service.cli.drop_folder import DropFolder


def test_a_file_that_grew_while_it_was_received_comes_back(tmp_path, monkeypatch):
    monkeypatch.setattr(drop_folder, "SETTLED_SECONDS", 0.0)
    drop = DropFolder(tmp_path)
    drop.prepare()
    for name in ("crece.txt", "quieta.txt"):
        (tmp_path / name).write_text("lo que llegó")
    assert drop.complete() == []  # seen for the first time
    complete = drop.complete()
    with (tmp_path / "crece.txt").open("a") as copying:
        copying.write(" y lo demás")
    done = [drop.done(path) for path in complete]
    assert [path.name for path in done] == ["crece.txt", "quieta.txt"]
    assert drop.bring_back() == [tmp_path / "crece.txt"]
    assert drop.bring_back() == [] and (tmp_path / "done" / "quieta.txt").exists()
