"""Before readers lose a text: what leads to it, and what becomes of its address."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django import forms

from accounts.models import User
from content import kinds
from content.forwarding import Forward, forward
from content.models import Link, Redirect

MOST_NAMED = 20
THEN = [
    ("keep", "It says that nothing is there"),
    ("lead", "It leads on (301)"),
    ("gone", "It says that it is gone for good (410)"),
]


class AddressForm(forms.Form):
    """What becomes of the address *path*. Whoever may not arrange redirects is not asked."""

    then = forms.ChoiceField(choices=THEN, required=False, initial="keep")
    target = forms.CharField(
        label="Where it leads",
        required=False,
        max_length=1000,
        widget=forms.TextInput({"class": "input", "placeholder": "/blog/"}),
    )

    def __init__(self, posted: Any = None, *, path: str) -> None:
        super().__init__(posted)
        self.path = path

    def clean(self) -> None:
        if self.cleaned_data.get("then") == "lead" and not self.cleaned_data.get("target", "").strip():
            self.add_error("target", "Say where it leads, such as /blog/.")

    def lead_on(self, actor: User) -> None:
        """Let the address lead where it was chosen to. Raises ValidationError."""
        then = self.cleaned_data["then"]
        if then == "lead":
            forward(actor=actor, to=Forward(self.path, self.cleaned_data["target"]))
        elif then == "gone":
            forward(actor=actor, to=Forward(self.path, status=Redirect.Status.GONE))


def leading_here(thing: Any, now: datetime) -> list[Any]:
    """The live texts that lead to *thing*, MOST_NAMED of each kind at most."""
    return [text for kind in kinds.models() for text in _of_kind(kind, thing, now)]


def _of_kind(kind: str, thing: Any, now: datetime) -> Iterator[Any]:
    links = Link.objects.filter(of=kind, to=thing.kind, to_id=thing.pk)
    by_path = Link.objects.filter(of=kind, url=thing.get_absolute_url())
    numbers = (links | by_path).order_by().values("thing_id")
    live = kinds.model(kind).objects.published(now).filter(pk__in=numbers)
    yield from live.defer("body", "body_html", "toc")[:MOST_NAMED]
