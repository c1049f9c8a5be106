import pytest

from schemas.names import name_key, nearest, similarity, sort_key


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("MA. DE LOS ANGELES COTA", "María de los Ángeles Cota"),
        ("J. JESUS SOTO RUIZ", "José de Jesús Soto Ruiz"),
        ("Lic. Adela Peñúñuri de la Cruz", "ADELA PENUNURI CRUZ"),
        ("C. ROGELIO  ISLAS", "Rogelio Islas"),
    ],
)
def test_names_written_differently_have_one_key(one, two):
    assert name_key(one) == name_key(two)


def test_spanish_order_puts_enye_after_n_and_particles_at_their_letter():
    names = ["Ñandú", "Zapata", "de la Cruz", "Núñez", "Davila", "Peña", "Pentagon", "Álvarez", "Duarte"]
    assert sorted(names, key=sort_key) == [
        "Álvarez", "Davila", "de la Cruz", "Duarte", "Núñez", "Ñandú", "Pentagon", "Peña", "Zapata",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("MARTHA LOPEZ BORQUEZ", "LOPEZ BORQUEZ MARTHA"),
        ("Martha López Bórquez", "marta lopes borquez"),
        ("Jose Munos Lopez", "José Muñoz López"),
        ("ROGELIO 1SLAS C0RDOVA", "Rogelio Islas Córdova"),
        ("MARTHA LOPEZBORQUEZ", "MARTHA LOPEZ BORQUEZ"),
        ("ROGEL1O LSLAS CÓRD0VA", "Rogelio Islas Córdova"),
    ],
)
def test_the_same_name_is_recognised_in_any_order_and_through_noise(one, two):
    assert similarity(one, two) > 0.9
    assert similarity(two, one) == similarity(one, two)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("MARTHA LOPEZ BORQUEZ", "MARTHA LOPEZ VALENZUELA"),
        ("PEDRO SOTO RUIZ", "LUIS SOTO RUIZ"),
        ("MARTHA LOPEZ", "MARTHA LOPEZ BORQUEZ"),
        ("", "MARTHA"),
    ],
)
def test_other_people_are_not_the_same(one, two):
    assert similarity(one, two) < 0.85


@pytest.mark.parametrize(
    "sought",
    ["lopes borques marta", "LOPEZ BORQUEZ MARTHA A", "Martha Bórquez", "martha lópes", "borquez martha alicia lopez"],
)
def test_a_name_misspelt_or_turned_about_or_half_forgotten_is_the_nearest(sought):
    keys = [name_key(one) for one in ("Marta López Vázquez", "Martha Alicia López Bórquez", "Mario Bojórquez López")]

    assert nearest(sought, keys, 5)[0] == 1


def test_a_name_that_lacks_a_word_sought_is_not_near():
    assert nearest("roberto zamudio", [name_key("Roberto López García")], 5) == []
