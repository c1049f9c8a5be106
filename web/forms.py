"""Forms of pages: small, url-encoded, and only with the session's own token."""

from collections.abc import Callable
from datetime import date
from typing import Any

import anyio.to_thread
import msgspec
from litestar import Request, Response
from litestar.response import Redirect

from schemas.errors import ArchiveError, Forbidden, InvalidInput
from schemas.legal_dates import parse_date
from service.middleware import check_csrf, is_from_our_page, keep_form
from service.operations.signing_in import SignedIn

Fields = dict[str, str]
MOST_DIGITS = 9


async def answer_form(
    request: Request[Any, Any, Any],
    act: Callable[[Fields], str | Response[Any]],
    again: Callable[[Fields, str], Response[Any]],
) -> Response[Any]:
    """Read the form, do what it says in a thread and go on; what is refused shows the page again with the sentence.

    Args:
        request: with the form.
        act: does it and gives the path of the page to go to, or the answer itself.
        again: the page with what was typed and what the error says; in the same thread.

    Raises:
        Forbidden: the form does not carry the session's token.
        InvalidInput: it is no url-encoded form.
    """
    fields = await read_form(request)

    def answered() -> Response[Any]:
        try:
            done = act(fields)
        except ArchiveError as error:
            return again(fields, error.detail)
        return go(done) if isinstance(done, str) else done

    return await anyio.to_thread.run_sync(answered)


async def read_form(request: Request[Any, Any, Any]) -> Fields:
    """The fields of a form, the last of equal names.

    Raises:
        Forbidden: the form does not carry the session's token.
        InvalidInput: it is no url-encoded form.
    """
    if not request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        raise InvalidInput("El formulario no se entiende.")
    written = [(name, value) for name, value in (await request.form()).multi_items() if isinstance(value, str)]
    fields = dict(written)
    session = request.scope.get("auth")
    if isinstance(session, SignedIn):
        try:
            check_csrf(session, fields.pop("csrf", ""))
        except Forbidden:
            if is_from_our_page(request.headers):
                keep_form(request, written)
            raise
    return fields


def number_of(text: str) -> int | None:
    """The number that a field of up to nine digits says; None for anything else."""
    return int(text) if text.isdecimal() and len(text) <= MOST_DIGITS else None


def day_of(name: str, text: str) -> date:
    """The day written in the field of that name.

    Raises:
        InvalidInput: it is none; the sentence begins with the name of the field.
    """
    on = parse_date(text)
    if on is None:
        raise InvalidInput(f"{name}: no se entiende la fecha «{text[:40]}»; escríbala como 20/11/2026.")
    return on


def packed(written: list[tuple[str, str]]) -> str:
    """What a person wrote, as one hidden field carries it through the sign-in."""
    return msgspec.json.encode(written).decode()


def unpacked(text: str) -> list[tuple[str, str]]:
    """What `packed` made; nothing for anything else."""
    try:
        return msgspec.json.decode(text, type=list[tuple[str, str]])
    except msgspec.DecodeError:
        return []


def go(path: str) -> Redirect:
    """Off to a page of ours, to be fetched anew."""
    return Redirect(path, status_code=303)


def own_path(path: str) -> str:
    """The path itself if it leads to a page of ours, else the first page."""
    plain = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if plain else "/"
