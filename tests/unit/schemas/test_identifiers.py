import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.curp import as_printed
from schemas.identifiers import (
    CourtFile,
    FileOf,
    credit_key,
    curp_birth_date,
    curp_problem,
    find_court_files,
    find_curps,
    identifier_forms,
    parse_court_file,
    repair_curp,
    rfc_problem,
    rfc_warning,
)

GOOD = "LOGR900314HSRPRB04"


@pytest.mark.parametrize("curp", [GOOD, "MEVA851102MSRNLN01", "FAPC040615MSRLRRA3"])
def test_valid_curps_have_no_problem(curp):
    assert curp_problem(curp) is None


@pytest.mark.parametrize(
    ("curp", "word"),
    [
        ("LOGR900314HSRPRB05", "verificador"),
        ("LOGR900230HSRPRB04", "fecha"),
        ("LOGR90", "18"),
        ("LOGR900314HXXPRB04", "forma"),
    ],
)
def test_each_fault_of_a_curp_is_named(curp, word):
    assert word in (curp_problem(curp) or "")


def test_birth_century_follows_the_discriminator():
    assert str(curp_birth_date("FAPC040615MSRLRRA3")) == "2004-06-15"
    assert str(curp_birth_date(GOOD)) == "1990-03-14"


@pytest.mark.parametrize(
    "window",
    [
        "L0GR9OO314HSRPRBO4",
        "LOGR9003l4H5RPR804",
        "LOGR 900314 HSRPRB 04",
        "LOGRR900314HSRPRB04",
        "LOGR900314HSRPRBO4",
        "L0OGR900314HSRPRBO04",
    ],
)
def test_misread_curps_are_repaired_to_the_one_that_holds(window):
    assert repair_curp(window) == (GOOD,)


def test_a_lost_character_is_repaired_only_to_a_known_person():
    assert repair_curp("LOGR90314HSRPRB04") == ()
    assert repair_curp("LOGR90314HSRPRB04", frozenset({GOOD})) == (GOOD,)


def test_the_curp_of_a_sibling_is_never_taken_for_the_one_read():
    sibling = "LOGM900314HSRPRB00"
    assert GOOD in repair_curp(GOOD, frozenset({sibling}))
    assert sibling not in repair_curp(GOOD, frozenset({sibling}))


@given(st.sampled_from([GOOD, "MEVA851102MSRNLN01", "FAPC040615MSRLRRA3"]), st.data())
def test_look_alikes_anywhere_leave_the_truth_among_the_candidates(curp, data):
    swaps = str.maketrans("0158OISBZG", "OISB015826")
    places = data.draw(st.sets(st.integers(0, 17), max_size=5))
    noisy = "".join(letter.translate(swaps) if at in places else letter for at, letter in enumerate(curp))
    assert curp in repair_curp(noisy)


@given(st.text("aB1Ñ ,;(\n", max_size=40), st.text("aB1Ñ ,;)\n", max_size=40))
def test_a_curp_is_found_wherever_it_stands_alone(before, after):
    text = f"RESPONSABILIDADES {before} ({GOOD}), {after} ADMINISTRATIVAMENTE"
    (found,) = (found for found in find_curps(text) if found.candidates == (GOOD,))
    assert text[found.start : found.end] == GOOD


def test_curps_are_found_after_their_label_across_a_line_end():
    text = "con RFC X y CURP\nL0GR9OO314HSRPRBO4, en mi carácter. CURP: _________ Firma"
    (found,) = find_curps(text)
    assert found.candidates == (GOOD,)
    assert text[found.start : found.end] == "L0GR9OO314HSRPRBO4"


@pytest.mark.parametrize(
    "rfc", ["LOGR900314AB9", "MEVA8511025T8", "ICE850310KJ8", "PEGJ88072102A", "PEGJ880721070", "XAXX010101000"]
)
def test_valid_rfcs_pass_without_warning(rfc):
    assert rfc_problem(rfc) is None
    assert rfc_warning(rfc) is None


def test_a_wrong_rfc_check_digit_only_warns_but_an_impossible_date_is_refused():
    assert rfc_problem("LOGR900314AB8") is None
    assert rfc_warning("LOGR900314AB8")
    assert rfc_problem("LOGR901314AB9")


def test_credit_numbers_keep_leading_zeros():
    assert credit_key(" 0012-345/a ") == "0012345A"


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("1234/2024", "EXP:2024:1234"),
        ("01234/2024", "EXP:2024:1234"),
        ("1234/24", "EXP:2024:1234"),
        ("EXP. NÚM. 1234/2024", "EXP:2024:1234"),
        ("Expediente número: O1234 / 2O24", "EXP:2024:1234"),
        ("1234/2024-2", "EXP:2024:1234:2"),
        ("TOCA CIVIL 223/92", "TOCA:1992:223"),
        ("TOCA 45/2024", "TOCA:2024:45"),
        ("A.D.C. 382/2008", "AD:2008:382"),
        ("JUICIO DE AMPARO 1234/2024", "AD:2024:1234"),
        ("EXHORTO 45/2024", "EXH:2024:45"),
        ("CUADERNILLO 12/2024", "CUA:2024:12"),
        ("FOLIO 004512/2024", "FOL:2024:4512"),
        ("EXP:2024:1234", "EXP:2024:1234"),
    ],
)
def test_court_files_have_one_normal_form(text, normal):
    found = parse_court_file(text)
    assert found is not None
    assert found.normal == normal


@pytest.mark.parametrize("text", ["FONDO/SECCION/12/2024", "05/06/2021", "00/100 M.N.", "0/2024", "12 de 2024"])
def test_archival_codes_dates_and_fractions_are_no_court_files(text):
    assert find_court_files(text) == ()


def test_a_label_before_the_number_is_told():
    bare, labelled = find_court_files("en 77/2021 y EXPEDIENTE 1234/2024")
    assert (bare.labelled, labelled.labelled) == (False, True)
    assert labelled.file == CourtFile(FileOf.MAIN, 2024, 1234)


@pytest.mark.parametrize(
    ("typed", "form"),
    [
        ("1-23456-15", "12345615"),
        ("12345615", "12345615"),
        ("EC/2019/00321", "EC201900321"),
        ("crédito número EC/2019/00321, por", "EC201900321"),
        ("EC201900321", "EC201900321"),
        ("1234/2024", "EXP:2024:1234"),
        ("exp 1234/24 nogales", "EXP:2024:1234"),
        ("LOBM900314", "LOBM900314"),
        ("pagaré 000123", "000123"),
        ("PAGARÉ No. A-000123", "A000123"),
        ("25,000.00", "amt:2500000"),
        ("25000", "amt:2500000"),
        ("veinticinco mil", "amt:2500000"),
        ("(SON: VEINTICINCO MIL PESOS 00/100 M.N.)", "amt:2500000"),
        ("CURP: L0GR9OO314HSRPRBO4", GOOD),
        ("RFC LOGR900314AB9", "LOGR900314AB9"),
    ],
)
def test_what_is_typed_and_what_is_printed_meet_in_one_form(typed, form):
    assert form in identifier_forms(typed)


def test_words_alone_have_no_identifiers():
    assert identifier_forms("convenio firmado por la avalista") == ()


@pytest.mark.parametrize("seen", ["FEZM760121MSR1ZR00", "FEZM760121MSRIZR00", "FEZM76O121MSR|ZRO0"])
def test_letters_of_a_curp_read_as_digits_or_vowels_are_what_may_stand_there(seen):
    assert repair_curp(seen) == ("FEZM760121MSRLZR00",)


def test_a_curp_wrong_on_the_paper_is_kept_as_a_person_would_copy_it():
    assert curp_problem("TADA860703MSRPRN08") is not None
    assert as_printed("TADA860703MSRPRNO8") == "TADA860703MSRPRN08"
    assert as_printed("LERCO030317MSRYZLA4") == "LERC030317MSRYZLA4"


def test_a_known_curp_is_found_among_many_through_look_alikes():
    known = frozenset(f"LOGR{year:02d}0314HSRPRB0{digit}" for year in range(30, 99) for digit in range(10)) | {GOOD}
    assert repair_curp("L0GR9OO3I4HSRPRBO4", known) == (GOOD,)


def test_identifiers_of_a_long_page_are_all_found():
    filler = "Se hace constar lo anterior para los efectos legales a que haya lugar. " * 60
    text = f"{filler}crédito 1-23456-15 {filler}EXPEDIENTE NÚMERO 1234/2024 {filler}DOCE MIL DOSCIENTOS PESOS 50/100 {filler}"
    assert {"12345615", "EXP:2024:1234", "amt:1220050"} <= set(identifier_forms(text))
