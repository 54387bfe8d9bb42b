"""A store that speaks S3, of the environment of ``make deploy-test``: SeaweedFS in a folder, with one key."""

import json
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.field.started import is_soon
from tests.deploy.running import free_port

NAME, SECRET = "bench", "only-for-the-bench"
START = 90.0  # seconds
PORTS = ("master", "volume", "filer", "s3")


@contextmanager
def running(program: Path, folder: Path) -> Iterator[str]:
    """The address of the store while it runs. Raises SystemExit where it does not start."""
    folder.mkdir(parents=True, exist_ok=True)
    keys = folder / "keys.json"
    credentials = [{"accessKey": NAME, "secretKey": SECRET}]
    actions = ["Admin", "Read", "Write", "List"]
    keys.write_text(
        json.dumps({"identities": [{"name": NAME, "credentials": credentials, "actions": actions}]})
    )
    command, port = _command(program, folder, keys)
    with (folder / "log").open("wb") as words:
        process = subprocess.Popen(command, stdout=words, stderr=subprocess.STDOUT, start_new_session=True)
    try:
        address = f"http://127.0.0.1:{port}"
        if not is_soon(lambda: _answers(address), START):
            raise SystemExit(
                f"SeaweedFS did not start: {(folder / 'log').read_text(errors='replace')[-2000:]}"
            )
        yield address
    finally:
        process.kill()  # nothing in it is of worth
        process.wait()


def credentials() -> dict[str, str]:
    """The environment of whoever may open it."""
    return {"AWS_ACCESS_KEY_ID": NAME, "AWS_SECRET_ACCESS_KEY": SECRET, "AWS_DEFAULT_REGION": "us-east-1"}


def _command(program: Path, folder: Path, keys: Path) -> tuple[list[str], int]:
    ports = {name: _pair() for name in PORTS}
    options = [f"-{name}.port={port}" for name, port in ports.items()]
    options += [f"-{name}.port.grpc={port + 1}" for name, port in ports.items()]
    options += ["-s3.port.iceberg=0", "-s3.port.lance=0"]  # nobody asks for them, and others may have them
    where = ["-ip=127.0.0.1", f"-dir={folder}", "-s3", f"-s3.config={keys}", "-volume.max=20"]
    return [str(program), "server", *where, *options], ports["s3"]


def _pair() -> int:
    """A port that is free, as the next one is."""
    while True:
        port = free_port()
        if port < 60_000:
            return port


def _answers(address: str) -> bool:
    try:
        urllib.request.build_opener(urllib.request.ProxyHandler({})).open(address, timeout=2)
    except urllib.error.HTTPError:
        return True  # it says who may not
    except OSError:
        return False
    return True
