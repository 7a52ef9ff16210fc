from decimal import Decimal

import pytest

from simulator.signed_client import BALANCE, MARKET, calling
from wallet_portfolio.simulator import DEMO_WALLETS, Chain, Holding, Token, Wallet, World, create_app

pytestmark = pytest.mark.anyio

CHAINS = f"{BALANCE}/supported/chain"
GIVEN = f"{BALANCE}/token-balances-by-address"


async def test_an_unknown_url(caller, simulator):
    response = await caller.get("/api/v6/dex/nothing")
    assert (response.status_code, response.json()["code"]) == (404, "50404")
    assert simulator.violations == ["50404 Not Found (GET /api/v6/dex/nothing)"]


async def test_a_wrong_method(caller):
    response = await caller.get(GIVEN)
    assert response.status_code == 405
    assert response.headers["allow"] == "POST"


@pytest.mark.parametrize(
    ("body", "content_type", "code"),
    [
        ("[]", "text/plain", "50006"),
        ("[]", None, "50006"),
        ("", "application/json", "50000"),
        ("{", "application/json", "50002"),
        ('"x"', "application/json", "50002"),
    ],
)
async def test_a_post_needs_json(caller, body, content_type, code):
    response = await caller.post(f"{MARKET}/price", body, Content_Type=content_type)
    assert (response.status_code, response.json()["code"]) == (400, code)


async def test_every_request_is_recorded():
    ticks = iter(range(100))
    app = create_app(monotonic=lambda: float(next(ticks)))
    body = {"address": DEMO_WALLETS["main"], "tokenContractAddresses": [{"chainIndex": "137"}, {"chainIndex": "1"}]}
    async with calling(app) as caller:
        await caller.get(f"{BALANCE}/all-token-balances-by-address", {"address": "x", "chains": "1,56"})
        await caller.post(GIVEN, body)
    first, second = app.requests
    assert (first.method, first.path) == ("GET", f"{BALANCE}/all-token-balances-by-address")
    assert first.query == {"address": "x", "chains": "1,56"}
    assert first.chains == ("1", "56")
    assert (first.status, first.code) == (200, "81001")
    assert second.json == body
    assert second.chains == ("137", "1")
    assert first.arrived < second.arrived


async def test_what_is_only_bad_manners_is_noted_and_answered(caller, simulator):
    assert (await caller.get(CHAINS, {"lang": "en"})).json()["code"] == "0"
    assert (await caller.get(f"{CHAINS}?a=1&a=2")).json()["code"] == "0"
    assert simulator.violations == [
        f"unknown parameter lang (GET {CHAINS})",
        f"a query parameter is given twice (GET {CHAINS})",
        f"unknown parameter a (GET {CHAINS})",
    ]


async def test_a_world_of_ones_own():
    chain = Chain("5", "Toy", "toy", "evm", "0xeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee")
    coin = Token("5", "", "TOY", "Toy", 2, price=Decimal("1.5"))
    wallet = Wallet("0x" + "ab" * 20, (Holding(coin, Decimal("2.5")),))
    with pytest.raises(ValueError, match="more digits"):
        Holding(coin, Decimal("0.015"))
    async with calling(create_app(World((chain,), wallets=(wallet,)))) as caller:
        query = {"address": wallet.address, "chains": "5"}
        answer = await caller.get(f"{BALANCE}/total-value-by-address", query)
    assert answer.json()["data"] == [{"totalValue": "3.75"}]
