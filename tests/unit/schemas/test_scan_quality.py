"""Which pages are drawn from a batch, and when it goes back."""

from decimal import Decimal

import pytest

from schemas.errors import InvalidInput
from schemas.scan_quality import Candidate, digest_of, drawn, is_rejected, kept_note

PAGES = [Candidate(f"p{number:03}", always=False) for number in range(200)]
TITLES = [Candidate(f"t{number}", always=True) for number in range(7)]


def test_every_page_that_always_is_and_so_many_per_cent_of_the_others_are_drawn():
    found = drawn([*PAGES, *TITLES], "semilla", Decimal(5))

    assert {one.id for one in TITLES} < found
    assert len(found) == 7 + 10


def test_the_same_seed_draws_the_same_pages_in_whatever_order_they_come_and_another_draws_others():
    first = drawn(PAGES, "a", Decimal(5))

    assert drawn(reversed(PAGES), "a", Decimal(5)) == first
    assert len({drawn(PAGES, str(seed), Decimal(5)) for seed in range(20)}) == 20


def test_every_page_is_drawn_about_as_often_as_any_other():
    times = dict.fromkeys((one.id for one in PAGES), 0)
    for seed in range(400):
        for page in drawn(PAGES, str(seed), Decimal(5)):
            times[page] += 1

    assert min(times.values()) > 5 and max(times.values()) < 45  # 20 each, on average


@pytest.mark.parametrize(("pages", "number"), [(1, 1), (20, 1), (21, 2), (200, 10)])
def test_a_part_of_a_page_is_a_page(pages, number):
    assert len(drawn(PAGES[:pages], "x", Decimal(5))) == number


@pytest.mark.parametrize(
    ("defective", "seen", "rejected"), [(0, 40, False), (1, 100, False), (1, 99, True), (2, 199, True), (0, 0, False)]
)
def test_a_batch_goes_back_above_its_limit_not_at_it(defective, seen, rejected):
    assert is_rejected(defective, seen, Decimal(1)) is rejected


def test_what_was_drawn_from_has_a_name_that_does_not_hang_on_its_order():
    assert digest_of(["b", "a"]) == digest_of(["a", "b"]) != digest_of(["a"])


def test_a_note_is_short_and_printable():
    assert kept_note("  dos \n líneas ") == "dos líneas"
    with pytest.raises(InvalidInput):
        kept_note("x" * 501)
    with pytest.raises(InvalidInput):
        kept_note("a\x00b")
