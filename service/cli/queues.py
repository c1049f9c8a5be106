"""The verb that shows what to do next."""

from pathlib import Path

import click

from schemas.errors import InvalidInput
from schemas.queues import Figure, QueueName, QueuePage
from service.cli.session import archive, operator, say, with_json, write_json
from service.cli.targets import writing
from service.operations.queues import running


@click.command()
@click.argument("name", required=False)
@click.option("--limit", type=click.IntRange(1, 1000), default=20, help="Cuántas líneas (20).")
@click.option("--offset", type=click.IntRange(0), default=0, help="Cuántas se saltan.")
@click.option("--export", "target", type=click.Path(path_type=Path, dir_okay=False), help="Escribe toda la cola en FILE.csv o FILE.xlsx.")  # fmt: skip
@with_json
def queue(name: str | None, limit: int, offset: int, target: Path | None, as_json: bool) -> None:
    """Muestra qué hacer: una cola de trabajo, o sin NAME las cifras de todas."""
    if target is not None and name is None:
        raise InvalidInput("Diga qué cola se exporta.")
    with writing(target), archive() as opened:
        if name is None:
            _summary(running.figures(opened, operator()), as_json)
        elif target is not None:
            lines = running.export_queue(opened, operator(), name, target)
            write_json({"path": str(target), "lines": lines}) if as_json else say(f"{target}: {lines} líneas")
        else:
            _page(running.run_queue(opened, operator(), name, limit=limit, offset=offset), as_json)


def _summary(found: dict[QueueName, tuple[Figure, ...]], as_json: bool) -> None:
    if as_json:
        write_json({name.value: figures for name, figures in found.items()})
        return
    for name, figures in found.items():
        say(f"{running.QUEUES[name].title}  [{name.value}]")
        _figures(figures)


def _page(page: QueuePage, as_json: bool) -> None:
    if as_json:
        write_json(page)
        return
    say(f"{page.title}: {page.total}")
    _figures(page.figures)
    for line in page.items:
        limit = f"  límite {line.limit:%d/%m/%Y}" if line.limit else ""
        say(f"\n{line.about.label}  {line.what}  {line.who}{limit}".rstrip())
        say(f"  {line.days if line.days is not None else '—'} {page.headings.days.lower()}. {line.why}")


def _figures(figures: tuple[Figure, ...]) -> None:
    for one in figures:
        say(f"  {one.label}: {'—' if one.value is None else f'{one.value:g}'} {one.unit}".rstrip())


VERBS = (queue,)
