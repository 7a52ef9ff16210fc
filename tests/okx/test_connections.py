"""Connections that break, hang or cannot be made, and addresses that are not spoken to at all."""

import asyncio
import gc
import socket

import anyio
import httpx
import pytest

from okx.keys import CANARIES
from okx.raw_server import asking, raw_server, reset, response, silence, writing
from wallet_portfolio.assets.errors import InputError
from wallet_portfolio.okx.codes import CallFailed
from wallet_portfolio.okx.connections import Connections
from wallet_portfolio.okx.transport import Transport, checked_base_url

GOOD = response(200, '{"code":"0","data":["good"]}')


async def failure(transport, **question):
    with pytest.raises(CallFailed) as failed:
        await transport.send("GET", "/api/v6/anything", **question)
    return failed.value


async def drip(writer):
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    while True:
        writer.write(b"-")
        await writer.drain()
        await asyncio.sleep(0.02)


@pytest.mark.anyio
@pytest.mark.parametrize("answer", [silence, drip])
async def test_no_answer_in_time(answer):
    async with asking(answer, request_seconds=0.2) as (transport, _):
        failed = await failure(transport)
    assert (failed.code, failed.again.value) == ("timeout", "once")


@pytest.mark.anyio
@pytest.mark.parametrize(
    "answer",
    [
        writing(GOOD[:-5], close=True),
        writing(GOOD[:30], close=True),
        writing(b"", close=True),
        writing(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"cod\r\n", close=True),
        writing(b"SSH-2.0-OpenSSH_9.6\r\n\r\n", close=True),
        reset(),
        reset(GOOD[:-5]),
    ],
    ids=["body cut", "head cut", "nothing", "chunks cut", "another protocol", "reset", "reset midway"],
)  # fmt: skip
async def test_a_connection_that_breaks_off(answer):
    async with asking(answer) as (transport, server):
        failed = await failure(transport)
    assert (failed.code, failed.again.value) == ("upstream_unavailable", "once")
    assert len(server.received) == 1


@pytest.mark.anyio
async def test_the_next_request_works_after_one_that_broke_off():
    answers = [reset(GOOD[:-5]), silence, writing(GOOD)]

    async def one_after_another(writer):
        await answers.pop(0)(writer)

    async with asking(one_after_another, request_seconds=0.3) as (transport, server):
        assert (await failure(transport)).code == "upstream_unavailable"
        assert (await failure(transport)).code == "timeout"
        assert await transport.send("GET", "/x") == ["good"]
        answers.append(writing(GOOD))
        assert await transport.send("GET", "/x") == ["good"]
    assert server.connections == 3


@pytest.mark.anyio
async def test_requests_at_once_have_a_connection_each_and_later_ones_take_those():
    together = asyncio.Event()

    async def when_five_wait(writer):
        if len(server.received) == 5:
            together.set()
        await together.wait()
        writer.write(GOOD)

    async with asking(when_five_wait) as (transport, server):
        for _ in range(2):  # the second five have no need to wait for each other
            answers = await asyncio.gather(*(transport.send("GET", "/x") for _ in range(5)))
            assert answers == [["good"]] * 5
        assert (len(server.received), server.connections) == (10, 5)


@pytest.mark.anyio
async def test_connections_that_are_not_needed_for_a_minute_are_closed():
    time = 100.0
    made = []

    class Noted(httpx.AsyncHTTPTransport):
        is_closed = False

        async def aclose(self):
            self.is_closed = True
            await super().aclose()

    def make():
        made.append(Noted())
        return made[-1]

    connections = Connections(make, now=lambda: time)
    busy, idle = connections.take(), connections.take()
    await connections.give_back(idle)
    await connections.give_back(busy)
    time += 61
    assert connections.take() is busy  # the one that was free last
    await connections.give_back(busy)
    assert (len(made), idle.is_closed, busy.is_closed) == (2, True, False)
    time += 59
    assert connections.take() is busy
    await connections.give_back(busy)
    await connections.close()
    assert busy.is_closed


@pytest.mark.anyio
async def test_who_leaves_during_a_handshake_leaves_no_connection_open():
    greeted, ended = asyncio.Event(), asyncio.Event()

    async def greet(reader, writer):
        await reader.read(1_000)
        greeted.set()
        await asyncio.sleep(0.1)
        writer.write(b"no TLS at all")
        while await reader.read(1_000):
            pass
        ended.set()
        writer.close()

    async with await asyncio.start_server(greet, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        transport = Transport(CANARIES, f"https://127.0.0.1:{port}")
        gc.disable()  # it would close what nobody knows of any longer
        try:
            async with asyncio.timeout(5), anyio.create_task_group() as group:
                group.start_soon(failure, transport)
                await greeted.wait()
                group.cancel_scope.cancel()
            async with asyncio.timeout(5):
                await ended.wait()
        finally:
            gc.enable()
        await transport.close()


@pytest.mark.anyio
async def test_nobody_listens():
    async with raw_server(GOOD) as server:
        pass
    transport = Transport(CANARIES, server.url)
    failed = await failure(transport)
    await transport.close()
    assert (failed.code, failed.again.value) == ("upstream_unavailable", "once")


@pytest.mark.anyio
async def test_a_name_that_does_not_exist(monkeypatch):
    def nobody(*arguments, **options):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", nobody)
    transport = Transport(CANARIES, "https://web3.okx.invalid")
    failed = await failure(transport)
    await transport.close()
    assert (failed.code, failed.again.value) == ("upstream_unavailable", "once")


@pytest.mark.anyio
async def test_https_is_not_spoken_to_in_plain_text():
    async with raw_server(GOOD) as server:
        transport = Transport(
            CANARIES, server.url.replace("http://127.0.0.1", "https://localhost"), request_seconds=0.5
        )
        failed = await failure(transport)
        await transport.close()
        assert server.received == []
    assert failed.code in {"upstream_unavailable", "timeout"}


@pytest.mark.anyio
@pytest.mark.parametrize("words", ["\ud800", "x" * 100_000])
async def test_what_cannot_be_put_on_a_request_line_is_not_sent(words):
    async with asking(GOOD) as (transport, server):
        failed = await failure(transport, query={"search": words})
    assert (failed.code, failed.rejected) == ("invalid_input", True)
    assert server.received == []


@pytest.mark.anyio
async def test_a_proxy_of_the_environment_is_not_asked_for_loopback(monkeypatch):
    async with raw_server(GOOD) as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        monkeypatch.setenv("ALL_PROXY", proxy.url)
        async with asking(GOOD) as (transport, _):
            assert await transport.send("GET", "/x") == ["good"]
        assert proxy.received == []


@pytest.fixture
def no_proxies(monkeypatch):
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.mark.anyio
@pytest.mark.parametrize("named", ["HTTPS_PROXY", "ALL_PROXY"])
@pytest.mark.parametrize("scheme", ["http://", ""])
async def test_a_proxy_of_the_environment_is_asked_for_the_way(monkeypatch, no_proxies, named, scheme):
    async with raw_server(response(502)) as proxy:
        monkeypatch.setenv(named, proxy.url.replace("http://", scheme))
        transport = Transport(CANARIES, "https://web3.okx.invalid")
        failed = await failure(transport)
        await transport.close()
        assert [seen.line for seen in proxy.received] == [b"CONNECT web3.okx.invalid:443 HTTP/1.1"]
    assert (failed.code, failed.again.value) == ("upstream_unavailable", "once")


@pytest.mark.anyio
async def test_a_proxy_is_not_asked_for_what_the_environment_excepts(monkeypatch, no_proxies):
    async with raw_server(GOOD) as proxy, raw_server(GOOD) as server:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        monkeypatch.setenv("NO_PROXY", "elsewhere.example,localhost")
        transport = Transport(CANARIES, server.url.replace("http://127.0.0.1", "https://localhost"), request_seconds=1)
        await failure(transport)
        await transport.close()
        assert proxy.received == []


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("https://web3.okx.com", "https://web3.okx.com"),
        (" https://web3.okx.com/ ", "https://web3.okx.com"),
        ("https://web3.okx.com:8443/under/", "https://web3.okx.com:8443/under"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://localhost:1", "http://localhost:1"),
        ("http://[::1]:8080", "http://[::1]:8080"),
        ("http://127.9.9.9", "http://127.9.9.9"),
    ],
)
def test_addresses_that_are_spoken_to(text, url):
    assert checked_base_url(text) == url


@pytest.mark.parametrize(
    "text",
    [
        "http://web3.okx.com",
        "http://localhost.evil.example",
        "http://127.0.0.1.evil.example",
        "http://10.0.0.1",
        "http://0.0.0.0",
        "https://user:word@web3.okx.com",
        "https://user@web3.okx.com",
        "http://127.0.0.1@evil.example",
        "https://web3.okx.com/?a=b",
        "https://web3.okx.com?",
        "https://web3.okx.com#part",
        "https://web3.okx.com/#",
        "https://web3.okx.com:99999",
        "ftp://web3.okx.com",
        "web3.okx.com",
        "https://",
        "https://\x00",
        "//web3.okx.com",
        "",
    ],
)
def test_addresses_that_are_not(text):
    with pytest.raises(InputError) as refusal:
        checked_base_url(text)
    with pytest.raises(InputError):
        Transport(CANARIES, text)
    assert "word" not in refusal.value.message
