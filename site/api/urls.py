"""The API's addresses: which view answers, what it is for, and with what it is asked."""

from django.urls import path

from api import documentation
from api.asking import Address, opened

app_name = "api"

POSTS = ("topic", "author", "series", "after", "limit")

ADDRESSES = (
    Address("posts/", "Posts", "posts", "Posts, the newest first, without their texts.", POSTS, many=True),
    Address("posts/<str:slug>/", "Post", "post", "One post with its text."),
    Address("pages/", "Pages", "pages", "Standing pages by their paths.", ("from", "limit"), many=True),
    Address("pages/<path:path>/", "Page", "page", "One page with its text."),
    Address("topics/", "Topics", "topics", "The topics in use, by name.", many=True),
    Address("topics/<str:slug>/", "Topic", "topic", "One topic."),
    Address("authors/", "Authors", "authors", "Who signed something that can be read, by name.", many=True),
    Address("authors/<str:slug>/", "Author", "author", "One author."),
    Address("series/", "AllSeries", "all_series", "The series with posts, by title.", many=True),
    Address("series/<str:slug>/", "Series", "series", "One series."),
    Address("search/", "Search", "search", "What fits, the best first.", ("q", "kind", "page"), many=True),
    Address("settings/", "Settings", "settings", "What the site says of itself."),
)

urlpatterns = [
    path("", documentation.documentation, name="documentation"),
    path("schema", documentation.schema, name="schema"),
    *(path(address.route, opened(address), name=address.name) for address in ADDRESSES),
]
