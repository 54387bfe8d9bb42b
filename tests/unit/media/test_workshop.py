"""The walls around decoding."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from media import bench, workshop
from media.cleaning import Refused, clean
from tests.unit.media.drawing import picture


@pytest.fixture
def shop() -> Iterator[workshop.Workshop]:
    shop = workshop.Workshop()
    yield shop
    shop.close()


def test_the_bench_answers_as_cleaning_does(shop: workshop.Workshop) -> None:
    source = picture("PNG")
    assert shop.clean(source) == clean(source)


def test_a_refusal_comes_through_and_the_bench_stays(shop: workshop.Workshop) -> None:
    with pytest.raises(Refused, match="not a picture"):
        shop.clean(b"words")
    first = shop._bench
    assert shop.clean(picture("GIF")).format == "GIF"
    assert shop._bench is first


def test_a_bench_that_died_is_replaced(shop: workshop.Workshop) -> None:
    shop.clean(picture("PNG"))
    assert shop._bench is not None
    shop._bench.kill()
    shop._bench.wait()
    assert shop.clean(picture("PNG")).format == "PNG"


def test_a_picture_that_takes_too_long_is_refused(
    shop: workshop.Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    sleeper = [sys.executable, "-c", "import time; time.sleep(60)"]
    slow = subprocess.Popen(sleeper, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    monkeypatch.setattr(workshop, "_started", lambda: slow)
    monkeypatch.setattr(workshop, "SECONDS", 0.1)
    with pytest.raises(Refused, match="more time or memory"):
        shop.clean(picture("PNG"))
    assert slow.poll() is not None


def test_the_bench_sees_no_secret_and_writes_no_file(shop: workshop.Workshop) -> None:
    shop.clean(picture("PNG"))
    assert shop._bench is not None
    process = Path("/proc") / str(shop._bench.pid)
    if not process.exists():
        pytest.skip("this system has no /proc to look into")
    assert b"SECRET_KEY" not in (process / "environ").read_bytes()
    limits = {
        line[:26].strip(): line[26:].split()[0] for line in (process / "limits").read_text().splitlines()
    }
    assert limits["Max file size"] == "0"
    assert limits["Max address space"] == str(bench.MEMORY)


def test_the_largest_picture_fits_into_the_memory_of_the_bench(shop: workshop.Workshop) -> None:
    made = shop.clean(picture("PNG", "RGBA", (7_070, 7_070), compress_level=1))
    assert made.width * made.height > 49_900_000


def test_the_bench_ends_with_its_input() -> None:
    here = workshop._started()
    assert here.pid != os.getpid()
    here.communicate(timeout=10)
    assert here.returncode == 0
