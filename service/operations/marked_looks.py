"""Looks of an auditor, recorded before they are answered: the number of the look stands in the mark of what is shown."""

from schemas.access import Actor
from schemas.watermarks import mark_words
from storage.records import Session, events, now


def record_shown(session: Session, actor: Actor, act: events.Act) -> str:
    """Record what is shown or handed to the actor; the words of its mark, empty for who is shown things unmarked."""
    number = events.record(session, act)
    return mark_words(actor.name, now(), number) if actor.sees_marked else ""
