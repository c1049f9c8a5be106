"""The demo office is furnished through the operations themselves, and then no page of the portfolio stands empty."""

import csv
import random

import pytest
from litestar.testing import TestClient

from benchmarks.furnishing import furnish
from benchmarks.office.portfolio import make_portfolio
from benchmarks.office.tables import write_tables
from schemas.access import SYSTEM
from service.archive import Archive
from service.cli.demo import DEMO_TABLES
from service.configuration import read_settings
from service.operations import access
from service.operations.importing import import_table
from service.operations.receive import Given
from tests.databases import sqlite_in
from web.asgi import create_app
from web.navigation import PORTFOLIO

from .conftest import text_pdf

WITHOUT_ROWS = {"/cartera/espejo"}
"""Notes sued on twice are what nobody furnishes."""
MORE = ("/custodia", "/custodia/vales", "/audiencias", "/recados", "/lotes", "/calidad")


@pytest.fixture
def archive(tmp_path):
    database = sqlite_in(tmp_path / "data", "legajo.db")
    opened = Archive(read_settings({"LEGAJO_DATA": str(tmp_path / "data"), "LEGAJO_DATABASE": database}))
    yield opened
    opened.close()


@pytest.fixture
def read(archive, worker, hand_in, ends, settled, tmp_path):
    """The archive with the tables of a small demo office and a few of its papers read."""
    write_tables(tmp_path, make_portfolio(random.Random(7), 12))
    for kind in DEMO_TABLES:
        assert import_table(archive, SYSTEM, tmp_path / f"{kind}.csv", kind).errors == ()
    with (tmp_path / "lawsuits.csv").open(encoding="utf-8", newline="") as table:
        suits = {row["lawyer_cedula"]: row for row in csv.DictReader(table)}
    papers = [
        Given(type=kind, credit=suit["credit_numbers"].split("|")[0], lawsuit=f"{suit['number']}/{suit['year']}", batch="Caja 1")
        for suit in suits.values()
        for kind in ("promissory_note", "complaint", "court_order")
    ]  # fmt: skip
    ends(*(hand_in(text_pdf((f"Hoja {number} de MARTHA LÓPEZ",)), given=given) for number, given in enumerate(papers)))
    settled()
    return archive


def test_a_furnished_office_has_rows_on_every_page_and_a_lawyer_who_may_come_in(read, settled, tmp_path):
    made = furnish(tmp_path / "data")
    settled()
    token = access.issue_token(read, SYSTEM, "responsable", name="pruebas")
    headers = {"accept": "text/html", "Authorization": f"Bearer {token}"}
    with TestClient(create_app(read.settings)) as client:
        pages = {path: client.get(path, headers=headers) for path in (*(tab.path for tab in PORTFOLIO), *MORE)}
        slip = client.get(f"/custodia/vales/{made.slip}", headers=headers)
    assert {path: page.status_code for path, page in pages.items() if page.status_code != 200} == {}
    assert {path for path, page in pages.items() if 'class="empty"' in page.text} == WITHOUT_ROWS
    assert slip.status_code == 200 and made.name == "abogado" and made.password
