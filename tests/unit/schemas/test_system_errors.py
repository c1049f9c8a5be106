"""Errors of the system in the reader's words."""

import errno
import os
import socket

import pytest

from schemas.system_errors import reason


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.ENOSPC, "no queda espacio en el disco"),
        (errno.EACCES, "no hay permiso"),
        (socket.EAI_NONAME, "no se conoce ese nombre o dirección"),
        (errno.EUCLEAN, "error del sistema EUCLEAN"),
        (99999, "error del sistema 99999"),
    ],
)
def test_what_the_system_says_is_said_in_spanish(number, said):
    assert reason(OSError(number, os.strerror(number))) == said


def test_an_error_without_a_number_is_one_of_the_disk():
    assert reason(OSError("short read")) == "error de disco"


def test_an_error_of_the_real_system_is_told(tmp_path):
    with pytest.raises(OSError) as caught:
        (tmp_path / "not there" / "x").open("rb")
    assert reason(caught.value) == "no existe el archivo o la carpeta"
