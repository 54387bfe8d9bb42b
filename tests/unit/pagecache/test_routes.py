"""The route table is read from the URLconf, and from nothing else."""

import re

import pytest
from django.test import Client

from pagecache import public
from pagecache.db.statements import EVERYTHING, is_write, written_table
from pagecache.routes import public_routes


def test_every_public_view_is_in_the_table_and_no_other(small: Client) -> None:
    names = {route.view.__name__ for route in public_routes()}
    assert "topics" in names
    assert "private" not in names


def test_a_route_tells_its_pattern_parameters_and_parts(small: Client) -> None:
    route = next(route for route in public_routes() if route.name == "topics")
    assert re.search(route.pattern, "/topics/")
    assert (route.params["page"], route.parts) == (r"[1-9]\d{0,2}", ("posts", "aside"))


def test_the_site_itself_has_public_routes_that_compile() -> None:
    routes = public_routes()
    assert len(routes) > 10
    assert all(re.compile(route.pattern) for route in routes)


def test_a_parameter_called_part_is_refused() -> None:
    with pytest.raises(ValueError, match="parts"):
        public(params={"part": ".*"})


@pytest.mark.parametrize(
    ("sql", "table"),
    [
        ('INSERT INTO "blog_post" ("a") VALUES (1)', "blog_post"),
        ("insert or replace into blog_post values (1)", "blog_post"),
        ('UPDATE ONLY "public"."blog_post" SET a = 1', "blog_post"),
        ('DELETE FROM "blog_post" WHERE id IN (SELECT 1)', "blog_post"),
        ('TRUNCATE "blog_post", "blog_post_topics"', EVERYTHING),
        ("COPY blog_post FROM stdin", EVERYTHING),
        ("-- a note\nUPDATE blog_post SET a = 1", EVERYTHING),
        ("WITH t AS (SELECT 1) DELETE FROM blog_post", EVERYTHING),
        ("WITH t AS (SELECT 1) SELECT * FROM t", ""),
        ("(SELECT 1) UNION (SELECT 2)", ""),
        ("SAVEPOINT s1", ""),
    ],
)
def test_a_statements_first_words_tell_what_it_writes(sql: str, table: str) -> None:
    assert written_table(sql) == table


def test_changing_a_tables_shape_is_a_write() -> None:
    assert is_write("ALTER TABLE blog_post ADD x int")
