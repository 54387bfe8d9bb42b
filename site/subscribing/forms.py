"""What somebody is asked who wants new posts by mail."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from content.models import Subscriber, Topic
from content.subscribing import Wish
from language import Voice

RHYTHM = Subscriber.Rhythm


class WishForm(forms.Form):
    """How often, and which posts. ``wish`` is what was chosen."""

    rhythm = forms.ChoiceField(choices=RHYTHM.choices, widget=forms.RadioSelect())
    which = forms.ChoiceField(choices=[("all", ""), ("some", "")], widget=forms.RadioSelect())
    topics = forms.ModelMultipleChoiceField(
        Topic.objects.none(), required=False, widget=forms.CheckboxSelectMultiple()
    )

    def __init__(self, say: Voice, topics: list[Any], posted: Any = None, **kwargs: Any) -> None:
        super().__init__(posted, auto_id="by-mail-%s", **kwargs)
        self.say = say
        chosen: Any = self.fields["topics"]
        chosen.queryset = Topic.objects.filter(pk__in=[topic.pk for topic in topics])
        chosen.choices = [(topic.pk, topic.name) for topic in topics]
        wrong = dict.fromkeys(("required", "invalid_choice"), say.mail.no_rhythm)
        self.fields["rhythm"].error_messages |= wrong
        lost = ("required", "invalid_choice", "invalid_list", "invalid_pk_value")
        for name in ("which", "topics"):
            self.fields[name].error_messages |= dict.fromkeys(lost, say.mail.no_topic)

    def clean(self) -> None:
        data = self.cleaned_data
        if data.get("which") == "some" and not data.get("topics") and "topics" not in self.errors:
            raise ValidationError({"topics": self.say.mail.no_topic})

    @property
    def wish(self) -> Wish:
        data = self.cleaned_data
        only = data["which"] == "some"
        return Wish(data["rhythm"], only, tuple(topic.pk for topic in data["topics"]) if only else ())


class AddressForm(WishForm):
    """The same with the address that letters are to go to."""

    email = forms.EmailField(max_length=254)

    def __init__(self, say: Voice, *args: Any, **kwargs: Any) -> None:
        super().__init__(say, *args, **kwargs)
        self.fields["email"].widget.attrs = {"class": "input", "autocomplete": "email", "dir": "ltr"}
        wrong = dict.fromkeys(("required", "invalid", "max_length"), say.mail.bad_address)
        self.fields["email"].error_messages |= wrong


def shown(subscriber: Subscriber) -> dict[str, Any]:
    """What *subscriber* has chosen, as the form shows it."""
    chosen = list(subscriber.topics.values_list("pk", flat=True))
    which = "some" if subscriber.only_topics else "all"
    return {"rhythm": subscriber.rhythm, "which": which, "topics": chosen}


def as_asked(topic: str, topics: list[Any]) -> dict[str, Any]:
    """What is ticked at first, for somebody who comes from the topic with the slug *topic*."""
    chosen = [each.pk for each in topics if each.slug == topic]
    return {"rhythm": RHYTHM.EACH, "which": "some" if chosen else "all", "topics": chosen}
