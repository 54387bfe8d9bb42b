"""Folders of shapes that no test corpus has, made here by hand."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from importers.items import Author, Fault, Item, LeftOut
from importers.markdown_folder import read


def made(root: Path, files: dict[str, str | bytes]) -> list[Item | Fault | LeftOut]:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return list(read(root))


def items(root: Path, files: dict[str, str | bytes]) -> dict[str, Item]:
    return {one.source_ref: one for one in made(root, files) if isinstance(one, Item)}


def only(root: Path, name: str, text: str | bytes, **others: str | bytes) -> Item:
    return items(root, {name: text, **others})[name]


def kinds(root: Path, files: dict[str, str | bytes]) -> dict[str, str]:
    return {path: item.kind for path, item in items(root, files).items()}


POST = "---\ntitle: A\ndate: 2024-01-02\n---\n"


def test_hugo_bundles_sections_and_pages(tmp_path: Path) -> None:
    found = kinds(
        tmp_path,
        {
            "hugo.toml": 'baseURL = "https://a.example/"\nlanguageCode = "en-gb"',
            "content/_index.md": "---\ntitle: Home\n---\n",
            "content/posts/_index.md": "---\ntitle: Posts\n---\n",
            "content/posts/x/index.md": POST,
            "content/posts/x/dot.png": b"",
            "content/about.md": "---\ntitle: About\n---\n",
        },
    )
    assert found == {"content/posts/x/index.md": "post", "content/about.md": "page"}


def test_a_bundle_is_named_by_its_folder_and_finds_its_pictures(tmp_path: Path) -> None:
    item = only(
        tmp_path, "content/posts/x/index.md", POST + "![a](dot.png)", **{"content/posts/x/dot.png": b""}
    )
    assert (item.slug, item.pictures[0].path) == ("x", "content/posts/x/dot.png")
    assert item.aliases == ("/posts/x/",)


def test_hugo_in_two_languages(tmp_path: Path) -> None:
    found = items(tmp_path, {"content/posts/a/index.md": POST, "content/posts/a/index.de.md": POST})
    assert found["content/posts/a/index.de.md"].language == "de"
    assert {item.slug for item in found.values()} == {"a", "a-de"}


def test_hugo_keys_in_any_case(tmp_path: Path) -> None:
    item = only(
        tmp_path, "content/post/a.md", '+++\nTitle = "T"\nPublishDate = 2024-01-02\nDraft = true\n+++\n'
    )
    assert (item.title, item.draft, item.date) == ("T", True, datetime(2024, 1, 2, tzinfo=UTC))


def test_jekyll_folders_pages_and_collections(tmp_path: Path) -> None:
    found = kinds(
        tmp_path,
        {
            "_config.yml": "title: A",
            "_posts/travel/2024-01-02-rome.md": "---\ntitle: Rome\n---\n",
            "_drafts/soon.md": "---\ntitle: Soon\n---\n",
            "about.md": "---\nlayout: page\ntitle: About\n---\n",
            "index.md": "---\nlayout: home\n---\n",
            "_layouts/post.md": "no text",
            "_pages/now.md": "---\ntitle: Now\n---\n",
        },
    )
    assert found == {
        "_posts/travel/2024-01-02-rome.md": "post",
        "_drafts/soon.md": "post",
        "about.md": "page",
        "_pages/now.md": "page",
    }


def test_jekyll_addresses_follow_its_settings(tmp_path: Path) -> None:
    files = {"_config.yml": "permalink: /:year/:title/", "_posts/2024-01-02-a.md": "---\ntitle: A\n---\n"}
    assert items(tmp_path, files)["_posts/2024-01-02-a.md"].aliases == ("/2024/a/",)


def test_jekyll_addresses_without_settings(tmp_path: Path) -> None:
    item = only(tmp_path, "_posts/2024-01-02-a.md", "---\ntitle: A\ncategories: [Ink]\n---\n")
    assert item.aliases == ("/ink/2024/01/02/a.html",)


FIRST = "---\ntitle: A\ndate: 2024-01-02\n---\n"


@pytest.mark.parametrize(
    ("files", "called"),
    [
        ({"hugo.toml": 'baseURL = "https://a.blog/"', "content/posts/ä.md": FIRST}, "https://a.blog/posts/%C3%A4/"),
        ({"_config.yml": "url: https://a.blog\nbaseurl: /b", "_posts/2024-01-02-a.md": FIRST}, "https://a.blog/b/2024/01/02/a"),
        ({"_config.yml": "url: http://example.com", "_posts/2024-01-02-a.md": FIRST}, ""),
        ({"content/posts/a.md": FIRST}, ""),
        ({"content/posts/a.md": "---\ntitle: A\nguid: https://a.blog/?p=7\n---\n"}, "https://a.blog/?p=7"),
    ],
)  # fmt: skip
def test_a_post_keeps_what_feeds_called_it(
    tmp_path: Path, files: dict[str, str | bytes], called: str
) -> None:
    assert [item.feed_id for item in items(tmp_path, files).values()] == [called]


def test_two_that_feeds_cannot_tell_apart_are_not_called_alike(tmp_path: Path) -> None:
    same = "---\ntitle: A\nguid: 7\n---\n"
    found = items(tmp_path, {"content/posts/a.md": same, "content/posts/b.md": same})
    assert [item.feed_id for item in found.values()] == ["7", ""]


def test_jekyll_liquid_gets_its_plain_meaning(tmp_path: Path) -> None:
    code = "{% highlight ruby %}\nputs 1\n{% endhighlight %}"
    text = f"---\ntitle: A\n---\n{code}\n![a]({{{{ site.baseurl }}}}/img/a.png)"
    item = only(tmp_path, "_posts/2024-01-02-a.md", text, **{"img/a.png": b""})
    assert item.body == "```ruby\nputs 1\n```\n![a](/img/a.png)"
    assert item.pictures[0].path == "img/a.png"


def test_docusaurus_authors_by_key(tmp_path: Path) -> None:
    authors = "slorber:\n  name: Sébastien Lorber\n  url: https://s.example\n"
    text = "---\nslug: hello\nauthors: [slorber]\n---\n# Hello\n\n:::tip My tip\nUse it.\n:::\n"
    item = only(tmp_path, "blog/2024-01-02-hello.md", text, **{"blog/authors.yml": authors})
    assert item.authors == (Author("Sébastien Lorber", "slorber", "https://s.example"),)
    assert (item.title, item.body) == ("Hello", "> [!TIP]\n> **My tip**\n>\n> Use it.")


def test_gatsby_mdx_with_a_cover(tmp_path: Path) -> None:
    facts = "title: A\ndate: '2024-01-02T10:00:00.000Z'\nfeaturedImage: ./cover.jpg"
    text = f"---\n{facts}\n---\nimport X from './x'\n\n<X a={{1}} />\n"
    item = only(tmp_path, "content/blog/a/index.mdx", text, **{"content/blog/a/cover.jpg": b""})
    assert item.lead_picture is not None
    assert item.lead_picture.path == "content/blog/a/cover.jpg"
    assert item.body == "`import X from './x'`\n\n`<X a={1} />`"


def test_pelican_headers(tmp_path: Path) -> None:
    text = (
        "Title: A letter\nDate: 2024-01-02 10:20\nCategory: Ink\nTags: one, two\nStatus: draft\n\nDear all,\n"
    )
    item = only(tmp_path, "content/a.md", text)
    assert (item.title, item.topics, item.draft, item.body) == (
        "A letter",
        ("Ink", "one", "two"),
        True,
        "Dear all,",
    )


def test_obsidian_notes(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "Notes/One.md": "See [[Second note|the second]] and ![[dot.png]].",
        "Notes/Second note.md": "# Second",
        "Attachments/dot.png": b"",
    }
    item = items(tmp_path, files)["Notes/One.md"]
    assert item.body == "See [the second](<Second%20note.md>) and ![](<../Attachments/dot.png>)."
    assert (item.links[0].target, item.pictures[0].path) == ("Notes/Second note.md", "Attachments/dot.png")


def test_hexo_asset_folders(tmp_path: Path) -> None:
    text = "title: A\ndate: 2024-01-02\n---\n{% asset_img dot.png A dot %}"
    item = only(tmp_path, "source/_posts/a.md", text, **{"source/_posts/a/dot.png": b""})
    assert item.body == "![A dot](dot.png)"
    assert item.pictures[0].path == "source/_posts/a/dot.png"


def test_eleventy_data_of_the_folder_tells_the_address(tmp_path: Path) -> None:
    data = '{"permalink": "/notes/{{ page.fileSlug }}/"}'
    assert only(tmp_path, "posts/2024-01-02-a.md", "Text", **{"posts/posts.json": data}).aliases == (
        "/notes/a/",
    )


def test_zola_takes_slug_date_and_terms_from_where_they_are(tmp_path: Path) -> None:
    facts = 'title = "A"\npath = "2024/01/02/the-a"\n[taxonomies]\ntags = ["x"]\n[extra]\nauthor = "Ada"'
    text = f"+++\n{facts}\n+++\n"
    item = only(tmp_path, "content/a.md", text)
    assert (item.slug, item.date, item.topics) == ("the-a", datetime(2024, 1, 2, tzinfo=UTC), ("x",))
    assert item.authors == (Author("Ada"),)


def test_json_front_matter_of_hugo(tmp_path: Path) -> None:
    item = only(tmp_path, "content/a.md", '{\n "title": "J",\n "date": "2024-01-02"\n}\nText')
    assert (item.title, item.body) == ("J", "Text")


def test_front_matter_that_is_a_program_is_not_run(tmp_path: Path) -> None:
    item = only(tmp_path, "posts/a.md", "---js\n{ title: process.exit() }\n---\nText")
    assert "nothing is run" in item.held


@pytest.mark.parametrize("name", ["README.md", "CHANGELOG.md", "docs/LICENSE.md"])
def test_files_about_the_project_are_left_out(tmp_path: Path, name: str) -> None:
    assert made(tmp_path, {name: "# About us"}) == [
        LeftOut(name, "It is about the project and not one of its texts.")
    ]


@pytest.mark.parametrize("name", ["a.txt", ".git/a.md", "node_modules/x/a.md", "_site/a.md", "a.html"])
def test_other_files_are_no_texts(tmp_path: Path, name: str) -> None:
    assert made(tmp_path, {name: POST}) == []


def test_links_out_of_the_folder_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("secret")
    (tmp_path / "blog").mkdir()
    (tmp_path / "blog" / "a.md").symlink_to(tmp_path / "secret.md")
    (tmp_path / "blog" / "b").symlink_to("/etc")
    assert [
        (one.path, "out of this folder" in one.text)
        for one in read(tmp_path / "blog")
        if isinstance(one, Fault)
    ] == [
        ("b", True),
        ("a.md", True),
    ]


def test_binary_and_huge_files_are_faults(tmp_path: Path) -> None:
    found = made(tmp_path, {"a.md": b"\x89PNG\0\0", "b.md": "x" * 1_000_001, "c.md": "Text"})
    assert [type(one).__name__ for one in found] == ["Fault", "Fault", "Item"]


def test_text_in_an_encoding_that_cannot_be_told_is_a_fault(tmp_path: Path) -> None:
    found = made(tmp_path, {"a.md": "日本語のテキスト".encode("shift-jis")})
    assert [type(one).__name__ for one in found] == ["Fault"]


def test_utf_16_is_read(tmp_path: Path) -> None:
    assert only(tmp_path, "a.md", "\ufeffGrüße".encode("utf-16-le")).body == "Grüße"


def test_front_matter_without_end_of_size_is_refused(tmp_path: Path) -> None:
    item = only(tmp_path, "a.md", "---\ntitle: A\nx: " + "y" * 70_000 + "\n---\nText")
    assert "more than 65,536 characters" in item.held
    assert item.title == "A"


def test_an_alias_within_itself_is_refused(tmp_path: Path) -> None:
    assert "contains itself" in only(tmp_path, "a.md", "---\ntitle: A\nx: &x [*x]\n---\nText").held


def test_honest_aliases_work(tmp_path: Path) -> None:
    item = only(
        tmp_path, "a.md", "---\ntitle: &t A\nseo: {name: *t}\nbase: &b {draft: true}\n<<: *b\n---\nText"
    )
    assert (item.title, item.draft, item.held) == ("A", True, "")


def test_numbers_in_titles_stay_as_written(tmp_path: Path) -> None:
    assert only(tmp_path, "a.md", "---\ntitle: 1.10\n---\n").title == "1.10"


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("Ada Root", ["Ada Root"]),
        ("Ada Root and Tomás Rey", ["Ada Root", "Tomás Rey"]),
        ("Ada, Tomás & Priya", ["Ada", "Tomás", "Priya"]),
        ("Ada Root (@ada)", ["Ada Root"]),
        ("Ada Root <ada@example.org>", ["Ada Root"]),
        ("The Research and Design Team", ["The Research and Design Team"]),
        ("Ada Root, on behalf of The Press", ["Ada Root"]),
        ("Martin King, Jr.", ["Martin King, Jr."]),
        ("[Ada, Tomás]", ["Ada", "Tomás"]),
        ("{name: Ada, email: a@b.c}", ["Ada"]),
        ("[{name: Ada}, {name: Tomás}]", ["Ada", "Tomás"]),
    ],
)
def test_authors_of_every_form(tmp_path: Path, said: str, names: list[str]) -> None:
    quoted = said if said[0] in "[{" else f'"{said}"'
    assert [
        a.name for a in only(tmp_path, "a.md", f"---\ntitle: A\nauthor: {quoted}\n---\n").authors
    ] == names


@pytest.mark.parametrize(
    ("said", "moment"),
    [
        ("2024-01-02", "2024-01-02T00:00:00+00:00"),
        ("2024-01-02 03:04", "2024-01-02T03:04:00+00:00"),
        ("2024-01-02T03:04:05.678Z", "2024-01-02T03:04:05+00:00"),
        ("2024-1-2 3:04 PM", "2024-01-02T15:04:00+00:00"),
        ("2024/01/02", "2024-01-02T00:00:00+00:00"),
        ("2024-01-02 03:04:05 +0530", "2024-01-02T03:04:05+05:30"),
        ("2024-01-02 03:04:05 Europe/Berlin", "2024-01-02T03:04:05+01:00"),
        ("Tue, 02 Jan 2024 03:04:05 GMT", "2024-01-02T03:04:05+00:00"),
        ("January 2, 2024", "2024-01-02T00:00:00+00:00"),
        ("2 Jan 2024", "2024-01-02T00:00:00+00:00"),
    ],
)
def test_dates_of_every_form(tmp_path: Path, said: str, moment: str) -> None:
    date = only(tmp_path, "a.md", f'---\ntitle: A\ndate: "{said}"\n---\n').date
    assert date is not None
    assert date.isoformat() == moment


@pytest.mark.parametrize("said", ["tomorrow", "0001-01-01", "2024-02-30", "02/01/2024", "2024-01-02 25:00"])
def test_what_is_no_date_is_told(tmp_path: Path, said: str) -> None:
    item = only(tmp_path, "a.md", f"---\ntitle: A\ndate: {said}\n---\n")
    assert (item.date, item.notes[0].line) == (None, 3)
    assert said in item.held


def test_the_sites_zone_is_meant_where_none_is_named(tmp_path: Path) -> None:
    files = {"_config.yml": "timezone: Asia/Tokyo", "_posts/2024-01-02-a.md": "Text"}
    date = items(tmp_path, files)["_posts/2024-01-02-a.md"].date
    assert date is not None
    assert date.isoformat() == "2024-01-02T00:00:00+09:00"


@pytest.mark.parametrize(
    ("path", "text", "language"),
    [
        ("ja/a.md", "Text", "ja"),
        ("a.md", "これは日本語の文章です。", "ja"),
        ("a.md", "这是中文的文章。", "zh"),
        ("a.md", "این یک نوشته‌ی فارسی است که پژوهش می‌کند.", "fa"),
        ("a.md", "هذا نص عربي", "ar"),
        ("a.md", "Це український текст", "uk"),
        ("a.md", "Plain words", ""),
        ("it/a.md", "About machines", ""),
        ("a.md", "---\nlang: pt_BR\n---\nTexto", "pt-BR"),
    ],
)
def test_languages(tmp_path: Path, path: str, text: str, language: str) -> None:
    assert only(tmp_path, path, text).language == language


def test_a_summary_from_the_mark_for_more(tmp_path: Path) -> None:
    item = only(tmp_path, "a.md", "---\ntitle: A\n---\nA **bold** [word](/x).\n\n<!-- more -->\n\nAnd so on.")
    assert item.summary == "A bold word."


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotADirectoryError, match="There is no folder"):
        list(read(tmp_path / "nowhere"))
