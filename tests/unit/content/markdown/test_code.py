"""Code blocks: coloured by class, named, reachable by keyboard."""

import re
from pathlib import Path

import pytest

from content.markdown import clean_html, render
from content.markdown.code import VOICES, Info, read_info

ASSETS = Path(__file__).resolve().parents[4] / "assets"


def test_a_fence_is_a_figure_with_its_file_and_language() -> None:
    html = render("```python settle.py\ndef settle(): ...\n```").html
    assert "<figcaption><span>settle.py</span><span>Python</span></figcaption>" in html
    assert '<pre role="group" aria-label="settle.py" tabindex="0"><code><span class="k">def</span>' in html


@pytest.mark.parametrize(
    ("written", "info"),
    [
        ("python", Info("python")),
        ("python settle.py {2,4-5}", Info("python", "settle.py", (2, 4, 5))),
        ('js title="a b.js" hl_lines="1 3"', Info("js", "a b.js", (1, 3))),
        ("rust,ignore", Info("rust")),
        ("go {hl_lines=[2]}", Info("go", "", (2,))),
        ("js:app.js", Info("js", "app.js")),
        ("{.ruby}", Info("ruby")),
    ],
)
def test_the_first_line_of_a_fence_is_understood(written: str, info: Info) -> None:
    assert read_info(written) == info


def test_marked_lines_are_marked() -> None:
    html = render("```text {2}\na\nb\nc\n```").html
    assert '<code>a\n<span class="hll">b\n</span>c\n</code>' in html


def test_only_what_can_be_seen_is_marked() -> None:
    html = render('```python\nsum([n, 17], start="a")  # So.\n```').html
    number, text = '<span class="m">17</span>', '<span class="s">"a"</span>'
    assert f'([n, {number}], start={text})  <span class="c"># So.</span>' in html


def test_every_kind_of_code_that_is_told_apart_looks_like_something() -> None:
    styles = (ASSETS / "css" / "code.css").read_text()
    shown = {name for kinds in VOICES.values() for name in kinds.split()}
    assert {name for name in shown if not re.search(rf"\.{name}\b", styles)} == set()


def test_an_unknown_language_is_plain_and_said() -> None:
    html = render("```brainmelt\na < b\n```").html
    assert "<figcaption><span>brainmelt</span></figcaption>" in html
    assert "<code>a &lt; b\n</code>" in html


def test_code_of_imported_html_is_coloured_too() -> None:
    html = clean_html('<pre class="brush: php"><code>echo "a";</code></pre>').html
    assert '<span class="k">echo</span>' in html


def test_what_an_author_marked_up_by_hand_stays() -> None:
    assert "<code>a <b>b</b></code>" in clean_html("<pre>a <b>b</b></pre>").html


def test_indented_code_is_code() -> None:
    assert '<pre role="group" aria-label="Code 1" tabindex="0"><code>a' in render("    a").html
