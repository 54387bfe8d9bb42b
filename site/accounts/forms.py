"""The forms of an account."""

from typing import Any

from django import forms
from django.contrib.auth import password_validation

from accounts.models import User


class LoginForm(forms.Form):
    """A name and a password; whether they belong together is not said here."""

    username = forms.CharField(
        label="Name",
        max_length=150,
        widget=forms.TextInput({"class": "input", "autocomplete": "username", "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label="Password",
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput({"class": "input", "autocomplete": "current-password"}),
    )


class PasswordForm(forms.Form):
    """A new password; the old one too where there is one, unless a login link has just brought its owner."""

    old = forms.CharField(
        label="Password until now",
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput({"class": "input", "autocomplete": "current-password"}),
    )
    new = forms.CharField(
        label="New password",
        max_length=1000,
        strip=False,
        help_text="Twelve characters or more. A few words in a row are easiest to keep.",
        widget=forms.PasswordInput({"class": "input", "autocomplete": "new-password"}),
    )

    def __init__(self, data: Any = None, *, user: User, asks_old: bool) -> None:
        super().__init__(data)
        self.user = user
        if not asks_old:
            del self.fields["old"]

    def clean_old(self) -> str:
        old: str = self.cleaned_data["old"]
        if not self.user.check_password(old):
            raise forms.ValidationError("This is not the password you had until now.")
        return old

    def clean_new(self) -> str:
        new: str = self.cleaned_data["new"]
        password_validation.validate_password(new, self.user)
        return new
