"""What statements name is parted so that a database takes it."""

import random

from storage.records.portions import AT_ONCE, portions


def test_every_value_is_named_once_and_no_statement_names_too_many():
    ids = [f"{number:05}" for number in range(2 * AT_ONCE + 1)]
    parted = list(portions(random.sample(ids, len(ids)) + ids[:7]))
    assert [len(some) for some in parted] == [AT_ONCE, AT_ONCE, 1]
    assert [one for some in parted for one in some] == ids


def test_keys_of_several_values_count_as_many():
    keys = [(year, number) for year in (2023, 2024) for number in range(AT_ONCE // 2)]
    assert [len(some) for some in portions(keys, each=2)] == [AT_ONCE // 2, AT_ONCE // 2]


def test_for_nothing_nothing_is_asked():
    assert list(portions([])) == []
