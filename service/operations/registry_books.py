"""What a row that comes in means for the registry: which entity it is about and what of it would change.

A book reads all that a batch of rows refers to in a constant number of queries,
then tells of each row what to do. It changes nothing itself.
"""

from collections.abc import Sequence
from typing import Any, ClassVar, Protocol

import msgspec
from msgspec import UNSET

from schemas.identifiers import credit_key
from schemas.names import name_key, sort_key
from schemas.registry import (
    CREDIT_STATUSES,
    CourtIn,
    CreditIn,
    DebtorIn,
    LawyerIn,
)
from service.operations import registry_values as values
from service.operations.registry_values import Problem, known, needed
from storage.records import Session, registry
from storage.records.tables import CourtRow, CreditRow, LawyerRow, PersonRow

Row = Any
"""One of the registry's tables; SQLAlchemy's rows share no narrower type."""

FEWEST, MOST = 5, 8
"""Digits of a professional licence (DOMAIN 2.8)."""


class Planned(msgspec.Struct, frozen=True):
    """What to do: the row there is (None: make one), the values it shall have, what is odd. `claims`: credit ids."""

    row: Row | None
    values: dict[str, Any]
    warnings: tuple[str, ...] = ()
    claims: frozenset[str] | None = None

    def changes(self) -> dict[str, Any]:
        """The values that are not so yet."""
        if self.row is None:
            return self.values
        return {name: value for name, value in self.values.items() if getattr(self.row, name) != value}


class Book(Protocol):
    """All that a batch refers to. `shown` names what search shows or filters by: a change of it touches documents."""

    table: ClassVar[type]
    entity: ClassVar[str]
    shown: ClassVar[frozenset[str]]

    @staticmethod
    def key(data: Any) -> object:  # noqa: ANN401 - each book takes its own struct
        """What two rows about the same entity share."""
        ...

    def plan(self, data: Any) -> Planned:  # noqa: ANN401 - as above
        """What the row means.

        Raises:
            Problem: it cannot be taken.
        """
        ...

    def keep(self, row: Row) -> None:
        """Remember a row just made, so that a later one of the batch finds it."""
        ...


class DebtorBook:
    """Persons, by CURP, else RFC, else name."""

    table: ClassVar[type] = PersonRow
    entity: ClassVar[str] = "debtor"
    shown: ClassVar[frozenset[str]] = frozenset(("full_name", "curp", "rfc"))

    def __init__(self, session: Session, rows: Sequence[DebtorIn]) -> None:
        self._by_id = registry.persons_by_id(session, [row.id for row in rows if row.id])
        self._by_curp = registry.persons_by_curp(
            session, [row.curp.replace(" ", "").upper() for row in rows if row.curp]
        )
        loose = [row for row in rows if not row.curp and not row.id]
        rfcs = [str(row.rfc).replace(" ", "").replace("-", "").upper() for row in loose if row.rfc]
        self._by_rfc: dict[str, Row] = {}
        self._by_name: dict[str, Row] = {}
        for person in registry.persons_without_curp(session, rfcs, [name_key(_full_name(row) or "") for row in loose]):
            self._remember_loose(person)

    @staticmethod
    def key(data: DebtorIn) -> object:
        """Id, CURP, RFC or name, whichever is there first."""
        first = data.id or data.curp or data.rfc or _full_name(data) or ""
        return str(first).upper()

    def plan(self, data: DebtorIn) -> Planned:
        """See `Book.plan`."""
        warnings: list[str] = []
        curp = values.curp("curp", data.curp, warnings)
        rfc = values.rfc("rfc", data.rfc, warnings)
        full_name = _full_name(data)
        row = self._find(data, curp, rfc, full_name)
        if row is None:
            needed("full_name", full_name, "el nombre completo")
        if full_name is not UNSET and not (isinstance(full_name, str) and name_key(full_name)):
            raise Problem("full_name", "El nombre no tiene letras.")
        named = {}
        if isinstance(full_name, str):
            named = {"full_name": full_name, "name_key": name_key(full_name), "sort_key": _sorted_by(data, full_name)}
        parts = {name: values.text(name, getattr(data, name)) for name in (*_PARTS, "phone")}
        return Planned(row, known(curp=curp, rfc=rfc, **named, **parts), tuple(warnings))

    def keep(self, row: Row) -> None:
        """See `Book.keep`."""
        if row.curp:
            self._by_curp[row.curp] = row
        else:
            self._remember_loose(row)

    def _remember_loose(self, person: Row) -> None:
        if person.rfc:
            self._by_rfc.setdefault(person.rfc, person)
        else:
            self._by_name.setdefault(person.name_key, person)

    def _find(self, data: DebtorIn, curp: object, rfc: object, full_name: object) -> Row | None:
        owner = self._by_curp.get(str(curp)) if isinstance(curp, str) else None
        if data.id:
            row = self._by_id.get(data.id)
            if row is None:
                raise Problem("id", "No hay ninguna persona con ese id.")
            if owner is not None and owner.id != row.id:
                raise Problem("curp", "La CURP ya es de otra persona.")
            return row
        if isinstance(curp, str):
            return owner
        if isinstance(rfc, str):
            return self._by_rfc.get(rfc)
        return self._by_name.get(name_key(full_name)) if isinstance(full_name, str) else None


_PARTS = ("given_names", "first_surname", "second_surname")


def _full_name(data: DebtorIn) -> Any:  # noqa: ANN401 - a text, None or UNSET
    """The name as given, else put together from its parts."""
    if data.full_name is not UNSET and data.full_name:
        return values.text("full_name", data.full_name)
    parts = [part for name in _PARTS if isinstance(part := getattr(data, name), str) and part.strip()]
    return values.text("full_name", " ".join(parts)) if parts else data.full_name


def _sorted_by(data: DebtorIn, full_name: str) -> str:
    """Surnames first where they are told apart, as in a Spanish list."""
    parts = [getattr(data, name) for name in ("first_surname", "second_surname", "given_names")]
    told = [part for part in parts if isinstance(part, str) and part.strip()]
    return sort_key(" ".join(told) if data.first_surname else full_name)


class CreditBook:
    """Loans, by number."""

    table: ClassVar[type] = CreditRow
    entity: ClassVar[str] = "credit"
    shown: ClassVar[frozenset[str]] = frozenset(("number", "number_key", "debtor_id", "guarantor_id"))

    def __init__(self, session: Session, rows: Sequence[CreditIn]) -> None:
        self._credits = registry.credits_by_key(session, [credit_key(row.number) for row in rows])
        curps = [curp for row in rows for curp in (row.debtor_curp, row.guarantor_curp) if curp]
        self._persons = registry.persons_by_curp(session, [curp.replace(" ", "").upper() for curp in curps])
        self._by_id = registry.persons_by_id(
            session, [one for row in rows for one in (row.debtor_id, row.guarantor_id) if one]
        )

    @staticmethod
    def key(data: CreditIn) -> object:
        """The number without separators."""
        return credit_key(data.number)

    def plan(self, data: CreditIn) -> Planned:
        """See `Book.plan`."""
        key = values.number_key("number", data.number)
        row = self._credits.get(key)
        debtor = self._person(data, "debtor", "ningún deudor")
        status = values.status("status", data.status)
        if row is None:
            needed("debtor_curp", debtor, "la CURP del deudor")
            status = status if isinstance(status, str) else "vigente"
        if debtor is None or status is None:
            raise Problem("debtor_curp" if debtor is None else "status", "No se puede borrar este dato.")
        odd = () if status is UNSET or status in CREDIT_STATUSES else (f"status: el estado «{status}» no es conocido.",)
        found = known(
            number=values.text("number", data.number) if row is None else UNSET,
            number_key=key,
            debtor_id=debtor,
            guarantor_id=self._person(data, "guarantor", "ningún aval"),
            status=status,
            program=values.text("program", data.program),
            signed_on=values.day("signed_on", data.signed_on),
            principal_cents=values.cents("principal", data.principal),
        )
        return Planned(row, found, odd)

    def keep(self, row: Row) -> None:
        """See `Book.keep`."""
        self._credits[row.number_key] = row

    def _person(self, data: CreditIn, who: str, nobody: str) -> Any:  # noqa: ANN401 - an id, None or UNSET
        person_id, curp = getattr(data, f"{who}_id"), values.text(f"{who}_curp", getattr(data, f"{who}_curp"))
        if isinstance(person_id, str):
            if person_id not in self._by_id:
                raise Problem(f"{who}_id", f"No hay {nobody} con ese id.")
            return person_id
        if not isinstance(curp, str):
            return curp if person_id is UNSET else person_id
        person = self._persons.get(curp.replace(" ", "").upper())
        if person is None:
            raise Problem(f"{who}_curp", f"No hay {nobody} con la CURP {curp}.")
        return person.id


class CourtBook:
    """Courts, by code."""

    table: ClassVar[type] = CourtRow
    entity: ClassVar[str] = "court"
    shown: ClassVar[frozenset[str]] = frozenset(("name",))

    def __init__(self, session: Session, rows: Sequence[CourtIn]) -> None:
        self._courts = registry.courts_by_code(session, [court_code(row.code) for row in rows])

    @staticmethod
    def key(data: CourtIn) -> object:
        """The code."""
        return court_code(data.code)

    def plan(self, data: CourtIn) -> Planned:
        """See `Book.plan`."""
        code = needed("code", values.text("code", court_code(data.code)), "la clave del juzgado")
        row = self._courts.get(code)
        name = values.text("name", data.name)
        if row is None or name is None:
            needed("name", name, "el nombre del juzgado")
        aliases: Any = UNSET
        if not isinstance(data.aliases, msgspec.UnsetType):
            cleaned = (values.text("aliases", alias) for alias in data.aliases)
            aliases = [alias for alias in cleaned if isinstance(alias, str)]
        district, city = values.text("district", data.district), values.text("city", data.city)
        return Planned(row, known(code=code, name=name, district=district, city=city, aliases=aliases))

    def keep(self, row: Row) -> None:
        """See `Book.keep`."""
        self._courts[row.code] = row


class LawyerBook:
    """External lawyers, by professional licence."""

    table: ClassVar[type] = LawyerRow
    entity: ClassVar[str] = "lawyer"
    shown: ClassVar[frozenset[str]] = frozenset(("name",))

    def __init__(self, session: Session, rows: Sequence[LawyerIn]) -> None:
        self._lawyers = registry.lawyers_by_cedula(session, [row.cedula.strip() for row in rows])

    @staticmethod
    def key(data: LawyerIn) -> object:
        """The licence."""
        return data.cedula.strip()

    def plan(self, data: LawyerIn) -> Planned:
        """See `Book.plan`."""
        warnings: list[str] = []
        cedula = needed("cedula", values.text("cedula", data.cedula), "la cédula profesional")
        row = self._lawyers.get(cedula)
        name, rfc = values.text("name", data.name), values.rfc("rfc", data.rfc, warnings)
        if row is None or name is None:
            needed("name", name, "el nombre del abogado")
        if not (cedula.isdigit() and FEWEST <= len(cedula) <= MOST):
            warnings.append(f"cedula: una cédula profesional tiene de {FEWEST} a {MOST} dígitos.")
        named = {"name": name, "name_key": name_key(name)} if isinstance(name, str) else {}
        return Planned(
            row, known(cedula=cedula, rfc=rfc, firm=values.text("firm", data.firm), **named), tuple(warnings)
        )

    def keep(self, row: Row) -> None:
        """See `Book.keep`."""
        self._lawyers[row.cedula] = row


def court_code(text: str) -> str:
    """A court's code as compared."""
    return text.strip().upper()
