"""Addresses as people read them."""

from urllib.parse import quote

import pytest

from seo import readable

HERE = "https://example.org/blog/"


@pytest.mark.parametrize("slug", ["بگذار-بماند", "über-größe", "イキ-そのまま", "हिन्दी", "२०२६"])
def test_letters_figures_and_their_marks_are_shown(slug):
    assert readable(f"{HERE}{quote(slug)}/") == f"{HERE}{slug}/"


UNSEEN = ["\u202e", "\u2066", "\u200f", "\u200b", "\u200c", "\u00ad", "\ufeff", "\u0085", "\u2028", "\u00a0"]
LETTERS_OF_NOTHING = ["\u3164", "\u115f", "\u034f", "\ufe0f", "\U000e0101"]
MARKS = ["／", "．", "…", "“", "👍", "\u0301", "\ue000"]  # the accent has no letter to stand on


@pytest.mark.parametrize("sign", [*UNSEEN, *LETTERS_OF_NOTHING, *MARKS])
def test_what_is_unseen_or_could_deceive_stays_as_it_is_sent(sign):
    assert readable(f"{HERE}{quote(sign)}é") == f"{HERE}{quote(sign)}é"
    assert readable(f"{HERE}{quote(f'-{sign}-')}") == f"{HERE}-{quote(sign)}-"


@pytest.mark.parametrize("sent", ["a%2Fb", "a%3Fb%23c", "50%25", "a%20b", "%0A", "%FF%C3", "%ED%A0%80"])
def test_what_has_a_meaning_in_an_address_or_is_no_letter_stays(sent):
    assert readable(f"{HERE}{sent}/") == f"{HERE}{sent}/"


def test_it_leads_where_the_address_does():
    sent = HERE + quote("نامه\u200cها/über %2F\u202e?é=1", safe="/?=")
    assert quote(readable(sent), safe=":/?=%") == sent
