"""A text as its form has it at this moment, whether the form stands or not: a row that is never saved."""

from typing import Any

from django.utils import timezone

from accounts.models import User
from blog.models import Series
from content import kinds, revisions, site
from content.kinds import number
from content.models import Person, Revision, Topic
from content.slugs import slugify
from media.models import Picture
from pages.models import Page
from studio import names
from studio.forms import LANGUAGE, TextForm

LINES = ("summary", "lead_alt", "seo_title", "seo_description", "canonical_url")


def as_typed(form: TextForm, user: User) -> Any:
    """The row that publishing *form* now would make, with its signatures, subjects and lead picture.

    Nothing is checked: what no row could hold is left out, so that there is always something to see.
    """
    thing = _dated(kinds.model(form.kind)(), form.thing)
    for name in LINES:
        setattr(thing, name, _line(form, name))
    thing.title = _line(form, "title") or "Untitled"
    thing.body = str(form["body"].value() or "").replace("\r\n", "\n")
    thing.language = _language(form)
    thing.comments = str(form["comments"].value() or "")
    thing.shows_changes = bool(form["shows_changes"].value())
    thing.noindex = bool(form["noindex"].value())
    thing.lead_picture = _lead_picture(form)
    thing.slug = slugify(_line(form, "slug")) or slugify(thing.title) or form.kind
    if form.kind == "page":
        _stand(thing, form)
    thing.signatures = [_signature(thing, person) for person in _signers(form, user)]
    thing.subjects = _subjects(form)
    return thing


def series_of(form: TextForm) -> Series | None:
    """The series chosen in *form*; where its author may not choose, the one of the newest draft."""
    if "series" in form.fields:
        pk = number(str(form["series"].value() or ""))
    else:
        kept = revisions.of(form.thing) if form.thing else Revision.objects.none()
        pk = kept.values_list("fields__series", flat=True).last()
    return Series.objects.filter(pk=pk).first() if pk else None


def _line(form: TextForm, name: str) -> str:
    return " ".join(str(form[name].value() or "").split())


def _dated(thing: Any, row: Any) -> Any:
    """Its dates as they would be: a live text keeps its own, and was changed now."""
    now = timezone.now()
    thing.publish_at = (row and row.publish_at) or now
    thing.content_changed_at = now
    thing.pk = row.pk if row else 0  # no row has that number, so nothing stands below it
    thing.body_format = row.body_format if row else thing.BodyFormat.MARKDOWN
    return thing


def _language(form: TextForm) -> str:
    typed = _line(form, "language")
    return typed if LANGUAGE.fullmatch(typed) else site.current().language


def _lead_picture(form: TextForm) -> Picture | None:
    pk = number(str(form["lead_picture"].value() or ""))
    return Picture.objects.filter(pk=pk).first() if pk and not form["lead_gone"].value() else None


def _stand(page: Page, form: TextForm) -> None:
    page.parent = _parent(form)
    page.path = page.own_path()


def _parent(form: TextForm) -> Page | None:
    if "parent" not in form.fields:
        return form.thing.parent if form.thing else None
    pk = number(str(form["parent"].value() or ""))
    return Page.objects.filter(pk=pk).first() if pk else None


def _signature(thing: Any, person: Person) -> Any:
    return type(thing).authors.through(person=person)


def _signers(form: TextForm, user: User) -> list[Person]:
    """Those named in the form; where its author may not choose, those of the text, or whoever writes."""
    if "authors" in form.fields:
        return _in_order(names.split(_line(form, "authors")))
    if form.thing is not None:
        signed = type(form.thing).authors.through.objects.filter(**{form.kind: form.thing})
        return [each.person for each in signed.select_related("person").order_by("position")]
    return list(Person.objects.filter(user=user))


def _in_order(written: list[str]) -> list[Person]:
    """The people who are called so, or stand at that slug, in the order written."""
    people = list(Person.objects.filter(name__in=written) | Person.objects.filter(slug__in=written))
    return sorted(people, key=lambda person: _place(person, written))


def _place(person: Person, written: list[str]) -> int:
    return written.index(person.name if person.name in written else person.slug)


def _subjects(form: TextForm) -> list[Topic]:
    """The topics named in the form; those that are not there yet would be made at the first save."""
    written = {slugify(name): name for name in names.split(_line(form, "topics"))}
    known = {topic.slug: topic for topic in Topic.objects.filter(slug__in=written)}
    found = [known.get(slug) or Topic(name=name, slug=slug) for slug, name in written.items() if slug]
    return sorted(found, key=lambda topic: topic.name)
