"""How much one foreign file may cost: memory, time, pixels, pages, bytes unpacked."""

import msgspec

MEGABYTE = 1024 * 1024


class Limits(msgspec.Struct, frozen=True):
    """The bounds a sandbox child works under.

    Bytes are counted in `*_bytes`, time in `*_seconds`, pictures in pixels as
    decoded. `memory_bytes` is address space, shared libraries included. A child
    is replaced after `calls_per_child` calls or when it holds more than
    `resident_bytes` once a call is done. `page_seconds` bounds the look at one
    page while a file is inspected; after `bad_pages` pages that died or ran out
    of time the rest of the file is not looked at any more. Without `isolate_pages`
    a page that hangs or crashes takes the whole process with it.
    """

    memory_bytes: int = 1536 * MEGABYTE
    cpu_seconds: int = 300
    written_bytes: int = 2048 * MEGABYTE
    open_files: int = 128
    answer_bytes: int = 256 * MEGABYTE
    calls_per_child: int = 400
    resident_bytes: int = 700 * MEGABYTE

    pixels: int = 120_000_000
    pages: int = 10_000
    words_per_page: int = 40_000
    page_seconds: float = 8.0
    bad_pages: int = 3
    isolate_pages: bool = True

    unpacked_bytes: int = 200 * MEGABYTE
    unpacked_ratio: int = 200
    archive_members: int = 5_000
    text_bytes: int = 20 * MEGABYTE
    attachments: int = 200
    attachment_bytes: int = 512 * MEGABYTE
    mail_parts: int = 1_000
    mail_bytes: int = 160 * MEGABYTE
