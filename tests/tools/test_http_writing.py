"""What is written in one turn of the event loop, as it arrives at the other end of a real connection."""

import asyncio
import socket

import httpx
import pytest

from support.processes import served_over_http
from wallet_portfolio.tools.http_writing import Gathered

pytestmark = pytest.mark.anyio


class Protocol(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport = Gathered(transport)


async def connected():
    """A protocol on its connection, and the socket at the other end."""
    near, far = socket.socketpair()
    far.setblocking(False)
    _, protocol = await asyncio.get_running_loop().connect_accepted_socket(Protocol, near)
    return protocol.transport, far


def arrived(far):
    try:
        return far.recv(1_000_000)
    except BlockingIOError:
        return None


async def test_it_leaves_in_one_piece_when_the_loop_turns():
    transport, far = await connected()
    for part in (b"head", None, b"", b"body"):
        transport.write(part)
    assert arrived(far) is None
    await asyncio.sleep(0)
    assert arrived(far) == b"headbody"
    transport.write(b"more")
    await asyncio.sleep(0)
    assert arrived(far) == b"more"
    transport.close()
    far.close()


async def test_much_of_it_does_not_wait():
    transport, far = await connected()
    transport.write(b"head")
    transport.write(b"-" * 70_000)
    assert arrived(far).startswith(b"head---")
    transport.abort()
    far.close()


async def test_closing_loses_nothing():
    transport, far = await connected()
    transport.write(b"the end")
    transport.close()
    assert arrived(far) == b"the end"
    await asyncio.sleep(0)
    assert arrived(far) == b""
    assert transport.is_closing()
    far.close()


def test_an_answer_of_the_server_is_one_piece(tmp_path):
    with served_over_http(tmp_path) as address:
        host, _, port = address.rpartition(":")
        with socket.create_connection((host, int(port)), timeout=20) as client:
            for _ in range(3):
                client.sendall(f"GET /healthz HTTP/1.1\r\nHost: {address}\r\n\r\n".encode())
                head, _, body = client.recv(100_000).partition(b"\r\n\r\n")
                assert head.startswith(b"HTTP/1.1 200")
                assert body.decode() == httpx.get(f"http://{address}/healthz", trust_env=False).text != ""
