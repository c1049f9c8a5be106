import csv
import hashlib
import random
from datetime import date
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from PIL import Image
from zxingcpp import read_barcodes as read_codes

from benchmarks.office import OfficeOptions, Scan, debtor_with, make_office, render_page, stamped_page
from benchmarks.office.degrade import Damage, draw_damage
from benchmarks.office.documents import KINDS, Draft, draw_case, draw_document, kinds_named
from benchmarks.office.money import number_words
from benchmarks.office.people import draw_person
from benchmarks.office.portfolio import make_portfolio
from benchmarks.office.stacks import make_stack
from benchmarks.office.truth import read_truth
from benchmarks.office.wording import variants
from schemas.amounts import parse_words
from schemas.curp import curp_problem
from schemas.document_types import parse_types

EVERY_TEXT = [(kind, letter) for kind in KINDS for letter in variants(kind.source)]


def draft_of(kind_name: str, *, seed: int = 1) -> Draft:
    rng = random.Random(seed)
    kind = kinds_named((kind_name,))[0]
    return draw_document(rng, kind, draw_case(rng, make_portfolio(random.Random(seed), 12), kind))


def digests(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def darkest(image: Image.Image, box: tuple[float, float, float, float]) -> int:
    pixels = np.asarray(image.convert("L"))
    height, width = pixels.shape
    left, top = int(box[0] * width), int(box[1] * height)
    part = pixels[top : top + max(1, round(box[3] * height)), left : left + max(1, round(box[2] * width))]
    return int(part.min())


def test_the_same_options_give_the_same_bytes(tmp_path):
    options = OfficeOptions(documents=8, seed=3, stacks=1)
    make_office(tmp_path / "one", options)
    make_office(tmp_path / "two", options)
    assert digests(tmp_path / "one") == digests(tmp_path / "two")


def test_another_seed_gives_another_office(tmp_path):
    one = make_office(tmp_path / "one", OfficeOptions(documents=2, seed=1, stacks=0))
    two = make_office(tmp_path / "two", OfficeOptions(documents=2, seed=2, stacks=0))
    assert one.portfolio.debtors != two.portfolio.debtors


def test_everybody_has_a_curp_that_follows_from_the_birth_date():
    people = [draw_person(random.Random(seed)) for seed in range(400)]
    assert [person.curp for person in people if curp_problem(person.curp)] == []
    assert all(person.curp[4:10] == person.born.strftime("%y%m%d") for person in people)


def test_every_portfolio_has_a_lawsuit_over_a_credit_of_its_own():
    for seed in range(60):
        portfolio = make_portfolio(random.Random(seed), 1)
        assert portfolio.lawsuits
        assert portfolio.lawsuit_of(portfolio.credits[0]) is portfolio.lawsuits[0]


def test_numbers_in_words_are_read_back_as_the_same_numbers():
    numbers = [*range(1, 1200), 21_000, 31_001, 100_100, 121_021, 200_000, 1_000_000, 1_021_500]
    wrong = [n for n in numbers if parse_words(f"{number_words(n, before_noun=True)} PESOS 00/100 M.N.") != n * 100]
    assert wrong == []


@pytest.mark.parametrize(("kind", "letter"), EVERY_TEXT, ids=[f"{k.type}.{v}" for k, v in EVERY_TEXT])
def test_every_text_is_filled_and_stays_on_its_sheets(kind, letter):
    portfolio = make_portfolio(random.Random(4), 12)
    for seed in range(4):
        rng = random.Random(seed)
        draft = draw_document(rng, kind, draw_case(rng, portfolio, kind), variant=letter)
        words = [(sheet, word) for sheet in draft.sheets for word in sheet.words]
        assert not [word.text for _, word in words if set(word.text) & set("{}@[]|#")]
        assert all(0 < word.x < sheet.width - 20 and 0 < word.y < sheet.height for sheet, word in words)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if not kind.negative], ids=lambda kind: kind.type)
def test_fields_printed_as_they_are_stand_in_the_text(kind):
    portfolio = make_portfolio(random.Random(4), 12)
    as_printed = {"borrower", "borrower_curp", "guarantor", "credit", "promissory_note", "license", "letter", "receipt"}
    for seed in range(6):
        rng = random.Random(seed)
        draft = draw_document(rng, kind, draw_case(rng, portfolio, kind))
        text = " ".join(word.text for sheet in draft.sheets for word in sheet.words)
        assert [name for name in as_printed & set(draft.fields) if str(draft.fields[name]) not in text] == []


def test_types_are_those_of_the_catalogue():
    text = (Path(__file__).parents[3] / "schemas" / "document_types.toml").read_text(encoding="utf-8")
    assert {kind.label for kind in KINDS} <= {item.code for item in parse_types(text)}


def test_word_boxes_hold_ink_on_a_skewed_page():
    draft = draft_of("settlement_letter")
    page = render_page(draft.sheets[0], Scan(200, "grey"), Damage(skew=1.8), random.Random(1))
    image = Image.fromarray(page.image.pixels)
    empty = [word.text for word in page.truth.words if darkest(image, word.box) > 150]
    assert len(page.truth.words) > 80
    assert empty == []


def test_words_and_text_say_the_same():
    page = render_page(draft_of("judgment").sheets[0], Scan(), Damage(fax_header=True, foja=True), random.Random(2))
    assert page.truth.text.split() == [word.text for word in page.truth.words]


def test_a_turned_page_is_told_and_turning_it_back_gives_the_upright_page():
    sheet = draft_of("court_order").sheets[0]
    upright = render_page(sheet, Scan(), Damage(), random.Random(5))
    turned = render_page(sheet, Scan(), Damage(rotation=90), random.Random(5))
    assert turned.truth.rotation == 90
    assert np.array_equal(np.rot90(turned.image.pixels, 1), upright.image.pixels)
    assert turned.truth.words == upright.truth.words


def test_damage_changes_the_picture_and_not_what_is_printed():
    sheet = draft_of("admission_order").sheets[0]
    clean = render_page(sheet, Scan(), Damage(), random.Random(1))
    bad = render_page(sheet, Scan(), draw_damage(random.Random(8)), random.Random(1))
    assert bad.truth.defects
    assert clean.truth.defects == ()
    assert clean.truth.text in bad.truth.text


def test_a_stamp_changes_nothing_outside_its_box():
    stamped, truth, plain = stamped_page(11)
    changed = np.argwhere((np.asarray(stamped) != np.asarray(plain)).any(axis=2))
    x, y, width, height = truth.stamps[0].box
    rows, columns = changed[:, 0] / stamped.height, changed[:, 1] / stamped.width
    assert len(changed) > 3000
    assert rows.min() >= y - 0.001
    assert rows.max() <= y + height + 0.001
    assert columns.min() >= x - 0.001
    assert columns.max() <= x + width + 0.001


def test_a_stamp_tells_its_date_time_and_folio():
    _, truth, _ = stamped_page(4)
    stamp = truth.stamps[0]
    assert date.fromisoformat(str(stamp.fields["stamp_date"])).year > 2005
    assert str(stamp.fields["stamp_time"]) in stamp.text
    assert str(stamp.fields["stamp_folio"]) in stamp.text
    assert -12 <= stamp.angle <= 12


def test_a_debtor_of_a_given_size_has_exactly_those_pages(tmp_path):
    made = debtor_with(tmp_path, documents=5, pages=12)
    counted = sum(len(pypdfium2.PdfDocument(path)) for path in sorted((tmp_path / "files").iterdir()))
    assert len(made.files) == 5
    assert counted == 12
    assert {file.belongs_to.debtor for file in made.files} == {made.debtor.curp}


def test_fewer_pages_than_documents_are_refused(tmp_path):
    with pytest.raises(ValueError, match="a page for each"):
        debtor_with(tmp_path, documents=3, pages=2)


def test_a_hybrid_file_has_only_the_printed_line_as_text(tmp_path):
    office = make_office(tmp_path, OfficeOptions(5, 7, 0, ("pdf",), ("official_letter",), 0))
    hybrid = office.truth.documents[4]
    with pypdfium2.PdfDocument(tmp_path / hybrid.file) as pdf:
        text = pdf[0].get_textpage().get_text_range()
    assert text.split() == hybrid.pages[0].layer_text.split()
    assert hybrid.pages[0].source == "hybrid"


def test_black_and_white_pages_are_mostly_paper_in_pdf(tmp_path):
    made = debtor_with(tmp_path, documents=4, pages=4)
    with pypdfium2.PdfDocument(tmp_path / made.files[3].file) as pdf:
        shown = np.asarray(pdf[0].render(scale=1, grayscale=True).to_pil())
    assert made.files[3].pages[0].color == "bilevel"
    assert 200 < shown.mean() < 255


def test_a_stack_splits_where_its_sheets_are(tmp_path):
    portfolio, kinds = make_portfolio(random.Random(2), 12), kinds_named(("official_letter", "payment_receipt"))
    truth = make_stack(tmp_path / "stack.pdf", random.Random(9), portfolio, kinds, degraded=True)
    with pypdfium2.PdfDocument(tmp_path / "stack.pdf") as pdf:
        pages = len(pdf)
        images = [pdf[index].render(scale=2.5, grayscale=True).to_numpy() for index in range(pages)]
    marked = {
        index for index, image in enumerate(images) if any(code.text[:7] == "LEGAJO1" for code in read_codes(image))
    }
    documents = sum(len(part.pages) for part in truth.parts)
    assert documents + len(truth.separators) == pages
    assert marked <= set(truth.separators)
    assert {page + 1 for page in truth.separators} >= set(truth.first_pages)
    assert len(marked) == len(truth.parts)


def test_the_truth_file_reads_back_as_it_was(tmp_path):
    office = make_office(tmp_path, OfficeOptions(documents=3, kinds=("filing_receipt",), stacks=1))
    assert read_truth(tmp_path / "truth.json") == office.truth


def test_amounts_that_disagree_are_always_told():
    portfolio = make_portfolio(random.Random(6), 60)
    kind = kinds_named(("promissory_note",))[0]
    told = set()
    for seed in range(300):
        rng = random.Random(seed)
        draft = draw_document(rng, kind, draw_case(rng, portfolio, kind))
        differ = draft.fields["amount_words"] != draft.fields["amount_figures"]
        assert differ == ("amount_conflict" in draft.errors)
        assert draft.fields["amount"] == draft.fields["amount_words"]
        told.add(differ)
    assert told == {True, False}


def test_import_tables_agree_with_one_another(tmp_path):
    make_office(tmp_path, OfficeOptions(documents=1, stacks=0))
    tables = {}
    for name in ("debtors", "credits", "lawsuits", "courts", "lawyers", "assignments"):
        with (tmp_path / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            tables[name] = list(csv.DictReader(file))
    curps = {row["curp"] for row in tables["debtors"]}
    numbers = {row["number"] for row in tables["credits"]}
    assert {row["debtor_curp"] for row in tables["credits"]} <= curps
    assert {row["guarantor_curp"] for row in tables["credits"]} - {""} <= curps
    assert {number for row in tables["lawsuits"] for number in row["credit_numbers"].split("|")} <= numbers
    assert {row["court_code"] for row in tables["lawsuits"]} <= {row["code"] for row in tables["courts"]}
    assert {row["lawyer_cedula"] for row in tables["assignments"]} <= {row["cedula"] for row in tables["lawyers"]}


@pytest.mark.parametrize(
    "options",
    [
        OfficeOptions(documents=0),
        OfficeOptions(degraded=1.5),
        OfficeOptions(formats=("bmp",)),
        OfficeOptions(kinds=("x",)),
    ],
)
def test_options_that_cannot_be_met_are_refused(tmp_path, options):
    with pytest.raises(ValueError):
        make_office(tmp_path, options)
