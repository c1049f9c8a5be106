"""Messages taken for somebody of the house about a debtor or a lawyer (recados, DOMAIN 1.1, R8)."""

from datetime import datetime

import msgspec

from schemas.errors import InvalidInput

MOST_CALLER, MOST_LETTERS = 120, 1_000


class CallMessageIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A message as it is taken: who called, what they say, for whom of the house; about one debtor or one lawyer, by id or key."""

    caller: str
    text: str
    assigned_to: str
    debtor: str = ""
    lawyer: str = ""


class CallMessage(msgspec.Struct, frozen=True, kw_only=True):
    """A message as shown; open while `done_at` is null. `about` is the name of the debtor or lawyer."""

    id: str
    debtor_id: str | None
    lawyer_id: str | None
    about: str
    caller: str
    text: str
    assigned_to: str
    taken_at: datetime
    taken_by: str
    done_at: datetime | None
    done_by: str | None


class Narrow(msgspec.Struct, frozen=True):
    """Which messages: for which user, about whom (ids); open ones, or those done."""

    assigned_to: str = ""
    person_id: str = ""
    lawyer_id: str = ""
    done: bool = False


def checked(given: CallMessageIn) -> CallMessageIn:
    """The same with its blanks laid together.

    Raises:
        InvalidInput: it is about nobody or about two, a field is empty or too long, or has letters that no paper shows.
    """
    if bool(given.debtor.strip()) == bool(given.lawyer.strip()):
        raise InvalidInput("El recado es sobre un deudor o sobre un abogado.", code="about_one")
    caller, text = (" ".join(said.split()) for said in (given.caller, given.text))
    for name, said, most in (("De quién", caller, MOST_CALLER), ("Recado", text, MOST_LETTERS)):
        if not said or len(said) > most or not said.isprintable():
            raise InvalidInput(f"{name}: escriba de una a {most:,} letras.", code="bad_text")
    return msgspec.structs.replace(given, caller=caller, text=text)
