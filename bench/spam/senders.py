"""Who sends letters in the drill: robots of twelve kinds, and people. Each makes one letter from a number."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field

SOLD = ("casino", "viagra", "payday loans", "backlinks", "crypto signals", "replica watches", "forex")
PRAISE = ("Great post!", "Very informative, thanks.", "I shared this with my team.", "Nice read.")
INJECTIONS = tuple(
    f"hanne{end}"
    for end in (
        *("\r\nBcc: all@example.org", "\nBcc: all@example.org", "\rBcc: all@example.org"),
        *("\u2028Bcc: all@example.org", "\u0085Bcc: all@example.org", "%0d%0aBcc: all@example.org"),
        *("\r\nSubject: Win", "\r\nContent-Type: text/html\r\n\r\n<b>", "\n\n<script>alert(1)</script>"),
        *("@example.org\r\nBcc: all@example.org", "@example.org, all@example.org", "@example.org;a@b.org"),
        *("@example.org> <all@example.org", "@example.org\0Bcc: all@example.org", '"\r\nTo: a@b.org'),
        "=?utf-8?q?=0d=0aBcc:_all=40example.org?=",
    )
)
HONEST = (
    "The dots went above the line in the second printing; the first had them below.",
    "Thank you. One question: does the index have to be rebuilt after this, or is ANALYZE enough?",
    "I measured the same on a Pi 4 and got 12 ms, see https://example.org/notes/pi for how.",
    "```\nfor line in file:\n    print(line)\n```\n\nThis is what I use; it reads a line at a time.",
    "> a query costs a day\n\nNot for us: we cache, and it costs an hour.",
    "Danke für den Text! Im dritten Absatz fehlt ein Komma, glaube ich.",
    "ممنون از نوشتهٔ خوبتان. آیا ترجمهٔ فارسی کامل منتشر می‌شود؟",
    "とても参考になりました。続きを楽しみにしています。",
    "I do not agree: a discount on accuracy is no discount. But well argued.",
    "Short and true.",
    "NASA and ESA both publish these as CSV. The JSON of the API has other rounding.",
    "Both https://example.org/a and https://example.com/b say the opposite. Which is newer?",
)


@dataclass(frozen=True)
class Letter:
    """A letter as it is posted: its fields, from where, and what is wrong with the form's seal.

    *opened* is how many seconds its form was open; *key* is the same where one form is sent again.
    """

    address: str
    fields: dict[str, str] = field(default_factory=dict)
    opened: float = 60.0
    key: str = ""
    is_forged: bool = False


Make = Callable[[random.Random, int], Letter]


def _letter(number: int, body: str, name: str = "Ann", **more: object) -> Letter:
    told = {"fields": {"body": body, "name": name, "email": "", "website": ""}, "key": f"key {number}"}
    own = {"address": f"198.51.{number // 250}.{number % 250 + 1}"}
    return Letter(**(told | own | more))  # type: ignore[arg-type]


def _advert(dice: random.Random) -> str:
    one, two = dice.sample(SOLD, 2)
    return f"{dice.choice(PRAISE)} Best {one} and {two} at https://{one.split()[0]}.example/{dice.random()}"


def sends_within_a_second(dice: random.Random, number: int) -> Letter:
    return _letter(number, dice.choice(PRAISE), opened=dice.uniform(0, 2))


def fills_in_every_field(dice: random.Random, number: int) -> Letter:
    fields = {
        "body": _advert(dice),
        "name": "Ann",
        "email": "ann@example.org",
        "website": "https://a.example",
    }
    return _letter(number, "", fields=fields)


def has_no_seal(dice: random.Random, number: int) -> Letter:
    return _letter(number, dice.choice(PRAISE), is_forged=True)


def keeps_a_form_for_days(dice: random.Random, number: int) -> Letter:
    return _letter(number, dice.choice(PRAISE), opened=dice.uniform(2, 9) * 24 * 3600)


def sends_one_form_again_and_again(dice: random.Random, number: int) -> Letter:
    return _letter(number, dice.choice(PRAISE), key="one form for all")


def sends_many_links(dice: random.Random, number: int) -> Letter:
    links = " ".join(f"https://s{dice.randrange(999)}.example/{n}" for n in range(dice.randrange(4, 20)))
    return _letter(number, f"{dice.choice(PRAISE)} {links}")


def sells(dice: random.Random, number: int) -> Letter:
    return _letter(number, _advert(dice))


def writes_links_for_other_sites(dice: random.Random, number: int) -> Letter:
    at = f"https://shop{dice.randrange(99)}.example/"
    return _letter(number, f"{dice.choice(PRAISE)} [url={at}]here[/url] <a href='{at}'>here</a>")


def sends_commands(dice: random.Random, number: int) -> Letter:
    command = dice.choice(("<script>fetch('//x.example')</script>", "<img src=x onerror=alert(1)>"))
    return _letter(number, f"{dice.choice(PRAISE)} {command}")


def is_called_like_an_address(dice: random.Random, number: int) -> Letter:
    return _letter(number, dice.choice(PRAISE), name=f"www.shop{dice.randrange(99)}.example")


def floods_from_one_network(dice: random.Random, number: int) -> Letter:
    return _letter(number, f"{dice.choice(PRAISE)} {dice.random()}", address="203.0.113.9")


def injects_headers(dice: random.Random, number: int) -> Letter:
    said = INJECTIONS[number % len(INJECTIONS)]
    fields = {"body": dice.choice(PRAISE), "name": said[:80], "email": said, "website": ""}
    return _letter(number, "", fields=fields)


def shouts(dice: random.Random, number: int) -> Letter:
    said = f"{dice.choice(PRAISE)} CHEAP {dice.choice(SOLD)} CLICK NOW {'!' * 12}".upper()
    return _letter(number, said)


def praises_and_is_patient(dice: random.Random, number: int) -> Letter:
    """No rule sees this one: nothing is sold yet. It is why letters can be read before they stand."""
    return _letter(number, f"{dice.choice(PRAISE)} {dice.choice(PRAISE)}")


HOSTILE: dict[Make, int] = {  # how many of a thousand
    **dict.fromkeys((sends_within_a_second, fills_in_every_field, has_no_seal, sells, sends_many_links), 100),
    **dict.fromkeys((keeps_a_form_for_days, writes_links_for_other_sites, floods_from_one_network), 80),
    **dict.fromkeys((sends_commands, injects_headers, sends_one_form_again_and_again), 60),
    **dict.fromkeys((is_called_like_an_address, shouts), 35),
    praises_and_is_patient: 10,
}


def honest(dice: random.Random, number: int) -> Letter:
    """Somebody who has read the text, took time and says something; some give an address."""
    email = f"reader{number}@example.org" if number % 3 else ""
    fields = {"body": HONEST[number % len(HONEST)], "name": f"Reader {number}", "email": email, "website": ""}
    return _letter(20_000 + number, "", fields=fields, opened=dice.uniform(8, 3 * 3600))
