"""What is proposed to be blacked out, by what it says."""

import pytest

from indexer.stages.personal_data import personal_data, places_of_words
from schemas.fields import Known, PageText
from schemas.pages import Word
from schemas.public_versions import Category

OWN = ("Instituto de Crédito Educativo del Estado",)


def page_of(text: str) -> PageText:
    words = []
    for row, line in enumerate(text.splitlines()):
        left = 0.02
        for word in line.split():
            words.append(Word(word, (left, 0.02 + row * 0.03, 0.006 * len(word), 0.02), 1.0, row, 0))
            left += 0.006 * len(word) + 0.005
    return PageText(1, text, tuple(words))


def said(text: str, *names: str, kind: str = "complaint") -> set[tuple[str, str]]:
    """Each place proposed, by category and the words beneath it."""
    page = page_of(text)
    return {
        (one.category.value, under(page, one.box)) for one in personal_data([page], names, Known(own_names=OWN), kind)
    }


def under(page: PageText, box) -> str:
    x, y, w, h = box
    inside = [one for one in page.words if x <= one.box[0] and one.box[0] + one.box[2] <= x + w + 1e-9]
    return " ".join(one.text for one in inside if y <= one.box[1] + 0.01 <= y + h)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("con CURP LOGR900314HSRPRB04, mayor de edad", ("curp", "LOGR900314HSRPRB04,")),
        ("CURP: L0GR9OO314HSRPRBO4", ("curp", "L0GR9OO314HSRPRBO4")),
        ("su RFC LOGR900314AB1 vigente", ("rfc", "LOGR900314AB1")),
        ("clave de elector LPGRRB90031426H100 vigente", ("clave_elector", "LPGRRB90031426H100")),
        ("Tel. 6621234567", ("telefono", "6621234567")),
        ("al (662) 123-4567 por la tarde", ("telefono", "(662) 123-4567")),
        ("escriba a roberto.lopez@correo.mx hoy", ("correo", "roberto.lopez@correo.mx")),
        ("CLABE 072760001234567897 del banco", ("cuenta", "072760001234567897")),
        ("tarjeta 4152 3133 0000 1111", ("cuenta", "4152 3133 0000 1111")),
        ("cuenta número 0123456789 a su nombre", ("cuenta", "0123456789")),
        ("nacido el 14 de marzo de 1990 en Hermosillo", ("nacimiento", "14 de marzo de 1990")),
        ("con domicilio en Calle Reforma 123, colonia Centro, quien firma", ("domicilio", "Calle Reforma 123, colonia Centro,")),
        ("Blvd. Morelos 45, Col. Loma Linda; se notificó", ("domicilio", "Blvd. Morelos 45, Col. Loma Linda;")),
    ],
)  # fmt: skip
def test_a_datum_is_told_by_its_form_or_by_what_stands_before_it(text, found):
    assert found in said(text)


@pytest.mark.parametrize(
    "text",
    [
        "por la cantidad de $25,000.00 (veinticinco mil pesos 00/100 M.N.)",
        "en el expediente 1234/2024 del Juzgado Segundo de lo Mercantil",
        "crédito número 1-23456-15 y pagaré 004512",
        "el RFC ICE030101AB1 del Instituto",
        "cédula profesional 1234567",
        "Hermosillo, Sonora, a 14 de marzo de 2024",
    ],
)
def test_sums_files_credits_licences_and_what_is_of_the_body_are_left(text):
    assert said(text) == set()


def test_a_name_is_found_wherever_it_stands_turned_about_misread_or_over_two_lines():
    text = "el C. ROBERT0 LÓPEZ GARCÍA y otra vez López García\nRoberto, mas no Lopez Mateos ni el señor García.\nFirma: ROBERTO\nLÓPEZ GARCIA"
    assert said(text, "Roberto López García") == {
        ("nombre", "ROBERT0 LÓPEZ GARCÍA"), ("nombre", "López García"), ("nombre", "Roberto,"),
        ("nombre", "ROBERTO"), ("nombre", "LÓPEZ GARCIA"),
    }  # fmt: skip


def test_a_name_shortened_or_run_together_is_found():
    text = "la C. MA. GUADALUPE PEÑÚÑURIARMENTA, o sea María Peñúñuri"
    assert said(text, "María Guadalupe Peñúñuri Armenta") == {
        ("nombre", "MA. GUADALUPE PEÑÚÑURIARMENTA,"), ("nombre", "María Peñúñuri"),
    }  # fmt: skip
    assert ("nombre", "Ma. Guadalupe Peñúñuri") in said(
        "firma Ma. Guadalupe Peñúñuri hoy", "MA. GUADALUPE PEÑÚÑURI ARMENTA"
    )


def test_an_address_ends_where_the_next_line_is_about_somebody():
    found = said(
        "Domicilio: Calle Obregón No. 12, Guaymas, Sonora\nPOR AVAL: MARTÍN NÚÑEZ GASTÉLUM", kind="promissory_note"
    )
    assert found == {("domicilio", "Calle Obregón No. 12, Guaymas, Sonora"), ("nombre", "MARTÍN NÚÑEZ GASTÉLUM")}


def test_who_is_read_as_a_debtor_is_found_though_nobody_is_registered():
    found = said(
        "ACREDITADO: ROBERTO LÓPEZ GARCÍA\nAVAL: MARÍA ELENA BÓRQUEZ FÉLIX\nLic. JUAN PÉREZ RÍOS",
        kind="promissory_note",
    )
    assert found == {("nombre", "ROBERTO LÓPEZ GARCÍA"), ("nombre", "MARÍA ELENA BÓRQUEZ FÉLIX")}


def test_words_typed_are_found_whatever_their_accents_and_nothing_else_is():
    page = page_of("La señora Bórquez Félix compareció.\nBORQUEZ FELIX firma; Bórquez sola no.")
    assert [under(page, box) for _, box in places_of_words([page], "borquez félix")] == [
        "Bórquez Félix",
        "BORQUEZ FELIX",
    ]
    assert places_of_words([page], "  ") == ()


def test_one_place_is_proposed_once_under_its_surest_category():
    found = said("con domicilio en Calle Reforma 123, colonia Centro, C.P. 83000, quien firma")
    assert {category for category, _ in found} == {Category.ADDRESS.value} and len(found) == 1
