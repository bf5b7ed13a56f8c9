"""Structured lines on standard output; never a name, a number, an answer or a secret."""

import logging
import sys
from typing import Literal

import structlog


def set_up(log_format: Literal["text", "json"]) -> None:
    for_people = structlog.dev.ConsoleRenderer(colors=sys.stdout.isatty())
    last = for_people if log_format == "text" else structlog.processors.JSONRenderer()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            last,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        cache_logger_on_first_use=False,
    )
