"""What can be wrong, and how it is mended."""

from dataclasses import dataclass

MENDS = {
    "robots": "Look at the rules in the settings, under Robots.",
    "sitemap": "The sitemap is made of what is published; tell who looks after the site.",
    "not there": "Publish what stands there, or take it out of where it is named.",
    "redirect": "Lead straight to where it ends.",
    "chain": "Let the first address lead straight to the last.",
    "canonical": "Take the canonical address out of the text's settings, or the text out of the sitemap.",
    "noindex": "Take the mark out of the text's settings; the sitemap then follows.",
    "title": "Give it a title.",
    "same title": "Two pages say they are the same; give one of them another title.",
    "description": "Write a summary.",
    "heading": "A page has one heading of the first rank.",
    "language": "Choose the language of the text.",
    "picture": "Describe it, or say that it is decorative.",
    "data": "That is for whoever looks after the templates.",
    "date": "The sitemap and the page do not agree; tell who looks after the site.",
    "twin": "That is for whoever looks after the site.",
    "feed": "That is for whoever looks after the site.",
    "orphan": "Link to it from another text, or put it into a menu or a topic.",
    "dead link": "Mend the link, or publish what it leads to.",
    "soft 404": "An address with nothing behind it has to answer 404.",
    "spelling": "Another spelling of an address has to lead to the one, in one step.",
    "unchanged": "A page that has not changed has to be answered by 304.",
    "head": "HEAD has to answer as GET does.",
}


@dataclass(frozen=True, order=True)
class Defect:
    """Something wrong at an address: what of MENDS, and what was seen."""

    address: str
    name: str
    seen: str

    def __str__(self) -> str:
        return f"{self.address}  {self.name}: {self.seen}  {MENDS[self.name]}"
