"""Where a page of a list ends, and after which row the next begins."""

import msgspec
import pytest

from service.operations.paging import MOST_LISTED, next_after, page_length


class Row(msgspec.Struct):
    id: str


@pytest.mark.parametrize(("asked", "held"), [(-3, 1), (0, 1), (50, 50), (MOST_LISTED + 1, MOST_LISTED)])
def test_a_page_holds_at_least_one_row_and_at_most_so_many(asked, held):
    assert page_length(asked) == held


def test_a_page_is_followed_where_one_row_more_was_found():
    rows = [Row("c"), Row("b"), Row("a")]
    assert next_after(rows, 2) == "b"
    assert next_after(rows, 3) is None
    assert next_after([], 3) is None
