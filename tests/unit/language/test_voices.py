"""Words, dates and numbers of the interface."""

from datetime import UTC, date, datetime

import pytest
from markupsafe import Markup

from language import own_name, voice
from language.jalali import jalali

A_DAY = datetime(2026, 11, 14, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", "14 November 2026"),
        ("de", "14. November 2026"),
        ("fr-CA", "14 novembre 2026"),
        ("es", "14 de noviembre de 2026"),
        ("fa", "۲۳ آبان ۱۴۰۵"),
        ("ja", "2026年11月14日"),
        ("zh", "2026年11月14日"),
    ],
)
def test_a_day_in_full(language, written):
    assert voice(language).date(A_DAY) == written


def test_a_language_without_a_table_speaks_english():
    assert voice("xx").words is voice("en").words


def test_which_way_a_language_is_written():
    assert [voice(language).direction for language in ("fa", "ar-EG", "he", "en")] == [
        "rtl",
        "rtl",
        "rtl",
        "ltr",
    ]


def test_numbers_are_written_in_the_languages_digits():
    assert (voice("fa").number(1405), voice("en").number(1405)) == ("۱۴۰۵", "1405")


def test_an_enumeration_escapes_what_is_not_markup():
    assert voice("en").joined(["a", "<b>", "c"]) == "a, &lt;b&gt; and c"
    assert voice("ja").joined(["a", "b"]) == "a、b"
    assert voice("en").joined([]) == ""


def test_one_minute_and_many():
    assert (voice("en").minutes(1), voice("en").minutes(11)) == ("1 minute", "11 minutes")


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(1979, 2, 11), (1357, 11, 22)),
        (date(2021, 3, 20), (1399, 12, 30)),
        (date(2021, 3, 21), (1400, 1, 1)),
        (date(2024, 3, 19), (1402, 12, 29)),
        (date(2024, 3, 20), (1403, 1, 1)),
    ],
)
def test_the_calendar_of_iran(day, written):
    assert jalali(day) == written


def test_what_is_filled_in_is_escaped_unless_it_is_markup_and_its_braces_are_text():
    filled = voice("en").filled("also_in", topics="<b> {topics}")
    assert filled == Markup("Also in &lt;b&gt; {topics}")
    assert Markup("<i>x</i>") in voice("en").filled("also_in", topics=Markup("<i>x</i>"))


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        ("fa", "فارسی"),
        ("fa-IR", "فارسی (IR)"),
        ("pt-BR", "Português Brasileiro"),
        ("tlh", "tlh"),
        ("de", "Deutsch"),
    ],
)
def test_two_kinds_of_one_language_have_two_names(tag, name):
    assert own_name(tag) == name
