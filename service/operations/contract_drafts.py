"""Draft the contract of an external lawyer from what is registered (contrato de prestación de servicios, DOMAIN 1.1, R4)."""

from pathlib import Path

from indexer.engines.printed_word import write_word
from schemas.access import Action, Actor
from schemas.contract_draft import (
    BLANK,
    ContractDraft,
    drafted,
    lacking,
    values_of,
)
from schemas.errors import Conflict
from schemas.printed import Printed, Signatures, Words, day
from schemas.registry.contracts import ServiceContract
from service.archive import Archive, require
from service.operations import registry
from service.operations.days import today
from service.operations.printed_forms import HOUSE, UNIT, write_form
from storage.records import events

ORDINALS = (
    "PRIMERA", "SEGUNDA", "TERCERA", "CUARTA", "QUINTA", "SEXTA", "SÉPTIMA", "OCTAVA", "NOVENA", "DÉCIMA", "UNDÉCIMA",
    "DUODÉCIMA", "DECIMOTERCERA", "DECIMOCUARTA", "DECIMOQUINTA", "DECIMOSEXTA", "DECIMOSÉPTIMA", "DECIMOCTAVA",
    "DECIMONOVENA", "VIGÉSIMA",
)  # fmt: skip


def draft_contract(archive: Archive, actor: Actor, key: str) -> ContractDraft:
    """The draft of the contract of that id or number: its clauses, and what is not registered, said in words; recorded as a look.

    Every clause that LGPDPPSO 53 asks for is in it, whether or not the registered contract is known to have it.

    Raises:
        Forbidden: the actor may not write the registry.
        NotFound: there is no such contract.
    """
    require(actor, Action.WRITE_REGISTRY)
    contract: ServiceContract = registry.get(archive, actor, "contracts", key)
    lawyer = registry.get(archive, actor, "lawyers", contract.lawyer_id)
    values = values_of(contract, lawyer.rfc)
    named = {name: values[name] or BLANK for name in ("represented_by", "represented_as", "lawyer_rfc")}
    return ContractDraft(
        contract_id=contract.id, number=contract.number, lawyer_id=lawyer.id, lawyer=lawyer.name, cedula=lawyer.cedula,
        starts_on=contract.starts_on, last_on=contract.last_on, days_left=(contract.last_on - today()).days,
        signed_on=contract.signed_on, document_id=contract.document_id,
        declarations=(
            f"Que celebran, por una parte, el {HOUSE}, representado por {named['represented_by']}, en su carácter de "
            f"{named['represented_as']}, a quien se denominará «EL INSTITUTO», y por la otra {lawyer.name}, con RFC "
            f"{named['lawyer_rfc']} y cédula profesional {lawyer.cedula}, a quien se denominará «EL PRESTADOR», al tenor "
            "de las siguientes cláusulas.",
        ),
        clauses=drafted(values, contract.clauses), lacking=lacking(values),
    )  # fmt: skip


def print_draft(archive: Archive, actor: Actor, found: ContractDraft, target: Path, *, blanks: bool = False) -> None:
    """Write the draft, found for the same actor, as a PDF to sign, two witnesses included; the copy is recorded.

    Args:
        archive: the archive.
        actor: for whom it was found.
        found: the draft.
        target: where to write it.
        blanks: write it although something lacks, with lines to fill in by hand, and marked as a draft.

    Raises:
        Conflict: something lacks (`incomplete_draft`), which the sentence names.
        InvalidInput: `target` cannot be written.
    """
    if found.lacking and not blanks:
        said = " ".join(one.sentence for one in found.lacking)
        raise Conflict(f"El contrato no está completo. {said}", code="incomplete_draft")
    write_form(contract_form(found), target)
    _note_copy(archive, actor, found, "pdf")


def write_draft(archive: Archive, actor: Actor, found: ContractDraft, target: Path) -> None:
    """Write the draft, found for the same actor, as a word processor file (DOCX) to be worked on; the copy is recorded.

    What lacks is left blank, and then its title says that it is a draft.

    Raises:
        InvalidInput: `target` cannot be written.
    """
    write_form(contract_form(found), target, write_word)
    _note_copy(archive, actor, found, "docx")


def _note_copy(archive: Archive, actor: Actor, found: ContractDraft, form: str) -> None:
    detail = {"number": found.number, "form": form, "lacking": [one.member for one in found.lacking]}
    with archive.database.write() as session:
        act = events.Act(actor.name, actor.origin, "print", "service_contract", found.contract_id, detail)
        events.record(session, act)


def contract_form(found: ContractDraft) -> Printed:
    """What the contract says."""
    title = "Contrato de prestación de servicios profesionales"
    clauses = (
        part
        for ordinal, one in zip(ORDINALS, found.clauses, strict=False)
        for part in (Words(f"{ordinal}. {one.title}", heading=True), Words(one.text))
    )
    return Printed(HOUSE, UNIT, title if not found.lacking else f"BORRADOR. {title}", (
        Words(f"Contrato de prestación de servicios profesionales de cobranza judicial número {found.number}", heading=True),
        *(Words(one) for one in found.declarations),
        *clauses,
        Words(f"Leído, se firma por duplicado en Hermosillo, Sonora, el {day(found.signed_on) or BLANK}, ante un testigo por "
              "cada parte. Copia a Contabilidad y Finanzas."),
        Signatures(("EL INSTITUTO", f"EL PRESTADOR: {found.lawyer}", "Testigo de EL INSTITUTO", "Testigo de EL PRESTADOR")),
    ), code=found.number)  # fmt: skip
