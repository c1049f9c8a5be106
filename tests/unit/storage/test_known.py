"""What deciding is given of the registry, on real databases."""

from schemas.fields import Known
from storage.records import now
from storage.records.known import candidates
from storage.records.tables import CourtRow, LawsuitRow


def suit(name, court, year, number):
    row = {"id": name, "court_id": court, "kind": "EXP", "year": year, "number": number}
    return LawsuitRow(**row, status="DEMANDA_PRESENTADA", updated_at=now())


def test_lawsuits_one_slip_away_in_the_same_court_come_along(database):
    with database.write() as session:
        for court in ("H1", "H2"):
            session.add(CourtRow(id=court, code=court, name=f"Juzgado {court}", aliases=[], updated_at=now()))
        session.flush()
        session.add_all(
            suit(*row)
            for row in [
                ("own", "H1", 2024, 1234), ("replaced", "H1", 2024, 1284), ("lost", "H1", 2024, 134),
                ("swapped", "H1", 2024, 1243), ("year", "H1", 2021, 1234), ("far", "H1", 2024, 1299),
                ("elsewhere", "H2", 2024, 1284),
            ]
        )  # fmt: skip
    with database.read() as session:
        found = candidates(session, {"court_file": {"EXP:2024:1234"}}, Known())
    assert {row.id for row in found.lawsuits} == {"own", "replaced", "lost", "swapped", "year"}
