"""Addresses that change leave a 301 behind, and never a chain."""

import pytest
from django.core.exceptions import ValidationError

from blog.models import Post
from content import publishing, redirects
from content.actors import SITE
from content.models import Redirect, Topic
from content.revisions import newest
from content.slugs import slugify
from pages.models import Page
from tests import world

pytestmark = pytest.mark.django_db


def rename(thing, slug):
    return publishing.rename(actor=SITE, thing=thing, slug=slug)


def leads(path):
    found = redirects.find(path)
    return found and found.target


def test_a_renamed_post_leaves_its_old_address():
    rename(world.post("Let it stand"), "stet")
    assert leads("/blog/let-it-stand/") == "/blog/stet/"


def test_chains_collapse():
    post = world.post("One")
    rename(rename(post, "two"), "three")
    assert leads("/blog/one/") == leads("/blog/two/") == "/blog/three/"


def test_going_back_to_an_old_address_leaves_no_circle():
    rename(rename(world.post("One"), "two"), "one")
    assert leads("/blog/one/") is None
    assert leads("/blog/two/") == "/blog/one/"


def test_a_slug_changed_in_an_edit_leaves_the_redirect_when_it_is_published():
    post = world.post("One")
    publishing.revise(actor=SITE, thing=post, fields={"slug": "two"}, base=newest(post))
    assert leads("/blog/one/") is None
    world.live(post)
    assert leads("/blog/one/") == "/blog/two/"


def test_publishing_a_draft_made_before_a_renaming_does_not_undo_it():
    post = world.post("One")
    rename(post, "two")
    assert world.live(post).slug == "two"


def test_moving_a_page_moves_and_redirects_all_below_it():
    writing, about = world.page("Writing"), world.page("About")
    world.page("Markdown", parent=writing)
    publishing.move(actor=SITE, page=writing, parent=about, position=0)
    assert Page.objects.get(slug="markdown").path == "about/writing/markdown"
    assert leads("/writing/markdown") == "/about/writing/markdown/"
    assert leads("/writing") == "/about/writing/"


def test_a_page_cannot_stand_below_itself():
    writing = world.page("Writing")
    below = world.page("Markdown", parent=writing)
    with pytest.raises(ValidationError, match="cannot become its parent"):
        publishing.move(actor=SITE, page=writing, parent=below, position=0)


def test_a_page_cannot_take_an_address_of_the_site():
    with pytest.raises(ValidationError, match="address of the site itself"):
        world.page("Studio", slug="studio")


def test_texts_that_link_to_a_renamed_post_are_healed():
    post = world.post("One")
    linking = world.post("Linking", body=f"See [that](post:{post.pk}).")
    rename(post, "two")
    assert 'href="/blog/two/"' in Post.objects.get(pk=linking.pk).body_html


def test_merged_topics_lead_to_the_one_that_stays():
    errors, faults = world.topic("Errors"), world.topic("Faults")
    post = world.post(topics=[errors])
    publishing.merge(actor=SITE, topics=[errors], into=faults)
    assert list(post.topics.all()) == [faults]
    assert leads("/topics/errors/") == "/topics/faults/"
    assert Topic.objects.get().former_names == ["Errors"]
    assert world.live(post).topics.get() == faults


def test_an_imported_address_with_letters_of_any_script_is_found():
    post = world.post("One")
    redirects.leave("/پست/یک.html", post.get_absolute_url(), world.A_MONDAY)
    assert leads("/%D9%BE%D8%B3%D8%AA/%DB%8C%DA%A9.html") == "/blog/one/"
    assert Redirect.objects.count() == 1


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Let it stand!", "let-it-stand"),
        ("متن فارسی", "متن-فارسی"),
        ("日本語の題", "日本語の題"),
        ("Rust 1.65.0", "rust-1-65-0"),
        ("???", ""),
        ("Straße & Œuvre", "straße-œuvre"),
    ],
)
def test_slugs_keep_the_letters_of_every_script(title, slug):
    assert slugify(title) == slug
