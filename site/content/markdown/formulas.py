"""Formulas: TeX between dollar signs becomes MathML at save, which a browser draws by itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from html import escape, unescape
from xml.etree.ElementTree import Element as Xml

from latex2mathml.converter import convert_to_element
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererProtocol
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.dollarmath.index import math_inline_dollar

from content.markdown.body import Body
from content.markdown.elements import MATHML, MATHML_ATTRIBUTES
from content.markdown.tree import Element, Node, escaped, text_of, walk

LONGEST = 2_000  # characters of a formula
MOST = 1_000  # formulas of a text
DEEPEST = 60
# Signs and names that have their limits above and below where there is room, and beside them in a line.
LARGE = frozenset("∏∐∑⋀⋁⋂⋃⨀⨁⨂⨄⨆")
NAMED = frozenset({"inf", "lim", "max", "min", "sup"})
WITH_LIMITS = {"msub": "munder", "msubsup": "munderover", "msup": "mover"}
# "$5 and A$", "$10-20 (US$": what begins with a number and goes on with words is about money.
WORD = re.compile(r"[\s(][A-Za-z]{2,}")

_between_dollars = math_inline_dollar(allow_space=False, allow_digits=False, allow_double=True)


def formula_rules(md: MarkdownIt) -> None:
    """Let the parser know formulas: `$…$` in a line, `$$…$$` for one that stands by itself."""
    md.use(dollarmath_plugin, allow_labels=False, allow_blank_lines=False)
    md.inline.ruler.at("math_inline", formula_in_line)
    for kind, how in (("math_inline", ""), ("math_inline_double", "block"), ("math_block", "block")):
        md.add_render_rule(kind, _rendered_as(how))


def formula_in_line(state: StateInline, silent: bool) -> bool:
    """A formula between dollar signs, where those are not a sign of money or of a variable of a shell."""
    begin = state.pos
    if not _between_dollars(state, True):
        return False
    written = state.src[begin : state.pos]
    before, after = state.src[max(0, begin - 1) : begin], state.src[state.pos : state.pos + 1]
    state.pos = begin
    if before.isalnum() or after.isalnum() or after in {"(", "{"} or _is_money(written.strip("$")):
        return False
    return _between_dollars(state, silent)


def _is_money(between: str) -> bool:
    return between[:1].isdigit() and "\\" not in between and bool(WORD.search(between))


def _rendered_as(how: str) -> Callable[..., str]:
    def rule(
        self: RendererProtocol, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        """The TeX, for `set_formulas`; until then it can be read and found as any code."""
        token = tokens[idx]
        code = f'<code data-tex="{how}">{escape(token.content.strip(), quote=False)}</code>'
        line = f' data-line="{token.attrs["data-line"]}"' if "data-line" in token.attrs else ""
        return f"<p{line}>{code}</p>\n" if token.type == "math_block" else code

    return rule


def set_formulas(body: Body) -> None:
    """Turn what stood between dollar signs into MathML; what cannot be read stays as it was written."""
    found = [element for element in walk(body.tree) if element.tag == "code" and "data-tex" in element.attrs]
    alone = (
        {id(_only(element)): element for element in walk(body.tree) if element.tag == "p"} if found else {}
    )
    for number, code in enumerate(found, start=1):
        is_block = bool(code.attrs.pop("data-tex"))
        tex = text_of(code)
        formula = _formula(tex, is_block=is_block) if number <= MOST else None
        if formula is None:
            _say_unread(body, code, f"$${tex}$$" if is_block else f"${tex}$")
        elif is_block and id(code) in alone:
            _set_apart(body, alone[id(code)], formula, number)
        else:
            code.become(formula)


def _only(paragraph: Element) -> Node | None:
    shown = [child for child in paragraph.children if not isinstance(child, str) or child.strip()]
    return shown[0] if len(shown) == 1 else None


def _set_apart(body: Body, paragraph: Element, formula: Element, number: int) -> None:
    """A line of its own, which scrolls where it is wider than the screen."""
    label = body.wording.formula.format(n=body.wording.number(number))
    attrs = {"class": "formula", "role": "group", "aria-label": label, "tabindex": "0"}
    line = {name: value for name, value in paragraph.attrs.items() if name == "data-line"}
    paragraph.become(Element("div", attrs | line, formula))


def _say_unread(body: Body, code: Element, written: str) -> None:
    code.children = [escaped(written)]
    code.add_class("unread")
    code.attrs["title"] = body.wording.unread


def _formula(tex: str, *, is_block: bool) -> Element | None:
    made = _converted(tex, is_block) if tex and len(tex) <= LONGEST else None
    if made is None:
        return None
    formula = _element(made)
    if "\\nolimits" not in tex:
        _place_limits(formula)
    return formula


def _place_limits(formula: Element) -> None:
    """Let the browser place limits wherever they are: within roots and brackets the library does not."""
    for element in walk(formula):
        of = element.elements()[0] if element.tag in WITH_LIMITS and element.elements() else None
        if of is not None and _has_limits(of):
            of.tag = "mo"
            of.attrs["movablelimits"] = "true"
            element.tag = WITH_LIMITS[element.tag]


def _has_limits(of: Element) -> bool:
    said = text_of(of)
    if said in LARGE:
        return of.tag in {"mi", "mo"}
    return of.tag == "mo" and (said in NAMED or of.attrs.get("movablelimits") == "true")


@lru_cache(maxsize=1024)
def _converted(tex: str, is_block: bool) -> Xml | None:
    """What the library makes of *tex*, or None where it makes nothing that is sure to be meant."""
    try:
        made = convert_to_element(tex, display="block" if is_block else "inline")
        is_sound = _depth(made) <= DEEPEST and not any(
            (each.text or "").startswith("\\") for each in made.iter()
        )
    except Exception:  # it answers what it cannot read with every kind of fault
        return None
    return made if is_sound else None


def _depth(made: Xml) -> int:
    return 1 + max((_depth(child) for child in made), default=0)


def _element(made: Xml) -> Element:
    """As an element of ours: its words escaped, which the library leaves as they came; nothing unknown."""
    element = Element(made.tag if made.tag in MATHML else "mrow")
    element.attrs = {name: value for name, value in made.attrib.items() if name in MATHML_ATTRIBUTES}
    element.children = [escaped(unescape(made.text))] if made.text else []
    element.children += [_element(child) for child in made]
    return element
