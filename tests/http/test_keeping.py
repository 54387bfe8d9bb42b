"""Nothing lost, over HTTP: autosaves, what two wrote at once, who has a text open, the session that ended."""

import json
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from blog.models import Post
from content.actors import SITE
from content.models import LogEntry, Redirect, Revision, Topic
from content.publishing import revise, trash
from content.revisions import newest, of
from tests import world
from tests.http.test_studio import at, editor, fields_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nobody_is_here():
    """Who has a text open is not in the database, so no rollback forgets it."""
    cache.clear()


@pytest.fixture
def desk(client):
    """The browser of Ines, who is logged in."""
    client.force_login(world.ines())
    return client


def autosave(desk, typed, thing=None, **more):
    """What the script sends after a pause, and the answer."""
    address = at(thing, "autosave") if thing else "/studio/post/0/autosave/"
    answer = desk.post(address, typed | {"who": world.ines().pk} | more)
    return answer.status_code, json.loads(answer.content)


def new(desk):
    return fields_of(BeautifulSoup(desk.get("/studio/post/new/").text, "html.parser").select_one("#editor"))


def bodies(post):
    return [revision.fields["body"] for revision in of(post)]


def test_an_autosave_is_a_revision_of_its_own_and_readers_see_no_change(desk):
    post = world.post(body="Before.")
    status, answer = autosave(desk, editor(desk, post), post, body="After.")
    assert (status, answer["base"]) == (200, newest(post).pk)
    assert newest(post).kind == Revision.Kind.AUTOSAVE
    assert Post.objects.get().body == "Before."
    assert not LogEntry.objects.filter(verb="autosave").exists()


def test_the_same_key_twice_is_one_autosave(desk):
    post = world.draft(body="Before.")
    typed = editor(desk, post) | {"body": "After."}
    answers = [autosave(desk, typed, post) for _ in range(2)]
    assert answers[0] == answers[1]
    assert bodies(post) == ["Before.", "After."]


def test_an_autosave_of_nothing_new_is_no_revision(desk):
    post = world.draft()
    assert autosave(desk, editor(desk, post), post)[1]["base"] == newest(post).pk
    assert of(post).count() == 1


def test_a_new_text_is_begun_at_its_first_autosave_and_only_once(desk):
    blank = new(desk)
    for key, body in (("a", "One."), ("b", "One. Two.")):
        status, answer = autosave(desk, blank, key=key, body=body, unsure="a")
    post = Post.objects.get()
    assert (status, answer["edit"]) == (200, at(post))
    assert bodies(post) == ["One.", "One. Two."]


def test_a_save_after_a_lost_autosave_goes_on_from_it(desk):
    blank = new(desk)
    autosave(desk, blank, key="a", title="Ink", body="One.")
    desk.post("/studio/post/new/", blank | {"title": "Ink", "body": "One. Two.", "unsure": "a"})
    assert bodies(Post.objects.get()) == ["One.", "One. Two."]


def test_typing_goes_on_while_the_answers_to_two_autosaves_never_come(desk):
    post = world.draft(body="One.")
    typed = editor(desk, post)
    autosave(desk, typed, post, key="a", body="One. Two.")
    autosave(desk, typed, post, key="b", body="One. Two. Three.", unsure="a")
    status, _ = autosave(desk, typed, post, key="c", body="One. Two. Four.", unsure="a b")
    assert status == 200
    assert bodies(post)[-1] == "One. Two. Four."


def test_a_save_of_what_was_autosaved_stays_in_the_timeline(desk):
    post = world.draft(body="Before.")
    typed = editor(desk, post) | {"body": "After."}
    _, answer = autosave(desk, typed, post, key="auto")
    for _ in range(2):
        desk.post(at(post), typed | {"base": answer["base"], "key": "save"})
    assert [revision.kind for revision in of(post)] == ["draft", "autosave", "draft"]


def test_a_field_that_does_not_stand_yet_keeps_no_word_from_being_kept(desk):
    post = world.draft(body="Before.")
    _, answer = autosave(desk, editor(desk, post), post, body="After.", language="klingon!", authors="No")
    assert (newest(post).fields["body"], newest(post).fields["language"]) == ("After.", "en")
    assert sorted(answer["to_mend"]) == ["Authors", "Language"]


def test_half_a_topic_founds_none(desk):
    post = world.draft()
    autosave(desk, editor(desk, post), post, body="After.", topics="In", in_hand="topics")
    assert not Topic.objects.exists()
    autosave(desk, editor(desk, post), post, topics="Ink")
    assert Topic.objects.get().name == "Ink"


def test_what_does_not_overlap_is_put_together_and_both_texts_stay(desk):
    post = world.draft(body="One.\n\nTwo.")
    typed = editor(desk, post)
    theirs = revise(actor=SITE, thing=post, fields={"body": "One!\n\nTwo."}, base=newest(post))
    status, answer = autosave(desk, typed, post, body="One.\n\nTwo!")
    assert (status, answer["changed"]) == (200, {"body": "One!\n\nTwo!"})
    assert bodies(post) == ["One.\n\nTwo.", "One!\n\nTwo.", "One.\n\nTwo!", "One!\n\nTwo!"]
    assert newest(post).base == theirs


def test_after_that_typing_goes_on_from_what_was_typed(desk):
    post = world.draft(body="One.\n\nTwo.")
    typed = editor(desk, post)
    revise(actor=SITE, thing=post, fields={"body": "One!\n\nTwo."}, base=newest(post))
    _, answer = autosave(desk, typed, post, key="a", body="One.\n\nTwo!")
    autosave(desk, typed, post, key="b", body="One.\n\nTwo?", base=answer["typed"])
    assert bodies(post)[-1] == "One!\n\nTwo?"


def test_what_overlaps_is_not_autosaved_and_nothing_is_overwritten(desk):
    post = world.draft(body="Slow.")
    typed = editor(desk, post)
    theirs = revise(actor=SITE, thing=post, fields={"body": "Quick."}, base=newest(post))
    status, answer = autosave(desk, typed, post, body="Dear.")
    assert (status, answer["state"]) == (409, "overlapping")
    assert newest(post) == theirs


@pytest.mark.parametrize(
    ("way", "body"),
    [("mine", "Dear."), ("theirs", "Quick."), ("both", "Dear.\n\nQuick."), ("stet", "Slow.")],
)
def test_an_overlap_is_settled_in_four_ways(desk, way, body):
    post = world.draft(body="Slow.\n\nEnd.")
    typed = editor(desk, post) | {"body": "Dear.\n\nEnd."}
    revise(actor=SITE, thing=post, fields={"body": "Quick.\n\nEnd!"}, base=newest(post))
    page = BeautifulSoup(desk.post(at(post), typed).text, "html.parser")
    desk.post(at(post, "settle"), fields_of(page.select_one("#settle")) | {"h1": way})
    assert newest(post).fields["body"] == f"{body}\n\nEnd!"
    assert "Dear.\n\nEnd." in bodies(post)


def test_who_settles_too_late_is_asked_again(desk):
    post = world.draft(body="Slow.")
    typed = editor(desk, post) | {"body": "Dear."}
    revise(actor=SITE, thing=post, fields={"body": "Quick."}, base=newest(post))
    page = BeautifulSoup(desk.post(at(post), typed).text, "html.parser")
    later = revise(actor=SITE, thing=post, fields={"body": "Fast."}, base=newest(post))
    answer = desk.post(at(post, "settle"), fields_of(page.select_one("#settle")) | {"h1": "mine"})
    assert answer.status_code == 409
    assert "Fast" in answer.text
    assert newest(post) == later


def test_settling_twice_is_settling_once(desk):
    post = world.draft(body="Slow.")
    typed = editor(desk, post) | {"body": "Dear."}
    revise(actor=SITE, thing=post, fields={"body": "Quick."}, base=newest(post))
    page = BeautifulSoup(desk.post(at(post), typed).text, "html.parser")
    for _ in range(2):
        desk.post(at(post, "settle"), fields_of(page.select_one("#settle")) | {"h1": "mine"})
    assert bodies(post) == ["Slow.", "Quick.", "Dear.", "Dear."]


def test_topics_of_both_are_put_together(desk):
    ink = world.topic("Ink")
    post = world.draft(topics=[ink])
    typed = editor(desk, post)
    theirs = [ink.pk, world.topic("Proofs").pk]
    revise(actor=SITE, thing=post, fields={"topics": theirs}, base=newest(post))
    desk.post(at(post), typed | {"topics": "Galleys"})
    named = Topic.objects.filter(pk__in=newest(post).fields["topics"]).values_list("name", flat=True)
    assert sorted(named) == ["Galleys", "Proofs"]


def test_an_old_form_whose_base_was_thinned_out_goes_on_from_the_nearest(desk):
    post = world.draft(body="One.\n\nTwo.")
    thinned = revise(actor=SITE, thing=post, fields={"summary": "In short."}, base=newest(post))
    typed = editor(desk, post) | {"body": "One.\n\nTwo!"}
    revise(actor=SITE, thing=post, fields={"body": "One?\n\nTwo."}, base=thinned)
    thinned.delete()
    desk.post(at(post), typed)
    assert newest(post).fields["body"] == "One?\n\nTwo!"


def test_nothing_is_sent_in_the_name_of_whoever_logged_in_meanwhile(desk):
    post = world.draft(body="Before.")
    typed = editor(desk, post) | {"body": "After."}
    status, answer = autosave(desk, typed, post, who=world.tomas().pk)
    assert (status, answer["state"]) == (409, "other")
    assert bodies(post) == ["Before."]


def test_the_pulse_says_who_is_logged_in(client, desk):
    told = json.loads(desk.get("/studio/pulse/").content)
    assert (told["who"], told["name"]) == (world.ines().pk, "Ines Okafor")
    assert told["token"]
    assert json.loads(Client().get("/studio/pulse/").content)["who"] is None


def test_an_autosave_without_a_session_is_told_so(client):
    assert client.post(at(world.draft(), "autosave")).status_code == 401


def present(browser, post, tab, **more):
    return json.loads(browser.post(at(post, "present"), {"tab": tab} | more).content)["others"]


def test_who_has_a_text_open_is_said_to_the_others_until_he_leaves(desk):
    post, ada = world.draft(), Client()
    ada.force_login(world.root())
    assert present(ada, post, "hers") == ""
    assert present(desk, post, "mine") == "Ada Root has this open"
    assert present(desk, post, "second") == "Ada Root has this open"
    present(ada, post, "hers", leaves="1")
    assert present(desk, post, "mine") == "Open in another tab of yours"


def test_the_shelf_says_who_has_a_text_open(desk):
    post, ada = world.draft(), Client()
    ada.force_login(world.root())
    present(ada, post, "hers")
    assert "Ada Root has this open" in desk.get("/studio/posts/").text
    assert "has this open" not in ada.get("/studio/posts/").text


def test_the_trash_says_how_many_days_are_left(desk):
    post = world.post()
    trash(actor=SITE, thing=post)
    Post.objects.update(trashed_at=timezone.now() - timedelta(days=18))
    assert "In the trash, 12 days left" in desk.get("/studio/posts/?state=trashed").text


def test_autosaves_that_follow_each_other_stand_together_in_the_timeline(desk):
    post = world.draft(body="One.")
    for n in range(3):
        autosave(desk, editor(desk, post), post, key=f"k{n}", body=f"One. {n}")
    page = BeautifulSoup(desk.get(at(post, "timeline")).text, "html.parser")
    assert "3 autosaves" in page.select_one(".versions summary").text
    assert len(page.select(".versions details a")) == 3


def test_what_a_browser_kept_is_compared_and_nothing_of_it_is_kept(desk):
    post = world.draft(body="It was slow.")
    page = desk.post(at(post, "compare"), editor(desk, post) | {"body": "It was quick.", "topics": "Ink"})
    assert "<del>slow</del><ins>quick</ins>" in page.text
    assert "Ink" in page.text
    assert not Topic.objects.exists()
    assert of(post).count() == 1


def test_another_text_in_a_form_that_was_sent_before_is_a_save_of_its_own(desk):
    post = world.draft(body="One.\n\nTwo.")
    typed = editor(desk, post)
    desk.post(at(post), typed | {"body": "One!\n\nTwo."})
    desk.post(at(post), typed | {"body": "One.\n\nTwo!"})
    assert newest(post).fields["body"] == "One!\n\nTwo!"


def test_the_address_of_a_new_text_follows_its_title_until_readers_find_it(desk):
    blank = new(desk)
    _, answer = autosave(desk, blank, key="a", title="L", body="One.")
    autosave(desk, blank, Post.objects.get(), key="b", title="Let it stand", base=answer["base"])
    post = Post.objects.get()
    page = BeautifulSoup(desk.get(at(post)).text, "html.parser")
    assert page.select_one("#status a")["href"] == "/blog/let-it-stand/"
    world.live(post)
    assert Client().get("/blog/let-it-stand/").status_code == 200
    assert not Redirect.objects.exists()
