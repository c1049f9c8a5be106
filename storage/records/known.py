"""What is registered, as the deciding stages want it."""

from collections.abc import Iterable, Sequence

from sqlalchemy import func, literal, or_, select, union_all
from sqlalchemy.orm import Session

from schemas.court_files import parse_court_file
from schemas.fields import Candidates, Known, KnownCourt, KnownCredit, KnownDebtor, KnownLawsuit, KnownLawyer
from schemas.identifiers import credit_key
from schemas.names import name_tokens
from storage.records.person_merges import merged_into
from storage.records.tables import CourtRow, CreditRow, LawsuitCreditRow, LawsuitRow, LawyerRow, PersonRow

MOST_NAMESAKES = 60
"""How many people of similar name are considered for one name on a page."""

MOST_LIKE = 8
"""For how many lawsuits those of like number are looked up."""

Mark = tuple[object, ...]

_MARK = union_all(
    *(
        select(literal(name), func.count(), func.max(table.updated_at))
        for name, table in (("people", PersonRow), ("credits", CreditRow), ("courts", CourtRow), ("lawyers", LawyerRow))
    )
)


def mark(session: Session) -> Mark:
    """A value that changes whenever the registry does: for keeping `known` until it must be read again."""
    return tuple(map(tuple, session.execute(_MARK)))


def known(session: Session, own_names: tuple[str, ...]) -> Known:
    """Everything reading may lean on; reads the whole registry, so keep it as long as `mark` stands."""
    return Known(
        curps=frozenset(session.scalars(select(PersonRow.curp).where(PersonRow.curp.is_not(None)))),
        credits=frozenset(session.scalars(select(CreditRow.number_key))),
        courts=tuple(map(_court, session.scalars(select(CourtRow)))),
        lawyers=tuple(map(_lawyer, session.scalars(select(LawyerRow)))),
        own_names=own_names,
    )


def candidates(session: Session, values: dict[str, set[str]], everyone: Known) -> Candidates:
    """Every entity that shares an identifier with the values read, and people of similar name.

    Args:
        session: a transaction.
        values: normal forms by what they are: `curp`, `rfc`, `credit`, `court_file`, `name`.
        everyone: the registered courts and lawyers, which are few.
    """
    credits = _credits(session, values)
    lawsuits = _lawsuits(session, values, [row.id for row in credits])
    like = _like_lawsuits(session, lawsuits)
    claimed = _claims(session, [row.id for row in (*lawsuits, *like)])
    more = set().union(*claimed.values()) - {row.id for row in credits}
    if more:
        credits += session.scalars(select(CreditRow).where(CreditRow.id.in_(more))).all()
    people = _people(session, values, credits)
    debtors = _debtors(session, people)
    credits += _others_of(session, debtors, {row.id for row in credits})
    by_credit = {row.id: row for row in credits}
    return Candidates(
        debtors=debtors,
        credits=tuple(_credit(row) for row in credits),
        lawsuits=tuple(_lawsuit(row, claimed.get(row.id, set()), by_credit) for row in [*lawsuits, *like]),
        courts=everyone.courts,
        lawyers=everyone.lawyers,
    )


def _credits(session: Session, values: dict[str, set[str]]) -> list[CreditRow]:
    keys = {credit_key(number) for number in values.get("credit", ())}
    return list(session.scalars(select(CreditRow).where(CreditRow.number_key.in_(keys)))) if keys else []


def _others_of(session: Session, debtors: Sequence[KnownDebtor], there: set[str]) -> list[CreditRow]:
    """The credits of the debtors that are not there yet."""
    if not debtors:
        return []
    theirs = select(CreditRow).where(CreditRow.debtor_id.in_({one.id for one in debtors}))
    return [row for row in session.scalars(theirs) if row.id not in there]


def _lawsuits(session: Session, values: dict[str, set[str]], credit_ids: list[str]) -> list[LawsuitRow]:
    """The lawsuits of the numbers read, and those that claim the credits read."""
    files = [parsed for form in values.get("court_file", ()) if (parsed := parse_court_file(_printed(form)))]
    if not (files or credit_ids):
        return []
    wanted = [(LawsuitRow.year == file.year) & (LawsuitRow.number == file.number) for file in files]
    of_credits = select(LawsuitCreditRow.lawsuit_id).where(LawsuitCreditRow.credit_id.in_(credit_ids))
    return list(session.scalars(select(LawsuitRow).where(or_(LawsuitRow.id.in_(of_credits), *wanted))))


def _claims(session: Session, lawsuit_ids: list[str]) -> dict[str, set[str]]:
    """The credits that each lawsuit claims."""
    claimed: dict[str, set[str]] = {}
    if not lawsuit_ids:
        return claimed
    query = select(LawsuitCreditRow.lawsuit_id, LawsuitCreditRow.credit_id)
    for lawsuit_id, credit_id in session.execute(query.where(LawsuitCreditRow.lawsuit_id.in_(lawsuit_ids))):
        claimed.setdefault(lawsuit_id, set()).add(credit_id)
    return claimed


def _like_lawsuits(session: Session, lawsuits: list[LawsuitRow]) -> list[LawsuitRow]:
    """Lawsuits of the same courts whose number or year differs by one slip of reading."""
    found: dict[str, LawsuitRow] = {}
    for row in lawsuits[:MOST_LIKE]:
        near = (LawsuitRow.year == row.year) & LawsuitRow.number.in_(_one_slip(row.number))
        alike = or_(near, (LawsuitRow.number == row.number) & LawsuitRow.year.in_(_one_slip(row.year)))
        for other in session.scalars(select(LawsuitRow).where(LawsuitRow.court_id == row.court_id, alike)):
            found[other.id] = other
    there = {row.id for row in lawsuits}
    return [row for row in found.values() if row.id not in there]


def _one_slip(number: int) -> set[int]:
    """Numbers that differ by one digit replaced, lost, added or swapped with its neighbour."""
    text = str(number)
    slips: set[str] = set()
    for at in range(len(text) + 1):
        slips.update(text[:at] + digit + text[at:] for digit in "0123456789")
        slips.update(text[:at] + digit + text[at + 1 :] for digit in "0123456789")
        slips.update(
            (text[:at] + text[at + 1 :], text[:at] + text[at + 1 : at + 2] + text[at : at + 1] + text[at + 2 :])
        )
    return {int(slip) for slip in slips if slip} - {number, 0}


def _printed(form: str) -> str:
    """`EXP:2024:1234` as a person would write it, for the parser."""
    parts = form.split(":")
    return f"{parts[0]} {parts[2]}/{parts[1]}" if len(parts) > 2 else form


def _people(session: Session, values: dict[str, set[str]], credits: Iterable[CreditRow]) -> list[PersonRow]:
    ids = {row.debtor_id for row in credits} | {row.guarantor_id for row in credits if row.guarantor_id}
    sorts = ((PersonRow.id, ids), (PersonRow.curp, values.get("curp")), (PersonRow.rfc, values.get("rfc")))
    exact = [column.in_(wanted) for column, wanted in sorts if wanted]
    found = {row.id: row for row in session.scalars(select(PersonRow).where(or_(*exact)))} if exact else {}
    for name in sorted(values.get("name", ()))[:6]:
        for row in _namesakes(session, name):
            found[row.id] = row
    return list(found.values())


def _debtors(session: Session, people: Sequence[PersonRow]) -> tuple[KnownDebtor, ...]:
    """Each person with the names of the entries merged into them; a merged entry's own CURP leads to the one kept."""
    wanted = {row.merged_into_id or row.id for row in people}
    if not wanted:
        return ()
    kept = session.scalars(select(PersonRow).where(PersonRow.id.in_(wanted)).order_by(PersonRow.id)).all()
    merged = merged_into(session, wanted)
    found = []
    for row in kept:
        entries = (row, *merged.get(row.id, ()))
        names = tuple(dict.fromkeys(entry.full_name for entry in entries))
        for entry in entries:
            if entry is row or entry.curp:
                aliases = tuple(name for name in names if name != entry.full_name)
                found.append(KnownDebtor(row.id, entry.full_name, entry.curp or "", entry.rfc or "", aliases))
    return tuple(found)


def _namesakes(session: Session, name: str) -> list[PersonRow]:
    """People who share the two longest words of the name."""
    words = sorted(set(name_tokens(name)), key=len, reverse=True)[:2]
    if len(words) < 2:
        return []
    alike = [PersonRow.name_key.contains(word, autoescape=True) for word in words]
    return list(session.scalars(select(PersonRow).where(*alike).limit(MOST_NAMESAKES)))


def _court(row: CourtRow) -> KnownCourt:
    return KnownCourt(row.id, row.name, tuple(row.aliases), row.city or "")


def _lawyer(row: LawyerRow) -> KnownLawyer:
    return KnownLawyer(row.id, row.name, license=row.cedula, rfc=row.rfc or "")


def _credit(row: CreditRow) -> KnownCredit:
    return KnownCredit(row.id, row.number, row.debtor_id, (row.guarantor_id,) if row.guarantor_id else ())


def _lawsuit(row: LawsuitRow, claimed: set[str], credits: dict[str, CreditRow]) -> KnownLawsuit:
    owed = [credits[credit_id] for credit_id in sorted(claimed) if credit_id in credits]
    defendants = [person for credit in owed for person in (credit.debtor_id, credit.guarantor_id) if person]
    suffix = f":{row.suffix}" if row.suffix else ""
    return KnownLawsuit(
        row.id,
        f"{row.kind}:{row.year}:{row.number}{suffix}",
        row.court_id,
        tuple(sorted(claimed)),
        tuple(dict.fromkeys(defendants)),
        row.lawyer_id or "",
    )
