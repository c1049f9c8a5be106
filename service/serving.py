"""Serve the web application in this process until told to stop."""

import asyncio
import gc
import signal
import socket
from collections.abc import Callable
from typing import Any

from granian.constants import Interfaces
from granian.server.embed import Server

from schemas.errors import Misconfigured
from schemas.system_errors import reason

_GARBAGE = 20_000
"""Objects made, less those gone, before the collector looks; Python's own 700 are those of one page of a list."""


def serve_until_stopped(make: Callable[[], Any], host: str, port: int, *, ready: Callable[[], None]) -> None:
    """Serve on the address; `ready` is called once it is listening. SIGTERM and SIGINT end it in good order.

    Raises:
        Misconfigured: the address is taken, or is none of this machine's.
    """
    _check_address(host, port)
    asyncio.run(_serve(make, host, port, ready))


def own_address(host: str, port: int) -> str:
    """Where a person at this machine opens what listens there: a host that stands for all of them is none to go to."""
    host = _reached(host)
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _reached(host: str) -> str:
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)


def _check_address(host: str, port: int) -> None:
    try:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as error:
        raise Misconfigured(f"No se puede escuchar en {host}:{port}: {reason(error)}.") from error


async def _serve(make: Callable[[], Any], host: str, port: int, ready: Callable[[], None]) -> None:
    gc.disable()  # until all that lives as long as the process is there
    application = make()
    _settle_memory()
    server = Server(application, address=host, port=port, interface=Interfaces.ASGI, log_enabled=False)
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    serving = asyncio.create_task(server.serve())
    await _listening(host, port, serving)
    ready()
    stop = asyncio.create_task(stopping.wait())
    await asyncio.wait({serving, stop}, return_when=asyncio.FIRST_COMPLETED)
    server.stop()  # type: ignore[no-untyped-call]  # the library gives it no types
    await asyncio.wait({serving}, timeout=20)


def _settle_memory() -> None:
    """Spare the collector what lives as long as the process.

    An answer of some thousand objects (a large dossier) would have it go through all modules again and again: half
    of the answer's time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_GARBAGE)
    gc.enable()


async def _listening(host: str, port: int, serving: "asyncio.Task[None]") -> None:
    """Wait until somebody answers at the address, at most ten seconds."""
    for _ in range(200):
        if serving.done():
            serving.result()
        try:
            _, writer = await asyncio.open_connection(_reached(host), port)
        except OSError:
            await asyncio.sleep(0.05)
            continue
        writer.close()
        return
