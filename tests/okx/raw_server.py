"""A server that knows nothing of HTTP but how a request ends: what arrives is kept as bytes, what leaves is bytes."""

import asyncio
import socket
import struct
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

from okx.keys import CANARIES
from wallet_portfolio.okx.transport import Transport


@dataclass(frozen=True)
class Received:
    line: bytes
    headers: dict[bytes, bytes]
    body: bytes

    @property
    def method(self):
        return self.line.split(b" ")[0]

    @property
    def target(self):
        return self.line.split(b" ")[1]


class RawServer:
    def __init__(self, answer):
        self.received = []
        self.connections = 0
        self.url = ""
        self._answer = answer
        self._tasks = set()

    async def handle(self, reader, writer):
        task = asyncio.current_task()
        self._tasks.add(task)
        self.connections += 1
        try:
            while not writer.is_closing():
                self.received.append(await _receive(reader))
                await self._answer(writer)
        except (OSError, asyncio.IncompleteReadError):
            pass  # the client left
        except asyncio.CancelledError:
            writer.transport.abort()  # the test is over
        finally:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()
            self._tasks.discard(task)

    async def stop(self):
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


@asynccontextmanager
async def raw_server(answer):
    """`answer` is the bytes of every answer, or a coroutine function that writes to the connection."""
    handler = answer if callable(answer) else writing(answer)
    server = RawServer(handler)
    listening = await asyncio.start_server(server.handle, "127.0.0.1", 0)
    server.url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    try:
        yield server
    finally:
        listening.close()
        await server.stop()
        await listening.wait_closed()


@asynccontextmanager
async def asking(answer, credentials=CANARIES, **options):
    """A transport to such a server, and the server."""
    async with raw_server(answer) as server:
        transport = Transport(credentials, server.url, **options)
        try:
            yield transport, server
        finally:
            await transport.close()


def writing(*parts, close=False):
    async def answer(writer):
        for part in parts:
            writer.write(part)
            await writer.drain()
        if close:
            writer.close()

    return answer


def reset(*parts):
    """Some bytes, and then a reset of the connection instead of its end."""

    async def answer(writer):
        for part in parts:
            writer.write(part)
            await writer.drain()
            await asyncio.sleep(0.05)
        peer = writer.get_extra_info("socket")
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.transport.abort()

    return answer


async def silence(writer):
    await asyncio.sleep(3_600)


def response(status=200, body=b"", **headers):
    """An answer as it stands on the wire."""
    if isinstance(body, str):
        body = body.encode()
    lines = [f"HTTP/1.1 {status} Whatever", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


async def _receive(reader):
    head = await reader.readuntil(b"\r\n\r\n")
    line, *fields = head[:-4].split(b"\r\n")
    headers = {}
    for field in fields:
        name, value = field.split(b":", 1)
        headers[name.strip().lower()] = value.strip()
    return Received(line, headers, await reader.readexactly(int(headers.get(b"content-length", b"0"))))
