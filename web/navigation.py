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
    Room("/custodia", "Custodia", Action.READ_RECORDS, "c"),
    Room("/recibir", "Recibir", Action.ADD_DOCUMENTS, "r"),
    Room("/revisar", "Por revisar", Action.REVIEW_DOCUMENTS, "v"),
)


def rooms_for(actor: object) -> tuple[Room, ...]:
    """The rooms that the actor may enter; none for whoever is not signed in."""
    if not isinstance(actor, Actor):
        return ()
    outside = actor.sees_only is not None
    return tuple(room for room in ROOMS if may(actor, room.needs) and (room.outside if outside else room.inside))
