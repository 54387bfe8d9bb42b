"""What is done to every text, in this order."""

from __future__ import annotations

from collections.abc import Callable

from content.markdown.body import Body
from content.markdown.code import set_code
from content.markdown.elements import names
from content.markdown.embeds import make_cards
from content.markdown.formulas import set_formulas
from content.markdown.galleries import make_galleries
from content.markdown.headings import name_headings_and_anchors
from content.markdown.links import resolve_links
from content.markdown.pictures import make_figures, show_pictures
from content.markdown.players import show_bare_files
from content.markdown.renditions import offer_renditions
from content.markdown.structure import keep_known_classes, put_in_order, put_in_paragraphs
from content.markdown.tables import set_tables
from content.markdown.tasks import set_tasks

Step = Callable[[Body], None]
STEPS: tuple[Step, ...] = (
    put_in_order,
    put_in_paragraphs,
    set_tasks,
    show_bare_files,
    show_pictures,
    name_headings_and_anchors,
    resolve_links,
    make_cards,
    make_galleries,
    make_figures,
    offer_renditions,
)
STEPS_AFTER_READING: tuple[Step, ...] = (set_code, set_tables, set_formulas, keep_known_classes)

# A text in which none of these was written is spared the step.
ONLY_FOR: dict[Step, frozenset[str]] = {
    set_tasks: names("input"),
    show_pictures: names("a audio img video"),  # a link to a file alone in its line has become a player
    make_cards: names("a embed iframe img"),
    make_galleries: names("img"),
    make_figures: names("a img video"),
    offer_renditions: names("img"),
    set_code: names("pre"),
    set_tables: names("table"),
    set_formulas: names("code"),
}


def needed(steps: tuple[Step, ...], written: set[str]) -> list[Step]:
    """Those of *steps* that find something in a text in which these elements were *written*."""
    return [step for step in steps if step not in ONLY_FOR or not ONLY_FOR[step].isdisjoint(written)]
