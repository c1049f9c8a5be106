"""Roles and what each may do; one table, one function."""

from enum import StrEnum

import msgspec


class Role(StrEnum):
    """The five roles (administrador, archivista, titular de cartera, abogado externo, auditor)."""

    ADMINISTRATOR = "administrator"
    ARCHIVIST = "archivist"
    PORTFOLIO_HEAD = "portfolio_head"
    EXTERNAL_LAWYER = "external_lawyer"
    AUDITOR = "auditor"


ROLE_NAMES = {
    Role.ADMINISTRATOR: "Administración",
    Role.ARCHIVIST: "Archivo",
    Role.PORTFOLIO_HEAD: "Titular de cartera",
    Role.EXTERNAL_LAWYER: "Abogado externo",
    Role.AUDITOR: "Auditoría",
}
"""What people call each role."""


class Action(StrEnum):
    """What may be allowed or not."""

    READ_DOCUMENTS = "documents.read"
    READ_ORIGINALS = "documents.originals"
    ADD_DOCUMENTS = "documents.add"
    REVIEW_DOCUMENTS = "documents.review"
    DISCARD_DOCUMENTS = "documents.discard"
    READ_REGISTRY = "registry.read"
    WRITE_REGISTRY = "registry.write"
    READ_DOSSIERS = "dossiers.read"
    PREPARE_HEARINGS = "hearings.prepare"
    READ_CUSTODY = "custody.read"
    WRITE_CUSTODY = "custody.write"
    READ_RECORDS = "records.read"
    WRITE_RECORDS = "records.write"
    DECIDE_RECORDS = "records.decide"
    READ_SUPERVISION = "supervision.read"
    SUPERVISE = "supervision.write"
    READ_COMMISSIONS = "commissions.read"
    WRITE_COMMISSIONS = "commissions.write"
    READ_EVENTS = "events.read"
    READ_SYSTEM = "system.read"
    MANAGE_JOBS = "jobs.manage"
    MANAGE_USERS = "users.manage"


_READ = {Action.READ_DOCUMENTS, Action.READ_REGISTRY, Action.READ_DOSSIERS, Action.READ_CUSTODY}
_FILE = _READ | {
    Action.READ_ORIGINALS,
    Action.ADD_DOCUMENTS,
    Action.REVIEW_DOCUMENTS,
    Action.PREPARE_HEARINGS,
    Action.WRITE_REGISTRY,
    Action.WRITE_CUSTODY,
    Action.READ_RECORDS,
    Action.WRITE_RECORDS,
    Action.READ_SUPERVISION,
    Action.READ_COMMISSIONS,
    Action.WRITE_COMMISSIONS,
    Action.READ_SYSTEM,
}

GRANTS: dict[Role, frozenset[Action]] = {
    Role.ADMINISTRATOR: frozenset(Action),
    Role.ARCHIVIST: frozenset(_FILE),
    Role.PORTFOLIO_HEAD: frozenset(_FILE | {Action.READ_EVENTS, Action.DECIDE_RECORDS, Action.SUPERVISE}),
    Role.EXTERNAL_LAWYER: frozenset(_READ | {Action.READ_ORIGINALS, Action.ADD_DOCUMENTS, Action.PREPARE_HEARINGS}),
    Role.AUDITOR: frozenset(
        _READ
        | {
            Action.READ_EVENTS,
            Action.READ_SYSTEM,
            Action.READ_RECORDS,
            Action.READ_SUPERVISION,
            Action.READ_COMMISSIONS,
        }
    ),
}


class Actor(msgspec.Struct, frozen=True):
    """On whose behalf something is done, and from where (an address, or `cli`).

    `lawyer_id` is set for an external lawyer only, who sees no more than the
    matters assigned to that lawyer.
    """

    name: str
    role: Role
    origin: str
    lawyer_id: str | None = None
    user_id: str | None = None

    @property
    def sees_only(self) -> str | None:
        """The lawyer to whose matters this actor is confined, or None for no confinement.

        An external lawyer's user that is tied to no lawyer sees nothing: the empty id matches none.
        """
        if self.role is not Role.EXTERNAL_LAWYER:
            return None
        return self.lawyer_id or ""

    @property
    def sees_marked(self) -> bool:
        """Whether page images and PDFs of documents are shown to this actor with a watermark (marca de agua) only."""
        return self.role is Role.AUDITOR


def may(actor: Actor, action: Action) -> bool:
    """Whether the actor's role grants the action; what of the matter is visible is decided in the query."""
    return action in GRANTS[actor.role]


SYSTEM = Actor(name="system", role=Role.ADMINISTRATOR, origin="worker")
"""The worker itself."""
