"""Keeps the catalogues in step with the English words; what somebody translated is never lost unasked."""

from dataclasses import fields
from datetime import UTC, datetime
from io import BytesIO

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import write_po

from language.catalogues import FOLDER, SOURCE, catalogue, languages, message_id
from language.parts import PARTS

HINTS = {
    "page.long_date": "A date format of Django: j day, F month, Y year.",
    "page.short_date": "A date format of Django: j day, M month cut short, Y year.",
    "page.day_of_year": "A date format of Django: j day, F month.",
    "page.comma": "Between the parts of an enumeration, with its space.",
    "page.last_comma": "Between the last two parts of an enumeration, with its spaces.",
    "reading.cited": "How a text is cited, with the quotation marks and commas of the language.",
    "page.digits": "The ten digits, from nought to nine.",
}
NO_DAY = datetime(2026, 1, 1, tzinfo=UTC)  # the history tells when; a date in the files would only conflict


def template() -> Catalog:
    """All English words, to be translated."""
    made = _empty(None)
    for part, table in PARTS.items():
        for name in (field.name for field in fields(table)):
            context = f"{part}.{name}"
            hints = [HINTS[context]] if context in HINTS else []
            made.add(message_id(getattr(table, name)), context=context, auto_comments=hints)
    return made


def renewed(language: str) -> Catalog:
    """The catalogue of *language* with the words that there are now.

    Where the English of a word changed, what it was translated to stays, marked as fuzzy.
    """
    old, made = catalogue(language), _empty(language)
    made.mime_headers = old.mime_headers if language in languages() else made.mime_headers
    known = {message.context: message for message in old if message.id}
    for message in template():
        if message.id:
            _carry_over(known.get(message.context), message)
            made[message.id] = message
    return made


def _carry_over(old: Message | None, new: Message) -> None:
    if old is None or old.pluralizable != new.pluralizable:
        return
    new.string, new.user_comments = old.string, old.user_comments
    if old.fuzzy or old.id != new.id:
        new.flags.add("fuzzy")


def _empty(language: str | None) -> Catalog:
    made = Catalog(language, header_comment="# Words for readers.", project="Stet", version="", fuzzy=False)
    made.creation_date = made.revision_date = NO_DAY
    return made


def as_file(catalog: Catalog) -> bytes:
    """*catalog* as it stands in its file."""
    written = BytesIO()
    write_po(written, catalog)
    return written.getvalue()


def files() -> dict[str, bytes]:
    """What the template and each catalogue should hold, by their names."""
    translated = [language for language in languages() if language != SOURCE]
    named = {f"{language}.po": as_file(renewed(language)) for language in translated}
    return {"readers.pot": as_file(template()), **named}


def renew() -> list[str]:
    """Write what has changed; returned are the names of those files."""
    stale = {name: text for name, text in files().items() if _held(name) != text}
    for name, text in stale.items():
        (FOLDER / name).write_bytes(text)
    catalogue.cache_clear()
    return list(stale)


def _held(name: str) -> bytes | None:
    file = FOLDER / name
    return file.read_bytes() if file.exists() else None
