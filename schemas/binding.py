"""What is asked of the child that binds a dossier into one PDF, and what it answers. Pages of a file count from 0."""

import msgspec

from schemas.work import FileKind


class BoundPage(msgspec.Struct, frozen=True, array_like=True):
    """A page of a file and the degrees clockwise it is turned to stand upright."""

    page: int
    rotation: int = 0


class BoundDocument(msgspec.Struct, frozen=True):
    """A document to bind: as many folios as `folio_first` to `folio_last` say, a page that cannot be had included.

    `path` is empty when the file itself cannot be had. `page_first` counts the pages of the document from 1, where
    not all of them are bound. The rest is what the index says of it, in Spanish.
    """

    path: str
    kind: FileKind
    pages: tuple[BoundPage, ...]
    folio_first: int
    folio_last: int
    title: str
    type_name: str
    date: str
    sha256: str
    location: str
    notes: tuple[str, ...] = ()
    password: str = ""
    page_first: int = 1


class BoundSection(msgspec.Struct, frozen=True):
    """A part of the dossier: its heading and documents in order."""

    title: str
    documents: tuple[BoundDocument, ...]


class BindRequest(msgspec.Struct, frozen=True):
    """Bind the sections into a PDF at `output`; `cover` is the text of the cover, each line with its weight.

    Without a cover there is no index either. `first_folio` is that of the first page bound, which is not 1 in a
    continuing volume.
    """

    output: str
    folder: str
    title: str
    cover: tuple[tuple[str, str], ...]
    sections: tuple[BoundSection, ...]
    first_folio: int = 1


class BindResult(msgspec.Struct, frozen=True):
    """Pages in all (cover and index included), folios, and the folios that could not be shown."""

    pages: int
    folios: int
    unreadable: tuple[int, ...]
