"""What an older renderer made is made anew, once."""

import pytest
from django.core.management import call_command

from blog.models import Post
from content import rerendering
from content.actors import SITE
from content.models import LogEntry, Revision
from tests import world

pytestmark = pytest.mark.django_db


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


def test_a_text_that_is_too_long_stays_as_it_is():
    post = world.post(body="x")
    Post.objects.filter(pk=post.pk).update(renderer="2", body="x" * 1_000_001, body_html="<p>x</p>")
    assert list(rerendering.render_due(SITE)) == [1]
    post.refresh_from_db()
    assert post.body_html == "<p>x</p>"
