"""What speaks against a swap, each for one reason only."""

from decimal import Decimal

import pytest

from support.service import out_of_quota, refused
from swaps.market_world import (
    BROOK,
    DRYWELL,
    GARDEN,
    GASLESS,
    HONEY,
    LEAF,
    MOSS,
    NATIVE,
    PUDDLE,
    SOLANA_TRADER,
    SYSTEM,
    TITHE,
    TRADER,
    TRON_TRADER,
    USDC_ADDRESS,
    WSOL,
)
from swaps.sessions import QUOTE, trading
from wallet_portfolio.simulator import Fault
from wallet_portfolio.simulator.faults import Mutate, service_code

pytestmark = pytest.mark.anyio


def on_base(one):
    return f"base:{one.address}"


async def check(session, sell, amount, **more):
    return await session.check(on_base(sell), "ETH", amount, TRADER, **more)


async def test_nothing_speaks_against_it():
    async with trading() as session:
        answer = await session.check("ETH", "USDC", "1", TRADER, chain="base")
        (query,) = session.asked(QUOTE)
    assert (answer["verdict"], answer["reasons"]) == ("ready", [])
    assert query == {
        "chainIndex": "8453",
        "amount": "1000000000000000000",
        "swapMode": "exactIn",
        "fromTokenAddress": NATIVE,
        "toTokenAddress": USDC_ADDRESS,
    }
    # 2500 USD less 0.1 %, into a pool with 50 million on either side: 2497.5 * 50e6 / (50e6 + 2497.5)
    units = 2_497_500_000 * 50_000_000 * 10 // (50_000_000 * 10 + 24_975)
    assert answer["receive"] == str(Decimal(units).scaleb(-6)) == "2497.375256"
    assert answer["receive_minimum"] == str(Decimal(units * 99 // 100).scaleb(-6))
    # 200,000 units of gas at 10 gwei and 2,500 USD; kept: 0.999 * 50e6 / (50e6 + 2497.5) = 99.895 %
    assert (answer["fee_usd"], answer["price_impact_percent"]) == ("5", "-0.1")
    assert answer["route"] == [{"market": "Uniswap V3", "share_percent": "100"}]
    assert (answer["balance"], answer["amount"], answer["sell"]["decimals"]) == ("2.000000000000000003", "1", 18)
    for words in ("1 ETH", "$2,500.00", "2,497.37 USDC", "$2,497.38", "$5.00", "Base", "2,472.4"):
        assert words in answer["summary"]


async def test_two_hops_are_two_markets():
    async with trading() as session:
        answer = await session.check("USDC", "DEEP", "100", TRADER, chain="base")
    assert [hop["market"] for hop in answer["route"]] == ["Uniswap V3", "Uniswap V3"]
    assert answer["fee_usd"] == "7.25"


@pytest.mark.parametrize(
    ("amount", "impact", "verdict", "strong"),
    [
        # A pool with 30,000 on either side keeps 0.999 * 30000 / (30000 + 0.999 v) of a value v
        ("1500", "-4.85", "ready", False),
        ("1545", "-4.99", "ready", False),
        ("1550", "-5", "ready", False),
        ("1560", "-5.03", "warning", False),
        ("3290", "-9.96", "warning", False),
        ("3340", "-10.1", "warning", True),
        ("4060", "-12", "warning", True),
    ],
)
async def test_price_impact(amount, impact, verdict, strong):
    kept = Decimal("0.999") * 30_000 / (30_000 + Decimal("0.999") * int(amount))
    assert round((kept - 1) * 100, 2) == Decimal(impact)
    async with trading() as session:
        answer = await check(session, LEAF, amount)
    assert (answer["price_impact_percent"], answer["verdict"]) == (impact, verdict)
    assert any("moves the price" in reason for reason in answer["reasons"]) == (verdict == "warning")
    assert any("Strong warning" in reason for reason in answer["reasons"]) == strong


def impact_of(value):
    def change(body):
        body["data"][0]["priceImpactPercent"] = value
        return body

    return Fault(Mutate(change), "/quote")


@pytest.mark.parametrize(
    ("told", "verdict"),
    [("-5.0000001", "warning"), ("-5", "ready"), ("0", "ready"), ("3.2", "ready"), ("", "warning"), (-12, "warning")],
)
async def test_impact_however_it_is_told(told, verdict):
    async with trading(impact_of(told)) as session:
        assert (await session.check("ETH", "USDC", "1", TRADER, chain="base"))["verdict"] == verdict


async def test_an_impact_that_nobody_knows():
    async with trading() as session:
        answer = await check(session, GARDEN, "10")
    assert (answer["verdict"], answer["price_impact_percent"]) == ("warning", None)
    assert any("not known" in reason for reason in answer["reasons"])


@pytest.mark.parametrize(
    ("sell", "amount", "words"),
    [
        (TITHE, "100", "tax of 8.0%"),
        (MOSS, "100", "not verified"),
        (BROOK, "10", "$7,400.00"),
        (PUDDLE, "1", "$820.00"),
    ],
)
async def test_one_reason_is_one_warning(sell, amount, words):
    async with trading() as session:
        answer = await check(session, sell, amount)
    assert answer["verdict"] == "warning"
    (reason,) = answer["reasons"]
    assert words in reason
    assert sell.symbol in reason
    assert ("Strong warning" in reason) == (sell is PUDDLE)


async def test_the_token_bought_is_looked_at_too():
    async with trading() as session:
        answer = await session.check("ETH", on_base(PUDDLE), "0.001", TRADER)
        assert "Strong warning" in answer["reasons"][0]
        answer = await session.check("ETH", on_base(MOSS), "0.1", TRADER)
    assert "MOSS is not verified" in answer["reasons"][0]


async def test_all_reasons_are_told():
    async with trading() as session:
        answer = await check(session, BROOK, "400", slippage_percent="20")
    assert answer["verdict"] == "warning"
    assert len(answer["reasons"]) == 3  # impact, slippage, liquidity


@pytest.mark.parametrize("tool", ["check_swap", "prepare_swap"])
async def test_a_honeypot_is_blocked(tool):
    async with trading() as session:
        answer = await session.ask(tool, sell=on_base(HONEY), buy="ETH", amount="10", wallet=TRADER)
        assert session.made == []
    assert answer["verdict"] == "blocked"
    assert any("honeypot" in reason for reason in answer["reasons"])
    assert not [step for step in answer["next_steps"] if "swap" in step["tool"]]


async def test_buying_a_honeypot_is_blocked_without_gas_too():
    async with trading() as session:
        answer = await session.check(f"base:{USDC_ADDRESS}", on_base(HONEY), "10", GASLESS)
    assert answer["verdict"] == "blocked"


async def test_a_refusal_as_a_honeypot_is_blocked():
    async with trading(refused("82120", "/quote")) as session:
        answer = await check(session, LEAF, "10")
    assert (answer["verdict"], answer["amount"]) == ("blocked", "10")
    assert "honeypot" in answer["reasons"][0]


@pytest.mark.parametrize(
    ("fault", "amount", "sell"),
    [
        ((), "10", DRYWELL),  # 82000, nothing said
        ((), "4000", PUDDLE),  # 82112
        ((Fault(service_code("82000", ""), "/quote"),), "10", LEAF),
        ((Fault(service_code("82104", "no such token"), "/quote"),), "10", LEAF),
        ((Fault(service_code("82105", "no such chain"), "/quote"),), "10", LEAF),
        ((Fault(service_code("82112", "90%"), "/quote"),), "10", LEAF),
    ],
)
async def test_no_market(fault, amount, sell):
    async with trading(*fault) as session:
        answer = await check(session, sell, amount)
    assert (answer["status"], answer["verdict"], answer["receive"]) == ("ok", "no_route", None)
    assert answer["reasons"]


async def test_a_network_without_swaps():
    async with trading() as session:
        answer = await session.check("USDC", "ETH", "10", GASLESS, chain="zora")
    assert (answer["status"], answer["verdict"]) == ("ok", "no_route")


async def test_markets_that_do_not_tell_are_a_warning():
    async with trading(out_of_quota("/price-info")) as session:
        answer = await session.check("ETH", "USDC", "1", TRADER, chain="base")
    assert (answer["status"], answer["verdict"], answer["receive"]) == ("ok", "warning", "2497.375256")
    assert "could not be found out" in answer["reasons"][0]


async def test_a_quote_that_costs_too_much_is_an_error():
    async with trading(out_of_quota("/quote")) as session:
        answer = await session.check("ETH", "USDC", "1", TRADER, chain="base")
    assert answer["error"]["code"] == "quota_exhausted"


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("fromTokenAmount",), "999999999999999999"),
        (("fromToken", "decimal"), "8"),
        (("toToken", "decimal"), "18"),
        (("toToken", "tokenContractAddress"), LEAF.address),
        (("fromToken", "tokenContractAddress"), LEAF.address),
        (("chainIndex",), "1"),
        (("toTokenAmount",), "-5"),
        (("toTokenAmount",), "1.5"),
        (("toTokenAmount",), None),
        (("tradeFee",), "free"),
    ],
)
async def test_a_quote_of_something_else_is_refused(path, value):
    def change(body):
        row = body["data"][0]
        for name in path[:-1]:
            row = row[name]
        row[path[-1]] = value
        return body

    async with trading(Fault(Mutate(change), "/quote")) as session:
        answer = await session.check("ETH", "USDC", "1", TRADER, chain="base")
    assert answer["error"]["code"] == "bad_response"
    assert answer["receive"] is None


def quoted(change):
    """A quote in which something is changed that the price impact says nothing of."""

    def applied(body):
        change(body["data"][0])
        return body

    return Fault(Mutate(applied), "/quote")


async def test_a_quote_of_nothing_is_no_route():
    async with trading(quoted(lambda row: row.update(toTokenAmount="0"))) as session:
        answer = await session.check("ETH", "USDC", "1", TRADER, chain="base")
    assert answer["verdict"] == "no_route"
    assert "Nothing of USDC would be received for this." in answer["reasons"]


@pytest.mark.parametrize(("tenths", "start"), [(1, "Strong warning: what"), (8, "Strong warning: what"), (10, None)])
async def test_what_is_received_is_held_against_what_is_sold_whatever_the_impact_says(tenths, start):
    def less(row):
        row["toTokenAmount"] = str(int(row["toTokenAmount"]) * tenths // 10)

    async with trading(quoted(less)) as session:
        answer = await session.check("ETH", "USDC", "1", TRADER, chain="base")
    assert answer["verdict"] == ("warning" if start else "ready")
    assert [reason for reason in answer["reasons"] if "worth" in reason and reason.startswith(start or "-")] == (
        answer["reasons"] if start else []
    )


@pytest.mark.parametrize("field", ["isHoneyPot", "taxRate"])
async def test_what_could_not_be_checked_is_not_called_safe(field):
    async with trading(quoted(lambda row: row["toToken"].update({field: None}))) as session:
        answer = await session.check("ETH", "USDC", "1", TRADER, chain="base")
    assert answer["verdict"] == "warning"
    assert answer["reasons"] == ["Whether USDC can be sold again, and what tax it takes, could not be found out."]


async def test_solanas_coin_goes_by_its_system_address():
    async with trading() as session:
        answer = await session.check("SOL", "USDC", "1", SOLANA_TRADER)
        back = await session.check("USDC", "SOL", "100", SOLANA_TRADER)
        by_address = await session.check(SYSTEM, "USDC", "1", SOLANA_TRADER)
        assert [query["fromTokenAddress"] for query in session.asked(QUOTE)][::2] == [SYSTEM, SYSTEM]
        assert session.asked(QUOTE)[1]["toTokenAddress"] == SYSTEM
    assert {answer["verdict"], back["verdict"], by_address["verdict"]} == {"ready"}


async def test_wrapped_sol_is_not_swapped_in_its_place():
    async with trading() as session:
        for sell, buy in (("USDC", f"solana:{WSOL}"), ("SOL", "WSOL")):
            answer = await session.check(sell, buy, "10", SOLANA_TRADER)
            assert answer["verdict"] == "no_route"
            assert "SOL" in answer["reasons"][0]
        assert session.asked(QUOTE) == []


async def test_a_network_that_nothing_is_prepared_on_offers_no_preparing():
    async with trading() as session:
        answer = await session.check("TRX", "USDT", "100", TRON_TRADER)
        assert "prepare_swap" not in [step["tool"] for step in answer["next_steps"]]
        refused_answer = await session.prepare("TRX", "USDT", "100", TRON_TRADER, confirmed=True)
        assert session.made == []
    assert answer["verdict"] == "ready"
    assert refused_answer["error"]["code"] == "invalid_input"


@pytest.mark.parametrize("told", ["1e2000", "-1e2000", "1e-2000"])
async def test_an_impact_of_no_size_that_impacts_have(told):
    async with trading(impact_of(told)) as session:
        answer = await session.check("ETH", "USDC", "1", TRADER, chain="base")
    assert answer["error"]["code"] == "bad_response"


@pytest.mark.parametrize("name", ["", "  ", " \u200b", None])
async def test_a_market_without_a_name_is_not_listed(name):
    def unnamed(body):
        hop = body["data"][0]["dexRouterList"][0]
        body["data"][0]["dexRouterList"].insert(0, {**hop, "dexProtocol": {"dexName": name, "percent": "3"}})
        return body

    async with trading(Fault(Mutate(unnamed), "/quote")) as session:
        answer = await session.check("ETH", "USDC", "1", TRADER, chain="base")
    assert [hop["market"] for hop in answer["route"]] == ["Uniswap V3"]
