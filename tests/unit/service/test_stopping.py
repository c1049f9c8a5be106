"""A process that is told to stop ends, though signals come within the handlers of others."""

import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
BEGIN = "import signal, sys; from service.stopping import Stopping; told = Stopping(); "
TOLD_BEFORE = BEGIN + "told.tell(); told.wait()"
WAITS = BEGIN + "print('up', flush=True); told.wait()"
AT_EVERY_STEP = (
    BEGIN
    + """
left = 20
def again(*_):
    global left
    if left:
        left -= 1
        signal.raise_signal(signal.SIGTERM)
sys.setprofile(again)
signal.raise_signal(signal.SIGTERM)
sys.setprofile(None)
told.wait()
"""
)


def test_a_signal_at_every_step_of_the_handler_of_another_keeps_nobody():
    assert subprocess.run([sys.executable, "-c", AT_EVERY_STEP], cwd=ROOT, timeout=30, check=False).returncode == 0


def test_either_signal_ends_the_wait():
    for number in (signal.SIGTERM, signal.SIGINT):
        with subprocess.Popen([sys.executable, "-c", WAITS], cwd=ROOT, stdout=subprocess.PIPE) as process:
            process.stdout.readline()
            process.send_signal(number)
            assert process.wait(timeout=30) == 0


def test_what_was_told_before_the_wait_ends_it():
    assert subprocess.run([sys.executable, "-c", TOLD_BEFORE], cwd=ROOT, timeout=30, check=False).returncode == 0
