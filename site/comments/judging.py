"""What speaks against a letter: rules that anybody can read, and no third party is asked.

A letter is *refused* with a word that its writer can act upon, or it gets points: with SUSPECT of them it
waits to be read even where letters appear at once, with SPAM of them it is set aside, which its writer is
told.
"""

import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass

SUSPECT, SPAM = 3, 6
QUICKEST = 3  # seconds in which somebody reads a form and fills it in
LONGEST_OPEN = 24 * 3600  # seconds
SELLING = re.compile(
    r"\b(?:casino|viagra|cialis|porn\w*|escorts?|backlinks?|seo|loans?|crypto\w*|bitcoins?|forex|betting|"
    r"slots?|replica|payday|essay writ\w+|weight loss|cheap|discount|guest posts?|earn money|telegram|"
    r"whatsapp)\b",
    re.IGNORECASE,
)
BRACKETED = re.compile(r"\[(?:url|link)\b|<a\s", re.IGNORECASE)  # what works elsewhere and not here
COMMANDS = re.compile(
    r"<(?:script|iframe|object|embed|svg|img|style)\b|\bon\w+\s*=|javascript:", re.IGNORECASE
)
SHOUTED = 12  # letters; fewer in capitals are an abbreviation
REPEATED = re.compile(r"(.)\1{9,}", re.DOTALL)


@dataclass(frozen=True)
class Seen:
    """What is known of a letter that was sent.

    *age* is how many seconds its form was open, None where that cannot be told; *stood* how many letters of
    the same e-mail address stand already.
    """

    name: str
    email: str
    text: str
    links: tuple[str, ...]
    address: str
    age: float | None
    is_trapped: bool = False
    stood: int = 0


@dataclass(frozen=True)
class Verdict:
    """A *refusal* (the name of the word for it, and what is filled in), or points with their reasons."""

    refusal: str = ""
    filled: tuple[tuple[str, object], ...] = ()
    points: int = 0
    reasons: tuple[str, ...] = ()

    @property
    def is_suspect(self) -> bool:
        return self.points >= SUSPECT

    @property
    def is_spam(self) -> bool:
        return self.points >= SPAM


def judge(seen: Seen, blocked: Iterable[str], most_links: int) -> Verdict:
    """What is to become of a letter, by the rules of the house and those of the site."""
    return refused(seen, blocked, most_links) or counted(seen)


def refused(seen: Seen, blocked: Iterable[str], most_links: int) -> Verdict | None:
    """The refusal of a letter that is not taken as it is, or None."""
    if seen.is_trapped:
        return Verdict("trapped")
    if seen.age is None or seen.age > LONGEST_OPEN:
        return Verdict("old")
    if seen.age < QUICKEST:
        return Verdict("quick")
    if len(seen.links) > most_links:
        return Verdict("links", (("n", most_links), ("has", len(seen.links))))
    return _blocked(seen, blocked)


def _blocked(seen: Seen, blocked: Iterable[str]) -> Verdict | None:
    words = f"{seen.name}\n{seen.email}\n{seen.text}\n{' '.join(seen.links)}".casefold()
    for line in filter(None, (each.strip().casefold() for each in blocked)):
        net = network_of(line)
        if net is not None:
            if _is_in(seen.address, net):
                return Verdict("network")
        elif re.search(rf"(?<!\w){re.escape(line)}(?!\w)", words):
            return Verdict("blocked", (("word", line),))
    return None


def network_of(line: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network | None:
    """The network that a line of the block list names, or None for a word."""
    try:
        return ipaddress.ip_network(line, strict=False)
    except ValueError:
        return None


def _is_in(address: str, net: ipaddress.IPv4Network | ipaddress.IPv6Network) -> bool:
    try:
        return ipaddress.ip_address(address) in net
    except ValueError:
        return False


def counted(seen: Seen) -> Verdict:
    """The points against a letter, each with its reason."""
    found = [(points, reason) for points, reason in _points(seen) if points]
    return Verdict(points=sum(points for points, _ in found), reasons=tuple(reason for _, reason in found))


def _points(seen: Seen) -> Iterable[tuple[int, str]]:
    sold = {word.casefold() for word in SELLING.findall(f"{seen.name} {seen.text}")}
    yield min(6, 2 * len(sold)), f"Words of advertisements: {', '.join(sorted(sold)[:5])}"
    yield len(seen.links), "Links"
    yield 4 * bool(BRACKETED.search(seen.text)), "Links written for other sites"
    yield 3 * bool(COMMANDS.search(f"{seen.name} {seen.text}")), "Commands for a browser"
    yield 3 * ("://" in seen.name or "www." in seen.name.casefold()), "A link for a name"
    yield 2 * _is_shouted(seen.text), "All in capitals"
    yield 2 * bool(REPEATED.search(seen.text)), "One sign again and again"
    yield 2 * (bool(seen.links) and len(seen.text) < 60), "Hardly anything but a link"
    yield -2 * bool(seen.stood), "Others of the same writer stand"


def _is_shouted(text: str) -> bool:
    letters = [each for each in text if each.isalpha()]
    capitals = [each for each in letters if each.isupper()]
    return len(letters) >= SHOUTED and len(capitals) > 0.7 * len(letters)
