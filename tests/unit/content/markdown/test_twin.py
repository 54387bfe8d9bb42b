"""Rendered texts as Markdown again."""

import pytest

from content.markdown import render
from content.markdown.twin import markdown_of

WHOLE = """## One

A *b* **c** `d` ~~e~~ [f](/about/)[^1].

> [!NOTE]
> An alert.

- [ ] task
- two
  - three

1. one
2. two

```python
def f(): return 1 < 2
```

| a | b |
| --- | --- |
| 1 \\| 2 | 3 |

> quote

1\\. no list

***

[^1]: The note.
"""


def again(text: str) -> str:
    return markdown_of(render(text, resolve=lambda reference: None, language="en").html)


def test_what_was_markdown_is_markdown_again():
    assert again(WHOLE) == WHOLE


def test_a_note_is_found_whatever_its_digits():
    html = render("متن[^a]\n\n[^a]: پانوشت", language="fa").html
    assert markdown_of(html) == "متن[^1]\n\n[^1]: پانوشت\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a \\* b \\_ c", "a \\* b \\_ c"),
        ("`` a ` b ``", "``a ` b``"),
        ("<b>bold</b> <mark>kept</mark>", "**bold** kept"),
        ("one<br>two", "one\\\ntwo"),
    ],
)
def test_marks_are_what_they_were(text: str, said: str):
    assert again(text) == f"{said}\n"
