"""IIIF: a document as a public viewer asks for it."""

from schemas.access import Actor, Role
from service.operations.finding import find_in_document
from storage.records import events


def test_a_manifest_has_a_canvas_for_each_page_with_its_image(client, office, signed_in):
    document = office.file("una hoja", "otra hoja")

    answer = client.get(f"/api/v1/documents/{document}/iiif/manifest")
    said = answer.json()

    assert answer.headers["content-type"].startswith("application/ld+json")
    assert (said["@context"], said["type"]) == ("http://iiif.io/api/presentation/3/context.json", "Manifest")
    assert [canvas["label"] for canvas in said["items"]] == [{"none": ["1"]}, {"none": ["2"]}]
    painting = said["items"][1]["items"][0]["items"][0]
    assert painting["target"] == said["items"][1]["id"]
    assert painting["body"]["id"].endswith(f"/api/v1/documents/{document}/pages/2/image")
    assert (said["items"][0]["width"], said["items"][0]["height"]) == (2550, 3300)


def test_its_search_answers_with_regions_of_its_canvases(client, office, signed_in):
    document = office.file("nada", "aquí el pagaré")
    manifest = client.get(f"/api/v1/documents/{document}/iiif/manifest").json()

    said = client.get(manifest["service"][0]["id"], params={"q": "pagare", "user": "x"}).json()

    assert (said["type"], said["ignored"]) == ("AnnotationPage", ["user"])
    assert [one["target"] for one in said["items"]] == [f"{manifest['items'][1]['id']}#xywh=255,330,510,99"]


def test_who_searches_in_a_paper_leaves_what_they_looked_for(office):
    document = office.file("aquí el pagaré")

    find_in_document(office.archive, Actor("clerk", Role.ARCHIVIST, "x"), document, "pagare")

    office.archive.looks.close()
    with office.archive.database.read() as session:
        acts = [(row.action, row.detail) for row in events.listing(session, object_id=document)]
    assert acts == [("search", {"query": "pagare"})]
