"""A rotation that a person chose holds through real readings."""

from service.operations.reviewing import read_again
from service.operations.turning import Turn, turn_page
from storage.records import pipeline

from .conftest import CLERK, scan

LINES = tuple("Por este conducto se remite la documentación de la ciudadana Peñúñuri" for _ in range(12))


def test_the_chosen_rotation_stands_after_the_page_was_read_again_and_again(archive, worker, hand_in, ends, settled):
    [line] = ends(hand_in(scan(*LINES)))
    turn_page(archive, CLERK, line.document_id, 1, Turn(90))
    settled()
    read_again(archive, CLERK, line.document_id, 1)
    settled()
    with archive.database.read() as session:
        [page] = pipeline.pages_of(session, line.document_id)
        document = pipeline.document(session, line.document_id)
    assert (page.rotation, page.chosen_rotation, page.reading) == (90, 90, 4)
    assert page.width > page.height and page.view_key and page.thumbnail_key
    assert document.pending_pages == 0
