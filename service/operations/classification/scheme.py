"""The classification scheme and its retention rules: read them, change them from a day on, begin with the proposal."""

import tomllib
from datetime import date, timedelta
from importlib.resources import files
from typing import Any

import msgspec

from schemas.access import Action, Actor
from schemas.archival import Disposition, Level, Node, NodeIn, Rule, RuleIn, Value, rule_refusal
from schemas.errors import Conflict, InvalidInput, Misconfigured, NotFound
from service.archive import Archive, require
from storage.records import Session, case_files, events, new_id
from storage.records.tables import CaseFileRow, ClassificationRow, RetentionRuleRow

_UNDER = {
    Level.FONDS: (),
    Level.SECTION: (Level.FONDS, Level.SECTION),
    Level.SERIES: (Level.SECTION, Level.FONDS),
    Level.SUBSERIES: (Level.SERIES, Level.SUBSERIES),
}
"""Under what each level may stand; sections may have sections (LGA 13 admits levels between)."""

PROPOSED_FROM = date(2026, 1, 1)


class Scheme:
    """The whole scheme in hand: paths of codes, what stood on a day."""

    def __init__(self, session: Session) -> None:
        self.nodes = {row.id: row for row in case_files.nodes(session)}
        self.rules = case_files.rules(session)

    def path(self, row: ClassificationRow) -> str:
        """The code with those above it, by slashes."""
        parts, at = [row.code], row.parent_id
        while at is not None and len(parts) < 20:
            parts.append(self.nodes[at].code)
            at = self.nodes[at].parent_id
        return "/".join(reversed(parts))

    def at(self, code: str, day: date) -> ClassificationRow | None:
        """The node of that code, or path, that stood on the day."""
        wanted = code.strip().strip("/")
        for row in self.nodes.values():
            stands = row.valid_from <= day and (row.valid_to is None or day <= row.valid_to)
            if stands and wanted in (row.code, self.path(row)):
                return row
        return None

    def rule(self, node_id: str, day: date) -> RetentionRuleRow | None:
        """The retention rule of a file of the node that was closed on the day.

        The approved one that stood then, else the first approved one since: the first
        schedule also rules what was closed before there was any. Where none is
        approved, the proposal. A node without rules has those of the node above it.
        """
        at: str | None = node_id
        while at is not None:
            theirs = [row for row in self.rules if row.node_id == at]
            approved = [row for row in theirs if row.approval_act]
            for some in (approved, theirs):
                standing = [
                    row for row in some if row.valid_from <= day and (row.valid_to is None or day <= row.valid_to)
                ]
                later = [row for row in some if row.valid_from > day]
                if standing or later:
                    return (standing or later)[0]
            at = self.nodes[at].parent_id
        return None

    def rule_of(self, row: CaseFileRow, day: date) -> RetentionRuleRow | None:
        """The rule of an archival file: the approved one it was closed under, else what `rule` says for its closing."""
        kept = next((rule for rule in self.rules if rule.id == row.rule_id), None)
        return kept or self.rule(row.node_id, row.closed_on or day)

    def path_of(self, code: str) -> str | None:
        """The path meant by a code or a path that stands, or stood once; the newest one of a code."""
        wanted = code.strip().strip("/")
        rows = sorted(self.nodes.values(), key=lambda row: row.valid_from)
        paths = [path for row in rows if wanted in (row.code, path := self.path(row))]
        return wanted if wanted in paths else next(reversed(paths), None)

    def same(self, row: ClassificationRow) -> list[str]:
        """Ids of the nodes that have had the path of this one."""
        path = self.path(row)
        return [one.id for one in self.nodes.values() if self.path(one) == path]

    def shown(self, row: ClassificationRow) -> Node:
        """A node as shown."""
        return Node(row.id, row.code, self.path(row), Level(row.level), row.name, row.parent_id, row.valid_from,
                    row.valid_to)  # fmt: skip

    def shown_rule(self, row: RetentionRuleRow) -> Rule:
        """A rule as shown."""
        return Rule(
            row.id, self.path(self.nodes[row.node_id]), tuple(map(Value, row.values)), row.active_years,
            row.semi_active_years, row.precaution_years, Disposition(row.disposition), row.legal_basis,
            row.approval_act, row.valid_from, row.valid_to,
        )  # fmt: skip


def get_scheme(archive: Archive, actor: Actor) -> tuple[Node, ...]:
    """Every node, in order of its path; those that ended too.

    Raises:
        Forbidden: the actor may not read records management.
    """
    require(actor, Action.READ_RECORDS)
    with archive.database.read() as session:
        scheme = Scheme(session)
        return tuple(sorted(map(scheme.shown, scheme.nodes.values()), key=lambda one: (one.path, one.valid_from)))


def get_rules(archive: Archive, actor: Actor) -> tuple[Rule, ...]:
    """Every retention rule, those that ended too.

    Raises:
        Forbidden: the actor may not read records management.
    """
    require(actor, Action.READ_RECORDS)
    with archive.database.read() as session:
        scheme = Scheme(session)
        return tuple(sorted(map(scheme.shown_rule, scheme.rules), key=lambda one: (one.series, one.valid_from)))


def put_node(archive: Archive, actor: Actor, given: NodeIn) -> Node:
    """A node from a day on; a node of the same code ends the day before, and files opened under it keep it.

    Raises:
        Forbidden: only who decides about records may.
        InvalidInput: a code with a slash, no name, or a parent of the wrong level.
        NotFound: there is no such parent on that day.
        Conflict: one of that code begins that day or later.
    """
    require(actor, Action.DECIDE_RECORDS)
    with archive.database.write() as session:
        scheme = Scheme(session)
        row = _new_node(session, scheme, given)
        detail = {"code": row.code, "name": row.name, "from": row.valid_from.isoformat()}
        events.record(session, events.Act(actor.name, actor.origin, "create", "classification_node", row.id, detail))
        return Scheme(session).shown(row)


def put_rule(archive: Archive, actor: Actor, given: RuleIn) -> Rule:
    """A retention rule of a series from a day on; the one before it ends the day before.

    Raises:
        Forbidden: only who decides about records may.
        InvalidInput: years beyond the law (`too_long`), or without value or basis.
        NotFound: there is no such series on that day.
        Conflict: a rule of the series begins that day or later.
    """
    require(actor, Action.DECIDE_RECORDS)
    refused = rule_refusal(given)
    if refused is not None:
        raise InvalidInput(refused.sentence, code=refused.code)
    with archive.database.write() as session:
        scheme = Scheme(session)
        row = _new_rule(session, scheme, given)
        detail = msgspec.to_builtins(given)
        events.record(session, events.Act(actor.name, actor.origin, "create", "retention_rule", row.id, detail))
        return Scheme(session).shown_rule(row)


def propose_scheme(archive: Archive, actor: Actor) -> int:
    """Fill an empty scheme with the proposal that comes with the program; how many nodes were made, 0 where there is one.

    Raises:
        Forbidden: only who decides about records may.
    """
    require(actor, Action.DECIDE_RECORDS)
    proposal = _proposal()
    with archive.database.write() as session:
        if case_files.nodes(session):
            return 0
        for node in proposal:
            given = NodeIn(code=node["code"], level=Level(node["level"]), name=node["name"], parent=node.get("parent"),
                           valid_from=PROPOSED_FROM)  # fmt: skip
            _new_node(session, Scheme(session), given)
            if rule := node.get("retention"):
                _new_rule(session, Scheme(session), _rule_of(node["code"], rule))
        detail = {"nodes": len(proposal), "from": PROPOSED_FROM.isoformat()}
        events.record(session, events.Act(actor.name, actor.origin, "propose", "classification_node", "scheme", detail))
    return len(proposal)


def _proposal() -> list[dict[str, Any]]:
    text = files("schemas").joinpath("classification.toml").read_text(encoding="utf-8")
    try:
        return list(tomllib.loads(text)["node"])
    except (tomllib.TOMLDecodeError, KeyError) as error:
        raise Misconfigured("La propuesta de cuadro de clasificación no se puede leer.") from error


def _rule_of(series: str, rule: dict[str, Any]) -> RuleIn:
    return RuleIn(
        series=series, values=tuple(map(Value, rule["values"])), active_years=rule["active"],
        semi_active_years=rule["semi_active"], disposition=Disposition(rule["disposition"]), legal_basis=rule["basis"],
        valid_from=PROPOSED_FROM,
    )  # fmt: skip


def _new_node(session: Session, scheme: Scheme, given: NodeIn) -> ClassificationRow:
    code = given.code.strip()
    if not code or "/" in code or len(code) > 40 or not given.name.strip():
        raise InvalidInput("code, name: el código no lleva diagonales y el nombre no va vacío.", code="bad_code")
    parent = scheme.at(given.parent, given.valid_from) if given.parent else None
    if given.parent and parent is None:
        raise NotFound(f"No hay un nivel superior vigente con el código «{given.parent[:40]}».", code="unknown_parent")
    allowed = _UNDER[given.level]
    if (parent is None) != (not allowed) or (parent is not None and parent.level not in allowed):
        raise InvalidInput("parent: ese nivel no puede depender de aquél (LGA 13).", code="bad_parent")
    _end_before([row for row in scheme.nodes.values() if row.code == code], given.valid_from)
    row = ClassificationRow(
        id=new_id(), code=code, level=given.level.value, name=given.name.strip()[:300],
        parent_id=parent.id if parent else None, valid_from=given.valid_from, valid_to=None,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def _new_rule(session: Session, scheme: Scheme, given: RuleIn) -> RetentionRuleRow:
    node = scheme.at(given.series, given.valid_from)
    if node is None or node.level not in (Level.SERIES, Level.SUBSERIES):
        raise NotFound(f"No hay una serie vigente con el código «{given.series[:40]}».", code="unknown_series")
    _end_before([row for row in scheme.rules if row.node_id == node.id], given.valid_from)
    row = RetentionRuleRow(
        id=new_id(), node_id=node.id, values=[one.value for one in given.values], active_years=given.active_years,
        semi_active_years=given.semi_active_years, precaution_years=given.precaution_years,
        disposition=given.disposition.value, legal_basis=given.legal_basis.strip()[:500],
        approval_act=given.approval_act.strip()[:200], valid_from=given.valid_from, valid_to=None,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def _end_before(rows: list[Any], day: date) -> None:
    for row in rows:
        if row.valid_from >= day:
            raise Conflict("Ya hay uno vigente desde ese día o después.", code="already_valid")
        if row.valid_to is None or row.valid_to >= day:
            row.valid_to = day - timedelta(days=1)
