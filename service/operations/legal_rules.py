"""The legal rules of the archive (reglas legales): read them, and say a new value from a day on."""

from datetime import date, timedelta

import msgspec

from schemas.access import Action, Actor
from schemas.errors import Conflict, InvalidInput
from schemas.rules import Regime, Rule, checked, first_rules
from service.archive import Archive, require
from storage.records import events, legal_rules


class NewValue(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a known rule says from `valid_from` on, and its `source`; `regime` where it differs by procedural law."""

    code: str
    value: str
    source: str
    valid_from: date
    regime: Regime | None = None
    note: str | None = None


def list_rules(archive: Archive, actor: Actor) -> list[Rule]:
    """Every rule by code, the newest first; those that ended too.

    Raises:
        Forbidden: the actor may not read the registry.
    """
    require(actor, Action.READ_REGISTRY)
    with archive.database.read() as session:
        found = legal_rules.rule_table(session).everything()
    newest = sorted(found, key=lambda rule: rule.valid_from or date.min, reverse=True)
    return sorted(newest, key=lambda rule: (rule.code, rule.regime or ""))


def put_value(archive: Archive, actor: Actor, given: NewValue) -> Rule:
    """Say a rule's value from a day on; the one before it ends the day before, and what it ruled stays ruled by it.

    Raises:
        Forbidden: only who decides about records may.
        InvalidInput: no rule has the code, the value does not fit its unit, or no source is named.
        Conflict: a value begins that day or later.
    """
    require(actor, Action.DECIDE_RECORDS)
    if not given.source.strip():
        raise InvalidInput("Diga el artículo o acuerdo de donde sale el valor.")
    with archive.database.write() as session:
        theirs = [rule for rule in legal_rules.rule_table(session).everything() if rule.code == given.code]
        if not theirs:
            raise InvalidInput(f"No hay una regla «{given.code[:60]}».", code="unknown_rule")
        legal_rules.begin(session, [rule for rule in first_rules() if rule.code == given.code])
        same = [rule for rule in theirs if rule.regime == given.regime]
        if any(rule.valid_from and rule.valid_from >= given.valid_from for rule in same):
            raise Conflict("Ya hay un valor que empieza ese día o después.", code="rule_later")
        rule = checked(
            msgspec.structs.replace(
                theirs[0],
                value=" ".join(given.value.split())[:200],
                source=given.source.strip()[:300],
                regime=given.regime,
                valid_from=given.valid_from,
                valid_to=None,
                note=(given.note or "").strip()[:1000] or None,
            )
        )
        legal_rules.end(session, given.code, given.regime, given.valid_from - timedelta(days=1))
        row_id = legal_rules.add(session, rule)
        detail = {"code": rule.code, "value": rule.value, "from": given.valid_from.isoformat()}
        events.record(session, events.Act(actor.name, actor.origin, "create", "legal_rule", row_id, detail))
    return rule
