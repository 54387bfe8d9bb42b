"""The forms of an account."""

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import validate_totp_code
from allauth.mfa.utils import decrypt
from django import forms
from django.contrib.auth import password_validation

import ephemeral
from accounts import throttling
from accounts.models import User

USED_CODE = "This code has been used. The next one comes within half a minute."
TOO_MANY_CODES = "Too many wrong codes. Wait a quarter of an hour."


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


class Counted:
    """A form with a code of few digits: guesses at it are counted."""

    user: User

    def clean_code(self) -> str:
        """The code, if it is right. Raises ValidationError if it is not, and after too many that were not."""
        with throttling.guess([f"code:{self.user.pk}"]) as attempt:
            if attempt.is_refused:
                raise forms.ValidationError(TOO_MANY_CODES)
            code = self._right_code()
            # The library remembers a used code for half a minute, and tolerates a clock that is off by more.
            attempt.is_right = throttling.spend(self.user, code)
            if not attempt.is_right:
                raise forms.ValidationError(USED_CODE)
        return code

    def _right_code(self) -> str:
        try:
            code: str = super().clean_code()  # type: ignore[misc]
        except ephemeral.AWAY:  # the library wanted to remember it; nobody knows how far it had come
            code = self.cleaned_data["code"]  # type: ignore[attr-defined]
            self.authenticator = self._app_that_says(code)
        return code

    def _app_that_says(self, code: str) -> Authenticator:
        """The user's app, of which *code* is right now. Raises ValidationError."""
        for app in Authenticator.objects.filter(user=self.user, type=Authenticator.Type.TOTP):
            if validate_totp_code(decrypt(app.data["secret"]), code):
                app.user = self.user
                return app
        raise get_adapter().validation_error("incorrect_code")


class CodeForm(Counted, AuthenticateForm):  # type: ignore[misc]
    """A code of an authenticator app, or a recovery code, at login."""


class CodeAgainForm(Counted, ReauthenticateForm):  # type: ignore[misc]
    """The same before something that matters."""


class FirstCodeForm(Counted, ActivateTOTPForm):  # type: ignore[misc]
    """The first code of an authenticator app: it shows that the app has the secret."""


class ForgottenForm(forms.Form):
    """Where a login link is to be sent; whether anybody has this address is not said."""

    email = forms.EmailField(
        label="E-mail", max_length=254, widget=forms.EmailInput({"class": "input", "autocomplete": "email"})
    )
