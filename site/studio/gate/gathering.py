"""Brings together what the checks look at: the page as it would be, and what stands where it leads to."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from urllib.parse import unquote

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse

from blog.models import Post
from content import redirects, site
from content.fields import Fields
from content.markdown import Rendered
from content.markdown.tree import read, walk
from content.models import Person, Topic
from content.outside import failures
from content.rendering import rendered
from media.models import Picture
from media.renditions import lightest
from pagecache import routes
from pages.models import Page
from studio.as_published import publication
from studio.gate.findings import Place, Text

IDS = re.compile(r'\sid="([^"]+)"')
ALWAYS = Place("live")
FILES = ("/static/", "/media/")


def gather(thing: Any, fields: Fields, moment: datetime) -> Text:
    """*fields* of *thing* as readers would get them at *moment*. Raises ``content.markdown.TooLarge``."""
    made = rendered(
        fields["body"],
        fields["body_format"],
        positions=fields["body_format"] == "markdown",
        language=fields["language"],
    )
    return Text(
        fields=fields,
        html=made.html,
        page=_page(thing, fields, moment),
        unresolved=made.unresolved,
        lead=_undescribed_lead(fields),
        places={address: place(address, thing, moment) for address in _inside(made)},
        dead=failures(address for address in made.links if address.startswith(("http:", "https:"))),
        namesakes=_namesakes(thing, fields, moment),
        weights=_weights(made, fields),
        brand=site.current().brand,
    )


def _page(thing: Any, fields: Fields, moment: datetime) -> str:
    """The whole document; "" where the row refuses the fields, which whoever publishes is told at once."""
    try:
        shown = publication(thing, fields, moment)
    except ValidationError:
        return ""
    answer = shown.page(unquote(shown.address))
    return answer.text if isinstance(answer, HttpResponse) else ""


def _undescribed_lead(fields: Fields) -> str:
    picture = Picture.objects.filter(pk=fields["lead_picture"]).first()
    if picture is None or picture.is_decorative or fields["lead_alt"].strip() or picture.says:
        return ""
    return picture.name


def _inside(made: Rendered) -> list[str]:
    """The addresses of the site that readers are led to, those of what was named by its number too."""
    named = (element.attrs.get("href", "") for element in walk(read(made.html)) if element.tag == "a")
    return list(dict.fromkeys(address.partition("#")[0] for address in named if address.startswith("/")))


def place(address: str, thing: Any, moment: datetime) -> Place:
    """What a reader finds at *address* of the site at *moment*, when *thing* is published."""
    path = unquote(address.partition("?")[0])
    match = routes.find(path)
    if path.startswith(FILES) or address == thing.get_absolute_url():
        return ALWAYS
    if match is None:
        return _moved(path)
    name, given = match[0].view_name, match[0].kwargs
    if name == "blog:post":
        return _of_text(Post.objects.filter(slug=given["slug"]).first(), path, moment)
    if name == "pages:page":
        return _of_text(Page.objects.filter(path=given["path"]).first(), path, moment)
    kinds: dict[str, QuerySet[Any]] = {"blog:topic": Topic.objects.all(), "blog:author": Person.objects.all()}
    named = kinds.get(name)
    if named is not None and not named.filter(slug=given["slug"]).exists():
        return _moved(path)
    return ALWAYS


def _of_text(found: Any, path: str, moment: datetime) -> Place:
    if found is None:
        return _moved(path)
    state = "live" if found.state(moment) == "live" else "hidden"
    return Place(state, found.title, frozenset(IDS.findall(found.body_html)) | {"main"})


def _moved(path: str) -> Place:
    found = redirects.find(path)
    return Place("moved" if found is not None and found.target else "nothing")


def _namesakes(thing: Any, fields: Fields, moment: datetime) -> tuple[str, ...]:
    others = type(thing).objects.published(moment).filter(title__iexact=fields["title"]).exclude(pk=thing.pk)
    return tuple(other.get_absolute_url() for other in others.order_by("pk")[:3])


def _weights(made: Rendered, fields: Fields) -> dict[str, int]:
    """The bytes that each picture of the page takes at most, by its address."""
    shown = _pictures(re.findall(r'<img[^>]* src="/media/([^"]+)"', made.html), fields["lead_picture"])
    return {picture.url: lightest(picture) for picture in shown}


def _pictures(files: Iterable[str], lead: int | None) -> Iterable[Picture]:
    in_text = Picture.objects.filter(file__in=[unquote(file) for file in files])
    return in_text | Picture.objects.filter(pk=lead) if lead else in_text
