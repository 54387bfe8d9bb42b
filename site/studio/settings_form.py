"""The form of what stands on every page."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from content import colours, commenting
from content.models import SiteSettings
from content.robots import validate_robots
from pages.models import Page
from studio.arranging_forms import FORMATS, PICTURES, area, line
from studio.forms import LANGUAGE, LETTERS

COLUMNS = (
    *("name", "description", "language", "home", "posts_on_home", "licence", "licence_url", "robots"),
    *("brand", "comments", "comments_days"),
    *("is_person", "hub", "indexnow", "ai_training", "ai_search", "ai_visits", "security_contact"),
)
RULES = ("blocked", "most_links")

CONTACT = re.compile(r"(?:mailto:[^\s@]+@|tel:|https://)[^\s]+")


class SettingsForm(forms.Form):
    """The site's own settings. ``chosen`` gives them for the verb, the logo apart."""

    name = line("Name", 120)
    description = line("In one sentence", 300, required=False)
    language = line("Language", 16, "The code of the language that lists and menus speak: en, fa, ja.")
    logo_file = forms.FileField(
        label="Logo",
        required=False,
        help_text=f"Stands for the name at the top of each page. {FORMATS}",
        widget=forms.FileInput({"accept": PICTURES}),
    )
    logo_gone = forms.BooleanField(label="Take the logo away", required=False)
    brand = forms.CharField(label="Accent", required=False, widget=forms.TextInput({"type": "color"}))
    home = forms.ChoiceField(label="Home page", required=False, widget=forms.Select({"class": "input"}))
    posts_on_home = forms.IntegerField(
        label="Posts on the home page",
        min_value=1,
        max_value=30,
        help_text="Where the newest posts are the home page. An archive page has 20, so that its address "
        "means the same posts for ever.",
        widget=forms.NumberInput({"class": "input"}),
    )
    comments = forms.ChoiceField(label="Letters", choices=LETTERS, widget=forms.Select({"class": "input"}))
    comments_days = forms.IntegerField(
        label="Days",
        min_value=0,
        max_value=3650,
        required=False,
        help_text="For so many days after it appeared a text takes letters. Empty or 0: for good.",
        widget=forms.NumberInput({"class": "input"}),
    )
    most_links = forms.IntegerField(
        label="Links in a letter",
        min_value=0,
        max_value=20,
        help_text="At most so many; a letter with more is refused, and its writer told why.",
        widget=forms.NumberInput({"class": "input"}),
    )
    blocked = area(
        "Not taken",
        20_000,
        "A word, an e-mail address or a network (203.0.113.0/24) a line. Whoever sends it is told.",
        rows=5,
    )
    licence = line("Licence", 200, "Said at the foot of each page, such as CC BY 4.0.", required=False)
    licence_url = forms.URLField(
        label="Where it can be read",
        required=False,
        max_length=500,
        assume_scheme="https",
        widget=forms.URLInput({"class": "input"}),
    )
    robots = area(
        "Rules", 8000, "Empty: all may read everything but the studio. The sitemap is named for you.", rows=5
    )

    ai_training = forms.BooleanField(label="AI may learn from what stands here", required=False)
    ai_search = forms.BooleanField(label="AI may find it for its answers", required=False)
    ai_visits = forms.BooleanField(label="AI may fetch a page for somebody who asks about it", required=False)
    is_person = forms.BooleanField(label="A person publishes this, no organisation", required=False)
    hub = forms.URLField(
        label="Hub of the feeds",
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text="Where subscribers hear of news at once (WebSub). Named in the feeds, told of each change.",
        widget=forms.URLInput({"class": "input"}),
    )
    indexnow = forms.BooleanField(
        label="Tell search engines at once of what changed (IndexNow)", required=False
    )
    security_contact = line(
        "Whom to tell of a flaw",
        300,
        "An address as mailto:security@example.org or https://…; said in security.txt.",
        required=False,
    )

    def __init__(self, posted: Any = None, files: Any = None, *, site: SiteSettings) -> None:
        super().__init__(posted, files, initial=_shown(site))
        live = Page.objects.published(timezone.now()).order_by("path").values_list("pk", "title", "path")
        pages = [(f"page:{pk}", f"{title} (/{path}/)") for pk, title, path in live]
        self.fields["home"].choices = [("", "The newest posts"), *pages]  # type: ignore[attr-defined]

    def clean_language(self) -> str:
        language: str = self.cleaned_data["language"]
        if not LANGUAGE.fullmatch(language):
            raise ValidationError("A language is named by its code, such as en, fa or pt-BR.")
        return language

    def clean_comments_days(self) -> int:
        return self.cleaned_data["comments_days"] or 0

    def clean_blocked(self) -> str:
        lines = [line.strip() for line in self.cleaned_data["blocked"].splitlines()]
        return "\n".join(dict.fromkeys(filter(None, lines)))

    def clean_brand(self) -> str:
        brand = str(self.cleaned_data["brand"]).lower()
        if brand in {"", colours.HOUSE}:
            return ""
        colours.validate_colour(brand)
        return brand

    def clean_robots(self) -> str:
        robots: str = self.cleaned_data["robots"].replace("\r\n", "\n").strip()
        validate_robots(robots)
        return robots

    def rules(self) -> dict[str, Any]:
        """What letters are asked for, as their verb takes it."""
        return {name: self.cleaned_data[name] for name in RULES}

    def clean_security_contact(self) -> str:
        contact: str = self.cleaned_data["security_contact"]
        if contact and not CONTACT.fullmatch(contact):
            raise ValidationError("Begin with mailto:, tel: or https://.")
        return contact

    def chosen(self) -> dict[str, Any]:
        """The settings as the verb takes them."""
        return {name: self.cleaned_data[name] for name in COLUMNS}


def _shown(site: SiteSettings) -> dict[str, Any]:
    rules = {name: getattr(commenting.rules(), name) for name in RULES}
    return {name: getattr(site, name) for name in COLUMNS} | rules | {"brand": site.brand or colours.HOUSE}
