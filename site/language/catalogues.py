"""The words in other languages: gettext catalogues, ``po/<language>.po``, read when they are first needed.

There is nothing to compile, and so nothing compiled that could be older than its source. A word is known by
its context (``letters.send``); one that is missing or marked as fuzzy is said in English.
"""

from dataclasses import fields, replace
from functools import cache
from gettext import c2py
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from language.counting import Counted

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    Table = TypeVar("Table", bound=DataclassInstance)

FOLDER = Path(__file__).parent / "po"
SOURCE = "en"  # the language of the tables themselves


def languages() -> list[str]:
    """The languages that have words of their own."""
    return sorted([SOURCE, *(file.stem for file in FOLDER.glob("*.po"))])


@cache
def catalogue(language: str) -> Catalog:
    """The catalogue of *language*; an empty one where there is none."""
    if language not in languages():
        return Catalog()
    with (FOLDER / f"{language}.po").open("rb") as file:
        return read_po(file)


def spoken(english: "Table", part: str, language: str) -> "Table":
    """The table of the words of *part*, in *language* as far as it has them."""
    if language == SOURCE or language not in languages():
        return english
    found = catalogue(language)
    names = [field.name for field in fields(english)]
    return replace(
        english, **{name: _word(found, f"{part}.{name}", getattr(english, name)) for name in names}
    )


def _word(found: Catalog, context: str, english: str | Counted) -> str | Counted:
    message = found.get(message_id(english), context)
    if message is None or not is_translated(message):
        return english
    if isinstance(english, Counted):
        return Counted(forms(message), c2py(found.plural_expr))
    return str(message.string)


def message_id(english: str | Counted) -> str | tuple[str, ...]:
    """What gettext calls the English words: a text, or the forms for one and for many."""
    return english.forms if isinstance(english, Counted) else english


def is_translated(message: Message) -> bool:
    """Whether *message* has all its forms, and nobody still has to look at them."""
    return not message.fuzzy and all(forms(message))


def forms(message: Message) -> tuple[str, ...]:
    """What *message* is translated to, in each form that it has."""
    said = message.string or ""
    return (said,) if isinstance(said, str) else tuple(said)
