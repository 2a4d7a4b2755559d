"""The log: one JSON object a line, about what the server did and never about whom. For gunicorn and the worker.

A line has `at`, `level`, `logger`, `process`, `message`; `request` where it is about one (the number the answer carries
in X-Request-Id); `error` and `where` for a failure. What an exception says stays out: it may repeat somebody's data;
so does what libraries add to their warnings, which is mostly an exception.
"""

from __future__ import annotations

import json
import logging
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).resolve().parents[1]
_FRAMES = 12
#: The number of the request this thread answers.
request_id: ContextVar[str | None] = ContextVar("request_id", default=None)


class JsonLines(logging.Formatter):
    """A record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """The line. Extra fields are given as `extra={"fields": {...}}`."""
        failed = record.exc_info[1] if record.exc_info else None
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _said(record),
            "process": record.process,
            "request": request_id.get(),
            **getattr(record, "fields", {}),
            "error": type(failed).__name__ if failed else None,
            "where": _frames(failed) if failed else None,
        }
        return json.dumps({key: value for key, value in line.items() if value is not None}, ensure_ascii=False)


def configuration(level: str = "INFO") -> dict[str, Any]:
    """The logging of a server process, for `logging.config.dictConfig`: everything to standard error."""
    own: dict[str, Any] = {"handlers": ["lines"], "level": level, "propagate": False}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "app.logs.JsonLines"}},
        "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "json", "stream": "ext://sys.stderr"}},
        "root": {"handlers": ["lines"], "level": "WARNING"},
        "loggers": {
            "app": own,
            "gunicorn.error": own,
            # It would write addresses, with what people search for; app/web/requests.py writes routes.
            "gunicorn.access": {"handlers": [], "propagate": False},
        },
    }


def _said(record: logging.LogRecord) -> str:
    """The message; of somebody else's warning only numbers and fixed text: the rest may repeat data."""
    ours = record.name.split(".")[0] == "app" or record.levelno < logging.WARNING
    if ours or (record.args and all(isinstance(value, int) for value in record.args)):
        return record.getMessage()
    first_line = next(iter(str(record.msg).splitlines()), "")
    return first_line.partition(": ")[0]


def _frames(error: BaseException) -> list[str]:
    """Where it happened, innermost last: files and lines, no values."""
    found = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    return [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in found]


def _short(filename: str) -> str:
    path = Path(filename)
    return str(path.relative_to(_ROOT)) if path.is_relative_to(_ROOT) else path.name
