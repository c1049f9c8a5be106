"""The book of persons."""

from collections.abc import Sequence
from typing import Any, ClassVar

from msgspec import UNSET

from schemas.access import Actor
from schemas.curp import curp_birth_date, curp_problem
from schemas.identifiers import credit_key
from schemas.names import name_key, name_tokens, sort_key
from schemas.registry import Debtor, DebtorIn
from schemas.registry.people import SEXES, MergedEntry
from service.operations.registry import values
from service.operations.registry.book import Book, Planned, Row, Wanted
from service.operations.registry.values import Problem, known, needed
from storage.records import Session, person_merges, registry, registry_rows, registry_search
from storage.records.tables import DocumentRow, PersonRow


class DebtorBook(Book):
    """Persons, by CURP, else RFC, else name."""

    kind = "debtors"
    entity = "debtor"
    term = "persona"
    table = PersonRow
    input = DebtorIn
    shown = Debtor
    headings: ClassVar[dict[str, tuple[str, ...]]] = {
        "id": (),
        "curp": (),
        "rfc": (),
        "full_name": ("nombre_completo", "nombre", "nombre_del_deudor", "deudor", "acreditado"),
        "given_names": ("nombres", "nombre_s", "nombre_de_pila"),
        "first_surname": ("apellido_paterno", "primer_apellido", "paterno"),
        "second_surname": ("apellido_materno", "segundo_apellido", "materno"),
        "phone": ("telefono", "tel", "celular"),
        "email": ("correo", "correo_electronico"),
        "employer": ("patron", "empresa", "trabaja_en", "empleador"),
        "birth_date": ("fecha_de_nacimiento", "nacimiento"),
        "sex": ("sexo",),
        "deceased_on": ("fecha_de_defuncion", "fallecio_el"),
        "deceased_document_id": ("acta_de_defuncion",),
    }
    order = ("sort_key", "id")
    paths = ("name_key", "curp", "rfc")
    touches = frozenset(("full_name", "curp", "rfc"))
    private = frozenset(("phone", "email", "employer"))

    def __init__(self, session: Session, rows: Sequence[DebtorIn]) -> None:
        self._by_id = registry.persons_by_id(session, [row.id for row in rows if row.id])
        self._by_curp = registry.persons_by_curp(
            session, [row.curp.replace(" ", "").upper() for row in rows if row.curp]
        )
        loose = [row for row in rows if not row.curp and not row.id]
        rfcs = [str(row.rfc).replace(" ", "").replace("-", "").upper() for row in loose if row.rfc]
        papers = {str(row.deceased_document_id) for row in rows if row.deceased_document_id}
        self._papers = registry_rows.by_id(session, DocumentRow, papers)
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
        if row is not None and row.merged_into_id:
            warnings.append("Está fusionada con otra persona: sólo cambia su registro anterior.")
        if row is None:
            needed("full_name", full_name, "el nombre completo")
        if full_name is not UNSET and not (isinstance(full_name, str) and name_key(full_name)):
            raise Problem("full_name", "El nombre no tiene letras.")
        named = {}
        if isinstance(full_name, str):
            named = {"full_name": full_name, "name_key": name_key(full_name), "sort_key": _sorted_by(data, full_name)}
        parts = {name: values.text(name, getattr(data, name)) for name in (*_PARTS, "phone", "email", "employer")}
        days = {name: values.day(name, getattr(data, name)) for name in ("birth_date", "deceased_on")}
        found = known(curp=curp, rfc=rfc, sex=_sex(data), **named, **parts, **days, **self._paper(data))
        return Planned(row, found | _by_curp(row, found, warnings), tuple(warnings))

    def _paper(self, data: DebtorIn) -> dict[str, object]:
        paper = data.deceased_document_id
        if isinstance(paper, str) and paper not in self._papers:
            raise Problem("deceased_document_id", "No hay ningún documento con ese id.")
        return {"deceased_document_id": paper}

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

    @classmethod
    def find(cls, session: Session, actor: Actor, key: str) -> Sequence[Row]:
        """See `Book.find`. A key of a merged entry leads to the one kept."""
        return registry_search.person(session, actor, key)

    @classmethod
    def listed(cls, session: Session, actor: Actor, wanted: Wanted) -> Sequence[Row]:
        """See `Book.listed`. Merged entries are no lines of their own; their names and keys find the one kept."""
        words = name_tokens(wanted.q) if wanted.q else ()
        return registry_search.persons(session, actor, words, credit_key(wanted.q), cls.page(wanted))

    @classmethod
    def views(cls, session: Session, rows: Sequence[Row]) -> tuple[Debtor, ...]:
        """See `Book.views`."""
        merged = person_merges.merged_into(session, [row.id for row in rows])
        return tuple(debtor(row, merged.get(row.id, ())) for row in rows)

    @classmethod
    def inputs(cls, session: Session, rows: Sequence[Row]) -> list[dict[str, Any]]:
        """See `Book.inputs`. Who has neither CURP nor RFC is told by id."""
        names = [name for name in cls.headings if name != "id"]
        return [
            {"id": None if row.curp or row.rfc else row.id} | {name: getattr(row, name) for name in names}
            for row in rows
        ]

    @classmethod
    def label(cls, entity: Debtor) -> str:
        """See `Book.label`."""
        return f"{entity.full_name} ({entity.curp or entity.id})"


def debtor(row: Row, merged: Sequence[Row] = ()) -> Debtor:
    """A person as shown, with the entries merged into theirs."""
    return Debtor(
        row.id, row.curp, row.rfc, row.full_name, row.given_names, row.first_surname, row.second_surname, row.phone,
        row.email, row.employer, row.birth_date, row.sex, row.deceased_on, row.deceased_document_id,
        row.version, row.updated_at, row.merged_into_id,
        tuple(MergedEntry(one.id, one.full_name, one.curp, one.rfc) for one in merged),
    )  # fmt: skip


_PARTS = ("given_names", "first_surname", "second_surname")


def _sex(data: DebtorIn) -> Any:  # noqa: ANN401 - a text, None or UNSET
    """`h`, `m` or `x`, as the CURP has it."""
    clean = values.status("sex", data.sex)
    clean = {"hombre": "h", "mujer": "m", "masculino": "h", "femenino": "m"}.get(clean, clean) if clean else clean
    if isinstance(clean, str) and clean not in SEXES:
        raise Problem("sex", f"«{str(data.sex)[:20]}» no es H, M ni X.")
    return clean


def _by_curp(row: Row | None, found: dict[str, object], warnings: list[str]) -> dict[str, object]:
    """Birth date and sex as a valid CURP tells them, where nothing else is said; what contradicts it is a warning (DOMAIN 2.1)."""
    curp = found.get("curp") or (row.curp if row is not None else None)
    if not isinstance(curp, str) or curp_problem(curp):
        return {}
    filled: dict[str, object] = {}
    for name, told in (("birth_date", curp_birth_date(curp)), ("sex", curp[10].lower())):
        said = found.get(name) or (getattr(row, name) if row is not None else None)
        if said is None and name not in found:
            filled[name] = told
        elif said is not None and said != told:
            warnings.append(f"{name}: no coincide con la CURP.")
    return filled


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
