"""Each line of docs/security.md names tests that are there, and what is locked is what is used."""

import hashlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINES = re.findall(
    r"^\| (V[\d.]+) \|(.+?)\| (here|not here|open) \|(.*)\|$", (ROOT / "docs/security.md").read_text(), re.M
)
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


@pytest.mark.parametrize(("section", "what", "state", "tests"), LINES, ids=[line[0] for line in LINES])
def test_each_line_names_tests_that_are_there(section, what, state, tests):
    named = NAMED.findall(tests)
    missing = [name for path, name in named if f"def {name}(" not in _text(ROOT / path)]
    assert not missing
    assert bool(named) == (state == "here")


def test_no_line_is_left_out():
    rows = [line for line in (ROOT / "docs/security.md").read_text().splitlines() if line.startswith("| V")]
    assert len(rows) == len(LINES) >= 40


LOCKS = [
    f"requirements{name}.txt" for name in ("", "-s3", "-memcached", "-sentry", "-otel", "-dev", "-audit")
]


@pytest.mark.parametrize("lock", LOCKS)
def test_every_requirement_is_locked_by_hash(lock):
    wanted = re.sub(r"\\\n", "", (ROOT / lock).read_text()).splitlines()
    assert not [line for line in wanted if "==" in line and "--hash=sha256:" not in line]


def test_whoever_installs_two_of_them_gets_one_version_of_each():
    pins = [re.findall(r"^([\w.-]+)==(\S+)", (ROOT / lock).read_text(), re.M) for lock in LOCKS[:-2]]
    versions: dict[str, set[str]] = {}
    for name, version in (pin for each in pins for pin in each):
        versions.setdefault(name, set()).add(version)
    assert not {name: each for name, each in versions.items() if len(each) > 1}


def test_vendored_scripts_are_what_their_checksums_say():
    sums = sorted((ROOT / "assets/vendor").glob("*/SHA256SUMS"))
    lines = [(each.parent, line.split()) for each in sums for line in each.read_text().splitlines()]
    wrong = [name for folder, (digest, name) in lines if digest != _digest(folder / name.lstrip("*"))]
    assert lines
    assert not wrong


def _text(path: Path) -> str:
    return path.read_text() if path.is_file() else ""


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
