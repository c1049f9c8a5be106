"""The book of courts."""

from collections.abc import Sequence
from typing import ClassVar

from schemas.access import Actor
from schemas.folding import fold
from schemas.registry import Court, CourtIn
from service.operations.registry.book import Row, Wanted
from service.operations.registry.declared import Declared
from service.operations.registry.members import COURT, Member, code, text, texts
from storage.records import Session, registry_search
from storage.records.tables import CourtRow


class CourtBook(Declared):
    """Courts, by code."""

    kind = "courts"
    entity = "court"
    term = "juzgado"
    table = CourtRow
    input = CourtIn
    shown = Court
    key_members = ("code",)
    members: ClassVar[tuple[Member, ...]] = (
        code("code", "clave", "codigo", "clave_juzgado", "clave_del_juzgado", needed="la clave del juzgado"),
        text("name", "nombre", "juzgado", needed="el nombre del juzgado"),
        text("district", "distrito", "distrito_judicial"),
        text("city", "ciudad"),
        texts("aliases", "alias", "otros_nombres"),
    )
    target = COURT
    order = ("code", "id")
    touches = frozenset(("name",))

    @classmethod
    def listed(cls, session: Session, actor: Actor, wanted: Wanted) -> Sequence[Row]:
        """See `Book.listed`: words of the names, the city or the district."""
        everything = registry_search.courts(session, cls.page(wanted))
        return [row for row in everything if _court_fits(row, wanted.q)][: wanted.limit]

    @classmethod
    def label(cls, entity: Court) -> str:
        """See `Book.label`."""
        return f"{entity.name} ({entity.code})"


def court_code(text: str) -> str:
    """A court's code as compared."""
    return text.strip().upper()


def _court_fits(row: Row, q: str) -> bool:
    names = fold(" ".join((row.code, row.name, row.city or "", row.district or "", *row.aliases)))
    return all(word in names for word in fold(q).split())
