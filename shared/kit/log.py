"""Structured logs: one JSON line per event, request id on each, Chinese kept readable."""

import json
import logging
import sys
from typing import Any

import structlog

from shared.kit.context import request_id


def _with_request_id(_logger: Any, _method: str, event: dict[str, Any]) -> dict[str, Any]:
    if current := request_id():
        event.setdefault("request_id", current)
    return event


def _dumps(value: Any, default: Any = None, **_ignored: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=default or str)


def configure_logging(level: str = "info", output: str = "json") -> None:
    """Send structlog and the standard library to standard error, as JSON lines or for the console."""
    renderer: Any = structlog.processors.JSONRenderer(serializer=_dumps) if output == "json" else structlog.dev.ConsoleRenderer()
    shared: list[Any] = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _with_request_id,
    ]
    structlog.configure(
        processors=[*shared, structlog.processors.format_exc_info, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(processor=renderer, foreign_pre_chain=shared))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING if level != "debug" else logging.INFO)


def ensure_logging(level: str, output: str) -> None:
    """Configure logging unless somebody has: structlog's own default prints local variables, secrets among them, into tracebacks."""
    if not structlog.is_configured():
        configure_logging(level, output)


logger = structlog.get_logger("jianxing")
