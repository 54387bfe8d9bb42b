"""One clone for all of these tests, installed and started once from nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.deploy.apart import HITS, Apart
from tests.deploy.running import Running, clone
from tests.waiting import until


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """They need a machine to themselves: ``-m 'not deploy'`` leaves them out."""
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.deploy)


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone in a path with a space."""
    return clone(tmp_path_factory.mktemp("a clone"))


@pytest.fixture(scope="session")
def first_run(folder: Path) -> Iterator[Running]:
    """The site after its first ``make run``: no environment, no database, nothing installed."""
    site = Running(folder)
    try:
        site.wait_until_up(300)
        yield site
    finally:
        site.end()


@pytest.fixture(scope="session")
def installed(folder: Path, first_run: Running) -> Path:
    """The clone when its first run is over."""
    first_run.end()
    return folder


@pytest.fixture(scope="module")
def site(installed: Path) -> Iterator[Apart]:
    """The same site, its processes each by itself, with a page kept already."""
    running = Apart(installed)
    try:
        until(lambda: running.state_in_the_end("/blog/") in HITS, 20)
        yield running
    finally:
        running.end()
