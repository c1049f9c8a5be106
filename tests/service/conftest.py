"""One application over a fresh archive per module, with a user of every role and documents made as rows."""

import hashlib
import shutil
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient

from indexer.search.protocol import SearchIndex
from schemas.access import SYSTEM, Role
from schemas.pages import Word
from schemas.settings import Settings
from schemas.word_codec import encode_words
from service.app import open_archive
from service.archive import Archive
from service.middleware import COOKIE
from service.operations import access
from service.operations.indexing import feed_index
from service.operations.signing_in import begin_session
from storage.objects.keys import original_key
from storage.records import new_id, now, receipts
from storage.records.access import user_named
from storage.records.tables import (
    AssignmentRow,
    CourtRow,
    CreditRow,
    DocumentRow,
    LawsuitCreditRow,
    LawsuitRow,
    LawyerRow,
    LinkRow,
    PageRow,
    PersonRow,
    ReadingRow,
    ReceiptRow,
)
from tests.databases import sqlite_in
from web.asgi import create_app

PDF = b"%PDF-1.4 made up for the tests\n"
CHOSEN = "una clave bien larga"


def office_settings(folder: Path, database: str = "") -> Settings:
    return Settings(data=folder, database=database, objects=f"file://{folder / 'store'}", max_upload=3 << 20)


class Office:
    """The archive beneath the application, and short ways to put things into it."""

    def __init__(
        self,
        folder: Path,
        database: str | None = None,
        *,
        passwords: dict[str, str] | None = None,
        tokens: dict[str, str] | None = None,
    ) -> None:
        """An archive made in an empty folder, or opened in the copy of another office's with what its users know."""
        self.settings = office_settings(folder, database or sqlite_in(folder, "legajo.db"))
        self.archive = Archive(self.settings)
        self.passwords: dict[str, str] = {**(passwords or {})}
        self.tokens: dict[str, str] = {**(tokens or {})}

    def hire(self, name: str, role: Role, lawyer: str | None = None) -> None:
        self.passwords[name] = access.add_user(self.archive, SYSTEM, access.NewUser(name, role, name.title(), lawyer))
        self.tokens[name] = access.issue_token(self.archive, SYSTEM, name, name="pruebas")

    def settle(self, name: str) -> str:
        """Give a user a password of their own, `CHOSEN`; the id of the user."""
        with self.archive.database.write() as session:
            user = user_named(session, name)
            user.password_hash, user.must_change_password = _hash_of(CHOSEN), False
            return user.id

    def bearer(self, name: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.tokens[name]}"}

    def add(self, *rows: object) -> None:
        with self.archive.database.write() as session:
            for row in rows:
                session.add(row)
                session.flush()

    def file(
        self, text: str, *more: str, by: str = "clerk", links: tuple[tuple[str, str], ...] = (), data: bytes = b"",
        **known: object,
    ) -> str:  # fmt: skip
        """A document of one page for each text, linked to the given things, and in the index; `data` is its file."""
        data = data or PDF + new_id().encode()
        sha256 = hashlib.sha256(data).hexdigest()
        self.archive.objects.put(original_key(sha256), data)
        receipt, document = new_id(), new_id()
        same = {"sha256": sha256, "bytes": len(data), "kind": "pdf", "media_type": "application/pdf"}
        with self.archive.database.write() as session:
            receipts.remember_object(session, original_key(sha256), sha256, len(data), "original")
        self.add(
            ReceiptRow(id=receipt, received_at=now(), received_by=by, origin="-", channel="api", filename="Pagaré ñ.pdf",
                       given={}, outcome=str(known.get("state", "filed")), notes=[], **same),
            DocumentRow(id=document, receipt_id=receipt, position=1, title=text[:40], page_count=1 + len(more), created_at=now(),
                        **{"state": "filed", "type": "promissory_note", "reasons": [], **same, **known}),
            *(row for number, said in enumerate((text, *more), 1) for row in page_rows(document, number, said)),
            *(link_row(document, kind, entity) for kind, entity in links),
        )  # fmt: skip
        feed_index(self.archive)
        return document


def page_rows(document: str, number: int, text: str) -> tuple[PageRow, ReadingRow]:
    page = new_id()
    return (
        PageRow(id=page, document_id=document, number=number, source_page=number - 1, state="read", source="text_layer",
                width=612, height=792, text=text, letters=len(text), barcodes=[], reading=0),
        ReadingRow(id=new_id(), page_id=page, generation=0, part="text_layer", engine="pdf", engine_version="1",
                   language="", confidence=1.0, parameters={}, text=text, words=encode_words(words_of(text)), read_at=now()),
    )  # fmt: skip


def words_of(text: str) -> list[Word]:
    return [Word(word, (0.1, at / 20, 0.2, 0.03), 1.0, at) for at, word in enumerate(text.split()[:19])]


def link_row(document: str, kind: str, entity: str, state: str = "linked") -> LinkRow:
    return LinkRow(id=new_id(), document_id=document, entity_kind=kind, entity_id=entity, role="about", state=state,
                   confidence=0.7, reason="Por su número.", source="machine", updated_at=now())  # fmt: skip


def registry() -> list[object]:
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    stamp = {"version": 1, "updated_at": moment}
    people = [
        PersonRow(id=f"p{n}", curp=f"XEXX01010{n}HNEXXXA4", full_name=name, name_key=name, sort_key=name, **stamp)
        for n, name in ((1, "MARTHA LÓPEZ"), (2, "RAÚL NÚÑEZ"))
    ]
    credits = [
        CreditRow(id=f"c{n}", number=f"CR-{n}", number_key=f"CR{n}", debtor_id=f"p{n}", status="vigente", **stamp)
        for n in (1, 2)
    ]
    lawyer = {"name": "ANA SOLÍS", "name_key": "ana solis", **stamp}
    return [
        *people,
        *credits,
        CourtRow(id="j1", code="J1", name="Juzgado Primero", aliases=[], **stamp),
        LawyerRow(id="l1", cedula="1234567", **lawyer),
        LawyerRow(id="l2", cedula="7654321", **lawyer),
        LawsuitRow(id="s1", court_id="j1", kind="EXP", year=2024, number=12, suffix="", status="admitida", **stamp),
        LawsuitCreditRow(lawsuit_id="s1", credit_id="c1"),
        AssignmentRow(id="a1", credit_id="c1", lawyer_id="l1", assigned_on=date(2026, 1, 1)),
        AssignmentRow(id="a2", credit_id="c2", lawyer_id="l1", assigned_on=date(2025, 1, 1), ended_on=date(2025, 6, 1)),
    ]


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def first_office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Office, str]:
    """The office that those of all modules are copies of, closed, and the address of its database."""
    server = None if request.param == "sqlite" else request.getfixturevalue("postgres")
    made = Office(tmp_path_factory.mktemp("first-office"), server and server.migrated())
    made.add(*registry())
    for name, role, lawyer in (
        ("boss", Role.ADMINISTRATOR, None),
        ("clerk", Role.ARCHIVIST, None),
        ("head", Role.PORTFOLIO_HEAD, None),
        ("auditor", Role.AUDITOR, None),
        ("lawyer", Role.EXTERNAL_LAWYER, "1234567"),
        ("other", Role.EXTERNAL_LAWYER, "7654321"),
    ):
        made.hire(name, role, lawyer)
    made.archive.close()
    return made, made.settings.database


@pytest.fixture(scope="module")
def office(first_office, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory):
    first, address = first_office
    folder = tmp_path_factory.mktemp("office")
    shutil.copytree(first.settings.data, folder, dirs_exist_ok=True)
    if address.startswith("sqlite"):
        database = f"sqlite:///{folder / 'legajo.db'}"
    else:
        database = request.getfixturevalue("postgres").copy_of(address)
    made = Office(folder, database, passwords=first.passwords, tokens=first.tokens)
    yield made
    made.archive.close()


class MovingArchive(Archive):
    """An archive that is another for each module, so that one application, slow to compose, serves them all."""

    def __init__(self) -> None:
        """Not open: `now` is."""
        self.now: Archive | None = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self.now, name)

    @property
    def index(self) -> SearchIndex:
        return self.now.index

    def close(self) -> None:
        """The module that opened an archive closes it."""


@pytest.fixture(scope="session")
def application(tmp_path_factory: pytest.TempPathFactory):
    """The application of every module, and the archive that each moves to its own."""
    moving = MovingArchive()
    folder = tmp_path_factory.mktemp("nowhere")
    with TestClient(create_app(office_settings(folder), archive=moving), raise_server_exceptions=False) as made:
        yield made, moving


@pytest.fixture(scope="module")
def client(application, office: Office):
    """A browser before the application of the module's office."""
    made, moving = application
    moving.now = open_archive(office.settings)
    yield made
    made.cookies.clear()
    moving.now.close()
    moving.now = None


@pytest.fixture
def enter(office: Office, client: TestClient):
    """Signs a user of the office in, in the client's browser, the one-time password changed; the token of the session.

    The session begins as it does once the password was found right: to find that takes longer than most tests.
    """

    def entered(name: str) -> str:
        begun = begin_session(office.archive, office.settle(name), "testclient", "")
        client.cookies.set(COOKIE, begun.secret, domain=str(client.base_url.host), path="/")
        return begun.csrf

    yield entered
    client.cookies.clear()


@pytest.fixture
def signed_in(enter):
    """The clerk in a browser: cookie in the client, token returned."""
    return enter("clerk")


@pytest.fixture
def desk(client, signed_in):
    """Sends forms as the clerk and gives the page each leads to."""
    return lambda path, **fields: client.post(path, data={"csrf": signed_in, **fields}, headers={"accept": "text/html"})


@cache
def _hash_of(password: str) -> str:
    """A hash is slow by intent: one for all tests."""
    return access.hash_password(password)
