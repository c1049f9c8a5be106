"""Work on the desks of a demo office: what each page of the portfolio shows where somebody works there."""

from collections.abc import Sequence

from benchmarks.demo_registry import INFORMATION, ago, listed, papers
from benchmarks.office.days import working_day
from schemas.access import SYSTEM, Actor, Role
from schemas.archival import CaseFileIn, HoldIn, HoldKind
from schemas.assigning import BatchIn
from schemas.binding_orders import OrderIn
from schemas.breaches import BreachIn
from schemas.call_messages import CallMessageIn
from schemas.commissions import PacketIn, PieceIn, PieceRole
from schemas.hearings import HearingIn
from schemas.originals import IncidentIn, IncidentKind, Original
from schemas.public_versions import PageRegions, PublicVersionIn, Region
from schemas.reservations import CommitteeIn, Decision, HarmTest, ReservationIn
from schemas.scan_quality import Defect, Judgement
from schemas.supervision import SupervisionNoteIn
from service.archive import Archive
from service.operations import (
    access,
    binding,
    breaches,
    call_messages,
    commissions,
    hearings,
    intake_views,
    supervising,
)
from service.operations.assigning import batches
from service.operations.classification import files, holds, scheme
from service.operations.custody import handing
from service.operations.public_versions import making, preparing, views
from service.operations.reservations import acts
from service.operations.scan_quality import inspecting
from service.operations.scan_quality.views import get_inspection
from service.renderers import Renderers

HEAD = access.NewUser("responsable", Role.PORTFOLIO_HEAD, "Lic. Alma Delia Corral Ruiz", None)
CLERK = access.NewUser("auxiliar", Role.ARCHIVIST, "Jesús Ramón Ley Félix", None)
BY_HEAD = Actor(HEAD.name, HEAD.role, "demo")
BY_CLERK = Actor(CLERK.name, CLERK.role, "demo")
SIGNED = {"signed_by": HEAD.display_name, "signed_office": "Responsable de Cartera Judicial"}
SOURCES = ("judgment", "court_order", "judicial_agreement")
HARM = HarmTest(
    risk="Difundir la demanda antes del emplazamiento permitiría ocultar los bienes por embargar.",
    outweighs="El daño al patrimonio del Instituto supera el interés de conocerla antes de la sentencia.",
    proportion="Se reserva sólo el escrito y sólo mientras dura el juicio.",
)


def work_at_desks(archive: Archive, kept: Sequence[Original]) -> None:
    """Do some of everything, through the operations that the pages call; `kept` are the originals in the vault."""
    for one in (HEAD, CLERK):
        access.add_user(archive, SYSTEM, one)
    scheme.propose_scheme(archive, SYSTEM)
    claims = papers(archive, type="complaint") + papers(archive, type="court_order") + papers(archive, type="judgment")
    _reserve(archive, [one.id for one in claims[:2]])
    _make_public(archive, [one.id for one in claims[1:3]])
    _pay_commissions(archive)
    _inspect_scans(archive)
    _prepare_hearing(archive)
    _keep_records(archive)
    _answer_the_telephone(archive)
    handing.report_incident(
        archive, BY_CLERK, IncidentIn(kept[-1].barcode, IncidentKind.DAMAGE, "La esquina está rota.")
    )


def _reserve(archive: Archive, ids: Sequence[str]) -> None:
    """Reservations of which the committee confirmed the first."""
    for number, document in enumerate(ids):
        made = acts.reserve(archive, BY_HEAD, ReservationIn(
            document=document, request=INFORMATION, legal_basis="LGTAIP 112, fracción XI", harm=HARM,
            reason="Juicio sin sentencia firme", until=ago(-60 - 700 * number), **SIGNED,
        ))  # fmt: skip
        if number == 0:
            acts.decide(
                archive, BY_HEAD, made.folio, CommitteeIn(decision=Decision.CONFIRM, act="Acta 14/2026", on=ago(0))
            )


def _make_public(archive: Archive, ids: Sequence[str]) -> None:
    """Public versions: of the first every page was looked at and its PDF is being made; the others are begun."""
    renderers = Renderers(1)
    try:
        for number, document in enumerate(ids):
            begun = preparing.begin_version(
                archive, renderers, BY_CLERK, document, PublicVersionIn(request=INFORMATION)
            )
            if number:
                continue
            for page in begun.pages:
                seen = views.get_page(archive, BY_CLERK, begun.folio, page.number)
                regions = tuple(Region(one.box, one.category) for one in seen.regions)
                preparing.confirm_page(archive, BY_CLERK, (begun.folio, page.number), PageRegions(regions))
            making.ask_making(archive, BY_CLERK, begun.folio)
    finally:
        renderers.close()


def _pay_commissions(archive: Archive) -> None:
    """Commission packets of two payments, one with the order that brought it about."""
    proven = [
        (
            one,
            [paper for paper in papers(archive, credit=one.credit) if paper.type in SOURCES and paper.state == "filed"],
        )
        for one in listed(archive, "recoveries")
    ]
    for number, (recovery, found) in enumerate(sorted(proven, key=lambda one: not one[1])[:2]):
        packet, _ = commissions.open_packet(archive, BY_HEAD, PacketIn(recovery=recovery.id))
        if found and not number:
            piece = PieceIn(role=PieceRole.SOURCE, document=found[0].id)
            commissions.add_piece(archive, BY_HEAD, packet.id, piece)


def _inspect_scans(archive: Archive) -> None:
    """An inspection of the batch that the demo came in with; some of its pages have been seen."""
    (batch, *_) = intake_views.list_batches(archive, SYSTEM).items
    drawn = inspecting.draw_inspection(archive, BY_HEAD, batch.id)
    _, pages = get_inspection(archive, BY_HEAD, drawn.folio)
    for number, page in enumerate(pages[:3]):
        defects = () if number else (Defect.SKEW, Defect.CUT_OFF)
        inspecting.judge_page(archive, BY_HEAD, (drawn.folio, page.position), Judgement(defects))


def _prepare_hearing(archive: Archive) -> None:
    """Pieces for a hearing and a dossier that is being bound; a batch of assignments as a draft; a note of supervision."""
    credits, lawyers = listed(archive, "credits"), listed(archive, "lawyers")
    hearings.make_list(
        archive, BY_HEAD, HearingIn(name="Confesional", key=credits[0].number, hearing_on=working_day(ago(-5)))
    )
    binding.ask_binding(archive, BY_HEAD, OrderIn(key=credits[0].number))
    numbers = tuple(one.number for one in credits[1:4])
    batches.draft_batch(archive, BY_HEAD, BatchIn(lawyer_cedula=lawyers[0].cedula, credit_numbers=numbers))
    suit = listed(archive, "lawsuits")[0]
    supervising.note_supervision(archive, BY_HEAD, suit.id, SupervisionNoteIn("Promete entregar el acuse el viernes."))


def _keep_records(archive: Archive) -> None:
    """An archival file with its papers, a legal hold, a breach."""
    credit = listed(archive, "credits")[0]
    series = next(one.code for one in scheme.get_scheme(archive, SYSTEM) if one.level == "series")
    opened = files.open_file(archive, BY_CLERK, CaseFileIn(
        series=series, title=f"Crédito {credit.number}", opened_on=ago(300), credit=credit.number,
    ))  # fmt: skip
    if found := papers(archive, credit=credit.number):
        files.file_documents(archive, BY_CLERK, opened.code, [one.id for one in found])
    given = HoldIn(
        kind=HoldKind.CREDIT, subject=credit.number, reason="Auditoría 12/2026", authority="Órgano Interno de Control"
    )
    holds.place_hold(archive, BY_HEAD, given)
    breaches.note_breach(archive, BY_HEAD, BreachIn(
        happened_on=ago(20), nature="Extravío de una carpeta en el traslado", cause="Traslado sin vale", persons=1,
        personal_data="Nombre, domicilio y teléfono", immediate="Se halló y se devolvió a la bóveda",
        recommendations="Cambiar las contraseñas de sus cuentas", contact="Unidad de Transparencia, ext. 120",
    ))  # fmt: skip


def _answer_the_telephone(archive: Archive) -> None:
    """Messages: one about a debtor, one about a lawyer that was attended to."""
    debtor, lawyer = listed(archive, "debtors")[0], listed(archive, "lawyers")[0]
    call_messages.take_message(archive, BY_CLERK, CallMessageIn(
        caller="Su hermana", text="Pide saber cuánto falta por pagar.", assigned_to=HEAD.name, debtor=debtor.curp,
    ))  # fmt: skip
    done = call_messages.take_message(archive, BY_CLERK, CallMessageIn(
        caller=lawyer.name, text="Entrega dos acuses mañana.", assigned_to=HEAD.name, lawyer=lawyer.cedula,
    ))  # fmt: skip
    call_messages.finish_message(archive, BY_HEAD, done.id)
