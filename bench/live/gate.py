"""A door between a program and a server's unix socket: ``python -m bench.live.gate here there``.

Stopped (SIGSTOP), it is a cut network: what is sent waits, what is open stays open. Killed, every connection
through it breaks.
"""

import asyncio
import sys
from contextlib import suppress
from pathlib import Path


async def main(here: str, there: str) -> None:
    """Hand over everything that comes to *here* to *there*, and back."""
    Path(here).unlink(missing_ok=True)

    async def hand_over(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            behind, to_behind = await asyncio.open_unix_connection(there)
        except OSError:
            writer.close()
            return
        await asyncio.gather(_pour(reader, to_behind), _pour(behind, writer))

    server = await asyncio.start_unix_server(hand_over, here)
    Path(here).chmod(0o777)
    await server.serve_forever()


async def _pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    with suppress(OSError):
        writer.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:3]))
