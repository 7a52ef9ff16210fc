"""Which holdings lose: what is looked at, in which order, and what is offered."""

from decimal import Decimal
from fractions import Fraction

import pytest

from support.asking import PRICE_INFO, ask, ask_once
from support.service import ALL, SEARCH, access_to, asked, out_of_quota, simulate
from support.worlds import BITCOIN, BOB, CAROL, DAVE, ETHEREUM, FAKE_USDC, SOLANA, USDC_ETHEREUM, wallet, wide_world

from .holders import BTC, ERIN, ETH, FAKE, USDC, USDC_ON_SOLANA, change_of, many_tokens, own_world, traded

pytestmark = pytest.mark.anyio


def contract(number):
    return f"0x{number:040x}"


STEEP = traded(ETHEREUM, contract(10), "STEEP", "4", "-10", liquidity=Decimal(10**6))
SLOW = traded(ETHEREUM, contract(11), "SLOW", "2", "-2.5")
WIDE = traded(ETHEREUM, contract(12), "WIDE", "1", "-2.5")
EDGE = traded(ETHEREUM, contract(13), "EDGE", "0.01", "-5")
DUST = traded(ETHEREUM, contract(14), "DUST", "0.01", "-50")
FLAT = traded(ETHEREUM, contract(15), "FLAT", "3", "0")
RISE = traded(ETHEREUM, contract(16), "RISE", "3", "8")
TETHER = traded(ETHEREUM, "0xdac17f958d2ee523a2206206994597c13d831ec7", "USDT", "1", "0.01", decimals=6)
# EDGE is worth exactly a dollar, DUST a cent less.
HELD = (
    *((STEEP, "25"), (SLOW, "50"), (WIDE, "900"), (EDGE, "100")),
    *((DUST, "99"), (FLAT, "10"), (RISE, "10"), (ETH, "0.5")),
)
LOSERS = ["STEEP", "EDGE", "WIDE", "SLOW"]


def losing(*tokens, held=HELD):
    return own_world(wallet(ERIN, *held), tokens=(USDC, FAKE, *tokens))


async def losers(world, *faults, **arguments):
    return await ask_once(simulate(world, *faults), "find_underperformers", **{"wallets": [ERIN], **arguments})


def symbols(answer):
    return [held["symbol"] for held in answer["holdings"]]


async def test_the_worst_comes_first_and_of_equals_the_one_that_lost_more():
    answer = await losers(losing())
    assert answer["status"] == "ok"
    assert answer["notices"] == []
    assert symbols(answer) == LOSERS
    assert answer["total_count"] == 4
    assert [held["change_24h_percent"] for held in answer["holdings"]] == ["-10", "-5", "-2.5", "-2.5"]
    assert [held["value_usd"] for held in answer["holdings"]] == ["100", "1", "900", "100"]


async def test_the_loss_is_told_in_usd():
    answer = await losers(losing())
    # 100 - 100/0.9 = -11.11; 1 - 1/0.95 = -0.05; 900 - 900/0.975 = -23.08; 100 - 100/0.975 = -2.56
    usd, _ = change_of([(token, amount) for token, amount in HELD if token.symbol in LOSERS])
    assert round(float(usd), 2) == -36.8
    assert answer["summary"].splitlines()[0] == "**4 holdings are doing badly**: -$36.80 within 24 hours"
    assert "| STEEP | -10.0% | -$11.11 | $100.00 | Ethereum |" in answer["summary"]
    assert "| WIDE | -2.5% | -$23.08 | $900.00 | Ethereum |" in answer["summary"]
    lost = [held["change_24h_usd"] for held in answer["holdings"]]
    assert [text[:9] for text in lost] == ["-11.11111", "-0.052631", "-23.07692", "-2.564102"]


@pytest.mark.parametrize(
    ("below", "found"),
    [
        ("0", LOSERS),
        ("-2.5", ["STEEP", "EDGE"]),
        ("-2.4999", LOSERS),
        ("-5%", ["STEEP"]),
        ("−9", ["STEEP"]),
        (" -10 ", []),
        ("0.0001", [*LOSERS, "FLAT"]),
        (2.6, [*LOSERS, "FLAT", "ETH"]),
    ],
)
async def test_only_what_changed_by_less_than_said(below, found):
    answer = await losers(losing(), max_change_percent=below)
    assert symbols(answer) == found


@pytest.mark.parametrize("below", ["lots", "NaN", "-inf", "-101", "1e9", ""])
async def test_a_percentage_that_is_none_is_refused(below):
    answer = await losers(losing(), max_change_percent=below)
    assert answer["error"]["code"] == "invalid_input"
    assert "has to be a percentage" in answer["summary"]


async def test_the_limit_cuts_the_list_and_the_count_stays():
    answer = await losers(losing(), limit=2)
    assert symbols(answer) == LOSERS[:2]
    assert answer["total_count"] == 4
    assert "the worst 2" in answer["summary"]


async def test_more_than_a_hundred_are_asked_about_in_pieces():
    held = many_tokens(150, price="2")
    simulator = simulate(own_world(wallet(ERIN, *held), tokens=(USDC,)))
    answer = await ask_once(simulator, "find_underperformers", wallets=[ERIN], limit=100)
    assert sorted(len(request.json) for request in asked(simulator, PRICE_INFO)) == [50, 100]
    assert answer["total_count"] == 150
    assert simulator.violations == []
    values = [Fraction(held["value_usd"]) for held in answer["holdings"]]
    assert values == sorted(values, reverse=True)  # all lost one percent, so the largest lost most


async def test_without_quota_for_prices_nothing_is_called_well_or_badly():
    answer = await losers(losing(), out_of_quota(PRICE_INFO))
    assert (answer["status"], answer["holdings"]) == ("partial", [])
    assert answer["summary"] == "**How these holdings changed within 24 hours is not known.**"
    assert any(notice.startswith("Missing: the changes within 24 hours") for notice in answer["notices"])


async def test_a_piece_of_the_prices_that_failed_leaves_the_rest():
    world = own_world(wallet(ERIN, *many_tokens(150, price="2")), tokens=(USDC,))
    answer = await losers(world, out_of_quota(PRICE_INFO, times=1))
    assert answer["status"] == "partial"
    assert answer["total_count"] in {50, 100}
    assert any("quota" in notice for notice in answer["notices"])


async def test_a_network_that_failed_leaves_the_rest():
    answer = await losers(wide_world(51), out_of_quota(ALL, chain="900050"), wallets=[BOB], max_change_percent="1")
    assert (answer["status"], answer["total_count"]) == ("partial", 50)
    assert any("Net 50" in notice for notice in answer["notices"])


@pytest.mark.parametrize(
    ("world", "said"),
    [
        (losing(held=((RISE, "10"), (ETH, "1"))), "**Nothing is doing that badly**: 2 holdings worth $1 or more"),
        (losing(held=((DUST, "99"),)), "**Nothing is doing badly**: no holding worth $1 or more was found."),
        (own_world(), "**Nothing is doing badly**: no holding worth $1 or more was found."),
    ],
)
async def test_nothing_bad_is_an_answer_too(world, said):
    answer = await losers(world)
    assert answer["status"] == "ok"
    assert answer["summary"].startswith(said)
    assert answer["holdings"] == []


async def test_a_coin_that_no_market_knows_is_counted_as_not_known():
    answer = await losers(own_world(wallet(DAVE, (BTC, "1"))), wallets=[DAVE], chains=[BITCOIN.name])
    assert answer["notices"] == ["The change of 1 holding is not known."]
    assert "is not known" in answer["summary"]


async def test_selling_the_worst_for_a_verified_stablecoin_of_its_network_is_offered_and_runs():
    async with access_to(simulate(losing())) as access:
        answer = await ask(access, "find_underperformers", wallets=[ERIN])
        first = answer["next_steps"][0]
        assert first == {
            "say": "Check selling STEEP on Ethereum",
            "tool": "check_swap",
            "arguments": {
                "sell": f"1:{STEEP.address}",
                "buy": f"1:{USDC_ETHEREUM}",
                "amount": "100%",
                "wallet": ERIN,
            },
        }
        checked = await ask(access, first["tool"], **first["arguments"])
    assert checked["status"] == "ok"
    assert checked["amount"] == "25"
    assert (checked["buy"]["token_address"], checked["buy"]["verified"]) == (USDC_ETHEREUM, True)


@pytest.mark.parametrize(
    ("tokens", "buy"),
    [((FAKE, TETHER), f"1:{TETHER.address}"), ((FAKE, USDC_ON_SOLANA), None), ((), None)],
)
async def test_an_impostor_is_never_offered_to_be_bought(tokens, buy):
    world = own_world(wallet(ERIN, *HELD), tokens=tokens)
    answer = await losers(world)
    bought = [step["arguments"]["buy"] for step in answer["next_steps"] if step["tool"] == "check_swap"]
    assert bought == ([buy] if buy else [])
    assert FAKE_USDC not in str(answer["next_steps"])


async def test_a_stablecoin_that_is_the_worst_is_not_offered_for_itself():
    slipped = traded(ETHEREUM, USDC_ETHEREUM, "USDC", "0.95", "-4", decimals=6)
    world = own_world(wallet(ERIN, (slipped, "100")), tokens=(TETHER,))
    answer = await losers(world)
    assert answer["next_steps"][0]["arguments"]["buy"] == f"1:{TETHER.address}"


async def test_without_a_search_the_losers_are_still_told():
    answer = await losers(losing(), out_of_quota(SEARCH))
    assert symbols(answer) == LOSERS
    assert [step["tool"] for step in answer["next_steps"]] == ["get_price_chart", "show_portfolio"]


async def test_several_wallets_are_told_apart():
    fell = traded(SOLANA, "", "SOL", "100", "-20", decimals=9)
    world = own_world(wallet(ERIN, *HELD), wallet(CAROL, (fell, "1")), tokens=(USDC_ON_SOLANA,))
    answer = await losers(world, wallets=[ERIN, CAROL])
    assert symbols(answer) == ["SOL", *LOSERS]
    assert "HnAaZ2…Ymbp" in answer["summary"]
    assert answer["next_steps"][0]["arguments"]["buy"] == f"501:{USDC_ON_SOLANA.address}"
