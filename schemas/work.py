"""What the worker asks of a sandbox child, and what the child answers.

Everything crosses the process border as MessagePack of these structs, never as
pickle: a child that opened a hostile file is not trusted. Paths are on this
machine; pages of a file are counted from 0.
"""

from enum import StrEnum

import msgspec

from schemas.fields import Field, TypeGuess
from schemas.outcomes import Reason
from schemas.pages import Barcode, Box, Reading
from schemas.public_versions import Proposed


class FileKind(StrEnum):
    """What the bytes are, decided from the bytes alone."""

    PDF = "pdf"
    TIFF = "tiff"
    JPEG = "jpeg"
    PNG = "png"
    BMP = "bmp"
    GIF = "gif"
    WEBP = "webp"
    HEIC = "heic"
    JP2 = "jp2"
    AVIF = "avif"
    DOCX = "docx"
    ODT = "odt"
    XLSX = "xlsx"
    ODS = "ods"
    PPTX = "pptx"
    DOC = "doc"
    XLS = "xls"
    RTF = "rtf"
    LOCKED = "locked"
    """A DOCX, XLSX or PPTX under a password; which of them shows once it is open."""
    EML = "eml"
    MSG = "msg"
    TEXT = "text"
    UNKNOWN = "unknown"


class InspectRequest(msgspec.Struct, frozen=True):
    """Look at a file. `passwords` are tried in turn; `attachments_dir` is an empty folder to write attachments to.

    A file of many pages is looked at a stretch at a time: from page `first` on,
    and after `seconds` no further page is begun (0: to the end). `bad` is how
    many pages before `first` stalled or crashed. A text layer under a scan is compared
    with what `engine` reads of it in `language`.
    """

    path: str
    attachments_dir: str
    passwords: tuple[str, ...] = ()
    look_for_barcodes: bool = True
    first: int = 0
    seconds: float = 0.0
    bad: int = 0
    language: str = "spa"
    engine: str = "tesserocr"


class TableRequest(msgspec.Struct, frozen=True):
    """Write the rows of the book at `path` to the new file `target`."""

    path: str
    target: str


class TableKept(msgspec.Struct, frozen=True):
    """How many rows were written."""

    rows: int


class Attachment(msgspec.Struct, frozen=True):
    """A file taken out of an e-mail or a PDF, written under `attachments_dir`; `name` is as the sender wrote it."""

    path: str
    name: str


class InspectedPage(msgspec.Struct, frozen=True):
    """One page of the file.

    `width` and `height` are in points of 1/72 inch as seen upright, after the
    page's own rotation. `reading` is the text layer where there is one.
    `needs_reading` says that the image must be read too: there is no text
    layer, or it is not the page; `why` says so in one word (`no_text`,
    `stamp_only`, `bad_text`, `ink_without_text`, `image`). `problem` is set when the page
    cannot be opened at all. `blank` says that the page has no ink, where the look
    for barcodes found that out. `packed_words` are the words of `reading`, packed
    (`schemas.word_codec`), where `reading.words` is left empty: a text layer goes
    into its row as it comes, without being unpacked on the way.
    """

    index: int
    width: float
    height: float
    reading: Reading | None = None
    needs_reading: bool = False
    why: str = ""
    barcodes: tuple[Barcode, ...] = ()
    problem: str = ""
    blank: bool = False
    packed_words: bytes = b""


class InspectResult(msgspec.Struct, frozen=True):
    """What the file is. `problem` is a `Reason` code when nothing of it can be used, else empty.

    `repaired` says that the file was damaged and that the pages listed were recovered.
    `password` is the one of `InspectRequest.passwords` that opened it, empty when none was needed.
    `unseen` pages follow those listed and were not looked at yet; `bad` of those looked at so far stalled or crashed.
    """

    kind: FileKind
    media_type: str
    pages: tuple[InspectedPage, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    title: str = ""
    problem: str = ""
    repaired: bool = False
    encrypted: bool = False
    password: str = ""
    unseen: int = 0
    bad: int = 0

    def judged(self) -> "InspectResult":
        """The result, with the problem of its first page for its own when no page can be used."""
        if any(not page.problem for page in self.pages):
            return msgspec.structs.replace(self, problem="") if self.problem else self
        return msgspec.structs.replace(self, problem=self.pages[0].problem if self.pages else str(Reason.NO_PAGES))


class ReadRequest(msgspec.Struct, frozen=True):
    """Read one page's image. `rotation` is by how many degrees clockwise a person said to turn it; None: find out."""

    path: str
    kind: FileKind
    page: int
    password: str = ""
    language: str = "spa"
    engine: str = "tesserocr"
    rotation: int | None = None


class ReadResult(msgspec.Struct, frozen=True):
    """One page as read from its image.

    `rotation` is by how many degrees clockwise the image was turned to stand
    upright (0, 90, 180, 270), `skew` the degrees turned besides, clockwise.
    `width` and `height` are pixels of the upright page at `dpi`. `view` and
    `thumbnail` are JPEG or WebP (see `view_type`). `barcodes` are those seen on the way.
    """

    readings: tuple[Reading, ...]
    blank: bool
    rotation: int
    skew: float
    dpi: int
    width: int
    height: int
    confidence: float
    view: bytes
    thumbnail: bytes
    view_type: str = "image/jpeg"
    barcodes: tuple[Barcode, ...] = ()
    milliseconds: int = 0


class RenderRequest(msgspec.Struct, frozen=True):
    """Make the viewing image of one page, its longer side at most `longest` pixels."""

    path: str
    kind: FileKind
    page: int
    longest: int = 2200
    password: str = ""
    rotation: int = 0


class RenderResult(msgspec.Struct, frozen=True):
    """The image and its size in pixels."""

    image: bytes
    media_type: str
    width: int
    height: int


class SearchablePage(msgspec.Struct, frozen=True):
    """The words to lay under one page of the original, and how the page was turned to read them.

    `rotation` and `skew` as in `ReadResult`. An empty `words` leaves the page as it is.
    """

    page: int
    words: tuple[tuple[str, float, float, float, float], ...]
    rotation: int = 0
    skew: float = 0.0


class SearchableRequest(msgspec.Struct, frozen=True):
    """Make the searchable PDF of the given pages of the file, in the given order, at `output`."""

    path: str
    kind: FileKind
    output: str
    pages: tuple[SearchablePage, ...]
    title: str
    password: str = ""
    language: str = "es-MX"


class SearchableResult(msgspec.Struct, frozen=True):
    """`declared` is `PDF/A-2b` when the result is marked so (declared, never validated), else empty, with `why_not`."""

    pages: int
    declared: str
    why_not: str = ""


class KeptLayer(msgspec.Struct, frozen=True):
    """One layer of a page as it is kept: which (`Part`), and its words packed (`schemas.word_codec`)."""

    part: str
    words: bytes


class KeptPage(msgspec.Struct, frozen=True):
    """One page as it is kept, for deciding: `why` as in `InspectedPage`, the layers in force in their order."""

    number: int
    text: str
    why: str
    layers: tuple[KeptLayer, ...]


class DecideRequest(msgspec.Struct, frozen=True):
    """What kind of document some pages are, and its fields. `known` is the path of a MessagePack of `fields.Known`.

    A `given` type is a person's word and taken as it is.
    """

    pages: tuple[KeptPage, ...]
    known: str
    given: str = ""


class DecideResult(msgspec.Struct, frozen=True):
    """What the machine makes of a document by itself; links need the registry and come after."""

    guess: TypeGuess
    fields: tuple[Field, ...]


class PersonalRequest(msgspec.Struct, frozen=True):
    """Look for personal data on pages, for those of the people named too; with `words`, for these words and nothing else."""

    pages: tuple[KeptPage, ...]
    kind: str
    names: tuple[str, ...] = ()
    own_names: tuple[str, ...] = ()
    words: str = ""


class PersonalResult(msgspec.Struct, frozen=True):
    """What was found: places of personal data, or of the words asked for, by page from 1."""

    proposed: tuple[Proposed, ...] = ()
    places: tuple[tuple[int, Box], ...] = ()
