"""What is said of a dossier that could not be written, by the room there is."""

from collections import namedtuple

import pytest

from schemas.binding import BindRequest
from schemas.errors import InvalidInput, LimitExceeded
from service.operations.dossier_pdf import run_binding


class Dying:
    """A sandbox whose child ends as it does where an allocation, or the last write to a full disk, is refused."""

    def call(self, _task, request, _result, *, wall_seconds):
        raise LimitExceeded("El archivo o una de sus páginas rebasa el tamaño permitido.", code="too_large")


@pytest.mark.parametrize(
    ("free", "error", "said"), [(0, InvalidInput, "no queda espacio"), (1 << 30, LimitExceeded, "tamaño")]
)
def test_a_full_disk_is_told_from_a_page_too_large(tmp_path, monkeypatch, free, error, said):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr("shutil.disk_usage", lambda _: usage(1 << 31, 0, free))
    request = BindRequest(output="", folder=str(tmp_path), title="", cover=None, sections=(), first_folio=1)
    with pytest.raises(error, match=said):
        run_binding(Dying(), request, tmp_path / "dossier.pdf", 3)
