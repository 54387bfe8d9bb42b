"""What letters to subscribers say: in plain words and as HTML, both from the same Markdown.

No picture in them tells who opened it, and no link who followed it: they lead where the page's own lead.
"""

from email.utils import formataddr, parseaddr
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from blog import news
from blog.entries import Entry
from blog.models import Post
from content import delivering, subscribing
from content.markdown.twin import markdown_of
from content.models import Delivery, SiteSettings, Subscriber
from content.subscribing import CONFIRM, OWN
from language import Voice, voice
from seo import absolute, absolute_html

LONGEST_SUBJECT = 200  # characters


def message(letter: Delivery, site: SiteSettings) -> EmailMultiAlternatives | None:
    """The mail that *letter* is; None where there is nothing to say any more."""
    what, _, number = letter.what.partition(":")
    if what == "ask":
        return _question(letter.subscriber, site)
    if letter.subscriber.confirmed_at is None:
        return None
    if what == "post":
        return _post(letter.subscriber, int(number), site)
    return _week(letter.subscriber, letter.what, site)


def _question(subscriber: Subscriber, site: SiteSettings) -> EmailMultiAlternatives:
    """Whether somebody wants letters; whoever gets them already is led to what he has chosen."""
    say, is_known = voice(subscriber.language), subscriber.confirmed_at is not None
    subject = say.about_mail("known_subject" if is_known else "ask_subject", site=site.name).unescape()
    purpose, view = (OWN, "subscribing:own") if is_known else (CONFIRM, "subscribing:confirm")
    link = absolute(reverse(view, args=[subscribing.link(subscriber, purpose)]))
    said = {"is_known": is_known, "link": link, "name": site.name, "title": subject}
    made = _mail(subscriber, subject, "question", say, site, said)
    made.extra_headers["Auto-Submitted"] = "auto-generated"
    return made


def _post(subscriber: Subscriber, number: int, site: SiteSettings) -> EmailMultiAlternatives | None:
    post = Post.objects.published(timezone.now()).filter(pk=number).first()
    if post is None:
        return None
    say, entry = voice(subscriber.language), Entry(post)
    said = {
        "post": post,
        "address": entry.url,
        "text": markdown_of(absolute_html(post.body_html, post.get_absolute_url())).strip(),
        "html": entry.html,
        "title": post.title,
    }
    return _leading_out(_mail(subscriber, post.title, "post", say, site, said), subscriber, site)


def _week(subscriber: Subscriber, what: str, site: SiteSettings) -> EmailMultiAlternatives | None:
    posts = delivering.of_the_week(what, subscriber, news.appeared, timezone.now())
    if not posts:
        return None
    say = voice(subscriber.language)
    subject = say.counted(say.mail.week_subject, len(posts), title=posts[0].title).unescape()
    said = {"posts": [(post, absolute(post.get_absolute_url())) for post in posts], "title": subject}
    return _leading_out(_mail(subscriber, subject, "week", say, site, said), subscriber, site)


def _mail(
    subscriber: Subscriber, subject: str, name: str, say: Voice, site: SiteSettings, said: dict[str, Any]
) -> EmailMultiAlternatives:
    """The mail with both parts. Header lines are one line each, whatever a title or a name has in it."""
    own = subscribing.link(subscriber, OWN)
    said |= {
        "say": say,
        "words": say.mail,
        "site_name": site.name,
        "site_url": settings.SITE_URL,
        "own": absolute(reverse("subscribing:own", args=[own])),
        "leave": absolute(reverse("subscribing:leave", args=[own])),
    }
    plain, html = (
        render_to_string(f"mails/subscribing/{name}.{form}", said, using="jinja2") for form in ("txt", "html")
    )
    made = EmailMultiAlternatives(
        _one_line(subject)[:LONGEST_SUBJECT], plain.strip() + "\n", _sender(site), [subscriber.address]
    )
    made.attach_alternative(html, "text/html")
    return made


def _one_line(text: str) -> str:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _sender(site: SiteSettings) -> str:
    """The site's own address, called as the site is where it has no name of its own."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return formataddr((name or _one_line(site.name), address))


def _leading_out(
    made: EmailMultiAlternatives, subscriber: Subscriber, site: SiteSettings
) -> EmailMultiAlternatives:
    """*made* with what mail programs need to offer a way out of their own (RFC 2369, 2919, 8058)."""
    leave = absolute(reverse("subscribing:leave", args=[subscribing.link(subscriber, OWN)]))
    made.extra_headers |= {
        "List-Unsubscribe": f"<{leave}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "List-Id": f"<posts.{urlsplit(settings.SITE_URL).hostname}>",
    }
    return made
