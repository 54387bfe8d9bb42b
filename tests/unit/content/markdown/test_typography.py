"""Quotes and dashes are set in prose and left alone everywhere else."""

import pytest

from content.markdown import render


@pytest.mark.parametrize(
    ("typed", "set_"),
    [
        ('She said "yes".', "She said “yes”."),
        ("It's Ines' book, 'really'", "It’s Ines’ book, ‘really’"),
        ("the '90s, 'tis rock 'n' roll", "the ’90s, ’tis rock ’n’ roll"),
        ("\"It is 'good',\" he said", "“It is ‘good’,” he said"),
        ("1914--1918 and -- well --- so...", "1914–1918 and – well — so…"),
        ("5'6\" tall", "5'6\" tall"),
        ("run --flag", "run --flag"),
        ('彼は"はい"と言った', "彼は“はい”と言った"),
        ("(c) stays, so does (r)", "(c) stays, so does (r)"),
        (r"\"typed\"", '"typed"'),
    ],
)
def test_prose_is_set(typed: str, set_: str) -> None:
    assert render(typed).text == set_


@pytest.mark.parametrize(
    "typed", ['`"a" -- b`', '<code>"a" -- b</code>', '<kbd>"a" -- b</kbd>', '    "a" -- b']
)
def test_code_is_not_set(typed: str) -> None:
    assert '"a" -- b' in render(typed).html


def test_addresses_are_not_set() -> None:
    assert 'href="https://example.org/a--b..."' in render("<https://example.org/a--b...>").html


def test_quotes_follow_the_language() -> None:
    assert render('"ja"', language="de").text == "„ja“"
    assert render('"بله"', language="fa").text == "«بله»"
