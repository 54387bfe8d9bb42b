"""django-allauth's pages as they answer here: what does not stand says 422, and a look writes nothing."""

import ipaddress
from typing import Any

from allauth.account import views as account
from allauth.account.models import EmailAddress
from allauth.mfa.base import views as mfa
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.views.generic.edit import FormView

from accounts import throttling
from accounts.second_factor import is_needed

TOO_MANY_LETTERS = "This address has had several letters just now. Wait a quarter of an hour."


class Ours:
    """What all of these pages have in common."""

    request: HttpRequest

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        """What the templates of this house need besides."""
        context: dict[str, Any] = super().get_context_data(**more)  # type: ignore[misc]
        return context | {
            "said": list(messages.get_messages(self.request)),
            "passkeys_work": _has_a_name(self.request),
        }

    def form_invalid(self, form: Any) -> HttpResponse:
        """The page again, as an answer that says so."""
        response: HttpResponse = super().form_invalid(form)  # type: ignore[misc]
        if response.status_code == 200:
            response.status_code = 422
        return response


def _has_a_name(request: HttpRequest) -> bool:
    """Whether the host is a name: browsers bind no passkey to a bare number (WebAuthn, §5.1.3)."""
    host = request.get_host().rpartition(":")[0] or request.get_host()
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return True
    return False


class Login(Ours, account.LoginView):  # type: ignore[misc]
    """Name or e-mail, and password; or a passkey."""

    def form_invalid(self, form: Any) -> HttpResponse:
        """429 where the guess was not even heard."""
        response: HttpResponse = super().form_invalid(form)
        if form.has_error("__all__", "too_many_login_attempts"):
            response.status_code = 429
        return response


class LoginByPasskey(Ours, webauthn.LoginWebAuthnView):  # type: ignore[misc]
    """A passkey alone, which is two factors: the device, and what opens it."""


class Code(Ours, mfa.AuthenticateView):  # type: ignore[misc]
    """The second factor of a login."""


class PasswordAgain(Ours, account.ReauthenticateView):  # type: ignore[misc]
    """The password once more, before something that matters."""


class CodeAgain(Ours, mfa.ReauthenticateView):  # type: ignore[misc]
    """A code once more."""


class PasskeyAgain(Ours, webauthn.ReauthenticateWebAuthnView):  # type: ignore[misc]
    """A passkey once more."""

    def form_invalid(self, form: Any) -> HttpResponse:
        """Back to asking, rather than to a login that nobody needs."""
        messages.error(self.request, " ".join(form.errors.get("credential", [])))
        return redirect("mfa_reauthenticate_webauthn")


class Factors(Ours, mfa.IndexView):  # type: ignore[misc]
    """Password, e-mail, passkeys, app and codes of one's own account."""

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        """Also whether the account has to have one."""
        return super().get_context_data(**more) | {"is_needed": is_needed(self.request.user)}  # type: ignore[arg-type]


class AddApp(Ours, totp.ActivateTOTPView):  # type: ignore[misc]
    """An authenticator app."""

    def form_valid(self, form: Any) -> HttpResponse:
        """The code was right, so this session has proved the factor as well."""
        response: HttpResponse = super().form_valid(form)
        _prove(self.request, Authenticator.Type.TOTP)
        return response


class DropApp(Ours, totp.DeactivateTOTPView):  # type: ignore[misc]
    """No authenticator app any more."""


class Passkeys(Ours, webauthn.ListWebAuthnView):  # type: ignore[misc]
    """The passkeys of an account."""


class AddPasskey(Ours, webauthn.AddWebAuthnView):  # type: ignore[misc]
    """Another passkey."""

    def form_valid(self, form: Any) -> HttpResponse:
        """The device answered, so this session has proved the factor as well."""
        response: HttpResponse = super().form_valid(form)
        _prove(self.request, Authenticator.Type.WEBAUTHN)
        return response


def _prove(request: HttpRequest, kind: str) -> None:
    post_authentication(request, Authenticator.objects.filter(user=request.user.pk, type=kind).latest("pk"))


class RenamePasskey(Ours, webauthn.EditWebAuthnView):  # type: ignore[misc]
    """Another name for a passkey."""


class DropPasskey(Ours, webauthn.RemoveWebAuthnView):  # type: ignore[misc]
    """A passkey less."""


class RecoveryCodes(Ours, codes.ViewRecoveryCodesView):  # type: ignore[misc]
    """The codes that open the door when telephone and passkey are gone."""


class NewRecoveryCodes(Ours, codes.GenerateRecoveryCodesView):  # type: ignore[misc]
    """New ones; the old are void."""


@method_decorator(login_required, name="dispatch")
class Email(Ours, account.EmailView):  # type: ignore[misc]
    """One's own e-mail address; a new one counts once it is confirmed."""

    success_url = reverse_lazy("account_email")

    def get_success_url(self) -> str:
        """Here again, where it says what comes next."""
        return reverse("account_email")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """allauth's own notes the address of the account at a mere look; here that waits for a form."""
        if request.method == "POST":
            _note_address(request.user)
        return FormView.dispatch(self, request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        """Only so many letters go to one address."""
        names = throttling.letter_buckets(self.request, form.cleaned_data["email"])
        with throttling.guess(names) as attempt:
            if attempt.is_refused:
                form.add_error("email", TOO_MANY_LETTERS)
                return self.form_invalid(form)
            response: HttpResponse = super().form_valid(form)
        return response


def _note_address(user: Any) -> None:
    """The address that the account has counts as confirmed: an invitation reached it, or an admin set it."""
    if user.email and not EmailAddress.objects.filter(user=user).exists():
        EmailAddress.objects.create(user=user, email=user.email.lower(), verified=True, primary=True)


class ConfirmEmail(Ours, account.ConfirmEmailView):  # type: ignore[misc]
    """The link in the letter to a new address: a page with a button, which no mail scanner presses."""

    def get_redirect_url(self) -> str:
        """Back to one's account; whoever reads the letter elsewhere logs in on the way."""
        return reverse("mfa_index")
