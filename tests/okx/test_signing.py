import base64
import subprocess
from datetime import UTC, datetime, timedelta, timezone

import httpx
import pytest
from pydantic import SecretStr

from okx.keys import CANARIES, KEY, PASSPHRASE, SECRET, credentials
from okx.raw_server import asking, response
from wallet_portfolio.okx.codes import CallFailed
from wallet_portfolio.okx.signing import sign, signature, timestamp

BALANCE = "/api/v6/dex/balance"
MOMENT = "2020-12-08T09:08:57.715Z"
OTHER_SECRET = "22582BD0CFF14C41EDBF1AB98506286D"
# printf %s "$message" | openssl dgst -sha256 -hmac "$secret" -binary | openssl base64 -A
KNOWN = [
    (
        MOMENT,
        "GET",
        f"{BALANCE}/all-token-balances-by-address?address=0x9b92&chains=1%2C56%2C8453&excludeRiskToken=0",
        "",
        "lga8Ezncz0bD2Jv2laIl4+CzZvjnm/u1ncCZZW9NpSk=",
    ),
    (
        MOMENT,
        "GET",
        f"{BALANCE}/all-token-balances-by-address?address=0x9b92&chains=1,56,8453&excludeRiskToken=0",
        "",
        "UBuhK2UwDZGGY8ECM8rHS2McRp2Bz8PONzDtf8l9uK8=",
    ),
    (
        MOMENT,
        "POST",
        f"{BALANCE}/token-balances-by-address",
        '{"address":"0x9b92","tokenContractAddresses":[{"chainIndex":"1","tokenContractAddress":""}],'
        '"excludeRiskToken":"0"}',
        "Kx0pyN5OKviVIK6idaFJ+J7wFnlGrAl8CbeaSQ0m1j0=",
    ),
    (
        "2024-02-29T23:59:59.999Z",
        "GET",
        f"{BALANCE}/supported/chain",
        "",
        "edVVeGAT5LeHLA998+h18gXdYc2WW8Mw5jhtJ2/sRsA=",
    ),
    (
        MOMENT,
        "GET",
        "/api/v6/dex/market/token/search?search=%E2%82%AC%3A%20x",
        "",
        "81rc5W//f1qMDluAVgN8GI2Iowew3Q34NNGgXNIEDx4=",
    ),
]


def openssl(secret, message):
    command = ["openssl", "dgst", "-sha256", "-hmac", secret, "-binary"]
    return base64.b64encode(subprocess.run(command, input=message, capture_output=True, check=True).stdout).decode()


@pytest.mark.parametrize(("at", "method", "target", "body", "expected"), KNOWN)
def test_known_answers(at, method, target, body, expected):
    assert signature(SecretStr(OTHER_SECRET), at, method, target.encode(), body.encode()) == expected


def test_openssl_agrees():
    for at, method, target, body, expected in KNOWN:
        assert openssl(OTHER_SECRET, (at + method + target + body).encode()) == expected


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (datetime(2020, 12, 8, 9, 8, 57, 715_000, UTC), "2020-12-08T09:08:57.715Z"),
        (datetime(2020, 12, 8, 9, 8, 57, 0, UTC), "2020-12-08T09:08:57.000Z"),
        (datetime(2020, 12, 8, 9, 8, 57, 715_999, UTC), "2020-12-08T09:08:57.715Z"),
        (datetime(2021, 1, 1, 1, 30, 0, 5_000, timezone(timedelta(hours=2))), "2020-12-31T23:30:00.005Z"),
    ],
)
def test_a_timestamp_is_utc_with_three_digits(moment, text):
    assert timestamp(moment) == text


ASKED = [
    ("GET", {"address": "0x9B92", "chains": "1,56,8453", "excludeRiskToken": "0"}, None),
    ("GET", {"search": "a:b/c?d&e=f g+h%2Ci €", "chains": "1"}, None),
    ("GET", None, None),
    ("POST", None, {"address": "TQ5", "tokenContractAddresses": [{"chainIndex": "195", "tokenContractAddress": ""}]}),
    ("POST", None, [{"chainIndex": "1", "tokenContractAddress": "ünï"}]),
]


@pytest.mark.anyio
@pytest.mark.parametrize(("method", "query", "body"), ASKED)
async def test_the_bytes_signed_are_the_bytes_that_arrive(method, query, body):
    async with asking(response(200, '{"code":"0","msg":"","data":[]}')) as (transport, server):
        await transport.send(method, f"{BALANCE}/anything", query=query, body=body)
    [received] = server.received
    headers = received.headers
    message = headers[b"ok-access-timestamp"] + received.method + received.target + received.body
    assert received.method == method.encode()
    assert headers[b"ok-access-sign"].decode() == openssl(SECRET, message)
    assert headers[b"ok-access-key"] == KEY.encode()
    assert headers[b"ok-access-passphrase"] == PASSPHRASE.encode()
    assert headers[b"content-type"] == b"application/json"
    assert b"ok-access-project" not in headers
    assert bool(received.body) == (method == "POST")


@pytest.mark.anyio
async def test_a_query_is_the_same_text_encoded_once():
    async with asking(response(200, '{"code":"0","data":[]}')) as (transport, server):
        await transport.send("GET", "/x", query={"chains": "1,56", "search": "a%2Cb:c d"})
    query = server.received[0].target.partition(b"?")[2].decode()
    assert dict(httpx.QueryParams(query)) == {"chains": "1,56", "search": "a%2Cb:c d"}


@pytest.mark.parametrize(
    "unusable", ["canary\n", " canary", "canary ", "can\tary", "can\x00ary", "canärỹ", "can\u200bary"]
)
@pytest.mark.parametrize("part", ["key", "passphrase"])
def test_what_cannot_be_a_header_is_refused_without_repeating_it(part, unusable):
    request = httpx.Request("GET", "https://web3.okx.com/")
    with pytest.raises(CallFailed) as refusal:
        sign(request, credentials(**{part: unusable}), datetime.now(UTC))
    assert refusal.value.code == "auth_failed"
    assert "canary" not in repr(refusal.value) + str(refusal.value)


def test_credentials_do_not_show_what_they_hold():
    shown = repr(CANARIES) + str(CANARIES) + f"{CANARIES!r:>10}"
    assert not any(secret in shown for secret in (KEY, SECRET, PASSPHRASE))
