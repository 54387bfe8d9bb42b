"""A bucket of an S3-compatible store, as one address names it: where the media are that are in no folder."""

from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True)
class Bucket:
    """A bucket by its *name*; what is kept in it begins with *prefix*.

    *endpoint* is the store's own address, without a slash at its end; without it the store is Amazon's.
    """

    name: str
    prefix: str = ""
    endpoint: str = ""
    region: str = ""

    @property
    def address(self) -> str:
        """Where what stands in it is read, without a slash at the end."""
        region = f".{self.region}" if self.region else ""
        base = (
            f"{self.endpoint}/{self.name}"
            if self.endpoint
            else f"https://{self.name}.s3{region}.amazonaws.com"
        )
        return f"{base}/{self.prefix}".rstrip("/")


def bucket_at(place: str) -> Bucket:
    """The bucket at *place*: ``s3://bucket/prefix?endpoint=https://host&region=name``.

    Raises ValueError for anything else.
    """
    parts = urlsplit(place)
    if parts.scheme != "s3" or not parts.hostname:
        raise ValueError(f"{place!r} is no bucket; it takes s3://bucket/prefix?endpoint=https://host.")
    asked = {name: values[0].rstrip("/") for name, values in parse_qs(parts.query).items()}
    endpoint = asked.get("endpoint", "")
    if endpoint and (urlsplit(endpoint).scheme not in {"http", "https"} or not urlsplit(endpoint).hostname):
        raise ValueError(f"{endpoint!r} is no endpoint; it takes an address like https://host.")
    return Bucket(parts.netloc, parts.path.strip("/"), endpoint, asked.get("region", ""))
