"""Pages for single measurements: stamps over text, and one debtor with a given number of documents and pages."""

import random
from pathlib import Path

import msgspec
from PIL import Image

from benchmarks.office.degrade import Damage
from benchmarks.office.deliver import Manner, deliver
from benchmarks.office.documents import KINDS, Draft, Kind, draw_case, draw_document
from benchmarks.office.facts import Case
from benchmarks.office.layout import PAPERS, Sheet
from benchmarks.office.pages import Scan, render_page
from benchmarks.office.people import Person
from benchmarks.office.portfolio import Credit, Portfolio, make_portfolio
from benchmarks.office.stamp import Stamping, draw_look
from benchmarks.office.truth import FileTruth, PageTruth

_CHEAP = Scan(150, "bilevel", 70)
_PLAIN = ("payment_receipt", "official_letter", "account_statement", "settlement_ajc", "promissory_note", "restructure")


def _kind(name: str) -> Kind:
    return next(kind for kind in KINDS if kind.type == name)


def stamped_page(
    seed: int, *, dpi: int = 200, damage: Damage | None = None
) -> tuple[Image.Image, PageTruth, Image.Image]:
    """The first page of a complaint with a received stamp over its text, what is true of it, and the page unstamped.

    In colour, upright. Without `damage` the two pictures differ by the stamp's ink alone.
    """
    rng = random.Random(f"stamped/{seed}")
    portfolio = make_portfolio(rng, 12)
    kind = _kind("filing_receipt")
    draft = draw_document(rng, kind, draw_case(rng, portfolio, kind))
    if draft.stamp is None:
        raise ValueError("the drawn filing has no stamp")
    scan, look, state = Scan(dpi, "color", 90), draw_look(rng), rng.getrandbits(64)
    damage = damage or Damage()
    stamped = render_page(
        draft.sheets[0], scan, damage, random.Random(state), stamp=Stamping(draft.stamp, look)
    )  # fmt: skip
    plain = render_page(draft.sheets[0], scan, damage, random.Random(state))
    return Image.fromarray(stamped.image.pixels), stamped.truth, Image.fromarray(plain.image.pixels)


class OneDebtor(msgspec.Struct, frozen=True):
    """A debtor with exactly so many documents and pages, written as files under `out/files`."""

    out: Path
    debtor: Person
    credits: tuple[Credit, ...]
    portfolio: Portfolio
    files: tuple[FileTruth, ...]


def _shares(documents: int, pages: int) -> list[int]:
    """Pages per document: as even as can be, the longer ones first."""
    if not 1 <= documents <= pages:
        raise ValueError("there must be at least one document, and a page for each")
    whole, rest = divmod(pages, documents)
    return [whole + (index < rest) for index in range(documents)]


def _lengthened(draft: Draft, pages: int) -> Draft:
    """The draft with exactly so many sheets: cut, or its own sheets as annexed copies, never blank."""
    sheets = [sheet for sheet in draft.sheets if sheet.words] or [_empty()]
    whole = [sheets[index % len(sheets)] for index in range(pages)]
    return msgspec.structs.replace(draft, sheets=tuple(whole))


def _empty() -> Sheet:
    width, height = PAPERS["letter"]
    return Sheet(width, height, (), ())


def debtor_with(out: Path, *, documents: int = 40, pages: int = 200, seed: int = 7) -> OneDebtor:
    """Writes one debtor's papers: exactly `documents` files and `pages` pages, three in four born digital.

    The rest are black and white scans at 150 dpi, so that all of it can be filed quickly.

    Raises:
        ValueError: fewer pages than documents, or no document.
    """
    shares = _shares(documents, pages)
    rng = random.Random(f"{seed}/one debtor")
    portfolio = make_portfolio(rng, 6)
    debtor = portfolio.debtors[0]
    credits = tuple(item for item in portfolio.credits if item.debtor.curp == debtor.curp)
    folder = out / "files"
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for index, share in enumerate(shares):
        draw = random.Random(f"{seed}/one debtor/{index}")
        credit = draw.choice(credits)
        case = Case(credit, draw.choice(credit.notes), portfolio.lawsuit_of(credit))
        kind = _kind(_PLAIN[index % len(_PLAIN)])
        draft = _lengthened(draw_document(draw, kind, case), share)
        scanned = index % 4 == 3
        manner = Manner("pdf", "scan" if scanned else "born_digital", degraded=False)
        files.append(deliver(draw, draft, manner, folder / f"{index + 1:04d}-{kind.type}.pdf", scan=_CHEAP))
    return OneDebtor(out, debtor, credits, portfolio, tuple(files))
