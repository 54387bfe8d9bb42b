"""What a collector of OpenTelemetry is told of requests, and all that it is not."""

import pytest
from django.test import Client
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from accounts import links
from tests import receiver, world

pytestmark = pytest.mark.django_db

KEY = "sEcretsEcretsEcretsEcretsEcretsEcretsEcret1"
EMAIL, COOKIE, AGENT, NETWORK = "reader@example.net", "c00kie-of-hers", "Her-Browser/7", "203.0.113.9"
PERSONAL = (KEY, EMAIL, COOKIE, AGENT, NETWORK, "what-she-looked-for", "the row (ines)", "let-it-stand")
REQUEST_ID = "0123456789abcdef" * 2
ANOTHERS = "ab" * 16


@pytest.fixture
def collector(settings):
    from config import tracing

    with receiver.listening() as listening:
        settings.OTEL_EXPORTER_OTLP_ENDPOINT = f"http://{listening.address}"
        settings.MIDDLEWARE = [settings.MIDDLEWARE[0], "config.tracing.Spans", *settings.MIDDLEWARE[1:]]
        yield listening
        tracing.exporter.cache_clear()
        tracing._tracer_of.cache_clear()


@pytest.fixture
def reader(collector):
    client = Client(raise_request_exception=False, REMOTE_ADDR=NETWORK, headers={"User-Agent": AGENT})
    client.defaults["HTTP_X_REQUEST_ID"] = REQUEST_ID
    client.defaults["HTTP_TRACEPARENT"] = f"00-{ANOTHERS}-00f067aa0ba902b7-01"
    client.cookies["session"] = COOKIE
    return client


def spans(collector):
    """All that it was told, by name; each span's attributes are a dict."""
    from config import tracing

    tracing.tracer().span_processor.force_flush()
    [(path, body)] = collector.wait_for(1)
    assert path == "/v1/traces"
    [resource] = ExportTraceServiceRequest.FromString(body).resource_spans
    [scope] = resource.scope_spans
    return {span.name: span for span in scope.spans}


def facts(span):
    return {each.key: each.value.string_value or each.value.int_value for each in span.attributes}


def test_a_page_is_told_by_its_route_with_its_render_within(collector, reader):
    world.post()
    assert reader.get("/blog/let-it-stand/?q=what-she-looked-for").status_code == 200
    told = spans(collector)
    page, render = told["GET blog:post"], told["render"]
    assert facts(page) == {
        "http.request.method": "GET",
        "http.route": "blog/<str:slug>/",
        "http.response.status_code": 200,
        "stet.page": "bypass (no store)",
    }
    assert facts(render)["stet.statements"] > 0
    assert render.parent_span_id == page.span_id
    assert page.start_time_unix_nano <= render.start_time_unix_nano < render.end_time_unix_nano
    assert render.end_time_unix_nano <= page.end_time_unix_nano


def test_the_trace_is_named_as_the_request_whatever_a_client_says(collector, reader):
    reader.get("/login/")
    span = spans(collector)["GET accounts:login"]
    assert span.trace_id.hex() == REQUEST_ID
    assert span.parent_span_id == b""
    assert ANOTHERS.encode() not in collector.heard


def test_nothing_is_told_of_whom_it_was_for(collector, reader, monkeypatch):
    def fail(*args):
        raise LookupError(f"the row (ines) of {EMAIL}")

    monkeypatch.setattr(links, "redeem", fail)
    assert reader.post(f"/login/once/{KEY}/?q=what-she-looked-for", {"email": EMAIL}).status_code == 500
    reader.get(f"/preview/{KEY}/")
    reader.get("/let-it-stand/nowhere/")
    told = spans(collector)
    assert told.keys() == {"POST accounts:once", "GET preview:text", "GET pages:page", "render"}
    assert told["POST accounts:once"].status.code == 2
    assert not told["POST accounts:once"].events
    assert [word for word in PERSONAL if word.encode() in collector.heard] == []


def test_of_the_site_are_told_its_name_and_build(collector, reader, settings):
    reader.get("/login/")
    spans(collector)
    [resource] = ExportTraceServiceRequest.FromString(collector.told[0][1]).resource_spans
    said = facts(resource.resource)
    assert (said["service.name"], said["service.version"]) == ("stet", settings.BUILD)
    assert {name for name in said if not name.startswith("telemetry.sdk.")} == {
        *("service.name", "service.version", "service.instance.id"),
    }
