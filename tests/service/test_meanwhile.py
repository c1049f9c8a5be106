"""What others do while something is under way: nothing found on pages that stand otherwise by now is kept."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from indexer.sandbox import Sandbox
from schemas.access import SYSTEM
from schemas.binding_orders import OrderIn, OrderState
from schemas.errors import Conflict
from schemas.fields import EntityKind, ProposedLink, TypeGuess
from schemas.public_versions import PageRegions, PublicVersionIn, State
from schemas.registry.people import MergeIn
from service.operations import work
from service.operations.arranging import Part, arrange, split_before
from service.operations.binding import ask_binding, get_order
from service.operations.burying import bury
from service.operations.deciding import Findings
from service.operations.deriving import derive_searchable
from service.operations.dossier import find_dossier
from service.operations.finishing import finish_document, settle
from service.operations.public_versions import making, preparing
from service.operations.public_versions.views import get_version
from service.operations.registry import merging
from service.operations.turning import Turn, turn_page
from service.renderers import OneRenderer
from storage.records import jobs, pipeline
from tests.registry_office import CLERK, GUARANTOR, Office, office_on_either, pdf_file

office = office_on_either


class Interrupted(Sandbox):
    """A sandbox that lets something happen while its first call is under way, and remembers what it was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[Any] = []
        self.meanwhile: Callable[[], object] = int

    def call(self, task: str, request: Any, *more: Any, **settings: Any) -> Any:
        self.asked.append(request)
        answer = super().call(task, request, *more, **settings)
        happens, self.meanwhile = self.meanwhile, int
        happens()
        return answer


@pytest.fixture(scope="module")
def one_sandbox() -> Iterator[Interrupted]:
    with Interrupted() as made:
        yield made


@pytest.fixture
def sandbox(one_sandbox: Interrupted) -> Interrupted:
    one_sandbox.asked.clear()
    return one_sandbox


@pytest.fixture
def letter(office: Office) -> str:
    """A document of two pages."""
    return office.document("letter", ("debtor", office.debtor), pages=2, data=pdf_file("two pages", 2))


def claimed(office: Office, kind: str, subject: str = "") -> jobs.Claim:
    """The next job of the kind; with a subject a new one on that."""
    with office.archive.database.write() as session:
        if subject:
            jobs.enqueue(session, jobs.NewJob(kind, subject, dedupe_key=f"{kind}:{subject}"))
        claim = jobs.claim(session, "w", 60, (kind,))
    assert claim is not None
    return claim


def died(office: Office, claim: jobs.Claim) -> None:
    with office.archive.database.write() as session:
        jobs.give_back(session, claim, "TimeoutError: no answer", retry=False)
        bury(session, claim, "timed_out")


def with_text_layer(office: Office) -> str:
    """A document of one page, which is not read from its image: turned it stands so at once."""
    document = office.document("letter", data=pdf_file("a letter"))
    with office.archive.database.write() as session:
        pipeline.pages_of(session, document)[0].source = "text_layer"
    return document


def pages_of(office: Office, document: str) -> tuple[Part, ...]:
    with office.archive.database.read() as session:
        return (Part(tuple(page.id for page in pipeline.pages_of(session, document)), document),)


def test_pages_that_went_to_another_document_while_it_was_decided_are_not_decided_about(
    office: Office, letter: str, sandbox: Interrupted
) -> None:
    lying = pages_of(office, letter)
    sandbox.meanwhile = lambda: arrange(office.archive, CLERK, split_before(lying, lying[0].pages[1]))

    finish_document(office.archive, sandbox, claimed(office, "finish", letter))

    assert [len(request.pages) for request in sandbox.asked] == [2, 1]


def test_a_document_joined_to_another_before_it_was_decided_stays_gone(
    office: Office, letter: str, sandbox: Interrupted
) -> None:
    lying = pages_of(office, letter)
    split = arrange(office.archive, CLERK, split_before(lying, lying[0].pages[1]))
    arrange(office.archive, CLERK, split.before)

    for _ in range(3):
        finish_document(office.archive, sandbox, claimed(office, "finish"))

    with office.archive.database.read() as session:
        stands = {row.id: row.page_count for row in pipeline.of_ids(session, [one.document or "" for one in split.now])}
        gone = pipeline.document(session, split.now[1].document or "")
    assert (sorted(stands.values()), gone.state, gone.page_count) == ([0, 2], "discarded", 0)


def test_a_page_turned_while_the_searchable_copy_was_made_stands_turned_in_it(
    office: Office, sandbox: Interrupted
) -> None:
    document = with_text_layer(office)
    sandbox.meanwhile = lambda: turn_page(office.archive, CLERK, document, 1, Turn(90))

    derive_searchable(office.archive, sandbox, claimed(office, "derive", document))

    assert [request.pages[0].rotation for request in sandbox.asked] == [0, 90]
    with office.archive.database.read() as session:
        assert pipeline.document(session, document).searchable_key


def test_a_link_found_before_a_merge_is_of_the_person_kept(office: Office, letter: str) -> None:
    found = ProposedLink(EntityKind.DEBTOR, office.guarantor, "about", 1.0, "Por su CURP.", certain=True)
    document = office.document("identification")
    given = MergeIn(merged=GUARANTOR, reason="es la misma", force=True)
    merging.merge(office.archive, CLERK, office.debtor, given)

    with office.archive.database.write() as session:
        settle(
            session, pipeline.document(session, document), Findings(TypeGuess("identification", 1.0, 1.0), (), (found,))
        )

    dossier = find_dossier(office.archive, CLERK, office.debtor)
    assert document in {one.id for one in dossier.documents}


def test_a_document_whose_work_died_has_the_day_of_its_end_once_it_is_tried_again(
    office: Office, sandbox: Interrupted
) -> None:
    document = office.document("letter")
    with office.archive.database.write() as session:
        pipeline.document(session, document).state = "processing"
    claim = claimed(office, "finish", document)
    died(office, claim)
    work.retry_job(office.archive, SYSTEM, claim.id)

    finish_document(office.archive, sandbox, claimed(office, "finish"))

    with office.archive.database.read() as session:
        row = pipeline.document(session, document)
        assert row.state == "needs_review" and row.filed_at is not None


@pytest.fixture
def version(office: Office, sandbox: Interrupted) -> str:
    """A public version whose page is confirmed."""
    document = office.document("letter")
    begun = preparing.begin_version(office.archive, OneRenderer(sandbox), CLERK, document, PublicVersionIn())
    preparing.confirm_page(office.archive, CLERK, (begun.id, 1), PageRegions(()))
    return begun.id


def test_a_public_version_is_not_begun_with_places_on_pages_that_were_turned(
    office: Office, sandbox: Interrupted
) -> None:
    document = with_text_layer(office)
    sandbox.meanwhile = lambda: turn_page(office.archive, CLERK, document, 1, Turn(90))
    with pytest.raises(Conflict) as refused:
        preparing.begin_version(office.archive, OneRenderer(sandbox), CLERK, document, PublicVersionIn())
    assert refused.value.code == "pages_changed"


def test_an_old_asking_for_a_public_version_does_not_take_the_draft_from_who_prepares_it_anew(
    office: Office, version: str
) -> None:
    claims = []
    for _ in range(2):
        making.ask_making(office.archive, CLERK, version)
        claims.append(claimed(office, "publish"))
        died(office, claims[-1])

    work.retry_job(office.archive, SYSTEM, claims[0].id)
    assert get_version(office.archive, CLERK, version).state is State.DRAFT
    work.retry_job(office.archive, SYSTEM, claims[1].id)
    assert get_version(office.archive, CLERK, version).state is State.MAKING


def test_a_binding_that_died_waits_again_and_dies_again(office: Office, letter: str) -> None:
    order = ask_binding(office.archive, CLERK, OrderIn(key=office.debtor)).id
    claim = claimed(office, "bind")
    died(office, claim)
    work.retry_job(office.archive, SYSTEM, claim.id)
    shown = get_order(office.archive, CLERK, order)
    assert (shown.state, shown.finished_at, shown.problem) == (OrderState.WAITING, None, None)

    died(office, claimed(office, "bind"))
    assert get_order(office.archive, CLERK, order).state is OrderState.FAILED
