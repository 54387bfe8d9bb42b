"""What is done to every text, in this order."""

from __future__ import annotations

from collections.abc import Callable

from content.markdown.body import Body
from content.markdown.code import set_code
from content.markdown.embeds import make_cards
from content.markdown.formulas import set_formulas
from content.markdown.galleries import make_galleries
from content.markdown.headings import name_headings_and_anchors
from content.markdown.links import resolve_links
from content.markdown.pictures import make_figures, show_pictures
from content.markdown.renditions import offer_renditions
from content.markdown.structure import keep_known_classes, put_in_order, put_in_paragraphs
from content.markdown.tables import set_tables
from content.markdown.tasks import set_tasks

Step = Callable[[Body], None]
STEPS: tuple[Step, ...] = (
    put_in_order,
    put_in_paragraphs,
    set_tasks,
    show_pictures,
    name_headings_and_anchors,
    resolve_links,
    make_cards,
    make_galleries,
    make_figures,
    offer_renditions,
)
STEPS_AFTER_READING: tuple[Step, ...] = (set_code, set_tables, set_formulas, keep_known_classes)
