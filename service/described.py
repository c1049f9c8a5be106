"""The OpenAPI document with what the framework does not know: the problems really sent, bodies and answers that are files."""

from typing import Any

import msgspec

from schemas.pages import Word
from service.problems import MEDIA_TYPE, Problem

_FILE = {"type": "string", "format": "binary"}
_FORM = {
    "type": "object",
    "required": ["file"],
    "properties": {"file": _FILE},
    "additionalProperties": {"type": "string"},
}
_TAKES_FILES = (
    ("/api/v1/documents", "post"),
    ("/api/v1/imports/{kind}", "post"),
    ("/api/v1/uploads/{upload_id}", "patch"),
)
_CSV, _XLSX = "text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PDF, _ZIP, _LINKED_DATA = "application/pdf", "application/zip", "application/ld+json"
_PICTURES = ("image/jpeg", "image/png", "image/webp")
_GIVES = (
    ("/original", ("*/*",)),
    ("/searchable", (_PDF,)),
    ("/image", _PICTURES),
    ("/thumbnail", _PICTURES),
    ("/hocr", ("application/xhtml+xml",)),
    ("/iiif/manifest", (_LINKED_DATA,)),
    ("/iiif/search", (_LINKED_DATA,)),
    ("/exports/{kind}", (_CSV, _XLSX)),
    ("/export", (_CSV, _XLSX)),
    ("/volumes/{number}", (_PDF,)),
    ("/labels", (_PDF,)),
    (".pdf", (_PDF,)),
    (".zip", (_ZIP,)),
    (".xlsx", (_XLSX,)),
)
"""What an address answers with that is no JSON, by its end."""
_LISTS = (Word,)
"""What is sent as a list of values, which the framework takes for an object."""
_IN_PARTS = ("/original", "/searchable", "/image", "/thumbnail", "/volumes/{number}")
"""Ends of addresses whose files are sent by ranges, too."""


def amended_schema(schema: dict[str, Any]) -> dict[str, Any]:
    """The document as it is true of what is really answered."""
    paths = schema.get("paths", {})
    ref = {"$ref": "#/components/schemas/Problem"}
    answer = {"description": "Problema (RFC 9457)", "content": {MEDIA_TYPE: {"schema": ref}}}
    for path, operations in paths.items():
        for method, operation in operations.items():
            if isinstance(operation, dict) and "responses" in operation:
                kept = {code: body for code, body in operation["responses"].items() if code < "400"}
                _describe_files(path, method, kept)
                operation["responses"] = {**kept, "4XX": answer, "5XX": answer}
    for path, method in _TAKES_FILES:
        content: dict[str, Any] = {"application/octet-stream": {"schema": _FILE}}
        if path.endswith("/documents"):
            content["multipart/form-data"] = {"schema": _FORM}
        if path in paths:
            paths[path][method]["requestBody"] = {"required": True, "content": content}
    schemas = schema.setdefault("components", {}).setdefault("schemas", {})
    _, defined = msgspec.json.schema_components([Problem, *_LISTS], ref_template="#/components/schemas/{name}")
    schemas.update(defined)
    return schema


def _describe_files(path: str, method: str, answers: dict[str, Any]) -> None:
    """Say of an address that gives a file which kinds of file, and that it gives parts where it does."""
    kinds = next((kinds for end, kinds in _GIVES if path.endswith(end)), None)
    if kinds is None or "200" not in answers:
        return
    content = {kind: {"schema": {} if kind == _LINKED_DATA else _FILE} for kind in kinds}
    answers["200"] = {**answers["200"], "content": {} if method == "head" else content}
    if path.endswith(_IN_PARTS):
        answers["206"] = {**answers["200"], "description": "La parte pedida (`Range`)"}
        answers["304"] = {"description": "Quien pide ya tiene esta versión (`If-None-Match`)"}
