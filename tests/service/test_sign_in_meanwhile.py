"""A password is found right after a while: what an administrator, or many guesses, did in that while counts."""

import pytest

from schemas.access import SYSTEM, Role
from schemas.errors import Unauthenticated
from service.operations import access, signing_in
from storage.records.access import open_sessions, user_named
from storage.records.database import now
from tests.service.conftest import CHOSEN


class Before:
    """A database before whose next change something else happens."""

    def __init__(self, inner, happens):
        self._inner, self._happens = inner, happens

    def __getattr__(self, name):
        return getattr(self._inner, name)

    def write(self, **how):
        happens, self._happens = self._happens, None
        if happens:
            happens()
        return self._inner.write(**how)


@pytest.fixture
def person(office, request):
    """The name of a user with a password of their own."""
    name = f"u{abs(hash(request.node.name)) % 10**9}"
    office.hire(name, Role.ARCHIVIST)
    office.settle(name)
    return name


@pytest.fixture
def meanwhile(office):
    """Has something happen before the next change."""
    real = office.archive.database

    def happens(act):
        office.archive.database = Before(real, act)

    yield happens
    office.archive.database = real


def reset(office, name):
    return access.change_user(office.archive, SYSTEM, name, access.UserChange(new_password=True))[1]


def test_an_old_password_opens_nothing_once_another_was_given(office, person, meanwhile):
    meanwhile(lambda: reset(office, person))
    with pytest.raises(Unauthenticated) as refused:
        signing_in.sign_in(office.archive, person, CHOSEN, "-")
    assert refused.value.code == "wrong_password"
    with office.archive.database.read() as session:
        user = user_named(session, person)
        assert not open_sessions(session, user.created_at, user.id)


def test_who_knows_the_old_password_does_not_change_the_one_given_since(office, person, meanwhile):
    begun = signing_in.sign_in(office.archive, person, CHOSEN, "-")
    given = []
    meanwhile(lambda: given.append(reset(office, person)))
    with pytest.raises(Unauthenticated):
        signing_in.change_password(office.archive, begun, CHOSEN, "otra clave bien larga")
    assert signing_in.sign_in(office.archive, person, given[0], "-").must_change_password


def test_a_right_guess_among_many_sent_at_once_is_refused_as_they_are(office, person, meanwhile):
    def guessed():
        with office.archive.database.write() as session:
            user = user_named(session, person)
            user.failed_logins, user.locked_until = 9, now() + signing_in.FOR_SECOND_STEP

    meanwhile(guessed)
    with pytest.raises(Unauthenticated) as refused:
        signing_in.sign_in(office.archive, person, CHOSEN, "-")
    assert refused.value.code == "locked_out"
