"""Logs as lines of JSON, each with the id of the request it belongs to."""

import logging
import logging.config
import re
from functools import cache
from typing import Any

import structlog
from django.apps import apps
from structlog.typing import EventDict, Processor, WrappedLogger

from operations import secret_addresses
from pagecache.db.reaching import Unreachable


def briefly(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """*event*; of a database that is away only what was said of it, for every request says it again.

    Its way through the code is always the same, and would fill a disk.
    """
    known = event.get("exc_info")
    error = known[1] if isinstance(known, tuple) else known
    if isinstance(error, Unreachable):
        event["exc_info"] = None
        event["event"] = f"{event['event']} (the database is away: {error})"
    return event


SHARED: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    briefly,
    structlog.processors.format_exc_info,
]


def configure(settings: dict[str, Any]) -> None:
    """Send the standard library's logging and structlog to standard error in one form.

    ``settings`` has ``level`` (a level's name) and ``json`` (else lines for people). Where it has ``reports``
    (config.reporting's *dsn* and *release*), what failed is told there as well.
    """
    # JSON escapes line ends, so nobody can write a second entry into a log through a header or a name.
    renderer = (
        structlog.processors.JSONRenderer()
        if settings["json"]
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    handlers = {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}}
    if "reports" in settings:
        handlers["reports"] = {"class": "config.reporting.Reports", **settings["reports"]}
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "line": {
                    "()": structlog.stdlib.ProcessorFormatter,
                    "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
                    "foreign_pre_chain": [*SHARED, without_keys],
                }
            },
            "handlers": handlers,
            "root": {"handlers": [*handlers], "level": settings["level"]},
        }
    )
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )


def without_keys(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """*event*, of the standard library, without what its request's address is the key to.

    Django and gunicorn name the whole path of what was refused or failed: whoever reads that could log in by
    it, or read a draft, as long as it is good. nginx hides the same in its own log.
    """
    record = event["_record"]
    # gunicorn has its first words before there are any addresses.
    if hasattr(record, "request") or (record.name == "gunicorn.error" and apps.ready):
        event["event"] = _keys().sub(r"\1...", event["event"])
    return event


@cache
def _keys() -> re.Pattern[str]:
    beginnings = "|".join(map(re.escape, secret_addresses.beginnings()))
    return re.compile(rf"(?<!\S)({beginnings})[^/\s]+")
