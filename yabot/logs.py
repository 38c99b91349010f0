"""One log line an incident, as text for people or JSON for machines; the correlation id in each where there is one."""

import json
import logging
import sys
from typing import Literal

from adapters.http.correlation import correlation_id

_OWN_NOISE = {
    "aiogram.event": logging.WARNING,
    "asyncio": logging.INFO,
    "pymongo": logging.INFO,
    "uvicorn.access": logging.WARNING,
    "uvicorn.error": logging.WARNING,
}
"""What others say of their own doings, each from its level on, or from ours where that is higher."""


class _Correlated(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.correlation = correlation_id.get("-")
        return True


class _JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            "correlation_id": getattr(record, "correlation", "-"),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def configure_logging(form: Literal["text", "json"], level: str = "INFO") -> None:
    """Writes the program's log to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(_Correlated())
    handler.setFormatter(
        _JsonLines()
        if form == "json"
        else logging.Formatter("%(asctime)s %(levelname)-7s %(name)s %(message)s", datefmt="%H:%M:%S")
    )
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name, quiet in _OWN_NOISE.items():
        logging.getLogger(name).setLevel(max(quiet, logging.getLevelNamesMapping()[level]))
