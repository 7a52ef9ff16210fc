"""The whole portfolio: figures against fractions, and what is asked for them."""

from fractions import Fraction

import anyio
import pytest

from support.asking import PRICE_INFO, Meeting, ask, ask_once
from support.service import ALL, CHAIN_LIST, TOTAL, access_to, asked, simulate
from support.worlds import ALICE, BITCOIN, BOB, CAROL, DAVE, ETHEREUM, FAKE_USDC, ZEPE, small_world, wallet, wide_world
from wallet_portfolio.simulator import DEMO_TRADERS, demo_world

from .holders import (
    BTC,
    BY_CHAIN,
    DEFI_USD,
    ERIN,
    ETH,
    FAKE,
    FROG,
    HELD,
    LINK,
    SOL,
    TOKENS_USD,
    TOTAL_USD,
    USDC_ON_SOLANA,
    change_of,
    close,
    erin,
    many_tokens,
    own_world,
    worth,
)

pytestmark = pytest.mark.anyio


async def test_every_figure_equals_an_independent_computation():
    simulator = simulate(own_world(erin()))
    answer = await ask_once(simulator, "show_portfolio", wallets=[ERIN])
    assert answer["status"] == "ok"
    assert answer["notices"] == []
    assert (answer["total_usd"], answer["defi_usd"]) == (TOTAL_USD, DEFI_USD)
    values = worth(HELD)
    shown = [(held["chain_index"], held["token_address"]) for held in answer["holdings"]]
    assert shown == sorted(values, key=values.get, reverse=True)
    for held in answer["holdings"]:
        assert Fraction(held["value_usd"]) == values[held["chain_index"], held["token_address"]]
    changes = {held["symbol"]: held["change_24h_percent"] for held in answer["holdings"]}
    assert changes == {"ETH": "2.5", "USDC": "-0.01", "LINK": "-7.25", "POL": "-3", "FROG": "31.4"}
    usd, percent = change_of(HELD)
    assert close(answer["change_24h_usd"], usd)
    assert close(answer["change_24h_percent"], percent)
    assert simulator.violations == []


async def test_networks_are_shares_of_all_tokens_the_largest_first():
    answer = await ask_once(simulate(own_world(erin())), "show_portfolio", wallets=[ERIN])
    assert [(part["chain"], part["value_usd"]) for part in answer["by_chain"]] == list(BY_CHAIN.items())
    for part in answer["by_chain"]:
        assert close(part["share_percent"], Fraction(part["value_usd"]) / Fraction(TOKENS_USD) * 100)
    assert abs(sum(Fraction(part["share_percent"]) for part in answer["by_chain"]) - 100) < Fraction(1, 10**20)


async def test_top_cuts_the_list_and_nothing_else():
    async with access_to(simulate(own_world(erin()))) as access:
        whole = await ask(access, "show_portfolio", wallets=[ERIN])
        cut = await ask(access, "show_portfolio", wallets=[ERIN], top=2)
        for top in (0, 101):
            assert (await ask(access, "show_portfolio", wallets=[ERIN], top=top))["error"]["code"] == "invalid_input"
    assert cut["holdings"] == whole["holdings"][:2]
    for figure in ("total_usd", "defi_usd", "by_chain", "total_count", "change_24h_usd", "change_24h_percent"):
        assert cut[figure] == whole[figure]
    assert "and 3 smaller holdings" in cut["summary"]


async def test_the_summary_begins_with_the_total_and_tells_the_change():
    answer = await ask_once(simulate(own_world(erin())), "show_portfolio", wallets=[ERIN])
    first, second, *_ = answer["summary"].splitlines()
    assert first == "**Total assets** $4,900.00 on Ethereum, Polygon and Base, and $326.12 of it in DeFi"
    # ETH 60.991, USDC -0.120, LINK -39.084, POL -7.732, FROG 29.393
    assert second == "**24 h** +$43.45 (+1.0%)"


async def test_one_address_costs_four_requests_besides_the_list_of_networks():
    simulator = simulate(own_world(erin()))
    await ask_once(simulator, "show_portfolio", wallets=[ERIN])
    paths = sorted(request.path.rsplit("/api/v6/dex")[-1] for request in simulator.requests)
    assert paths == sorted(
        [f"/balance{TOTAL}"] * 2 + [f"/balance{ALL}", CHAIN_LIST, PRICE_INFO],
    )
    assert sorted(request.query["assetType"] for request in asked(simulator, TOTAL)) == ["0", "2"]


async def test_without_defi_it_is_one_request_less_and_without_tokens_two():
    simulator = simulate(own_world(erin(defi=())))
    answer = await ask_once(simulator, "show_portfolio", wallets=[ERIN])
    assert (answer["total_usd"], answer["defi_usd"]) == (TOKENS_USD, "0")
    assert len(simulator.requests) == 4
    simulator = simulate(own_world())
    answer = await ask_once(simulator, "show_portfolio", wallets=[ERIN])
    assert len(simulator.requests) == 3
    assert (answer["status"], answer["total_usd"], answer["defi_usd"]) == ("ok", "0", "0")
    assert (answer["holdings"], answer["by_chain"], answer["change_24h_usd"]) == ([], [], None)
    assert answer["summary"].startswith("**Nothing held**")


async def test_asked_again_within_the_cache_nothing_is_requested():
    simulator = simulate(own_world(erin()))
    async with access_to(simulator, cache_seconds=60) as access:
        first = await ask(access, "show_portfolio", wallets=[ERIN])
        count = len(simulator.requests)
        assert await ask(access, "show_portfolio", wallets=[ERIN]) == first
    assert len(simulator.requests) == count


async def test_what_does_not_depend_on_each_other_runs_side_by_side():
    meeting = Meeting(simulate(own_world(erin())), "assetType=0", ALL)
    meeting = Meeting(meeting, "assetType=2", PRICE_INFO)
    with anyio.fail_after(10):
        answer = await ask_once(meeting, "show_portfolio", wallets=[ERIN])
    assert answer["status"] == "ok"


async def test_several_wallets_of_several_families_are_one_answer():
    carol = ((SOL, "10.5"), (USDC_ON_SOLANA, "1000"))
    dave = ((BTC, "0.01"),)
    simulator = simulate(own_world(erin(), wallet(CAROL, *carol), wallet(DAVE, *dave)))
    heard = []

    async def hear(done, of, what):
        heard.append((done, of))

    async with access_to(simulator, f"trio={ERIN},trio={CAROL},trio={DAVE}") as access:
        answer = await ask(access, "show_portfolio", hear)
    values = worth((*HELD, *carol, *dave))
    assert Fraction(answer["total_usd"]) == sum(values.values()) + Fraction(DEFI_USD)
    assert {held["wallet"] for held in answer["holdings"]} == {ERIN, CAROL, DAVE}
    assert [part["chain"] for part in answer["by_chain"]][:2] == ["Ethereum", "Solana"]
    known = (*HELD, *carol)  # markets do not know Bitcoin's own coin
    usd, percent = change_of(known)
    assert close(answer["change_24h_usd"], usd)
    assert close(answer["change_24h_percent"], percent)
    assert answer["notices"] == ["The change of 1 holding is not known."]
    assert len(asked(simulator, PRICE_INFO)) == 1
    assert len(asked(simulator, ALL)) == 3
    assert heard == [(1, 3), (2, 3), (3, 3)]
    assert simulator.violations == []


async def test_the_same_token_in_two_wallets_is_asked_about_once():
    simulator = simulate(own_world(erin((ETH, "1"), (LINK, "3")), wallet(BOB, (ETH, "2"))))
    answer = await ask_once(simulator, "show_portfolio", wallets=[ERIN, BOB])
    assert [held["change_24h_percent"] for held in answer["holdings"]] == ["2.5", "2.5", "-7.25"]
    (request,) = asked(simulator, PRICE_INFO)
    assert len(request.json) == 2


async def test_risky_holdings_are_hidden_and_named_with_what_the_total_counts_for_them():
    async with access_to(simulate(small_world())) as access:
        answer = await ask(access, "show_portfolio", wallets=[ALICE])
        shown = await ask(access, "show_portfolio", wallets=[ALICE], include_risky=True, top=100)
    # 13865.254812135690982691841548730725492589 as the service counts it, less 50,000 fake USDC at 0.0000213
    assert answer["total_usd"] == "13864.189812135690982691841548730725492589"
    assert answer["notices"] == [
        "Not shown: 1 holding marked as risky. The total counts $3.21 for it.",
        "Not counted: tokens that only bear the name of another, USDC on Ethereum ($1.07).",
    ]
    assert not any(held["risky"] for held in answer["holdings"])
    assert [held["symbol"] for held in shown["holdings"] if held["risky"]] == ["AIRDROP", "ZEPE"]
    assert [held["token_address"] for held in shown["holdings"] if held["verified"] is False] == [FAKE_USDC]
    assert shown["notices"] == [
        "Not counted: tokens that only bear the name of another, USDC on Ethereum ($1.07).",
        "Beware of impostors: “USDC” on Ethereum. Such a token bears the name of another one, or a name that looks "
        "like it, and is not that token.",
    ]


async def test_where_all_that_is_held_is_risky_it_is_not_called_defi():
    answer = await ask_once(simulate(own_world(wallet(ERIN, (ZEPE, "30000")))), "show_portfolio", wallets=[ERIN])
    assert (answer["total_usd"], answer["defi_usd"], answer["holdings"]) == ("3.21", "0", [])
    assert "DeFi" not in answer["summary"]
    assert answer["notices"] == ["Not shown: 1 holding marked as risky. The total counts $3.21 for it."]


async def test_a_wallet_with_nothing_but_defi():
    world = own_world(wallet(ERIN, defi=((ETHEREUM, "250.75"),)))
    answer = await ask_once(simulate(world), "show_portfolio", wallets=[ERIN])
    assert (answer["status"], answer["total_usd"], answer["defi_usd"]) == ("ok", "250.75", "250.75")
    assert answer["summary"] == "**Total assets** $250.75, all of it in DeFi positions."


async def test_a_large_wallet_costs_one_request_for_prices_and_says_what_the_change_covers():
    held = many_tokens(5_000)
    simulator = simulate(own_world(wallet(ERIN, *held)))
    answer = await ask_once(simulator, "show_portfolio", wallets=[ERIN])
    (request,) = asked(simulator, PRICE_INFO)
    assert [row["tokenContractAddress"] for row in request.json] == [token.address for token, _ in held[:100]]
    assert answer["notices"] == ["The change is that of the 100 largest holdings."]
    assert answer["total_count"] == 5_000
    assert answer["total_usd"] == str(5_000 * 5_001 // 2)
    usd, percent = change_of(held[:100])
    assert close(answer["change_24h_usd"], usd)
    assert close(answer["change_24h_percent"], percent)
    assert simulator.violations == []


@pytest.mark.parametrize("wallet_of", list(DEMO_TRADERS))
async def test_prices_are_asked_under_the_name_that_each_family_has_for_its_coin(wallet_of):
    simulator = simulate(demo_world())
    answer = await ask_once(simulator, "show_portfolio", wallets=[DEMO_TRADERS[wallet_of]])
    names = {
        "8453": "0xeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee",
        "501": "11111111111111111111111111111111",
        "195": "T9yD14Nj9j7xAB4dbGeiX9h8unkKHxuWwb",
        "784": "0x2::sui::SUI",
        "607": "EQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAM9c",
    }
    coins = [held for held in answer["holdings"] if held["token_address"] == ""]
    assert len(coins) == 1
    (request,) = asked(simulator, PRICE_INFO)
    asked_for = {(row["chainIndex"], row["tokenContractAddress"]) for row in request.json}
    assert (coins[0]["chain_index"], names[coins[0]["chain_index"]]) in asked_for
    assert coins[0]["change_24h_percent"] is not None
    assert simulator.violations == []


async def test_a_coin_without_a_market_is_not_asked_about():
    simulator = simulate(own_world(wallet(DAVE, (BTC, "0.5"))))
    answer = await ask_once(simulator, "show_portfolio", wallets=[DAVE])
    assert asked(simulator, PRICE_INFO) == []
    assert (answer["total_usd"], answer["change_24h_usd"]) == ("45000", None)
    assert answer["notices"] == ["The change of 1 holding is not known."]
    assert all(step["tool"] != "get_price_chart" for step in answer["next_steps"])
    assert answer["by_chain"] == [{"chain": BITCOIN.name, "value_usd": "45000", "share_percent": "100"}]


async def test_an_impostor_is_not_offered_to_be_swapped():
    for held in (((FAKE, "50000000"),), ((FAKE, "50000000"), (FROG, "1"))):
        answer = await ask_once(simulate(own_world(wallet(ERIN, *held))), "show_portfolio", wallets=[ERIN])
        offered = str([step["arguments"] for step in answer["next_steps"]])
        assert FAKE.address not in offered
    dollar = (FAKE, "50000000"), (ETH, "0.1")
    answer = await ask_once(simulate(own_world(wallet(ERIN, *dollar))), "show_portfolio", wallets=[ERIN])
    assert answer["next_steps"][0]["say"] == "See the price chart of ETH, your largest holding"
    assert [(held["symbol"], held["value_usd"]) for held in answer["holdings"]] == [("ETH", "200.05")]
    assert answer["notices"] == [
        "Not counted: tokens that only bear the name of another, USDC on Ethereum ($1,065.00)."
    ]


async def test_the_largest_holding_and_a_stablecoin_are_offered_by_name():
    async with access_to(simulate(own_world(erin())), f"main={ERIN}") as access:
        answer = await ask(access, "show_portfolio", chains=["ethereum"])
        assert [step["say"] for step in answer["next_steps"]] == [
            "See the price chart of ETH, your largest holding",
            "See what is doing badly",
            "Check a swap of some USDC on Ethereum",
        ]
        for step in answer["next_steps"]:
            assert (await ask(access, step["tool"], **step["arguments"]))["status"] == "ok"


async def test_fifty_one_networks_are_two_pieces_and_still_one_total():
    simulator = simulate(wide_world(51))
    answer = await ask_once(simulator, "show_portfolio", wallets=[BOB])
    assert (answer["total_usd"], answer["total_count"]) == ("51", 51)
    assert {len(request.chains) for request in asked(simulator, ALL)} == {50, 1}
    assert simulator.violations == []


async def test_the_largest_holding_is_called_so_only_if_it_is():
    """The coin of Bitcoin, which no chart can be had of, is worth more; and a later page begins with less."""
    both = [DAVE, ERIN]
    async with access_to(simulate(own_world(wallet(DAVE, (BTC, "0.5")), erin()))) as access:
        answer = await ask(access, "show_portfolio", wallets=both)
        assert answer["holdings"][0]["symbol"] == "BTC"
        assert answer["next_steps"][0]["say"] == "See the price chart of ETH"
        page = await ask(access, "list_holdings", wallets=[ERIN], limit=1)
        assert any(step["say"].endswith(", your largest holding") for step in page["next_steps"])
        page = await ask(access, "list_holdings", wallets=[ERIN], limit=1, cursor=page["next_cursor"])
        assert not any(step["say"].endswith(", your largest holding") for step in page["next_steps"])
