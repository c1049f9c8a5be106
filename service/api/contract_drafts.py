"""`/contracts/{key}/draft`: the contract of an external lawyer drafted from what is registered."""

from litestar import Response, Router, get
from litestar.params import FromPath

from schemas.contract_draft import ContractDraft
from service.api.asked import ActorGiven, ArchiveGiven, Flag
from service.api.forms import made_file
from service.operations import contract_drafts

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@get(
    "/contracts/{key:str}/draft", sync_to_thread=True, summary="El contrato de un abogado, redactado con lo registrado"
)
def get_draft(archive: ArchiveGiven, actor: ActorGiven, key: FromPath[str]) -> ContractDraft:
    """By id or number: each clause, those of LGPDPPSO 53 among them, and what lacks."""
    return contract_drafts.draft_contract(archive, actor, key)


@get("/contracts/{key:str}/draft.pdf", sync_to_thread=True, media_type="application/pdf",
     summary="El contrato de un abogado, para firmar")  # fmt: skip
def print_draft(archive: ArchiveGiven, actor: ActorGiven, key: FromPath[str], blanks: Flag = False) -> Response[bytes]:
    """409 `incomplete_draft` names what lacks; with `blanks` it is left blank, to be filled in by hand."""
    found = contract_drafts.draft_contract(archive, actor, key)
    return made_file(
        archive,
        f"contrato-{found.contract_id}.pdf",
        lambda target: contract_drafts.print_draft(archive, actor, found, target, blanks=blanks),
    )


@get("/contracts/{key:str}/draft.docx", sync_to_thread=True, media_type=DOCX,
     summary="El contrato de un abogado, para trabajarlo en un procesador de textos")  # fmt: skip
def write_draft(archive: ArchiveGiven, actor: ActorGiven, key: FromPath[str]) -> Response[bytes]:
    """What lacks is left blank, and it is called a draft then."""
    found = contract_drafts.draft_contract(archive, actor, key)
    return made_file(
        archive,
        f"contrato-{found.contract_id}.docx",
        lambda target: contract_drafts.write_draft(archive, actor, found, target),
        DOCX,
    )


router = Router("/", tags=["registry"], route_handlers=[get_draft, print_draft, write_draft])
