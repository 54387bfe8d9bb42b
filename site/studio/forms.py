"""The studio's forms. What they check is what a row would refuse, said under the field it belongs to."""

import re
import uuid
from collections.abc import Iterable
from datetime import datetime
from difflib import get_close_matches
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from blog.models import Series
from content import fields as fielding
from content import filing, kinds
from content.fields import Fields
from content.freshness import Overruled
from content.markdown import MAX_BYTES
from content.models import Person, Topic
from content.slugs import slugify, validate_slug
from media.models import Picture
from pages.models import Page
from studio import names

LETTERS = [("off", "None are taken"), ("moderated", "Read before they appear"), ("open", "Appear at once")]
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def _line(label: str, longest: int, hint: str = "", **attrs: str) -> forms.CharField:
    widget = forms.TextInput({"class": "input"} | attrs)
    return forms.CharField(label=label, max_length=longest, required=False, help_text=hint, widget=widget)


def _area(label: str, longest: int | None = None, attrs: dict[str, str] | None = None) -> forms.CharField:
    widget = forms.Textarea(attrs)
    return forms.CharField(label=label, max_length=longest, required=False, strip=False, widget=widget)


class TextForm(forms.Form):
    """A text as its author edits it. ``fields_of_text`` gives the fields for the verbs."""

    title = _area("Title", 300, {"rows": "1"})
    summary = _area("Summary", attrs={"rows": "2"})
    body = _area("Text, in Markdown", attrs={"rows": "24", "spellcheck": "true"})
    slug = _line("Address", 200, "Empty: made from the title.", autocapitalize="none", spellcheck="false")
    parent = forms.ModelChoiceField(
        Page.objects.none(),
        label="Page above",
        required=False,
        empty_label="None: it stands at the root",
        widget=forms.Select({"class": "input"}),
    )
    topics = _line("Topics", 2000, "Parted by commas.")
    authors = _line("Authors", 2000, "Parted by commas, in the order in which they sign.")
    series = forms.ModelChoiceField(
        Series.objects.order_by("title", "pk"),
        label="Series",
        required=False,
        empty_label="None",
        help_text="It comes last in it, once it is published.",
        widget=forms.Select({"class": "input"}),
    )
    language = _line(
        "Language", 16, "Its code: en, fa, ja, pt-BR.", autocapitalize="none", spellcheck="false"
    )
    lead_picture = forms.ModelChoiceField(Picture.objects.all(), required=False, widget=forms.HiddenInput())
    lead_file = forms.FileField(
        label="Lead picture", required=False, help_text="JPEG, PNG, WebP, AVIF or GIF, up to 20 MB."
    )
    lead_gone = forms.BooleanField(label="Take the picture away", required=False)
    lead_alt = _line("Description of the picture", 500, "What it shows, for whoever cannot see it.")
    seo_title = _line("Title for search engines", 300, "Empty: the title.")
    seo_description = _line("Description for search engines", 400, "Empty: the summary.")
    canonical_url = forms.URLField(
        label="First published at",
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text="Only if this text stood somewhere else before.",
        widget=forms.URLInput({"class": "input"}),
    )
    noindex = forms.BooleanField(label="Hide from search engines", required=False)
    comments = forms.ChoiceField(
        label="Letters of readers",
        required=False,
        choices=[("", "As the site has it"), *LETTERS],
        widget=forms.Select({"class": "input"}),
    )
    shows_changes = forms.BooleanField(label="Show readers what changes, from now on", required=False)
    base = forms.IntegerField(required=False, widget=forms.HiddenInput())
    key = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput())
    begun = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput())  # a new text's own key
    # Keys of autosaves whose answers never came: whichever was kept is what this text grew from.
    unsure = forms.CharField(max_length=16_000, required=False, widget=forms.HiddenInput())

    picture_markdown = ""  # how the text names a picture that was just kept

    def __init__(
        self,
        *args: Any,
        kind: str,
        thing: Any = None,
        signs: bool = False,
        moves: bool = False,
        arranges: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.thing = kind, thing
        if not signs:
            del self.fields["authors"]
        if kind != "post" or not arranges:
            del self.fields["series"]
        if kind != "page" or not moves:
            del self.fields["parent"]
        else:
            self.fields["parent"].queryset = _possible_parents(thing)  # type: ignore[attr-defined]

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())

    def clean_summary(self) -> str:
        return _plain_ends(self.cleaned_data["summary"]).strip()

    def clean_body(self) -> str:
        body = _plain_ends(self.cleaned_data["body"])
        if len(body.encode()) > MAX_BYTES:
            raise ValidationError(f"A text may have {MAX_BYTES:,} bytes. Part it in two.")
        return body

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        if slug:
            validate_slug(slug)
        return slug

    def clean_language(self) -> str:
        language: str = self.cleaned_data["language"]
        if not LANGUAGE.fullmatch(language):
            raise ValidationError("A language is named by its code, such as en, fa or pt-BR.")
        return language

    def clean_topics(self) -> list[str]:
        found = names.split(self.cleaned_data["topics"])
        empty = [name for name in found if not slugify(name)]
        if empty:
            raise ValidationError(f"A topic has a letter or a digit in it; “{empty[0]}” has none.")
        return found

    def clean_authors(self) -> list[int]:
        return [_person(name).pk for name in names.split(self.cleaned_data["authors"])]

    def clean(self) -> None:
        slug = self.cleaned_data.get("slug")
        if slug:
            self._refuse_taken(slug)

    def _refuse_taken(self, slug: str) -> None:
        model = kinds.model(self.kind)
        where = {"slug": slug} | ({"parent": self._parent()} if "parent" in fielding.names(model) else {})
        other = model.objects.filter(**where).exclude(pk=self.thing and self.thing.pk).first()
        try:
            model(**where).clean()
        except ValidationError as refusal:
            self.add_error("slug", refusal.messages)
        if other is not None:
            free = fielding.free(model, slug, other.parent_id if self.kind == "page" else None)
            self.add_error("slug", f"“{other}” stands at this address. “{free}” is free.")

    def _parent(self) -> Page | None:
        if "parent" in self.fields:
            return self.cleaned_data.get("parent")
        return self.thing.parent if self.thing is not None else None

    def with_as_before(self, names: Iterable[str]) -> "TextForm":
        """The same form with the fields of these *names* as they were when it was opened."""
        before = {name: str(self.initial.get(name) or "") for name in names}
        rights = {
            "signs": "authors" in self.fields,
            "moves": "parent" in self.fields,
            "arranges": "series" in self.fields,
        }
        return TextForm(
            dict(self.data.items()) | before, initial=self.initial, kind=self.kind, thing=self.thing, **rights
        )

    def fields_of_text(self) -> Fields:
        """The text's fields for the verbs, without the lead picture's upload.

        Makes the topics that are new, so it belongs into the transaction of the verb.
        """
        data = self.cleaned_data
        plain = ("summary", "body", "slug", "language", "lead_alt", "seo_title", "seo_description")
        fields: Fields = {
            name: data[name] for name in (*plain, "canonical_url", "noindex", "comments", "shows_changes")
        }
        fields["title"] = data["title"] or fielding.UNTITLED
        fields["topics"] = sorted({topic.pk for topic in map(filing.topic, data["topics"]) if topic})
        fields["lead_picture"] = data["lead_picture"].pk if data["lead_picture"] else None
        if "parent" in self.fields:
            fields["parent"] = data["parent"].pk if data["parent"] else None
        if "authors" in self.fields:
            fields["authors"] = data["authors"]
        if "series" in self.fields:
            fields["series"] = data["series"].pk if data["series"] else None
        if self.thing is not None:
            fields["slug"] = data["slug"] or self._made_slug(fields)
        return fields

    def _made_slug(self, fields: Fields) -> str:
        model = type(self.thing)
        wanted = slugify(fields["title"]) or self.kind
        if wanted == self.thing.slug:
            return wanted
        return fielding.free(model, wanted, fields.get("parent", getattr(self.thing, "parent_id", None)))


def initial(fields: Fields, base: int | None) -> dict[str, Any]:
    """What a form shows for *fields* of a text; with a new key, since each form is saved once."""
    topics = dict(Topic.objects.filter(pk__in=fields["topics"]).values_list("pk", "name"))
    people = {person.pk: person for person in Person.objects.filter(pk__in=fields["authors"])}
    return fields | {
        "topics": names.join(topics[pk] for pk in fields["topics"] if pk in topics),
        "authors": names.join(_signature(people[pk]) for pk in fields["authors"] if pk in people),
        "base": base,
        "key": uuid.uuid4().hex,
        "begun": uuid.uuid4().hex,
    }


def _signature(person: Person) -> str:
    """How *person* is named in a line: by name, or by slug where another has the same name."""
    is_one_of_two = Person.objects.filter(name=person.name).exclude(pk=person.pk).exists()
    return person.slug if is_one_of_two else person.name


def _person(name: str) -> Person:
    found = list(Person.objects.filter(name__iexact=name)[:2])
    if len(found) == 1:
        return found[0]
    by_slug = Person.objects.filter(slug=name).first()
    if by_slug:
        return by_slug
    if found:
        slugs = ", ".join(person.slug for person in Person.objects.filter(name__iexact=name))
        raise ValidationError(f"Several people sign as “{name}”. Write which: {slugs}.")
    known = list(Person.objects.values_list("name", flat=True)[:2000])
    near = get_close_matches(name, known, n=1)
    raise ValidationError(f"Nobody here signs as “{name}”." + (f" Did you mean {near[0]}?" if near else ""))


def _possible_parents(thing: Any) -> Any:
    """All pages but *thing* and what stands below it."""
    pages = Page.objects.order_by("path").defer("body", "body_html", "toc")
    if thing is None:
        return pages
    return pages.exclude(pk=thing.pk).exclude(path__startswith=f"{thing.path}/")


def _plain_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


class WhenForm(forms.Form):
    """Now, or at a moment in the site's time zone."""

    when = forms.ChoiceField(
        choices=[("now", "Now"), ("at", "At a time")], initial="now", widget=forms.RadioSelect()
    )
    at = forms.DateTimeField(
        label="Time",
        required=False,
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
        widget=forms.DateTimeInput({"class": "input", "type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput())
    news = forms.ChoiceField(
        label="Its date for search engines and feeds",
        required=False,
        choices=[("", "As counted"), ("yes", "Move it"), ("no", "Keep it")],
        widget=forms.Select({"class": "input"}),
    )
    why = forms.CharField(
        label="Why",
        required=False,
        max_length=300,
        help_text="Kept in the log.",
        widget=forms.TextInput({"class": "input"}),
    )

    said = forms.CharField(
        label="What changed, for readers",
        required=False,
        max_length=300,
        help_text="May stay empty. It stands with the changed words at the text’s list of changes.",
        widget=forms.TextInput({"class": "input"}),
    )

    def __init__(self, *args: Any, only_later: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.only_later = only_later
        self.zone = timezone.get_current_timezone_name()

    def clean(self) -> None:
        at, is_at = self.cleaned_data.get("at"), self.cleaned_data.get("when") == "at"
        if is_at and at is None and "at" not in self.errors:
            self.add_error("at", "Choose the day and the hour.")
        if is_at and at and self.only_later and at <= timezone.now():
            self.add_error("at", self.only_later)

    @property
    def overruled(self) -> Overruled | None:
        """What the author says of the date against what was counted, if anything."""
        news = self.cleaned_data["news"]
        return Overruled(is_news=news == "yes", why=self.cleaned_data["why"]) if news else None

    @property
    def moment(self) -> datetime | None:
        """The chosen moment; None for now."""
        at: datetime | None = self.cleaned_data["at"] if self.cleaned_data["when"] == "at" else None
        return at


class LinkForm(forms.Form):
    """A link to a preview: how long it lasts, and what it shows."""

    lasts = forms.ChoiceField(
        choices=[("day", "A day"), ("week", "A week"), ("month", "A month")], initial="week"
    )
    at = forms.DateTimeField(
        required=False,
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
        widget=forms.DateTimeInput({"class": "input", "type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    pinned = forms.BooleanField(required=False)
