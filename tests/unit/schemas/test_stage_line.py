"""The line of stages: what was passed, what shows it, what is still to come."""

from datetime import date

from schemas.stage_line import Paper, Seen, stage_line

MAY, JUNE = date(2024, 5, 3), date(2024, 6, 10)


def codes(line):
    return [mark.stage for mark in line]


def test_a_suit_just_filed_has_its_whole_way_before_it():
    line = stage_line("DEMANDA_PRESENTADA", (), ())

    assert [mark.reached for mark in line] == [True] + [False] * 7
    assert [mark.now for mark in line] == [True] + [False] * 7


def test_a_document_shows_the_stage_that_wants_it_and_dates_it():
    line = stage_line("auto exequendo", (), (Paper("complaint", MAY, "d1"), Paper("judgment", JUNE, "d2")))

    by = {mark.stage: mark for mark in line}
    assert (by["DEMANDA_PRESENTADA"].on, by["DEMANDA_PRESENTADA"].document_id) == (MAY, "d1")
    assert by["AUTO_EXEQUENDO"].document_id is None and by["AUTO_EXEQUENDO"].reached
    assert by["SENTENCIA"].document_id is None, "a stage not reached is not shown by a stray paper"


def test_what_somebody_recorded_goes_before_what_papers_tell():
    seen = (Seen("DEMANDA_PRESENTADA", JUNE), Seen("DEMANDA_PRESENTADA", JUNE, "d9"))

    first = stage_line("DEMANDA_PRESENTADA", seen, (Paper("complaint", MAY, "d1"),))[0]

    assert (first.on, first.document_id) == (JUNE, "d9")


def test_a_stage_off_the_main_way_stands_behind_those_it_follows():
    line = codes(stage_line("EXHORTO", (Seen("EXHORTO", JUNE),), ()))

    assert line.index("EXHORTO") == line.index("AUTO_EXEQUENDO") + 1


def test_nothing_comes_after_the_end():
    line = stage_line("CADUCIDAD", (Seen("DILIGENCIA", MAY),), ())

    assert codes(line) == ["DEMANDA_PRESENTADA", "AUTO_EXEQUENDO", "DILIGENCIA", "CADUCIDAD"]
    assert line[-1].now and all(mark.reached for mark in line)


def test_a_stage_nobody_knows_keeps_its_name():
    assert stage_line("algo raro", (), ())[0].name == "Algo raro"
