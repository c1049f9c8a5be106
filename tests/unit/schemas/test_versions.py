from hypothesis import given
from hypothesis import strategies as st

from schemas.versions import Group, Held, Legibility, Sameness, chosen, together


def held(id, **more):
    return Held(**{"id": id, "sha256": id, "whole_file": True, "filed": True, "pages": 1, **more})


def ids(groups):
    return sorted(sorted(paper.id for paper in group) for group in groups)


def test_same_bytes_rescans_and_versions_belong_together_however_they_are_chained():
    papers = [held("a"), held("b", sha256="a"), held("c", rescan_of="b"), held("d", version_of="c"), held("e")]
    assert ids(together(papers)) == [["a", "b", "c", "d"]]


def test_parts_of_one_stack_share_bytes_and_are_different_papers():
    assert together([held("a", whole_file=False), held("b", sha256="a", whole_file=False)]) == []


def test_what_is_not_among_them_binds_nothing():
    assert together([held("a", rescan_of="gone"), held("b")]) == []


def test_the_best_stands_and_says_why_the_others_are_under_it():
    group = [
        held("a", version_of="c"), held("b", rescan_of="c"), held("c", sha256="d", pages=2), held("d", pages=2),
        held("e", filed=False, pages=9, version_of="d"),
    ]  # fmt: skip
    found = chosen(group, {"c": Legibility(0.97, 300), "d": Legibility(0.8, 200)})
    assert found == Group(
        "c",
        (("d", Sameness.BYTES), ("b", Sameness.RESCAN), ("a", Sameness.VERSION), ("e", Sameness.VERSION)),
    )


@given(
    st.lists(
        st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 3)), max_size=10, unique_by=lambda one: one[0]
    )
)
def test_no_paper_is_lost_and_none_is_listed_twice(drawn):
    papers = [held(str(one), rescan_of=str(other), sha256=f"f{same}") for one, other, same in drawn]
    grouped = [paper.id for group in together(papers) for paper in group]
    assert len(grouped) == len(set(grouped))
    for group in together(papers):
        found = chosen(group, {})
        assert sorted([found.best, *(one for one, _ in found.others)]) == sorted(paper.id for paper in group)
