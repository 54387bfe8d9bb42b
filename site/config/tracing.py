"""Requests as spans, for a collector of OpenTelemetry where OTEL_EXPORTER_OTLP_ENDPOINT names one.

OpenTelemetry's own middleware tells of paths (some are keys to the site), queries, browsers and networks.
Here a span has the route's name, the method, the status, and what became of the page; public pages have one
more, of their render, with the number of statements that it asked the database. The trace's id is the
request's: nginx names both, and its log, the application's and Sentry know it too. A ``traceparent`` that a
client sends is not heeded: anybody could have their requests traced, or put them among another's.
"""

import os
import threading
import time
from functools import cache

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.id_generator import RandomIdGenerator
from opentelemetry.trace import Span, SpanKind, StatusCode, Tracer, set_span_in_context

from config import asked
from config.middleware import Answer
from pagecache.renders import Render

PATIENCE = 5  # seconds for a collector to take what it is told
_one_begins = threading.Lock()


class Spans:
    """Middleware, inside RequestId: tells of each request once it is answered."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        exporter()  # what it loads is shared by all workers, which are made after this

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = Clock()
        response = self.get_response(request)
        tell(request, response, began)
        return response


class Clock:
    """The time as spans have it, of moments that ``perf_counter`` has seen."""

    def __init__(self) -> None:
        self.wall, self.counter = time.time_ns(), time.perf_counter()

    def at(self, counter: float) -> int:
        """Nanoseconds since 1970."""
        return self.wall + int((counter - self.counter) * 1_000_000_000)


class NamedByRequest(RandomIdGenerator):
    """Traces are named as the request is in the logs."""

    def generate_trace_id(self) -> int:
        """The id of the request that this thread answers, as a number."""
        return int(structlog.contextvars.get_contextvars()["request_id"], 16)


def tell(request: HttpRequest, response: HttpResponse, began: Clock) -> None:
    """One span of *request*, and one of its render if it had one."""
    method, match, name = asked.method(request), asked.match(request), asked.route(request)
    attributes: dict[str, str | int] = {
        "http.request.method": method,
        "http.response.status_code": response.status_code,
        "stet.page": response.get("X-Page-Cache", ""),
    }
    if match:
        attributes["http.route"] = match.route
    span = tracer().start_span(
        f"{method} {name}".rstrip(), Context(), SpanKind.SERVER, attributes, start_time=began.wall
    )
    if response.status_code >= 500:
        span.set_status(StatusCode.ERROR)
    render = getattr(request, "render", None)
    if render:
        _tell_of_render(span, render, began)
    span.end(began.at(time.perf_counter()))


def _tell_of_render(span: Span, render: Render, began: Clock) -> None:
    attributes = {"stet.statements": render.statements}
    child = tracer().start_span(
        "render",
        set_span_in_context(span, Context()),
        attributes=attributes,
        start_time=began.at(render.began),
    )
    child.end(began.at(render.ended))


def tracer() -> Tracer:
    """This process' own: the thread that tells the collector does not live on in a fork."""
    with _one_begins:
        return _tracer_of(os.getpid())


@cache
def _tracer_of(process: int) -> Tracer:
    facts = {"service.name": os.environ.get("OTEL_SERVICE_NAME") or "stet", "service.version": settings.BUILD}
    provider = TracerProvider(id_generator=NamedByRequest(), resource=Resource.create(facts))
    provider.add_span_processor(BatchSpanProcessor(exporter()))
    return provider.get_tracer("stet")


@cache
def exporter() -> OTLPSpanExporter:
    """The way to the collector; it opens no connection before there is something to tell."""
    return OTLPSpanExporter(f"{settings.OTEL_EXPORTER_OTLP_ENDPOINT}/v1/traces", timeout=PATIENCE)
