from hypothesis import given
from hypothesis import strategies as st

from schemas.volumes import Volume, volumes_of


def laid(sizes):
    at, found = 1, []
    for size in sizes:
        found.append((at, at + size - 1))
        at += size
    return found


def ranges(sizes, most):
    return [(one.folio_first, one.folio_last) for one in volumes_of(laid(sizes), most)]


def test_what_fits_is_one_volume_and_nothing_is_none():
    assert volumes_of(laid([150, 50]), 200) == (Volume(1, 1, 200),)
    assert volumes_of([], 200) == ()


def test_a_document_that_does_not_fit_begins_the_next_volume():
    assert ranges([150, 60, 100, 41], 200) == [(1, 150), (151, 310), (311, 351)]


def test_a_document_longer_than_a_volume_is_cut():
    assert ranges([10, 450, 20], 200) == [(1, 10), (11, 210), (211, 410), (411, 480)]


@given(st.lists(st.integers(1, 30), min_size=1, max_size=40), st.integers(1, 20))
def test_folios_run_on_without_a_gap_and_only_long_documents_are_cut(sizes, most):
    found = ranges(sizes, most)
    assert found[0][0] == 1 and found[-1][1] == sum(sizes)
    assert all(one[1] + 1 == two[0] for one, two in zip(found, found[1:], strict=False))
    assert all(1 <= last - first + 1 <= most for first, last in found)
    cut = [document for document in laid(sizes) if any(document[0] <= end < document[1] for _, end in found)]
    assert all(last - first + 1 > most for first, last in cut)
