"""The verb for dossiers too large to wait for: bind."""

import time
from pathlib import Path

import click

from schemas.binding_orders import BindingOrder, OrderIn, OrderState
from schemas.dossier import DossierScope
from schemas.errors import InvalidInput, LimitExceeded, Unavailable
from service.archive import Archive
from service.cli.session import archive, operator, say, with_json, write_json
from service.cli.targets import check_new, writing
from service.operations import binding

LOOK_SECONDS = 0.5
STATES = {
    OrderState.WAITING: "en espera",
    OrderState.BINDING: "encuadernando",
    OrderState.DONE: "terminada",
    OrderState.FAILED: "no se pudo",
}


@click.command("bind")
@click.argument("key", required=False)
@click.option("--of", "scope", type=click.Choice([one.value for one in DossierScope]), default="debtor",
              help="De qué es KEY: debtor, credit o lawsuit.")  # fmt: skip
@click.option("--hearing", help="Id de una lista de piezas, en lugar de KEY.")
@click.option("--order", "order_id", help="Id de un encargo hecho antes: cómo va, o sus legajos con -o.")
@click.option("--wait", "seconds", type=click.FloatRange(0, 86_400), default=0.0, help="Segundos que se espera.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="Carpeta nueva para los legajos; espera a que estén."
)
@with_json
def bind(
    key: str | None,
    scope: str,
    hearing: str | None,
    order_id: str | None,
    seconds: float,
    output: Path | None,
    as_json: bool,
) -> None:
    """Encarga la encuadernación de un dossier por legajos; la hace un proceso de trabajo (`legajo worker`)."""
    if sum(one is not None for one in (key, hearing, order_id)) != 1:
        raise InvalidInput("Diga una clave, o --hearing, o --order.")
    if output is not None:
        check_new(output)
    with archive() as opened:
        if order_id is None:
            given = OrderIn(key=key or "", of=DossierScope(scope), hearing=hearing)
            order_id = binding.ask_binding(opened, operator(), given).id
        order = _waited(opened, order_id, 86_400.0 if output and not seconds else seconds, quiet=as_json)
        if output is not None:
            _write(opened, order, output)
    if as_json:
        write_json(order)
    else:
        say(f"{order.id}  {order.subject}: {_progress(order)}")
        if order.problem:
            say(order.problem)


def _waited(opened: Archive, order_id: str, seconds: float, *, quiet: bool) -> BindingOrder:
    """The order when it ended, or as it stands when the time is over."""
    until, said = time.monotonic() + seconds, ""
    while True:
        order = binding.get_order(opened, operator(), order_id)
        if not quiet and seconds and said != (said := _progress(order)):
            click.echo(said, err=True)
        if order.finished_at is not None or time.monotonic() >= until:
            return order
        time.sleep(LOOK_SECONDS)


def _write(opened: Archive, order: BindingOrder, folder: Path) -> None:
    if order.state is OrderState.FAILED:
        raise Unavailable(order.problem or "No se pudo encuadernar.")
    if order.state is not OrderState.DONE:
        raise LimitExceeded("Todavía no está encuadernado; siga con --order.", code="not_bound_yet")
    with writing(folder):
        folder.mkdir()
        for volume in order.bound:
            file = binding.open_volume(opened, operator(), order.id, volume.number)
            with (folder / f"legajo-{volume.number:03d}.pdf").open("wb") as target:
                target.writelines(opened.objects.read(file.key))


def _progress(order: BindingOrder) -> str:
    return f"{len(order.bound)} de {order.volumes} legajos, {order.folios_done} de {order.folios} fojas ({STATES[order.state]})"


VERBS = (bind,)
