"""The book of lawsuits."""

from collections.abc import Sequence
from typing import Any, ClassVar

import msgspec

from schemas.access import Actor
from schemas.court_files import FileOf, parse_court_file
from schemas.errors import Conflict, NotFound
from schemas.identifiers import credit_key
from schemas.names import name_tokens
from schemas.registry import Lawsuit, LawsuitIn
from schemas.routes import Route, regime_of
from schemas.rules import Regime
from service.operations.registry import values
from service.operations.registry.book import Book, Planned, Row, Wanted
from service.operations.registry.courts import court_code
from service.operations.registry.values import Problem, known
from storage.records import Session, legal_rules, registry, registry_search
from storage.records.tables import LawsuitRow


class LawsuitBook(Book):
    """Lawsuits, by court, kind, year, number and suffix."""

    kind = "lawsuits"
    entity = "lawsuit"
    term = "juicio"
    table = LawsuitRow
    input = LawsuitIn
    shown = Lawsuit
    key_members = ("court_code", "number")
    headings: ClassVar[dict[str, tuple[str, ...]]] = {
        "court_code": ("juzgado", "clave_juzgado", "clave_del_juzgado"),
        "kind": ("tipo", "clase"),
        "number": ("numero", "expediente", "numero_de_expediente", "no_expediente", "expediente_judicial"),
        "year": ("ano", "anio"),
        "suffix": ("sufijo", "secretaria"),
        "credit_numbers": (
            "creditos",
            "numeros_de_credito",
            "credito",
            "numero_de_credito",
            "no_credito",
            "no_de_credito",
            "num_credito",
            "numero_credito",
        ),
        "lawyer_cedula": ("cedula", "cedula_profesional", "cedula_abogado", "cedula_del_abogado", "abogado"),
        "status": ("estado", "estatus", "etapa"),
        "filed_on": ("fecha_de_presentacion", "fecha_presentacion", "presentada_el", "presentado_el", "fecha"),
        "route": ("via", "via_procesal"),
        "regime": ("regimen", "regimen_procesal"),
    }
    order = ("year", "number", "id")
    newest = True
    filters: ClassVar[dict[str, str]] = {"court": "court_id", "lawyer": "lawyer_id", "status": "status"}
    touches = frozenset(("lawyer_id", "claims"))

    def __init__(self, session: Session, rows: Sequence[LawsuitIn]) -> None:
        self._courts = registry.courts_by_code(session, [court_code(row.court_code) for row in rows])
        self._lawyers = registry.lawyers_by_cedula(
            session, [row.lawyer_cedula.strip() for row in rows if row.lawyer_cedula]
        )
        named = [row.credit_numbers for row in rows if not isinstance(row.credit_numbers, msgspec.UnsetType)]
        self._credits = registry.credits_by_key(
            session, [credit_key(number) for numbers in named for number in numbers]
        )
        numbered = registry.lawsuits_numbered(session, [(row.year, row.number) for row in rows])
        self._lawsuits = {_file_of(row): row for row in numbered}
        self._claims = registry.claims(session, [row.id for row in numbered])
        self._rules = legal_rules.rule_table(session)

    @staticmethod
    def key(data: LawsuitIn) -> object:
        """All five members of the key."""
        return (court_code(data.court_code), data.kind.upper(), data.year, data.number, data.suffix.strip().upper())

    def plan(self, data: LawsuitIn) -> Planned:
        """See `Book.plan`."""
        court = self._courts.get(court_code(data.court_code))
        if court is None:
            raise Problem("court_code", f"No hay ningún juzgado con la clave «{data.court_code[:60]}».")
        kind, suffix = data.kind.strip().upper(), data.suffix.strip().upper()
        if kind not in set(FileOf):
            raise Problem("kind", f"«{data.kind[:20]}» no es una clase de expediente judicial.")
        if not 1 <= data.number <= 9_999_999 or not 1900 <= data.year <= 2100 or len(suffix) > 12:
            raise Problem("number", f"«{data.number}/{data.year}» no es un número de juicio.")
        row = self._lawsuits.get((court.id, kind, data.year, data.number, suffix))
        status = values.text("status", data.status)
        if row is None and not isinstance(status, str):
            status = "DEMANDA_PRESENTADA"
        if status is None:
            raise Problem("status", "No se puede borrar este dato.")
        found = known(
            court_id=court.id, kind=kind, year=data.year, number=data.number, suffix=suffix,
            lawyer_id=self._lawyer(data), status=status, filed_on=values.day("filed_on", data.filed_on),
            route=values.one_of("route", data.route, tuple(Route)), regime=values.one_of("regime", data.regime, tuple(Regime)),
        )  # fmt: skip
        return Planned(row, found | self._regime(row, found), claims=self._claimed(data, row))

    def keep(self, row: Row) -> None:
        """See `Book.keep`."""
        self._lawsuits[_file_of(row)] = row

    def wrote(self, session: Session, row: Row, planned: Planned) -> None:
        """See `Book.wrote`: what it claims."""
        if planned.claims is None:
            return
        if planned.row is None:
            registry.claim_anew(session, {row.id: planned.claims})
        else:
            registry.claim_exactly(session, row.id, planned.claims)
        self._claims[row.id] = set(planned.claims)

    def _regime(self, row: Row | None, found: dict[str, Any]) -> dict[str, Any]:
        """The procedural law of a suit whose day of filing or route is told and whose regime is not (DOMAIN 2.9)."""
        moved = row is None or any(
            name in found and found[name] != getattr(row, name) for name in ("filed_on", "route")
        )
        if "regime" in found or not moved:
            return {}
        filed, route = (found.get(name, getattr(row, name, None)) for name in ("filed_on", "route"))
        return {"regime": regime_of(filed, Route(route or Route.EXECUTIVE), self._rules).value} if filed else {}

    def _lawyer(self, data: LawsuitIn) -> Any:  # noqa: ANN401 - an id, None or UNSET
        cedula = values.text("lawyer_cedula", data.lawyer_cedula)
        if not isinstance(cedula, str):
            return cedula
        if cedula not in self._lawyers:
            raise Problem("lawyer_cedula", f"No hay ningún abogado con la cédula {cedula}.")
        return self._lawyers[cedula].id

    def _claimed(self, data: LawsuitIn, row: Row | None) -> frozenset[str] | None:
        """The credits it shall claim; None when they are as they shall be."""
        if isinstance(data.credit_numbers, msgspec.UnsetType):
            return None
        wanted = set()
        for number in data.credit_numbers:
            credit = self._credits.get(values.number_key("credit_numbers", number))
            if credit is None:
                raise Problem("credit_numbers", f"No hay ningún crédito con el número «{number[:60]}».")
            wanted.add(credit.id)
        there = self._claims.get(row.id, set()) if row is not None else set()
        return frozenset(wanted) if wanted != there else None

    @classmethod
    def find(cls, session: Session, actor: Actor, key: str) -> Sequence[Row]:
        """See `Book.find`."""
        return find_lawsuits(session, actor, key)

    @classmethod
    def listed(cls, session: Session, actor: Actor, wanted: Wanted) -> Sequence[Row]:
        """See `Book.listed`. A number may be that of any year."""
        q = wanted.q
        file = parse_court_file(q) if q else None
        number = int(q) if q.isdecimal() and len(q) <= 7 else None
        words = name_tokens(q) if q else ()
        return registry_search.lawsuits(session, actor, words, file or number, cls.page(wanted))

    @classmethod
    def inputs(cls, session: Session, rows: Sequence[Row]) -> list[dict[str, Any]]:
        """See `Book.inputs`."""
        lawyers = registry.lawyers_by_id(session, [row.lawyer_id for row in rows if row.lawyer_id])
        return [
            {
                "court_code": one.court_code, "kind": one.kind, "number": one.number, "year": one.year,
                "suffix": one.suffix, "credit_numbers": one.credits,
                "lawyer_cedula": lawyers[one.lawyer_id].cedula if one.lawyer_id else None,
                "status": one.status, "filed_on": one.filed_on, "route": one.route, "regime": one.regime,
            }
            for one in cls.views(session, rows)
        ]  # fmt: skip

    @classmethod
    def label(cls, entity: Lawsuit) -> str:
        """See `Book.label`."""
        return f"{entity.file} de {entity.court} ({entity.court_code} {entity.file})"

    @classmethod
    def views(cls, session: Session, rows: Sequence[Row]) -> tuple[Lawsuit, ...]:
        """See `Book.views`: lawsuits with court, lawyer and what they claim."""
        courts = registry.courts_by_id(session, [row.court_id for row in rows])
        lawyers = registry.lawyers_by_id(session, [row.lawyer_id for row in rows if row.lawyer_id])
        claims = registry.claims(session, [row.id for row in rows])
        credits = registry.credits_by_id(session, [one for claimed in claims.values() for one in claimed])
        made = []
        for row in rows:
            at, lawyer = courts[row.court_id], lawyers.get(row.lawyer_id or "")
            claimed = sorted((credits[one].number, one) for one in claims.get(row.id, ()))
            made.append(
                Lawsuit(
                    row.id,
                    file_number(row),
                    row.kind,
                    row.number,
                    row.year,
                    row.suffix,
                    at.id,
                    at.code,
                    at.name,
                    row.lawyer_id,
                    lawyer.name if lawyer else None,
                    row.status,
                    row.filed_on,
                    tuple(number for number, _ in claimed),
                    tuple(one for _, one in claimed),
                    row.version,
                    row.updated_at,
                    row.route,
                    row.regime,
                )  # fmt: skip
            )
        return tuple(made)


def file_number(row: Row) -> str:
    """A lawsuit's number as printed: `1234/2024` or `1234/2024-2`, with its kind before it where it is no main file."""
    kind = "" if row.kind == "EXP" else f"{row.kind} "
    return f"{kind}{row.number}/{row.year}" + (f"-{row.suffix}" if row.suffix else "")


def _file_of(row: Row) -> tuple[str, str, int, int, str]:
    return (row.court_id, row.kind, row.year, row.number, row.suffix)


def find_lawsuits(session: Session, actor: Actor, key: str) -> Sequence[Row]:
    """Lawsuits by id or number; the number may come with the court: `1234/2024`, `2MH 1234/2024`, `2MH:EXP:2024:1234`."""
    found = registry_search.lawsuit(session, actor, key)
    if found:
        return found
    for code, rest in (*_splits(key), ("", key)):
        file = parse_court_file(rest)
        if file is not None:
            found = registry_search.lawsuits_of_file(session, actor, file, court_code(code))
            if found:
                return found
    return ()


def the_lawsuit(session: Session, actor: Actor, key: str) -> Row:
    """The one lawsuit of that id or number.

    Raises:
        NotFound: there is no such lawsuit, or the actor may not know of it.
        Conflict: courts share the number.
    """
    rows = find_lawsuits(session, actor, key)
    if not rows:
        raise NotFound("No se encontró el juicio.")
    if len(rows) > 1:
        raise Conflict("Varios juzgados tienen ese número; anteponga la clave del juzgado.", code="ambiguous")
    return rows[0]


def _splits(key: str) -> list[tuple[str, str]]:
    """Ways to part a court's code from the number: at blanks, colons, commas or @, the code first or last."""
    pairs = []
    for mark in (":", " ", ",", "@"):
        head, found, tail = key.partition(mark)
        if found:
            pairs.append((head, tail))
        head, found, tail = key.rpartition(mark)
        if found:
            pairs.append((tail, head))
    return [(code.strip(), rest.strip()) for code, rest in pairs if code.strip() and rest.strip()]
