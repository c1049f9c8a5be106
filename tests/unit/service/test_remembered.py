"""Answers kept in memory: the same while nothing changed, worked out anew as soon as something did."""

from service.remembered import MOST_KEPT, Remembered


def test_an_answer_is_worked_out_once_while_nothing_changed():
    kept, made = Remembered(), iter(range(10))
    first = kept.answer("board", 1, lambda: next(made))

    assert kept.answer("board", 1, lambda: next(made)) == first
    assert kept.answer("board", 2, lambda: next(made)) == first + 1


def test_answers_of_different_keys_are_apart_and_the_oldest_is_forgotten():
    kept = Remembered()
    for key in range(MOST_KEPT + 1):
        kept.answer(key, 1, lambda key=key: key)

    assert kept.answer(MOST_KEPT, 1, lambda: "anew") == MOST_KEPT
    assert kept.answer(0, 1, lambda: "anew") == "anew"
