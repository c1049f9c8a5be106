"""The books of who has which role on a loan, and of addresses."""

from typing import Any, ClassVar

from schemas.registry import Address, AddressIn, CreditParty, CreditPartyIn
from schemas.registry.people import ADDRESS_TYPES, PARTY_ROLES
from service.operations.registry.book import Row
from service.operations.registry.declared import Declared
from service.operations.registry.members import CREDIT, DOCUMENT, PERSON, Member, choice, code, day, ref, text
from service.operations.registry.values import Problem
from storage.records.tables import AddressRow, CreditPartyRow

_DOCUMENT = ref("document_id", DOCUMENT, "document_id", "documento")
_PERSON = ref("person_curp", PERSON, "person_id", "curp", "persona", needed="la CURP de la persona")


class CreditPartyBook(Declared):
    """Roles on a loan (intervinientes) beside its borrower and first guarantor, by credit, person and role."""

    kind = "credit-parties"
    entity = "credit_party"
    term = "interviniente de un crédito"
    table = CreditPartyRow
    input = CreditPartyIn
    shown = CreditParty
    key_members = ("credit_number", "person_curp", "role")
    members: ClassVar[tuple[Member, ...]] = (
        ref("credit_number", CREDIT, "credit_id", "credito", "numero_de_credito", "no_credito",
            needed="el número de crédito"),
        _PERSON,
        choice("role", PARTY_ROLES, "papel", "caracter", needed="el papel de la persona"),
        ref("for_person_curp", PERSON, "for_person_id", "representa_a"),
        day("since", "desde"),
        day("until", "hasta"),
        _DOCUMENT,
    )  # fmt: skip
    filters: ClassVar[dict[str, str]] = {"credit": "credit_id", "person": "person_id"}
    paths = ("credit.number_key", "person.name_key", "person.curp")
    touches = frozenset(("credit_id", "person_id"))
    touches_when_made = True

    def complete(self, row: Row | None, values: dict[str, Any], warnings: list[str]) -> dict[str, Any]:
        """See `Declared.complete`."""
        if values.get("since") and values.get("until") and values["until"] < values["since"]:
            raise Problem("until", "No puede terminar antes de empezar.")
        if values.get("for_person_id") == values["person_id"]:
            raise Problem("for_person_curp", "Nadie se representa a sí mismo.")
        return values

    def touched(self, row: Row) -> tuple[str, str]:
        """See `Book.touched`."""
        return ("credit", row.credit_id)


class AddressBook(Declared):
    """Addresses (domicilios) as printed, by person, type and line."""

    kind = "addresses"
    entity = "address"
    term = "domicilio"
    table = AddressRow
    input = AddressIn
    shown = Address
    key_members = ("person_curp", "type", "line")
    members: ClassVar[tuple[Member, ...]] = (
        _PERSON,
        choice("type", ADDRESS_TYPES, "tipo", "clase", needed="el tipo de domicilio"),
        text("line", "domicilio", "direccion", "calle_y_numero", needed="el domicilio"),
        text("city", "ciudad", "municipio"),
        text("state", "estado"),
        code("postal_code", "codigo_postal", "cp"),
        day("valid_from", "desde"),
        day("valid_to", "hasta"),
        day("not_theirs_on", "no_es_suyo_desde"),
        _DOCUMENT,
    )
    filters: ClassVar[dict[str, str]] = {"person": "person_id", "debtor": "person_id"}
    paths = ("person.name_key", "person.curp")
    private = frozenset(("line",))
