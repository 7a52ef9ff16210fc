"""Nothing that goes wrong lets a key, a secret, a passphrase or a signature out."""

import logging
import traceback

import anyio
import anyio.lowlevel
import pytest

from okx.keys import CANARIES, KEY, PASSPHRASE, SECRET, credentials
from okx.raw_server import asking, reset, response, silence, writing
from wallet_portfolio.okx.calling import Caller
from wallet_portfolio.okx.codes import CallFailed
from wallet_portfolio.okx.pacing import Pacer

pytestmark = pytest.mark.anyio

ECHO = f'{{"code":"50111","msg":"Invalid OK-ACCESS-KEY {KEY} {PASSPHRASE}","data":["{SECRET}"]}}'


def everything_said(error, caplog):
    chain, seen = error, []
    while chain is not None:
        seen += [str(chain), repr(chain), repr(chain.args)]
        chain = chain.__cause__ or (None if chain.__suppress_context__ else chain.__context__)
    formatted = logging.Formatter("%(name)s %(levelname)s %(message)s")
    return "\n".join(
        [*seen, "".join(traceback.format_exception(error)), *(formatted.format(record) for record in caplog.records)]
    )


@pytest.mark.parametrize(
    "answer",
    [
        response(200, '{"code":"0","data":[]}'),
        response(401, ECHO),
        response(200, ECHO),
        response(500, ECHO),
        response(302, "", Location="https://elsewhere.example/"),
        response(200, f"<html>{PASSPHRASE}</html>"),
        response(200, b"\x1f\x8b" + SECRET.encode(), Content_Encoding="gzip"),
        writing(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n", close=True),
        writing(b"", close=True),
        reset(),
        silence,
    ],
    ids=["good", "401", "200", "500", "redirect", "html", "gzip", "cut", "closed", "reset", "hang"],
)
async def test_over_the_wire(answer, caplog):
    caplog.set_level(logging.DEBUG)
    error = None
    async with asking(answer, request_seconds=0.3) as (transport, server):
        try:
            async with anyio.create_task_group() as group:
                caller = Caller(transport, Pacer(1_000), group, sleep=lambda _: anyio.lowlevel.checkpoint())
                try:
                    await caller.call("GET", "/api/v6/x", lambda data: data, query={"address": "0x"})
                except CallFailed as failed:
                    error = failed
                shown = repr(transport) + repr(caller) + repr(vars(transport)) + repr(CANARIES)
        finally:
            signatures = [received.headers[b"ok-access-sign"].decode() for received in server.received]
    said = shown + everything_said(error or Exception(), caplog)
    assert {"httpcore.http11", "wallet_portfolio.okx.transport"} <= {record.name for record in caplog.records}
    assert signatures
    for secret in (KEY, SECRET, PASSPHRASE, *signatures):
        assert secret not in said


@pytest.mark.parametrize("part", ["key", "passphrase"])
@pytest.mark.parametrize("ending", ["\n", "\r\nX-Other: 1", "é", "\U0001f511"])
async def test_a_key_that_cannot_be_a_header(part, ending, caplog):
    caplog.set_level(logging.DEBUG)
    async with asking(response(200, "{}"), credentials=credentials(**{part: KEY + ending})) as (transport, server):
        with pytest.raises(CallFailed) as failed:
            await transport.send("GET", "/x")
    assert failed.value.code == "auth_failed"
    assert server.received == []
    assert KEY not in everything_said(failed.value, caplog)


async def test_failures_among_many(caplog):
    """Shared failures, tasks in groups and retries chain exceptions together."""
    caplog.set_level(logging.DEBUG)
    errors = []
    async with asking(reset()) as (transport, server), anyio.create_task_group() as group:
        caller = Caller(transport, Pacer(1_000), group, sleep=lambda _: anyio.lowlevel.checkpoint())

        async def ask():
            try:
                await caller.call("GET", "/x", lambda data: data)
            except CallFailed as failed:
                errors.append(failed)

        async with anyio.create_task_group() as askers:
            for _ in range(5):
                askers.start_soon(ask)
    assert len(errors) == 5
    signatures = [received.headers[b"ok-access-sign"].decode() for received in server.received]
    assert len(signatures) == 2
    for error in errors:
        said = everything_said(error, caplog)
        assert not any(secret in said for secret in (KEY, SECRET, PASSPHRASE, *signatures))
