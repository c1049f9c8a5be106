"""One suite for every object store."""

import hashlib
import os
import socket
import time

import pytest
from minio import Minio
from minio.error import MinioException

from schemas.errors import Conflict, InvalidInput, Misconfigured, NotFound, Unavailable
from storage.objects.bounded import BoundedObjectStore
from storage.objects.keys import derivative_key, original_key
from storage.objects.local import LocalObjectStore
from storage.objects.memory import MemoryObjectStore
from storage.objects.named import NamedObjectStore
from storage.objects.open import open_object_store
from storage.objects.s3 import Bucket

DATA = os.urandom(3 * 1024 * 1024 + 17)
KEY = original_key(hashlib.sha256(DATA).hexdigest())


@pytest.fixture(params=["local", "memory", "bounded", "named", "s3"])
def store(request, tmp_path):
    if request.param == "s3":
        server = request.getfixturevalue("s3")
        return open_object_store(server.bucket(), server.access_key, server.secret_key)
    if request.param == "bounded":
        return BoundedObjectStore(LocalObjectStore(tmp_path / "store"), calls=1, waiting=0)
    if request.param == "named":
        return NamedObjectStore(LocalObjectStore(tmp_path / "store"), "Allá")
    return LocalObjectStore(tmp_path / "store") if request.param == "local" else MemoryObjectStore()


def test_keeps_a_file_byte_for_byte_and_leaves_it_alone(store, tmp_path):
    path = tmp_path / "in"
    path.write_bytes(DATA)
    assert store.put(KEY, path).bytes == len(DATA)
    assert b"".join(store.read(KEY)) == DATA
    assert path.read_bytes() == DATA


def test_a_key_that_is_there_keeps_its_bytes(store):
    store.put(KEY, b"first")
    assert store.put(KEY, b"second").bytes == 5
    assert b"".join(store.read(KEY)) == b"first"


@pytest.mark.parametrize(("offset", "length"), [(0, 1), (1048570, 20), (len(DATA) - 5, 100), (7, None), (0, 0)])
def test_reads_any_part_in_bounded_pieces(store, offset, length):
    store.put(KEY, DATA)
    pieces = list(store.read(KEY, offset, length))
    end = None if length is None else offset + length
    assert b"".join(pieces) == DATA[offset:end]
    assert all(len(piece) <= 1 << 20 for piece in pieces)


def test_says_what_is_not_there(store):
    for act in (store.stat, store.read, lambda key: store.local_copy(key).__enter__()):
        with pytest.raises(NotFound):
            act(KEY)


@pytest.mark.parametrize("key", ["../etc/passwd", "/abs", "a//../b", "", "Ñ", "a" * 201])
def test_refuses_keys_of_another_form(store, key):
    with pytest.raises(InvalidInput):
        store.put(key, b"x")


def test_lends_a_path_with_the_bytes(store):
    store.put(KEY, DATA)
    with store.local_copy(KEY) as path:
        assert path.read_bytes() == DATA


def test_lists_by_prefix_and_forgets_what_is_deleted(store):
    derived = derivative_key("0" * 26, "ab" * 32, "jpg")
    store.put(KEY, b"1")
    store.put(derived, b"22")
    assert {(o.key, o.bytes) for o in store.keys("derived/")} == {(derived, 2)}
    assert all(o.written_at > 0 for o in store.keys(""))
    store.delete(derived)
    store.delete(derived)
    assert [o.key for o in store.keys("")] == [KEY]


def test_what_is_held_cannot_be_removed_until_the_hold_is_lifted(store):
    store.put(KEY, b"kept")
    for _ in range(2):
        store.set_hold(KEY, held=True)
    with pytest.raises(Conflict, match="resguardo") as refused:
        store.delete(KEY)
    assert refused.value.code == "object_held"
    assert store.stat(KEY).held
    for _ in range(2):
        store.set_hold(KEY, held=False)
    assert not store.stat(KEY).held
    store.delete(KEY)
    with pytest.raises(NotFound):
        store.set_hold(KEY, held=True)


def test_a_local_hold_outlives_the_process(tmp_path):
    LocalObjectStore(tmp_path).put(KEY, b"kept")
    LocalObjectStore(tmp_path).set_hold(KEY, held=True)
    with pytest.raises(Conflict):
        LocalObjectStore(tmp_path).delete(KEY)


def test_local_files_are_read_only_and_no_half_file_stays(tmp_path, monkeypatch):
    store = LocalObjectStore(tmp_path)
    store.put(KEY, b"kept")
    assert (tmp_path / "objects" / KEY).stat().st_mode & 0o222 == 0

    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Unavailable):
        store.put(original_key("cd" * 32), b"lost")
    assert [o.key for o in store.keys("")] == [KEY]
    assert not list((tmp_path / "incoming").iterdir())


def test_what_was_linked_by_who_was_killed_then_is_on_the_disk_once_it_is_put_again(tmp_path, monkeypatch):
    store, synced = LocalObjectStore(tmp_path), []

    def killed(_folder):
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr("storage.objects.local._sync_folder", killed)
        with pytest.raises(KeyboardInterrupt):
            store.put(KEY, b"kept")
    monkeypatch.setattr("storage.objects.local._sync_folder", synced.append)
    written = (tmp_path / "objects" / KEY).stat().st_mtime_ns
    store.put(KEY, b"kept")

    assert synced == list((tmp_path / "objects" / KEY).parents[:3])
    assert (tmp_path / "objects" / KEY).stat().st_mtime_ns == written


def test_a_local_store_whose_disk_is_not_mounted_is_away_and_lacks_nothing(tmp_path):
    store = LocalObjectStore(tmp_path / "store")
    assert (tmp_path / "store").stat().st_mode & 0o077 == 0
    store.put(KEY, b"kept")
    (tmp_path / "store").rename(tmp_path / "elsewhere")
    asked = (
        lambda: store.put(KEY, b"kept"), lambda: store.stat(KEY), lambda: store.read(KEY), lambda: store.delete(KEY),
        lambda: next(store.keys(), None), lambda: store.local_copy(KEY).__enter__(),
    )  # fmt: skip
    for ask in asked:
        with pytest.raises(Unavailable):
            ask()
    (tmp_path / "elsewhere").rename(tmp_path / "store")
    assert b"".join(store.read(KEY)) == b"kept"


def test_the_address_chooses_the_store(tmp_path):
    assert isinstance(open_object_store(f"file://{tmp_path}"), LocalObjectStore)
    assert isinstance(open_object_store("memory:"), MemoryObjectStore)


def test_large_files_go_in_parts_and_come_back_whole(s3, tmp_path, monkeypatch):
    monkeypatch.setattr("storage.objects.s3.PART", 5 << 20)
    store = open_object_store(s3.bucket(), s3.access_key, s3.secret_key)
    path = tmp_path / "large"
    path.write_bytes(DATA * 4)
    assert store.put(KEY, path).bytes == 4 * len(DATA)
    with store.local_copy(KEY) as copy:
        assert copy.read_bytes() == path.read_bytes()


def test_what_is_deleted_leaves_no_version_behind(s3):
    address = s3.bucket()
    store = open_object_store(address, s3.access_key, s3.secret_key)
    store.put(KEY, b"1")
    store.delete(KEY)
    assert list(Minio(s3.host, s3.access_key, s3.secret_key, secure=False).list_objects(
        Bucket.at(address).name, recursive=True, include_version=True)) == []  # fmt: skip


@pytest.mark.parametrize("mode", ["governance", "compliance"])
def test_an_original_under_retention_cannot_be_removed_and_what_is_made_from_it_can(s3, mode):
    address = s3.bucket()
    name, keys = Bucket.at(address).name, (s3.access_key, s3.secret_key)
    store = open_object_store(f"{address}&retention={mode}:30", *keys)
    derived = derivative_key("0" * 26, "ab" * 32, "jpg")
    assert store.put(KEY, b"kept").held and not store.put(derived, b"made").held
    with pytest.raises(Conflict) as refused:
        store.delete(KEY)
    assert refused.value.code == "object_held" and store.stat(KEY).held
    store.delete(derived)
    with pytest.raises(MinioException):  # nor by whoever goes past us
        client = Minio(s3.host, *keys, secure=False)
        client.remove_object(name, KEY, version_id=client.stat_object(name, KEY).version_id)
    assert b"".join(open_object_store(address, *keys).read(KEY)) == b"kept"


def test_an_original_put_before_there_was_a_retention_comes_under_it_when_it_is_put_again(s3):
    address = s3.bucket()
    assert not open_object_store(address, s3.access_key, s3.secret_key).put(KEY, b"kept").held
    store = open_object_store(f"{address}&retention=governance:1", s3.access_key, s3.secret_key)
    assert store.put(KEY, b"kept").held and store.put(KEY, b"kept").held


def test_a_retention_in_a_bucket_that_cannot_lock_is_said_to_be_impossible_and_nothing_is_kept(s3):
    address = s3.bucket()
    Minio(s3.host, s3.access_key, s3.secret_key, secure=False).make_bucket(Bucket.at(address).name)
    with pytest.raises(Misconfigured, match="sin Object Lock"):
        open_object_store(f"{address}&retention=compliance:30", s3.access_key, s3.secret_key).put(KEY, b"kept")
    assert list(open_object_store(address, s3.access_key, s3.secret_key).keys()) == []


@pytest.mark.parametrize("wanted", ["s3", "kms:llave"])
def test_a_server_that_cannot_encrypt_is_said_so_and_keeps_nothing(s3, wanted):
    store = open_object_store(f"{s3.bucket()}&encryption={wanted}", s3.access_key, s3.secret_key)
    with pytest.raises(Misconfigured, match="no cifra"):
        store.put(KEY, b"1")
    assert list(store.keys()) == []


def test_a_wrong_secret_is_said_to_be_wrong(s3):
    with pytest.raises(Misconfigured, match="claves"):
        open_object_store(s3.bucket(), s3.access_key, "another-secret").put(KEY, b"1")


def test_a_server_that_takes_the_call_and_never_answers_is_given_up(monkeypatch):
    monkeypatch.setattr("storage.objects.s3.RETRIES", 0)
    monkeypatch.setattr("storage.objects.s3.READ_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        store = open_object_store(f"s3://127.0.0.1:{silent.getsockname()[1]}/cubo?tls=no", "a", "b")
        begun = time.monotonic()
        with pytest.raises(Unavailable, match="no responde"):
            store.put(KEY, b"1")
        assert time.monotonic() - begun < 5


def test_a_server_that_is_not_there_is_away(monkeypatch):
    monkeypatch.setattr("storage.objects.s3.RETRIES", 0)
    store = open_object_store("s3://127.0.0.1:9/cubo?tls=no", "a", "b")
    with pytest.raises(Unavailable, match="no responde"):
        store.put(KEY, b"1")


@pytest.mark.parametrize(
    ("address", "wrong"),
    [
        ("s3://", "faltan el servidor y el cubo"),
        ("s3:///cubo", "falta el servidor"),
        ("s3://host", "falta el cubo"),
        ("s3://host/a/b", "ninguna carpeta"),
        ("s3://k:s@host/a", "las claves no van en ella"),
        ("s3://host/a?tls=x", "tls= debe ser yes o no"),
        ("s3://host/a?other=1", "no se conoce «other=»"),
        ("s3://host/a?encryption=kms:", "encryption= debe ser"),
        ("s3://host/a?retention=30", "retention= debe ser"),
        ("s3://host/a?retention=governance:0", "retention= debe ser"),
    ],
)
def test_an_address_that_names_no_bucket_is_refused(address, wrong):
    with pytest.raises(Misconfigured, match=wrong):
        open_object_store(address, "a", "b")


def test_keys_are_asked_for():
    with pytest.raises(Misconfigured, match="LEGAJO_S3_ACCESS_KEY"):
        open_object_store("s3://host/cubo")
