"""Columns of the tables that are imported: what each is called, and how its cells are read."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import msgspec

from schemas.errors import InvalidInput
from schemas.folding import fold
from schemas.legal_dates import find_dates
from schemas.registry import INPUTS, EntityIn, RegistryKind
from service.operations.registry_values import Problem

_NUMBER_OF_CREDIT = ("credito", "numero_de_credito", "no_credito", "no_de_credito", "num_credito", "numero_credito")
_LICENCE = ("cedula", "cedula_profesional", "cedula_abogado", "cedula_del_abogado", "abogado")

ALIASES: dict[RegistryKind, dict[str, tuple[str, ...]]] = {
    RegistryKind.DEBTORS: {
        "curp": (),
        "rfc": (),
        "full_name": ("nombre_completo", "nombre", "nombre_del_deudor", "deudor", "acreditado"),
        "given_names": ("nombres", "nombre_s", "nombre_de_pila"),
        "first_surname": ("apellido_paterno", "primer_apellido", "paterno"),
        "second_surname": ("apellido_materno", "segundo_apellido", "materno"),
        "phone": ("telefono", "tel", "celular"),
    },
    RegistryKind.CREDITS: {
        "number": ("numero", "credit_number", *_NUMBER_OF_CREDIT),
        "debtor_curp": ("curp", "curp_deudor", "curp_del_deudor", "curp_acreditado", "curp_del_acreditado"),
        "guarantor_curp": ("curp_aval", "curp_del_aval", "aval", "aval_curp", "curp_deudor_solidario"),
        "status": ("estado", "estatus", "situacion"),
        "program": ("programa",),
        "signed_on": ("fecha_de_firma", "fecha_firma", "fecha_de_suscripcion", "fecha"),
        "principal": ("monto", "importe", "capital", "suerte_principal", "cantidad"),
    },
    RegistryKind.LAWSUITS: {
        "court_code": ("juzgado", "clave_juzgado", "clave_del_juzgado"),
        "kind": ("tipo", "clase"),
        "number": ("numero", "expediente", "numero_de_expediente", "no_expediente", "expediente_judicial"),
        "year": ("ano", "anio"),
        "suffix": ("sufijo", "secretaria"),
        "credit_numbers": ("creditos", "numeros_de_credito", *_NUMBER_OF_CREDIT),
        "lawyer_cedula": _LICENCE,
        "status": ("estado", "estatus", "etapa"),
        "filed_on": ("fecha_de_presentacion", "fecha_presentacion", "presentada_el", "presentado_el", "fecha"),
    },
    RegistryKind.COURTS: {
        "code": ("clave", "codigo", "clave_juzgado", "clave_del_juzgado"),
        "name": ("nombre", "juzgado"),
        "district": ("distrito", "distrito_judicial"),
        "city": ("ciudad",),
        "aliases": ("alias", "otros_nombres"),
    },
    RegistryKind.LAWYERS: {
        "cedula": ("cedula_profesional",),
        "name": ("nombre", "nombre_completo", "abogado"),
        "rfc": (),
        "firm": ("despacho", "bufete"),
    },
    RegistryKind.ASSIGNMENTS: {
        "credit_number": ("numero", *_NUMBER_OF_CREDIT),
        "lawyer_cedula": _LICENCE,
        "assigned_on": ("fecha_de_asignacion", "fecha_asignacion", "asignado_el", "fecha"),
        "ended_on": ("fecha_de_termino", "fecha_termino", "fecha_fin", "terminado_el"),
    },
}
"""Members of each kind and the Spanish headings they may come under, folded."""

_NEEDED = {
    RegistryKind.CREDITS: ("number",),
    RegistryKind.LAWSUITS: ("court_code", "number"),
    RegistryKind.COURTS: ("code",),
    RegistryKind.LAWYERS: ("cedula",),
    RegistryKind.ASSIGNMENTS: ("credit_number", "lawyer_cedula", "assigned_on"),
}
_DATES = frozenset(("signed_on", "filed_on", "assigned_on", "ended_on"))
_LISTS = frozenset(("credit_numbers", "aliases"))
_FILE = re.compile(r"\s*(?:EXP\.?\s*)?(\d{1,7})\s*/\s*(\d{4})(?:\s*-\s*(\w{1,12}))?\s*", re.IGNORECASE)
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[ T]00:00(?::00(?:\.0+)?)?)?")


class Columns(msgspec.Struct, frozen=True):
    """Which member each column of a table is, empty for one that is not read; `ignored` are the headings of those."""

    names: tuple[str, ...]
    ignored: tuple[str, ...]


def columns_of(kind: RegistryKind, header: Sequence[str]) -> Columns:
    """Tell the columns by their headings, English or Spanish, whatever case and accents.

    Raises:
        InvalidInput: a column that is needed is missing, or two are the same.
    """
    known = {alias: name for name, aliases in ALIASES[kind].items() for alias in (name, *aliases)}
    folded = ["_".join(re.findall(r"\w+", fold(heading))).strip("_") for heading in header]
    if kind == RegistryKind.DEBTORS and _has_surnames(folded, known):
        known["nombre"] = "given_names"
    names = [known.get(heading, "") for heading in folded]
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        raise InvalidInput(f"La tabla tiene dos columnas para «{twice[0]}».", code="columns")
    missing = [name for name in _NEEDED.get(kind, ()) if name not in names]
    if kind == RegistryKind.DEBTORS and not any(name in names for name in ("curp", "full_name", "given_names")):
        missing = ["curp o full_name"]
    if missing:
        wanted = ", ".join(ALIASES[kind])
        raise InvalidInput(f"A la tabla le falta la columna {missing[0]}. Columnas: {wanted}.", code="columns")
    ignored = tuple(heading for heading, name in zip(header, names, strict=True) if heading and not name)
    return Columns(tuple(names), ignored)


def _has_surnames(folded: Sequence[str], known: dict[str, str]) -> bool:
    return any(known.get(heading) == "first_surname" for heading in folded) and "given_names" not in folded


def entity_of(kind: RegistryKind, columns: Columns, cells: Sequence[str]) -> EntityIn:
    """A row as what comes in; an empty cell leaves what is known as it is.

    Raises:
        Problem: a cell that cannot be what its column says.
    """
    given: dict[str, Any] = {}
    for name, cell in zip(columns.names, cells, strict=False):
        if name and cell:
            given[name] = _READERS.get(name, _plain)(name, cell)
    if kind == RegistryKind.LAWSUITS:
        _split_file(given)
    for name in _NEEDED.get(kind, ()):
        if name not in given:
            raise Problem(name, "Falta este dato.")
    return INPUTS[kind](**given)


def _plain(_: str, cell: str) -> str:
    return cell


def _list(_: str, cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip())


def _day(name: str, cell: str) -> date:
    if iso := _ISO.fullmatch(cell):
        try:
            return date(*(int(part) for part in iso.groups()))
        except ValueError:
            raise Problem(name, f"La fecha «{cell}» no existe.") from None
    found = find_dates(cell[:80])
    if len(found) != 1 or found[0].start != 0 or found[0].end < len(cell):
        raise Problem(name, f"La fecha «{cell[:40]}» no existe o no se entiende.")
    return found[0].value


def _whole(name: str, cell: str) -> int:
    if not cell.isdigit() or len(cell) > 9:
        raise Problem(name, f"«{cell[:40]}» no es un número.")
    return int(cell)


def _split_file(given: dict[str, Any]) -> None:
    """A number that came as `1234/2024-2` is number, year and suffix."""
    number = str(given.get("number", ""))
    if match := _FILE.fullmatch(number):
        given["number"], given["year"] = int(match.group(1)), int(match.group(2))
        if match.group(3):
            given["suffix"] = match.group(3)
    else:
        given["number"] = _whole("number", number)
    if "year" not in given:
        raise Problem("year", "Falta el año del juicio.")


_READERS: dict[str, Callable[[str, str], Any]] = {
    **dict.fromkeys(_DATES, _day),
    **dict.fromkeys(_LISTS, _list),
    "year": _whole,
}
