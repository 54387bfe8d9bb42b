"""How many queries each address needs when nothing is stored: ``python -m bench.queries PATH…``."""

import json
import sys

from bench import start

start.django()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext, setup_test_environment  # noqa: E402


def main(paths: list[str]) -> None:
    """Print ``{path: queries}`` as JSON."""
    setup_test_environment()
    client = Client(headers={"host": "127.0.0.1"})
    counted = {}
    client.get(paths[0])  # what only the first request of a process does
    for path in paths[1:]:
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(path)
        if answer.status_code != 200:
            raise SystemExit(f"{path} answered {answer.status_code}.")
        counted[path] = len([query for query in captured if not query["sql"].startswith(("PRAGMA", "SET "))])
    print(json.dumps(counted))


if __name__ == "__main__":
    main(sys.argv[1:])
