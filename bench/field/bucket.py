"""A site kept in a bucket and taken back: ``python -m bench.field.bucket WEED`` prints the cells as JSON.

Run in the environment of ``make deploy-test``, which has boto3 and SeaweedFS, a store that speaks S3.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import boto3
import pyrage

from bench import backup_drill, start
from bench.field import weed

POSTS, FILES = 60, 40
BUCKET, UNDER = "kept", "stet/"
Env = dict[str, str]


def main(program: Path) -> None:
    """Go through it."""
    with tempfile.TemporaryDirectory(prefix="stet-bucket-") as name:
        folder = Path(name)
        with weed.running(program, folder / "store") as address:
            client = _client(address)
            print(json.dumps(_Drill(folder, client, _environment(folder, address)).go()))


def _client(address: str) -> Any:
    said = weed.credentials()
    client = boto3.client(
        "s3",
        endpoint_url=address,
        region_name=said["AWS_DEFAULT_REGION"],
        aws_access_key_id=said["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=said["AWS_SECRET_ACCESS_KEY"],
    )
    client.create_bucket(Bucket=BUCKET)
    return client


def _environment(folder: Path, address: str) -> Env:
    key = pyrage.x25519.Identity.generate()
    (folder / "key").write_text(str(key))
    return (
        start.environment(folder, POSTS)
        | weed.credentials()
        | {
            "PAGES_REDIS_URL": "",
            "REDIS_URL": "",
            "MEDIA_ROOT": str(folder / "media"),
            "BACKUP_TO": f"s3://{BUCKET}/{UNDER.strip('/')}?endpoint={address}",
            "BACKUP_RECIPIENTS": str(key.to_public()),
        }
    )


class _Drill:
    """What is done in *folder*, to the bucket that *client* opens."""

    def __init__(self, folder: Path, client: Any, env: Env) -> None:
        self.folder, self.client, self.env = folder, client, env

    def go(self) -> dict[str, bool | str]:
        backup_drill.furnish(self.folder, POSTS, FILES, self.env)
        start.manage(self.env, "backup")
        first = self._keys("media/")
        start.manage(self.env, "backup")
        before = backup_drill.addresses(self.env)
        tried = self._restore("--verify")
        backup_drill.lose(self.folder, self.env)
        back = self._restore("--replace")
        return {
            "made": len(first) == FILES and len(self._keys("backups/")) == 2 * 4,
            "each file once": self._keys("media/") == first,
            "tried": tried == "",
            "taken back": back == "",
            "addresses equal": before == backup_drill.addresses(self.env) and f"{len(before)}",
            "broken ones refused": self._refusals(),
            "out of reach": self._is_said_plainly(),
        }

    def _refusals(self) -> str:
        """Each kind of broken backup is put in, tried, and mended again."""
        [newest] = [key for key in self._keys("backups/")[-4:] if key.endswith("/database")]
        media = self._keys("media/")[0]
        kinds: dict[str, tuple[str, Callable[[bytes], bytes | None]]] = {
            "a database that is gone": (newest, lambda body: None),
            "a database cut off": (newest, lambda body: body[:-100]),
            "a database changed": (newest, lambda body: body[:-50] + b"x" * 50),
            "a manifest changed": (newest.replace("database", "manifest"), lambda body: body[:-9] + b"x" * 9),
            "a file that is gone": (media, lambda body: None),
            "a file changed": (media, lambda body: body[:-9] + b"x" * 9),
        }
        taken = [kind for kind, (key, broken) in kinds.items() if not self._is_refused(key, broken)]
        return f"no: {', '.join(taken)} taken for sound" if taken else str(len(kinds))

    def _is_refused(self, key: str, broken: Callable[[bytes], bytes | None]) -> bool:
        body = self.client.get_object(Bucket=BUCKET, Key=key)["Body"].read()
        worse = broken(body)
        if worse is None:
            self.client.delete_object(Bucket=BUCKET, Key=key)
        else:
            self.client.put_object(Bucket=BUCKET, Key=key, Body=worse)
        said = self._restore("--verify")
        self.client.put_object(Bucket=BUCKET, Key=key, Body=body)
        return _is_a_sentence(said)

    def _is_said_plainly(self) -> bool:
        """A store that does not answer, and a key that opens no bucket."""
        nowhere = f"s3://{BUCKET}/{UNDER.strip('/')}?endpoint=http://127.0.0.1:9"
        cases = ({"BACKUP_TO": nowhere}, {"AWS_SECRET_ACCESS_KEY": "another"})
        return all(_is_a_sentence(_fault(self.env | case, "backup")) for case in cases)

    def _restore(self, how: str) -> str:
        return _fault(self.env, "restore", how, "--key", str(self.folder / "key"))

    def _keys(self, under: str) -> list[str]:
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=BUCKET, Prefix=UNDER + under)
        return [each["Key"] for page in pages for each in page.get("Contents", ())]


def _fault(env: Env, *arguments: str) -> str:
    """What ``manage.py`` says where it fails, else nothing."""
    command = [sys.executable, str(start.ROOT / "manage.py"), *arguments]
    ran = subprocess.run(command, env=env, cwd=start.ROOT, capture_output=True, text=True, check=False)
    return ran.stderr if ran.returncode else ""


def _is_a_sentence(said: str) -> bool:
    if "CommandError: " in said and "Traceback" not in said:
        return True
    print(said[-1500:], file=sys.stderr)
    return False


if __name__ == "__main__":
    main(Path(sys.argv[1]))
