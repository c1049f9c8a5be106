"""The process that opens foreign files: `python -m indexer.child PARENT LIMITS`, started by `indexer.sandbox`.

It reads calls from its standard input and answers on its standard output,
under limits it puts on itself before it sees a byte of a file. What libraries
print goes nowhere.
"""

import gc
import os
import sys
from collections.abc import Callable
from typing import Any

import cv2
import msgspec

from indexer.confinement import allow_seconds, confine, die_with, resident_bytes
from indexer.engines.books_in import keep_rows
from indexer.engines.dossier_pdf import bind_dossier
from indexer.engines.public_version import make_public_version
from indexer.engines.searchable import make_searchable
from indexer.engines.watermark import mark_pdf, mark_picture
from indexer.frames import LENGTH, read_exactly, write_all
from indexer.limits import Limits
from indexer.sandbox import DAMAGED, TOO_LARGE, Answer, Call
from indexer.stages.inspect import inspect_file
from indexer.tasks import decide_document, find_personal, read, render
from schemas.binding import BindRequest
from schemas.errors import ArchiveError
from schemas.public_versions import PublicRequest
from schemas.watermarks import MarkPdfRequest, MarkPictureRequest
from schemas.work import (
    DecideRequest,
    InspectRequest,
    PersonalRequest,
    ReadRequest,
    RenderRequest,
    SearchableRequest,
    TableRequest,
)

Task = tuple[type[msgspec.Struct], Callable[[Any, Limits], msgspec.Struct]]

TASKS: dict[str, Task] = {
    "inspect": (InspectRequest, inspect_file),
    "read": (ReadRequest, read),
    "render": (RenderRequest, render),
    "searchable": (SearchableRequest, make_searchable),
    "decide": (DecideRequest, decide_document),
    "dossier": (BindRequest, bind_dossier),
    "table": (TableRequest, keep_rows),
    "personal": (PersonalRequest, find_personal),
    "public_version": (PublicRequest, make_public_version),
    "mark_picture": (MarkPictureRequest, mark_picture),
    "mark_pdf": (MarkPdfRequest, mark_pdf),
}


def main(arguments: list[str]) -> None:
    """Answer calls until the parent closes the pipe."""
    parent, limits = int(arguments[0]), msgspec.json.decode(arguments[1], type=Limits)
    die_with(parent)
    confine(limits)
    cv2.setNumThreads(1)
    calls, answers = os.dup(0), os.dup(1)
    nowhere = os.open(os.devnull, os.O_RDWR)
    write_all(answers, LENGTH.pack(0))  # ready: what went wrong so far is on standard error
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)
    gc.freeze()
    gc.disable()  # words by the thousand make the collector run for nothing; it runs between calls instead
    while True:
        gc.collect()
        try:
            frame = read_exactly(calls, LENGTH.unpack(read_exactly(calls, LENGTH.size))[0])
        except EOFError:
            return
        answer = msgspec.msgpack.encode(answer_to(frame, limits))
        if len(answer) > limits.answer_bytes:
            answer = msgspec.msgpack.encode(_refusal("TooLarge", "too_large", TOO_LARGE))
        write_all(answers, LENGTH.pack(len(answer)) + answer)


def answer_to(frame: bytes, limits: Limits) -> Answer:
    """The answer to one call; every failure becomes one of our codes."""
    try:
        call = msgspec.msgpack.decode(frame, type=Call)
        request_type, task = TASKS[call.task]
        request = msgspec.msgpack.decode(call.request, type=request_type)
        allow_seconds(call.cpu_seconds)
        bounds = msgspec.structs.replace(limits, isolate_pages=call.careful)
        result = msgspec.msgpack.encode(task(request, bounds))
        return Answer(result=msgspec.Raw(result), resident=resident_bytes())
    except ArchiveError as error:
        return _refusal(type(error).__name__, error.code, error.detail, repr(error.__cause__))
    except MemoryError:
        return _refusal("LimitExceeded", "too_large", TOO_LARGE, "MemoryError")
    except Exception as error:  # noqa: BLE001 - a library may raise anything on foreign bytes
        return _refusal("Corrupt", "damaged", DAMAGED, repr(error))


def _refusal(error: str, code: str, detail: str, cause: str = "") -> Answer:
    return Answer(error=error, code=code, detail=detail, cause=cause[:500], resident=resident_bytes())


if __name__ == "__main__":
    main(sys.argv[1:])
