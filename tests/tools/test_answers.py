"""Answers over MCP. That each one fits its published schema and speaks of no internals is checked with every call."""

from decimal import Decimal
from fractions import Fraction

import pytest

from support.answers import text_of
from support.service import ALL, CHAIN_LIST, GIVEN, TOTAL, out_of_quota, refused, simulate
from support.worlds import (
    ALICE,
    BOB,
    CAROL,
    CHAINS,
    FAKE_USDC,
    SPAM,
    USDC_BASE,
    USDC_ETHEREUM,
    evm,
    small_world,
    wide_world,
)
from wallet_portfolio.assets.chains import Chains
from wallet_portfolio.simulator import DEMO_WALLETS, Fault, demo_world
from wallet_portfolio.simulator.faults import html_page

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("no_waiting_between_attempts")]


async def test_the_four_questions_are_answered_with_exact_figures(over):
    async with over(simulate(small_world()), saved=f"main={ALICE}") as session:
        total = await session.ask("get_total_value", wallets=[ALICE, CAROL])
        assert total["total_usd"] == total["counted_usd"] == "21112.573603825395308689374492230725492589"
        assert total["wallets"] == [
            {"wallet": ALICE, "total_usd": "13865.254812135690982691841548730725492589"},
            {"wallet": CAROL, "total_usd": "7247.3187916897043259975329435"},
        ]
        listed = await session.ask("list_holdings", limit=2)
        assert listed["listed_usd"] == "12656.096707865690982690841548730725492589"
        assert listed["total_count"] == 6
        assert listed["holdings"][0] == {
            "wallet": ALICE,
            "chain": "Ethereum",
            "chain_index": "1",
            "symbol": "ETH",
            "token_address": "",
            "amount": "1.842905317264180593",
            "price_usd": "3127.418250127418250173",
            "value_usd": "5763.535722468858228604341548730725492589",
            "risky": False,
            "verified": True,
            "change_24h_percent": None,
        }
        given = await session.ask("get_token_balances", tokens=["usdc"])
        assert [(held["token_address"], held["amount"], held["verified"]) for held in given["holdings"]] == [
            (USDC_ETHEREUM, "3250.55", True),
            (USDC_BASE, "1820.114233", True),
        ]
        chains = await session.ask("list_supported_chains", query="base")
        assert chains["chains"] == [
            {"name": "Base", "short_name": "base", "chain_index": "8453", "family": "evm", "risk_filter": True}
        ]


async def test_amounts_are_text_in_plain_notation_however_small(over):
    async with over(simulate(demo_world())) as session:
        listed = await session.ask("list_holdings", wallets=[DEMO_WALLETS["main"]], limit=200)
    texts = [held[key] for held in listed["holdings"] for key in ("amount", "price_usd", "value_usd") if held[key]]
    assert all(set(text) <= set("0123456789.") for text in texts)
    for held in listed["holdings"]:
        if held["price_usd"] is not None:
            assert Fraction(held["value_usd"]) == Fraction(held["amount"]) * Fraction(held["price_usd"])
    unpriced = [held for held in listed["holdings"] if held["price_usd"] is None]
    assert unpriced
    assert listed["holdings"][-len(unpriced) :] == unpriced


async def test_a_partial_total_is_never_called_a_total(over):
    async with over(simulate(wide_world(51), out_of_quota(TOTAL, chain="900050"))) as session:
        total = await session.ask("get_total_value", wallets=[BOB])
    assert (total["status"], total["total_usd"], total["counted_usd"]) == ("partial", None, "50")
    assert total["wallets"] == [{"wallet": BOB, "total_usd": None}]
    assert any("Net 50" in notice and "quota" in notice for notice in total["notices"])
    assert "This is not all" in total["summary"]


async def test_lists_and_balances_are_partial_too_when_a_piece_failed(over):
    faults = [out_of_quota(path, chain="501") for path in (ALL, GIVEN)]
    async with over(simulate(small_world(), *faults)) as session:
        listed = await session.ask("list_holdings", wallets=[BOB, CAROL])
        given = await session.ask("get_token_balances", wallets=[BOB, CAROL], tokens=["ETH", "SOL"])
    for answer in (listed, given):
        assert answer["status"] == "partial"
        assert {held["wallet"] for held in answer["holdings"]} == {BOB}
        assert any("Solana" in notice for notice in answer["notices"])


async def test_no_wallet_is_a_question_and_no_error(over):
    async with over(simulate(small_world())) as session:
        for name, arguments in (
            ("get_total_value", {}),
            ("list_holdings", {}),
            ("get_token_balances", {"tokens": ["ETH"]}),
        ):
            answer = await session.ask(name, **arguments)
            assert (answer["status"], answer["missing"]) == ("needs_input", ["wallets"])
            assert answer["question"] == "Which wallet should I look at? Please give me its address."


async def test_risky_tokens_are_hidden_with_a_word_and_shown_when_asked_for(over):
    async with over(simulate(small_world())) as session:
        listed = await session.ask("list_holdings", wallets=[ALICE])
        assert any("marked as risky" in notice for notice in listed["notices"])
        assert not any(held["risky"] for held in listed["holdings"])
        given = await session.ask("get_token_balances", wallets=[ALICE], tokens=[f"ethereum:{SPAM}"])
        assert given["holdings"] == []
        assert any("AIRDROP" in notice and "risky" in notice for notice in given["notices"])
        shown = await session.ask("list_holdings", wallets=[ALICE], include_risky=True)
        assert [held["symbol"] for held in shown["holdings"] if held["risky"]] == ["AIRDROP", "ZEPE"]


async def test_a_token_that_talks_is_cleaned_and_its_name_called_unusual(demo):
    listed = await demo.ask("list_holdings", wallets=["main"], limit=200)
    (talker,) = [held for held in listed["holdings"] if held["token_address"].startswith("0xf9831de8")]
    for trick in ("http", "claim-usdc.example", "[", "*", "\n", "\u200b", "\u202e"):
        assert trick not in talker["symbol"]
    assert len(talker["symbol"]) <= 32
    assert any(notice.startswith("Unusual name: ") for notice in listed["notices"])


async def test_made_up_figures_are_always_called_so(demo):
    for name, arguments in (
        ("list_supported_chains", {}),
        ("get_total_value", {}),
        ("list_holdings", {"limit": 0}),
        ("get_token_balances", {"tokens": ["NOSUCH"]}),
    ):
        answer = await demo.ask(name, **arguments)
        assert answer["notices"][0] == "Demo data: these wallets and figures are made up."


async def test_real_figures_are_not_called_made_up(over):
    async with over(simulate(small_world())) as session:
        assert (await session.ask("list_holdings", wallets=[CAROL]))["notices"] == []


async def test_without_the_list_of_networks_the_answer_says_what_was_used_instead(over):
    listed = {chain.index for chain in CHAINS}
    others = [chain for chain in Chains.builtin() if chain.family == "evm" and chain.index not in listed]
    world = small_world(chains=(*CHAINS, *(evm(chain.index, chain.name) for chain in others)))
    async with over(simulate(world, Fault(html_page(503), CHAIN_LIST))) as session:
        answer = await session.ask("get_total_value", wallets=[ALICE])
        assert (answer["status"], answer["total_usd"]) == ("partial", None)
        assert answer["counted_usd"] == "13865.254812135690982691841548730725492589"
        assert answer["notices"][:-1] == [
            "Missing: networks newer than the built-in list, because the current list could not be read."
        ]
        named = await session.ask("get_total_value", wallets=[ALICE], chains=["ethereum", "base"])
        assert (named["status"], len(named["notices"])) == ("ok", 1)
        assert (await session.ask("list_supported_chains"))["error"]["code"] == "upstream_unavailable"


async def test_without_a_plan_for_the_list_of_networks_there_is_no_answer(over):
    async with over(simulate(small_world(), out_of_quota(CHAIN_LIST))) as session:
        for name, arguments in (
            ("get_total_value", {"wallets": [ALICE], "chains": ["base"]}),
            ("list_supported_chains", {}),
        ):
            assert (await session.ask(name, **arguments))["error"]["code"] == "quota_exhausted"


async def test_a_token_that_bears_the_name_of_another_is_left_out_with_a_word(demo):
    said = "Not counted: tokens that only bear the name of another, USDC on Ethereum"
    listed = await demo.ask("list_holdings", wallets=["main"], limit=200)
    assert listed["total_count"] == 27
    assert FAKE_USDC not in {held["token_address"] for held in listed["holdings"]}
    assert [notice.startswith(said) for notice in listed["notices"]].count(True) == 1
    shown = await demo.ask("list_holdings", wallets=["main"], limit=200, include_risky=True)
    (fake,) = [held for held in shown["holdings"] if held["token_address"] == FAKE_USDC]
    assert (fake["verified"], fake["value_usd"]) == (False, "1.065")
    assert any("USDC on Ethereum" in notice for notice in shown["notices"])  # listed, and still not counted


async def test_a_network_dropped_for_being_of_another_kind_is_named(over):
    async with over(
        simulate(small_world(chains=(*CHAINS, evm("900050", "Oddnet"))), refused("84019", TOTAL))
    ) as session:
        answer = await session.ask("get_total_value", wallets=[ALICE])
        assert answer["status"] == "error"
    odd = refused("84019", TOTAL, chain="900050")
    async with over(simulate(small_world(chains=(*CHAINS, evm("900050", "Oddnet"))), odd)) as session:
        answer = await session.ask("get_total_value", wallets=[ALICE])
    assert answer["status"] == "partial"
    assert answer["counted_usd"] == "13865.254812135690982691841548730725492589"
    assert any("Oddnet" in notice for notice in answer["notices"])


async def test_all_pages_together_are_the_whole_list_whichever_way_they_are_asked_for(demo):
    cursor, pages = None, []
    while not pages or cursor:
        pages.append(await demo.ask("list_holdings", wallets=["main"], limit=9, cursor=cursor))
        cursor = pages[-1]["next_cursor"]
    whole = await demo.ask("list_holdings", wallets=["main"], limit=200)
    assert [held for page in pages for held in page["holdings"]] == whole["holdings"]
    assert {page["listed_usd"] for page in pages} == {whole["listed_usd"]}
    assert len(whole["holdings"]) == whole["total_count"]
    assert sum(Decimal(held["value_usd"] or 0) for held in whole["holdings"]).quantize(Decimal("0.01")) == Decimal(
        whole["listed_usd"]
    ).quantize(Decimal("0.01"))


async def test_progress_is_told_when_several_pieces_run_and_the_caller_asked(demo):
    heard = []

    async def hear(done, of, what):
        heard.append((done, of))

    await demo.call("get_total_value", {"wallets": ["main", "sol", "btc"]}, progress_callback=hear)
    assert heard == [(1, 3), (2, 3), (3, 3)]
    await demo.call("get_total_value", {"wallets": ["sol"]}, progress_callback=hear)
    assert len(heard) == 3


async def test_the_text_reads_summary_first_then_notices_then_one_question(demo):
    result = await demo.call("get_total_value", {"wallets": ["sol"]})
    assert text_of(result) == (
        "**Total assets** $8,188.76 on Solana\n\n"
        "_Demo data: these wallets and figures are made up._\n"
        "_This is OKX's own sum: impostors count in it, if there are any. The portfolio leaves them out._\n\n"
        "Would you like to see what it is made of, token by token, or see the portfolio without impostors, and how it "
        "changed within a day?"
    )
