"""A dossier bound as a job: progress, going on after a break, and who may have it."""

import msgspec
import pytest

from indexer.sandbox import Sandbox
from schemas.binding_orders import OrderIn, OrderState
from schemas.errors import Conflict, NotFound
from schemas.outcomes import SENTENCES, Reason
from service.operations import binding, hearings
from service.operations.burying import bury
from service.operations.inspecting import LeaseLost
from service.operations.verifying import verify
from storage.records import jobs
from tests.registry_office import CLERK, CURP, Office, pdf_file
from tests.service.test_dossier_operations import texts


@pytest.fixture
def office(tmp_path, new_database):
    """Three documents of two pages, each a volume of its own."""
    made = Office(tmp_path, database=new_database())
    made.resize(volume_folios=2)
    for type in ("promissory_note", "complaint", "court_order"):
        made.document(type, ("lawsuit", made.lawsuit), data=pdf_file(type, 2), pages=2)
    yield made
    made.archive.close()


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox() as opened:
        yield opened


def claimed(office):
    with office.archive.database.write() as session:
        return jobs.claim(session, "w", 30, ("bind",))


def asked(office, actor=CLERK, **given):
    return binding.ask_binding(office.archive, actor, OrderIn(**{"key": CURP, **given}))


class Breaking:
    """A sandbox that is killed after so many volumes."""

    def __init__(self, sandbox, lasts):
        self.sandbox, self.left, self.calls = sandbox, lasts, 0

    def call(self, *arguments, **named):
        if self.left == 0:
            raise RuntimeError("killed")
        self.left, self.calls = self.left - 1, self.calls + 1
        return self.sandbox.call(*arguments, **named)


def test_a_break_costs_no_volume_that_was_bound(office, sandbox):
    order = asked(office)
    assert (order.state, order.volumes, order.folios_done) == (OrderState.WAITING, 3, 0)
    first = claimed(office)
    with pytest.raises(RuntimeError):
        binding.bind_volumes(office.archive, Breaking(sandbox, 2), first)
    halfway = binding.get_order(office.archive, CLERK, order.id)
    assert (halfway.state, halfway.folios_done) == (OrderState.BINDING, 4)
    with office.archive.database.write() as session:
        jobs.give_back(session, first, "killed", retry=True)
        session.get_one(jobs.JobRow, first.id).run_at = order.asked_at
    again = Breaking(sandbox, 9)
    binding.bind_volumes(office.archive, again, claimed(office))
    done = binding.get_order(office.archive, CLERK, order.id)
    assert (again.calls, done.state, done.folios_done) == (1, OrderState.DONE, 6)
    assert done.bound[:2] == halfway.bound


def test_volumes_can_be_had_one_by_one_with_their_folios(office, sandbox, tmp_path):
    order = asked(office)
    with pytest.raises(NotFound):
        binding.open_volume(office.archive, CLERK, order.id, 1)
    binding.bind_volumes(office.archive, sandbox, claimed(office))
    file = binding.open_volume(office.archive, CLERK, order.id, 3)
    target = tmp_path / "3.pdf"
    target.write_bytes(b"".join(office.archive.objects.read(file.key)))
    assert ["Foja 5" in texts(target)[2], "Foja 6" in texts(target)[3]] == [True, True]
    found = verify(office.archive, grace=0)
    assert not [one for one in (*found.missing, *found.orphans) if order.id in one]


def test_a_worker_that_lost_its_lease_keeps_nothing(office, sandbox):
    order = asked(office)
    lost = claimed(office)
    with office.archive.database.write() as session:
        jobs.give_back(session, lost, "slow", retry=True)
    with pytest.raises(LeaseLost):
        binding.bind_volumes(office.archive, sandbox, lost)
    assert binding.get_order(office.archive, CLERK, order.id).bound == ()


def test_an_order_given_up_says_so(office):
    order = asked(office)
    with office.archive.database.write() as session:
        bury(session, jobs.claim(session, "w", 30, ("bind",)), "timed_out")
    found = binding.get_order(office.archive, CLERK, order.id)
    assert (found.state, SENTENCES[Reason.WORK_FAILED] in found.problem) == (OrderState.FAILED, True)


def test_a_lawyer_has_their_own_orders_as_long_as_the_matter_is_theirs(office):
    order = asked(office, office.outsider)
    assert binding.get_order(office.archive, office.outsider, order.id).folios == 6
    other = msgspec.structs.replace(office.outsider, name="otra")
    gone = msgspec.structs.replace(office.outsider, lawyer_id="otro")
    for actor in (other, gone):
        with pytest.raises((NotFound, Conflict)):
            binding.get_order(office.archive, actor, order.id)


def test_the_pieces_of_a_hearing_are_bound_as_a_job_too(office, sandbox):
    papers = [one.id for one in binding.find_dossier(office.archive, CLERK, CURP).documents]
    one = hearings.make_list(office.archive, CLERK, hearings.HearingIn(name="Pruebas", key=CURP, pieces=(papers[2],)))
    order = asked(office, key="", hearing=one.id)
    binding.bind_volumes(office.archive, sandbox, claimed(office))
    found = binding.get_order(office.archive, CLERK, order.id)
    assert (found.hearing, found.folios, len(found.bound)) == ("Pruebas", 2, 1)
