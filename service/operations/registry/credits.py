"""The book of loans."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, ClassVar

from msgspec import UNSET

from schemas.access import Actor
from schemas.identifiers import credit_key
from schemas.registry import CREDIT_STATUSES, Credit, CreditIn
from schemas.registry.credits import Party
from service.operations.registry import values
from service.operations.registry.book import Book, Planned, Row
from service.operations.registry.values import Problem, known, needed, pesos
from storage.records import Session, parties, registry, registry_search
from storage.records.tables import CreditRow


class CreditBook(Book):
    """Loans, by number."""

    kind = "credits"
    entity = "credit"
    term = "crédito"
    table = CreditRow
    input = CreditIn
    shown = Credit
    key_members = ("number",)
    headings: ClassVar[dict[str, tuple[str, ...]]] = {
        "number": (
            "numero",
            "credit_number",
            "credito",
            "numero_de_credito",
            "no_credito",
            "no_de_credito",
            "num_credito",
            "numero_credito",
        ),
        "debtor_curp": ("curp", "curp_deudor", "curp_del_deudor", "curp_acreditado", "curp_del_acreditado"),
        "debtor_id": (),
        "guarantor_curp": ("curp_aval", "curp_del_aval", "aval", "aval_curp", "curp_deudor_solidario"),
        "guarantor_id": (),
        "status": ("estado", "estatus", "situacion"),
        "program": ("programa",),
        "school": ("escuela", "institucion"),
        "level": ("nivel", "nivel_educativo"),
        "plan": (),
        "studies_end_on": ("fin_de_estudios", "fecha_de_termino_de_estudios"),
        "signed_on": ("fecha_de_firma", "fecha_firma", "fecha_de_suscripcion", "fecha"),
        "principal": ("monto", "importe", "capital", "suerte_principal", "cantidad"),
    }
    order = ("number_key", "id")
    filters: ClassVar[dict[str, str]] = {"debtor": "debtor_id", "guarantor": "guarantor_id", "status": "status"}
    paths = ("number_key", "debtor.name_key", "debtor.curp")
    touches = frozenset(("number", "number_key", "debtor_id", "guarantor_id"))

    def __init__(self, session: Session, rows: Sequence[CreditIn]) -> None:
        self._credits = registry.credits_by_key(session, [credit_key(row.number) for row in rows])
        curps = [curp for row in rows for curp in (row.debtor_curp, row.guarantor_curp) if curp]
        named = registry.persons_by_curp(session, [curp.replace(" ", "").upper() for curp in curps])
        ids = [one for row in rows for one in (row.debtor_id, row.guarantor_id) if one]
        self._persons = registry.kept(session, named)
        self._by_id = registry.kept(session, registry.persons_by_id(session, ids))

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
            **{name: values.text(name, getattr(data, name)) for name in ("program", "school", "level", "plan")},
            studies_end_on=values.day("studies_end_on", data.studies_end_on),
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
            return self._by_id[person_id].id
        if not isinstance(curp, str):
            return curp if person_id is UNSET else person_id
        person = self._persons.get(curp.replace(" ", "").upper())
        if person is None:
            raise Problem(f"{who}_curp", f"No hay {nobody} con la CURP {curp}.")
        return person.id

    @classmethod
    def find(cls, session: Session, actor: Actor, key: str) -> Sequence[Row]:
        """See `Book.find`."""
        return registry_search.credit(session, actor, key, credit_key(key))

    @classmethod
    def inputs(cls, session: Session, rows: Sequence[Row]) -> list[dict[str, Any]]:
        """See `Book.inputs`. Who has no CURP is told by id."""
        people = registry.persons_by_id(
            session, [one for row in rows for one in (row.debtor_id, row.guarantor_id) if one is not None]
        )
        told = []
        for row in rows:
            one: dict[str, Any] = {name: getattr(row, name, None) for name in cls.headings}
            one["principal"] = pesos(row.principal_cents)
            for who in ("debtor", "guarantor"):
                person = people.get(getattr(row, f"{who}_id") or "")
                one[f"{who}_curp"] = person.curp if person else None
                one[f"{who}_id"] = person.id if person and not person.curp else None
            told.append(one)
        return told

    @classmethod
    def label(cls, entity: Credit) -> str:
        """See `Book.label`."""
        return f"crédito {entity.number}"

    @classmethod
    def views(cls, session: Session, rows: Sequence[Row]) -> tuple[Credit, ...]:
        """See `Book.views`."""
        people = registry.persons_by_id(
            session, [one for row in rows for one in (row.debtor_id, row.guarantor_id) if one is not None]
        )
        lawyers = registry.lawyers_now(session, [row.id for row in rows])
        others = parties.of_credits(session, [row.id for row in rows])
        made = []
        for row in rows:
            lawyer, guarantor = lawyers.get(row.id), people.get(row.guarantor_id or "")
            made.append(
                Credit(
                    row.id,
                    row.number,
                    row.status,
                    row.program,
                    row.school,
                    row.level,
                    row.plan,
                    row.studies_end_on,
                    row.signed_on,
                    pesos(row.principal_cents),
                    row.debtor_id,
                    people[row.debtor_id].full_name,
                    row.guarantor_id,
                    guarantor.full_name if guarantor else None,
                    lawyer.id if lawyer else None,
                    lawyer.name if lawyer else None,
                    tuple(_parties(row, people, others.get(row.id, ()))),
                    row.version,
                    row.updated_at,
                )  # fmt: skip
            )
        return tuple(made)


def _parties(row: Row, people: Mapping[str, Row], others: Iterable[parties.Party]) -> Iterator[Party]:
    """Everybody with a role on the credit, its borrower first."""
    yield Party("acreditado", row.debtor_id, people[row.debtor_id].full_name)
    if row.guarantor_id:
        yield Party("avalista", row.guarantor_id, people[row.guarantor_id].full_name)
    for one in others:
        yield Party(one.role, one.person_id, one.name)
