"""What a receiver of faults (Sentry, or what speaks as it does) is told, where SENTRY_DSN names one.

It is a third party, so it is told where the code failed and nothing of whom it failed for. Each event is made
here of named parts; nothing collects by itself. Left out, for what they may carry: an exception's words (a
database names the row, a mail server the address), local variables, source, addresses (some are keys),
queries, bodies, headers, people, networks, the machine's name and its environment.
"""

import atexit
import logging
import time
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

import sentry_sdk
import structlog
from django.http import HttpRequest

from config import asked
from pagecache.db.reaching import Unreachable

HOUSE = Path(__file__).resolve().parents[2]
# Where an event ends that somebody else, or a newer library, has added to.
KEPT = frozenset(
    ("event_id", "timestamp", "platform", "level", "logger", "release", "transaction", "tags", "exception")
)
EVERY = 60.0  # seconds in which each process tells of one place once: a worker tries again each second
# They tell of themselves; Django's watch over hosts and sizes would tell of each stranger who tries them.
UNTOLD = ("sentry_sdk", "opentelemetry", "django.security")


class Reports(logging.Handler):
    """Tells *dsn* of each error that the log has a traceback of: for a reader, in the worker, in gunicorn."""

    def __init__(self, dsn: str, release: str) -> None:
        super().__init__(logging.ERROR)
        self.told: dict[tuple[object, ...], float] = {}
        self.client = sentry_sdk.Client(
            dsn=dsn,
            release=release,
            server_name="",
            default_integrations=False,
            auto_enabling_integrations=False,
            auto_session_tracking=False,
            send_client_reports=False,
            spotlight=False,
            before_send=only_what_is_kept,
        )
        atexit.register(self.client.close)

    def emit(self, record: logging.LogRecord) -> None:
        """Leave what *record* tells of an exception to the library's thread."""
        error = record.exc_info and record.exc_info[1]
        if not error or record.name.startswith(UNTOLD) or self._is_told(error):
            return
        try:
            self.client.capture_event(event_of(error, record))
        except Exception:
            self.handleError(record)

    def _is_told(self, error: BaseException) -> bool:
        """Whether that place was told of within the minute."""
        now = time.monotonic()
        # Wherever the code meets a database that is away, that is one thing to be told.
        frames = () if isinstance(error, Unreachable) else _frames(error.__traceback__)
        places = tuple((frame["module"], frame["lineno"]) for frame in frames)
        self.told = {place: then for place, then in self.told.items() if now - then < EVERY}
        return self.told.setdefault((type(error), *places), now) != now


def only_what_is_kept(event: Any, hint: object) -> Any:
    """*event* without what was added to it on its way out."""
    return {name: value for name, value in event.items() if name in KEPT}


def event_of(error: BaseException, record: logging.LogRecord) -> Any:
    """What is told of *error*, which *record* was written for."""
    request = getattr(record, "request", None)
    bound = structlog.contextvars.get_contextvars()
    tags = {name: value for name, value in bound.items() if name == "request_id"}
    event = {"level": "error", "logger": record.name, "tags": tags, "exception": {"values": [*_chain(error)]}}
    if isinstance(request, HttpRequest):
        tags["method"] = asked.method(request)
        event["transaction"] = asked.route(request)
    return event


def _chain(error: BaseException) -> Iterator[dict[str, Any]]:
    """*error* with what it came from; the oldest first, as the receiver wants it."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before:
        yield from _chain(before)
    kind = type(error)
    frames = list(_frames(error.__traceback__))
    yield {"type": kind.__qualname__, "module": kind.__module__, "stacktrace": {"frames": frames}}


def _frames(trace: TracebackType | None) -> Iterator[dict[str, Any]]:
    for frame, line in traceback.walk_tb(trace):
        path = frame.f_code.co_filename
        yield {
            # Jinja calls a template by its whole path, which may begin with somebody's home.
            "module": str(frame.f_globals.get("__name__", "")).removeprefix(f"{HOUSE}/"),
            "function": frame.f_code.co_qualname,
            "lineno": line,
            "in_app": path.startswith(str(HOUSE)) and "site-packages" not in path,
        }
