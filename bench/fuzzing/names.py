"""Headers, cookies and parameters that have poisoned caches somewhere, or that name something to a server.

Sources: the headers that proxies, frameworks and CDNs document for overriding a request's host, scheme, path,
method, client, language or device, and those of HTTP's own conditions, ranges and negotiation (RFC 9110).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

CANARY = "zqx7"  # stands in every value, and must stand in no kept page

# Each with a value that would do harm where somebody believed it.
DANGEROUS = {
    "X-Forwarded-Host": f"{CANARY}.example",
    "X-Forwarded-Server": f"{CANARY}.example",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Scheme": "https",
    "X-Forwarded-Port": "4443",
    "X-Forwarded-Prefix": f"/{CANARY}",
    "X-Forwarded-For": "127.0.0.1",
    "X-Forwarded-SSL": "on",
    "X-Forwarded-Path": f"/{CANARY}",
    "X-Forwarded-Uri": f"/{CANARY}",
    "Forwarded": f'for=127.0.0.1;host="{CANARY}.example";proto=https',
    "X-Host": f"{CANARY}.example",
    "X-HTTP-Host-Override": f"{CANARY}.example",
    "X-Original-Host": f"{CANARY}.example",
    "X-Original-URL": f"/{CANARY}",
    "X-Rewrite-URL": f"/{CANARY}",
    "X-Original-URI": f"/{CANARY}",
    "X-HTTP-Method": "POST",
    "X-HTTP-Method-Override": "DELETE",
    "X-Method-Override": "PUT",
    "X-Script-Name": f"/{CANARY}",
    "X-Url-Scheme": "https",
    "X-Scheme": "https",
    "Front-End-Https": "on",
    "X-Real-IP": "127.0.0.1",
    "X-Request-ID": "f" * 32,
    "X-Page-Store": "away",
    "X-Page-Key": f"GET|{CANARY}|/||",
    "X-Page-Cache": "hit",
    "X-Accel-Redirect": "/.errors/404.html",
    "Range": "bytes=0-9",
    "If-Range": f'"{CANARY}"',
    "If-None-Match": "*",
    "If-Match": f'"{CANARY}"',
    "If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT",
    "If-Unmodified-Since": "Thu, 01 Jan 1970 00:00:00 GMT",
    "Accept": "text/markdown",
    "Accept-Language": f"de-{CANARY}, de;q=0.9",
    "Accept-Charset": "utf-16",
    "Accept-Encoding": "identity;q=0, *;q=0",
    "Authorization": f"Bearer {CANARY}",
    "Cookie": f"sessionid={CANARY}; csrftoken={CANARY}; messages={CANARY}",
    "HX-Request": "true",
    "HX-Boosted": "true",
    "HX-Current-URL": f"http://{CANARY}.example/",
    "HX-Target": CANARY,
    "HX-Trigger": CANARY,
    "HX-History-Restore-Request": "true",
    "Sec-Fetch-Dest": "document",
    "Sec-Fetch-Mode": "navigate",
    "Sec-Fetch-Site": "cross-site",
    "Origin": f"https://{CANARY}.example",
    "Referer": f"https://{CANARY}.example/",
    "User-Agent": f"Mozilla/5.0 (iPhone) {CANARY}",
    "Cache-Control": "no-store",
    "Pragma": "no-cache",
    "Expect": "100-continue",
    "Upgrade": "h2c",
    "TE": "trailers",
    "Via": f"1.1 {CANARY}",
    "Max-Forwards": "0",
    "Content-Type": "application/x-www-form-urlencoded",
    "Content-Encoding": "gzip",
    "Prefer": "return=minimal",
    "Save-Data": "on",
    "Proxy": f"http://{CANARY}.example",
    "Proxy-Host": f"{CANARY}.example",
    "Transfer_Encoding": "chunked",
    "X_Forwarded_Host": f"{CANARY}.example",
}


def words(text: str) -> list[str]:
    """The words of a text: easier to read than so many quotation marks."""
    return text.split()


# Further ones, made as programs make them: a maker's prefix and what it says.
PREFIXES = words("""
    X- X-Forwarded- X-Original- X-Real- X-Client- X-Remote- X-HTTP- X-Proxy- X-Cache- X-Backend- X-Amz-
    X-Azure- X-Goog- X-Wap- X-Device- X-Country- CF- True- Fastly- Akamai- Client- Cluster- Base-
    Destination- Http- Request- Redirect- Server- Sec-CH- HX- X-Django- X-WSGI-
""")
SAID = words("""
    Host URL URI Path Path-Info Query-String Method Scheme Proto Port Server IP User Name Language
    Locale Timezone Country Theme Debug Format Token ID Key Prefix Base Action Template Version Session
""")

HOSTS = words(f"""
    {CANARY}.example localhost LOCALHOST 127.0.0.1:99999 127.0.0.1:80 127.0.0.1. [::1] 127.0.0.1,127.0.0.1
    127.0.0.1@{CANARY}.example 127.0.0.1:{CANARY} 127.0.0.1/{CANARY} 127.0.0.1,{CANARY}.example %31 0 -
""")

COOKIES = words("""
    sessionid __Host-session csrftoken __Host-csrf messages django_language language lang theme dark
    currency country tz debug preview draft admin user username email cart ab variant experiment device
    mobile amp host path url redirect next callback token auth jwt remember consent utm_source ref part
    page format _method sid
""")

PARAMETERS = words("""
    utm_source utm_medium utm_campaign utm_term utm_content utm_id fbclid gclid dclid msclkid mc_cid
    mc_eid igshid ref referrer source page p q s search query format lang language locale theme debug
    preview draft token next redirect return url uri host path callback jsonp _method method action id
    pk slug user session sessionid cb cachebust v version amp print partial fragment htmx hx sort order
    limit offset cursor since until year month tag topic author feed rss no_cache nocache Part PART
    part[] part.x parts _part
""")


@dataclass(frozen=True)
class Strangeness:
    """What a visitor adds to a plain request: header lines, a query, a body, another method or host."""

    name: str
    headers: str = ""
    query: str = ""
    body: bytes = b""
    method: str = "GET"


def everything() -> Iterator[Strangeness]:
    """Single names, then pairs of the dangerous ones."""
    for name, value in DANGEROUS.items():
        yield _header(name, value)
    for prefix in PREFIXES:
        for said in SAID:
            yield _header(f"{prefix}{said}", f"/{CANARY}")
    for cookie in COOKIES:
        yield _header("Cookie", f"{cookie}={CANARY}")
    for parameter in PARAMETERS:
        yield Strangeness(f"?{parameter}", query=f"{parameter}={CANARY}")
    yield from _hosts()
    yield from _bodies()
    yield from _methods()
    for (one, its), (other, others) in combinations(DANGEROUS.items(), 2):
        yield Strangeness(f"{one} + {other}", f"{one}: {its}\r\n{other}: {others}\r\n")


def _header(name: str, value: str) -> Strangeness:
    return Strangeness(f"{name}: {value}", f"{name}: {value}\r\n")


def _hosts() -> Iterator[Strangeness]:
    """What can be said of the host."""
    for host in ("", *HOSTS):
        yield Strangeness(f"Host: {host!r}", f"Host: {host}\r\n")
    yield Strangeness("two hosts", f"Host: 127.0.0.1\r\nHost: {CANARY}.example\r\n")
    yield Strangeness("host on two lines", f"Host: 127.0.0.1\r\n {CANARY}.example\r\n")


def _bodies() -> Iterator[Strangeness]:
    """A GET that brings a body, each way to say so."""
    body = f"part=posts&title={CANARY}".encode()
    length = f"Content-Length: {len(body)}\r\n"
    form = "Content-Type: application/x-www-form-urlencoded\r\n"
    chunks = f"{len(body):x}\r\n".encode() + body + b"\r\n0\r\n\r\n"
    yield Strangeness("body", length + form, body=body)
    yield Strangeness("body, chunked", "Transfer-Encoding: chunked\r\n" + form, body=chunks)
    yield Strangeness("body, chunked and long", "Transfer-Encoding: chunked\r\n" + length, body=chunks)
    yield Strangeness("body of nothing", "Content-Length: 0\r\n")
    yield Strangeness("body, two lengths", f"{length}Content-Length: 0\r\n", body=body)
    yield Strangeness("body, strange coding", "Transfer-Encoding: xchunked\r\n", body=chunks)


def _methods() -> Iterator[Strangeness]:
    for method in (
        "HEAD",
        "OPTIONS",
        "POST",
        "PUT",
        "PATCH",
        "DELETE",
        "PURGE",
        "BAN",
        "TRACE",
        "PROPFIND",
        "FOO",
    ):
        yield Strangeness(f"method {method}", "Content-Length: 0\r\n", method=method)
