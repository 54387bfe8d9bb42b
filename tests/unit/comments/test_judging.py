"""What speaks against a letter: each rule, and what somebody's good name is worth."""

import pytest

from comments.judging import Seen, judge, network_of
from content.markdown.letters import render_letter


def judged(text="The dots went above the line.", *, blocked=(), most_links=2, **known):
    said = {"name": "Hanne", "email": "", "address": "192.0.2.7", "age": 60.0} | known
    return judge(Seen(text=text, links=render_letter(text).links, **said), blocked, most_links)


@pytest.mark.parametrize(
    "text",
    [
        "The dots went above the line.",
        "We had NASA and the BBC in one sentence.",
        "See https://example.org/dots for the picture of it that I made in our shop in 1974, dots and all.",
        "چاپخانهٔ ما نقطه‌ها را بالای خط می‌گذاشت.",
        "これは校正の記号です。",
        "It costs 5 < 6, and a > b.",
    ],
)
def test_nothing_speaks_against_what_people_write(text):
    verdict = judged(text)
    assert (verdict.refusal, verdict.is_suspect) == ("", False)


@pytest.mark.parametrize(
    "text",
    [
        "Cheap replica",
        "BUY IT WHILE IT IS CHEAP",
        "[url=http://x.example]x[/url]",
        "<script>alert(1)</script>",
    ],
)
def test_an_editor_looks_at_these_first(text):
    assert judged(text).is_suspect


def test_a_link_for_a_name_is_suspect():
    assert judged(name="https://example.com").is_suspect


def test_many_words_of_advertisements_are_spam():
    assert judged("casino, viagra and forex, cheap").is_spam


def test_whoever_has_letters_that_stand_is_trusted_a_little():
    assert judged("Cheap, AND SO LOUDLY SAID", stood=0).is_suspect
    assert not judged("Cheap, AND SO LOUDLY SAID", stood=1).is_suspect


@pytest.mark.parametrize(
    ("line", "known", "refusal"),
    [
        ("dele", {"text": "A Dele."}, "blocked"),
        ("dele", {"text": "Deletions."}, ""),
        ("hanne@example.org", {"email": "Hanne@example.org"}, "blocked"),
        ("example.com", {"text": "https://example.com/x"}, "blocked"),
        ("192.0.2.0/24", {}, "network"),
        ("192.0.2.8", {}, ""),
        ("2001:db8::/32", {"address": "2001:db8::1"}, "network"),
        ("192.0.2.0/24", {"address": "unknown"}, ""),
        ("((", {"text": "((("}, "blocked"),
    ],
)
def test_the_block_list_has_words_addresses_and_networks(line, known, refusal):
    assert judged(**known, blocked=["", line]).refusal == refusal


def test_a_word_is_no_network():
    assert network_of("dele") is None
