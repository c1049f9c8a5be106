"""Answers kept in memory: the same while nothing changed, soon worked out anew when something did."""

from service.remembered import FRESH_SECONDS, MOST_KEPT, Remembered


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_an_answer_is_worked_out_once_while_nothing_changed():
    clock, made = Clock(), iter(range(10))
    kept = Remembered(clock)

    first = kept.answer("board", 1, lambda: next(made))
    clock.now = 10 * FRESH_SECONDS

    assert kept.answer("board", 1, lambda: next(made)) == first


def test_what_changed_is_worked_out_anew_after_a_while():
    clock, made = Clock(), iter(range(10))
    kept = Remembered(clock)
    kept.answer("board", 1, lambda: next(made))

    assert kept.answer("board", 2, lambda: next(made)) == 0
    clock.now = FRESH_SECONDS
    assert kept.answer("board", 2, lambda: next(made)) == 1


def test_answers_of_different_keys_are_apart_and_the_oldest_is_forgotten():
    kept = Remembered(Clock())
    for key in range(MOST_KEPT + 1):
        kept.answer(key, 1, lambda key=key: key)

    assert kept.answer(MOST_KEPT, 1, lambda: "anew") == MOST_KEPT
    assert kept.answer(0, 1, lambda: "anew") == "anew"
