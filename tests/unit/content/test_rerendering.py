"""What an older renderer made is made anew, once."""

import pytest
from django.core.management import call_command

from blog.models import Post
from content import rerendering
from content.actors import SITE
from content.markdown import RENDERER, render
from content.models import LogEntry, News, Revision
from tests import world
from tests.unit.config.made import pages_at, purged_by, touched_by

pytestmark = pytest.mark.django_db


def times_of(post):
    return Post.objects.values_list("updated_at", "content_changed_at", "publish_at").get(pk=post.pk)


def test_what_an_older_renderer_made_is_made_anew(capsys):
    old, today = world.post("Old", body="So $x$."), world.post("Today")
    Post.objects.filter(pk=old.pk).update(renderer="2", body_html="<p>So $x$.</p>")
    written = LogEntry.objects.count(), Revision.objects.count()
    call_command("rerender")
    old.refresh_from_db()
    assert "<math" in old.body_html
    assert (LogEntry.objects.count(), Revision.objects.count()) == written
    assert capsys.readouterr().out == "1 texts rendered anew.\n"
    assert rerendering.due() == 0
    assert today.renderer == old.renderer


def test_only_what_reads_otherwise_is_purged():
    world.post("Same")
    other = world.post("Other")
    Post.objects.update(renderer="1")
    Post.objects.filter(pk=other.pk).update(body_html="<p>As it was.</p>")
    pages = pages_at(["/blog/same/", "/blog/other/", "/blog/", "/sitemap.xml"])
    touched = touched_by(lambda: call_command("rerender", verbosity=0))
    assert purged_by(touched, pages) == {"/blog/other/"}


def test_no_date_nor_word_to_anybody_comes_of_it():
    post = world.post()
    Post.objects.update(renderer="1", body_html="<p>As it was.</p>")
    before = times_of(post), News.objects.count()
    list(rerendering.render_due(SITE))
    assert (times_of(post), News.objects.count()) == before


def test_what_a_newer_release_rendered_is_left():
    newer = str(int(RENDERER) + 1)
    Post.objects.filter(pk=world.post().pk).update(renderer=newer)
    assert (rerendering.due(), list(rerendering.render_due(SITE))) == (0, [])


def test_one_that_cannot_be_rendered_holds_up_no_other(monkeypatch):
    bad, good = world.post("Bad", body="bad"), world.post("Good")
    Post.objects.update(renderer="1")
    for place in ("content.ahead.render", "content.rendering.render"):
        monkeypatch.setattr(place, lambda body, **said: render(body, **said) if body != "bad" else 1 / 0)
    list(rerendering.render_due(SITE))
    good.refresh_from_db(), bad.refresh_from_db()
    assert (good.renderer, bad.renderer, rerendering.due()) == (RENDERER, "1", 1)


def test_what_is_written_meanwhile_stays():
    post = world.post(body="Before.")
    Post.objects.update(renderer="1")
    (read,) = Post.objects.all()
    Post.objects.update(body="After.")
    rerendering.render_some(actor=SITE, things=[read])
    post.refresh_from_db()
    assert "After." in post.body_html


def test_a_text_that_is_too_long_stays_as_it_is():
    post = world.post(body="x")
    Post.objects.filter(pk=post.pk).update(renderer="2", body="x" * 1_000_001, body_html="<p>x</p>")
    assert list(rerendering.render_due(SITE)) == [1]
    post.refresh_from_db()
    assert post.body_html == "<p>x</p>"
