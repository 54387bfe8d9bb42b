import gzip
from pathlib import Path

import brotli
import pytest

from operations.precompress import precompress

CSS = b"body { color: red }\n" * 40


@pytest.fixture
def stylesheet(tmp_path: Path) -> Path:
    path = tmp_path / "css/base.0123456789ab.css"
    path.parent.mkdir()
    path.write_bytes(CSS)
    return path


def test_both_forms_say_what_the_file_says(stylesheet: Path) -> None:
    assert precompress(stylesheet.parent.parent) == 1
    assert gzip.decompress(stylesheet.with_suffix(".css.gz").read_bytes()) == CSS
    assert brotli.decompress(stylesheet.with_suffix(".css.br").read_bytes()) == CSS


def test_the_same_content_makes_the_same_bytes_at_any_time(stylesheet: Path) -> None:
    precompress(stylesheet.parent)
    assert stylesheet.with_suffix(".css.gz").read_bytes()[4:8] == bytes(4)  # RFC 1952: where a time would be


def test_nothing_is_compressed_twice(stylesheet: Path) -> None:
    precompress(stylesheet.parent)
    assert precompress(stylesheet.parent) == 0


@pytest.mark.parametrize("name", ["base.css", "cat.0123456789ab.png"])
def test_what_no_page_names_or_what_is_compressed_already_stays(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(CSS)
    assert precompress(tmp_path) == 0


def test_a_small_file_stays(tmp_path: Path) -> None:
    (tmp_path / "tiny.0123456789ab.css").write_bytes(b"a{}")
    assert precompress(tmp_path) == 0
