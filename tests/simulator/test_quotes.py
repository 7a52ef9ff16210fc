from dataclasses import replace
from decimal import Decimal

import pytest

from simulator.signed_client import AGGREGATOR, calling
from wallet_portfolio.simulator import Chain, Fault, Pool, Token, World, create_app, faults

pytestmark = pytest.mark.anyio

NATIVE = "0xeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee"
SYSTEM = "11111111111111111111111111111111"
WSOL = "So11111111111111111111111111111111111111112"
USDC = "0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48"
USDC_BASE = "0x833589fcd6edb6e08f4c7c32d4f71b54bda02913"
GLADE = "0x85b92b08e1ab55d882d013ffbc32ced0e6781a54"
TITHE = "0x5843ce1bea8e90c2a876ea4f4a10889e6dd9cea4"
PUDDLE = "0xad9c1d5e2c97fddb88ff4ccc8a65531709d67b24"
DRYWELL = "0xeed9aa0347784262d0edd63de02b5696c361842e"
GARDEN = "0x4fdc4d68951ab85c117f3f52b67abd9db2d7b8f5"
SAFEPUP = "0x42f6e0fd8d053d9e2e1a4507ae9bea7becf1e40c"
BONK = "DezXAZ8z7PnrnRJjz3wXBoRgixCa6xjnB7YaB1pPB263"
WIF = "EKpQGSJtjMFqKZ9KQanSqYXRcFBfBopzLHYxdM65zcjm"
JUP = "JUPyiwrYJFskUPiHa7hkeR8VUtAeFoSYbKedZNsDvCN"
FERN = "88W1wUTw2pXW48ACnBqwJZvC8apPCobcVuPjmKyaBgUP"
ETHER = 10**18


async def answer(caller, chain, sell, buy, amount, **more):
    query = {"chainIndex": chain, "fromTokenAddress": sell, "toTokenAddress": buy, "amount": str(amount)}
    return (await caller.get(f"{AGGREGATOR}/quote", {**query, "swapMode": "exactIn", **more})).json()


async def quote(caller, *what, **more):
    body = await answer(caller, *what, **more)
    assert body["code"] == "0", body
    (row,) = body["data"]
    return row


async def test_the_chains_with_swaps(caller):
    rows = (await caller.get(f"{AGGREGATOR}/supported/chain")).json()["data"]
    spenders = {row["chainIndex"]: row["dexTokenApproveAddress"] for row in rows}
    assert {"chainIndex", "chainName", "dexTokenApproveAddress"} == set(rows[0])
    assert {"1", "56", "501", "195", "784", "607"} <= set(spenders)
    assert not {"0", "2", "3", "637", "7777777"} & set(spenders)
    assert spenders["501"] == ""
    assert spenders["1"].startswith("0x")


async def test_a_quote_by_hand(caller, simulator):
    # Sold: 16240 * 0.25 = 4060 USD, less 0.1 % fee 4055.94; half the pool is 30000 USD:
    # 4055.94 * 30000 / 34055.94 = 3572.9156 USD = 1.142441414635067649997 ETH (bc), and 3572.9156 / 4060 - 1 = -12.00 %
    row = await quote(caller, "8453", GLADE, NATIVE, 16240 * ETHER)
    assert (row["fromTokenAmount"], row["toTokenAmount"]) == ("16240000000000000000000", "1142441414635067649")
    assert row["priceImpactPercent"] == "-12.00"
    # 200000 units of 0.05 gwei are 0.00001 ETH, at 3127.418250127418250173 USD
    assert (row["estimateGasFee"], row["tradeFee"]) == ("200000", "0.031274182501")
    assert row["router"] == f"{GLADE}--{NATIVE}"
    assert row["fromToken"] == {
        "tokenContractAddress": GLADE,
        "tokenSymbol": "GLADE",
        "decimal": "18",
        "isHoneyPot": False,
        "taxRate": "0",
        "tokenUnitPrice": "0.25",
    }
    assert row["toToken"]["tokenContractAddress"] == NATIVE
    assert type(row["contextSlot"]) is int
    assert simulator.violations == []


async def test_two_hops_by_hand(caller):
    # 310.25 * 0.4127093 through 5.85 million USD into SOL, through 4.9 million into JUP at 0.24018822, with a fee of
    # 0.1 % in each, come to 532.0035087987 with bc
    row = await quote(caller, "501", WIF, JUP, 310_250_000)
    assert (row["toTokenAmount"], row["priceImpactPercent"]) == ("532003508", "-0.20")
    first, second = row["dexRouterList"]
    assert first["dexProtocol"] == {"dexName": "Raydium CL", "percent": "100"}
    assert [first["fromToken"]["tokenSymbol"], first["toToken"]["tokenSymbol"]] == ["WIF", "SOL"]
    assert [second["fromToken"]["tokenSymbol"], second["toToken"]["tokenSymbol"]] == ["SOL", "JUP"]
    assert row["router"] == f"{WIF}--{SYSTEM}--{JUP}"
    assert row["estimateGasFee"] == "330000"


async def test_exact_out_by_hand(caller):
    # 999.874213 USD out of half of 1240.7 million, the fee on top: 0.3200328901485532589004 ETH (bc), rounded up
    row = await quote(caller, "1", NATIVE, USDC, 1_000_000_000, swapMode="exactOut")
    assert (row["fromTokenAmount"], row["toTokenAmount"]) == ("320032890148553259", "1000000000")
    assert row["swapMode"] == "exactOut"
    forward = await quote(caller, "1", NATIVE, USDC, 320032890148553259)
    assert forward["toTokenAmount"] == "1000000000"


async def test_the_sellers_tax(caller):
    # 1000 * 0.5 * 0.92 = 460 USD arrive at the pool: 0.14689409017308969 ETH (bc)
    row = await quote(caller, "8453", TITHE, NATIVE, 1000 * ETHER)
    assert (row["toTokenAmount"], row["fromToken"]["taxRate"]) == ("146894090173089690", "0.08")
    assert row["priceImpactPercent"] == "-0.13", "the tax is no part of it"
    assert (await quote(caller, "8453", NATIVE, TITHE, ETHER))["toToken"]["taxRate"] == "0"


@pytest.mark.parametrize(
    ("chain", "sell", "buy", "amount"),
    [
        ("1", NATIVE, USDC, ETHER),
        ("8453", USDC_BASE, NATIVE, 1_820_114_233),
        ("501", SYSTEM, BONK, 42 * 10**9),
        ("501", BONK, SYSTEM, 3_800_000_050_000),
        ("501", WIF, JUP, 310_250_000),
        ("195", "T9yD14Nj9j7xAB4dbGeiX9h8unkKHxuWwb", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", 10**9),
        ("784", "0x2::sui::SUI", "0x" + "db" * 32, 10**9),
    ],
)
async def test_a_normal_swap_loses_next_to_nothing(caller, simulator, chain, sell, buy, amount):
    if chain == "784":
        (buy,) = [token.address for token in simulator.world.all_tokens if token.chain == "784" and token.address]
    row = await quote(caller, chain, sell, buy, amount)
    assert Decimal("-0.5") < Decimal(row["priceImpactPercent"]) < 0
    assert Decimal("0.005") < Decimal(row["tradeFee"]) < 5
    assert simulator.violations == []


async def test_impact_grows_with_size(caller):
    rows = [await quote(caller, "501", FERN, SYSTEM, amount * 10**6) for amount in (100, 20_000, 81_200, 100_000)]
    assert [row["priceImpactPercent"] for row in rows] == ["-0.12", "-3.32", "-12.00", "-14.36"]


async def test_what_the_market_cannot_price(caller):
    row = await quote(caller, "1", GARDEN, NATIVE, 42 * ETHER)
    assert row["priceImpactPercent"] is None
    assert row["fromToken"]["tokenUnitPrice"] is None
    assert int(row["toTokenAmount"]) > 0


async def test_a_honeypot_is_quoted_and_marked(caller):
    row = await quote(caller, "56", SAFEPUP, NATIVE, 20_000_000 * 10**9)
    assert (row["fromToken"]["isHoneyPot"], row["fromToken"]["taxRate"]) == (True, "0.99")


@pytest.mark.parametrize(
    ("what", "code"),
    [
        (("8453", DRYWELL, NATIVE, ETHER), "82000"),
        (("8453", NATIVE, DRYWELL, ETHER), "82000"),
        (("8453", TITHE, USDC_BASE, 1), "82000"),
        (("8453", PUDDLE, NATIVE, 250_000 * ETHER), "82112"),
        (("8453", NATIVE, PUDDLE, 2 * ETHER), "82112"),
        (("7777777", NATIVE, USDC, ETHER), "82105"),
        (("0", "BTC", "USDC", 1), "82105"),
        (("1", NATIVE, "0x" + "12" * 20, ETHER), "82104"),
    ],
)
async def test_no_route_is_no_breach(caller, simulator, what, code):
    body = await answer(caller, *what)
    assert (body["code"], body["data"]) == (code, [])
    assert (body["msg"] == "") is (code == "82000")
    assert simulator.violations == []


async def test_more_than_the_pool_holds_cannot_be_bought(caller):
    assert (await answer(caller, "8453", NATIVE, GLADE, 120_000 * ETHER, swapMode="exactOut"))["code"] == "82000"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"amount": "0"}, "51000"),
        ({"amount": "01"}, "51000"),
        ({"amount": "1.5"}, "51000"),
        ({"amount": "1e18"}, "51000"),
        ({"amount": "-1"}, "51000"),
        ({"amount": str(2**256)}, "51000"),
        ({"amount": ""}, "50014"),
        ({"swapMode": "exactin"}, "51000"),
        ({"swapMode": ""}, "51000"),
        ({"chainIndex": "137", "swapMode": "exactOut"}, "51000"),
        ({"chainIndex": "501", "swapMode": "exactOut"}, "51000"),
        ({"chainIndex": "424242"}, "82105"),
        ({"chainIndex": "eth"}, "51000"),
        ({"fromTokenAddress": ""}, "50014"),
        ({"fromTokenAddress": USDC}, "51000"),
        ({"fromTokenAddress": NATIVE.upper().replace("0X", "0x")}, "81151"),
        ({"toTokenAddress": USDC.upper().replace("0X", "0x")}, "81151"),
        ({"toTokenAddress": "USDC"}, "81151"),
    ],
)
async def test_parameters_are_read_strictly(caller, simulator, change, code):
    query = {"chainIndex": "1", "amount": "1000", "swapMode": "exactIn"}
    query |= {"fromTokenAddress": NATIVE, "toTokenAddress": USDC, **change}
    body = (await caller.get(f"{AGGREGATOR}/quote", query)).json()
    assert body["code"] == code
    assert [line.split()[0] for line in simulator.violations] == [code]


async def test_a_parameter_the_call_does_not_have(caller, simulator):
    await quote(caller, "1", NATIVE, USDC, ETHER, slippagePercent="1")
    assert simulator.violations == [f"unknown parameter slippagePercent (GET {AGGREGATOR}/quote)"]


async def test_wrapped_sol_is_answered_but_noted(caller, simulator):
    wrapped = await quote(caller, "501", WSOL, JUP, 10**9)
    assert wrapped["fromToken"]["tokenContractAddress"] == WSOL
    assert [line.split()[0] for line in simulator.violations] == ["wSOL"]
    plain = await quote(caller, "501", SYSTEM, JUP, 10**9)
    assert plain["toTokenAmount"] == wrapped["toTokenAmount"]
    assert len(simulator.violations) == 1


async def test_a_world_of_ones_own():
    chain = Chain("5", "Toy", "toy", "evm", NATIVE, gas_price=7)
    coin = Token("5", "", "TOY", "Toy", 2, price=Decimal(2))
    token = Token("5", "0x" + "ab" * 20, "BALL", "Ball", 1, price=Decimal(1), liquidity=Decimal(200))
    world = World((chain,), (coin, token))
    async with calling(create_app(world)) as caller:
        # 100 USD, 0.1 % fee: 99.9 * 100 / 199.9 = 49.97 USD
        row = await quote(caller, "5", NATIVE, token.address, 5000)
        assert row["toTokenAmount"] == "499"
        assert Decimal(row["tradeFee"]) == 200_000 * 7 * Decimal("0.01") * 2
    pool = Pool("5", token.address, liquidity=Decimal(10**9), price=Decimal("0.5"), fee=Decimal(0))
    async with calling(create_app(replace(world, pools=(pool,)))) as caller:
        row = await quote(caller, "5", NATIVE, token.address, 5000)
        assert row["toTokenAmount"] == "1999"


async def test_faults_strike_here_as_well(caller, simulator):
    def honeypot(body):
        body["data"][0]["toToken"]["isHoneyPot"] = True
        return body

    simulator.faults.add(Fault(faults.Mutate(honeypot), path="/aggregator/quote"))
    assert (await quote(caller, "1", NATIVE, USDC, ETHER))["toToken"]["isHoneyPot"] is True
    simulator.faults.clear()
    simulator.faults.add(Fault(faults.service_code("82000"), when=lambda request: request.chains == ("1",)))
    assert (await answer(caller, "1", NATIVE, USDC, ETHER))["code"] == "82000"
