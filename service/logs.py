"""What the program writes of its own running: lines for a person, or one JSON object a line for a collector."""

import json
import logging
import os
from datetime import UTC, datetime

from schemas.errors import Misconfigured
from schemas.settings import Settings

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


class JsonLines(logging.Formatter):
    """One JSON object a line: `at`, `level`, `logger`, `message`, `process`, `thread`, what `said` adds, `error` with the traceback."""

    def format(self, record: logging.LogRecord) -> str:
        """See `logging.Formatter`."""
        said = getattr(record, "said", None)
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "process": record.process,
            "thread": record.threadName,
            **(said if isinstance(said, dict) else {}),
        }
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


class PlainLines(logging.Formatter):
    """The same for a person, with what `said` adds at the end."""

    def format(self, record: logging.LogRecord) -> str:
        """See `logging.Formatter`."""
        said = getattr(record, "said", None)
        more = " ".join(f"{name}={value}" for name, value in said.items()) if isinstance(said, dict) else ""
        return f"{super().format(record)} {more}".rstrip()


def begin_logs(settings: Settings) -> None:
    """Write the log to standard error from now on, as the settings say; `LOGLEVEL` says how much.

    Raises:
        Misconfigured: there is no such level.
    """
    level = os.environ.get("LOGLEVEL", "").strip().upper() or "WARNING"
    if level not in LEVELS:
        raise Misconfigured(f"LOGLEVEL debe ser {', '.join(LEVELS[:-1])} o {LEVELS[-1]}, no '{level[:20]}'.")
    handler = logging.StreamHandler()
    plain = PlainLines("%(asctime)s %(levelname)s %(name)s %(message)s")
    handler.setFormatter(JsonLines() if settings.log_format == "json" else plain)
    logging.basicConfig(level=level, handlers=[handler], force=True)
