"""What is true of the office: written beside the files, for measuring what a reader makes of them."""

from pathlib import Path

import msgspec

from schemas.pages import Box, Word

FieldValue = str | int | bool | list[str]


class StampTruth(msgspec.Struct, frozen=True):
    """A received stamp on a page: its lines, its words, and the box of all its ink, fractions of the upright page.

    `angle` is in degrees clockwise. `fields` has `stamp_date`, `stamp_time` and `stamp_folio`, and what else it says.
    """

    text: str
    words: tuple[Word, ...]
    box: Box
    angle: float
    color: str
    fields: dict[str, FieldValue]


class PageTruth(msgspec.Struct, frozen=True):
    """One page as delivered.

    `text` and `words` are what is printed, without the stamps and without what
    is only in a text layer (`layer_text`); boxes are fractions of the page
    seen upright, skew included. `rotation` is how many degrees clockwise the
    picture was turned away from upright. `width` and `height` are pixels of
    the upright page (points, 1/72 inch, where `source` is `text_layer`).
    """

    text: str
    words: tuple[Word, ...]
    source: str
    width: int
    height: int
    dpi: int
    rotation: int = 0
    skew: float = 0.0
    blank: bool = False
    back: bool = False
    color: str = "grey"
    defects: tuple[str, ...] = ()
    stamps: tuple[StampTruth, ...] = ()
    layer_text: str = ""
    layer_words: tuple[Word, ...] = ()


class Belongs(msgspec.Struct, frozen=True):
    """To whom a document belongs, by the keys of the import files; empty for papers that belong to nobody."""

    debtor: str = ""
    credits: tuple[str, ...] = ()
    lawsuit: str = ""
    """`court_code:EXP:year:number`, empty for documents outside any lawsuit."""
    lawyer: str = ""


class FileTruth(msgspec.Struct, frozen=True):
    """One delivered file: `file` is its path under the office's folder.

    `fields` has the names of `schemas.document_types` and their normal forms
    (`schemas.fields`), except that sums are whole cents; besides them
    `amount_words` and `amount_figures` where both are printed (`amount` is then
    the one in words, LGTOC 16), `principal`, `interest` and the like.

    `errors` names what was made wrong on purpose (`amount_conflict`,
    `wrong_curp`, `swapped_date_curp`, `odd_court_file`, `other_spelling`).
    """

    file: str
    type: str
    variant: str
    condition: str
    fields: dict[str, FieldValue]
    belongs_to: Belongs
    errors: tuple[str, ...]
    pages: tuple[PageTruth, ...]
    negative: bool = False
    """It is none of the office's papers: a newspaper, a page in English, another company's note, an empty sheet."""


class StackTruth(msgspec.Struct, frozen=True):
    """A stack of documents in one file: `parts` are its documents with their pages, `separators` the pages between.

    Pages are counted from 0 in the stack.
    """

    file: str
    parts: tuple[FileTruth, ...]
    first_pages: tuple[int, ...]
    separators: tuple[int, ...]
    kind: str


class OfficeTruth(msgspec.Struct, frozen=True):
    """All of `truth.json`."""

    seed: int
    institute: str
    documents: tuple[FileTruth, ...]
    stacks: tuple[StackTruth, ...] = ()


def write_truth(path: Path, truth: OfficeTruth) -> None:
    """Writes `truth.json`, one document per line so that it can be read in part and compared."""
    lines = [msgspec.json.encode(item).decode() for item in truth.documents]
    stacks = [msgspec.json.encode(item).decode() for item in truth.stacks]
    head = f'{{"seed":{truth.seed},"institute":{msgspec.json.encode(truth.institute).decode()},"documents":[\n'
    path.write_text(head + ",\n".join(lines) + '\n],"stacks":[\n' + ",\n".join(stacks) + "\n]}\n", encoding="utf-8")


def read_truth(path: Path) -> OfficeTruth:
    """The truth as written by `write_truth`; dates in `fields` come back as ISO text."""
    return msgspec.json.decode(path.read_bytes(), type=OfficeTruth)
