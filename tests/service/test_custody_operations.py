"""Originals through the operations: loans, returns, courts, losses, counts, and who may see what."""

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from schemas.access import Actor, Role
from schemas.custody import CustodyAct, Ground, HolderKind, LineState
from schemas.errors import Conflict, Forbidden, InvalidInput, NotFound
from schemas.originals import (
    CustodyIn,
    Evidence,
    ExtensionIn,
    HolderIn,
    IncidentIn,
    IncidentKind,
    Inspection,
    Loan,
    LoanIn,
    Original,
    OriginalChange,
    OriginalIn,
    Originality,
    PlaceIn,
    PlaceKind,
    ReturnIn,
)
from schemas.rules import first_rules
from service.operations import legal_rules
from service.operations.custody import counting, handing, lending, places, registering
from service.operations.days import due_after, today
from service.operations.dossier import find_dossier
from service.operations.verifying import verify
from storage.records import custody, events
from storage.records.custody import WantedOriginals
from storage.records.tables import CustodyEventRow, EndorsementRow, LoanRow, OriginalRow
from tests.registry_office import AUDITOR, CLERK, COURT, CREDIT, CURP, LICENCE, Office, code_of

HEAD = Actor("jefa", Role.PORTFOLIO_HEAD, "prueba")
PROOF = Evidence(note="acuse sellado")
LAWYER = HolderIn(HolderKind.LAWYER, LICENCE)
COURT_HOLDER = HolderIn(HolderKind.COURT, COURT)


class Vault:
    """An office with two boxes and short ways to keep originals in them."""

    def __init__(self, office: Office) -> None:
        self.office, self.archive = office, office.archive
        for kind, barcode, parent in (
            (PlaceKind.SITE, "HMO", None),
            (PlaceKind.ROOM, "HMO-1", "HMO"),
            (PlaceKind.SHELF, "HMO-1-A", "HMO-1"),
            (PlaceKind.BOX, "H-0142", "HMO-1-A"),
            (PlaceKind.BOX, "H-0143", "HMO-1-A"),
        ):
            places.put_place(self.archive, CLERK, PlaceIn(kind=kind, barcode=barcode, parent=parent))

    def keep(self, **more: object) -> Original:
        given = {"type": "promissory_note", "credit": CREDIT, "holder": HolderIn(HolderKind.VAULT, "H-0142"), **more}
        return registering.register_original(self.archive, CLERK, OriginalIn(**given))  # type: ignore[arg-type]  # as given

    def lend(self, *barcodes: str, to: HolderIn = LAWYER, **more: object) -> Loan:
        given = LoanIn(borrower=to, items=barcodes, purpose="Presentar demanda", **more)  # type: ignore[arg-type]
        return lending.lend(self.archive, CLERK, given)

    def act(self, barcode: str, act: CustodyAct, **more: object) -> Original:
        return handing.act(self.archive, HEAD, barcode, CustodyIn(act=act, **more))  # type: ignore[arg-type]

    def back(self, *barcodes: str, **more: object) -> tuple[Original, ...]:
        return lending.take_back(self.archive, CLERK, ReturnIn(items=barcodes, box="H-0142", **more))  # type: ignore[arg-type]

    def lapse(self, folio: str) -> None:
        """The due date of the slip was yesterday."""
        with self.archive.database.write() as session:
            session.execute(update(LoanRow).where(LoanRow.folio == folio).values(due_on=today() - timedelta(1)))

    def get(self, barcode: str, actor: Actor = CLERK) -> Original:
        return registering.get_original(self.archive, actor, barcode)


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    office = Office(tmp_path)
    yield Vault(office)
    office.archive.close()


@pytest.fixture
def on_either(tmp_path: Path, new_database: Callable[[], str]) -> Iterator[Vault]:
    """The same on SQLite and on PostgreSQL."""
    office = Office(tmp_path, database=new_database())
    yield Vault(office)
    office.archive.close()


def test_what_cannot_be_printed_is_not_lent(vault, tmp_path):
    kept = vault.keep()
    asked = LoanIn(borrower=LAWYER, items=(kept.barcode,), purpose="Presentar demanda")
    assert code_of(lambda: lending.lend(vault.archive, CLERK, asked, tmp_path / "away" / "paper.pdf")) == "unwritable"
    assert vault.get(kept.barcode).holder_kind is HolderKind.VAULT
    assert lending.list_loans(vault.archive, CLERK, state="") == ((), None)


def test_a_count_that_cannot_be_printed_is_not_kept(vault, tmp_path):
    assert (
        code_of(lambda: counting.count_box(vault.archive, CLERK, "H-0142", [], tmp_path / "away" / "paper.pdf"))
        == "unwritable"
    )
    assert counting.list_counts(vault.archive, CLERK) == ((), None)


def test_an_original_has_a_holder_from_its_first_day(vault):
    kept = vault.keep(foja_first=1, foja_last=2, seal="S-9")
    assert (kept.holder_kind, kept.where) == (HolderKind.VAULT, "en Caja H-0142, Anaquel HMO-1-A, Sala HMO-1, Sede HMO")
    chain = registering.custody_of(vault.archive, CLERK, kept.id)
    assert [(one.number, one.act, one.from_kind, one.to_kind) for one in chain] == [(1, "register", None, "vault")]
    with vault.archive.database.read() as session:
        assert custody.unaccounted(session) == []


def test_a_loan_goes_out_and_comes_back_inspected(on_either):
    vault = on_either
    first, second = vault.keep(), vault.keep()
    slip = vault.lend(first.barcode, second.id, days=15)
    assert slip.folio.startswith(f"V{today().year}-") and slip.due_on > today() + timedelta(15)
    assert vault.get(first.barcode).where == "con el abogado Lic. Juan Rentería"
    vault.back(first.barcode, inspection=Inspection(endorsement_cancelled=True, note="endoso tachado"))
    half = lending.get_loan(vault.archive, CLERK, slip.folio)
    assert {line.state for line in half.lines} == {LineState.OUT, LineState.RETURNED} and half.closed_at is None
    assert next(line for line in half.lines if line.state is LineState.RETURNED).inspection.endorsement_cancelled
    vault.back(second.barcode)
    assert lending.get_loan(vault.archive, CLERK, slip.folio).closed_at is not None


def test_the_vault_is_looked_into_while_somebody_writes(on_either):
    kept = on_either.keep()
    slip = on_either.lend(kept.barcode)
    with on_either.archive.database.write():
        assert on_either.get(kept.barcode).id == kept.id
        assert len(registering.custody_of(on_either.archive, CLERK, kept.id)) == 2
        assert lending.get_loan(on_either.archive, CLERK, slip.folio).id == slip.id
        assert places.box_content(on_either.archive, CLERK, "H-0142").originals == ()
    on_either.archive.looks.close()
    with on_either.archive.database.read() as session:
        seen = [(row.action, row.object_kind) for row in events.listing(session, by=CLERK.name, limit=4)]
    assert sorted(seen) == [("view", "loan"), ("view", "original"), ("view", "place"), ("view_custody", "original")]


def test_the_days_of_a_loan_are_the_office_s_own_rule(vault):
    """DOMAIN 0: what is marked config is data, not code."""
    (given,) = (rule for rule in first_rules() if rule.code == "office.loan")
    assert vault.lend(vault.keep().barcode).due_on == due_after(today(), given.days)
    legal_rules.put_value(
        vault.archive, HEAD, legal_rules.NewValue(code=given.code, value="4", source="oficina", valid_from=today())
    )
    assert vault.lend(vault.keep().barcode).due_on == due_after(today(), 4)


def test_an_endorsement_is_crossed_out_when_the_title_comes_back_or_an_incident_says_that_it_is_not(on_either):
    """LGTOC 35, DOMAIN 2.5: closing a loan requires that the endorsement be crossed out."""
    vault = on_either
    note = vault.office.put("promissory-notes", credit_number=CREDIT, number="1")
    given = {"note": f"{CREDIT}:1", "endorsed_on": "2026-02-01", "endorsee": "Rentería", "lawyer_cedula": LICENCE}
    vault.office.put("endorsements", **given)
    kept = vault.keep(note_id=note.id)
    vault.lend(kept.barcode)
    vault.back(kept.barcode)
    (told,) = handing.list_incidents(vault.archive, CLERK)
    assert "endoso a Rentería sin cancelar" in told.description
    vault.lend(kept.barcode)
    vault.back(kept.barcode, inspection=Inspection(endorsement_cancelled=True))
    with vault.archive.database.read() as session:
        assert session.scalars(select(EndorsementRow.cancelled_on)).all() == [today()]
    assert len(handing.list_incidents(vault.archive, CLERK)) == 1


def test_an_overdue_loan_blocks_the_next_until_it_is_back(on_either):
    vault = on_either
    first, second = vault.keep(), vault.keep()
    vault.lapse(vault.lend(first.barcode).folio)
    assert vault.get(first.barcode).overdue
    assert code_of(lambda: vault.lend(second.barcode)) == "borrower_overdue"
    assert vault.get(second.barcode).holder_kind is HolderKind.VAULT
    vault.back(first.barcode)
    assert vault.lend(second.barcode).lines


def test_one_original_that_may_not_go_stops_the_whole_slip(vault):
    first, second = vault.keep(), vault.keep()
    vault.lend(first.barcode)
    with pytest.raises(Conflict, match=first.barcode):
        vault.lend(first.barcode, second.barcode)
    assert vault.get(second.barcode).holder_kind is HolderKind.VAULT


def test_filing_the_claim_stops_the_due_date_and_collecting_starts_it_again(vault):
    kept = vault.keep()
    slip = vault.lend(kept.barcode)
    assert code_of(lambda: vault.act(kept.barcode, CustodyAct.FILE_IN_COURT, to=COURT_HOLDER)) == "evidence_required"
    vault.act(kept.barcode, CustodyAct.FILE_IN_COURT, to=COURT_HOLDER, evidence=PROOF)
    vault.lapse(slip.folio)
    assert not vault.get(kept.barcode).overdue
    assert vault.lend(vault.keep().barcode).lines
    collected = vault.act(kept.barcode, CustodyAct.COLLECT_FROM_COURT, evidence=PROOF)
    assert (collected.holder_kind, collected.overdue) == (HolderKind.LAWYER, False)
    assert collected.due_on > today()


def test_what_the_office_gives_to_court_itself_comes_back_to_the_vault(vault):
    kept = vault.keep()
    slip = vault.lend(kept.barcode, to=COURT_HOLDER)
    assert (slip.due_on, slip.lines[0].state) == (None, LineState.IN_COURT)
    assert code_of(lambda: vault.act(kept.barcode, CustodyAct.COLLECT_FROM_COURT, to=LAWYER)) == "no_slip"
    assert vault.back(kept.barcode)[0].holder_kind is HolderKind.VAULT
    assert lending.get_loan(vault.archive, CLERK, slip.folio).closed_at is not None


def test_a_lawyer_receives_originals_of_their_own_matters_only(vault):
    vault.office.put("lawyers", cedula="7654321", name="Lic. Otra")
    kept = vault.keep()
    assert code_of(lambda: vault.lend(kept.barcode, to=HolderIn(HolderKind.LAWYER, "7654321"))) == "not_assigned"


def test_a_loss_bars_the_borrower_until_it_is_settled(vault):
    first, second = vault.keep(), vault.keep()
    vault.lend(first.barcode)
    assert code_of(lambda: vault.act(first.barcode, CustodyAct.REPORT_LOST)) == "reason_required"
    vault.act(first.barcode, CustodyAct.REPORT_LOST, reason="robo del vehículo, denuncia 12/2026")
    assert code_of(lambda: vault.lend(second.barcode)) == "borrower_lost"
    [loss] = handing.list_incidents(vault.archive, HEAD)
    handing.settle_incident(vault.archive, HEAD, loss.id, "cancelación judicial del título (LGTOC 44)")
    assert vault.lend(second.barcode).lines
    assert vault.act(first.barcode, CustodyAct.FIND, reason="apareció en el juzgado").holder_kind is HolderKind.VAULT


def test_a_living_title_is_not_handed_to_its_debtor(vault):
    kept = vault.keep()
    give = lambda **more: vault.act(kept.barcode, CustodyAct.DELIVER_TO_DEBTOR, evidence=PROOF, **more)  # noqa: E731
    assert code_of(give) == "title_alive"
    vault.office.put("credits", number=CREDIT, debtor_curp=CURP, status="finiquitado")
    given = give(ground=Ground.PAID)
    assert (given.holder_kind, given.holder) == (HolderKind.DEBTOR, "Roberto López García")


def test_more_time_is_given_twice_and_not_after_the_day(vault):
    slip = vault.lend(vault.keep().barcode)
    extend = lambda: lending.extend(vault.archive, HEAD, slip.folio, ExtensionIn("espera el exhorto"))  # noqa: E731
    once, twice = extend(), extend()
    assert slip.due_on < once.due_on < twice.due_on and len(twice.extensions) == 2
    assert code_of(extend) == "no_more_extensions"
    other = vault.lend(vault.keep().barcode)
    vault.lapse(other.folio)
    late = lambda: lending.extend(vault.archive, HEAD, other.folio, ExtensionIn("tarde"))  # noqa: E731
    assert code_of(late) == "loan_overdue"


def test_a_box_takes_no_more_than_it_holds(vault):
    places.put_place(vault.archive, CLERK, PlaceIn(kind=PlaceKind.BOX, barcode="H-0142", capacity=1))
    vault.keep()
    assert code_of(vault.keep) == "box_full"


def test_an_arqueo_names_what_is_missing_elsewhere_and_unknown(on_either):
    vault = on_either
    kept = [vault.keep() for _ in range(3)]
    away = vault.keep(holder=HolderIn(HolderKind.VAULT, "h'0143"))
    lent = vault.keep()
    vault.lend(lent.barcode, received_by="Juan Rentería")
    read = ["H-0142", kept[0].barcode, kept[0].barcode, kept[1].barcode.lower(), away.barcode, lent.barcode, "X-1"]
    found = counting.count_box(vault.archive, CLERK, "H-0142", read)
    assert (found.expected, found.found, found.read) == (3, 2, 5)
    assert [(one.barcode, one.last_received_by) for one in found.missing] == [(kept[2].barcode, "ana")]
    assert {one.barcode: one.where.split(",")[0] for one in found.elsewhere} == {
        away.barcode: "en Caja H-0143",
        lent.barcode: "con el abogado Lic. Juan Rentería",
    }
    assert (found.unexpected, found.twice) == (("X-1",), (kept[0].barcode,))
    assert counting.get_count(vault.archive, AUDITOR, found.folio) == found


def test_an_external_lawyer_sees_what_is_in_their_hands_and_of_their_matters(on_either):
    vault = on_either
    vault.office.put("debtors", curp="FAPC040615MSRLRRA3", full_name="Carla Fuentes")
    vault.office.put("credits", number="9-9", debtor_curp="FAPC040615MSRLRRA3")
    mine, strange = vault.keep(), vault.keep(credit="9-9")
    outsider = vault.office.outsider
    listed, _ = registering.list_originals(vault.archive, outsider, WantedOriginals())
    assert [one.barcode for one in listed] == [mine.barcode]
    assert (listed[0].where, listed[0].holder) == ("en la bóveda", "")
    assert code_of(lambda: vault.get(strange.barcode, outsider)) == "not_found"
    box = vault.get(mine.barcode).holder_id
    for wanted in ({"credit_id": "9-9"}, {"credit_id": "0-0"}, {"lawsuit_id": "1/1999"}, {"case_file_id": "no hay"}):
        assert registering.list_originals(vault.archive, outsider, WantedOriginals(**wanted)) == ((), None), wanted
    assert box
    assert registering.list_originals(vault.archive, outsider, WantedOriginals(holder_id=box))[0] == ()
    assert len(registering.list_originals(vault.archive, CLERK, WantedOriginals(holder_id=box))[0]) == 2
    slip = vault.lend(mine.barcode)
    assert [one.id for one in lending.list_loans(vault.archive, outsider)[0]] == [slip.id]
    theirs, _ = registering.list_originals(vault.archive, outsider, WantedOriginals(holder_id=vault.office.lawyer))
    assert [one.barcode for one in theirs] == [mine.barcode]
    assert [one.number for one in registering.custody_of(vault.archive, outsider, mine.barcode)] == [2]
    nobody = Actor("nadie", Role.EXTERNAL_LAWYER, "prueba")
    assert registering.list_originals(vault.archive, nobody, WantedOriginals())[0] == ()


def test_the_dossier_says_where_each_original_is(vault):
    office = vault.office
    note = office.document("promissory_note", ("credit", office.credit), paper_location="Cajón viejo")
    order = office.document("court_order", ("lawsuit", office.lawsuit), paper_location="Carpeta azul")
    vault.keep(document_id=note, originality=Originality.PLAIN, credit=None)
    kept = vault.keep(document_id=note, credit=None)
    assert kept.credit == CREDIT
    vault.lend(kept.barcode)
    found = {one.id: one.location for one in find_dossier(vault.archive, CLERK, CURP).documents}
    assert found == {note: "Con el abogado Lic. Juan Rentería", order: "Carpeta azul"}


@pytest.mark.parametrize("actor", ["auditor", "outsider"])
def test_who_may_only_look_changes_nothing(vault, actor):
    who = AUDITOR if actor == "auditor" else vault.office.outsider
    kept = vault.keep()
    for attempt in (
        lambda: lending.lend(vault.archive, who, LoanIn(borrower=LAWYER, items=(kept.barcode,), purpose="x")),
        lambda: handing.act(vault.archive, who, kept.barcode, CustodyIn(act=CustodyAct.REPORT_LOST, reason="x")),
        lambda: lending.take_back(vault.archive, who, ReturnIn(items=(kept.barcode,))),
        lambda: counting.count_box(vault.archive, who, "H-0142", []),
        lambda: registering.describe_original(vault.archive, who, kept.barcode, OriginalChange(seal="1")),
    ):
        with pytest.raises(Forbidden):
            attempt()
    assert vault.get(kept.barcode).version == kept.version


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"type": "nada"}, "unknown_type"),
        ({"credit": "7-7"}, "unknown_credit"),
        ({"document_id": "x" * 26}, "unknown_document"),
        ({"foja_first": 5, "foja_last": 2}, "bad_fojas"),
        ({"holder": HolderIn(HolderKind.VAULT, "NO-1")}, "unknown_box"),
        ({"holder": HolderIn(HolderKind.DEBTOR, CURP)}, "impossible_holder"),
        ({"barcode": "H-0142"}, "barcode_taken"),
        ({"case_file": "A/B/C/1/2026"}, "unknown_case_file"),
    ],
)
def test_what_cannot_be_is_refused_in_words(vault, more, code):
    assert code_of(lambda: vault.keep(**more)) == code
    assert registering.list_originals(vault.archive, CLERK, WantedOriginals())[0] == ()


def test_no_custody_event_is_ever_changed(vault):
    kept = vault.keep()
    with pytest.raises(RuntimeError, match="never changed"), vault.archive.database.write() as session:
        custody.chain(session, kept.id)[0].reason = "otra"
        session.flush()


def test_a_holder_changed_by_hand_is_found_by_the_checker(vault):
    kept, other = vault.keep(), vault.keep()
    assert verify(vault.archive).unaccounted == ()
    with vault.archive.database.write() as session:
        session.execute(update(OriginalRow).where(OriginalRow.id == kept.id).values(holder_kind="lost"))
    assert verify(vault.archive).unaccounted == (kept.barcode,) and not verify(vault.archive).sound
    assert vault.get(other.barcode).holder_kind is HolderKind.VAULT


def test_every_act_is_in_the_log(vault):
    kept = vault.keep()
    vault.lend(kept.barcode)
    vault.back(kept.barcode)
    handing.report_incident(vault.archive, CLERK, IncidentIn(kept.barcode, IncidentKind.DAMAGE, "esquina rota"))
    with vault.archive.database.read() as session:
        assert {one.action for one in events.listing(session)} >= {
            "custody_register", "custody_lend", "lend", "custody_return", "close_loan", "report_incident",
        }  # fmt: skip
        assert events.first_break(session) is None


def test_many_random_acts_leave_one_holder_always_and_no_loan_past_a_block(vault):
    rng = random.Random(11)
    barcodes = [vault.keep().barcode for _ in range(5)]
    slips: list[str] = []
    for _ in range(120):
        one, blocked = rng.choice(barcodes), _blocked(vault)
        try:
            slip = _random_act(vault, rng, one, slips)
        except (Conflict, InvalidInput, NotFound):
            slip = None
        assert not (slip and blocked), "a loan went past a block"
    with vault.archive.database.read() as session:
        assert custody.unaccounted(session) == []
        for row in session.query(OriginalRow):
            chain = custody.chain(session, row.id)
            assert [one.number for one in chain] == list(range(1, row.step + 1))
            assert [one.from_id for one in chain[1:]] == [one.to_id for one in chain[:-1]]
        assert session.query(CustodyEventRow).count() > 30


def _blocked(vault: Vault) -> bool:
    """What the rows say, read without the code under test."""
    with vault.archive.database.read() as session:
        return any(
            row.holder_kind == "lawyer" and (due := _due(session, row.id)) is not None and due < today()
            for row in session.query(OriginalRow)
        )


def _due(session: object, item_id: str) -> date | None:
    from storage.records.tables import LoanItemRow

    query = session.query(LoanRow.due_on).join(LoanItemRow, LoanItemRow.loan_id == LoanRow.id)  # type: ignore[attr-defined]
    found = query.filter(LoanItemRow.item_id == item_id, LoanItemRow.state == "out").first()
    return found[0] if found else None


def _random_act(vault: Vault, rng: random.Random, barcode: str, slips: list[str]) -> Loan | None:
    match rng.randrange(8):
        case 0 | 1:
            slip = vault.lend(barcode)
            slips.append(slip.folio)
            return slip
        case 2 | 3:
            vault.back(barcode)
        case 4:
            vault.act(barcode, CustodyAct.FILE_IN_COURT, to=COURT_HOLDER, evidence=PROOF)
        case 5:
            vault.act(barcode, CustodyAct.COLLECT_FROM_COURT)
        case 6:
            to = HolderIn(HolderKind.VAULT, rng.choice(["H-0142", "H-0143"]))
            vault.act(barcode, rng.choice([CustodyAct.MOVE, CustodyAct.FIND]), to=to, reason="x")
        case 7 if slips:
            vault.lapse(rng.choice(slips))
    return None
