"""Every way to write to the site by its verbs. Each gets ready first, and returns what is then done."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from blog.models import Post, PostTopic
from blog.series import describe_series, order_series, put_into_series
from content import (
    commenting,
    configuring,
    forwarding,
    library,
    publishing,
    relating,
    renditions,
    revisions,
    topics,
    translating,
)
from content.actors import SITE
from content.incoming import Incoming
from content.models import Menu, Topic
from media.renditions import RECIPE, Made
from pages.models import Page
from tests import world
from tests.oracle.author import Author

Act = Callable[[], object]


def creates(author: Author) -> Act:
    topics, people = [author.topic()], [author.person()]
    return lambda: author.about(world.post(author.words(), at=author.past(), topics=topics, authors=people))


def creates_with_everything(author: Author) -> Act:
    topics, picture = [author.topic()], author.picture().pk
    now = timezone.now()
    return lambda: author.about(
        world.post(author.words(), at=now, topics=topics, lead_picture=picture, summary=author.words())
    )


def creates_under_all_topics(author: Author) -> Act:
    """Whatever stands under one of them may come to be named by it, and to name it."""
    topics = list(Topic.objects.all())
    return lambda: author.about(world.post(author.words(), at=author.past(), topics=topics))


def creates_a_page(author: Author) -> Act:
    parent = author.live_page()
    return lambda: author.about(world.page(author.words(), parent=parent))


def creates_where_nothing_was(author: Author) -> Act:
    """At an address that readers have asked for already."""
    slug = author.word()
    author.near += [f"/blog/{slug}/", f"/{slug}/"]
    if author.random.random() < 0.5:
        return lambda: world.post(author.words(), slug=slug)
    return lambda: world.page(author.words(), slug=slug)


def edits_the_body(author: Author) -> Act:
    post, other = author.live_post(), author.live_post()
    text = f"# {author.words()}\n\nSee [it](post:{other.pk}), ![](picture:{author.picture().pk})"
    return lambda: world.edit(post, body=text)


def tells_what_changed(author: Author) -> Act:
    post = author.live_post()
    author.near.append(f"{post.get_absolute_url()}changes/")
    words = [author.words(), author.words()]
    return lambda: world.changed(post, words[0], body=words[1])


def tells_no_more_what_changed(author: Author) -> Act:
    post = world.changed(author.live_post(), author.words())
    author.near.append(f"{post.get_absolute_url()}changes/")
    return lambda: world.edit(post, shows_changes=False)


def edits_the_title(author: Author) -> Act:
    post = author.live_post()
    return lambda: world.edit(post, title=author.words())


def edits_the_summary(author: Author) -> Act:
    post = author.live_post()
    return lambda: world.edit(post, summary=author.words())


def edits_what_engines_read(author: Author) -> Act:
    post = author.live_post()
    language = author.random.choice(["en", "de", "fa"])
    fields = {"noindex": not post.noindex, "seo_title": author.words(), "language": language}
    return lambda: world.edit(post, **fields)


def edits_the_topics(author: Author) -> Act:
    post = author.live_post()
    filed = set(post.topics.values_list("pk", flat=True))
    return lambda: world.edit(post, topics=sorted(filed ^ {author.topic().pk}))


def edits_the_authors(author: Author) -> Act:
    post = author.live_post()
    signed = set(post.authors.values_list("pk", flat=True))
    return lambda: world.edit(post, authors=sorted(signed ^ {author.person().pk}))


def edits_the_lead_picture(author: Author) -> Act:
    post = author.live_post()
    other = None if post.lead_picture_id else author.picture().pk
    return lambda: world.edit(post, lead_picture=other, lead_alt=author.words())


def edits_a_page(author: Author) -> Act:
    page = author.live_page()
    return lambda: world.edit(page, title=author.words(), body=author.words())


def renames_a_post(author: Author) -> Act:
    return _renamed(author, author.live_post())


def renames_a_page(author: Author) -> Act:
    return _renamed(author, author.live_page())


def renames_a_topic(author: Author) -> Act:
    return _renamed(author, author.topic())


def renames_a_person(author: Author) -> Act:
    return _renamed(author, author.person())


def _renamed(author: Author, thing: Any) -> Act:
    return lambda: author.about(publishing.rename(actor=SITE, thing=thing, slug=author.word()))


def merges_topics(author: Author) -> Act:
    one, into = author.spare_topics()
    return lambda: publishing.merge(actor=SITE, topics=[one], into=into)


def describes_a_series(author: Author) -> Act:
    series = author.series()
    words = {"title": author.words(), "slug": author.word(), "description": author.words()}
    return lambda: author.about(describe_series(actor=SITE, series=series, **words))


def puts_into_a_series(author: Author) -> Act:
    post, series = author.live_post(), author.series()
    return lambda: put_into_series(actor=SITE, post=post, series=series)


def orders_a_series(author: Author) -> Act:
    series = author.series()
    posts = list(series.entries.values_list("post_id", flat=True))
    author.random.shuffle(posts)
    return lambda: order_series(actor=SITE, series=series, posts=posts[:4])


def links_a_translation(author: Author) -> Act:
    post = author.live_post()
    other = author.about(world.post(author.words(), language=f"x-{author.serial}"))
    return lambda: translating.link(actor=SITE, thing=post, other=other)


def edits_a_translation(author: Author) -> Act:
    post = author.translated_post()
    return lambda: world.edit(post, language=f"x-{author.serial}", noindex=not post.noindex)


def withdraws_a_translation(author: Author) -> Act:
    post = author.translated_post()
    return lambda: publishing.withdraw(actor=SITE, thing=post)


def renames_a_translated_page(author: Author) -> Act:
    page = author.live_page()
    other = author.about(world.page(author.words(), language=f"x-{author.serial}"))
    translating.link(actor=SITE, thing=page, other=other)
    return _renamed(author, other)


def unlinks_a_translation(author: Author) -> Act:
    post = author.translated_post()
    return lambda: translating.unlink(actor=SITE, thing=post)


def describes_a_picture(author: Author) -> Act:
    picture = author.picture()
    return lambda: library.describe(actor=SITE, picture=picture, alt=author.words())


def offers_renditions(author: Author) -> Act:
    """They were made some time after the texts that show the picture; their files are never asked for."""
    picture = author.picture()
    widths = {"of": picture.file.name, "recipe": RECIPE, "avif": [640, author.serial]}
    what = Made(str(picture.file.name), widths, f"tint tl-{author.random.randrange(8)}")
    return lambda: renditions.offer(actor=SITE, made=[(picture, what)])


def describes_a_topic(author: Author) -> Act:
    topic = author.topic()
    return lambda: topics.describe_topic(
        actor=SITE, topic=topic, name=author.words(), description=author.words()
    )


def forwards(author: Author) -> Act:
    """An address where readers have asked already leads on."""
    old = f"/{author.word()}/"
    author.near.append(old)
    return lambda: forwarding.forward(actor=SITE, to=forwarding.Forward(old, "/blog/"))


def approves_a_letter(author: Author) -> Act:
    waiting = world.letter(author.live_text(), author.words(), state="waiting")
    return lambda: commenting.judge(actor=SITE, comment=waiting, state="approved")


def writes_a_letter_that_stands(author: Author) -> Act:
    text, words = author.live_text(), author.words()
    return lambda: world.letter(text, words)


def edits_whether_letters_are_taken(author: Author) -> Act:
    text = author.live_text()
    other = "off" if text.comments == "open" else "open"
    return lambda: world.edit(text, comments=other)


def removes_a_letter(author: Author) -> Act:
    letter = author.letter()
    return lambda: commenting.judge(actor=SITE, comment=letter, state="trashed")


def answers_a_letter(author: Author) -> Act:
    letter, person = author.letter(), author.person()
    return lambda: commenting.answer(actor=SITE, comment=letter, body=author.words(), person=person)


def schedules(author: Author) -> Act:
    return lambda: author.about(world.post(author.words(), at=author.soon(), topics=[author.topic()]))


def schedules_for_next_year(author: Author) -> Act:
    """The post takes its place by the clock long after this step."""
    post = author.withdrawn_post()
    return _published(post, timezone.now() + timedelta(days=365))


def withdraws(author: Author) -> Act:
    post = author.live_post()
    return lambda: publishing.withdraw(actor=SITE, thing=post)


def withdraws_a_page(author: Author) -> Act:
    page = author.live_page()
    return lambda: publishing.withdraw(actor=SITE, thing=page)


def withdraws_later(author: Author) -> Act:
    post = author.live_post()
    return lambda: publishing.withdraw(actor=SITE, thing=post, at=author.soon())


def publishes_again(author: Author) -> Act:
    return _published(author.withdrawn_post())


def backdates(author: Author) -> Act:
    return _published(author.live_post(), author.past())


def _published(post: Any, at: Any = None) -> Act:
    """What was brought in behind the verbs' back has no revision yet."""
    revision = revisions.newest(post) or publishing.revise(actor=SITE, thing=post, fields={}, base=None)
    return lambda: publishing.publish(actor=SITE, thing=post, revision=revision, at=at)


def trashes(author: Author) -> Act:
    post = author.live_post()
    return lambda: publishing.trash(actor=SITE, thing=post)


def untrashes(author: Author) -> Act:
    post = author.trashed_post()
    return lambda: publishing.untrash(actor=SITE, thing=post)


def restores_a_revision(author: Author) -> Act:
    post = author.live_post()
    world.edit(post, title=author.words())
    oldest = revisions.of(post).first()

    def restore_and_publish() -> None:
        made = publishing.restore(actor=SITE, thing=post, revision=oldest)
        publishing.publish(actor=SITE, thing=post, revision=made)

    return restore_and_publish


def moves_a_page(author: Author) -> Act:
    page = author.live_page()
    below = list(Page.objects.filter(path__startswith=f"{page.path}/").values_list("pk", flat=True))
    others = list(Page.objects.exclude(pk__in=[page.pk, page.parent_id or 0, *below]))
    parent = author.random.choice(others) if page.parent_id is None and others else None
    place = author.random.randrange(2)
    return lambda: author.about(publishing.move(actor=SITE, page=page, parent=parent, position=place))


def changes_the_settings(author: Author) -> Act:
    home = f"page:{author.live_page().pk}" if author.random.random() < 0.3 else ""
    wanted = {"name": author.words(), "description": author.words(), "home": home}
    return lambda: configuring.configure(actor=SITE, settings=wanted, menus={})


def changes_a_menu(author: Author) -> Act:
    place = author.random.choice(Menu.Place.values)
    items = [{"title": author.words(), "url": "/blog/"}]
    return lambda: configuring.configure(actor=SITE, settings={}, menus={place: items})


def imports(author: Author) -> Act:
    """A text from elsewhere, that leads on from an address where readers have asked already."""
    old = author.word()
    author.near.append(f"/{old}/")
    item = Incoming(
        kind=Post.kind,
        source="elsewhere",
        source_ref=author.word(),
        fields={"title": author.words(), "body": author.words()},
        publish_at=author.past(),
        authors=((author.words(), ""),),
        topics=(author.words(),),
        addresses=(old,),
    )
    return lambda: author.about(publishing.import_item(actor=SITE, item=item))


def imports_again(author: Author) -> Act:
    """The text has changed there since."""
    item = Incoming(
        kind=Post.kind,
        source="elsewhere",
        source_ref=author.word(),
        fields={"title": author.words(), "body": author.words()},
        publish_at=author.past(),
    )
    author.about(publishing.import_item(actor=SITE, item=item))
    item.fields["title"] = author.words()
    return lambda: author.about(publishing.import_item(actor=SITE, item=item))


def relates_what_came(author: Author) -> Act:
    """Related posts of what an import brought in are worked out by the worker."""
    post = author.live_post()
    for topic in Topic.objects.exclude(posts=post):
        PostTopic.objects.create(post=post, topic=topic, publish_at=post.publish_at)
    Post.objects.filter(pk=post.pk).update(related_at=None)
    return lambda: relating.relate_waiting(actor=SITE, now=timezone.now())


VERBS = {
    name.replace("_", " "): act
    for name, act in dict(globals()).items()
    if callable(act) and getattr(act, "__module__", "") == __name__ and not name.startswith("_")
}
