"""``make judges``: the third-party checkers on ten addresses of an imported blog, and on the studio's pages.

LH_RUNS=3 is for figures to be quoted. BLOG names another folder of the corpus: the links of this one all lead
somewhere, where those of other excerpts name posts that were left out of them.
"""

import os
import sys

from bench.as_author import way_in
from bench.judging import judge, plain, set_up
from bench.studio_judges import judge_studio
from bench.whole import manage, whole_site

BLOG = os.environ.get("BLOG", "simonw-til")
OF_SPEED = "lighthouse"
FORMS = ("mobile", "desktop")  # one after the other: Lighthouse is given five and a half minutes
TOO = ("/search/", "/topics/writing/")  # of the kinds of page that the ten lack
OF_PAGES = "axe validity links nojs redbot"
OF_UNLISTED = "axe validity links"  # the others take what is kept from search engines for a fault
OF_KEYS = "keyboard"
OF_HEADERS = "headers"  # they expect https: nginx says it was, as it would behind a proxy that ends TLS


def main() -> int:
    """0 when no judge found a defect."""
    folder = set_up()
    with whole_site((BLOG,)) as site:
        ten = _ten(manage(site, "shell", "-v", "0", "-c", LONGEST).split())
        unlisted = ["/search/?q=markdown", *manage(site, "shell", "-v", "0", "-c", UNLISTED).split()]
        twelve = [*ten, *TOO]
        codes = [judge(folder, site.port, twelve, OF_SPEED, LH_FORMS=form, MAXURLS="12") for form in FORMS]
        code = judge(folder, site.port, ten, OF_PAGES) or max(codes)
        code = judge(folder, site.port, unlisted, OF_UNLISTED) or code
        with way_in(site.port, "", {}, plain) as port:
            code = judge(folder, port, [*ten, *unlisted], OF_KEYS) or code
        code = judge_studio(folder, site) or code
    with whole_site((), SITE_URL="https://127.0.0.1") as site:
        some = ["/", "/blog/", "/about/", "/nothing-here/", "/login/"]
        return judge(folder, site.port, some, OF_HEADERS) or code


LONGEST = (
    "from blog.models import Post\n"
    "for post in Post.objects.exclude(source='').order_by('-words')[:4]: print(post.get_absolute_url())\n"
)
# What changed, a letter's form, posts by mail, a topic, a series and an author's page.
UNLISTED = (
    "from blog.models import Post, Series\n"
    "from content.models import Person, PublicChange, SiteSettings, Topic\n"
    "SiteSettings.objects.update(comments='moderated', by_mail=True)\n"
    "change = PublicChange.objects.filter(of='post').first()\n"
    "if change: print(Post.objects.get(pk=change.thing_id).get_absolute_url() + 'changes/')\n"
    "print(f'/comments/post/{Post.objects.exclude(publish_at=None).first().pk}/ /subscribe/')\n"
    "firsts = (found.objects.first() for found in (Topic, Series, Person))\n"
    "for found in filter(None, firsts): print(found.get_absolute_url())\n"
)


def _ten(posts: list[str]) -> list[str]:
    lists = ["/", "/blog/", "/blog/archive/2/", "/topics/", "/writing/markdown/"]
    return [*lists, *(path for path in posts if path.startswith("/")), "/blog/everything-a-text-can-hold/"]


if __name__ == "__main__":
    sys.exit(main())
