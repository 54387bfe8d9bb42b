"""What the standing pages say of themselves."""

from typing import Any

from django.urls import reverse

from seo import Facts, Feed, Image, absolute, described


def of_page(page: Any, path: str) -> Facts:
    """The facts of a page that stands at *path*: its own, or the root where it is the home page."""
    picture = page.lead_picture
    return Facts(
        title=page.seo_title or page.title,
        path=path,
        canonical=page.canonical_url or absolute(path),
        language=page.language,
        description=described(page.seo_description, page.summary, page.excerpt),
        image=picture
        and Image(absolute(picture.url), picture.width, picture.height, page.lead_alt or picture.says),
        authors=tuple(signature.person.name for signature in page.signatures),
        noindex=page.noindex,
        feeds=(Feed("Atom", absolute(reverse("blog:feed"))),),
    )
