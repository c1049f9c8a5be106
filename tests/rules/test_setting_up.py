"""What `make setup` installs is all that the project leans on."""

from pathlib import Path

from benchmarks.office.fonts import FAMILIES, package_of

ROOT = Path(__file__).resolve().parents[2]


def test_every_typeface_of_the_demonstration_is_installed():
    wanted = {package_of(family) for family in FAMILIES}
    assert {name for name in wanted if name not in (ROOT / "scripts/setup.sh").read_text().split()} == set()
