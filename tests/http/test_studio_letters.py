"""The queue of readers' letters: who judges them, many at once, the way back, an answer, a farewell."""

import json

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.test import Client

from content.models import Comment, Person
from operations import readers
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def post():
    return world.post("Let it stand")


@pytest.fixture
def desk(client):
    """The browser of Ines, who judges all letters."""
    client.force_login(world.ines())
    return client


def page(answer):
    return BeautifulSoup(answer.content, "html.parser")


def do(desk, verb, *letters, **besides):
    sent = {"do": verb, "thing": [each.pk for each in letters]} | besides
    return page(desk.post("/studio/comments/bulk/", sent, follow=True))


def listed(desk, query=""):
    answer = page(desk.get(f"/studio/comments/{query}"))
    return [each.get_text(strip=True) for each in answer.select(".letter-body")]


def states():
    return list(Comment.objects.order_by("pk").values_list("state", flat=True))


def said(shelf):
    return [" ".join(each.text.split()) for each in shelf.select(".said, .refusal")]


def test_many_are_approved_at_once_and_wait_again_after_the_undoing(desk, post):
    letters = [world.letter(post, state="waiting") for _ in range(3)]
    shelf = do(desk, "approve", *letters[:2])
    assert said(shelf)[0].startswith("2 letters are standing. Undo")
    assert states() == ["approved", "approved", "waiting"]
    undone = page(desk.post(shelf.select_one(".said form")["action"], follow=True))
    assert said(undone)[0].startswith("2 letters are as before.")
    assert states() == ["waiting"] * 3


def test_what_was_judged_again_since_stays_as_it_is(desk, post):
    letter = world.letter(post, state="waiting")
    shelf = do(desk, "spam", letter)
    do(desk, "trash", letter)
    undone = page(desk.post(shelf.select_one(".said form")["action"], follow=True))
    assert said(undone) == ["1 of them was judged again since."]
    assert states() == ["trashed"]


@pytest.mark.parametrize(
    ("verb", "state"),
    [("approve", "approved"), ("spam", "spam"), ("trash", "trashed"), ("restore", "waiting")],
)
def test_each_verb_brings_a_letter_into_its_state(desk, post, verb, state):
    do(desk, verb, world.letter(post, state="spam"))
    assert states() == [state]


def test_the_queue_shows_what_waits_and_is_filtered(desk, post):
    world.letter(post, "About dots", state="waiting"), world.letter(post, "About type", state="waiting")
    world.letter(post, "Cheap", state="spam")
    assert listed(desk) == ["About type", "About dots"]
    assert listed(desk, "?state=spam") == ["Cheap"]
    assert listed(desk, "?q=dots&part=rows") == ["About dots"]
    assert listed(desk, f"?thing=page:{post.pk}") == []


def test_an_author_judges_letters_to_his_own_texts_alone(client, post):
    tomas = world.tomas()
    own = world.letter(world.post("His", authors=[tomas.person]), "To him", state="waiting")
    other = world.letter(post, "To others", state="waiting")
    client.force_login(tomas)
    assert listed(client) == ["To him"]
    do(client, "approve", own, other)
    assert states() == ["approved", "waiting"]


def test_the_menu_says_how_many_wait(desk, post):
    assert not page(desk.get("/studio/")).select_one(".rail .n")
    world.letter(post, state="waiting")
    assert page(desk.get("/studio/")).select_one(".rail .n").get_text() == "1 waiting"


def test_an_answer_lets_the_letter_stand_too(desk, post):
    letter = world.letter(post, state="waiting")
    desk.post(f"/studio/comments/{letter.pk}/answer/", {"body": "Thank you."})
    under = page(Client().get(post.get_absolute_url())).select(".comments li li .comment-body")
    assert [each.get_text(strip=True) for each in under] == ["Thank you."]


def test_an_admin_hands_over_what_is_kept_of_a_writer_and_erases_it(client, post):
    letter = world.letter(post, "Mine")
    world.letter(post, "Answered", parent=None, email="Hanne@Example.org")
    world.letter(post, "Another's", email="other@example.org", parent=letter)
    client.force_login(world.noor())
    handed = client.post("/studio/comments/writer/", {"email": "hanne@example.org", "do": "export"})
    assert [each["body"] for each in json.loads(handed.content)["letters"]] == ["Mine", "Answered"]
    client.post("/studio/comments/writer/", {"email": "hanne@example.org", "do": "erase"})
    assert list(Comment.objects.order_by("pk").values_list("name", "email", "body")) == [
        ("…", "", ""),
        ("Hanne Lund", "other@example.org", "Another's"),
    ]


def test_one_mail_tells_the_authors_of_all_letters_once():
    tomas = world.tomas()
    world.ines()
    post = world.post("His", authors=[tomas.person])
    evil = "Hanne\r\nBcc: all@example.org"
    world.letter(post, "One", state="waiting"), world.letter(post, "Two")
    world.letter_row(post, name=evil, body="Three\r\nBcc: all@example.org")
    world.letter(post, "Cheap", state="spam")
    readers.tell(), readers.tell()
    [sent] = world.letters()
    assert (sent.subject, sent.to, sent.bcc) == ("3 letters of readers", [tomas.email], [])
    assert "Bcc" not in sent.message().as_string().partition("\n\n")[0]
    assert "Cheap" not in sent.body


def test_a_text_without_an_author_of_the_house_is_told_to_editors(post):
    ines = world.ines()
    Person.objects.filter(user=ines).update(user=None)
    world.letter(post, state="waiting")
    readers.tell()
    world.letters()
    assert [each.to for each in mail.outbox] == [[ines.email]]


def test_what_was_set_aside_goes_after_thirty_days(post):
    old, new = world.letter(post, state="spam"), world.letter(post, state="spam")
    kept = world.letter(post)
    Comment.objects.filter(pk__in=[old.pk, kept.pk]).update(judged_at=world.A_MONDAY)
    readers.clear_out()
    assert list(Comment.objects.order_by("pk")) == [new, kept]
