"""What tests of every kind share."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real scans and hostile files, which is no part of the project."""
    folder = Path(os.environ.get("LEGAJO_TEST_CORPUS", ROOT.parent / "shared" / "corpus"))
    if not folder.is_dir():
        pytest.skip("the test corpus is not here; LEGAJO_TEST_CORPUS says where it is")
    return folder
