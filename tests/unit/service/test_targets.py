"""What a verb writes is whole, or not there."""

import errno

import pytest

from schemas.errors import Conflict, InvalidInput, NotFound
from service.cli.targets import writing


@pytest.mark.parametrize("made", [lambda target: target.write_text("la mitad"), lambda target: target.mkdir()])
def test_what_was_begun_is_taken_away_when_the_disk_is_full(tmp_path, made):
    target = tmp_path / "dossier"
    with (
        pytest.raises(InvalidInput, match=f"No se puede escribir {target}: no queda espacio en el disco"),
        writing(target),
    ):
        made(target)
        raise OSError(errno.ENOSPC, "full")
    assert list(tmp_path.iterdir()) == []


def test_other_trouble_is_told_as_it_is_and_leaves_nothing(tmp_path):
    with pytest.raises(NotFound, match="El documento no existe"), writing(tmp_path / "x"):
        (tmp_path / "x").touch()
        raise NotFound("El documento no existe.")
    assert list(tmp_path.iterdir()) == []


def test_what_is_there_already_stays(tmp_path):
    (tmp_path / "x").write_text("de antes")
    with pytest.raises(Conflict), writing(tmp_path / "x"):
        raise AssertionError
    assert (tmp_path / "x").read_text() == "de antes"
