"""A part is the very block of its page, whatever the page does around it."""

import pytest
from django.template import TemplateDoesNotExist
from jinja2 import DictLoader, UndefinedError

from config.templates import Backend

TEMPLATES = {
    "macros.html": "{% macro shout(text) %}<b>{{ text }}!</b>{% endmacro %}",
    "piece.html": "<i>{{ word }}</i>",
    "base.html": (
        "{% set site = 'Stet' %}{% from 'macros.html' import shout %}<main>\n"
        "[{% block body %}base of {{ site }}{% endblock %}]\n</main>"
    ),
    "middle.html": "{% extends 'base.html' %}{% block body %}middle, {{ super() }}{% endblock %}",
    "page.html": (
        "{% extends 'middle.html' %}{% from 'macros.html' import shout %}{% set word = 'galley' %}"
        "{% block body %}{{ super() }} & {{ shout(word) }}{% include 'piece.html' %}"
        "({% block inner %}{% for n in numbers %}{{ n }}{% endfor %}{{ shout('in') }}{% endblock %})"
        "{% endblock %}"
    ),
    "strict.html": "<p>{% block body %}{{ nobody }}{% endblock %}</p>",
}


@pytest.fixture
def backend() -> Backend:
    options = {"environment": "config.templates.environment", "extensions": ["jinja2.ext.i18n"]}
    return Backend(
        {
            "NAME": "jinja2",
            "DIRS": [],
            "APP_DIRS": False,
            "OPTIONS": options | {"loader": DictLoader(TEMPLATES)},
        }
    )


def between(text: str, left: str, right: str) -> str:
    return text[text.index(left) + len(left) : text.rindex(right)]


@pytest.mark.parametrize(
    ("page", "block", "left", "right"),
    [
        ("page.html", "body", "[", "]"),
        ("page.html", "inner", "(", ")"),
        ("middle.html", "body", "[", "]"),
        ("base.html", "body", "[", "]"),
    ],
)
def test_a_part_equals_its_block_byte_for_byte(
    backend: Backend, page: str, block: str, left: str, right: str
) -> None:
    context = {"numbers": [1, 2, 3]}
    whole = backend.get_template(page).render(dict(context))
    part = backend.get_template(f"{page}#{block}").render(dict(context))
    assert part == between(whole, left, right)


def test_a_part_sees_imports_sets_parents_and_includes(backend: Backend) -> None:
    part = backend.get_template("page.html#body").render({"numbers": [7]})
    assert part == "middle, base of Stet & <b>galley!</b><i>galley</i>(7<b>in!</b>)"


def test_what_it_says_is_escaped(backend: Backend) -> None:
    part = backend.get_template("page.html#inner").render({"numbers": ["<script>"]})
    assert "&lt;script&gt;" in part


def test_an_unknown_block_is_a_missing_template(backend: Backend) -> None:
    with pytest.raises(TemplateDoesNotExist, match=r"page\.html#nothing"):
        backend.get_template("page.html#nothing").render({"numbers": []})


def test_an_unknown_name_is_an_error_in_page_and_part(backend: Backend) -> None:
    for name in ("strict.html", "strict.html#body"):
        with pytest.raises(UndefinedError, match="nobody"):
            backend.get_template(name).render({})
