from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import httpx
import pytest

from simulator.signed_client import BALANCE, MARKET, Caller, signed_headers
from wallet_portfolio.simulator import DEMO_CREDENTIALS, create_app

pytestmark = pytest.mark.anyio

NOW = datetime(2020, 12, 8, 9, 8, 57, 715000, tzinfo=UTC)
STAMP = "2020-12-08T09:08:57.715Z"
CHAINS = f"{BALANCE}/supported/chain"


@pytest.fixture
def simulator():
    return create_app(clock=lambda: NOW)


def fixed_headers(sign):
    return {
        "OK-ACCESS-KEY": DEMO_CREDENTIALS["api_key"],
        "OK-ACCESS-PASSPHRASE": DEMO_CREDENTIALS["passphrase"],
        "OK-ACCESS-TIMESTAMP": STAMP,
        "OK-ACCESS-SIGN": sign,
        "Content-Type": "application/json",
    }


# Signatures by OpenSSL: printf '%s' TEXT | openssl dgst -sha256 -hmac demo-secret-key -binary | openssl base64
@pytest.mark.parametrize(
    ("target", "sign"),
    [
        (CHAINS, "ST7bTFkeM+s7rCxR/itL6zzSYcAlYu1P0pWJJMJ0YhI="),
        (
            f"{BALANCE}/total-value-by-address?address=0x000000000000000000000000000000000000dEaD&chains=1%2C56",
            "YJwTPfjYcYQb3tafAFKo13yhDooQg5vKhlaLaiRSVq8=",
        ),
    ],
)
async def test_a_get_signed_by_openssl_is_accepted(caller, simulator, target, sign):
    response = await caller.client.get(target, headers=fixed_headers(sign))
    assert (response.status_code, response.json()["code"]) == (200, "0")
    assert simulator.violations == []


async def test_a_post_signed_by_openssl_is_accepted(caller):
    body = '[{"chainIndex": "1", "tokenContractAddress":"0xeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee"}]'
    headers = fixed_headers("VmJ3nWpXu0eSklRlTe9QXlmdJWibjciuUsERxvA64ek=")
    response = await caller.client.post(f"{MARKET}/price", content=body, headers=headers)
    assert response.json()["code"] == "0"
    respaced = body.replace(": ", ":")
    response = await caller.client.post(f"{MARKET}/price", content=respaced, headers=headers)
    assert response.json() == {"code": "50113", "msg": "Invalid Sign"}


async def test_the_signature_covers_the_query_as_it_was_sent(caller):
    headers = fixed_headers("YJwTPfjYcYQb3tafAFKo13yhDooQg5vKhlaLaiRSVq8=")
    target = f"{BALANCE}/total-value-by-address?address=0x000000000000000000000000000000000000dEaD&chains=1,56"
    response = await caller.client.get(target, headers=headers)
    assert response.json()["code"] == "50113"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"OK_ACCESS_KEY": None}, "50103"),
        ({"OK_ACCESS_PASSPHRASE": None}, "50104"),
        ({"OK_ACCESS_PASSPHRASE": ""}, "50104"),
        ({"OK_ACCESS_SIGN": None}, "50106"),
        ({"OK_ACCESS_TIMESTAMP": None}, "50107"),
        ({"OK_ACCESS_KEY": "another"}, "50111"),
        ({"OK_ACCESS_PASSPHRASE": "another"}, "50105"),
        ({"OK_ACCESS_SIGN": "bm8="}, "50113"),
        ({"OK_ACCESS_TIMESTAMP": "2020-12-08T09:08:57Z"}, "50112"),
        ({"OK_ACCESS_TIMESTAMP": "2020-12-08T09:08:57.715000Z"}, "50112"),
        ({"OK_ACCESS_TIMESTAMP": "2020-13-08T09:08:57.715Z"}, "50112"),
        ({"OK_ACCESS_TIMESTAMP": "1607418537715"}, "50112"),
        ({"OK_ACCESS_TIMESTAMP": "2020-12-08T09:08:57.715+00:00"}, "50112"),
        ({"x_simulated_trading": "1"}, "50101"),
    ],
)
async def test_a_request_that_is_not_authentic_is_refused(caller, simulator, changes, code):
    response = await caller.get(CHAINS, now=NOW, **changes)
    assert response.status_code == 401
    assert response.json()["code"] == code
    assert "data" not in response.json()
    assert [violation.split()[0] for violation in simulator.violations] == [code]
    assert (simulator.requests[0].status, simulator.requests[0].code) == (401, code)


@pytest.mark.parametrize(("seconds", "status"), [(-30, 200), (30, 200), (-30.001, 401), (30.001, 401)])
async def test_a_clock_may_be_thirty_seconds_off(caller, seconds, status):
    response = await caller.get(CHAINS, now=NOW + timedelta(seconds=seconds))
    assert response.status_code == status
    assert response.json()["code"] == ("0" if status == 200 else "50102")
    assert response.headers.get_list("date") == ["Tue, 08 Dec 2020 09:08:57 GMT"]
    assert parsedate_to_datetime(response.headers["date"]) == NOW.replace(microsecond=0)


async def test_other_credentials_can_be_chosen():
    app = create_app(credentials={"api_key": "a", "secret_key": "b", "passphrase": "c"})
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://s") as client:
        response = await Caller(client).get(CHAINS)
    assert response.json()["code"] == "50111"
    assert "demo-secret-key" not in repr(vars(app))
    assert "'b'" not in repr(vars(app)["_credentials"])


async def test_the_project_header_is_out_of_use(caller, simulator):
    response = await caller.get(CHAINS, now=NOW, OK_ACCESS_PROJECT="x")
    assert response.status_code == 200
    assert simulator.violations == [f"OK-ACCESS-PROJECT is not used in v6 (GET {CHAINS})"]


async def test_nothing_secret_is_recorded(caller, simulator):
    await caller.get(CHAINS, now=NOW, OK_ACCESS_PASSPHRASE="my-passphrase")
    seen = repr(simulator.requests) + repr(simulator.violations)
    assert "my-passphrase" not in seen
    assert signed_headers("GET", CHAINS, now=NOW)["OK-ACCESS-SIGN"] not in seen
