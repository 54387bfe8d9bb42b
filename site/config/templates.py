"""Jinja2 as this house uses it, and the backend that answers to ``page.html#block``.

A fragment is the very block of its page. Calling ``template.blocks[name](context)`` would miss what the page
sets and imports at its top, so the page is begun (its first piece of output runs those, and joins the
parents' blocks), then left, and the block alone is rendered. So sets and imports stand above the first text.
"""

import re
from collections.abc import Callable
from datetime import date, datetime
from email.utils import format_datetime
from functools import cache, cached_property
from pathlib import Path
from typing import Any, cast

import jinja2
from django.conf import settings
from django.template import TemplateDoesNotExist
from django.template.backends.jinja2 import Jinja2, Template
from django.templatetags.static import static
from django.urls import reverse
from django.utils import formats, timezone, translation
from jinja2.environment import TemplateModule
from jinja2.runtime import Context
from markupsafe import Markup

import seo
from content.addresses import address
from content.models import SiteSettings
from language import own_name
from seo import Facts, Image, Publisher


class Block:
    """One block of a template, with the face of a template."""

    def __init__(self, template: jinja2.Template, block: str) -> None:
        self.template = template
        self.block = block
        self.name = f"{template.name}#{block}"
        self.filename = template.filename

    def render(self, context: dict[str, Any]) -> str:
        """The block's text. Raises TemplateDoesNotExist when neither page nor parents have the block."""
        begun = self.template.new_context(context)
        page = self.template.root_render_func(begun)
        try:
            next(page, None)
            parts = list(begun.blocks[self.block][0](begun)) if self.block in begun.blocks else None
        except Exception:
            self.template.environment.handle_exception()  # the traceback names the template's own lines
        finally:
            page.close()  # type: ignore[attr-defined]
        if parts is None:
            raise TemplateDoesNotExist(self.name)
        return self.template.environment.concat(parts)


class Shared(jinja2.Template):
    """A template whose macros are made once for all that import them."""

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        """Jinja compares the importer's globals with these at each import; here all are the environment's."""
        return super()._get_default_module()


class Telling(Context):
    """What a template is told, and how it calls things: hardly any of them asks for more than it is given."""

    def call(self, thing: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Jinja asks each time in five ways whether *thing* wants the context; a mark says so by itself."""
        if hasattr(thing, "jinja_pass_arg"):
            return super().call(thing, *args, **kwargs)
        kwargs.pop("_block_vars", None)
        kwargs.pop("_loop_vars", None)
        return thing(*args, **kwargs)


class Backend(Jinja2):
    """Django's Jinja2 backend; ``blog/archive.html#posts`` is the block ``posts`` of that page."""

    def get_template(self, template_name: str) -> Template:
        return self._found(template_name) if self.env.auto_reload else self._known(template_name)

    def load_all(self) -> None:
        """Load every template of the release, unless they are read anew whenever they change."""
        if not self.env.auto_reload:
            for name in self.env.list_templates():
                self.env.get_template(name)

    @cached_property
    def _known(self) -> Callable[[str], Template]:
        """A release's templates, each found once."""
        return cache(self._found)

    def _found(self, template_name: str) -> Template:
        page, _, block = template_name.partition("#")
        template = super().get_template(page)
        return Template(cast(jinja2.Template, Block(template.template, block)), self) if block else template


def environment(**options: Any) -> jinja2.Environment:
    """The environment of every template: strict about names, escaping by default."""
    ours: dict[str, Any] = {
        "autoescape": True,
        "undefined": jinja2.StrictUndefined,  # in production too: what tests saw is what readers get
        "trim_blocks": True,
        "lstrip_blocks": True,
        "bytecode_cache": _bytecode(Path(settings.VAR) / "jinja"),
    }
    env = jinja2.Environment(**options | ours)  # noqa: S701 - autoescape is among them
    env.template_class, env.context_class = Shared, Telling
    env.globals.update(
        url=url, static=cache(static), direction=direction, graph=graph, own_name=own_name
    )  # a release's names never change
    env.filters.update(date_long=date_long, date_short=date_short, iso=iso, number=number, rfc822=rfc822)
    env.filters.update(in_line=in_line, in_brackets=in_brackets)
    env.install_gettext_translations(translation, newstyle=True)  # type: ignore[attr-defined]
    return env


def _bytecode(folder: Path) -> jinja2.BytecodeCache | None:
    """Compiled templates kept between starts; none where the folder cannot be written."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        (folder / ".writable").touch()
    except OSError:
        return None
    return jinja2.FileSystemBytecodeCache(str(folder))


def graph(facts: Facts, site: SiteSettings) -> Markup:
    """What a page of *site* says of itself in JSON-LD."""
    logo = site.logo and Image(seo.absolute(site.logo.url), site.logo_width, site.logo_height)
    search = url("front:search")
    publisher = Publisher(
        site.name, site.description, site.language, search, logo or None, site.is_person, site.licence_url
    )
    return seo.graph(facts, publisher)


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of the view called *name*."""
    return reverse(name, args=args, kwargs=kwargs) if kwargs else address(name, *args)


def direction(language: str) -> str:
    """``rtl`` or ``ltr``, for the ``dir`` of a text in *language*."""
    return "rtl" if language.split("-")[0].lower() in RIGHT_TO_LEFT else "ltr"


RIGHT_TO_LEFT = {"ar", "arc", "ckb", "dv", "fa", "he", "ks", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"}


def date_long(value: date) -> str:
    """A date as the active language writes it in full: 21 November 2026."""
    return formats.date_format(_local(value), "j F Y" if _speaks_english() else "DATE_FORMAT")


def date_short(value: date) -> str:
    """A date with the month's name cut short where the active language does that: 21 Nov 2026."""
    return formats.date_format(_local(value), "j M Y" if _speaks_english() else "DATE_FORMAT")


def _speaks_english() -> bool:
    # Django's own format for English is the American one; the house writes the day first.
    return (translation.get_language() or "en").split("-")[0] == "en"


def iso(value: date) -> str:
    """A moment or date for ``<time datetime>``: ISO 8601, seconds at most."""
    return _local(value.replace(microsecond=0) if isinstance(value, datetime) else value).isoformat()


def rfc822(value: datetime) -> str:
    """A moment as RSS writes it: Mon, 02 Mar 2026 09:00:00 +0000."""
    return format_datetime(value.replace(microsecond=0))


def in_line(text: str) -> str:
    """*text* as one line of Markdown."""
    return " ".join(text.split())


def in_brackets(text: str) -> str:
    """*text* as what a link in Markdown says."""
    return re.sub(r"[\\\[\]]", r"\\\g<0>", in_line(text))


def number(value: float) -> str:
    """A number grouped as the active language groups it."""
    return formats.number_format(value, force_grouping=True)


def _local(value: date) -> date:
    return timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value
