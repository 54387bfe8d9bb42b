"""A text that is being written, rendered again: what did not change since the last time is not made anew.

Of each block the parser's HTML is kept, and where nothing around it has a say in what becomes of it, its
finished HTML too. All else goes through the same steps as ever, with an empty element in the place of each
finished block. So the result is that of `render`, letter for letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, zip_longest

from content.markdown.body import Body, Resolve, nothing
from content.markdown.closing import closes_itself, left_open
from content.markdown.counting import count_words
from content.markdown.headings import HEADINGS
from content.markdown.lined import Lined
from content.markdown.parser import Block, to_blocks
from content.markdown.remembering import Memory
from content.markdown.rendered import Shown, once
from content.markdown.sanitise import canonical, printable, sanitised
from content.markdown.steps import STEPS, STEPS_AFTER_READING
from content.markdown.structure import put_in_order, stands_apart
from content.markdown.tree import Element, paragraphs_of, read, walk, write
from content.markdown.wording import Wording

KEPT = "kept"  # the element in a finished block's place; none of an author's is left after reading
MARK = "\x02"  # with the block's number in it; no text holds it after reading
PLACE = re.compile(rf"<{KEPT}>{MARK}(\d+)</{KEPT}>")
NUMBERED = HEADINGS | {"img", "pre", "table"}  # what is named or counted through the whole text


@dataclass(frozen=True)
class Made:
    """What is kept of a block.

    `plain` is the parser's HTML; `clean` what our steps begin with, None where the block does not close all
    that it opens. Of a finished block, `finished` is the HTML, `text` the plain text, and `space` stands
    behind it, for words that stand loose there begin with it.
    """

    plain: Lined
    clean: Lined | None = None
    finished: Lined | None = None
    text: str = ""
    space: str = ""

    def __len__(self) -> int:
        return sum(len(html) for html in (self.plain, self.clean, self.finished) if html)


@dataclass(frozen=True)
class Part:
    """One block, or some that only close together all that they open, in its place in the text."""

    line: int
    made: Made


memory: Memory[Made] = Memory()


def render_again(source: str, resolve: Resolve, wording: Wording) -> Shown | None:
    """What `render` gives with positions; None for a text that has to be rendered as a whole."""
    if "data-line" in source.lower():  # an element of the author's that says a line of its own
        return None
    blocks = to_blocks(source, wording=wording, is_known=memory.holds)
    placed = [Part(block.line, made) for block in blocks if (made := _made(block, wording))]
    if len(placed) < len(blocks):  # another request has pushed some out of the memory
        return None
    return _put_together(list(_closed(placed)), resolve, wording)


def _made(block: Block, wording: Wording) -> Made | None:
    if block.html is None:
        return memory.get(block.key)
    made = _make(printable(block.html), block, wording)
    if block.key is not None:
        memory.put(block.key, made, len(made))
    return made


def _make(html: str, block: Block, wording: Wording) -> Made:
    plain = Lined.read(html, block.line)
    if left_open(html) != () and not closes_itself(html):
        return Made(plain)
    read_in = canonical(html)
    clean = Lined.read(read_in, block.line)
    finished = _finished(read_in, wording) if block.key is not None else None
    if finished is None:
        return Made(plain, clean)
    html, text = finished
    bare = html.rstrip()
    return Made(plain, clean, Lined.read(bare, block.line), text, space=html[len(bare) :])


def _finished(html: str, wording: Wording) -> tuple[str, str] | None:
    """The block's HTML and text after all steps; None where what stands around it has a say in them."""
    body = Body(read(html), nothing, "", wording)
    if any(element.tag in NUMBERED or "data-tex" in element.attrs for element in walk(body.tree)):
        return None
    for step in STEPS:
        step(body)
        if step is put_in_order and not stands_apart(body.tree):
            return None
    text = "\n".join(paragraphs_of(body.tree))
    for step in STEPS_AFTER_READING:
        step(body)
    if body.ids or body.references or body.pictures or body.unresolved:
        return None
    return sanitised(write(body.tree), positions=True), text


def _closed(placed: list[Part]) -> Iterator[Part]:
    """The parts, those that leave an element open together with all until it is closed."""
    run: list[Part] = []
    is_open: tuple[str, ...] | None = ()
    for part in placed:
        run.append(part)
        if is_open or (is_open is not None and part.made.clean is None):
            is_open = left_open(part.made.plain.at(0), is_open)
        if is_open == ():
            yield part if len(run) == 1 else _joined(run)
            run = []
    if run:
        yield _joined(run)


def _joined(run: list[Part]) -> Part:
    html = "".join(part.made.plain.at(part.line) for part in run)
    return Part(0, Made(Lined.read(html, 0), Lined.read(canonical(html), 0)))


def _put_together(parts: list[Part], resolve: Resolve, wording: Wording) -> Shown:
    body = Body(_tree(parts), resolve, "", wording)
    for step in STEPS:
        step(body)
    lines = paragraphs_of(body.tree)
    for step in STEPS_AFTER_READING:
        step(body)
    text = "\n".join(filter(None, (_line(line, parts) for line in lines)))
    return Shown(
        html=_html(write(body.tree), parts).strip(),
        headings=tuple(body.headings),
        words=count_words(text),
        text=text,
        unresolved=once(body.unresolved),
    )


def _tree(parts: list[Part]) -> Element:
    root = Element("")
    for number, part in enumerate(parts):
        if part.made.finished is not None:
            root.children += [Element(KEPT, {}, f"{MARK}{number}"), part.made.space]
        elif part.made.clean is not None:
            root.children += read(part.made.clean.at(part.line)).children
    return root


def _line(line: str, parts: list[Part]) -> str:
    return parts[int(line[1:])].made.text if line.startswith(MARK) else line


def _html(written: str, parts: list[Part]) -> str:
    """The HTML with the finished blocks in their places; what lies between is sanitised last, as ever."""
    pieces = PLACE.split(written)
    between = (sanitised(html, positions=True) for html in pieces[::2])
    finished = (_finished_html(parts[int(number)]) for number in pieces[1::2])
    return "".join(chain.from_iterable(zip_longest(between, finished, fillvalue="")))


def _finished_html(part: Part) -> str:
    return part.made.finished.at(part.line) if part.made.finished else ""
