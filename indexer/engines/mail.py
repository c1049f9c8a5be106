"""An e-mail as pages of text, its attachments as files of their own."""

import contextlib
import re
from collections.abc import Callable, Iterator
from email import message_from_binary_file
from email.message import EmailMessage, MIMEPart
from email.policy import default as modern
from importlib import import_module
from pathlib import Path

from indexer.engines.attached_name import own_name
from indexer.engines.mailbox import list_of, mails_in
from indexer.engines.marked_text import words_of_html
from indexer.engines.plain_page import set_pages, storable
from indexer.engines.sniff import MEDIA_TYPES
from indexer.engines.zipped_papers import papers_of, within
from indexer.limits import Limits
from schemas.errors import Corrupt, TooLarge
from schemas.outcomes import SENTENCES, Reason
from schemas.work import Attachment, FileKind, InspectedPage, InspectResult

MAILS = frozenset({FileKind.EML, FileKind.MSG})
_OUTLOOK = "indexer.engines.outlook"
_HEADERS = (("From", "De"), ("To", "Para"), ("Cc", "Copia"), ("Date", "Fecha"), ("Subject", "Asunto"))
_FAILURES = (LookupError, ValueError, TypeError, AttributeError, UnicodeError, AssertionError, RecursionError)
_UNDECLARED = re.compile("[\udc80-\udcff]")
_UNPARTED = 20_000
"""Bytes taken of a mail whose parts cannot be told apart: what follows may be a picture written as letters."""


def inspect_mail(path: Path, kind: FileKind, attachments_dir: Path, limits: Limits) -> InspectResult:
    """Headers and body as pages; each attachment written to `attachments_dir` under a number, the files of a ZIP in its place.

    Of a file of several mails the page is a list of them, and each is an attachment.

    The body is the plain text where there is one, else the words of the HTML,
    and all further text between attachments; nothing it points to is fetched. A mail attached to the mail is an attachment.

    Raises:
        Corrupt: it cannot be taken apart.
        TooLarge: more attachments, parts or bytes than allowed.
    """
    if mails := _mailbox(path, kind, limits):
        named = [(f"correo-{number:03d}.eml", mail) for number, mail in enumerate(mails, start=1)]
        attachments = _written_to(attachments_dir, named, limits)
        return InspectResult(kind, MEDIA_TYPES[kind], pages=_list_pages(mails, kind, limits), attachments=attachments)
    with _opened(path, kind, limits) as mail:
        pages = _pages(mail, kind, limits)
        attachments = _written_to(attachments_dir, _attached(mail, limits), limits)
        title = _header(mail, "Subject")[:500]
    problem = "" if pages else str(Reason.NO_PAGES)
    return InspectResult(kind, MEDIA_TYPES[kind], pages=pages, attachments=attachments, title=title, problem=problem)


def mail_pages(path: Path, kind: FileKind, limits: Limits) -> tuple[InspectedPage, ...]:
    """The pages alone, for the same errors."""
    if mails := _mailbox(path, kind, limits):
        return _list_pages(mails, kind, limits)
    with _opened(path, kind, limits) as mail:
        return _pages(mail, kind, limits)


def _mailbox(path: Path, kind: FileKind, limits: Limits) -> list[bytes]:
    return mails_in(path, limits) if kind == FileKind.EML else []


def _list_pages(mails: list[bytes], kind: FileKind, limits: Limits) -> tuple[InspectedPage, ...]:
    return set_pages([list_of(mails)], str(kind), limits.pages)


@contextlib.contextmanager
def _opened(path: Path, kind: FileKind, limits: Limits) -> Iterator[EmailMessage]:
    if path.stat().st_size > limits.mail_bytes:
        raise TooLarge(SENTENCES[Reason.TOO_LARGE])
    try:
        if kind == FileKind.MSG:
            # Imported when first met, as the readers of office files are.
            of_outlook: Callable[[Path, Limits], EmailMessage] = import_module(_OUTLOOK).mail_of
            yield of_outlook(path, limits)
            return
        with path.open("rb") as file:
            yield message_from_binary_file(file, policy=modern)
    except _FAILURES as error:
        raise Corrupt(SENTENCES[Reason.DAMAGED]) from error


def _pages(mail: EmailMessage, kind: FileKind, limits: Limits) -> tuple[InspectedPage, ...]:
    head = [f"{shown}: {value}" for name, shown in _HEADERS if (value := _header(mail, name))]
    text = "\n".join(head) + "\n\n" + _body_of(mail, limits)[: limits.text_bytes]
    return set_pages([text], str(kind), limits.pages)


def _header(mail: EmailMessage, name: str) -> str:
    with contextlib.suppress(*_FAILURES):
        raw = next((value for key, value in mail.raw_items() if key.lower() == name.lower()), "")
        if _UNDECLARED.search(raw):  # letters beyond ASCII as they are, of no stated character set
            data = raw.encode("utf-8", "surrogateescape")
            with contextlib.suppress(UnicodeDecodeError):
                return " ".join(storable(data.decode()).split())
            return " ".join(storable(data.decode("cp1252", "replace")).split())
        return " ".join(storable(str(mail.get(name, ""))).split())
    return ""


def _body_of(mail: EmailMessage, limits: Limits) -> str:
    """All that is written in the mail: what stands between and after attachments too, of twins the plain one."""
    texts = [_text_of(part) for part in _written(mail, limits)]
    return "\n\n".join(text for text in texts if text.strip())


def _written(mail: MIMEPart, limits: Limits) -> list[MIMEPart]:
    """The parts a reader of the mail sees as its text, in order; mails attached are not looked into."""
    found: list[MIMEPart] = []
    waiting: list[MIMEPart] = [mail]
    parts = 0
    while waiting:
        part = waiting.pop(0)
        parts += 1
        if parts > limits.mail_parts:
            raise TooLarge(SENTENCES[Reason.TOO_LARGE])
        if part.get_content_maintype() == "multipart" and part.is_multipart():
            inner = [item for item in part.get_payload() if isinstance(item, MIMEPart)]
            waiting[:0] = _one_of(inner) if part.get_content_subtype() == "alternative" else inner
        elif _is_text(part) or part.get_content_maintype() == "multipart":
            found.append(part)  # a part that says it has parts and has none holds its text itself
    return found


def _one_of(twins: list[MIMEPart]) -> list[MIMEPart]:
    """The plain one where it says anything, else the last, which is the richest."""
    plain = [part for part in twins if part.get_content_type() == "text/plain" and _text_of(part).strip()]
    return plain[:1] or twins[-1:]


def _is_text(part: MIMEPart) -> bool:
    """A text without a name, and no attachment."""
    named = part.get_filename() or part.is_attachment()
    return part.get_content_type() in {"text/plain", "text/html"} and not named


def _text_of(part: MIMEPart) -> str:
    text = _content_of(part)
    return words_of_html(text) if part.get_content_subtype() == "html" else text


def _content_of(part: MIMEPart) -> str:
    """The text of a part in the character set it states where its bytes are that, else in UTF-8 or Windows-1252."""
    data = bytes(part.get_payload(decode=True) or b"")
    if part.get_content_maintype() == "multipart":
        data = data[:_UNPARTED]
    with contextlib.suppress(*_FAILURES):
        return data.decode(str(part.get_content_charset("utf-8")))
    with contextlib.suppress(UnicodeDecodeError):
        return data.decode()
    return data.decode("cp1252", "replace")


def _written_to(folder: Path, files: list[tuple[str, bytes]], limits: Limits) -> tuple[Attachment, ...]:
    written: list[Attachment] = []
    left = limits.attachment_bytes - sum(len(data) for _, data in files)
    if len(files) > limits.attachments or left < 0:
        raise TooLarge(SENTENCES[Reason.TOO_LARGE])
    for number, (name, data) in enumerate(files, start=1):
        path = folder / f"attachment-{number:04d}"
        path.write_bytes(data)
        room = limits.attachments - len(written) - (len(files) - number)
        papers = papers_of(Attachment(str(path), name), within(limits, room, left))
        if not path.exists():
            left -= sum(Path(paper.path).stat().st_size for paper in papers)
        written += papers
    return tuple(written)


def _attached(mail: EmailMessage, limits: Limits) -> list[tuple[str, bytes]]:
    """Names and bytes of all that is attached, nested parts too, but not what is inside attached mails."""
    found: list[tuple[str, bytes]] = []
    waiting: list[MIMEPart] = [mail]
    parts = 0
    while waiting:
        part = waiting.pop(0)
        parts += 1
        if parts > limits.mail_parts:
            raise TooLarge(SENTENCES[Reason.TOO_LARGE])
        if part.get_content_maintype() == "multipart" and part.is_multipart():
            waiting += [inner for inner in part.get_payload() if isinstance(inner, MIMEPart)]
        elif not _is_part_of_text(part):
            data = _bytes_of(part)
            if data:
                found.append((_name_of(part, len(found) + 1), data))
    return found


def _is_part_of_text(part: MIMEPart) -> bool:
    """A text without a name, whether shown or the twin of one, is no file of the sender's."""
    return part.get_content_maintype() == "text" and not part.get_filename() and not part.is_attachment()


def _bytes_of(part: MIMEPart) -> bytes:
    if part.get_content_type() == "message/rfc822" and part.is_multipart():
        return b"".join(inner.as_bytes() for inner in list(part.iter_parts())[:1])
    return bytes(part.get_payload(decode=True) or b"")


def _name_of(part: MIMEPart, number: int) -> str:
    with contextlib.suppress(*_FAILURES):
        return own_name(part.get_filename() or "", number)
    return own_name("", number)
