"""Custody over HTTP and from the command."""

import json
from pathlib import Path

import pytest

from schemas.originals import PlaceIn, PlaceKind
from service.cli import run
from service.operations.custody import places
from tests.registry_office import CLERK, LICENCE
from tests.registry_office import Office as Registered

API = "/api/v1"


def post(client, office, path, body, who="clerk"):
    return client.post(f"{API}{path}", json=body, headers=office.bearer(who))


@pytest.fixture(scope="module")
def kept(client, office):
    """A box with one original of the lawyer's credit and one of another's."""
    assert post(client, office, "/places", {"kind": "box", "barcode": "B-1"}).status_code == 201
    made = []
    for credit in ("CR-1", "CR-2"):
        holder = {"kind": "vault", "key": "B-1"}
        answer = post(client, office, "/originals", {"type": "PAG", "credit": credit, "holder": holder})
        assert answer.status_code == 201, answer.text
        made.append(answer.json())
    return made


def test_a_slip_is_made_out_printed_and_closed(client, office, kept):
    body = {"borrower": {"kind": "lawyer", "key": "1234567"}, "items": [kept[0]["barcode"]], "purpose": "Demanda"}
    slip = post(client, office, "/loans", body).json()
    again = post(client, office, "/loans", body)
    assert (again.status_code, again.json()["type"]) == (409, "/problems/not_in_vault")
    printed = client.get(f"{API}/loans/{slip['folio']}/slip.pdf", headers=office.bearer("lawyer"))
    assert printed.content.startswith(b"%PDF") and slip["folio"] in printed.headers["content-disposition"]
    back = post(client, office, "/returns", {"items": [kept[0]["barcode"]], "box": "B-1"})
    assert back.json()[0]["holder_kind"] == "vault"
    chain = client.get(f"{API}/originals/{kept[0]['id']}/custody", headers=office.bearer("clerk")).json()
    assert [one["act"] for one in chain] == ["register", "lend", "return"]


def test_a_count_gives_differences_and_an_act_to_sign(client, office, kept):
    found = post(client, office, "/counts", {"box": "B-1", "barcodes": [kept[0]["barcode"], "NADA"]}).json()
    assert [one["barcode"] for one in found["missing"]] == [kept[1]["barcode"]]
    assert found["unexpected"] == ["NADA"]
    report = client.get(f"{API}/counts/{found['folio']}/report.pdf", headers=office.bearer("auditor"))
    assert report.content.startswith(b"%PDF")


def test_an_external_lawyer_gets_nothing_of_others(client, office, kept):
    mine = client.get(f"{API}/originals", headers=office.bearer("lawyer")).json()["items"]
    assert [one["id"] for one in mine] == [kept[0]["id"]]
    assert client.get(f"{API}/originals/{kept[1]['id']}", headers=office.bearer("lawyer")).status_code == 404
    for path in ("/boxes", "/boxes/B-1", "/places", "/counts", "/incidents"):
        assert client.get(f"{API}{path}", headers=office.bearer("lawyer")).status_code == 403, path


def test_an_original_described_under_an_old_version_is_refused(client, office, kept):
    headers = {**office.bearer("clerk"), "If-Match": '"v1"'}
    path = f"{API}/originals/{kept[1]['id']}"
    assert client.patch(path, json={"seal": "S-1"}, headers=headers).status_code == 200
    assert client.patch(path, json={"seal": "S-2"}, headers=headers).status_code == 412


def test_labels_are_printed(client, office, kept):
    answer = post(client, office, "/labels", {"originals": [kept[0]["barcode"]], "places": ["B-1"]})
    assert answer.content.startswith(b"%PDF")
    assert post(client, office, "/labels", {"originals": ["NADA"]}).status_code == 404


@pytest.fixture
def command(tmp_path, monkeypatch, capsys):
    """The command over an office of its own; gives exit code and what it wrote as JSON."""
    registered = Registered(tmp_path)
    places.put_place(registered.archive, CLERK, PlaceIn(kind=PlaceKind.BOX, barcode="H-0142"))
    monkeypatch.setenv("LEGAJO_DATA", str(tmp_path))
    monkeypatch.setenv("LEGAJO_DATABASE", registered.archive.database.url)
    monkeypatch.setenv("LEGAJO_OBJECTS", registered.archive.settings.objects)

    def typed(*words: str):
        code = run([*words, "--json"])
        out = capsys.readouterr()
        return code, json.loads(out.out) if out.out else out.err

    typed.office = registered
    yield typed
    registered.archive.close()


def test_an_arqueo_of_sixty_dossiers_is_one_command(command, tmp_path: Path):
    from tests.service.test_custody_operations import Vault

    vault = Vault(command.office)
    barcodes = [vault.keep(type="folder").barcode for _ in range(60)]
    (tmp_path / "leidos.txt").write_text("H-0142\n" + "\n".join(barcodes[1:]) + "\n", encoding="utf-8")
    code, found = command("count", "H-0142", str(tmp_path / "leidos.txt"), "--pdf", str(tmp_path / "acta.pdf"))
    assert (code, found["expected"], found["found"]) == (0, 60, 59)
    assert [one["barcode"] for one in found["missing"]] == [barcodes[0]]
    assert (tmp_path / "acta.pdf").read_bytes().startswith(b"%PDF")


def test_a_loan_and_its_return_are_typed(command, tmp_path: Path):
    from tests.service.test_custody_operations import Vault

    item = Vault(command.office).keep().barcode
    code, slip = command("loan", LICENCE, item, "--purpose", "Demanda", "--pdf", str(tmp_path / "vale.pdf"))
    assert (code, len(slip["lines"])) == (0, 1) and (tmp_path / "vale.pdf").is_file()
    code, refused = command("loan", LICENCE, item, "--purpose", "Otra")
    assert code == 5 and "con el abogado" in refused
    assert command("return", item, "--box", "H-0142")[1][0]["holder_kind"] == "vault"
    assert command("labels", item, "-o", str(tmp_path / "etiquetas.pdf"))[1]["labels"] == 1
