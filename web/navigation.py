"""The rooms of the office and who may enter each: what stands in the bar."""

import msgspec

from schemas.access import Action, Actor, may


class Room(msgspec.Struct, frozen=True):
    """An entry of the bar: where it leads, what it is called, what one must be allowed, the key after `g` that goes there.

    `inside` and `outside` tell whether it is for people of the house, and for external lawyers.
    """

    path: str
    name: str
    needs: Action
    key: str
    inside: bool = True
    outside: bool = True


ROOMS = (
    Room("/", "Inicio", Action.READ_REGISTRY, "i", outside=False),
    Room("/agenda", "Agenda", Action.READ_REGISTRY, "a"),
    Room("/acuse", "Subir acuse", Action.ADD_DOCUMENTS, "s", inside=False),
    Room("/buscar", "Buscar", Action.READ_DOCUMENTS, "b"),
    Room("/deudores", "Deudores", Action.READ_DOSSIERS, "d"),
    Room("/cartera", "Cartera", Action.READ_SUPERVISION, "t", outside=False),
    Room("/custodia", "Custodia", Action.READ_RECORDS, "c"),
    Room("/recibir", "Recibir", Action.ADD_DOCUMENTS, "r"),
    Room("/revisar", "Por revisar", Action.REVIEW_DOCUMENTS, "v"),
    Room("/administracion", "Administración", Action.READ_EVENTS, "m"),
)
ADMINISTRATION = (
    Room("/administracion", "Estado", Action.READ_SYSTEM, ""),
    Room("/administracion/trabajos", "Trabajos", Action.READ_SYSTEM, ""),
    Room("/administracion/usuarios", "Usuarios", Action.MANAGE_USERS, ""),
    Room("/administracion/credenciales", "Credenciales", Action.MANAGE_USERS, ""),
    Room("/administracion/sesiones", "Sesiones", Action.MANAGE_USERS, ""),
    Room("/administracion/bitacora", "Bitácora", Action.READ_EVENTS, ""),
    Room("/administracion/datos", "Dónde están los datos", Action.READ_EVENTS, ""),
    Room("/administracion/catalogos", "Catálogos", Action.READ_RECORDS, ""),
    Room("/administracion/ajustes", "Ajustes", Action.MANAGE_USERS, ""),
)
"""The tabs of administration."""


PORTFOLIO = (
    Room("/cartera/tablero", "Tablero mensual", Action.READ_REGISTRY, ""),
    Room("/cartera/asignaciones", "Asignaciones", Action.READ_REGISTRY, ""),
    Room("/cartera/espejo", "Juicios espejo", Action.READ_REGISTRY, ""),
    Room("/cartera/contratos", "Contratos", Action.READ_RECORDS, ""),
    Room("/cartera/obligaciones", "Obligaciones", Action.READ_REGISTRY, ""),
    Room("/cartera/solicitudes", "Solicitudes ARCO", Action.READ_RECORDS, ""),
    Room("/cartera/comisiones", "Comisiones", Action.READ_COMMISSIONS, ""),
    Room("/cartera/versiones-publicas", "Versiones públicas", Action.READ_RECORDS, ""),
    Room("/cartera/reservas", "Reservas", Action.READ_RECORDS, ""),
    Room("/cartera/encuadernaciones", "Encuadernaciones", Action.READ_DOSSIERS, ""),
)
"""The tabs of the portfolio, for people of the house."""


_NEEDED = {
    **{room.path: room.needs for room in (*ROOMS[1:], *ADMINISTRATION, *PORTFOLIO)},
    "/lotes": Action.ADD_DOCUMENTS,
    "/calidad": Action.READ_RECORDS,
    "/cartera/contratos/": Action.WRITE_REGISTRY,
}
"""What one must be allowed for a page of that path, or for those below it where it ends with a slash."""


def may_open(actor: object, path: str) -> bool:
    """Whether a link to that page is for the actor: what they may not open is not shown to lead anywhere.

    What is of one matter is for the query to decide, and pages that no role is kept from are for everybody.
    """
    needed = _NEEDED.get(path) or _NEEDED.get(path[: path.rfind("/") + 1])
    return needed is None or (isinstance(actor, Actor) and may(actor, needed))


def rooms_for(actor: object) -> tuple[Room, ...]:
    """The rooms that the actor may enter; none for whoever is not signed in."""
    if not isinstance(actor, Actor):
        return ()
    outside = actor.sees_only is not None
    return tuple(room for room in ROOMS if may(actor, room.needs) and (room.outside if outside else room.inside))


def tabs_for(actor: object, path: str) -> tuple[Room, ...]:
    """The tabs of the room of that path that the actor may open; none where the room has none."""
    if not isinstance(actor, Actor):
        return ()
    if path.startswith("/cartera/"):
        return tuple(tab for tab in PORTFOLIO if actor.sees_only is None and may(actor, tab.needs))
    inside = path == "/administracion" or path.startswith("/administracion/")
    return tuple(tab for tab in ADMINISTRATION if inside and may(actor, tab.needs))
