"""Template language: put into Markdown where its meaning is plain, else shown as written."""

import pytest

from importers.admonitions import to_alerts
from importers.items import About
from importers.kramdown import to_commonmark
from importers.leftovers import translate
from importers.meanings import Context


def became(text: str, **context: object) -> str:
    return translate(text, Context(is_liquid=True, **context))[0]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("A {% include x.html %} b", "A `{% include x.html %}` b"),
        ("{{ one }}{{ two }}", "`{{ one }}{{ two }}`"),
        ("{{< gallery a=`b` >}}", "``{{< gallery a=`b` >}}``"),
        ("<Tabs\n  one={1}\n/>", "`<Tabs one={1} />`"),
        ("{{< youtube id=dQw4w9WgXcQ >}}", "<https://www.youtube.com/watch?v=dQw4w9WgXcQ>"),
        ('{{< figure src="/a.png" alt="A" caption="C" >}}', '![A](/a.png "C")'),
        ("{% include figure.html src='/a b.png' alt='A' %}", "![A](</a b.png>)"),
        ("[a]({{ site.baseurl }}/b/)", "[a](/b/)"),
        ("![a]({{ '/b.png' | relative_url }})", "![a](/b.png)"),
        ("{% raw %}{{ x }}{% endraw %}", "{{ x }}"),
        ("{% blockquote Ada %}\nWords.\n{% endblockquote %}", "> Words.\n>\n> — Ada\n"),
        ("<A HREF='/x'>old</A>", "<A HREF='/x'>old</A>"),
    ],
)
def test_prose(written: str, shown: str) -> None:
    assert became(written) == shown


@pytest.mark.parametrize(
    "code",
    [
        "```\n{{ x }} {% y %} <Tabs />\n```\n",
        "    {{ x }}\n",
        "A `{{ x }}` b",
        "- item\n\n  ```\n  {{ x }}\n  ```\n",
        "> ```\n> {% x %}\n> ```\n",
        "<!-- {{ x }} -->",
    ],
)
def test_code_and_comments_stay(code: str) -> None:
    assert became(code) == code


def test_highlight_becomes_a_fence_longer_than_its_content() -> None:
    text = "{% highlight md %}\n```\nx\n```\n{% endhighlight %}"
    assert became(text) == "````md\n```\nx\n```\n````"


def test_notes_name_the_line_of_the_file() -> None:
    _, notes = translate("one\n\n{% two %}\n", Context(), first_line=7)
    assert [(note.line, note.about, note.name) for note in notes] == [(9, About.LEFTOVER, "two")]


def test_imports_of_mdx_are_shown_and_never_followed() -> None:
    shown, notes = translate("import A from './a'\nexport const b = 1\n\nText", Context(is_mdx=True))
    assert shown == "`import A from './a'`\\\n`export const b = 1`\n\nText"
    assert [note.name for note in notes] == ["import"]


def test_settings_of_the_site_are_filled_in() -> None:
    assert became("{{ site.repo }}/x", config={"repo": "https://a.example"}) == "https://a.example/x"


def test_admonitions_become_alerts() -> None:
    assert to_alerts(":::caution[Hot]\nText\n\n```\nx\n```\n:::\nAfter")[0] == (
        "> [!CAUTION]\n> **Hot**\n>\n> Text\n>\n> ```\n> x\n> ```\n\nAfter"
    )


@pytest.mark.parametrize(
    "text", [":::note\nnever closed", "```\n:::note\nx\n:::\n```", "::: unknown\nx\n:::"]
)
def test_other_colons_stay(text: str) -> None:
    assert to_alerts(text)[0] == text


def test_markdown_inside_html_is_set_free() -> None:
    text = '<aside markdown="1" class="q">\n  <img src="a.png">\n  Some *words*.\n</aside>'
    assert to_commonmark(text) == '<aside class="q">\n\n<img src="a.png"> Some *words*.\n\n</aside>'


def test_lists_of_attributes_are_left_out() -> None:
    assert to_commonmark("A word\n{: .lead}\n\n`{: x}`\n") == "A word\n\n`{: x}`\n"
