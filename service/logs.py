"""What the program writes of its own running: lines for a person, or one JSON object a line for a collector."""

import json
import logging
import os
from datetime import UTC, datetime

from schemas.settings import Settings


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
    """Write the log to standard error from now on, as the settings say; `LOGLEVEL` says how much."""
    handler = logging.StreamHandler()
    plain = PlainLines("%(asctime)s %(levelname)s %(name)s %(message)s")
    handler.setFormatter(JsonLines() if settings.log_format == "json" else plain)
    logging.basicConfig(level=os.environ.get("LOGLEVEL", "WARNING"), handlers=[handler], force=True)
