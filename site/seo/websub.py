"""WebSub (w3.org/TR/websub): a hub that subscribers of feeds listen to, and that is told of news."""

from urllib.parse import urlencode


def message(feeds: list[str]) -> bytes:
    """What a hub is told: that there is news in *feeds*, in the form that hubs take."""
    return urlencode([("hub.mode", "publish"), *(("hub.url", feed) for feed in feeds)]).encode()
