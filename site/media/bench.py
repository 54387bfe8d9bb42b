"""The process in which pictures are decoded: it answers one picture after another until its input ends.

A flaw in a decoder meets little here: no secret in the environment, no file that can be written, a limit on
memory. ``media.workshop`` starts it, waits for it and ends it.
"""

import json
import os
import resource
import struct
import sys
from collections.abc import Callable
from dataclasses import asdict
from typing import IO, Any

from media.cleaning import Clean, Refused, clean
from media.sizing import Size, size

MEMORY = 1536 * 1024 * 1024  # 50 million pixels of 4 bytes, some copies of them, and the libraries
LENGTH = struct.Struct(">I")
NICE = 10  # a reader's page comes before a picture's renditions

Said = tuple[dict[str, Any], list[bytes]]


def serve(requests: IO[bytes], answers: IO[bytes]) -> None:
    """Answer each request with what became of its picture, or with the reason why it is refused.

    A request is the name of a work of WORKS and a picture; an answer is JSON, and then its files.
    """
    while work := receive(requests):
        said, files = _answer(WORKS[work.decode()], receive(requests))
        send(answers, json.dumps(said | {"files": len(files)}).encode())
        for file in files:
            send(answers, file)


def _answer(work: Callable[[bytes], Said], data: bytes) -> Said:
    try:
        return work(data)
    except Refused as refusal:
        return {"refused": str(refusal)}, []


def _clean(data: bytes) -> Said:
    made = clean(data)
    return described(made), [made.data]


def _size(data: bytes) -> Said:
    os.nice(max(0, NICE - os.nice(0)))
    made = size(data)
    return {"tint": made.tint, "sizes": [described(each) for each in made.sizes]}, [
        each.data for each in made.sizes
    ]


WORKS: dict[str, Callable[[bytes], Said]] = {"clean": _clean, "size": _size}


def described(made: Clean | Size) -> dict[str, Any]:
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
