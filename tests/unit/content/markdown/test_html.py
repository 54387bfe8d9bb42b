"""Raw and imported HTML: what is old is translated, what is misplaced mended."""

import pytest

from content.markdown import clean_html, render


@pytest.mark.parametrize(
    ("written", "rendered"),
    [
        ("<center><font color=red>a</font></center>", "<p>a</p>"),
        ("<p><tt>a</tt> <strike>b</strike></p>", "<p><code>a</code> <s>b</s></p>"),
        ('<p style="color:red" onclick="x()" class="masthead pull">a</p>', '<p class="pull">a</p>'),
        ('<div hx-get="/x" data-hx-post="/y" data-x="1">a</div>', "<div>a</div>"),
        ("<ul>a<li>b</ul>", "<ul><li>a</li><li>b</li></ul>"),
        ("<b><p>a</p></b>", "<p>a</p>"),
        ("<details>a</details>", "<details><summary>Details</summary>a</details>"),
        ('<p lang="fa" dir="rtl">a</p>', '<p lang="fa" dir="rtl">a</p>'),
        ('<p lang="not a language" dir="up">a</p>', "<p>a</p>"),
        ("<dl><dd>a</dl>", "<div><div>a</div></div>"),
        ("<aside>a</aside>", '<aside role="note">a</aside>'),
        ("loose <b>words</b>", "<p>loose <b>words</b></p>"),
        ("<p><time>soon</time></p>", "<p>soon</p>"),
        ("<p>a\x0b\ud800b</p>", "<p>ab</p>"),
    ],
)
def test_html_is_brought_into_order(written: str, rendered: str) -> None:
    assert clean_html(written).html.replace("\n", "") == rendered


def test_a_frame_is_a_link() -> None:
    html = clean_html('<iframe src="https://video.example/1" title="A talk"></iframe>').html
    assert html == '<p><a href="https://video.example/1" rel="noopener">A talk</a></p>'


def test_a_table_of_old_is_dressed_like_ours() -> None:
    html = clean_html("<table border=1><tr><th>a<th align=right valign=top>b</table>").html
    assert '<section class="table" aria-label="a, b" tabindex="0"><table>' in html
    assert '<th class="n" scope="col">b</th>' in html


def test_a_caption_names_its_table() -> None:
    html = clean_html("<table><caption>Marks</caption><tr><td>1</table>").html
    assert 'aria-labelledby="h-caption"' in html
    assert '<caption id="h-caption">Marks</caption>' in html


def test_imported_headings_have_ids_and_words_are_counted() -> None:
    rendered = clean_html("<h1>One</h1><p>two three</p>")
    assert [heading.id for heading in rendered.headings] == ["h-one"]
    assert rendered.words == 3


def test_markdown_within_html_works() -> None:
    html = render(
        "<details><summary>More</summary>\n\n- *one*\n\n</details>\n\n<kbd>Ctrl</kbd> H<sub>2</sub>O"
    ).html
    assert "<details><summary>More</summary>\n<ul>\n<li><em>one</em></li>" in html
    assert "<kbd>Ctrl</kbd> H<sub>2</sub>O" in html


def test_text_reads_like_the_page_without_its_marks() -> None:
    text = render("# A\n\nb\nc[^1]\n\n> [!NOTE]\n> d\n\n[^1]: e").text
    assert text == "A\nb c\nd\ne"


@pytest.mark.parametrize(
    ("text", "words"),
    [("one two – three", 3), ("日本語の文章です", 4), ("می‌خواهم بروم", 2), ("", 0), ("GPT 日本", 2)],
)
def test_words_are_counted_for_reading_time(text: str, words: int) -> None:
    assert render(text).words == words
