"""Who has new posts sent by mail, what they chose, and which letters have gone to them."""

from typing import Any

from django.db import models


class Subscriber(models.Model):
    """An address that letters go to, once whoever reads its mail has confirmed that they want them.

    With ``only_topics`` nothing comes but what is filed under one of ``topics``: should those go, nothing.
    ``asked`` counts the questions (at ``asked_at`` the last) that were sent and not answered. ``key``
    makes the links in letters void when the row goes.
    """

    kind = "subscriber"

    class Rhythm(models.TextChoices):
        EACH = "each"
        WEEKLY = "weekly"

    address = models.EmailField(max_length=254, unique=True)  # in small letters
    language = models.CharField(max_length=16)
    rhythm = models.CharField(max_length=16, choices=Rhythm.choices, default=Rhythm.EACH)
    only_topics = models.BooleanField(default=False)
    topics: Any = models.ManyToManyField("content.Topic", related_name="+", blank=True)
    asked = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True, db_index=True)
    key = models.CharField(max_length=32)

    def __str__(self) -> str:
        return f"Subscriber {self.pk}"

    def is_by(self, user: Any) -> bool:
        return False


class Asking(models.Model):
    """Somebody asked for letters to an address. The worker sees whether it is known, and what may be sent."""

    address = models.EmailField(max_length=254)
    language = models.CharField(max_length=16)
    rhythm = models.CharField(max_length=16, choices=Subscriber.Rhythm.choices)
    only_topics = models.BooleanField(default=False)
    topics = models.JSONField(default=list, blank=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Asked at {self.at}"


class Delivery(models.Model):
    """One letter to a subscriber: a post (``post:17``), a week's posts (``week:…``), a question (``ask:…``).

    There is one row for each, so nothing is sent twice. Who sends it says so first (``begun``) and what came
    of it afterwards; what was begun and has no end is ``unknown`` after a while, and not repeated unasked.
    """

    class State(models.TextChoices):
        DUE = "due"
        BEGUN = "begun"
        SENT = "sent"
        REFUSED = "refused"
        UNKNOWN = "unknown"
        DROPPED = "dropped"  # there was nothing to say any more

    subscriber = models.ForeignKey(Subscriber, models.CASCADE, related_name="deliveries")
    what = models.CharField(max_length=32)
    state = models.CharField(max_length=16, choices=State.choices, default=State.DUE)
    due_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    moved_at = models.DateTimeField()  # when it came into its state
    says = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("subscriber", "what"), name="one_letter_of_a_kind_each"),
        )
        indexes = (
            models.Index(fields=("due_at",), condition=models.Q(state="due"), name="letters_to_be_sent"),
            models.Index(fields=("state", "moved_at"), name="letters_by_state"),
            models.Index(fields=("what", "state"), name="letters_of_a_kind"),
        )

    def __str__(self) -> str:
        return f"{self.what} to {self.subscriber_id}"
