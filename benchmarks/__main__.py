"""`make bench`: every measurement in turn, each a process of its own; results under build/benchmarks.

`python -m benchmarks [NAME ...]` runs only those named. Nothing else heavy should run meanwhile.
"""

import subprocess
import sys
import time
from pathlib import Path

OUT = Path(__file__).resolve().parents[1] / "build" / "benchmarks"

RUNS: dict[str, list[str]] = {
    "serving": ["benchmarks.serving", "--megabytes", "2048"],
    "text_layer": ["benchmarks.text_layer", "--copies", "8"],
    "reading": ["benchmarks.reading", "--pages", "40"],
    "ocr": ["benchmarks.ocr"],
    "search": ["benchmarks.search", "--pages", "100000"],
    "search_http": ["benchmarks.search_http", "--pages", "100000"],
    "recall": ["benchmarks.recall", "--documents", "300"],
    "dossier": ["benchmarks.dossier"],
    "evidence": ["benchmarks.evidence"],
    "desk": ["benchmarks.desk", "--pages", "100000"],
    "filing": ["benchmarks.filing", "--documents", "500"],
    "scaling": ["benchmarks.scaling", "--pages", "60"],
    "spine": ["benchmarks.spine", "--only", "2,3,4,5,8"],
    "chaos": ["benchmarks.chaos", "--files", "200", "--kills", "20"],
}


def main(wanted: list[str]) -> int:
    unknown = set(wanted) - set(RUNS)
    if unknown:
        print(f"no such measurement: {', '.join(sorted(unknown))}; there are {', '.join(RUNS)}", file=sys.stderr)
        return 2
    OUT.mkdir(parents=True, exist_ok=True)
    failed = 0
    for name in wanted or RUNS:
        begun = time.monotonic()
        target = OUT / f"{name}.txt"
        with target.open("w", encoding="utf-8") as handle:
            done = subprocess.run([sys.executable, "-m", *RUNS[name]], stdout=handle, check=False)
        failed += done.returncode != 0
        print(f"{name}: exit {done.returncode}, {time.monotonic() - begun:.0f} s, {target}", flush=True)
        print(target.read_text(encoding="utf-8")[-4000:], flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
