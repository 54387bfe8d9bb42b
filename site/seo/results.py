"""How a page looks where others show it: among a search engine's results."""

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from seo.facts import LONGEST_TITLE, Facts, shortened


@dataclass(frozen=True)
class Result:
    """A page among results: *host* and *steps* are its address as result pages write it."""

    host: str
    steps: tuple[str, ...]
    title: str
    description: str
    is_cut: bool


def result(facts: Facts, site: str) -> Result:
    """The result that *facts* come to on the site called *site*, its title cut as search engines cut it."""
    address = urlsplit(facts.canonical)
    title = facts.title_on(site)
    return Result(
        host=address.netloc,
        steps=tuple(unquote(step) for step in address.path.split("/") if step),
        title=shortened(title, LONGEST_TITLE),
        description=facts.description,
        is_cut=len(title) > LONGEST_TITLE,
    )
