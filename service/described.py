"""The OpenAPI document with what the framework does not know, made once: it is asked for by anybody.

Added are the problems really sent, bodies and answers that are files, that no member but those named is taken, and
the headers of versions and repeats.
"""

from collections.abc import Iterator
from copy import deepcopy
from threading import Lock
from typing import Any

import anyio.to_thread
import msgspec
import yaml  # type: ignore[import-untyped]  # the library gives it no types
from litestar import Request, Response
from litestar.openapi.plugins import JsonRenderPlugin, OpenAPIRenderPlugin, YamlRenderPlugin

from schemas.pages import Word
from service.problems import MEDIA_TYPE, Problem

ADDRESS = "/schema"
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
    ("/reserved-index", (_CSV, _XLSX)),
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
_SENT = {
    "ETag": "La versión, para `If-Match` y `If-None-Match`",
    "Idempotent-Replay": "`true` si es la respuesta que ya se dio con esa `Idempotency-Key`",
    "Location": "Dónde preguntar qué resultó",
}
_IF_NONE_MATCH = {"name": "If-None-Match", "in": "header", "required": False, "schema": {"type": "string"}}
_NOT_MODIFIED = {"description": "Quien pide ya tiene esta versión (`If-None-Match`)"}


class DescribedJson(JsonRenderPlugin):
    """The document as JSON."""

    def render(self, request: Request[Any, Any, Any], openapi_schema: dict[str, Any]) -> bytes:
        """See `JsonRenderPlugin`."""
        return super().render(request, amended_schema(openapi_schema))


class DescribedYaml(YamlRenderPlugin):
    """The same as YAML."""

    def render(self, request: Request[Any, Any, Any], openapi_schema: dict[str, Any]) -> bytes:
        """See `YamlRenderPlugin`."""
        plain = msgspec.json.decode(DescribedJson().render(request, openapi_schema))
        made: str = yaml.dump(plain, Dumper=_DUMPER, sort_keys=False, allow_unicode=True)
        return made.encode()


class Description:
    """The document in each of its forms, made once, in a thread: it takes a second, in which nobody else would be answered."""

    def __init__(self) -> None:
        """Nothing is made before it is asked for."""
        self.forms: tuple[OpenAPIRenderPlugin, ...] = (DescribedJson(path=["/", "/openapi.json"]), DescribedYaml())
        self._made: dict[OpenAPIRenderPlugin, bytes] = {}
        self._lock = Lock()

    async def answer(self, request: Request[Any, Any, Any]) -> Response[bytes] | None:
        """What is asked for, instead of what the framework would make of it in its loop; None where it is no form of ours."""
        path = request.scope["path"].removeprefix(ADDRESS) or "/"
        for form in self.forms:
            if form.has_path(path):
                made = await anyio.to_thread.run_sync(self._rendered, form, request)
                return Response(made, media_type=form.media_type)
        return None

    def _rendered(self, form: OpenAPIRenderPlugin, request: Request[Any, Any, Any]) -> bytes:
        with self._lock:
            if form not in self._made:
                self._made[form] = form.render(request, request.app.openapi_schema.to_schema())
            return self._made[form]


_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
"""The one in C, where there is one, takes a tenth of the time."""


def amended_schema(schema: dict[str, Any]) -> dict[str, Any]:
    """A copy of the document as it is true of what is really answered."""
    schema = deepcopy(schema)
    paths = schema.get("paths", {})
    ref = {"$ref": "#/components/schemas/Problem"}
    answer = {"description": "Problema (RFC 9457)", "content": {MEDIA_TYPE: {"schema": ref}}}
    schemas = schema.setdefault("components", {}).setdefault("schemas", {})
    for path, operations in paths.items():
        for operation in operations.values():
            if isinstance(operation, dict) and "responses" in operation:
                kept = {code: body for code, body in operation["responses"].items() if code < "400"}
                _describe_files(path, kept)
                operation["responses"] = {**kept, "4XX": answer, "5XX": answer}
                _close(schemas, operation.get("requestBody", {}).get("content", {}).get("application/json", {}))
        _describe_parameters(operations)
    for path, method in _TAKES_FILES:
        content: dict[str, Any] = {"application/octet-stream": {"schema": _FILE}}
        if path.endswith("/documents"):
            content["multipart/form-data"] = {"schema": _FORM}
        if path in paths:
            paths[path][method]["requestBody"] = {"required": True, "content": content}
    _, defined = msgspec.json.schema_components([Problem, *_LISTS], ref_template="#/components/schemas/{name}")
    schemas.update(defined)
    return schema


def _describe_files(path: str, answers: dict[str, Any]) -> None:
    """Say of an address that gives a file which kinds of file, and that it gives parts where it does."""
    kinds = next((kinds for end, kinds in _GIVES if path.endswith(end)), None)
    if kinds is None or "200" not in answers:
        return
    content = {kind: {"schema": {} if kind == _LINKED_DATA else _FILE} for kind in kinds}
    answers["200"] = {**answers["200"], "content": content}
    if path.endswith(_IN_PARTS):
        answers["206"] = {**answers["200"], "description": "La parte pedida (`Range`)"}
        answers["304"] = _NOT_MODIFIED


def _close(schemas: dict[str, Any], body: dict[str, Any]) -> None:
    """Say of everything a body is made of that no other members are taken."""
    wanted, done = set(_named_in(body)), set[str]()
    while new := wanted - done:
        for name in new:
            if "properties" in schemas[name]:
                schemas[name]["additionalProperties"] = False
            wanted |= set(_named_in(schemas[name]))
        done |= new


def _named_in(value: Any) -> Iterator[str]:  # noqa: ANN401 - a piece of the document
    """The names of the schemas that a piece of the document refers to."""
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _named_in(one)
    if isinstance(value, dict) and isinstance(value.get("$ref"), str):
        yield value["$ref"].rpartition("/")[2]


def _describe_parameters(operations: dict[str, Any]) -> None:
    """Say which answers bear a version or tell a repeat, and that what can be changed by version can be asked for so.

    A parameter is there or not, never null.
    """
    for one in (one for operation in operations.values() for one in operation.get("parameters") or ()):
        choices = [choice for choice in one["schema"].pop("oneOf", ()) if choice != {"type": "null"}]
        one["schema"] |= choices[0] if len(choices) == 1 else {"oneOf": choices} if choices else {}
    taken = {
        method: {one["name"] for one in operation.get("parameters") or () if one["in"] == "header"}
        for method, operation in operations.items()
    }
    for method, names in taken.items():
        answers = operations[method]["responses"]
        sent = [
            *(["ETag"] if "If-Match" in names or (method == "get" and "If-Match" in taken.get("patch", ())) else []),
            *(["Idempotent-Replay"] if "Idempotency-Key" in names else []),
            *(["Location"] if "Idempotency-Key" in names and "202" in answers else []),
        ]
        headers = {name: {"description": _SENT[name], "schema": {"type": "string"}} for name in sent}
        for code in [code for code in answers if sent and code.startswith("2")]:
            answers[code] = {**answers[code], "headers": headers}
        if method == "get" and "ETag" in sent:
            answers["304"] = _NOT_MODIFIED
            operations[method]["parameters"] = [*operations[method].get("parameters", ()), _IF_NONE_MATCH]
