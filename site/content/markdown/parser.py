"""Markdown to plain HTML: CommonMark and the extensions, nothing of our own look yet."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.gfm_autolink import gfm_autolink_plugin

from content.markdown.formulas import formula_rules
from content.markdown.typography import typography
from content.markdown.wording import ENGLISH, Wording

REFERENCE = re.compile(r"(?:post|page|picture|file):\d+(?:#\S*)?$")


@cache
def commonmark() -> MarkdownIt:
    """The parser as the CommonMark specification has it: what everything else is built on."""
    return MarkdownIt("commonmark", {"xhtmlOut": True})


@cache
def parser() -> MarkdownIt:
    """The parser of our texts: GitHub's extensions, footnotes, definition lists, typography."""
    # The preset's own linkify needs a package we do without; gfm_autolink takes its place.
    md = MarkdownIt("gfm-like2", {"linkify": False, "xhtmlOut": False}, renderer_cls=Renderer)
    md.use(gfm_autolink_plugin).use(footnote_plugin).use(deflist_plugin)
    formula_rules(md)
    md.core.ruler.before("text_join", "typography", typography)
    md.core.ruler.push("alignment", alignment)
    md.core.ruler.push("positions", positions)
    md.core.ruler.push("code_titles", code_titles)
    md.core.ruler.push("alert_titles", alert_titles)
    md.validateLink = _may_be_linked  # type: ignore[method-assign]
    for rule in ("footnote_ref", "footnote_block_open", "footnote_open", "footnote_anchor"):
        md.add_render_rule(rule, getattr(Renderer, rule))
    return md


def to_html(source: str, *, wording: Wording, with_positions: bool) -> str:
    """The plain HTML of a source; `data-line` on every block when positions are wanted."""
    html: str = parser().render(source, _env(wording, with_positions=with_positions))
    return html


def _env(wording: Wording, *, with_positions: bool) -> dict[str, object]:
    return {"wording": wording, "quotes": wording.quotes, "positions": with_positions}


@dataclass(frozen=True)
class Block:
    """A block of the outermost level.

    `key` is all that its HTML depends on but for `line`, the line where it begins, counted from 0; None where
    it depends on what stands around it. `html` is None where the key was known.
    """

    key: Hashable
    line: int
    html: str | None


def to_blocks(source: str, *, wording: Wording, is_known: Callable[[Hashable], bool]) -> list[Block]:
    """The plain HTML of a source with positions, block by block; what `is_known` is not made again.

    Where blocks begin is found anew in the whole source: only there is it sure.
    """
    md, env = parser(), _env(wording, with_positions=True)
    state = StateCore(source, md, env)
    rules = md.core.ruler.getRules("")
    first = md.core.ruler.get_active_rules().index("inline")
    for rule in rules[:first]:
        rule(state)
    keys: dict[int, Hashable] = {}
    tokens: list[Token] = []
    for run in _runs(state.tokens):
        key = _key(run, env)
        is_kept = key is not None and is_known(key)
        tokens += [Token("kept", "", 0, map=run[0].map)] if is_kept else run
        keys[id(tokens[-1] if is_kept else run[0])] = key
    state.tokens = tokens
    for rule in rules[first:]:
        rule(state)
    return [_block(run, keys.get(id(run[0])), env) for run in _runs(state.tokens)]


def _runs(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """The tokens of each block of the outermost level."""
    run: list[Token] = []
    depth = 0
    for token in tokens:
        run.append(token)
        depth += token.nesting
        if not depth:
            yield run
            run = []
    if run:
        yield run


def _key(run: list[Token], env: EnvType) -> Hashable:
    """All that the parser has found out about a block; notes are numbered through the whole text."""
    text = "\n".join(token.content for token in run)
    has_notes = "[^" in text or "^[" in text or any(token.type.startswith("footnote") for token in run)
    if has_notes or run[0].map is None:
        return None
    first = run[0].map[0]
    known = _references(env) if "[" in text else ()
    return _wording(env), known, tuple(_said(token, first) for token in run)


def _said(token: Token, first: int) -> Hashable:
    line = token.map[0] - first if token.map else None
    attrs, meta = tuple(token.attrs.items()), tuple(token.meta.items())
    return token.type, token.tag, token.content, token.info, token.markup, token.hidden, attrs, meta, line


def _references(env: EnvType) -> Hashable:
    """What a link may lead to that names a definition elsewhere in the text."""
    return tuple((name, found["href"], found["title"]) for name, found in env.get("references", {}).items())


def _block(run: list[Token], key: Hashable, env: EnvType) -> Block:
    line = run[0].map[0] if run[0].map else 0
    is_kept = run[0].type == "kept"
    return Block(key, line, None if is_kept else parser().renderer.render(run, parser().options, env))


def _may_be_linked(url: str) -> bool:
    """A reference such as `file:2` looks like a dangerous scheme to the parser, and is none."""
    return bool(REFERENCE.match(url)) or MarkdownIt.validateLink(commonmark(), url)


def alignment(state: StateCore) -> None:
    """Say a cell's alignment in an attribute: the library's inline style would not survive our policy."""
    for token in state.tokens:
        if token.type in ("th_open", "td_open") and (style := token.attrs.pop("style", "")):
            token.attrSet("align", str(style).removeprefix("text-align:"))


def positions(state: StateCore) -> None:
    """Note on every block the line of the source where it begins, counted from 1."""
    if not state.env.get("positions"):
        return
    for token in state.tokens:
        if token.map and token.nesting >= 0 and token.type != "inline":
            token.attrSet("data-line", str(token.map[0] + 1))


def code_titles(state: StateCore) -> None:
    """Keep a fence's whole first line: file name, title and marked lines stand behind the language."""
    for token in state.tokens:
        if token.type == "fence" and len(token.info.split()) > 1:
            token.attrSet("data-info", token.info.strip())


def alert_titles(state: StateCore) -> None:
    """Say an alert's kind in the text's own language."""
    for before, token in pairwise(state.tokens):
        if before.type == "alert_title_open":
            token.content = getattr(_wording(state.env), token.content.lower())
            token.children = [Token("text", "", 0, content=token.content)]


class Renderer(RendererHTML):
    """Alerts and footnotes in our markup; all else as the library writes it."""

    def alert_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        token = tokens[idx]
        line = f' data-line="{token.attrs["data-line"]}"' if "data-line" in token.attrs else ""
        return f'<aside class="alert" role="note" data-kind="{token.meta["kind"].lower()}"{line}>\n'

    def alert_title_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return '<p class="title">'

    def alert_title_close(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return '</p>\n<div class="body">\n'

    def alert_close(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return "</div></aside>\n"

    def footnote_ref(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        (number, place), wording = _footnote(tokens[idx]), _wording(env)
        mark = wording.number(number)
        label = wording.footnote.format(n=mark)
        link = f'<a href="#fn-{number}" id="fnref-{place}" aria-label="{label}">{mark}</a>'
        return f'<sup class="fnref">{link}</sup>'

    def footnote_block_open(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        return f'<section class="footnotes" aria-label="{_wording(env).notes}">\n<ol>\n'

    def footnote_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return f'<li id="fn-{_footnote(tokens[idx])[0]}">'

    def footnote_anchor(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        (_, place), wording = _footnote(tokens[idx]), _wording(env)
        label = wording.back.format(n=wording.number(place.replace("-", ".")))
        return f' <a class="back" href="#fnref-{place}" aria-label="{label}">↑</a>'


def _wording(env: EnvType) -> Wording:
    wording: Wording = env.get("wording", ENGLISH)
    return wording


def _footnote(token: Token) -> tuple[int, str]:
    """A footnote's number, and the name of this place that refers to it (`2`, `2-3` for the third)."""
    number, repeat = token.meta["id"] + 1, token.meta.get("subId", 0)
    return number, f"{number}-{repeat + 1}" if repeat else str(number)
