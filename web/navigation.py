"""The rooms of the office and who may enter each: what stands in the bar."""

import msgspec

from schemas.access import Action, Actor, may


class Room(msgspec.Struct, frozen=True):
    """An entry of the bar: where it leads, what it is called, what one must be allowed, the key after `g` that goes there."""

    path: str
    name: str
    needs: Action
    key: str


ROOMS = (
    Room("/", "Inicio", Action.READ_REGISTRY, "i"),
    Room("/buscar", "Buscar", Action.READ_DOCUMENTS, "b"),
    Room("/deudores", "Deudores", Action.READ_DOSSIERS, "d"),
    Room("/custodia", "Custodia", Action.READ_RECORDS, "c"),
    Room("/recibir", "Recibir", Action.ADD_DOCUMENTS, "r"),
    Room("/revisar", "Por revisar", Action.REVIEW_DOCUMENTS, "v"),
)


def rooms_for(actor: object) -> tuple[Room, ...]:
    """The rooms that the actor may enter; none for whoever is not signed in."""
    return tuple(room for room in ROOMS if may(actor, room.needs)) if isinstance(actor, Actor) else ()
