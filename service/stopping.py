"""How a process waits to be told to stop: by SIGTERM, by SIGINT, or by one of its own threads."""

import os
import select
import signal


class Stopping:
    """Made in the main thread, which then waits.

    A handler of a signal runs between any two steps of the main thread, and may be interrupted by the next signal.
    So it takes no lock, which the step it interrupts may hold, `threading.Event` included: it writes into a pipe.
    """

    def __init__(self) -> None:
        self._told, self._tell = os.pipe()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self.tell())

    def tell(self) -> None:
        """End the wait; from any thread, as often as one likes."""
        os.write(self._tell, b".")

    def wait(self, seconds: float | None = None) -> bool:
        """Until told, or told before; with a limit for so long at most. True once it was told."""
        poll = select.poll()
        poll.register(self._told, select.POLLIN)
        return bool(poll.poll(None if seconds is None else seconds * 1000))
