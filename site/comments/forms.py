"""The form of a letter: what is asked, and when it was opened, under the site's seal."""

import secrets
import time
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError

from language import Voice

SALT = "comments.form"
LONGEST = 5000  # characters of a letter
CONTROL = {*map(chr, range(32)), "\x7f", "\u2028", "\u2029"}


def seal() -> str:
    """A fresh form's seal: its key, and when it was opened."""
    return signing.dumps([secrets.token_hex(16), time.time()], salt=SALT)


class LetterForm(forms.Form):
    """A letter. ``website`` is a trap: people do not see it. ``key`` and ``age`` come out of the seal."""

    body = forms.CharField(max_length=LONGEST, widget=forms.Textarea({"class": "input", "rows": "6"}))
    name = forms.CharField(max_length=80, widget=forms.TextInput({"class": "input", "autocomplete": "name"}))
    email = forms.EmailField(
        max_length=254,
        required=False,
        widget=forms.EmailInput({"class": "input", "autocomplete": "email"}),
    )
    website = forms.CharField(required=False)
    sealed = forms.CharField(required=False)

    def __init__(
        self, say: Voice, posted: Any = None, *, is_known: bool = False, of: Any = None, **kwargs: Any
    ) -> None:
        # Several forms may be open in one page, each for another letter.
        super().__init__(posted, auto_id=f"letter-{of.pk if of else 0}-%s", **kwargs)
        self.say = say
        words = say.letters
        self.fields["body"].error_messages |= {
            "required": words.missing,
            "max_length": str(say.about_letters("too_long", n=say.number(LONGEST))),
            "null_characters_not_allowed": words.missing,
        }
        self.fields["name"].error_messages |= {"required": words.nameless, "max_length": words.nameless}
        self.fields["email"].error_messages |= {"invalid": words.bad_email, "max_length": words.bad_email}
        if is_known:
            del self.fields["name"], self.fields["email"]

    def clean_body(self) -> str:
        return str(self.cleaned_data["body"]).replace("\r\n", "\n").replace("\r", "\n")

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"])
        if CONTROL & set(name):
            raise ValidationError(self.say.letters.one_line)
        return name

    @property
    def key_and_age(self) -> tuple[str, float | None]:
        """The form's key and how many seconds ago it was given out; no age where the seal is not ours."""
        try:
            key, opened = signing.loads(self.cleaned_data.get("sealed", ""), salt=SALT)
        except signing.BadSignature:
            return "", None
        return key, time.time() - opened
