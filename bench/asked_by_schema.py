"""Asks the read API all that its schema allows: ``make api-fuzz``, and in short among the tests.

schemathesis makes the questions from the schema and judges the answers by it: no fault of ours (5xx), no
status, type or field that the schema does not name.
"""

import os
import sys
import tempfile
from pathlib import Path

from bench import start

EXAMPLES = int(os.environ.get("API_EXAMPLES", "300"))  # of each address
POSTS = 300


def ask_all(examples: int) -> int:
    """Ask each address so many questions, and say how many addresses there are. Raises what is wrong."""
    import schemathesis
    from django.core.signals import request_finished, request_started
    from django.db import close_old_connections
    from hypothesis import HealthCheck, given, settings
    from schemathesis.checks import not_a_server_error
    from schemathesis.specs.openapi.checks import (
        content_type_conformance,
        response_headers_conformance,
        response_schema_conformance,
        status_code_conformance,
    )

    from config.wsgi import application

    checks = [
        not_a_server_error,
        content_type_conformance,
        response_headers_conformance,
        response_schema_conformance,
        status_code_conformance,
    ]
    for moment in (request_started, request_finished):
        moment.disconnect(close_old_connections)  # as Django's own test client does: there is one process
    schema = schemathesis.openapi.from_wsgi("/api/v1/schema", application)
    addresses = 0
    for found in schema.get_all_operations():
        operation = found.ok()

        @settings(
            max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck)
        )
        @given(case=operation.as_strategy())
        def ask(case: schemathesis.Case) -> None:
            case.call_and_validate(checks=checks)

        ask()
        addresses += 1
    return addresses


def main() -> int:
    """0 when every answer was as the schema says."""
    with tempfile.TemporaryDirectory(prefix="stet-api-") as name:
        os.environ |= start.environment(Path(name), POSTS) | {"PAGES_REDIS_URL": ""}
        start.django()
        from bench import build

        build.main(POSTS, is_indexed=True)
        addresses = ask_all(EXAMPLES)
    print(f"{addresses} addresses, {EXAMPLES:,} questions each: all answers are as the schema says.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
