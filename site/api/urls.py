"""The API's addresses: with what each is asked, how it answers, and what it is for."""

from django.urls import URLPattern, path

from api import schema, views
from api.answers import documented, opened, pages_of

app_name = "api"


def _at(
    route: str, view: type[views.Open], name: str, about: str, *asked: str, many: bool = False
) -> URLPattern:
    """One address; with *many*, its answer is a page of what *view* shows."""
    every = (*asked, "fields")
    shape = pages_of(view.shape) if many else view.shape
    documented(view, *every, shape=shape, called=name, about=about, route=route)
    return path(route, opened(view, *every), name=name)


POSTS = ("topic", "author", "series", "after", "limit")

urlpatterns = [
    path("", schema.documentation, name="documentation"),
    path("schema", schema.schema, name="schema"),
    _at("posts/", views.Posts, "posts", "Posts, the newest first, without their texts.", *POSTS, many=True),
    _at("posts/<str:slug>/", views.Post, "post", "One post with its text."),
    _at("pages/", views.Pages, "pages", "Standing pages by their paths.", "from", "limit", many=True),
    _at("pages/<path:path>/", views.Page, "page", "One page with its text."),
    _at("topics/", views.Topics, "topics", "The topics in use, by name.", many=True),
    _at("topics/<str:slug>/", views.Topic, "topic", "One topic."),
    _at("authors/", views.Authors, "authors", "Who signed something that can be read, by name.", many=True),
    _at("authors/<str:slug>/", views.Author, "author", "One author."),
    _at("series/", views.AllSeries, "all_series", "The series with posts, by title.", many=True),
    _at("series/<str:slug>/", views.Series, "series", "One series."),
    _at("search/", views.Search, "search", "What fits, the best first.", "q", "kind", "page", many=True),
    _at("settings/", views.Settings, "settings", "What the site says of itself."),
]
