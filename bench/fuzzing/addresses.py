"""Addresses that nobody writes who means well, and a great many that nobody has ever written."""

import random
import string
from collections.abc import Iterator

from bench.fuzzing.names import CANARY, words

LETTERS = string.ascii_lowercase + string.digits
BYTES = string.printable[:94] + "%%%///..;;\\\\??&&==" + "éß"

LONG = (
    "/" + "a" * 600 + "/",
    "/blog/" + "a" * 3000 + "/",
    "/blog/?" + "a" * 6000,
    "/" + "a/" * 300,
    "/blog/" + "%41" * 200 + "/",
)
HOSTILE = (
    *LONG,
    "",
    *words("""
        // ///blog/ /blog// /blog//letter-3/ /./blog/ /blog/../blog/ /blog/..%2f /%2e%2e/ /blog/%2e/
        /blog;a=b/ /blog/letter-3;/ /blog/letter-3/;.css /blog\\ /blog/letter-3%5c /blog/%00/
        /blog/letter-3/%00.css /blog/letter%2d3/ /%62log/ /BLOG/ /blog/Letter-3/ /blog/letter-3 /blog
        /blog/letter-3/index.html /blog/letter-3/style.css /blog/letter-3/.css /blog/letter-3.css/
        /blog/letter-3/%0d%0aX-Injected:%20zqx7 /blog/%0aSet-Cookie:a=b/ /blog/%e2%80%ae/ /blog/%ff%fe/
        /blog/%c0%ae%c0%ae/ /blog/%EF%BC%8F/ /blog/letter-3/?part=posts /blog/?part=posts&part=posts
        /blog/?part= /blog/?part=%70osts /blog/?%70art=posts /blog/?part=posts%00 /blog/?part=posts;x=1
        /blog/?part=posts#x /blog/?;part=posts /blog/?&&part=posts&& /blog/?part=zqx7 /blog/??part=posts
        /blog/?part /blog/?PART=posts /blog/?a=1&a=2 /? /blog/? /blog/archive/0/ /blog/archive/-1/
        /blog/archive/01/ /blog/archive/1e3/ /blog/archive/99999999999999999999/ /blog/archive/%31/
        /blog/0000/ /blog/2024/13/ /blog/2024/1/ /blog/٢٠٢٤/ /static/../blog/ /media/../../etc/passwd
        /.errors/404.html /.git/config /edge-status /metrics /robots.txt/ /robots.txt?x=1 /sitemap.xml?p=1
        http://zqx7.example/blog/ http://127.0.0.1/blog/ https://127.0.0.1/blog/letter-3/ * blog/
        /zqx7/?zqx7=zqx7 /healthz/ /readyz?x /login/?next=//zqx7.example
    """),
)


def invented(choose: random.Random) -> Iterator[str]:
    """Addresses without end: half of them known pages with unknown parameters, half that lead nowhere."""
    makers = (_tracked, _tracked, _tracked, _asked, _post, _page, _topic, _number, _noise)
    while True:
        yield choose.choice(makers)(choose)


def _word(choose: random.Random, most: int = 12) -> str:
    return "".join(choose.choices(LETTERS, k=choose.randint(3, most)))


def _tracked(choose: random.Random) -> str:
    names = ("utm_source", "fbclid", "ref", "gclid", _word(choose))
    return f"/blog/letter-{choose.randint(1, 30)}/?{choose.choice(names)}={_word(choose, 30)}"


def _asked(choose: random.Random) -> str:
    return f"/blog/?part={_word(choose)}&{_word(choose)}={_word(choose)}"


def _post(choose: random.Random) -> str:
    return f"/blog/{_word(choose)}-{_word(choose)}/"


def _page(choose: random.Random) -> str:
    return "/" + "/".join(_word(choose) for _ in range(choose.randint(1, 4))) + "/"


def _topic(choose: random.Random) -> str:
    return f"/topics/{_word(choose)}/" + choose.choice(("", "feed.atom", "archive/2/"))


def _number(choose: random.Random) -> str:
    return f"/blog/archive/{choose.randint(1, 10**9)}/"


def _noise(choose: random.Random) -> str:
    path = "".join(choose.choices(BYTES, k=choose.randint(1, 60)))
    return "/" + "".join(path.split()).replace("é", "%C3%A9").replace("ß", f"%C3%9F{CANARY}")
