"""Who is told how the site fares, besides those who look after it."""

import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings

from operations.doctor.findings import Finding, remark

PATIENCE = 5.0  # seconds
PORTS = {"http": 80, "https": 443}


def receivers() -> Iterator[Finding]:
    """Who is told of faults and of requests can be reached. Readers never wait for it."""
    for name in ("SENTRY_DSN", "OTEL_EXPORTER_OTLP_ENDPOINT"):
        at = urlsplit(getattr(settings, name))
        if not at.hostname:
            continue
        try:
            socket.create_connection((at.hostname, at.port or PORTS[at.scheme]), PATIENCE).close()
        except OSError as error:
            yield remark(
                f"{name}: {at.hostname} cannot be reached: {error}.",
                "Nothing is told there until it can; the log has it all the same.",
            )
