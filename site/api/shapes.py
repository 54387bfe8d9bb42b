"""What each thing looks like in the API. All fields are read only; ``fields`` may leave some out."""

from collections.abc import Iterable
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from blog import seo
from seo import absolute


class Shape(serializers.Serializer[Any]):
    """A thing with the fields that were asked for, or with all of them."""

    def __init__(self, *args: Any, only: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - set(only) if only else ():
            del self.fields[name]


class Named(Shape):
    """A topic, an author or a series where it is mentioned."""

    name = serializers.CharField(source="__str__", read_only=True)
    slug = serializers.CharField(read_only=True)
    url = serializers.SerializerMethodField()

    def get_url(self, thing: Any) -> str:
        return absolute(thing.get_absolute_url())


class Counted(Named):
    """The same with how many posts it has."""

    posts = serializers.IntegerField(source="entries", read_only=True, min_value=1)


class CountedSeries(Named):
    """A series with how many posts it has."""

    posts = serializers.IntegerField(source="parts", read_only=True, min_value=1)


class Topic(Named):
    """One topic."""

    description = serializers.CharField(read_only=True)


class Series(Named):
    """One series."""

    description = serializers.CharField(read_only=True)


class Author(Named):
    """Somebody who signed something, with what is said of them."""

    about = serializers.CharField(source="bio", read_only=True)
    fediverse = serializers.CharField(read_only=True)
    elsewhere = serializers.SerializerMethodField()

    def get_elsewhere(self, person: Any) -> list[str]:
        return [link["url"] for link in person.links]


class Text(Shape):
    """What posts and pages have in common. ``modified`` is what the sitemap and the feeds say too."""

    id = serializers.IntegerField(source="pk", read_only=True)
    title = serializers.CharField(read_only=True)
    url = serializers.SerializerMethodField()
    summary = serializers.SerializerMethodField()
    language = serializers.CharField(read_only=True)
    published = serializers.DateTimeField(source="publish_at", read_only=True)
    modified = serializers.SerializerMethodField()
    words = serializers.IntegerField(read_only=True)

    def get_url(self, text: Any) -> str:
        return absolute(text.get_absolute_url())

    def get_summary(self, text: Any) -> str:
        return str(text.summary or text.excerpt)

    @extend_schema_field(serializers.DateTimeField())
    def get_modified(self, text: Any) -> Any:
        return serializers.DateTimeField().to_representation(seo.last_changed(text))


class Post(Text):
    """A post as lists have it."""

    slug = serializers.CharField(read_only=True)
    authors = serializers.SerializerMethodField()
    topics = Named(source="subjects", many=True, read_only=True)

    @extend_schema_field(Named(many=True))
    def get_authors(self, post: Any) -> Any:
        return Named([signature.person for signature in post.signatures], many=True).data


class Page(Text):
    """A standing page as lists have it."""

    path = serializers.CharField(read_only=True)


class WholePost(Post):
    """A post with its text."""

    html = serializers.CharField(source="body_html", read_only=True)


class WholePage(Page):
    """A standing page with its text."""

    html = serializers.CharField(source="body_html", read_only=True)


class Hit(Shape):
    """A text that fits, and some of it around the words that were looked for."""

    kind = serializers.CharField(source="entry.of", read_only=True)
    title = serializers.CharField(source="entry.title", read_only=True)
    url = serializers.SerializerMethodField()
    text = serializers.SerializerMethodField()

    def get_url(self, hit: Any) -> str:
        return absolute(hit.entry.address)

    def get_text(self, hit: Any) -> str:
        return "".join(words for words, _ in hit.text)


class Settings(Shape):
    """What the site says of itself."""

    name = serializers.CharField(read_only=True)
    description = serializers.CharField(read_only=True)
    language = serializers.CharField(read_only=True)
    licence = serializers.CharField(read_only=True)
    licence_url = serializers.CharField(read_only=True)
    url = serializers.SerializerMethodField()

    def get_url(self, site: Any) -> str:
        return absolute("/")


class Problem(serializers.Serializer[Any]):
    """Why there is no answer."""

    detail = serializers.CharField(read_only=True)
