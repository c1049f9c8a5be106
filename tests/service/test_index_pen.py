"""Of all processes that reach a search server, one feeds it."""

from datetime import timedelta

import pytest

from schemas.errors import Conflict
from service import index_pen
from service.index_pen import IndexPen
from storage.records import facts, now


def test_one_process_writes_until_it_lays_the_pen_down(database):
    first, second = IndexPen(database), IndexPen(database)
    first.take()
    first.take()
    with pytest.raises(Conflict):
        second.take()
    first.lay_down()
    second.take()
    with pytest.raises(Conflict):
        first.take()


def test_a_writer_that_has_gone_silent_is_replaced(database):
    IndexPen(database).take()
    with database.write() as session:
        holder, _, _ = (facts.get(session, index_pen.FACT) or "").partition(" ")
        facts.put(session, index_pen.FACT, f"{holder} {(now() - timedelta(seconds=1)).isoformat()}")
    IndexPen(database).take()
