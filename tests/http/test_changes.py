"""What changed: readers see each larger change of a text whose author allows it, and never a draft."""

import pytest

from content import public_changes, publishing
from content.actors import SITE
from content.freshness import Overruled
from content.models import LogEntry, PublicChange
from content.revisions import newest
from content.undoing import doing, undo
from tests import world

pytestmark = pytest.mark.django_db

HERE = "/blog/let-it-stand/changes/"


def test_a_change_is_told_with_its_words_and_its_authors_note(read):
    post = world.post(body="It was slow and dear to us.")
    world.changed(post, "A figure was wrong", body="It was quick, and cheap!")
    page = read(HERE)
    assert "A figure was wrong" in page.main.text
    assert [gone.text.strip() for gone in page.find_all("del")] == ["slow", "dear to us."]
    assert page.find("ins").text.strip() == "quick,"
    assert page.select_one(".crumbs a:last-child")["href"] == "/blog/let-it-stand/"
    assert read("/blog/let-it-stand/").find("a", href=HERE).text == "What changed"


def test_it_is_not_for_search_engines(read):
    world.changed(world.post())
    assert read(HERE).find("meta", attrs={"name": "robots"})["content"] == "noindex"


def test_it_is_described_by_its_newest_change(read):
    post = world.post(body="It was slow and dear to us.")
    world.changed(post, body="It was quick, and cheap!")
    assert _description(read(HERE)).endswith(": 2 words came and 4 words went")
    world.changed(post, "A figure was wrong", body="It was of no use to anybody.")
    assert _description(read(HERE)).endswith(": A figure was wrong")


def test_where_only_marks_changed_no_words_are_counted(read):
    post = world.post(body="It was slow: it was dear.")
    revision = world.revise(post, shows_changes=True, body="It was slow, it was dear!")
    news = Overruled(is_news=True, why="a contract is read by its commas")
    publishing.publish(actor=SITE, thing=post, revision=revision, overruled=news)
    assert read(HERE).select_one(".change h3").text == "Text"
    assert _description(read(HERE))[-1].isdigit()  # the day, and nothing after it


def _description(page):
    return page.find("meta", attrs={"name": "description"})["content"]


def test_nothing_is_told_unless_its_author_allows_it(read):
    post = world.edit(world.post(), body="Quite other words.")
    read(HERE, 404)
    world.edit(post, shows_changes=True)
    read(HERE, 404)  # what changed before that stays untold
    assert read("/blog/let-it-stand/").find("a", href=HERE) is None


def test_what_is_told_no_more_is_gone(read):
    post = world.changed(world.post())
    world.edit(post, shows_changes=False)
    read(HERE, 404)
    world.edit(post, shows_changes=True)
    read(HERE)


def test_a_typing_error_is_no_change(read):
    post = world.changed(world.post())
    world.edit(post, body="Quite other words stand here nwo.")
    assert len(read(HERE).select(".change-of-day")) == 1


@pytest.mark.parametrize(("away", "says"), [(publishing.withdraw, 404), (publishing.trash, 410)])
def test_a_text_that_is_away_tells_nothing(read, away, says):
    away(actor=SITE, thing=world.changed(world.post()))
    read(HERE, says)


def test_no_draft_is_told(read):
    post = world.changed(world.post())
    world.revise(post, body="A secret plan, never published.")
    world.edit(post, body="The public plan, as it was decided at last.")
    assert "secret" not in read(HERE).text


def test_what_was_scheduled_and_never_seen_is_not_told(read):
    post = publishing.withdraw(actor=SITE, thing=world.changed(world.post()))
    world.revise(post, body="A secret plan.")
    world.live(post, world.A_MONDAY.replace(year=2999))
    world.revise(post, body="Another plan, which was decided at last.")
    world.live(post)
    assert "secret" not in read(HERE).text


def test_what_readers_never_saw_of_the_source_is_not_told(read):
    post = world.post(body="Old words <!-- a secret --> stand here.")
    world.changed(post, body="New words <!-- another secret --> are there.")
    assert "secret" not in read(HERE).text


def test_what_was_mended_quietly_is_not_brought_back(read):
    words = " ".join(f"word{n}" for n in range(80))
    post = world.changed(world.post(), body=f"{words} Hanne Lund.")
    world.edit(post, body=f"{words} N. N.")
    world.edit(post, body=f"Before them, quite other words of some length come. {words} N. N.")
    assert "Hanne" not in str(read(HERE).select(".change-of-day")[0])


def test_what_is_undone_was_no_change(read):
    post = world.changed(world.post())
    world.revise(post, body="Something else altogether, and more of it.")
    done = doing(post, lambda thing: publishing.publish(actor=SITE, thing=thing, revision=newest(thing)))
    assert len(read(HERE).select(".change-of-day")) == 2
    undo(actor=SITE, thing=post, done=done)
    assert len(read(HERE).select(".change-of-day")) == 1


def test_what_is_left_out_is_told_no_more(read):
    post = world.changed(world.post())
    public_changes.leave_out(actor=SITE, thing=post, change=PublicChange.objects.get())
    read(HERE, 404)


def test_a_change_as_long_as_a_book_is_told_in_part(read):
    post = world.post(body="\n\n".join(f"Line {n} says one thing." for n in range(4000)))
    world.changed(post, body="\n\n".join(f"Row {n} says another." for n in range(4000)))
    page = read(HERE)
    assert "more words changed" in page.main.text
    assert len(page.main.text) < 12_000


def test_a_page_tells_it_too(read):
    world.changed(world.page("Colophon", parent=world.page("About")))
    assert read("/about/colophon/").find("a", href="/about/colophon/changes/")
    assert read("/about/colophon/changes/").find("ins")


def test_a_page_that_is_called_changes_stands_there(read):
    world.page("Changes", parent=world.changed(world.page("About")))
    assert read("/about/changes/").h1.text == "Changes"


def test_it_speaks_the_texts_language(read):
    world.changed(world.post(language="fa"))
    page = read(HERE)
    assert (page.html["lang"], page.html["dir"], page.h1.text) == ("fa", "rtl", "چه چیزی تغییر کرد")


def test_an_author_says_for_readers_what_changed_and_leaves_it_out_again(client, read):
    post = world.edit(world.post(), shows_changes=True)
    world.revise(post, body="Quite other words stand here now.")
    client.force_login(world.ines())
    here = f"/studio/post/{post.pk}"
    said = {"when": "now", "revision": newest(post).pk, "said": "A word was wrong", "all_the_same": "1"}
    client.post(f"{here}/publish/", said)
    assert "A word was wrong" in read("/blog/let-it-stand/changes/").main.text
    change = read(f"{here}/timeline/").find("input", attrs={"name": "change"})["value"]
    client.post(f"{here}/leave-out/", {"change": change})
    read("/blog/let-it-stand/changes/", 404)


SAID = {"when": "now", "said": "Who wrote it was wrong", "all_the_same": "1"}


def corrected():
    """A live post of which one word was mended: too little to be news."""
    post = world.changed(world.post())
    world.revise(post, body="Quite other words stand here nwo.")
    return post, SAID | {"revision": newest(post).pk}


def test_a_note_that_nobody_would_read_is_asked_about_and_not_dropped(client):
    post, said = corrected()
    client.force_login(world.ines())
    answer = client.post(f"/studio/post/{post.pk}/publish/", said)
    assert answer.status_code == 422
    assert b"so nobody would read this" in answer.content
    assert b'value="Who wrote it was wrong"' in answer.content
    post.refresh_from_db()
    assert "nwo" not in post.body


@pytest.mark.parametrize("settled", [{"said": ""}, {"news": "yes", "why": "The name matters"}])
def test_it_goes_out_once_the_note_is_taken_back_or_the_date_moved(client, read, settled):
    post, said = corrected()
    client.force_login(world.ines())
    assert client.post(f"/studio/post/{post.pk}/publish/", said | settled).status_code == 303
    assert ("Who wrote it was wrong" in read(HERE).main.text) == ("news" in settled)


def test_a_note_stands_there_still_where_somebody_wrote_on_meanwhile(client):
    post, said = corrected()
    client.force_login(world.ines())
    world.revise(post, body="Quite other words stand here now, and more of them.")
    answer = client.post(f"/studio/post/{post.pk}/publish/", said)
    assert answer.status_code == 409
    assert b'value="Who wrote it was wrong"' in answer.content


def test_a_note_of_a_planned_change_that_became_too_small_is_kept_in_the_log():
    post, _ = corrected()
    publishing.publish(actor=SITE, thing=post, revision=newest(post), said="A letter was wrong")
    assert LogEntry.objects.latest("pk").changes["note_not_shown"] == [None, "A letter was wrong"]
