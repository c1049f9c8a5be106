"""Classification, archival files, holds and lots through the operations."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pypdfium2 as pdfium
import pytest

from schemas.access import Actor, Role
from schemas.archival import (
    ActIn,
    CaseFile,
    CaseFileIn,
    ClosingIn,
    Disposition,
    HoldIn,
    HoldKind,
    Level,
    LotIn,
    LotKind,
    LotState,
    NodeIn,
    RuleIn,
    SignatureIn,
    Stage,
    Value,
)
from schemas.custody import CustodyAct, HolderKind
from schemas.errors import Conflict, Forbidden
from schemas.originals import HolderIn, Original, OriginalChange, OriginalIn, PlaceIn, PlaceKind
from schemas.reservations import Cause, EndIn, HarmTest, ReservationIn
from service.operations.classification import files, holds, lots, printing, scheme
from service.operations.custody import places, registering
from service.operations.days import today
from service.operations.discarding import discard_rejected
from service.operations.reservations.acts import declassify, reserve
from storage.objects.keys import original_key
from storage.records import events
from storage.records.case_files import WantedFiles
from storage.records.custody import WantedOriginals
from storage.records.tables import DocumentRow, ReceiptRow
from tests.registry_office import CLERK, COURT, CREDIT, CURP, LICENCE, Office, code_of

HEAD = Actor("jefa", Role.PORTFOLIO_HEAD, "prueba")
LONG_AGO = date(2010, 3, 1)


class Records:
    """An office with the proposed scheme, an approved rule and two boxes."""

    def __init__(self, office: Office) -> None:
        self.office, self.archive = office, office.archive
        scheme.propose_scheme(self.archive, HEAD)
        self.rule("4S.1", approval_act="Acta GI-01/2026")
        for barcode in ("T-1", "C-1"):
            places.put_place(self.archive, CLERK, PlaceIn(kind=PlaceKind.BOX, barcode=barcode))

    def rule(self, series: str, **more: object) -> None:
        given = {"series": series, "values": (Value.LEGAL,), "active_years": 2, "semi_active_years": 10,
                 "disposition": Disposition.DESTROY, "legal_basis": "CCom 38", "valid_from": date(2026, 2, 1), **more}  # fmt: skip
        scheme.put_rule(self.archive, HEAD, RuleIn(**given))  # type: ignore[arg-type]  # as given

    def open(self, **more: object) -> CaseFile:
        given = {
            "series": "4S.1",
            "title": "Crédito de Roberto López García",
            "opened_on": LONG_AGO,
            "credit": CREDIT,
            **more,
        }
        return files.open_file(self.archive, CLERK, CaseFileIn(**given))  # type: ignore[arg-type]  # as given

    def paper(self, of: CaseFile, **more: object) -> Original:
        given = {"type": "folder", "case_file": of.code, "foja_first": 1, "foja_last": 5, "credit": CREDIT,
                 "holder": HolderIn(HolderKind.VAULT, "T-1"), **more}  # fmt: skip
        return registering.register_original(self.archive, CLERK, OriginalIn(**given))  # type: ignore[arg-type]

    def closed(self, **more: object) -> CaseFile:
        """A file with one folder of five sheets, closed long ago, of a credit that is settled and sued no more."""
        made = self.open(**more)
        self.paper(made)
        return files.close_file(self.archive, CLERK, made.code, ClosingIn(date(2012, 3, 1), 5))

    def settle(self) -> None:
        self.office.put("credits", number=CREDIT, debtor_curp=CURP, status="finiquitado")
        self.office.put("lawsuits", court_code=COURT, number=1234, year=2024, status="CONCLUIDO")

    def lot(self, kind: LotKind, *codes: str) -> str:
        """Proposed, signed twice and with its act; its folio."""
        folio = lots.propose_lot(self.archive, CLERK, LotIn(kind, codes, "plazo vencido")).folio
        for name, office in (("Lic. Uno", "Coordinación de Archivos"), ("C.P. Dos", "Órgano Interno de Control")):
            lots.sign_lot(self.archive, HEAD, folio, SignatureIn(name, office))
        lots.put_act(self.archive, HEAD, folio, ActIn("Acta 7/2026", date(2026, 11, 1)))
        return folio

    def hold(self, kind: HoldKind = HoldKind.DEBTOR, subject: str = CURP) -> str:
        given = HoldIn(kind=kind, subject=subject, reason="juicio de amparo", authority="Juzgado de Distrito")
        return holds.place_hold(self.archive, HEAD, given).id


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Records]:
    office = Office(tmp_path)
    yield Records(office)
    office.archive.close()


@pytest.fixture
def on_either(tmp_path: Path, new_database: Callable[[], str]) -> Iterator[Records]:
    """The same on SQLite and on PostgreSQL."""
    office = Office(tmp_path, database=new_database())
    yield Records(office)
    office.archive.close()


def test_the_proposal_fills_an_empty_scheme_once_and_approves_nothing(records):
    assert scheme.propose_scheme(records.archive, HEAD) == 0
    paths = {one.path for one in scheme.get_scheme(records.archive, CLERK)}
    assert {f"IBCEES/4S/4S.{number}" for number in range(1, 9)} <= paths
    rules = scheme.get_rules(records.archive, CLERK)
    assert [one.series for one in rules if one.approval_act] == ["IBCEES/4S/4S.1"]
    assert all(one.active_years + one.semi_active_years <= 25 for one in rules)


def test_a_changed_series_leaves_old_files_their_code(records):
    old = records.open()
    moved = NodeIn(code="4S", level=Level.SECTION, name="Crédito", parent="IBCEES", valid_from=date(2026, 6, 1))
    scheme.put_node(records.archive, HEAD, moved)
    scheme.put_node(records.archive, HEAD, NodeIn(code="4S.1", level=Level.SERIES, name="Créditos educativos", parent="4S",
                                                  valid_from=date(2026, 6, 1)))  # fmt: skip
    new = records.open()
    assert files.get_file(records.archive, CLERK, old.code).series_name == "Expedientes de crédito"
    assert (old.code, new.code) == ("IBCEES/4S/4S.1/1/2010", "IBCEES/4S/4S.1/2/2010")
    assert new.series_name == "Créditos educativos"
    assert code_of(lambda: scheme.put_node(records.archive, HEAD, moved)) == "already_valid"


def test_a_rule_past_the_law_is_refused(records):
    assert code_of(lambda: records.rule("4S.2", semi_active_years=24)) == "too_long"


def test_a_file_closes_only_with_its_sheets(records):
    made = records.open()
    scan = records.office.document("credit_application", ("credit", records.office.credit), pages=4)
    files.file_documents(records.archive, CLERK, made.code, [scan, scan])
    close = lambda fojas: files.close_file(records.archive, CLERK, made.code, ClosingIn(date(2012, 3, 1), fojas))  # noqa: E731
    assert code_of(lambda: close(1)) == "foja_mismatch"
    records.paper(made, document_id=scan, type="SOL", foja_first=1, foja_last=3)
    assert code_of(lambda: close(4)) == "foja_mismatch"
    done = close(3)
    assert (done.active_until, done.kept_until) == (date(2014, 3, 1), date(2024, 3, 1))
    assert code_of(lambda: close(3)) == "already_closed"


def test_a_document_is_filed_once(records):
    first, second = records.open(), records.open()
    scan = records.office.document("credit_application", ("credit", records.office.credit))
    files.file_documents(records.archive, CLERK, first.code, [scan])
    assert code_of(lambda: files.file_documents(records.archive, CLERK, second.code, [scan])) == "filed_elsewhere"


def test_a_primary_transfer_moves_the_papers_by_acts_of_custody(on_either):
    records = on_either
    made = records.closed()
    assert made.proposes is LotKind.PRIMARY
    folio = records.lot(LotKind.PRIMARY, made.code)
    assert code_of(lambda: lots.execute_lot(records.archive, HEAD, folio)) == "no_box"
    assert lots.execute_lot(records.archive, HEAD, folio, "C-1").state is LotState.DONE
    after = files.get_file(records.archive, CLERK, made.code)
    assert (after.stage, after.boxes) == (Stage.SEMI_ACTIVE, ("Caja C-1",))
    item = registering.list_originals(records.archive, CLERK, WantedFilesOf(after))[0][0]
    chain = registering.custody_of(records.archive, CLERK, item.id)
    assert (chain[-1].act, chain[-1].evidence.note) == (CustodyAct.MOVE, "acta Acta 7/2026")


def WantedFilesOf(file: CaseFile) -> object:
    from storage.records.custody import WantedOriginals

    return WantedOriginals(case_file_id=file.code)


def in_semi_active(records: Records) -> CaseFile:
    made = records.closed()
    lots.execute_lot(records.archive, HEAD, records.lot(LotKind.PRIMARY, made.code), "C-1")
    return files.get_file(records.archive, CLERK, made.code)


def test_nothing_is_destroyed_while_its_lawsuit_goes_on_or_its_credit_is_owed(records):
    made = in_semi_active(records)
    propose = lambda: lots.propose_lot(records.archive, CLERK, LotIn(LotKind.DESTRUCTION, (made.code,), "x"))  # noqa: E731
    assert made.proposes is LotKind.DESTRUCTION
    assert code_of(propose) == "live_lawsuit"
    records.office.put("lawsuits", court_code=COURT, number=1234, year=2024, status="CONCLUIDO")
    records.paper(made, type="promissory_note")
    assert code_of(propose) == "title_alive"
    records.settle()
    assert propose().state is LotState.PROPOSED


def test_nothing_is_destroyed_while_it_is_reserved(on_either):
    records = on_either
    made = in_semi_active(records)
    records.settle()
    records.office.put("data-requests", folio="INF-1", kind="informacion", received_on=today().isoformat())
    given = ReservationIn(
        case_file=made.code, request="INF-1", legal_basis="LGTAIP 112-XI", reason="amparo", harm=HarmTest("a", "b", "c"),
        signed_by="Lic. Uno", signed_office="Cartera", until=today() + timedelta(days=9),
    )  # fmt: skip
    folio = reserve(records.archive, CLERK, given).folio
    propose = lambda: lots.propose_lot(records.archive, CLERK, LotIn(LotKind.DESTRUCTION, (made.code,), "x"))  # noqa: E731
    assert code_of(propose) == "reserved"
    declassify(records.archive, HEAD, folio, EndIn(cause=Cause.CEASED, reason="firme", on=today()))
    assert propose().state is LotState.PROPOSED


def test_a_destruction_needs_two_signatures_and_an_act_and_leaves_its_record(on_either):
    records = on_either
    made = in_semi_active(records)
    records.settle()
    given = LotIn(LotKind.DESTRUCTION, (made.code,), "plazo vencido")
    folio = lots.propose_lot(records.archive, CLERK, given).folio
    execute = lambda: lots.execute_lot(records.archive, HEAD, folio)  # noqa: E731
    assert code_of(execute) == "wrong_state"
    lots.sign_lot(records.archive, HEAD, folio, SignatureIn("Lic. Uno", "Archivo"))
    assert (
        code_of(lambda: lots.sign_lot(records.archive, HEAD, folio, SignatureIn("lic. uno", "Otro")))
        == "already_signed"
    )
    lots.sign_lot(records.archive, HEAD, folio, SignatureIn("C.P. Dos", "Contraloría"))
    assert code_of(execute) == "wrong_state"
    lots.put_act(records.archive, HEAD, folio, ActIn("Dictamen 3/2026", date(2026, 11, 2)))
    assert execute().state is LotState.DONE
    gone = files.get_file(records.archive, CLERK, made.code)
    assert gone.stage is Stage.DESTROYED
    item = registering.list_originals(records.archive, CLERK, WantedFilesOf(gone))[0][0]
    assert item.holder_kind is HolderKind.DESTROYED
    with records.archive.database.read() as session:
        [done] = [one for one in events.listing(session) if one.action == "execute_destruction"]
        assert (done.detail["act"], done.detail["files"]) == ("Dictamen 3/2026", [made.code])


@pytest.mark.parametrize(
    ("kind", "subject"),
    [
        (HoldKind.DEBTOR, CURP),
        (HoldKind.CREDIT, CREDIT),
        (HoldKind.LAWSUIT, f"{COURT} 1234/2024"),
        (HoldKind.LAWYER, LICENCE),
        (HoldKind.AUDIT, "4S.1"),
    ],
)
def test_a_hold_stops_even_a_lot_with_its_act(records, kind, subject):
    made = in_semi_active(records)
    records.settle()
    folio = records.lot(LotKind.DESTRUCTION, made.code)
    hold = records.hold(kind, subject)
    assert code_of(lambda: lots.execute_lot(records.archive, HEAD, folio)) == "on_hold"
    assert files.get_file(records.archive, CLERK, made.code).held
    holds.lift_hold(records.archive, HEAD, hold, "concluyó")
    assert lots.execute_lot(records.archive, HEAD, folio).state is LotState.DONE


def test_the_store_follows_the_holds(records):
    office = records.office
    scan = office.document("complaint", ("lawsuit", office.lawsuit))
    with records.archive.database.read() as session:
        key = original_key(session.get(DocumentRow, scan).sha256)
    first, second = records.hold(), records.hold(HoldKind.LAWSUIT, "1234/2024")
    with pytest.raises(Conflict, match="resguardo"):
        records.archive.objects.delete(key)
    holds.lift_hold(records.archive, HEAD, first, "x")
    assert records.archive.objects.stat(key).held
    holds.lift_hold(records.archive, HEAD, second, "x")
    assert not records.archive.objects.stat(key).held


@pytest.mark.parametrize("round_", [holds.follow_holds, holds.refresh_holds])
def test_what_is_filed_later_is_held_at_the_next_round(records, round_):
    office = records.office
    records.hold()
    round_(records.archive)
    scan = office.document("complaint", ("credit", office.credit))
    assert round_(records.archive) == 1
    with records.archive.database.read() as session:
        assert records.archive.objects.stat(original_key(session.get(DocumentRow, scan).sha256)).held


def test_a_held_original_of_a_rejected_file_is_not_discarded(records):
    scan = records.office.document("complaint", ("credit", records.office.credit))
    records.hold()
    with records.archive.database.write() as session:
        receipt = session.get(ReceiptRow, session.get(DocumentRow, scan).receipt_id)
        receipt.outcome, key = "rejected", receipt.id
    boss = Actor("admin", Role.ADMINISTRATOR, "prueba")
    assert code_of(lambda: discard_rejected(records.archive, boss, key)) == "object_held"
    with records.archive.database.read() as session:
        assert session.get(ReceiptRow, key).discarded_at is None


def test_an_inventory_has_the_columns_of_the_form(records, tmp_path):
    made = records.closed()
    assert printing.write_inventory(records.archive, CLERK, tmp_path / "i.xlsx") == 1
    header, line = openpyxl.load_workbook(tmp_path / "i.xlsx").active.iter_rows(values_only=True)
    assert header == printing.HEADINGS
    told = dict(zip(header, line, strict=True))
    assert (told["Fondo"], told["Sección"], told["Serie"]) == ("IBCEES", "4S", "4S.1")
    assert (told["Clave de clasificación"], told["Caja"], told["Fojas"]) == (made.code, "Caja T-1", 5)
    assert told["Fecha de apertura"] == "01/03/2010"
    assert printing.write_inventory(records.archive, CLERK, tmp_path / "i.pdf", pdf=True) == 1


def test_an_inventory_is_of_a_series_by_its_code_or_path(records, tmp_path):
    series = records.closed().code.rsplit("/", 2)[0]
    for at, said in enumerate((series, f"/{series}/", series.rsplit("/", 1)[-1], series.split("/", 1)[0])):
        assert printing.write_inventory(records.archive, CLERK, tmp_path / f"{at}.xlsx", series=said) == 1
    refused = tmp_path / "none.xlsx"
    assert code_of(lambda: printing.write_inventory(records.archive, CLERK, refused, series="4S.9")) == "unknown_series"
    both = {"lot": "L", "series": series}
    assert code_of(lambda: printing.write_inventory(records.archive, CLERK, refused, **both)) == "lot_and_series"
    assert not refused.exists()


def test_a_lot_has_its_inventory(records, tmp_path):
    made = in_semi_active(records)
    lot = lots.list_lots(records.archive, CLERK)[0][0]
    printing.write_inventory(records.archive, CLERK, tmp_path / "l.xlsx", lot=lot.folio)
    rows = list(openpyxl.load_workbook(tmp_path / "l.xlsx").active.iter_rows(values_only=True))
    assert (rows[1][10], rows[1][7]) == (made.code, "Caja T-1")


def text_of(path: Path) -> str:
    with pdfium.PdfDocument(path) as pdf:
        return "".join(page.get_textpage().get_text_bounded().replace("\r\n", "") for page in pdf)


def test_the_cover_says_what_the_form_asks(records, tmp_path):
    made = records.closed(unit="Cartera Judicial")
    printing.write_cover(records.archive, CLERK, made.code, tmp_path / "c.pdf")
    said = text_of(tmp_path / "c.pdf")
    for wanted in (made.code, "Crédito de Roberto López García", "01/03/2010", "01/03/2012", "confidencial", "Legajos"):
        assert wanted in said, wanted


def test_who_leaves_hands_over_everything_on_one_paper(records, tmp_path):
    made = records.closed()
    records.hold()
    printing.write_handover(
        records.archive, HEAD, tmp_path / "h.pdf", leaving="Jefa Saliente", arriving="Jefe Entrante"
    )
    said = text_of(tmp_path / "h.pdf")
    for wanted in (made.code, "Entrega: Jefa Saliente", "Recibe: Jefe Entrante", "Cajas: 2", "juicio de amparo"):
        assert wanted in said, wanted


def test_a_handover_names_who_leaves_and_who_comes(records, tmp_path):
    for leaving, arriving in (("", "Jefe Entrante"), ("Jefa Saliente", "  ")):
        names = {"leaving": leaving, "arriving": arriving}
        assert (
            code_of(lambda names=names: printing.write_handover(records.archive, HEAD, tmp_path / "h.pdf", **names))
            == "no_officer"
        )
    assert not (tmp_path / "h.pdf").exists()


def test_only_who_decides_decides(records):
    made = records.closed()
    given = HoldIn(kind=HoldKind.DEBTOR, subject=CURP, reason="x", authority="y")
    for attempt in (
        lambda: holds.place_hold(records.archive, CLERK, given),
        lambda: lots.execute_lot(records.archive, CLERK, "BD2026-0001"),
        lambda: scheme.propose_scheme(records.archive, CLERK),
        lambda: files.get_file(records.archive, records.office.outsider, made.code),
        lambda: files.list_files(records.archive, records.office.outsider, WantedFiles()),
    ):
        with pytest.raises(Forbidden):
            attempt()


def test_what_is_held_while_another_hold_is_lifted_stays_held_in_the_store(on_either):
    """Store and rows are no one transaction: a hold placed after the lifting, and before the store hears of it, stands."""
    document = on_either.office.document("promissory_note", ("debtor", on_either.office.debtor))
    with on_either.archive.database.read() as session:
        key = original_key(session.get(DocumentRow, document).sha256)
    first = on_either.hold()
    on_either.archive.objects = Interrupted(on_either.archive.objects, on_either.hold)

    holds.lift_hold(on_either.archive, HEAD, first, "se resolvió")

    assert on_either.archive.objects.stat(key).held


class Interrupted:
    """A store before which something else happens, once, when it is told to let go of an original."""

    def __init__(self, inner, happens):
        self._inner, self._happens = inner, happens

    def __getattr__(self, name):
        return getattr(self._inner, name)

    def set_hold(self, key, *, held):
        happens, self._happens = (None, self._happens) if held else (self._happens, None)
        if happens:
            happens()
        self._inner.set_hold(key, held=held)


def test_nothing_enters_or_leaves_what_is_in_a_lot_or_destroyed(on_either):
    """What was signed is what is destroyed: the papers the archival files had when the lot was proposed."""
    on_either.settle()
    file, other = on_either.closed(), on_either.open()
    paper = registering.list_originals(on_either.archive, CLERK, WantedOriginals(case_file_id=file.code))[0][0]
    stray = on_either.paper(other)
    first = on_either.lot(LotKind.PRIMARY, file.code)

    def move(what, to):
        change = OriginalChange(case_file=to.code)
        return code_of(lambda: registering.describe_original(on_either.archive, CLERK, what.barcode, change))

    assert {move(stray, file), move(paper, other), code_of(lambda: on_either.paper(file))} == {"in_a_lot"}
    lots.execute_lot(on_either.archive, HEAD, first, "C-1")
    registering.describe_original(on_either.archive, CLERK, stray.barcode, OriginalChange(case_file=file.code))
    lots.execute_lot(on_either.archive, HEAD, on_either.lot(LotKind.DESTRUCTION, file.code))
    third = on_either.paper(other)
    assert {move(third, file), move(stray, other), code_of(lambda: on_either.paper(file))} == {"file_gone"}
