"""What a single answer is taken for, over real sockets, whatever comes back."""

import gzip
import tracemalloc
import zlib

import pytest

from okx.raw_server import asking, response, writing
from wallet_portfolio.okx.codes import CallFailed
from wallet_portfolio.okx.transport import LARGEST_ANSWER

pytestmark = pytest.mark.anyio

HTML = "<!DOCTYPE html><html><body>502 Bad Gateway</body></html>"
PACKED = gzip.compress(b'{"code":"0","data":[]}', mtime=0)
DEEP = '{"code":"0","data":' + "[" * 100_000 + "]" * 100_000 + "}"


async def failure(answer, **options):
    async with asking(answer, **options) as (transport, server):
        with pytest.raises(CallFailed) as failed:
            await transport.send("GET", "/api/v6/anything")
    assert len(server.received) <= 1
    return failed.value


async def data(answer):
    async with asking(answer) as (transport, _):
        return await transport.send("GET", "/api/v6/anything")


@pytest.mark.parametrize(
    ("answer", "code", "again"),
    [
        (response(200, HTML), "bad_response", "never"),
        (response(200, ""), "bad_response", "never"),
        (response(200, b'{"code":"0","msg":"\xff\xfe","data":[]}'), "bad_response", "never"),
        (response(200, '{"code":"0","data":[NaN]}'), "bad_response", "never"),
        (response(200, '{"code":"0","data":[-Infinity]}'), "bad_response", "never"),
        (response(200, DEEP), "bad_response", "never"),
        (response(200, '{"code":"0","msg":"success"}'), "bad_response", "never"),
        (response(200, "[]"), "bad_response", "never"),
        (response(200, "null"), "bad_response", "never"),
        (response(200, '{"data":[]}'), "bad_response", "never"),
        (response(200, '{"code":null,"data":[]}'), "bad_response", "never"),
        (response(200, '{"code":false,"data":[]}'), "bad_response", "never"),
        (response(200, '{"code":0.0,"data":[]}'), "bad_response", "never"),
        (response(200, '{"code":"0","data":[]'), "bad_response", "never"),
        (response(200, '{"code":81104,"msg":"","data":[]}'), "unsupported_chain", "never"),
        (response(200, '{"code":"50011","msg":"Too Many Requests"}'), "rate_limited", "backoff"),
        (response(429, '{"code":50011}'), "rate_limited", "backoff"),
        (response(429, HTML), "rate_limited", "backoff"),
        (response(429, '{"code":"50014","msg":"whatever"}'), "rate_limited", "backoff"),
        (response(429, '{"code":"0","data":[]}'), "rate_limited", "backoff"),
        (response(500, HTML), "upstream_unavailable", "backoff"),
        (response(502, ""), "upstream_unavailable", "backoff"),
        (response(503, '{"code":"50001","msg":"Service temporarily unavailable"}'), "upstream_unavailable", "backoff"),
        (response(400, '{"code":"50004","msg":"Endpoint request timeout"}'), "upstream_unavailable", "backoff"),
        (response(402, ""), "quota_exhausted", "never"),
        (response(402, '{"code":"0","data":[]}'), "quota_exhausted", "never"),
        (response(403, HTML), "region_blocked", "never"),
        (response(403, '{"code":"50030","msg":"No permission"}'), "quota_exhausted", "never"),
        (response(401, '{"code":50105,"msg":"x"}'), "auth_failed", "never"),
        (response(401, HTML), "auth_failed", "never"),
        (response(404, '{"code":"0","data":[]}'), "bad_response", "never"),
        (response(302, "", Location="/elsewhere"), "bad_response", "never"),
        (response(301, '{"code":"0","data":[]}'), "bad_response", "never"),
        (response(200, b"\x1f\x8bnot gzip", Content_Encoding="gzip"), "bad_response", "never"),
        (response(200, b"??", Content_Encoding="br"), "bad_response", "never"),
        (response(200, PACKED[:-12], Content_Encoding="gzip"), "bad_response", "never"),
    ],
    ids=lambda value: value.split(b"\r\n\r\n")[1][:40].decode("ascii", "replace") if type(value) is bytes else value,
)  # fmt: skip
async def test_what_cannot_be_used(answer, code, again):
    failed = await failure(answer)
    assert (failed.code, failed.again.value) == (code, again)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('{"code":"0","msg":"success","data":[]}', []),
        ('{"code":0,"msg":"","data":[{}]}', [{}]),
        ('{"code":"0","data":{"a":"b"}}', {"a": "b"}),
        ('{"code":"0","data":null}', None),
        ('{"code":"0","data":"","extra":{"x":1}}', ""),
        ('\ufeff{"code":"0","data":[1]}', [1]),
    ],
)
async def test_what_can(body, expected):
    assert await data(response(200, body)) == expected


async def test_numbers_keep_every_digit():
    [number] = await data(response(200, '{"code":0,"data":[1172.895057177065864522056725546579939398]}'))
    assert str(number) == "1172.895057177065864522056725546579939398"


async def test_a_packed_answer_is_unpacked():
    packed = gzip.compress(b'{"code":"0","data":["packed"]}')
    assert await data(response(200, packed, Content_Encoding="gzip")) == ["packed"]


@pytest.mark.parametrize(
    ("told", "seconds"),
    [("7", 7.0), ("1.5", 1.5), ("0", 0.0), ("nan", None), ("-1", None), ("soon", None), ("1e9", None), ("", None)],
)
async def test_retry_after(told, seconds):
    failed = await failure(response(429, HTML, Retry_After=told))
    assert failed.retry_after_seconds == seconds


async def test_a_redirect_is_not_followed():
    async with asking(response(200, '{"code":"0","data":[]}')) as (_, target):
        failed = await failure(response(307, "", Location=f"{target.url}/api"))
        assert failed.code == "bad_response"
    assert (target.connections, target.received) == (0, [])


@pytest.mark.parametrize("packed", [False, True])
async def test_a_body_without_end_is_not_read_to_it(packed):
    sent = 0

    async def pour(writer):
        nonlocal sent
        head = "HTTP/1.1 200 OK\r\nConnection: close\r\n" + ("Content-Encoding: gzip\r\n" if packed else "")
        writer.write(head.encode() + b"\r\n")
        pack = zlib.compressobj(level=0, wbits=31)
        while True:
            chunk = pack.compress(b"-" * 65_536) if packed else b"-" * 65_536
            writer.write(chunk)
            await writer.drain()
            sent += len(chunk)

    assert (await failure(pour)).code == "bad_response"
    assert LARGEST_ANSWER < sent < 2 * LARGEST_ANSWER


async def test_the_largest_answer_is_read():
    body = b'{"code":"0","data":"' + b"x" * (LARGEST_ANSWER - 22) + b'"}'
    assert len(body) == LARGEST_ANSWER
    assert len(await data(response(200, body))) == LARGEST_ANSWER - 22
    assert (await failure(response(200, body + b" "))).code == "bad_response"


@pytest.mark.parametrize("encoding", ["gzip", "gzip, gzip"])
async def test_a_small_body_does_not_grow_without_bounds(encoding):
    pack = zlib.compressobj(wbits=31)
    bomb = b"".join([*(pack.compress(bytes(1 << 20)) for _ in range(128)), pack.flush()])
    if "," in encoding:
        bomb = gzip.compress(bomb)
    tracemalloc.start()
    try:
        failed = await failure(response(200, bomb, Content_Encoding=encoding))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert failed.code == "bad_response"
    assert peak < 100 << 20


async def test_what_follows_a_packed_answer_is_refused():
    assert (await failure(writing(response(200, PACKED + b"more", Content_Encoding="gzip")))).code == "bad_response"
