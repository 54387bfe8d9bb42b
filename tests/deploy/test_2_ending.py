"""However the site is ended nothing stays, and it is back within seconds."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.deploy.running import Running

STEPS = ("virtual environment", "packages", "database", "assets", "demo content")


@pytest.fixture
def second_run(installed: Path) -> Iterator[Running]:
    """The site, started again in a folder where it ran before."""
    site = Running(installed)
    try:
        yield site
    finally:
        site.end()


def test_a_second_run_makes_nothing_anew(second_run: Running) -> None:
    second_run.wait_until_up(60)
    steps = [line for line in second_run.said.splitlines() if line.strip().startswith(STEPS)]
    assert steps
    assert [line for line in steps if "unchanged" not in line] == []
    assert second_run.get("/").status == 200


def test_ctrl_c_leaves_nothing(second_run: Running) -> None:
    second_run.wait_until_up(60)
    assert second_run.get("/", Connection="keep-alive").status == 200
    second_run.press_ctrl_c()
    assert second_run.is_all_gone(10), second_run.processes()


def test_ending_make_alone_leaves_nothing(second_run: Running) -> None:
    second_run.wait_until_up(60)
    second_run.make.terminate()
    assert second_run.is_all_gone(10), second_run.processes()


@pytest.mark.parametrize("victim", ["bin/machine", "honcho", "manage.py work", "gunicorn"])
def test_killing_any_process_leaves_nothing(second_run: Running, victim: str) -> None:
    second_run.wait_until_up(60)
    os.kill(second_run.the(victim), signal.SIGKILL)
    assert second_run.is_all_gone(15), second_run.processes()


def test_ctrl_c_ends_workers_whose_master_was_killed(second_run: Running) -> None:
    second_run.wait_until_up(60)
    os.kill(second_run.the("nginx: master"), signal.SIGKILL)
    second_run.press_ctrl_c()
    assert second_run.is_all_gone(15), second_run.processes()


def test_ctrl_c_while_it_starts_leaves_nothing(second_run: Running) -> None:
    while "honcho" not in " ".join(second_run.processes().values()):
        assert second_run.make.poll() is None, second_run.said
    second_run.press_ctrl_c()
    assert second_run.is_all_gone(15), second_run.processes()
