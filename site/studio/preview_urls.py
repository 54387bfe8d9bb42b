"""Previews by link. They stand beside the studio, since nobody who opens one need be known to it."""

from django.urls import path, register_converter

from studio.views import shared


class TokenConverter:
    """A link's token: 32 random bytes, as ``secrets.token_urlsafe`` writes them."""

    regex = "[A-Za-z0-9_-]{43}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(TokenConverter, "token")
app_name = "preview"

urlpatterns = [
    path("<token:token>/", shared.text, name="text"),
    path("<token:token>/cards/", shared.cards, name="cards"),
    path("<token:token>/at/", shared.at, name="home"),
    path("<token:token>/at/<path:path>", shared.at, name="at"),
]
