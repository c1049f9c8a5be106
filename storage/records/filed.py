"""Which filings open a lawsuit: the court's stamp on another proves no day of the claim."""

from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_


def opens_suit(subject: Any) -> ColumnElement[bool]:  # noqa: ANN401 - a column
    """Whether a filing of that subject (asunto) is the claim: *demanda* or *escrito inicial*, in whatever case, not one of amparo."""
    upper = func.upper(subject)
    return and_(or_(upper.like("DEMANDA%"), upper.like("%INICIAL%")), upper.not_like("%AMPARO%"))
