"""Who stood at the counter, and how that was known (identidad verificada, DOMAIN 1.1, R6)."""

from datetime import datetime
from enum import StrEnum

import msgspec

from schemas.errors import InvalidInput

MOST_LETTERS = 200


class IdentityDocument(StrEnum):
    """What was shown. No number of it is kept: that it was seen is enough (LGPDPPSO 19)."""

    INE = "ine"
    PASSPORT = "pasaporte"
    LICENCE = "cedula_profesional"
    DRIVING_LICENCE = "licencia_de_conducir"
    MILITARY_CARD = "cartilla_militar"
    KNOWN = "conocimiento_personal"
    OTHER = "otro"


class IdentityCheckIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An identity as it was verified: of the person, or of who acts for them (`represented_by`) and on what authority."""

    document: IdentityDocument
    represented_by: str = ""
    authority: str = ""


class IdentityCheck(msgspec.Struct, frozen=True, kw_only=True):
    """That an identity was verified, when and by whom, as the log has it; never changed."""

    person_id: str
    at: datetime
    by: str
    document: IdentityDocument
    represented_by: str = ""
    authority: str = ""


def checked(given: IdentityCheckIn) -> IdentityCheckIn:
    """The same with its blanks laid together.

    Raises:
        InvalidInput: who acts for the person does so on no authority, or the other way round; a text is too long.
    """
    who, authority = (" ".join(text.split()) for text in (given.represented_by, given.authority))
    if bool(who) != bool(authority):
        raise InvalidInput(
            "Quien se presenta por otro lo hace con poder, carta poder o patria potestad: escriba su nombre y con qué.",
            code="no_authority",
        )
    if max(len(who), len(authority)) > MOST_LETTERS or not (who + authority).isprintable():
        raise InvalidInput(f"El nombre y el documento llevan a lo más {MOST_LETTERS} letras.", code="bad_text")
    return IdentityCheckIn(document=given.document, represented_by=who, authority=authority)
