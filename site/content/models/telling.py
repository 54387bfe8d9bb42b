"""What the outside world is told of, so that it need not come and look."""

from django.db import models


class Told(models.TextChoices):
    """Who is told: search engines of what changed, the hub of feeds with something new, who reads by mail."""

    ENGINES = "indexnow"
    HUB = "websub"
    MAIL = "mail"
    WEEKLY = "weekly mail"


class News(models.Model):
    """An address that somebody is to hear of, as it is since ``changed_at``.

    There is one row for an address and a change, so nothing is told twice; it stays until ``done_at`` and
    longer, so nothing is forgotten. Whoever takes it up puts ``due_at`` ahead first: should he not come back,
    it is taken up again then. ``says`` is why the last try failed.
    """

    to = models.CharField(max_length=16, choices=Told.choices)
    url = models.CharField(max_length=2000)
    changed_at = models.DateTimeField()
    due_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)
    says = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("to", "url", "changed_at"), name="one_news_of_a_change"),
        )
        indexes = (
            models.Index(fields=("to", "due_at"), condition=models.Q(done_at=None), name="news_to_be_told"),
        )

    def __str__(self) -> str:
        return f"{self.to}: {self.url}"


class Lookout(models.Model):
    """Since when somebody is to be told at all, and up to which moment changes have been looked through."""

    to = models.CharField(max_length=16, choices=Told.choices, unique=True)
    begun_at = models.DateTimeField()
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.to} until {self.until}"
