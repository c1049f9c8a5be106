"""Every setting is said in words, its value too, and no secret is."""

from pathlib import Path

import msgspec
import pytest

from schemas.settings import HIDDEN, Settings, own_places
from web.setting_words import GROUPS, said

DATA = Path("/datos")


def _values(**given: object) -> dict[str, str]:
    settings = Settings(data=DATA, **{**own_places(DATA), **given})  # type: ignore[arg-type]  # as the test gives them
    return {one.title: one.value for group in said(settings).values() for one in group}


def test_each_setting_stands_in_one_group_under_a_name_in_words():
    named = [name for group in GROUPS.values() for name in group]

    assert sorted(named) == sorted(one.name for one in msgspec.structs.fields(Settings))
    assert not any("_" in title for group in GROUPS.values() for title in group.values())


@pytest.mark.parametrize(
    ("title", "value"),
    [
        ("Archivo más grande que se recibe", "8.0 GB"),
        ("Páginas que se leen a la vez", "tantas como quepan en el equipo"),
        ("La sesión termina sin uso a las", "8 horas"),
        ("Sesiones sólo por HTTPS", "no"),
        ("Nombres a los que responde", "cualquiera"),
        ("Tiempo para leer una página", "45 segundos"),
        ("Índice de búsqueda", "en la carpeta de datos"),
        ("Autoridad de sellos de tiempo", "—"),
    ],
)
def test_a_value_is_said_as_a_person_reads_it(title, value):
    assert _values()[title] == value


def test_a_secret_is_not_said():
    assert _values(meilisearch_key="abretesesamo")["Clave del servidor de búsqueda"] == HIDDEN
