"""The tables of words, by the name that their contexts in the catalogues begin with."""

from typing import TYPE_CHECKING, Final

from language import letters, mail, reading, words

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

PAGE: Final = words.ENGLISH
LETTERS: Final = letters.ENGLISH
READING: Final = reading.ENGLISH
MAIL: Final = mail.ENGLISH

PARTS: "Final[dict[str, DataclassInstance]]" = {
    "page": PAGE,
    "letters": LETTERS,
    "reading": READING,
    "mail": MAIL,
}
