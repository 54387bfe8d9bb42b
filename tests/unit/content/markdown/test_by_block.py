"""A text rendered again while it is written is what it would be if it were rendered anew."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.markdown import Target, render, render_while_written
from content.markdown.closing import closes_itself, left_open
from content.markdown.remembering import Memory

# What crosses blocks, what is numbered, what is closed elsewhere, and what only looks like one of them.
PIECES = (
    "## A heading",
    "# A heading",
    "#### Deep\n\n# And up",
    "A line with [a link][it] and [another](#a-heading).",
    "[it]: https://example.org/ 'Its \"title\"'",
    "[it]: /elsewhere/",
    "Words[^1] and more^[in line].",
    "[^1]: What is noted.\n\n    In two paragraphs.",
    "- [^1]: Noted in a list.\n\n> [^2]: And in a quote[^1].",
    "Of the quote[^2].",
    "> [it]: /quoted/ 'Defined in a quote'",
    "![Seen](picture:5 'A caption')\n\n![Again](/media/b.png)",
    "[Our post](post:17#a-heading), [lost](post:99), <https://example.org/> and www.example.org",
    "```python\nprint('x')\n```",
    "| a | b |\n|---|:-:|\n| 1 | 2 |",
    "- one\n- [ ] two\n\n  more",
    "1. one\n2. two",
    "> Said.\n> > Twice.",
    "> [!NOTE]\n> Of note.",
    "Term\n: What it means.",
    "<div class='wide'>\n\nInside.\n\n</div>",
    "<b>not closed",
    "</b> after all.",
    "<font>old <p>and</p>",
    "</font> *ends here*",
    "loose words <!-- said --> and <br>",
    "<span>loose</span>\n",
    "<!-- not ended",
    "<p>open",
    "<details><summary>More</summary>\n\nSaid.\n\n</details>",
    "<table><caption>Of it</caption><tr><td>1</table>",
    "<table>loose in it<tr><td>1</td></tr></table>",
    "<b><table><tr><td></b>crossed</td></tr></table>",
    "<a href='/a/'><div><a href='/b/'>in a link</a></div></a>",
    "<h2><h3>twice</h3></h2>",
    "<p><div>a block in a line</div></p>",
    "  <div>set in</div>",
    "<!-- before --> <div>it</div>",
    "<t><t>",
    "<!-->>",
    "</p>>",
    "<iframe src='/f/'>",
    "</iframe>",
    "<div\xa0class='wide'>no such element</div>",
    "<form>\n\n<form>",
    "<p>in a<form>b</form>",
    "<is-land on:visible>\n<template>\n<td>held</td></template>\n</is-land>",
    '<a href="{{ "/it" | of }}">a template\'s</a>',
    "<scr\x01ipt>let a;</scr\x02ipt>",
    "<!-\x01- not ended >",
    "<ul><li>one<li>two</ul>",
    "<center>old</center> <nobr>line",
    "<template><p>never shown",
    "<select><option>one</select>",
    "<p id='a-heading'>An id of one's own</p>",
    "<p data-line='3'>A line of one's own</p>",
    'Says `data-line="5"` and data\\-line="6".',
    "<script>let a = 1 < 2;</script>",
    "<script></script>",
    '<script src="></script>',
    "https://www.youtube.com/watch?v=aaaaaaaaaaa",
    "“Quoted” -- 'so' ...",
    "---",
    "    code by its indent",
    "Some $x^2$ and $$y$$ in a line.",
    "$$\nx = 1\n$$",
    "![One](picture:6) ![Two](picture:6)",
    "\x02 7",
)
TARGETS = {
    "post:17": Target("/blog/seventeen/", "Seventeen"),
    "picture:5": Target("/media/a.png", "", 3, 2),
    "picture:6": Target("/media/c.png", "Big", 300, 200),
}
texts = st.lists(st.sampled_from(PIECES) | st.text(max_size=20), max_size=12)
between = st.sampled_from(["\n\n", "\n", "\n\n\n", " "])


def is_as_if_new(source: str) -> bool:
    anew = render(source, resolve=TARGETS.get, positions=True)
    again = render_while_written(source, resolve=TARGETS.get)
    return all(getattr(anew, name) == getattr(again, name) for name in vars(again))


@settings(max_examples=150, deadline=None)
@given(texts, between, st.data())
def test_an_edit_shows_what_a_whole_render_shows(pieces: list[str], gap: str, data: st.DataObject) -> None:
    source = gap.join(pieces)
    at = data.draw(st.integers(0, len(source)))
    typed = data.draw(st.sampled_from(["x", "\n", "\n\n", "*", "[", "<", ">", "`", "    ", "\n## New\n\n"]))
    assert is_as_if_new(source)
    assert is_as_if_new(source[:at] + typed + source[at:])
    assert is_as_if_new(source[:at] + source[at + 5 :])


@pytest.mark.parametrize(
    "source",
    [
        "t\n<script></script>\n<table>f",  # nothing is left of a block between words that stand loose
        "```\ncode\n```\n<script>a</script>\n<table><caption>Of</caption><tr><td>1</table>\n\nTerm\n: It.",
        "<i>a</i>\n\n  <div>b</div>",  # white space before a block joins the words before it
        "- [^1]: note\n\nText[^1].",  # a note that a list holds is shown at the end
        '<script src="></script>\n\nSaid.\n\n"Said too."',
        "<div\xa0title='a'>b</div>\n\nc",
        "<p>a\n\n" * 210 + "b",  # more are open than may be: the rest is text
    ],
)
def test_what_crosses_blocks_shows_as_in_a_whole_render(source: str) -> None:
    assert is_as_if_new(source)
    assert is_as_if_new(f"{source} x")


def test_the_corpus_is_as_if_new(corpus: Path) -> None:
    files = sorted((corpus / "markdown").rglob("*.md"))[::40]
    sources = [file.read_text(encoding="utf-8", errors="replace")[:20_000] for file in files]
    assert files
    assert [file for file, source in zip(files, sources, strict=True) if not is_as_if_new(source)] == []
    assert [
        file for file, source in zip(files, sources, strict=True) if not is_as_if_new(f"New.\n\n{source}")
    ] == []


@pytest.mark.parametrize(
    ("html", "still_open"),
    [
        ("<p>a</p>", ()),
        ("<div><p class=a title='b'>a</p>", ("div",)),
        ("<br><img src=a>", ()),
        ("<b>a</p></b>", None),
        ("<table><tr><td>a</table>", None),
        ("<font>a</font>", None),
        ("<x-y>", None),
        ("<!-- a", None),
        ("a </b>", None),
        ("a < b", None),
        ("<script>a</script>", ()),
        ('<script a="></script>', None),
        ("<div\xa0a>", None),
    ],
)
def test_elements_are_followed_where_html_is_plain(html: str, still_open: tuple[str, ...] | None) -> None:
    assert left_open(html) == still_open


@pytest.mark.parametrize(
    ("html", "is_closed"),
    [
        ("<table><tr><td>a</table>", True),
        ("<is-land on:visible><template><td>a</td></template></is-land>", True),
        ('<a href="{{ "/b" }}">a</a>', True),
        ("<ul><li>a<li>b</ul>", True),
        ("<p>a", False),  # counted, though the next block ends it
        ("<b>a", False),
        ("<x-y>", False),
        ("<!-- a", False),
        ("<a b='", False),
        ("<table><form></table>", False),  # it cannot be seen that a form is still open
    ],
)
def test_what_is_left_open_is_found_in_any_html(html: str, is_closed: bool) -> None:
    assert closes_itself(html) is is_closed


def test_what_was_not_asked_for_the_longest_goes_first() -> None:
    memory: Memory[str] = Memory(most=2)
    for name in "ab":
        memory.put(name, name, 1)
    memory.get("a")
    memory.put("c", "c", 1)
    assert [memory.get(name) for name in "abc"] == ["a", None, "c"]
