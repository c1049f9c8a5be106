from benchmarks.spine.machine import Taken


def line(path, receipt, outcome):
    return {"path": path, "receipt_id": receipt, "outcome": outcome, "reason": None}


def test_receipts_are_counted_once_and_wait_while_a_document_of_theirs_does():
    lines = [line("in/a.pdf", "1", "filed"), line("in/a.pdf", "1", "needs_review"), line("in/a.pdf", "1", "filed"),
             line("in/b.pdf", "2", "filed"), line("in/c.pdf", "3", "rejected"), line("in/d.eml/c.pdf", "4", "duplicate")]  # fmt: skip
    taken = Taken(0, lines, 1.0)
    assert taken.outcomes() == {"needs_review": 1, "filed": 1, "rejected": 1, "duplicate": 1}
    assert {name: len(found) for name, found in taken.by_name().items()} == {"a.pdf": 3, "b.pdf": 1, "c.pdf": 2}
