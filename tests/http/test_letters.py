"""Readers' letters: written, judged by rules, and seen under the text once they stand."""

import re

import pytest
from bs4 import BeautifulSoup
from django.core import signing
from django.core.cache import cache
from django.test import Client

from comments import forms, networks
from content import commenting
from content.actors import SITE
from content.models import Comment
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_has_sent_anything():
    cache.clear()


@pytest.fixture
def post():
    world.site(comments="moderated")
    return world.post("Let it stand")


def sealed(age=60, key="k"):
    """A form's seal of some seconds ago."""
    return signing.dumps([key, forms.time.time() - age], salt=forms.SALT)


def send(client, thing, body="The dots went above the line.", query="", **fields):
    letter = {"body": body, "name": "Hanne Lund", "email": "hanne@example.org", "sealed": sealed()} | fields
    return client.post(f"/comments/{thing.kind}/{thing.pk}/{query}", letter)


def page(answer):
    return BeautifulSoup(answer.content, "html.parser")


def shown(thing, client=None):
    """The words of the letters under a text."""
    found = page((client or Client()).get(thing.get_absolute_url())).select(".comment-body")
    return [each.get_text(strip=True) for each in found]


def test_a_letter_waits_and_stands_in_the_page_once_it_is_approved(client, post):
    answer = send(client, post)
    letter = Comment.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"/comments/{letter.pk}/")
    assert "waits to be read" in client.get(answer["Location"]).text
    assert shown(post) == []
    commenting.judge(actor=SITE, comment=letter, state="approved")
    assert shown(post) == ["The dots went above the line."]
    commenting.judge(actor=SITE, comment=letter, state="trashed")
    assert shown(post) == []


def test_where_letters_appear_at_once_a_suspect_one_waits_all_the_same(client, post):
    world.edit(post, comments="open")
    send(client, post)
    assert shown(post) == ["The dots went above the line."]
    send(client, post, "THIS IS LOUD AND CHEAP", sealed=sealed(key="other"), email="")
    assert Comment.objects.get(key="other").state == "waiting"


def test_an_advertisement_is_set_aside_and_its_writer_is_told_so(client, post):
    answer = send(client, post, "casino viagra forex https://example.com", sealed=sealed())
    assert Comment.objects.get().state == "spam"
    assert "set aside" in client.get(answer["Location"]).text


def test_a_page_takes_letters_too(client, post):
    about = world.page("About", comments="open")
    send(client, about)
    assert shown(about) == ["The dots went above the line."]


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"body": "  "}, "has some words"),
        ({"body": "x" * 5001}, "5000 characters"),
        ({"name": ""}, "Say who writes"),
        ({"name": "Hanne\nBcc: all@example.org"}, "on one line"),
        ({"email": "hanne@example.org\nBcc: all@example.org"}, "no e-mail address"),
        ({"email": "hanne"}, "no e-mail address"),
        ({"sealed": sealed(age=-600)}, "That was quick"),
        ({"sealed": "made up"}, "open for more than a day"),
        ({"sealed": sealed(age=90_000)}, "open for more than a day"),
        ({"website": "https://example.com"}, "people do not see"),
        ({"body": "https://a.example https://b.example https://c.example"}, "may have 2 links"),
        ({"body": "Buy a Dele today"}, "“dele” in them"),
    ],
)
def test_what_is_refused_says_why_and_is_not_lost(client, post, fields, word):
    commenting.set_rules(actor=SITE, blocked="dele\n192.0.2.0/24", most_links=2)
    answer = send(client, post, **fields)
    form = page(answer)
    assert (answer.status_code, Comment.objects.count()) == (422, 0)
    assert word in form.select_one("form").get_text()
    typed = fields.get("body", "The dots went above the line.")
    assert form.textarea.get_text().strip() == typed.strip()


def test_a_refused_form_can_be_sent_again_as_it_comes_back(client, post):
    form = page(send(client, post, sealed="made up"))
    monkey = form.select_one("[name=sealed]")["value"]
    key, opened = signing.loads(monkey, salt=forms.SALT)
    assert send(client, post, sealed=signing.dumps([key, opened - 60], salt=forms.SALT)).status_code == 303


def test_a_blocked_network_is_told_so(client, post):
    commenting.set_rules(actor=SITE, blocked="127.0.0.0/8", most_links=2)
    assert "your network are not taken" in send(client, post).text


def test_a_form_that_is_sent_twice_is_one_letter(client, post):
    send(client, post)
    again = Client()  # whose first answer never came
    assert "waits to be read" in again.get(send(again, post)["Location"]).text
    assert Comment.objects.count() == 1


def test_letters_may_be_off_or_closed_after_some_days_and_what_was_typed_stays_in_sight(client, post):
    world.site(comments="off")
    answer = send(client, post)
    assert answer.status_code == 403
    assert page(answer).textarea.get_text().strip() == "The dots went above the line."
    world.site(comments="open", comments_days=1)
    assert send(client, post).status_code == 403
    assert not page(client.get(post.get_absolute_url())).select(".write")


def test_what_readers_cannot_see_takes_no_letters(client, post):
    assert client.get(f"/comments/post/{world.draft('Draft').pk}/").status_code == 404


def test_an_answer_stands_under_its_letter_and_one_level_deep(client, post):
    world.edit(post, comments="open")
    send(client, post)
    first = Comment.objects.get()
    send(client, post, "Why?", f"?to={first.pk}", sealed=sealed(key="two"))
    second = Comment.objects.get(key="two")
    send(client, post, "Because.", f"?to={second.pk}", sealed=sealed(key="three"))
    assert [each.parent_id for each in Comment.objects.order_by("pk")] == [None, first.pk, first.pk]
    under = page(client.get(post.get_absolute_url())).select(".comments > li > ol > li")
    assert len(under) == 2


def test_whoever_wrote_it_may_mend_it_and_nobody_else(client, post):
    world.edit(post, comments="open")
    answer = send(client, post)
    letter = Comment.objects.get()
    assert "Mend it" in client.get(answer["Location"]).text
    mended = client.post(f"/comments/{letter.pk}/mend/", {"body": "Below the line.", "sealed": sealed()})
    assert mended.status_code == 303
    assert shown(post) == ["Below the line."]
    assert Client().get(f"/comments/{letter.pk}/mend/").status_code == 403
    assert Client().get(f"/comments/{letter.pk}/").status_code == 404


def test_after_ten_minutes_it_is_too_late(client, post):
    send(client, post)
    letter = Comment.objects.get()
    Comment.objects.update(made_at=letter.made_at - commenting.MENDABLE)
    answer = client.post(f"/comments/{letter.pk}/mend/", {"body": "Else", "sealed": sealed()})
    assert (answer.status_code, page(answer).textarea.get_text().strip()) == (403, "Else")


def test_whoever_has_an_account_signs_as_readers_know_them(client, post):
    client.force_login(world.ines())
    assert "You write as Ines Okafor" in client.get(f"/comments/post/{post.pk}/").text
    client.post(f"/comments/post/{post.pk}/", {"body": "Thank you.", "sealed": sealed(age=0)})
    letter = Comment.objects.get()
    assert (letter.name, letter.state) == ("Ines Okafor", "approved")


def test_the_part_is_the_form_alone_and_says_what_came_of_it(client, post):
    part = client.get(f"/comments/post/{post.pk}/?part=form")
    assert not page(part).select("main")
    assert "no-store" in part["Cache-Control"]
    kept = send(client, post, query="?part=form")
    assert (kept.status_code, "waits to be read" in kept.text) == (200, True)


def test_the_text_leads_to_the_form_and_knows_no_token(client, post):
    whole = client.get(post.get_absolute_url())
    assert not re.search("csrf|sealed", whole.text)
    assert page(whole).select_one(".write a")["href"] == f"/comments/post/{post.pk}/"


def test_many_from_one_network_are_refused_for_a_while(client, post):
    for number in range(networks.MOST):
        send(client, post, sealed=sealed(key=str(number)))
    answer = send(client, post, sealed=sealed(key="last"))
    assert "quarter of an hour" in answer.text
    assert Comment.objects.count() == networks.MOST


@pytest.mark.parametrize("language", ["de", "fa"])
def test_the_form_speaks_the_language_of_the_text(client, post, language):
    world.edit(post, language=language)
    form = page(client.get(f"/comments/post/{post.pk}/"))
    assert form.html["lang"] == language
    assert not re.search("letter|Send|Markdown works", form.main.get_text())
