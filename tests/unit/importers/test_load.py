"""What a folder brings to the site, and that a second run brings nothing more."""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError
from PIL import Image

from blog.models import Post
from content import redirects
from content.actors import SITE
from content.models import Redirect, Revision, SearchEntry, Topic
from content.search import indexing
from importers.load import load
from importers.markdown_folder import read
from importers.report import Report
from media.models import Picture
from pages.models import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two posts that lead to each other, a draft, a page, a picture and a broken file."""
    root = tmp_path / "letters"
    put(
        root,
        "content/posts/one.md",
        "---\ntitle: One\ndate: 2024-01-02\naliases: [/old/one]\n---\nSee [two](two.md#end).",
    )
    put(
        root,
        "content/posts/two.md",
        "---\ntitle: Two\ndate: 2024-01-03\nauthor: Ada Root\ntags: [Ink]\n---\n[one](/old/one/)",
    )
    put(root, "content/posts/plan.md", "---\ntitle: Plan\ndraft: true\n---\nSoon.")
    put(root, "content/about.md", "---\ntitle: About\n---\n![a dot](/dot.png)")
    put(root, "content/posts/three.md", "---\ntitle: [\n---\nLost?")
    (root / "static").mkdir()
    (root / "static" / "dot.png").write_bytes(dot())
    return root


def put(root: Path, name: str, text: str) -> Path:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def dot() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (4, 4), "red").save(out, "PNG")
    return out.getvalue()


def bring(folder: Path) -> Report:
    return load(read(folder), actor=SITE, base=folder)


def everything() -> list[tuple[object, ...]]:
    """All that a second run might touch."""
    rows = [tuple(row) for model in (Post, Page) for row in model.objects.order_by("pk").values_list()]
    return [
        *rows,
        (Revision.objects.count(), Picture.objects.count(), *Redirect.objects.order_by("pk").values_list()),
    ]


def test_a_folder_becomes_posts_and_pages(folder: Path) -> None:
    report = bring(folder)
    assert report.outcomes == {("post", "new"): 4, ("page", "new"): 1}
    assert Post.objects.get(slug="two").authors.get().name == "Ada Root"
    assert Page.objects.get().title == "About"


def test_a_draft_stays_one_and_what_is_broken_is_held_back(folder: Path) -> None:
    report = bring(folder)
    assert {post.slug for post in Post.objects.filter(publish_at=None)} == {"plan", "three"}
    assert [(fault.path, fault.line) for fault in report.faults] == [("content/posts/three.md", 3)]


def test_links_between_texts_lead_to_them(folder: Path) -> None:
    bring(folder)
    one, two = Post.objects.get(slug="one"), Post.objects.get(slug="two")
    assert f"(post:{two.pk}#end)" in one.body
    assert f"(post:{one.pk})" in two.body
    assert '<a href="/blog/one/">' in two.body_html


def test_pictures_come_along(folder: Path) -> None:
    report = bring(folder)
    assert Page.objects.get().body == f"![a dot](picture:{Picture.objects.get().pk})"
    assert report.pictures["stored"] == 1


def test_old_addresses_lead_to_the_text(folder: Path) -> None:
    bring(folder)
    assert redirects.find("/old/one").target == redirects.find("/posts/one/").target == "/blog/one/"


def test_feeds_go_on_calling_a_text_as_before(folder: Path) -> None:
    put(folder, "hugo.toml", 'baseURL = "https://letters.blog/"')
    bring(folder)
    assert Post.objects.get(slug="one").feed_id == "https://letters.blog/posts/one/"


def test_a_second_run_changes_nothing(folder: Path) -> None:
    bring(folder)
    before = everything()
    assert bring(folder).outcomes == {("post", "unchanged"): 4, ("page", "unchanged"): 1}
    assert everything() == before


def test_the_same_folder_elsewhere_is_the_same_source(folder: Path, tmp_path: Path) -> None:
    bring(folder)
    (tmp_path / "backup").mkdir()
    assert bring(folder.rename(tmp_path / "backup" / "letters")).outcomes["post", "unchanged"] == 4


def test_a_changed_file_changes_its_post(folder: Path) -> None:
    bring(folder)
    put(folder, "content/posts/two.md", "---\ntitle: Two, again\ndate: 2024-01-03\n---\nNew.")
    assert bring(folder).outcomes["post", "changed"] == 1
    assert Post.objects.get(slug="two").title == "Two, again"


def test_a_text_without_a_date_keeps_that_of_its_first_import(folder: Path) -> None:
    put(folder, "content/posts/undated.md", "---\ntitle: Undated\n---\nWhen?")
    bring(folder)
    first = Post.objects.get(slug="undated").publish_at
    bring(folder)
    assert Post.objects.get(slug="undated").publish_at == first


def test_one_that_cannot_come_in_loses_no_other(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("content.rendering.fill", refusing("One"))
    report = bring(folder)
    assert report.texts == 4
    assert "too much" in report.faults[-1].text


def refusing(title: str):
    from content.rendering import fill

    def filling(thing):
        if thing.title == title:
            raise ValueError("too much")
        return fill(thing)

    return filling


def test_one_that_the_database_refuses_loses_no_other(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(folder, "content/posts/three.md", "---\ntitle: Three\ntags: [Ink]\n---\nWell.")
    put(folder, "content/posts/four.md", "---\ntitle: Four\ntags: [Ink, Lead]\n---\nUnlucky.")
    monkeypatch.setattr("content.search.index_together", refused_by_the_database)
    report = bring(folder)
    assert [(fault.path, "no room" in fault.text) for fault in report.faults] == [
        ("content/posts/four.md", True)
    ]
    assert [topic.name for topic in Post.objects.get(slug="three").topics.all()] == ["Ink"]
    assert not Topic.objects.filter(name="Lead").exists()


def refused_by_the_database(thing) -> None:
    if thing.title == "Four":
        raise DatabaseError("There is no room.")


def test_the_command_reports(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_content", str(folder))
    said = capsys.readouterr().out
    assert "Posts: 4 new" in said
    assert "content/posts/three.md:3" in said
    assert "5 texts in" in said


def test_a_dry_run_writes_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_content", str(folder), "--dry-run")
    assert "5 texts would be brought in" in capsys.readouterr().out
    assert not Post.objects.exists()
    assert not Picture.objects.exists()


def test_an_empty_folder_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_content", str(tmp_path))
    assert "No texts were found" in capsys.readouterr().out


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="There is no folder"):
        call_command("import_content", str(tmp_path / "nowhere"))


class Web:
    """Another site, on which every picture is the same dot."""

    def fetch(self, url: str) -> bytes:
        return dot()


def test_pictures_of_other_sites_stay_there_unless_asked_for(folder: Path) -> None:
    put(
        folder,
        "content/posts/far.md",
        "---\ntitle: Far\ndate: 2024-01-02\n---\n![far](https://far.example/d.png)",
    )
    assert bring(folder).pictures["remote"] == 1
    assert "https://far.example/d.png" in Post.objects.get(slug="far").body


def test_a_fetched_picture_is_known_again_without_asking(folder: Path) -> None:
    put(
        folder,
        "content/posts/far.md",
        "---\ntitle: Far\ndate: 2024-01-02\n---\n![far](https://far.example/d.png)",
    )
    load(read(folder), actor=SITE, base=folder, fetcher=Web())  # type: ignore[arg-type]
    assert Post.objects.get(slug="far").body.startswith("![far](picture:")
    assert bring(folder).outcomes["post", "unchanged"] == 5


@pytest.mark.parametrize(
    "name", ["generated-edge", "hexo-unit-test", "opensource-guide-ja-zh", "tauri-astro"]
)
def test_real_folders_come_in_twice_without_a_change(corpus: Path, name: str) -> None:
    source = corpus / "markdown" / name / "site"
    first, before = bring(source), everything()
    assert {outcome for _, outcome in bring(source).outcomes} == {"unchanged"}
    assert everything() == before
    assert {outcome for _, outcome in first.outcomes} == {"new"}


def test_a_text_that_the_index_refuses_loses_no_other(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(folder, "content/posts/odd.md", "---\ntitle: Odd\ndate: 2024-01-04\n---\nRefused.")
    monkeypatch.setattr(indexing, "text_with_asides", _refusing)
    report = bring(folder)
    refused = [fault.path for fault in report.faults if "search cannot find it" in fault.text]
    assert refused == ["content/posts/odd.md"]
    assert Post.objects.filter(title="Odd").exists()
    assert {"One", "Two"} <= set(SearchEntry.objects.values_list("title", flat=True))


def _refusing(body_html: str) -> str:
    if "Refused" in body_html:
        raise ValueError("It has a word that is refused.")
    return body_html
