"""Files that are text and nothing else: of word processors, spreadsheets and mail programs, and plain text, locked or not."""

from pathlib import Path

import msgspec

from indexer.engines import mail, office
from indexer.engines.unlocking import unlocked
from indexer.limits import Limits
from schemas.work import FileKind, InspectedPage, InspectRequest, InspectResult


def inspect_text_file(request: InspectRequest, kind: FileKind, limits: Limits) -> InspectResult:
    """The text as pages, and what the file carries as attachments.

    Raises:
        Corrupt: it cannot be read.
        PasswordRequired: locked, and no password fits.
        TooLarge: more text, members, attachments or bytes than allowed.
        Unsupported: a form of it that is not read.
    """
    folder = Path(request.attachments_dir)
    with unlocked(Path(request.path), kind, request.passwords, limits) as file:
        if file.kind in mail.MAILS:
            found = mail.inspect_mail(file.path, file.kind, folder, limits)
        else:
            found = office.inspect_office(file.path, file.kind, folder, limits)
        return msgspec.structs.replace(found, encrypted=file.locked, password=file.password)


def text_pages(path: Path, kind: FileKind, password: str, limits: Limits) -> tuple[InspectedPage, ...]:
    """The pages alone, for the same errors."""
    with unlocked(path, kind, (password,) if password else (), limits) as file:
        if file.kind in mail.MAILS:
            return mail.mail_pages(file.path, file.kind, limits)
        return office.office_pages(file.path, file.kind, limits)
