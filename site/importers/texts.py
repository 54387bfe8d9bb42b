"""The bytes of a file as text, with an honest word where they are not UTF-8."""

import codecs

from importers.items import About, Note

MAX_BYTES = 1_000_000  # what the renderer takes, too
FOREIGN = 0.1  # more bytes beyond ASCII than this, and Windows-1252 is hardly what the author wrote in

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


class Unreadable(ValueError):
    """A file that holds no text that can be imported; ``line`` is where."""

    def __init__(self, text: str, line: int = 1) -> None:
        super().__init__(text)
        self.line = line


def decode(data: bytes) -> tuple[str, tuple[Note, ...]]:
    """The text in *data* with lines ended by a line feed, and notes on what was not plain UTF-8.

    Raises Unreadable for binary data, for too much of it, and for an encoding that cannot be told.
    """
    if len(data) > MAX_BYTES:
        raise Unreadable(f"The file has {len(data):,} bytes; a text may have {MAX_BYTES:,}. Split it.")
    text, notes = _decoded(data)
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise Unreadable("The file is not text: it has zero bytes.", line)
    return text.replace("\r\n", "\n").replace("\r", "\n"), notes


def _decoded(data: bytes) -> tuple[str, tuple[Note, ...]]:
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace"), ()
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        return _western(data, data.count(b"\n", 0, error.start) + 1)


def _western(data: bytes, line: int) -> tuple[str, tuple[Note, ...]]:
    """*data* as Windows-1252, the usual form of old western texts; refused where that is unlikely."""
    beyond = sum(byte > 127 for byte in data)
    text = data.decode("cp1252", "replace")
    if "\ufffd" in text or beyond > FOREIGN * len(data):
        raise Unreadable("The file is not UTF-8, and its encoding cannot be told. Save it as UTF-8.", line)
    said = "The file is not UTF-8; it was read as Windows-1252. Please look at its accents."
    return text, (Note(line, said, About.FAULT),)
