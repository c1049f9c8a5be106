"""A backup that an earlier version made is restored by this one, into no tables or into today's."""

import gzip
import hashlib
import json

import msgspec
import pytest
from sqlalchemy import inspect

from schemas.backup import Chunk, TableCopy, chunk_key, mark_key
from schemas.errors import Conflict
from service.archive import Archive
from service.configuration import read_settings
from service.operations.access import make_first_administrator
from service.operations.backing_up import back_up, chunk_lines, open_place, read_mark
from service.operations.doctor import examine
from service.operations.dossier import find_dossier
from service.operations.receive import Given, receive, stage_pieces
from service.operations.restoring import restore
from service.operations.verifying import verify
from storage.records import Database
from storage.records.migrate import migrate
from storage.records.tables import UserRow

from .conftest import CLERK
from .one_debtor import CURP, letter, put_in_registry

OLDER = "0016"


def opened_in(folder):
    return Archive(read_settings({"LEGAJO_DATA": str(folder)}))


def columns_at(revision, folder):
    """The columns of each table of that form."""
    older = Database(f"sqlite:///{folder / 'older.db'}")
    migrate(older, revision)
    with older.engine.connect() as connection:
        seen = inspect(connection)
        found = {name: {one["name"] for one in seen.get_columns(name)} for name in seen.get_table_names()}
    older.close()
    return found


def as_table(place, copy, names):
    """The same table as that form has it."""
    rows = [json.loads(line) for chunk in copy.chunks for line in chunk_lines(place, copy.name, chunk)]
    lines = [json.dumps({key: value for key, value in row.items() if key in names}).encode() for row in rows]
    packed = gzip.compress(b"\n".join(lines))
    chunk = Chunk(hashlib.sha256(packed).hexdigest(), len(rows), len(packed))
    place.put(chunk_key(copy.name, chunk.sha256), packed)
    columns = tuple(one for one in copy.columns if one.name in names)
    return TableCopy(copy.name, columns, (chunk,) if rows else ())


@pytest.fixture
def older(tmp_path):
    """A backup of the older form, with one debtor and one letter."""
    archive = opened_in(tmp_path / "before")
    migrate(archive.database)
    put_in_registry(archive, tmp_path)
    with stage_pieces(archive, "a.pdf", [letter(1)]) as staged:
        receive(archive, CLERK, staged, Given(credit="CR-2015-77"), channel="ingest")
    place = open_place(archive.settings, str(tmp_path / "respaldo"), new=True)
    back_up(archive, CLERK, place)
    archive.close()
    names = columns_at(OLDER, tmp_path)
    mark = read_mark(place)
    tables = tuple(as_table(place, copy, names[copy.name]) for copy in mark.tables if copy.name in names)
    made = msgspec.structs.replace(mark, id=f"z{mark.id}", revision=OLDER, tables=tables)
    place.put(mark_key(made), msgspec.json.encode(made))
    return place


@pytest.mark.parametrize("examined_first", [False, True])
def test_it_comes_back_in_todays_form(older, tmp_path, examined_first):
    after = opened_in(tmp_path / "after")
    if examined_first:
        examine(after.settings)

    restored = restore(after, CLERK, older)

    assert restored.missing == () and verify(after, grace=0).sound
    assert [one.number for one in find_dossier(after, CLERK, CURP).credits] == ["CR-2015-77"]
    after.close()


class Slow:
    """A backup that is read while somebody begins to work in the place that it is restored into."""

    def __init__(self, place, meanwhile):
        self._place, self._meanwhile = place, meanwhile

    def __getattr__(self, name):
        return getattr(self._place, name)

    def read(self, key, *part):
        if key.startswith("originals/"):
            self._meanwhile()
        return self._place.read(key, *part)


def test_what_begins_while_a_restore_brings_objects_is_not_swept_away(older, tmp_path):
    after = opened_in(tmp_path / "after")

    def begin_to_work():
        migrate(after.database)
        assert make_first_administrator(after)

    with pytest.raises(Conflict, match="vacío"):
        restore(after, CLERK, Slow(older, begin_to_work))
    with after.database.read() as session:
        assert session.query(UserRow).count() == 1
    after.close()


def test_an_index_that_is_away_keeps_no_restore_from_ending(older, tmp_path):
    away = {"LEGAJO_SEARCH_INDEX": "meilisearch://127.0.0.1:1/x?tls=no", "LEGAJO_MEILISEARCH_KEY": "k"}
    after = Archive(read_settings({"LEGAJO_DATA": str(tmp_path / "after"), **away}))
    restored = restore(after, CLERK, older)
    assert (restored.missing, restored.objects, restored.documents) == ((), 1, 0)
    assert verify(after, grace=0).sound
    after.close()
