"""The process in which pictures are decoded: it answers one picture after another until its input ends.

A flaw in a decoder meets little here: no secret in the environment, no file that can be written, a limit on
memory. ``media.workshop`` starts it, waits for it and ends it.
"""

import json
import resource
import struct
import sys
from dataclasses import asdict
from typing import IO, Any

from media.cleaning import Clean, Refused, clean

MEMORY = 1536 * 1024 * 1024  # 50 million pixels of 4 bytes, some copies of them, and the libraries
LENGTH = struct.Struct(">I")


def serve(requests: IO[bytes], answers: IO[bytes]) -> None:
    """Answer each picture in *requests* with what it became, or with the reason why it is refused."""
    while data := receive(requests):
        said, picture = _answer(data)
        send(answers, json.dumps(said).encode())
        send(answers, picture)


def _answer(data: bytes) -> tuple[dict[str, Any], bytes]:
    try:
        made = clean(data)
    except Refused as refusal:
        return {"refused": str(refusal)}, b""
    return described(made), made.data


def described(made: Clean) -> dict[str, Any]:
    """All of *made* but its bytes."""
    return {name: value for name, value in asdict(made).items() if name != "data"}


def send(stream: IO[bytes], data: bytes) -> None:
    """Write *data* with its length before it."""
    stream.write(LENGTH.pack(len(data)))
    stream.write(data)
    stream.flush()


def receive(stream: IO[bytes]) -> bytes:
    """Read what ``send`` wrote. Nothing at the end of the stream; raises EOFError when it ends midway."""
    head = stream.read(LENGTH.size)
    if not head:
        return b""
    if len(head) < LENGTH.size or len(data := stream.read(LENGTH.unpack(head)[0])) < LENGTH.unpack(head)[0]:
        raise EOFError("The stream ended in the middle of a picture.")
    return data


def limit() -> None:
    """Take from this process what decoding a picture does not need."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))


if __name__ == "__main__":
    limit()
    serve(sys.stdin.buffer, sys.stdout.buffer)
