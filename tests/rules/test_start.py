"""A verb of the command begins at once: what opens files, reads pages or keeps the index is imported where it is needed."""

import subprocess
import sys

import pytest

HEAVY = {"cv2", "zxingcpp", "pypdfium2", "pypdf", "tesserocr", "tantivy", "numpy", "PIL", "litestar", "granian"}


@pytest.mark.parametrize("verb", ["ingest", "status", "search", "verify"])
def test_a_verb_begins_without_what_only_its_work_needs(verb):
    command = [sys.executable, "-X", "importtime", "-m", "web.command", verb, "--help"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    imported = {line.rsplit("|", 1)[-1].strip() for line in done.stderr.splitlines()}
    assert "service.cli.verbs" in imported
    assert not imported & HEAVY
