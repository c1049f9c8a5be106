"""The pure rules of custody: each refusal, and a long random walk in which one holder always stands."""

import random
from datetime import date, timedelta

import pytest

from schemas.custody import (
    Borrower,
    CustodyAct,
    Ground,
    Holder,
    HolderKind,
    LineState,
    Refusal,
    Standing,
    Step,
    Wanted,
    decide,
    extension_refusal,
    normal_barcode,
)

BOX = Holder(HolderKind.VAULT, "b1", "Caja H-0142")
LAWYER = Holder(HolderKind.LAWYER, "l1", "Lic. Rentería")
COURT = Holder(HolderKind.COURT, "c1", "Juzgado Segundo")
DEBTOR = Holder(HolderKind.DEBTOR, "p1", "Martha López")
LOST = Holder(HolderKind.LOST)
TODAY = date(2026, 11, 25)


def wanted(act: CustodyAct, to: Holder, ground: Ground | None = None) -> Wanted:
    return Wanted(act, to, evidence=True, reason=True, ground=ground)


def code(result: Step | Refusal) -> str:
    return result.code if isinstance(result, Refusal) else ""


@pytest.mark.parametrize(
    ("at", "act", "to", "refused"),
    [
        (BOX, CustodyAct.LEND, LAWYER, ""),
        (BOX, CustodyAct.MOVE, BOX, "same_holder"),
        (BOX, CustodyAct.RETURN, BOX, "wrong_holder"),
        (BOX, CustodyAct.LEND, DEBTOR, "impossible_holder"),
        (LAWYER, CustodyAct.LEND, LAWYER, "not_in_vault"),
        (LAWYER, CustodyAct.FILE_IN_COURT, COURT, ""),
        (LAWYER, CustodyAct.DELIVER_TO_DEBTOR, DEBTOR, "not_in_vault"),
        (COURT, CustodyAct.COLLECT_FROM_COURT, LAWYER, ""),
        (COURT, CustodyAct.RETURN, BOX, ""),
        (DEBTOR, CustodyAct.RETURN, BOX, ""),
        (DEBTOR, CustodyAct.REPORT_LOST, LOST, "wrong_holder"),
        (LOST, CustodyAct.FIND, BOX, ""),
        (LOST, CustodyAct.LEND, LAWYER, "not_in_vault"),
        (Holder(HolderKind.DESTROYED), CustodyAct.FIND, BOX, "wrong_holder"),
        (None, CustodyAct.LEND, LAWYER, "not_registered"),
        (None, CustodyAct.REGISTER, DEBTOR, "impossible_holder"),
        (BOX, CustodyAct.REGISTER, BOX, "already_registered"),
    ],
)
def test_an_act_leads_only_from_where_it_may_to_where_it_may(at, act, to, refused):
    assert code(decide(Standing(at), wanted(act, to))) == refused


@pytest.mark.parametrize(
    ("borrower", "refused"),
    [
        (Borrower(), ""),
        (Borrower(overdue=2), "borrower_overdue"),
        (Borrower(lost=1), "borrower_lost"),
        (Borrower(contract="El contrato terminó."), "contract_ended"),
    ],
)
def test_who_owes_an_original_or_has_no_contract_receives_none(borrower, refused):
    assert code(decide(Standing(BOX), wanted(CustodyAct.LEND, LAWYER), borrower)) == refused


@pytest.mark.parametrize("act", [CustodyAct.DELIVER_TO_DEBTOR, CustodyAct.DESTROY, CustodyAct.TRANSFER])
def test_what_is_held_or_alive_does_not_leave(act):
    to = {
        CustodyAct.DELIVER_TO_DEBTOR: DEBTOR,
        CustodyAct.DESTROY: Holder(HolderKind.DESTROYED),
        CustodyAct.TRANSFER: Holder(HolderKind.HISTORICAL),
    }[act]
    assert code(decide(Standing(BOX, held=True), wanted(act, to))) == "on_hold"
    assert code(decide(Standing(BOX, alive=True), wanted(act, to))) == "title_alive"
    assert code(decide(Standing(BOX), Wanted(act, to))) == "evidence_required"
    assert isinstance(decide(Standing(BOX), wanted(act, to)), Step)


def test_a_title_put_in_the_place_of_another_frees_the_old_one():
    given = decide(Standing(BOX, alive=True), wanted(CustodyAct.DELIVER_TO_DEBTOR, DEBTOR, Ground.SUBSTITUTED))
    assert isinstance(given, Step)


def test_a_loss_wants_its_circumstances():
    assert code(decide(Standing(LAWYER), Wanted(CustodyAct.REPORT_LOST, LOST))) == "reason_required"


@pytest.mark.parametrize(
    ("known", "refused"),
    [
        ({}, None),
        ({"open_lines": 0}, "loan_closed"),
        ({"due_on": None}, "no_due_date"),
        ({"due_on": TODAY - timedelta(1)}, "loan_overdue"),
        ({"extensions": 2}, "no_more_extensions"),
    ],
)
def test_when_a_loan_is_extended(known, refused):
    given = {"open_lines": 1, "extensions": 0, "due_on": TODAY, "today": TODAY, **known}
    found = extension_refusal(**given)
    assert (found and found.code) == refused


def test_a_reader_on_the_wrong_keyboard_still_names_the_box():
    assert normal_barcode(" h'0142\r") == "H-0142"


LIKELY = [CustodyAct.REGISTER, CustodyAct.LEND, CustodyAct.LEND, CustodyAct.FILE_IN_COURT, CustodyAct.RETURN]


FITTING = {CustodyAct.TRANSFER: Holder(HolderKind.HISTORICAL), CustodyAct.COLLECT_FROM_COURT: LAWYER, CustodyAct.FIND: BOX,
           CustodyAct.REPORT_LOST: LOST}  # fmt: skip


class World:
    """Items, lawyers and days, with books of its own beside the rules."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.day = TODAY
        self.at: dict[int, Holder | None] = dict.fromkeys(range(30))
        self.chain: dict[int, list[Step]] = {item: [] for item in self.at}
        self.due: dict[int, tuple[str, date]] = {}
        self.lost_by: dict[int, str] = {}
        self.ends = {"l1": TODAY + timedelta(200), "l2": TODAY + timedelta(20_000)}

    def holders(self) -> list[Holder]:
        return [BOX, Holder(HolderKind.VAULT, "b2"), LAWYER, Holder(HolderKind.LAWYER, "l2"), COURT, DEBTOR, LOST,
                Holder(HolderKind.NOTARY, "n1"), Holder(HolderKind.HISTORICAL), Holder(HolderKind.DESTROYED)]  # fmt: skip

    def borrower(self, who: Holder) -> Borrower:
        overdue = sum(self.day > due and name == who.id for name, due in self.due.values())
        ended = self.ends.get(who.id)
        return Borrower(overdue, sum(name == who.id for name in self.lost_by.values()),
                        ended if ended and ended < self.day else None)  # fmt: skip

    def act(self) -> Step | Refusal:
        self.day += timedelta(self.random.random() < 0.2)
        item, to = self.random.choice(list(self.at)), self.random.choice(self.holders())
        act = self.random.choice(LIKELY if self.random.random() < 0.5 else list(CustodyAct))
        if act in FITTING and self.random.random() < 0.5:
            to = FITTING[act]
        standing = Standing(self.at[item], held=self.random.random() < 0.5, alive=item % 2 == 0)
        blocked = self.borrower(to)
        step = decide(standing, wanted(act, to), blocked)
        if isinstance(step, Step):
            assert act is not CustodyAct.LEND or blocked == Borrower(), "a loan went past a block"
            self.write(item, step)
        return step

    def write(self, item: int, step: Step) -> None:
        if step.line is LineState.OUT:
            self.due[item] = (step.after.id, self.day + timedelta(15))
        elif step.line is not None:
            name, _ = self.due.pop(item, ("", self.day))
            self.lost_by.pop(item, None)
            if step.line is LineState.LOST and name:
                self.lost_by[item] = name
        self.at[item] = step.after
        self.chain[item].append(step)


def test_ten_thousand_random_acts_leave_one_holder_always_and_no_loan_past_a_block():
    seen: set[str] = set()
    for seed in range(10):
        world = World(seed)
        for _ in range(1_000):
            done = world.act()
            seen.add(done.act.value if isinstance(done, Step) else done.code)
        for item, chain in world.chain.items():
            check_chain(world, item, chain)
    assert {act.value for act in CustodyAct} <= seen
    assert {"borrower_overdue", "borrower_lost", "contract_ended", "on_hold", "title_alive", "not_in_vault"} <= seen


def check_chain(world: World, item: int, chain: list[Step]) -> None:
    """Each act begins where the one before ended, and the last says who has the item."""
    assert [step.before for step in chain] == [None, *(step.after for step in chain[:-1])][: len(chain)]
    assert world.at[item] == (chain[-1].after if chain else None)
    assert (item in world.due) == (bool(chain) and chain[-1].line is LineState.OUT)
    assert not any(step.before and step.before.kind is HolderKind.DESTROYED for step in chain)
