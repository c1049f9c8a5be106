"""The dossier as bag and ZIP: valid by the public validator, complete, its events provable, nobody else's files in it."""

import json
import subprocess
import sys
import zipfile

import pytest

from schemas.access import SYSTEM
from schemas.checkpoints import is_signed_by, parse
from schemas.errors import Conflict, Forbidden
from schemas.merkle import includes, leaf_hash
from service.operations.documents import open_file
from service.operations.dossier import find_dossier
from service.operations.dossier_package import write_bag, write_zip
from tests.registry_office import AUDITOR, CLERK, CURP, Office
from tests.service.test_dossier_operations import filed


@pytest.fixture
def office(tmp_path):
    made = Office(tmp_path / "archive")
    yield made
    made.archive.close()


def bag(office, tmp_path, actor=SYSTEM):
    target = tmp_path / "bolsa"
    return target, write_bag(office.archive, actor, find_dossier(office.archive, actor, CURP), target)


def validated(folder):
    return subprocess.run([sys.executable, "-m", "bagit", "--validate", str(folder)], capture_output=True, check=False)


def test_the_public_validator_finds_the_bag_valid(office, tmp_path):
    filed(office)
    folder, packed = bag(office, tmp_path)
    done = validated(folder)
    assert done.returncode == 0, done.stderr
    assert f"Payload-Oxum: {packed.bytes}.{packed.files}\n" in (folder / "bag-info.txt").read_text(encoding="utf-8")


def test_the_public_validator_notices_a_changed_original(office, tmp_path):
    filed(office)
    folder, _ = bag(office, tmp_path)
    one = next((folder / "data" / "originals").iterdir())
    one.write_bytes(one.read_bytes()[:-1] + b"?")
    assert validated(folder).returncode != 0


def test_every_original_is_there_as_received(office, tmp_path):
    filed(office)
    folder, packed = bag(office, tmp_path)
    said = json.loads((folder / "data" / "metadata.json").read_text(encoding="utf-8"))
    there = {path.stem for path in (folder / "data" / "originals").iterdir()}
    assert there == {one["sha256"] for one in said["documents"]}
    assert packed.without_original == ()


def test_events_are_proved_by_the_signed_checkpoint(office, tmp_path):
    documents = filed(office)
    for one in documents.values():
        open_file(office.archive, SYSTEM, one, "original")
    folder, _ = bag(office, tmp_path)
    said = json.loads((folder / "data" / "events.json").read_text(encoding="utf-8"))
    signed = parse(said["checkpoint"])
    assert is_signed_by(said["checkpoint"], said["key"])
    assert len(said["events"]) >= len(documents)
    for one in said["events"]:
        proof = [bytes.fromhex(node) for node in one["proof"]]
        assert includes(leaf_hash(one["entry"].encode()), one["index"], signed.size, proof, signed.root)


def test_who_may_not_read_the_log_gets_no_events(office, tmp_path):
    filed(office)
    folder, _ = bag(office, tmp_path, CLERK)
    assert not (folder / "data" / "events.json").exists()
    assert validated(folder).returncode == 0


def test_a_lawyer_gets_no_file_that_holds_papers_of_others(office, tmp_path):
    part = office.document("complaint", ("lawsuit", office.lawsuit), whole_file=False)
    folder, packed = bag(office, tmp_path, office.outsider)
    assert packed.without_original == (part,)
    assert not (folder / "data" / "originals").exists()


def test_an_auditor_is_refused_and_nothing_is_left(office, tmp_path):
    filed(office)
    with pytest.raises(Forbidden):
        bag(office, tmp_path, AUDITOR)
    assert [path.name for path in tmp_path.iterdir()] == ["archive"]


def test_what_exists_is_not_overwritten(office, tmp_path):
    (tmp_path / "bolsa").mkdir()
    with pytest.raises(Conflict):
        bag(office, tmp_path)


def test_the_zip_checks_itself(office, tmp_path):
    filed(office)
    target = tmp_path / "d.zip"
    write_zip(office.archive, CLERK, find_dossier(office.archive, CLERK, CURP), target)
    with zipfile.ZipFile(target) as opened:
        opened.extractall(tmp_path / "out")
    done = subprocess.run(
        ["sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=tmp_path / "out", capture_output=True, check=False
    )
    assert done.returncode == 0, done.stdout
    assert "FALTA" in (tmp_path / "out" / "INDICE.txt").read_text(encoding="utf-8")
