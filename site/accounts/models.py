"""People with an account. Readers have none, and texts are signed by content.Person."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models

from accounts import roles


class User(AbstractUser):
    """Somebody who logs in, with one role."""

    class Role(models.TextChoices):
        CONTRIBUTOR = "contributor", "Contributor"
        AUTHOR = "author", "Author"
        EDITOR = "editor", "Editor"
        ADMIN = "admin", "Admin"

    role = models.CharField(max_length=16, choices=Role.choices, default=Role.AUTHOR)
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    kind = "account"  # in the log
    has_second_factor = False  # of a session's user: read along with the row (``accounts.backend``)

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    @property
    def rank(self) -> str:
        """The role that counts: a superuser may what an admin may."""
        return self.Role.ADMIN if self.is_superuser else self.role

    @property
    def is_invited(self) -> bool:
        """Whether the invitation has not been taken up yet."""
        return self.last_login is None and not self.has_usable_password()

    def is_by(self, user: Any) -> bool:
        """An account is nobody's own: one's role is for others to change."""
        return False

    def may(self, verb: str, thing: Any = None) -> bool:
        """Whether this user may do *verb* to *thing*; a thing that is None is one yet to be made."""
        if not self.is_active:
            return False
        reach = roles.reach(self.rank, verb)
        if reach == roles.OWN:
            return thing is None or thing.is_by(self)
        return reach == roles.ANY


class LoginLink(models.Model):
    """An address that logs one user in, once. Of its token only the hash is kept."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    good_until = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"login link of {self.user_id}"


class AskedLink(models.Model):
    """Somebody asked for a login link by mail. The worker sees whether anybody has the address."""

    email = models.CharField(max_length=254)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"asked for at {self.at}"


class Letter(models.Model):
    """A letter that waits to be posted. ``text`` is sealed, since some hold a link that lets somebody in."""

    to = models.CharField(max_length=254)
    text = models.TextField()
    made_at = models.DateTimeField()
    due_at = models.DateTimeField(db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"letter to {self.to}"


class Visit(models.Model):
    """A login that goes on: its session, since when, from roughly where and with which browser."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="visits")
    session = models.CharField(max_length=40, unique=True)
    began_at = models.DateTimeField()
    network = models.CharField(max_length=64)
    browser = models.CharField(max_length=300)

    def __str__(self) -> str:
        return f"{self.user_id} from {self.network}"


class SpentCode(models.Model):
    """A code of an account that has opened the door once. Of it only the hash is kept."""

    digest = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.digest[:8]


class FailedLogin(models.Model):
    """One wrong guess, counted against a *bucket*: an account, an address or a device."""

    bucket = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("bucket", "at"), name="guesses_in_a_bucket"),)

    def __str__(self) -> str:
        return self.bucket
