"""The blog's addresses."""

from django.urls import path, register_converter

from blog import converters, feeds, sharing, views

app_name = "blog"

register_converter(converters.Year, "year")
register_converter(converters.Month, "month")
register_converter(converters.Number, "number")
register_converter(converters.Slugs, "slugs")

urlpatterns = [
    path("blog/", views.stream, name="stream"),
    path("blog/archive/<number:n>/", views.archive, name="archive"),
    path("blog/<year:year>/", views.year, name="year"),
    path("blog/<year:year>/<month:month>/", views.month, name="month"),
    path("blog/<str:slug>/", views.post, name="post"),
    path("blog/<str:slug>/changes/", views.post_changes, name="post_changes"),
    path("blog/<str:slug>.md", views.post_twin, name="post_twin"),
    path("blog/<str:slug>.png", sharing.post_card, name="post_card"),
    *feeds.letter_addresses("blog/<str:slug>/", "letters_feed", feeds.of_post),
    path("topics/", views.topics, name="topics"),
    path("topics/<slugs:slugs>/", views.both, name="both"),
    path("topics/<str:slug>/", views.topic, name="topic"),
    path("topics/<str:slug>/archive/<number:n>/", views.topic_archive, name="topic_archive"),
    *feeds.addresses("topics/<str:slug>/", "topic_feed", feeds.of_topic),
    path("series/<str:slug>/", views.series, name="series"),
    *feeds.newest_addresses("series/<str:slug>/", "series_feed", feeds.of_series),
    path("authors/<str:slug>/", views.author, name="author"),
    path("authors/<str:slug>/archive/<number:n>/", views.author_archive, name="author_archive"),
    *feeds.addresses("authors/<str:slug>/", "author_feed", feeds.of_author),
    path("cards/topics/<str:slug>.png", sharing.topic_card, name="topic_card"),
    path("cards/series/<str:slug>.png", sharing.series_card, name="series_card"),
    path("cards/authors/<str:slug>.png", sharing.author_card, name="author_card"),
    *feeds.addresses("", "feed", feeds.of_everything, archive="blog/"),
]
