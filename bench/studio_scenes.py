"""What an author can look at: each page of the studio and of an account, and what only ever answers a form.

``python -m bench.studio_scenes`` in the folder of a running site does a day's work there, so that no page is
empty, and prints as JSON the ``cookie`` of whoever did it, the ``pages``, and the ``answers`` by an address
that is made up for them.
"""

import io
import json
import wave
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from bench import start

start.django()

from django.apps import apps  # noqa: E402
from django.core.files.base import ContentFile  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import NoReverseMatch, URLPattern, get_resolver, reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from accounts.models import User  # noqa: E402
from blog.models import Post  # noqa: E402
from blog.series import add_series, put_into_series  # noqa: E402
from content import files, library, publishing  # noqa: E402
from content.models import Person, Topic  # noqa: E402
from content.revisions import newest  # noqa: E402
from studio.forms import initial  # noqa: E402
from tests.pictures import png  # noqa: E402

OURS = ("content", "blog", "pages", "media", "accounts", "studio")
Answers = dict[str, str]


def main() -> None:
    """Do the day's work, then say what there is to look at."""
    user = User.objects.filter(is_superuser=True).first()
    assert user is not None
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(user)
    text = Post.objects.get(slug="everything-a-text-can-hold")
    _arrange(user, text)
    answers = {"/judged/login/": _shown(Client(HTTP_HOST="127.0.0.1").get("/login/"), 200)}
    answers |= _write(client, text) | _refused(client, text)
    cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    print(json.dumps({"cookie": cookie, "pages": list(_pages(client)), "answers": answers}))


def _arrange(user: User, text: Post) -> None:
    """Something on every shelf: a series, a topic that moved, a picture, a text to come, one thrown away."""
    marks = add_series(actor=user, title="Marks of the trade")
    put_into_series(actor=user, post=text, series=marks)
    topic = Topic.objects.order_by("pk").first()
    assert topic is not None
    publishing.rename(actor=user, thing=topic, slug=f"{topic.slug}-once")
    library.keep(actor=user, data=png(), name="proof sheet.png")
    files.keep_file(actor=user, opened=ContentFile(_beep()), name="How a dot sounds.wav")
    fields = {"title": "What comes tomorrow", "body": "Soon."}
    later = publishing.draft(actor=user, kind="post", fields=fields)
    tomorrow = timezone.now() + timedelta(days=1)
    publishing.publish(actor=user, thing=later, revision=newest(later), at=tomorrow)
    gone = publishing.draft(actor=user, kind="post", fields={"title": "What went"})
    publishing.trash(actor=user, thing=gone)


def _beep() -> bytes:
    """A second of sound."""
    made = io.BytesIO()
    with wave.open(made, "wb") as sound:
        sound.setparams((1, 1, 8000, 0, "NONE", ""))
        sound.writeframes(bytes(128 + (n // 8 % 2) * 40 for n in range(8000)))
    return made.getvalue()


def _write(client: Client, text: Post) -> Answers:
    """An edit that is published, with its receipt; then two who write in the same place."""
    edit = reverse("studio:edit", args=["post", text.pk])
    client.post(edit, _form(text, "Some words are new."))
    last = newest(text)
    when = {"when": "now", "revision": last.pk, "all_the_same": "on"}
    client.post(reverse("studio:publish", args=["post", text.pk]), when)
    client.post(reverse("studio:links", args=["post", text.pk]), {"lasts": "week"})
    mine, theirs = _form(text, "It was dear."), _form(text, "It was quick and expensive.")
    client.post(edit, theirs)
    compare = reverse("studio:compare", args=["post", text.pk])
    return {
        "/judged/conflict/": _shown(client.post(edit, mine), 409),
        "/judged/compare/": _shown(client.post(compare, mine), 200),
    }


def _form(text: Post, words: str) -> dict[str, Any]:
    """What the editor of *text* would send after *words* were put before it."""
    last = newest(text)
    assert last is not None
    fields = initial(last.fields, last.pk)
    fields["body"] = f"{words}\n\n{fields['body']}"
    return {name: value for name, value in fields.items() if value not in (None, False)}


def _refused(client: Client, text: Post) -> Answers:
    """Forms with something to mend."""
    person = Person.objects.order_by("pk").first()
    assert person is not None
    forms = {
        "editor": (reverse("studio:edit", args=["post", text.pk]), _form(text, "") | {"language": "?"}),
        "settings": (reverse("studio:settings"), {"name": ""}),
        "topics": (reverse("studio:topics"), {"name": "!"}),
        "redirects": (reverse("studio:redirects"), {"path": "", "target": "nowhere"}),
        "people": (reverse("studio:people"), {"email": "nobody"}),
        "person": (reverse("studio:person", args=[person.pk]), {"name": ""}),
    }
    return {f"/judged/{name}/": _shown(client.post(*form), 422) for name, form in forms.items()}


def _shown(answer: Any, status: int) -> str:
    assert answer.status_code == status, (answer.request["PATH_INFO"], answer.status_code)
    return str(answer.content.decode())


def _pages(client: Client) -> Iterator[str]:
    for before, module in (("studio:", "studio.urls"), ("", "accounts.urls")):
        for pattern in get_resolver(module).url_patterns:
            if isinstance(pattern, URLPattern):
                yield from _of_pattern(client, pattern, before)


def _of_pattern(client: Client, pattern: URLPattern, before: str) -> Iterator[str]:
    """What *pattern* shows: of each kind of text, one with the first number there that has an answer."""
    asks_for = pattern.pattern.converters
    kinds = ("post", "page") if "kind" in asks_for else (None,)
    for kind in kinds:
        for number in _numbers() if "number" in asks_for else (None,):
            names = [each for each in (kind, number) if each is not None]
            try:
                path = reverse(f"{before}{pattern.name}", args=names)
            except NoReverseMatch:
                break
            answer = client.get(path)
            if answer.status_code == 200 and answer.get("Content-Type", "").startswith("text/html"):
                yield path
                break


def _numbers() -> list[int]:
    """The number of the newest of everything."""
    models = [model for app in OURS for model in apps.get_app_config(app).get_models()]
    found = (model._default_manager.order_by("-pk").first() for model in models)
    return sorted({one.pk for one in found if one and isinstance(one.pk, int)}, reverse=True)


if __name__ == "__main__":
    main()
