"""The media in a bucket, for a site on several machines. Readers fetch them from /media/ as ever.

nginx reads the bucket for them (nginx/bucket.conf), so whoever knows an object's name may read it, as with a
folder.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import Any

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage

from media.bucket import bucket_at
from media.formats import TYPE_OF

# An author waits for it: two tries, and a store that says nothing for so long is away.
PATIENCE = Config(
    connect_timeout=3,  # seconds
    read_timeout=15,
    retries={"total_max_attempts": 2, "mode": "standard"},
    s3={"addressing_style": "path"},
    request_checksum_calculation="when_required",  # other stores than Amazon's do not know the newer ones
    response_checksum_validation="when_required",
)
AT_AMAZON = Config(s3={"addressing_style": "auto"})


class Away(ConnectionError):
    """The store did not answer, or did not let the site do what it must."""


class Store(S3Storage):  # type: ignore[misc]
    """Files in the bucket at *place* (``media.bucket``); boto3 finds the keys as it always does."""

    def __init__(self, place: str) -> None:
        bucket = bucket_at(place)
        super().__init__(
            bucket_name=bucket.name,
            location=bucket.prefix,
            endpoint_url=bucket.endpoint or None,
            region_name=bucket.region or None,
            client_config=PATIENCE if bucket.endpoint else PATIENCE.merge(AT_AMAZON),
            file_overwrite=True,  # a name is of its content, so what another process wrote there is the same
            querystring_auth=False,
        )

    def url(self, name: str, *args: Any, **kwargs: Any) -> str:
        """The address at which readers find *name*: the site's own, wherever it is kept."""
        return f"{settings.MEDIA_URL}{filepath_to_uri(name).lstrip('/')}"

    def get_object_parameters(self, name: str) -> dict[str, Any]:
        """What the store is to say of *name*, for nginx passes that on."""
        said = {"CacheControl": "public, max-age=31536000, immutable"}
        known = TYPE_OF.get(PurePosixPath(name).suffix.lstrip(".").lower())
        return said | {"ContentType": known} if known else said

    def _open(self, name: str, mode: str = "rb") -> Any:
        with _answering():
            return super()._open(name, mode)

    def _save(self, name: str, content: Any) -> Any:
        with _answering():
            return super()._save(name, content)

    def delete(self, name: str) -> None:
        with _answering():
            super().delete(name)

    def exists(self, name: str) -> bool:
        with _answering():
            return bool(super().exists(name))

    def listdir(self, name: str) -> Any:
        with _answering():
            return super().listdir(name)

    def size(self, name: str) -> int:
        with _answering():
            return int(super().size(name))


@contextmanager
def _answering() -> Iterator[None]:
    """Say in the words of files what the store's library says in its own. Raises Away, FileNotFoundError."""
    try:
        yield
    except (BotoCoreError, ClientError) as error:
        raise Away(f"The store of the media does not answer: {error}") from error
