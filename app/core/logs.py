"""Logs: one JSON object a line; control and direction characters cannot forge a second one."""

import json
import logging
import sys

from flask import Flask

from app.core import clock
from app.core.forms import CONTROL


class JsonLines(logging.Formatter):
    """Format a record as one line of JSON, in UTC."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line = {
            "at": clock.now().isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": CONTROL.sub("�", record.getMessage()),
        }
        if record.exc_info:
            line["trace"] = CONTROL.sub("�", self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)


def init_app(app: Flask) -> None:
    """Send the app's own log to standard error, as JSON lines."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    for logger in (app.logger, logging.getLogger("opum")):
        logger.handlers[:] = [handler]
        logger.setLevel(logging.INFO)
        logger.propagate = False
