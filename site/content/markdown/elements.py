"""The elements and classes that may stand in a text."""

from __future__ import annotations

from pygments.token import STANDARD_TYPES


def names(written: str) -> frozenset[str]:
    """A set of names from one line of them."""
    return frozenset(written.split())


INLINE = names(
    "a abbr b bdi bdo br cite code del dfn em i img input ins kbd label mark picture q rp rt ruby s samp "
    "small span strong sub sup time u var wbr"
)
BLOCKS = names(
    "aside audio blockquote caption col colgroup dd details div dl dt figcaption figure footer "
    "h2 h3 h4 h5 h6 hr li ol p pre section source summary table tbody td tfoot th thead tr track ul video"
)
# MathML Core without what scripts or styles could hang on; only our own step writes it.
MATHML = names(
    "math mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow ms mspace msqrt mstyle "
    "msub msubsup msup mtable mtd mtext mtr munder munderover none"
)
MATHML_ATTRIBUTES = names(
    "accent accentunder columnalign depth display displaystyle fence form height largeop linethickness "
    "lspace mathvariant maxsize minsize movablelimits rspace scriptlevel separator stretchy symmetric "
    "voffset width"
)
VOID = names("area br col embed hr img input link meta source track wbr")
TO_TRANSLATE = names("acronym embed h1 iframe strike tt")
WRITTEN_BY_US = names("label picture")

FOR_ANYTHING = names("beside marginal pull small stet wide")
OF_PYGMENTS = frozenset(filter(None, STANDARD_TYPES.values()))
OF_CELLS = names("n ta-center ta-left")
# The steps of a picture's mean colour and of its focus (media.sizing, media.models).
STEPS = {"th": 12, "tl": 8, "tc": 3, "fx": 11, "fy": 11}
OF_PICTURES = frozenset(f"{name}-{step}" for name, steps in STEPS.items() for step in range(steps)) | {"tint"}
# Width to height of the pictures of a gallery, in steps.
SHAPES = (0.5, 0.6, 0.67, 0.75, 0.875, 1, 1.125, 1.333, 1.5, 1.778, 2, 2.5)
CLASSES = {
    "a": names("back remote-picture"),
    "aside": names("alert"),
    "code": names("unread"),
    "div": names("body formula gallery"),
    "figure": names("code embed figure film sound") | {f"shape-{n}" for n in range(1, len(SHAPES) + 1)},
    "img": OF_PICTURES,
    "li": names("task"),
    "ol": names("tasks"),
    "p": names("title"),
    "section": names("footnotes table"),
    "span": names("hll") | OF_PYGMENTS,
    "sup": names("fnref"),
    "td": OF_CELLS,
    "th": OF_CELLS,
    "ul": names("tasks"),
}


def classes_of(tag: str) -> frozenset[str]:
    """The classes that an element may carry: what the stylesheets know."""
    return FOR_ANYTHING | CLASSES.get(tag, frozenset())
