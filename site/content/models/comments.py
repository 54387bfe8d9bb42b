"""Letters of readers to a text, and what the site asks of them."""

from typing import Any

from django.core.validators import MaxValueValidator
from django.db import models


class Comment(models.Model):
    """One reader's letter to a text. Readers call it a letter; an approved one stands in the text's page.

    ``name`` is shown, ``email`` never. ``person`` is who signs texts with the account it was sent from.
    ``parent`` is the letter it answers, one level deep. ``reasons`` say why it does not stand at once. Of the
    token that lets its writer mend it only the digest is kept, of the sender's network a hash whose salt
    changes each day. One form is one letter: ``key`` is the form's.
    """

    kind = "comment"

    class State(models.TextChoices):
        WAITING = "waiting"
        APPROVED = "approved"
        SPAM = "spam"
        TRASHED = "trashed"

    of = models.CharField(max_length=16)
    thing_id = models.BigIntegerField()
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="answers")
    person = models.ForeignKey("content.Person", models.SET_NULL, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=80)
    email = models.EmailField(max_length=254, blank=True)
    body = models.TextField()
    body_html = models.TextField(blank=True)
    state = models.CharField(max_length=16, choices=State.choices)
    reasons = models.JSONField(default=list, blank=True)
    made_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    judged_at = models.DateTimeField()  # when it came into its state
    told_at = models.DateTimeField(null=True, blank=True)
    key = models.CharField(max_length=64, unique=True)
    edit_digest = models.CharField(max_length=64, blank=True)
    address_hash = models.CharField(max_length=32, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=("of", "thing_id", "state", "made_at"), name="comments_on_a_thing"),
            models.Index(fields=("state", "judged_at"), name="comments_by_state"),
            models.Index(fields=("email",), name="comments_of_an_address"),
            models.Index(fields=("address_hash", "made_at"), name="comments_of_a_network"),
        )

    def __str__(self) -> str:
        return f"Letter {self.pk}"

    def is_by(self, user: Any) -> bool:
        return False


class CommentRules(models.Model):
    """The one row of what letters are asked for. ``blocked`` has a word, an address or a network a line."""

    kind = "comment rules"

    blocked = models.TextField(blank=True)
    most_links = models.PositiveSmallIntegerField(default=2, validators=[MaxValueValidator(20)])

    def __str__(self) -> str:
        return "The rules for letters"

    def is_by(self, user: Any) -> bool:
        return False
