"""What stands on every page."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from content.colours import validate_colour
from content.models.publishable import Publishable
from content.robots import validate_robots


class SiteSettings(models.Model):
    """The one row of the site's own settings."""

    kind = "settings"
    menus: dict[str, list[dict[str, str]]] = {}

    name = models.CharField(max_length=120, default="Stet")
    description = models.CharField(max_length=300, blank=True)
    language = models.CharField(max_length=16, default="en")
    # A page as ``page:3``; empty: the head of the blog.
    home = models.CharField(max_length=32, blank=True)
    robots = models.TextField(blank=True, validators=[validate_robots])
    # The owner's one colour as #rrggbb, empty for the house's, and the stylesheet that says it.
    brand = models.CharField(max_length=7, blank=True, validators=[validate_colour])
    theme = models.FileField(max_length=200, blank=True)
    logo = models.FileField(max_length=200, blank=True)
    logo_width = models.PositiveIntegerField(default=0)
    logo_height = models.PositiveIntegerField(default=0)
    posts_on_home = models.PositiveSmallIntegerField(
        default=7, validators=[MinValueValidator(1), MaxValueValidator(30)]
    )
    # Whether readers may write letters, and for how many days after a text was published (0: for good).
    comments = models.CharField(
        max_length=16, choices=Publishable.Comments.choices, default=Publishable.Comments.OFF
    )
    comments_days = models.PositiveSmallIntegerField(default=0)
    by_mail = models.BooleanField(default=False)  # whether readers may have new posts sent to them
    licence = models.CharField(max_length=200, blank=True)
    licence_url = models.URLField(max_length=500, blank=True)
    is_person = models.BooleanField(default=False)  # who publishes: a person, else an organisation
    hub = models.URLField(max_length=500, blank=True)  # tells subscribers of the feeds of news (WebSub)
    indexnow = models.BooleanField(default=False)  # whether search engines are told at once of what changed
    # What crawlers of AI may do here: learn from it, find it for answers, fetch it for somebody who asks.
    ai_training = models.BooleanField(default=True)
    ai_search = models.BooleanField(default=True)
    ai_visits = models.BooleanField(default=True)
    security_contact = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name_plural = "site settings"

    def __str__(self) -> str:
        return self.name

    def is_by(self, user: Any) -> bool:
        return False

    def menu(self, place: str) -> list[dict[str, str]]:
        """The entries of the menu at *place* (``main``, ``footer``), each a ``title`` and a ``url``."""
        return self.menus.get(place, [])

    def with_menus(self, menus: dict[str, list[dict[str, str]]]) -> "SiteSettings":
        self.menus = menus
        return self


class Menu(models.Model):
    """The links at one place of every page."""

    class Place(models.TextChoices):
        MAIN = "main"
        FOOTER = "footer"

    site = models.ForeignKey(SiteSettings, models.CASCADE, related_name="+")
    place = models.CharField(max_length=16, choices=Place.choices, unique=True)
    items = models.JSONField(default=list, blank=True)

    def __str__(self) -> str:
        return self.place
