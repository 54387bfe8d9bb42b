"""What a page says of itself in JSON-LD, as one graph (schema.org): nothing that the page does not show.

A text without a lead picture has its card, which stands where the page says how to cite it; one that nobody
signed is the site's own.

The script's type is data, which a policy without inline scripts lets through.
"""

import json
from functools import lru_cache
from typing import Any

from django.conf import settings
from markupsafe import Markup

from seo.addresses import absolute
from seo.facts import Alternate, Author, Facts, Image, Publisher

Node = dict[str, Any]

UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
ESCAPES = str.maketrans(UNSAFE)


def graph(facts: Facts, publisher: Publisher) -> Markup:
    """The graph of a page that may be found, ready for its head; empty for any other."""
    if facts.noindex or not facts.canonical:
        return Markup()
    nodes = _of_page(facts, publisher)
    about_site = _of_site(publisher, settings.SITE_URL)
    return Markup(f'{{"@context":"https://schema.org","@graph":[{about_site},{_written(nodes)[1:]}}}')  # noqa: S704


def _written(nodes: list[Node]) -> str:
    text = json.dumps(nodes, ensure_ascii=False, separators=(",", ":"))
    return text.translate(ESCAPES)


@lru_cache(maxsize=8)  # the same on every page; several sites only in tests
def _of_site(publisher: Publisher, at: str) -> str:
    """What is true of the whole site at *at*, without the brackets around."""
    site = {
        "@type": "WebSite",
        "@id": f"{at}/#site",
        "url": f"{at}/",
        "name": publisher.name,
        "description": publisher.description,
        "inLanguage": publisher.language,
        "publisher": {"@id": f"{at}/#publisher"},
        "potentialAction": {
            "@type": "SearchAction",
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": f"{at}{publisher.search}?q={{search_term_string}}",
            },
            "query-input": "required name=search_term_string",
        },
    }
    who = _named(publisher, at)
    if publisher.logo:
        who["image" if publisher.is_person else "logo"] = _image(publisher.logo)
    return _written([_said(site), who])[1:-1]


def _named(publisher: Publisher, at: str) -> Node:
    """Whose site it is, in as few words as stand for the author of a text that nobody signed."""
    return {
        "@type": "Person" if publisher.is_person else "Organization",
        "@id": f"{at}/#publisher",
        "name": publisher.name,
        "url": f"{at}/",
    }


def _of_page(facts: Facts, publisher: Publisher) -> list[Node]:
    at = absolute(facts.path)
    nodes = [_article(facts, at, publisher) if facts.kind == "article" else _page(facts, at)]
    if facts.crumbs:
        nodes.append(_crumbs(facts, at))
    return nodes


def _page(facts: Facts, at: str) -> Node:
    page = {
        "@type": facts.schema,
        "@id": f"{at}#page",
        "url": at,
        "name": facts.headline or facts.title,
        "inLanguage": facts.language,
        "isPartOf": _part_of(),
        "primaryImageOfPage": facts.image and _image(facts.image),
        "breadcrumb": facts.crumbs and {"@id": f"{at}#crumbs"},
    }
    if facts.profile:
        page["mainEntity"] = _person(facts.profile)
    return _said(page)


def _article(facts: Facts, at: str, publisher: Publisher) -> Node:
    return _said(
        {
            "@type": "BlogPosting",
            "@id": f"{at}#article",
            "mainEntityOfPage": at,
            "url": at,
            "headline": facts.headline or facts.title,
            "description": facts.lede,
            "inLanguage": facts.language,
            "isPartOf": _part_of(),
            "publisher": _publisher(),
            "author": [_person(author) for author in facts.authors] or _named(publisher, settings.SITE_URL),
            "datePublished": facts.published and facts.published.isoformat(timespec="seconds"),
            "dateModified": facts.modified and facts.modified.isoformat(timespec="seconds"),
            "timeRequired": facts.minutes and f"PT{facts.minutes}M",
            "keywords": list(facts.topics),
            "image": _image(shown) if (shown := facts.image or facts.card) else None,
            "license": publisher.licence,
            "workTranslation": [_translation(each) for each in facts.translations],
        }
    )


def _translation(each: Alternate) -> Node:
    return {
        "@type": "CreativeWork",
        "@id": f"{each.url}#article",
        "url": each.url,
        "inLanguage": each.language,
    }


def _part_of() -> Node:
    return {"@id": f"{settings.SITE_URL}/#site"}


def _publisher() -> Node:
    return {"@id": f"{settings.SITE_URL}/#publisher"}


def _person(author: Author) -> Node:
    person = {
        "@type": "Person",
        "@id": author.url and f"{author.url}#person",
        "name": author.name,
        "url": author.url,
        "description": author.about,
        "image": author.picture,
        "sameAs": list(author.elsewhere),
    }
    return _said(person)


def _image(image: Image) -> Node:
    said = {
        "@type": "ImageObject",
        "url": image.url,
        "width": image.width,
        "height": image.height,
        "caption": image.alt,
    }
    return _said(said)


def _crumbs(facts: Facts, at: str) -> Node:
    steps = [*facts.crumbs, (facts.headline or facts.title, facts.path)]
    return {
        "@type": "BreadcrumbList",
        "@id": f"{at}#crumbs",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": absolute(path)}
            for position, (name, path) in enumerate(steps, 1)
        ],
    }


def _said(node: Node) -> Node:
    """*node* without what there is nothing to say of."""
    return {name: value for name, value in node.items() if value}
