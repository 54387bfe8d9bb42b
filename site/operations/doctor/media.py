"""Where pictures and files are, when that is a bucket: whether it takes them, and hands them to readers."""

import secrets
from collections.abc import Iterator
from urllib.error import HTTPError
from urllib.request import ProxyHandler, build_opener

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from media.bucket import bucket_at
from operations.doctor.findings import Finding

PATIENCE = 5.0  # seconds
FORBIDDEN = (401, 403, 404)
POLICY = "docs/several-machines.md has a policy that lets anybody read an object by its name, and no more."


def bucket() -> Iterator[Finding]:
    """The bucket takes files, gives them to whoever knows their names, and lists nothing to strangers."""
    if not settings.MEDIA_STORE:
        return
    name = f"doctor/{secrets.token_hex(16)}.txt"
    try:
        default_storage.save(name, ContentFile(name.encode()))
    except OSError as error:
        yield Finding(
            f"The bucket of the media takes nothing: {error}",
            "Does the store run? Look at MEDIA_STORE, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.",
        )
        return
    yield from _to_readers(name)
    try:
        default_storage.delete(name)
    except OSError as error:
        yield Finding(f"The bucket of the media forgets nothing: {error}", "Let the site's key delete there.")


def _to_readers(name: str) -> Iterator[Finding]:
    """What nginx gets, which has no key."""
    at = bucket_at(settings.MEDIA_STORE)
    if (said := _asked(f"{at.address}/{name}")) != 200:
        yield Finding(f"nginx cannot read the bucket of the media ({said}).", POLICY)
    root = at.address.removesuffix(f"/{at.prefix}") if at.prefix else at.address
    if (said := _asked(f"{root}/?list-type=2")) not in FORBIDDEN:
        yield Finding(f"Anybody can list the bucket of the media ({said}).", POLICY)


def _asked(url: str) -> int | str:
    """The status at *url*, or why there is none."""
    try:
        with build_opener(ProxyHandler({})).open(url, timeout=PATIENCE) as answer:
            return int(answer.status)
    except HTTPError as error:
        return error.code
    except OSError as error:
        return str(error)
