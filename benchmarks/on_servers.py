"""Run a command with the rows in a PostgreSQL, the originals in an S3 and, where one is named, the pages in a Meilisearch, all of this run.

`python -m benchmarks.on_servers --s3 SCRIPT -- python -m benchmarks.filing --documents 500`

The command finds them in its environment, as settings; nothing of them stays. The S3 server's ports are fixed:
where another run may use it, start this in a network of its own (`unshare -n`, then `ip link set lo up`).
"""

import argparse
import contextlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.servers import S3, Meilisearch, Postgres


def main() -> int:
    """Start the servers, run the command, stop them; the command's own exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.on_servers", description=__doc__)
    parser.add_argument("--s3", type=Path, required=True, help="script of the S3 server")
    parser.add_argument("--s3-folder", type=Path, help="where the S3 server's packages are, or come to lie")
    parser.add_argument(
        "--meilisearch", default="", help="a program, or HOST:PORT; the embedded index when none is named"
    )
    parser.add_argument("command", nargs="+")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as made, contextlib.ExitStack() as stack:
        folder = Path(made)
        database = stack.enter_context(Postgres(folder / "postgres").running())
        store = stack.enter_context(S3(given.s3, given.s3_folder or folder / "s3").running())
        settings = {
            "LEGAJO_DATABASE": database.database(),
            "LEGAJO_OBJECTS": store.bucket(),
            "LEGAJO_S3_ACCESS_KEY": store.access_key,
            "LEGAJO_S3_SECRET_KEY": store.secret_key,
        }
        if given.meilisearch:
            (folder / "meilisearch").mkdir()
            search = stack.enter_context(Meilisearch(given.meilisearch, folder / "meilisearch").running())
            settings |= {"LEGAJO_SEARCH_INDEX": search.address(), "LEGAJO_MEILISEARCH_KEY": search.key}
        return subprocess.run(given.command, env={**os.environ, **settings}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
