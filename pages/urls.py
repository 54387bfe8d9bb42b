"""The standing pages: every path that no other room has taken."""

from django.urls import path, register_converter
from django.urls.converters import PathConverter

from pages import views

app_name = "pages"


class PagePath(PathConverter):
    """A path that is no file's: the redirects are asked for ``/old.html`` at once, not for ``/old.html/``."""

    regex = r"(?!.*\.(?:html?|php|aspx?|jsp|cgi|xml|json|rss|atom|txt|md)/?$).+"


register_converter(PagePath, "page")

urlpatterns = [
    path("<path:path>.md", views.page_twin, name="page_twin"),
    path("<path:path>.png", views.page_card, name="page_card"),
    path("<page:path>/changes/", views.page_changes, name="page_changes"),
    path("<page:path>/", views.page, name="page"),
]
