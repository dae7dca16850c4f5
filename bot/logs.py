"""Structured logs through one library, for our own lines and discord.py's alike. Never a token, never a message."""

from __future__ import annotations

import logging
import re
import sys
from typing import Literal

import structlog
from structlog.typing import Processor

_INTERACTION_TOKEN = re.compile(r"(/(?:webhooks|interactions)/\d+/)[^/\s?\"']+")


class Redacted(logging.Formatter):
    """Takes the bot's token and the tokens of interactions out of whatever another formatter writes."""

    def __init__(self, inner: logging.Formatter, secret: str | None) -> None:
        super().__init__()
        self._inner, self._secret = inner, secret

    def format(self, record: logging.LogRecord) -> str:
        """Return a line without secrets."""
        line = self._inner.format(record)
        if self._secret:
            line = line.replace(self._secret, "[token]")
        return _INTERACTION_TOKEN.sub(r"\1[token]", line)


def configure(level: str = "INFO", form: Literal["auto", "json", "text"] = "auto", secret: str | None = None) -> None:
    """Send all logs to standard error: text for people, JSON lines for machines."""
    as_json = form == "json" or (form == "auto" and not sys.stderr.isatty())
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso"),
    ]
    # Plain tracebacks in both: the decorated ones print local variables, and those hold what people wrote.
    last: list[Processor] = (
        [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
        if as_json
        else [structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback, colors=False)]
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler()
    inner = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared, processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last]
    )
    handler.setFormatter(Redacted(inner, secret))
    logging.root.handlers[:] = [handler]
    logging.root.setLevel(level)
    # discord.py writes whole payloads, and with them what people wrote, at DEBUG.
    if level == "DEBUG":
        logging.getLogger("discord").setLevel(logging.INFO)


def logger(name: str) -> structlog.stdlib.BoundLogger:
    """Return the logger of a module."""
    return structlog.stdlib.get_logger(name)
