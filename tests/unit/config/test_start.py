"""What the site refuses to start with, and that what it starts with is clean."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent.parent
PRODUCTION = {
    "SITE_URL": "https://example.org",
    "SECRET_KEY": "kept-in-the-environment-" * 3 + "Aa1!",
    "DATABASE_URL": "sqlite:///var/none.sqlite3",
}


def check(*arguments, **environment):
    return run(str(ROOT / "manage.py"), "check", *arguments, **environment)


def run(*arguments, **environment):
    env = {key: value for key, value in os.environ.items() if key in {"PATH", "HOME", "LANG"}}
    command = [sys.executable, *arguments]
    return subprocess.run(
        command, env=env | PRODUCTION | environment, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"DEBUG": "1"}, "DEBUG is on, but SITE_URL is a public address"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY is missing or shorter"),
        ({"SITE_URL": "example.org"}, "it takes an address like https://example.org"),
        ({"DATABASE_URL": "mysql://x"}, "it takes sqlite:///"),
    ],
)
def test_the_start_is_refused_with_a_sentence(environment, sentence):
    ran = check(**environment)
    assert ran.returncode != 0
    assert sentence in ran.stderr


def test_the_deployment_checks_are_clean():
    ran = check("--deploy", "--fail-level", "WARNING")
    assert ran.returncode == 0, ran.stderr


def test_workers_share_the_views_and_load_the_framework_of_the_api_when_that_is_asked():
    said = "import sys, config.wsgi; print(*sys.modules)"
    loaded = run("-c", said, PYTHONPATH=os.pathsep.join(map(str, (ROOT, ROOT / "site")))).stdout.split()
    assert {"api.urls", "blog.views", "studio.views"} <= set(loaded)
    assert not {"api.views", "rest_framework", "drf_spectacular"} & set(loaded)
    # Nobody said that anybody is to be told. (Redis' client loads a part of OpenTelemetry wherever that is.)
    assert not {"sentry_sdk", "opentelemetry.exporter", "opentelemetry.sdk.trace"} & set(loaded)


def test_a_worker_has_all_templates_before_another_release_is_laid_over_its_own():
    said = "import config.wsgi; from django.template import engines; print(len(engines['jinja2'].env.cache))"
    loaded = run("-c", said, PYTHONPATH=os.pathsep.join(map(str, (ROOT, ROOT / "site")))).stdout
    there = [path for path in (ROOT / "jinja2").rglob("*") if path.is_file()]
    assert int(loaded) == len(there)
