"""Who a session belongs to, read with whether that account has a second factor: one query a request."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef

from accounts.models import User


class Backend(AuthenticationBackend):  # type: ignore[misc]
    """Logs in by name or e-mail; an account that was closed gets no session and keeps none."""

    def get_user(self, user_id: Any) -> User | None:
        """The active user of a session, with ``has_second_factor``."""
        factors = Authenticator.objects.filter(user=OuterRef("pk")).exclude(
            type=Authenticator.Type.RECOVERY_CODES
        )
        user = User.objects.annotate(is_guarded=Exists(factors)).filter(pk=user_id).first()
        if user is None or not self.user_can_authenticate(user):
            return None
        user.has_second_factor = user.is_guarded
        return user
