"""docs/coverage.md says where each core row of the profile lives and which test holds it; this holds the page."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CORE = ("OBJ", "R1", "R2", "R3", "R4", "R5", "R6", "R9", "R11", "INT-A", "INT-B", "EXT-A", "EXT-B", "M1", "M2")
PROFILE = "tests/service/test_profile.py"


def rows() -> dict[str, list[str]]:
    lines = (ROOT / "docs" / "coverage.md").read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")]
    return {one[0]: one for one in cells[1:] if set(one[0]) != {"-"}}


def test_every_core_row_of_the_profile_has_its_line():
    assert set(rows()) == set(CORE)


@pytest.mark.parametrize("row", CORE)
def test_what_a_line_names_exists_and_what_has_no_test_says_what_is_not_built(row):
    _, _, places, test, missing = rows()[row]
    for place in re.findall(r"`([^`]+)`", places):
        assert (ROOT / place).exists(), place
    name, *files = re.findall(r"`([^`]+)`", test) or [""]
    assert name or missing
    source = (ROOT / (files[0] if files else PROFILE)).read_text(encoding="utf-8")
    assert not name or f"def {name}(" in source, name


def test_every_test_of_the_profile_stands_on_the_page():
    source = (ROOT / PROFILE).read_text(encoding="utf-8")
    page = (ROOT / "docs" / "coverage.md").read_text(encoding="utf-8")
    assert [name for name in re.findall(r"^def (test_\w+)", source, re.MULTILINE) if name not in page] == []
