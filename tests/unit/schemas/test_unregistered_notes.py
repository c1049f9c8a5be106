"""When a filed pagaré is that of a registered note, and when somebody must look."""

from datetime import date

import pytest

from schemas.note_fields import CONTRACT_NOTE, NOTE
from schemas.unregistered_notes import KnownNote, ReadNote, doubt

DUE, SIGNED = date(2024, 5, 6), date(2022, 5, 6)
READ = ReadNote(("000123",), (DUE,), (SIGNED,), (2_500_000,))
KNOWN = KnownNote("000123", DUE, SIGNED, 2_500_000)


def with_(one: ReadNote | KnownNote, **changes: object) -> object:
    return type(one)(**{name: getattr(one, name) for name in one.__struct_fields__} | changes)


def test_a_registered_note_with_the_same_number_and_day_is_the_one_on_the_paper() -> None:
    assert doubt(READ, 1, [KNOWN]) is None
    assert doubt(with_(READ, numbers=("000-123",), cents=()), 1, [with_(KNOWN, signed_on=None)]) is None


@pytest.mark.parametrize(
    ("read", "credits", "known", "said"),
    [
        (ReadNote(), 1, [KNOWN], "No se leyó su número"),
        (with_(READ, numbers=("1", "7")), 1, [KNOWN], "varios números: 1, 7"),
        (READ, 0, [], "ningún crédito"),
        (READ, 2, [], "varios créditos"),
        (READ, 1, [with_(KNOWN, number="000128")], "nadie ha confirmado"),
        (with_(READ, confirmed=True), 1, [], "no lo admitió"),
        (READ, 1, [with_(KNOWN, due_on=date(2024, 6, 6))], "vence el 06/06/2024"),
        (READ, 1, [with_(KNOWN, cents=900)], "por $9.00"),
        (with_(READ, due_on=(DUE, date(2025, 5, 6))), 1, [KNOWN], "vence el 06/05/2024"),
        (with_(READ, due_on=(), signed_on=()), 1, [KNOWN], "sin una fecha"),
        (READ, 1, [KnownNote("000123", cents=2_500_000)], "sin una fecha"),
    ],
)
def test_whatever_may_be_another_note_is_told(read: ReadNote, credits: int, known: list[KnownNote], said: str) -> None:
    found = doubt(read, credits, known)
    assert found is not None and said in found.why


def test_a_number_that_another_document_shows_names_that_document() -> None:
    found = doubt(READ, 1, [with_(KNOWN, document_id="d1")])
    assert found is not None and found.other == "d1"


CONTRACT = ReadNote(("C-77",), (), (SIGNED,), (2_500_000,), type=CONTRACT_NOTE)


@pytest.mark.parametrize(
    ("read", "known", "waits"),
    [
        (CONTRACT, with_(KNOWN, type=NOTE), False),
        (CONTRACT, KNOWN, False),
        (READ, with_(KNOWN, number="C-77", type=CONTRACT_NOTE), False),
        (READ, with_(KNOWN, number="000128", type=NOTE), True),
        (READ, with_(KNOWN, number="000128"), True),
        (CONTRACT, with_(KNOWN, type=CONTRACT_NOTE), True),
        (CONTRACT, with_(KNOWN, type=NOTE, signed_on=date(2022, 8, 8)), True),
        (CONTRACT, with_(KNOWN, type=NOTE, cents=900), True),
        (with_(CONTRACT, signed_on=()), with_(KNOWN, type=NOTE), True),
        (with_(CONTRACT, signed_on=()), with_(KNOWN, type=NOTE, contracts=("c 77",)), False),
        (with_(READ, numbers=("C-77",), due_on=(), signed_on=()), with_(KNOWN, type=NOTE, contracts=("C-77",)), True),
    ],
)
def test_a_contract_and_its_pagare_are_one_debt(read: ReadNote, known: KnownNote, waits: bool) -> None:
    assert (doubt(read, 1, [known]) is not None) is waits
