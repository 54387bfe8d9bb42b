"""Known attacks through every field that takes words: a real browser, our policy, and nothing runs."""

import json
from collections.abc import Iterator
from itertools import islice

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page

from config.middleware import POLICY
from content import configuring, people, reviewing
from content.actors import SITE
from content.markdown import MAX_BYTES
from content.models import Topic
from content.rendering import rendered
from tests import world

PARTS = ("", "timeline/", "review/", "publish/")  # the pages of the studio about a text
FEW = 6  # texts, among which the attacks are dealt
# Before anything of a page runs: what an attack would call says that it was called.
WATCH = """
window.ran = []; window.broken = [];
for (const name of ["alert", "prompt", "confirm", "print", "open"])
  window[name] = () => window.ran.push(name);
document.addEventListener("securitypolicyviolation", (event) =>
  window.broken.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`));
"""
# What no page may hold, whoever wrote it; the frame of our own preview is looked into by itself.
LOOK = """() => {
  const found = [...(window.ran || []).map((name) => `ran ${name}`), ...(window.broken || [])];
  const bad = /^[\\u0000-\\u0020]*(javascript|vbscript|data:(?!image\\/))/i;
  const leads = /^(href|src|action|formaction|xlink:href|data|poster|background)$/;
  const ours = (script) => script.type.includes("json") || script.src.startsWith(`${self.origin}/static/`);
  for (const element of document.querySelectorAll("*")) {
    const name = element.localName;
    if (name === "script" && !ours(element)) found.push("script");
    if (/^(object|embed|applet|base|frame|portal)$/.test(name)) found.push(name);
    if (name === "iframe" && !element.matches(".look > iframe.sheet-frame")) found.push("iframe");
    if (name === "meta" && element.httpEquiv) found.push("meta http-equiv");
    for (const { name: attribute, value } of element.attributes) {
      if (attribute.startsWith("on")) found.push(`${name} ${attribute}`);
      if (attribute === "style" && !value.startsWith("--")) found.push(`${name} style=${value}`);
      if (leads.test(attribute) && bad.test(value)) found.push(`${name} ${value}`);
    }
  }
  return [...new Set(found)];
}"""


@pytest.fixture(scope="session")
def attacks(corpus) -> list[str]:
    """Each line of the lists, without what no form sends."""
    folder = corpus / "torture" / "xss"
    lines = (folder / "xss-payload-list.txt").read_text("utf-8", "replace").splitlines()
    lines += json.loads((folder / "blns.json").read_text("utf-8"))
    return [line.replace("\0", "") for line in lines if line.strip()]


def dealt(attacks: list[str]) -> Iterator[list[str]]:
    """The attacks in FEW hands, none larger than a text may be."""
    for number in range(FEW):
        yield attacks[number::FEW]


def packs(attacks: list[str], longest: int) -> Iterator[str]:
    """The attacks put together, as many as go into *longest* characters; those that are longer stay out."""
    pack = ""
    for attack in attacks:
        if len(pack) + len(attack) + 1 > longest:
            yield pack
            pack = ""
        pack = f"{pack} {attack}".strip() if len(attack) < longest else pack
    yield pack


def written(attacks: list[str]) -> list[str]:
    """The addresses of all pages that show the attacks, once they stand in every field."""
    ines = world.ines()
    short = packs(attacks, 190)
    for number, hand in enumerate(dealt(attacks)):
        topics = [
            Topic.objects.create(name=name, description="\n".join(hand[:40]), slug=f"t{number}-{place}")
            for place, name in enumerate(islice(short, 6))
        ]
        body = "\n\n".join(hand)
        assert len(body.encode()) < MAX_BYTES
        post = world.post(
            next(short),
            summary=" ".join(hand),
            body=body,
            slug=f"hostile-{number}",
            seo_title=next(short),
            seo_description=next(short),
            lead_alt=next(short),
            authors=[ines.person],
            topics=topics,
        )
        world.revise(post, title=next(short), body="\n\n".join(reversed(hand)))
        reviewing.submit(actor=SITE, thing=post, words="\n".join(hand)[: reviewing.LONGEST])
        reviewing.remark(actor=SITE, thing=post, words=" ".join(hand)[-reviewing.LONGEST :])
    links = [{"title": pack, "url": f"https://example.org/?{pack}"} for pack in islice(short, 5)]
    links = [{"title": link["title"], "url": link["url"].replace(" ", "+")} for link in links]
    people.describe(
        actor=SITE,
        person=ines.person,
        name=next(short),
        bio="\n".join(attacks)[:20000],
        picture=None,
        web=links,
    )
    type(ines).objects.filter(pk=ines.pk).update(first_name=next(packs(attacks, 140)))
    items = [{"title": pack[:60], "url": "/blog/"} for pack in islice(short, 4)]
    name = next(packs(attacks, 100))
    configuring.configure(
        actor=SITE, settings={"name": name, "description": next(short)}, menus={"main": items}
    )
    numbers = list(type(post).objects.values_list("pk", flat=True))
    return [
        "/",
        "/blog/",
        "/topics/",
        "/topics/t0-0/",
        "/authors/ines-okafor/",
        *(f"/blog/hostile-{number}/" for number in range(FEW)),
        "/studio/",
        "/studio/posts/",
        "/studio/topics/",
        "/studio/people/",
        f"/studio/person/{ines.person.pk}/",
        "/studio/settings/",
        "/account/",
        *(
            f"/studio/post/{number}/{part}"
            for number in numbers
            for part in ("", "timeline/", "review/", "publish/")
        ),
    ]


@pytest.fixture
def page(people, site) -> Iterator[Page]:
    """The browser of an editor, who sees more pages than anybody."""
    page = people()
    page.add_init_script(WATCH)
    client = Client()
    client.force_login(world.root())
    session = {
        "name": settings.SESSION_COOKIE_NAME,
        "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
    }
    page.context.add_cookies([session | {"url": site.url}])
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    yield page
    assert asked == []


def test_nothing_runs_wherever_it_was_written(page, site, attacks):
    found = {}
    for address in written(attacks):
        answer = page.goto(site.url + address, wait_until="load")
        assert answer.status == 200, address
        found[address] = sorted({what for frame in page.frames for what in frame.evaluate(LOOK)})
    assert {address: what for address, what in found.items() if what} == {}


def test_nothing_runs_of_any_attack_rendered_alone(page, site, attacks):
    """Put together, one attack may swallow the next; so each is rendered by itself as well."""
    made = [f"<div data-one>{rendered(attack, 'markdown').html}</div>" for attack in attacks]
    headers = {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": POLICY}
    body = "<!doctype html>" + "\n".join(made)
    page.route("**/alone/", lambda route: route.fulfill(body=body, headers=headers))
    page.goto(f"{site.url}/alone/", wait_until="load")
    assert page.locator("[data-one]").count() == len(attacks)
    assert page.evaluate(LOOK) == []


def test_an_attack_would_have_been_seen(page, site):
    headers = {"Content-Type": "text/html", "Content-Security-Policy": POLICY}
    body = "<!doctype html><img src=x onerror=alert(1)><script>1</script><a href=javascript:alert(1)>x</a>"
    page.route("**/open/", lambda route: route.fulfill(body=body, headers=headers))
    page.goto(f"{site.url}/open/", wait_until="load")
    found = page.evaluate(LOOK)
    assert {"script", "img onerror", "a javascript:alert(1)"} <= set(found)
