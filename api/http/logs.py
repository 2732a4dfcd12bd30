"""Logs as one JSON object a line. They name routes, never paths, and hold no text of a note, no
address and no value of an error: a traceback keeps its places in the code and its kind only."""

from __future__ import annotations

import json
import logging
import traceback
from datetime import UTC, datetime

#: Fields of a log record that are written besides the message.
FIELDS = (
    "route", "method", "status", "ms", "stages", "key", "request", "notes", "decisions",
    "problem", "exception", "places", "detail",
)  # fmt: skip
LOGGER = "samenote.http"


class JsonLines(logging.Formatter):
    """Formats a record as one JSON object."""

    def format(self, record: logging.LogRecord) -> str:
        said: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
            "process": record.process,
        }
        said |= {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}
        if record.exc_info and record.exc_info[1] is not None:
            said |= kind_and_places(record.exc_info[1])
        return json.dumps(said)


def kind_and_places(error: BaseException) -> dict[str, object]:
    """Return an error's kind and its places in the code; its words may be somebody's."""
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames[-12:]]
    return {"exception": type(error).__name__, "places": places}


def log_to_stderr(level: str = "INFO") -> None:
    """Let this process write its logs to standard error."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    logger = logging.getLogger("samenote")
    logger.handlers[:] = [handler]
    logger.setLevel(level)
    logger.propagate = False
