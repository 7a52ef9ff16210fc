"""The client at the strict stand-in: what it asks, letter by letter, and that no rule is broken."""

import time
from contextlib import asynccontextmanager

import anyio
import httpx
import pytest

from okx.keys import DEMO
from wallet_portfolio.assets.tokens import TokenId
from wallet_portfolio.okx.client import Client
from wallet_portfolio.okx.codes import CallFailed
from wallet_portfolio.okx.opening import Service, open_client
from wallet_portfolio.simulator import DEMO_WALLETS, Fault, Faults, create_app, in_background
from wallet_portfolio.simulator.faults import (
    ClockOffset,
    CutShort,
    Hang,
    Reset,
    gzip_bomb,
    html_page,
    invalid_utf8,
    payment_required,
    rate_limited,
    redirect,
    service_code,
    wrong_shape,
)

pytestmark = pytest.mark.anyio

MAIN = DEMO_WALLETS["main"]
CHAINS = ["1", "56", "8453"]
USDC = "0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48"


@asynccontextmanager
async def client_of(app, *, balance_seconds=0.0, base_url="http://localhost", rate=1_000.0):
    inside = base_url == "http://localhost"
    http = (lambda: httpx.ASGITransport(app=app)) if inside else None
    async with open_client(Service(DEMO, base_url, rate, balance_seconds, http)) as client:
        yield client
    assert [rule for rule in app.violations if not rule.startswith("50011 ")] == []  # the pace is another subject


async def asked(question):
    """The one request a question makes."""
    app = create_app()
    async with client_of(app) as client:
        await question(client)
    [request] = app.requests
    assert (request.status, request.code) == (200, "0")
    return request


async def test_supported_chains():
    request = await asked(Client.supported_chains)
    assert (request.method, request.path, request.query) == ("GET", "/api/v6/dex/balance/supported/chain", {})


@pytest.mark.parametrize(("asset_type", "sent"), [("all", "0"), ("tokens", "1"), ("defi", "2")])
@pytest.mark.parametrize(("include_risky", "exclude"), [(False, "true"), (True, "false")])
async def test_total_value(asset_type, sent, include_risky, exclude):
    request = await asked(lambda client: client.total_value(MAIN, CHAINS, asset_type, include_risky=include_risky))
    assert (request.method, request.path) == ("GET", "/api/v6/dex/balance/total-value-by-address")
    assert request.query == {
        "address": MAIN,
        "chains": "1,56,8453",
        "assetType": sent,
        "excludeRiskToken": exclude,
    }


@pytest.mark.parametrize(("include_risky", "exclude"), [(False, "0"), (True, "1")])
async def test_all_balances(include_risky, exclude):
    request = await asked(lambda client: client.all_balances(MAIN, CHAINS, include_risky=include_risky))
    assert (request.method, request.path) == ("GET", "/api/v6/dex/balance/all-token-balances-by-address")
    assert request.query == {"address": MAIN, "chains": "1,56,8453", "excludeRiskToken": exclude}


@pytest.mark.parametrize(("include_risky", "exclude"), [(False, "0"), (True, "1")])
async def test_token_balances(include_risky, exclude):
    tokens = [TokenId("1", ""), TokenId("1", USDC)]
    request = await asked(lambda client: client.token_balances(MAIN, tokens, include_risky=include_risky))
    assert (request.method, request.path) == ("POST", "/api/v6/dex/balance/token-balances-by-address")
    assert (request.query, request.json) == (
        {},
        {
            "address": MAIN,
            "tokenContractAddresses": [
                {"chainIndex": "1", "tokenContractAddress": ""},
                {"chainIndex": "1", "tokenContractAddress": USDC},
            ],
            "excludeRiskToken": exclude,
        },
    )


async def test_search_tokens():
    request = await asked(lambda client: client.search_tokens("usd coin: 50%", ["1", "8453"]))
    assert (request.method, request.path) == ("GET", "/api/v6/dex/market/token/search")
    assert request.query == {"chains": "1,8453", "search": "usd coin: 50%", "limit": "100"}


async def test_token_infos():
    request = await asked(lambda client: client.token_infos([TokenId("1", USDC)]))
    assert (request.method, request.path) == ("POST", "/api/v6/dex/market/token/basic-info")
    assert request.json == [{"chainIndex": "1", "tokenContractAddress": USDC}]


async def test_figures_arrive_to_the_last_digit():
    app = create_app()
    async with client_of(app) as client:
        found = (await client.all_balances(MAIN, CHAINS, include_risky=True)).value
    held = {(holding.token.chain, holding.token.address): holding for holding in app.world.wallet(MAIN).on(CHAINS)}
    assert {balance.id: balance.amount for balance in found.rows} == {key: it.amount for key, it in held.items()}
    assert found.unreadable == ()
    assert len(held) > 3
    for balance in found.rows:
        assert balance.price_usd == (held[balance.id].token.price or None)
        assert balance.risky == held[balance.id].token.risky


async def test_balances_are_kept_for_the_seconds_given():
    app = create_app()
    async with client_of(app, balance_seconds=60) as client:
        first = await client.all_balances(MAIN, CHAINS, include_risky=False)
        assert await client.all_balances(MAIN, CHAINS, include_risky=False) is first
        assert await client.all_balances(MAIN, CHAINS, include_risky=True) is not first
    assert len(app.requests) == 2


async def test_zero_seconds_keep_nothing():
    app = create_app()
    async with client_of(app) as client:
        for _ in range(3):
            await client.total_value(MAIN, CHAINS, "all", include_risky=False)
    assert len(app.requests) == 3


@pytest.mark.parametrize(
    ("effect", "code", "sent"),
    [
        (html_page(200), "bad_response", 1),
        (html_page(403), "region_blocked", 1),
        (invalid_utf8(), "bad_response", 1),
        (payment_required(), "quota_exhausted", 1),
        (redirect("http://localhost/elsewhere"), "bad_response", 1),
        (gzip_bomb(), "bad_response", 1),
        (wrong_shape([]), "bad_response", 1),
        (wrong_shape({"code": 0, "data": [{"odd": 1}]}), "bad_response", 1),
        (CutShort(), "bad_response", 1),
        (Reset(), "upstream_unavailable", 2),
        (service_code("81104"), "unsupported_chain", 1),
        (service_code("50102", status=401), "clock_skew", 2),
    ],
)
async def test_what_goes_wrong_has_its_code(effect, code, sent):
    app = create_app(faults=Faults(Fault(effect)))
    async with client_of(app) as client:
        with pytest.raises(CallFailed) as failed:
            await client.all_balances(MAIN, CHAINS, include_risky=False)
        assert failed.value.code == code
        assert len(app.requests) == sent
        app.faults.clear()
        assert (await client.all_balances(MAIN, CHAINS, include_risky=False)).value.rows


@pytest.mark.parametrize("seconds", [3_600.0, -3_600.0])
async def test_a_clock_that_is_off_is_corrected(seconds):
    app = create_app(faults=Faults(Fault(ClockOffset(seconds))))
    async with client_of(app) as client:
        for _ in range(2):
            await client.total_value(MAIN, CHAINS, "all", include_risky=False)
    assert [request.code for request in app.requests] == ["50102", "0", "0"]


async def test_a_single_refusal_is_not_noticed():
    app = create_app(faults=Faults(Fault(rate_limited(status=200), times=1)))
    async with client_of(app) as client:
        assert (await client.all_balances(MAIN, CHAINS, include_risky=False)).value.rows
    assert [request.code for request in app.requests] == ["50011", "0"]


async def test_over_sockets():
    app = create_app(faults=Faults(Fault(Reset(midway=True), times=1), Fault(Hang(0.05), times=1)))
    with in_background(app) as url:
        async with client_of(app, base_url=url) as client:
            fetched = await client.token_balances(MAIN, [TokenId("1", "")], include_risky=False)
    assert [balance.id for balance in fetched.value.rows] == [TokenId("1", "")]


async def test_a_plan_of_one_a_second_over_sockets():
    """As the default pace meets the smallest plan.

    The service's clock runs a little fast, so that a busy machine's jitter is not taken for a wrong pace.
    """
    app = create_app(requests_per_second=1, monotonic=lambda: 1.2 * time.monotonic())
    with in_background(app) as url:
        async with client_of(app, base_url=url, rate=2.5) as client, anyio.create_task_group() as group:
            for chain in ("1", "10", "56", "137"):
                group.start_soon(lambda chain=chain: client.all_balances(MAIN, [chain], include_risky=False))
    statuses = [request.status for request in app.requests]
    assert statuses.count(200) == 4
    assert statuses.count(429) <= 2
