"""Work beside whoever asks leaves them their core."""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from indexer.search.aside import Aside

CORES = sorted(os.sched_getaffinity(0))


@pytest.fixture
def asking_on() -> Iterator[int]:
    """This thread kept to one core, after which it may run anywhere again."""
    os.sched_setaffinity(0, {CORES[0]})
    yield CORES[0]
    os.sched_setaffinity(0, CORES)


@pytest.fixture
def pool() -> Iterator[Aside]:
    """Two threads, made while this one may run anywhere."""
    with Aside(2, "beside") as made:
        yield made


@pytest.mark.skipif(len(CORES) < 2, reason="one core: there is no other to leave")
def test_work_leaves_the_core_of_whoever_asks(pool: Aside, asking_on: int) -> None:
    for _ in range(3):
        assert pool.submit(os.sched_getaffinity, 0).result(5) == set(CORES) - {asking_on}


def test_a_thread_at_rest_may_be_woken_anywhere(pool: Aside, asking_on: int) -> None:
    pool.submit(str).result(5)
    assert ThreadPoolExecutor.submit(pool, os.sched_getaffinity, 0).result(5) == set(CORES)


def test_what_is_worked_out_and_what_goes_wrong_come_back(pool: Aside) -> None:
    assert pool.submit(divmod, 7, 2).result(5) == (3, 1)
    with pytest.raises(ZeroDivisionError):
        pool.submit(divmod, 7, 0).result(5)
    assert pool.submit(int, "11", base=2).result(5) == 3


def test_one_core_alone_is_shared(asking_on: int) -> None:
    with Aside(1, "beside") as pool:
        assert pool.submit(os.sched_getaffinity, 0).result(5) == {asking_on}
