"""What moves the date of a text, and what does not."""

import pytest
from django.core.exceptions import ValidationError

from content import publishing
from content.actors import SITE
from content.freshness import Overruled, is_news
from content.models import LogEntry
from content.revisions import newest
from tests import world

LONG = " ".join(f"word{n} of a long text" for n in range(200))


def fields(body: str, title: str = "Let it stand", summary: str = "") -> dict[str, str]:
    return {"title": title, "body": body, "summary": summary}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("There is one mark that asks fro nothing.", "There is one mark that asks for nothing."),
        ("A **bold** word, a [link](/a/)", "A *bold* word: a [link](/a/)."),
        (LONG, f"{LONG} And one sentence of ten words or so more."),
        (LONG, LONG.replace("word7 ", "wrod7 ").replace("word8 ", "wrod8 ")),
        ("می‌ماند و می‌رود", "میماند و میرود"),
        ("Don't", "Don’t"),
    ],
)
def test_a_typo_or_other_markup_is_no_news(before: str, after: str):
    assert not is_news(fields(before), fields(after))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("There is one mark that asks for nothing.", "Quite other words."),
        (LONG, f"{LONG} " + "a paragraph that is new here " * 4),
        ("校正記号は何も求めない。", "校正記号はすべてを求める。"),
        ("Two", "Three"),
        ("", "The text at last."),
    ],
)
def test_other_words_are_news(before: str, after: str):
    assert is_news(fields(before), fields(after))


def test_another_title_is_news_and_a_mended_one_is_not():
    assert is_news(fields(LONG, "Let it stand"), fields(LONG, "On marks in a margin"))
    assert not is_news(fields(LONG, "Let ti stand"), fields(LONG, "Let it stand"))


def publish(thing, overruled=None, **said):
    revision = publishing.revise(actor=SITE, thing=thing, fields=said, base=newest(thing))
    return publishing.publish(actor=SITE, thing=thing, revision=revision, overruled=overruled)


@pytest.mark.django_db
def test_only_news_move_the_date():
    post = world.post(body="There is one mark that asks fro nothing.")
    came = post.content_changed_at
    assert publish(post, body="There is one mark that asks for nothing.").content_changed_at == came
    assert publish(post, lead_picture=world.picture().pk).content_changed_at == came
    assert publish(post, body="Quite other words.").content_changed_at > came


@pytest.mark.django_db
def test_an_author_may_overrule_that_with_a_reason_that_is_kept():
    post = world.post(body="There is one mark that asks fro nothing.")
    moved = publish(post, Overruled(is_news=True, why="A wrong figure"), body="There is 1 mark")
    assert moved.content_changed_at > post.content_changed_at
    assert LogEntry.objects.first().changes["news"] == [None, "yes: A wrong figure"]


@pytest.mark.django_db
def test_it_is_not_overruled_without_a_word():
    post = world.post()
    with pytest.raises(ValidationError):
        publish(post, Overruled(is_news=False, why=" "), body="Quite other words.")
