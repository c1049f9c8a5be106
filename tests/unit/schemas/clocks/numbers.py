"""The numbers of the law as the articles have them, for the clocks under test."""

from datetime import date

from schemas.clocks import legal
from schemas.clocks.legal import LegalNumber

ARTICLES = {
    legal.NOTE_YEARS: (3, "LGTOC 165"),
    legal.SIGHT_MONTHS: (6, "LGTOC 128"),
    legal.CONTRACT_YEARS: (10, "CCom 1047"),
    legal.FILE_BY_DAYS: (15, "criterio interno"),
    legal.EXECUTION_EXECUTIVE_YEARS: (3, "CCom 1079-IV"),
    legal.EXECUTION_ORDINARY_YEARS: (5, "CCom 1079-V"),
    "lapse.commerce.first": (120, "CCom 1076"),
    "lapse.commerce.second": (60, "CCom 1076-III"),
    "lapse.commerce.incident": (30, "CCom 1076-IV"),
    "lapse.national.first": (40, "CNPCyF 234"),
    "term.answer.executive": (8, "CCom 1396"),
    "term.answer.oral": (9, "CCom 1390 Bis 17"),
    "term.answer.ordinary": (15, "CCom 1378"),
    "arco.answer": (20, "LGPDPPSO 45"),
    "arco.extension": (10, "LGPDPPSO 45"),
    "arco.execution": (15, "LGPDPPSO 45"),
}


class Articles:
    """Every number at all times."""

    def number(self, code: str, on: date) -> LegalNumber:
        return LegalNumber(*ARTICLES[code])


LAW = Articles()


def day(text: str) -> date:
    return date.fromisoformat(text)
