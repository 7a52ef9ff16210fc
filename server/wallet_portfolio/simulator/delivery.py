"""Putting a reply on the wire, whole or broken in the way a fault asks for."""

import asyncio
import socket
import struct
from itertools import count

import anyio
import anyio.lowlevel
from starlette.types import Receive, Send

from wallet_portfolio.simulator.faults import CutShort, Delivery, EndlessBody, Reset
from wallet_portfolio.simulator.protocol import Reply

_MIB = 1024 * 1024
_MEBIBYTES_IN_PROCESS = 64


async def deliver(reply: Reply, how: Delivery | None, receive: Receive, send: Send) -> None:
    """Send the reply; `how` says what goes wrong on the way."""
    if isinstance(how, Reset):
        await _reset(reply, send, midway=how.midway)
    elif isinstance(how, CutShort):
        await _start(reply, send)
        # Over a socket the unfinished answer makes the server close; a caller in process has to be told the end.
        await _body(reply.body[: int(len(reply.body) * how.share)], send, more=_connection(send) is not None)
    elif isinstance(how, EndlessBody):
        await _stream(reply, how.mebibytes, receive, send)
    else:
        await _start(reply, send)
        await _body(reply.body, send, more=False)


async def wait(seconds: float, receive: Receive) -> None:
    """Let time pass, but no longer than the client stays."""
    if seconds > 0:
        with anyio.move_on_after(seconds):
            await _hung_up(receive)


async def _start(reply: Reply, send: Send, *, sized: bool = True) -> None:
    headers = dict(reply.headers)
    if sized:
        headers["content-length"] = str(len(reply.body))
    raw = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": reply.status, "headers": raw})


async def _body(content: bytes, send: Send, *, more: bool) -> None:
    await send({"type": "http.response.body", "body": content, "more_body": more})


async def _reset(reply: Reply, send: Send, *, midway: bool) -> None:
    connection = _connection(send)
    if connection is None:
        raise ConnectionResetError("the stand-in reset the connection")
    if midway:
        await _start(reply, send)
        await _body(reply.body[: len(reply.body) // 2], send, more=True)
    _abort(connection)


async def _stream(reply: Reply, mebibytes: int | None, receive: Receive, send: Send) -> None:
    if mebibytes is None and _connection(send) is None:
        mebibytes = _MEBIBYTES_IN_PROCESS
    await _start(reply, send, sized=False)

    async def pour() -> None:
        await _body(b'{"code":"0","msg":"', send, more=True)
        for _ in count() if mebibytes is None else range(mebibytes):
            await _body(b"-" * _MIB, send, more=True)
            # Sending to a client that has gone returns at once; this lets its leaving be noticed.
            await anyio.lowlevel.checkpoint()
        await _body(b"", send, more=False)

    async with anyio.create_task_group() as group:

        async def stop_when_left() -> None:
            await _hung_up(receive)
            group.cancel_scope.cancel()

        group.start_soon(stop_when_left)
        await pour()
        group.cancel_scope.cancel()


async def _hung_up(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _connection(send: Send) -> asyncio.Transport | None:
    """The socket behind uvicorn's `send`; None in process. ASGI itself has no way to drop a connection."""
    transport = getattr(getattr(send, "__self__", None), "transport", None)
    return transport if isinstance(transport, asyncio.Transport) else None


def _abort(connection: asyncio.Transport) -> None:
    """Close at once; with a linger time of zero the peer sees a reset and not a polite end."""
    peer = connection.get_extra_info("socket")
    if peer is not None:
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.abort()
