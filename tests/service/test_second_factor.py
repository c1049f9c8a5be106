"""The second factor: codes of the present, each once, sealed at rest; recovery codes; the way back for who lost both."""

import time

import pyotp
import pytest

from schemas.access import SYSTEM, Actor, Role
from schemas.errors import InvalidInput, Misconfigured, Unauthenticated
from schemas.settings import Settings
from service.operations import access, second_factor, signing_in
from service.sealing import seal, unseal
from storage.records.access import user_named
from tests.service.conftest import CHOSEN, Office


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    made = Office(tmp_path_factory.mktemp("factor"))
    made.hire("boss", Role.ADMINISTRATOR)
    yield made
    made.archive.close()


@pytest.fixture
def person(plain, request):
    """A user of a password of their own, as who acts."""
    name = f"u{abs(hash(request.node.name)) % 10**9}"
    plain.hire(name, Role.ARCHIVIST)
    return Actor(name, Role.ARCHIVIST, "test", user_id=plain.settle(name))


@pytest.fixture
def enrolled(plain, person):
    made = second_factor.begin(plain.archive, person)
    codes = second_factor.confirm(plain.archive, person, code_at(made.secret, -30))
    return made.secret, codes


def code_at(secret, shift=0):
    return pyotp.TOTP(secret).at(time.time() + shift)


def enter(plain, person, code=""):
    return signing_in.sign_in(plain.archive, person.name, CHOSEN, "-", code=code)


def test_a_password_alone_no_longer_opens(plain, person, enrolled):
    with pytest.raises(Unauthenticated) as refused:
        enter(plain, person)
    assert refused.value.code == "second_factor_required"
    assert enter(plain, person, code_at(enrolled[0])).actor.name == person.name


def test_a_code_opens_once(plain, person, enrolled):
    code = code_at(enrolled[0])
    enter(plain, person, code)
    with pytest.raises(Unauthenticated, match="ya se usó"):
        enter(plain, person, code)


def test_a_recovery_code_opens_once_however_it_is_written(plain, person, enrolled):
    enter(plain, person, enrolled[1][0].upper().replace("-", " "))
    assert second_factor.factor_of(plain.archive, person).recovery_codes == 9
    with pytest.raises(Unauthenticated):
        enter(plain, person, enrolled[1][0])


def test_the_secret_is_sealed_and_another_key_does_not_open_it(plain, person, enrolled):
    with plain.archive.database.read() as session:
        sealed = user_named(session, person.name).second_factor
    assert enrolled[0].encode() not in sealed
    assert unseal(plain.settings, sealed) == enrolled[0].encode()
    other = Settings(data=plain.settings.data, database="-", objects="-", secret_key="x" * 40)
    with pytest.raises(Misconfigured, match="LEGAJO_SECRET_KEY"):
        unseal(other, sealed)
    with pytest.raises(Misconfigured, match="al menos 32"):
        seal(Settings(data=plain.settings.data, database="-", objects="-", secret_key="corta"), b"x")


def test_nothing_is_on_before_a_first_code(plain, person):
    second_factor.begin(plain.archive, person)
    with pytest.raises(InvalidInput):
        second_factor.confirm(plain.archive, person, "000000")
    assert enter(plain, person).actor.name == person.name


def test_guessing_codes_is_shut_out_like_guessing_passwords(plain, person, enrolled):
    half_way = signing_in.enter(plain.archive, person.name, CHOSEN, "-").secret
    for _ in range(5):
        with pytest.raises(Unauthenticated):
            signing_in.finish(plain.archive, half_way, "123456", "-")
    with pytest.raises(Unauthenticated) as refused:
        signing_in.finish(plain.archive, half_way, code_at(enrolled[0]), "-")
    assert refused.value.code == "locked_out"


def test_guessing_codes_to_turn_it_off_is_shut_out_too(plain, person, enrolled):
    for _ in range(5):
        with pytest.raises(InvalidInput):
            second_factor.turn_off(plain.archive, person, "123456")
    with pytest.raises(Unauthenticated) as refused:
        second_factor.turn_off(plain.archive, person, code_at(enrolled[0]))
    assert refused.value.code == "locked_out"
    assert second_factor.factor_of(plain.archive, person).on


def test_an_administrator_lets_in_who_lost_the_telephone(plain, person, enrolled):
    view, _ = access.change_user(plain.archive, SYSTEM, person.name, access.UserChange(forget_second_factor=True))
    assert not view.second_factor
    assert enter(plain, person).actor.name == person.name


def test_a_sign_in_left_half_way_ends_with_the_password_it_rested_on(plain, person, enrolled):
    half_way = signing_in.enter(plain.archive, person.name, CHOSEN, "-").secret
    access.change_user(plain.archive, SYSTEM, person.name, access.UserChange(new_password=True))
    with pytest.raises(Unauthenticated) as refused:
        signing_in.finish(plain.archive, half_way, code_at(enrolled[0]), "-")
    assert refused.value.code == "session_ended"
