"""The routes as nginx reads them: what cannot be said exactly is not said at all."""

from pathlib import Path
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from hypothesis import given, settings
from hypothesis import strategies as st

from pagecache import route_table
from pagecache.declaring import declaration
from pagecache.routes import public_routes


def converters(patterns: list[URLPattern | URLResolver]) -> list[Any]:
    """The converters that stand in public addresses."""
    found = []
    for entry in patterns:
        if isinstance(entry, URLResolver):
            found += converters(entry.url_patterns)
        elif declaration(entry.callback):
            found += entry.pattern.converters.values()
    return found


def test_every_public_address_of_the_site_can_be_looked_up() -> None:
    lines = route_table.entries()
    assert [line for line in lines if "pattern" not in line and not line["stop"]] == []
    assert sum(not line["stop"] for line in lines) == len(public_routes())


def test_the_studio_is_one_line_where_nothing_is_looked_up() -> None:
    lines = [line for line in route_table.entries() if line.get("prefix", "").startswith("/studio/")]
    assert [(line["prefix"], line["stop"]) for line in lines] == [("/studio/", True)]


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_a_converter_takes_whatever_its_pattern_matches(data: st.DataObject) -> None:
    """One that refused would make Django try the next route, and nginx would not know."""
    converter = data.draw(st.sampled_from(converters(get_resolver().url_patterns)))
    converter.to_python(data.draw(st.from_regex(converter.regex, fullmatch=True)))


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        (r"^/a\.b/\Z", r"^/a\.b/\z"),
        (r"^/(?P<n>[1-9]\d{0,5})/\Z", r"^/(?P<n>[1-9]\d{0,5})/\z"),
        (r"^/(?P<slug>[-a-zA-Z0-9_]+)/\Z", r"^/(?P<slug>[-a-zA-Z0-9_]+)/\z"),
        (r"(?:up|down)", r"(?:up|down)"),
        (r"(?!9999)[1-9]\d{3}", r"(?!9999)[1-9]\d{3}"),
    ],
)
def test_what_means_the_same_is_said(pattern: str, said: str) -> None:
    assert route_table.pcre(pattern) == said


@pytest.mark.parametrize(
    "pattern", [r"\w+", r"\s", r"a\b", r"[\d]", r"[\w]", r"(?i)a", r"(?<=a)b", r"(a)\1", r"(?!\d)a", r"\x41"]
)
def test_what_might_differ_is_not(pattern: str) -> None:
    assert route_table.pcre(pattern) is None


@pytest.mark.parametrize(
    ("pattern", "prefix"),
    [
        (r"^/blog/\w+/\Z", "/blog/"),
        (r"^/feed\.atom\w", "/feed.atom"),
        (r"^/ab?\w", "/a"),
        (r"^/a/|b\w", "/"),
        (r"^/\w+", "/"),
    ],
)
def test_where_nothing_is_looked_up_begins_as_the_pattern_does(pattern: str, prefix: str) -> None:
    assert route_table._prefix(pattern) == prefix


def test_the_table_is_put_in_place_as_a_whole(tmp_path: Path) -> None:
    (tmp_path / "routes.lua").write_text("half of an older o")
    how_many = route_table.write(tmp_path / "routes.lua")
    assert how_many == len(public_routes())
    assert (tmp_path / "routes.lua").read_text().endswith("}}\n")
    assert [path.name for path in tmp_path.iterdir()] == ["routes.lua"]


@pytest.mark.parametrize(
    ("value", "said"),
    [('a"b\\c', r'"a\"b\\c"'), (True, "true"), (3, "3"), (["a"], '{"a"}'), ({"a": 1}, '{["a"] = 1}')],
)
def test_lua_reads_what_was_meant(value: Any, said: str) -> None:
    assert route_table.lua(value) == said
