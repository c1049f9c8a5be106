"""What an export of Paperless-ngx says of its documents, as entries to take in.

Types, numbers and titles that have their place here are handed on. All else that was said of a document there
(correspondent, tags, dates, notes, custom fields) is kept word for word beside it.
"""

from collections import defaultdict
from typing import Any

import msgspec

from schemas.folding import fold
from schemas.moving_in import COLUMNS, Entry

Record = dict[str, Any]

_OWN_PLACE = {spelling: name for name in ("credit", "lawsuit", "debtor") for spelling in COLUMNS[name]}
"""Custom fields of these names say what a document belongs to."""


class _Said(msgspec.Struct):
    """What other records of the export say of documents, by the documents' numbers."""

    correspondents: dict[Any, str]
    types: dict[Any, str]
    tags: dict[Any, str]
    custom: dict[Any, dict[str, Any]]
    notes: dict[Any, list[str]]


def paperless_entries(records: list[Record]) -> list[Entry]:
    """The documents among the records of an export's manifests, in their order.

    The document type is handed on by name; the serial number of the archive says where the paper is. What the
    exporter calls `content` is not taken: every page is read anew. A document whose file was not exported is an
    entry, too, by a name that no file has.
    """
    said = _Said(
        _names(records, "documents.correspondent"),
        _names(records, "documents.documenttype"),
        _names(records, "documents.tag"),
        _custom(records),
        _notes(records),
    )
    return [_entry(record, said) for record in _of(records, "documents.document")]


def _of(records: list[Record], model: str) -> list[Record]:
    return [record for record in records if record.get("model") == model]


def _names(records: list[Record], model: str) -> dict[Any, str]:
    return {record["pk"]: record["fields"]["name"] for record in _of(records, model)}


def _notes(records: list[Record]) -> dict[Any, list[str]]:
    found: dict[Any, list[str]] = defaultdict(list)
    for record in _of(records, "documents.note"):
        found[record["fields"]["document"]].append(str(record["fields"].get("note") or ""))
    return found


def _custom(records: list[Record]) -> dict[Any, dict[str, Any]]:
    fields = {record["pk"]: record["fields"] for record in _of(records, "documents.customfield")}
    found: dict[Any, dict[str, Any]] = defaultdict(dict)
    for record in _of(records, "documents.customfieldinstance"):
        own = record["fields"]
        field = fields.get(own.get("field"), {})
        value = next((own[name] for name in own if name.startswith("value_") and own[name] not in (None, "")), None)
        if value is not None:
            found[own["document"]][str(field.get("name") or own.get("field"))] = _label(field, value)
    return found


def _label(field: Record, value: Any) -> Any:  # noqa: ANN401 - a value of any kind of field
    """The value, one of a list of choices by its label."""
    for choice in (field.get("extra_data") or {}).get("select_options") or ():
        if isinstance(choice, dict) and choice.get("id") == value:
            return choice.get("label")
    return value


def _entry(record: Record, said: _Said) -> Entry:
    fields, number = record["fields"], record["pk"]
    serial, custom = fields.get("archive_serial_number"), said.custom.get(number, {})
    type_ = said.types.get(fields.get("document_type"))
    elsewhere = {
        "correspondent": said.correspondents.get(fields.get("correspondent")),
        "type": type_,
        "tags": [said.tags[tag] for tag in fields.get("tags") or () if tag in said.tags],
        "created": fields.get("created_date") or fields.get("created"),
        "added": fields.get("added"),
        "filename": fields.get("original_filename"),
        "notes": said.notes.get(number),
        "custom": custom,
    }
    owned = {_OWN_PLACE[fold(name).strip()]: str(value) for name, value in custom.items() if _is_owned(name)}
    return Entry(
        path=record.get("__exported_file_name__") or f"documento {number}: la exportación no trae su archivo",
        type=type_,
        title=(fields.get("title") or "").strip() or None,
        paper_location=f"ASN {serial}" if serial is not None else None,
        digest=(fields.get("checksum") or "").lower(),
        elsewhere={name: value for name, value in elsewhere.items() if value},
        **owned,
    )


def _is_owned(name: str) -> bool:
    return fold(name).strip() in _OWN_PLACE
