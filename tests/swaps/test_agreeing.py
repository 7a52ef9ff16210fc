"""Agreeing to a swap: through the client where the user can be asked, and to the figures that were shown."""

from decimal import Decimal
from itertools import count

import pytest

from support.worlds import wallet
from swaps.market_world import ETH_BASE, SAVER, TRADER, USDC, USDC_ETHEREUM, world_with
from swaps.sessions import QUOTE, User, trading, trading_over_mcp
from wallet_portfolio.simulator import Fault
from wallet_portfolio.simulator.faults import Mutate

MADE = "/aggregator/swap"

pytestmark = pytest.mark.anyio

SWAP = {"sell": "USDC", "buy": "ETH", "amount": "1000", "wallet": TRADER, "chain": "base"}


@pytest.fixture(params=["auto", "legacy"])
def mode(request):
    """Clients of the protocol as it is, and of the versions before it."""
    return request.param


def falling(*permille):
    """Each quote and swap gives so many thousandths less than the market does; the last one stays."""
    asked = count()

    def lower(body):
        row = body["data"][0]
        row = row.get("routerResult", row)
        less = permille[min(next(asked), len(permille) - 1)]
        row["toTokenAmount"] = str(int(row["toTokenAmount"]) * (1000 - less) // 1000)
        return body

    return Fault(Mutate(lower), "/quote")


async def test_the_user_agrees_once_and_it_is_prepared(mode):
    user = User(confirmed=True)
    async with trading_over_mcp(mode, user) as session:
        answer = await session.ask("prepare_swap", **SWAP)
    (question,) = user.questions
    assert [one["kind"] for one in answer["transactions"]] == ["approval", "swap"]
    for words in ("1,000 USDC", "ETH", "Base", "Ready to swap"):
        assert words in question


async def test_what_is_asked_stays_the_same_while_the_price_moves(mode):
    user = User(confirmed=True)
    async with trading_over_mcp(mode, user, falling(0, 5)) as session:
        answer = await session.ask("prepare_swap", **SWAP)
        assert len(session.quoted) == 2
    # 1000 USDC less 0.1 %, through 50 million, at 2,500 USD: 0.39959...; the first quote
    (question,) = user.questions
    assert "0.3995 ETH" in question
    assert len(answer["transactions"]) == 2


@pytest.mark.parametrize("action", ["decline", "cancel", "accept", None])
async def test_without_a_yes_nothing_is_prepared(mode, action):
    user = User(action, confirmed=False) if action else None
    async with trading_over_mcp(mode, user) as session:
        answer = await session.ask("prepare_swap", **SWAP)
        assert session.made == []
    assert (answer["status"], answer["transactions"]) == ("needs_input", [])
    assert answer["question"]


async def test_a_model_cannot_agree_for_a_user_who_can_be_asked(mode):
    user = User("decline")
    async with trading_over_mcp(mode, user) as session:
        answer = await session.ask("prepare_swap", **SWAP, confirmed=True)
        assert session.made == []
    assert len(user.questions) == 1
    assert (answer["status"], answer["transactions"], answer["next_steps"]) == ("needs_input", [], [])
    assert "Not answered, so nothing was done." in answer["notices"]


@pytest.mark.parametrize("tool", ["check_swap", "prepare_swap"])
async def test_all_that_is_missing_is_one_form(mode, tool):
    user = User(wallet=TRADER, sell="ETH", buy=f"base:{USDC.address}", amount="0.25", confirmed=True)
    async with trading_over_mcp(mode, user) as session:
        answer = await session.ask(tool)
        assert session.made == []
    (form,) = user.forms
    assert set(form.requested_schema["properties"]) == {"wallet", "sell", "buy", "amount"}
    assert answer["amount"] == "0.25"
    assert (answer["verdict"], answer["wallet"]) == ("ready", TRADER)


async def test_only_what_is_missing_is_asked(mode):
    user = User(amount="0.25")
    async with trading_over_mcp(mode, user, saved=f"main={TRADER}") as session:
        answer = await session.ask("check_swap", sell="ETH", buy="USDC", chain="base")
    (form,) = user.forms
    assert list(form.requested_schema["properties"]) == ["amount"]
    assert answer["verdict"] == "ready"


async def test_a_client_that_cannot_be_asked_gets_the_question(mode):
    async with trading_over_mcp(mode) as session:
        answer = await session.ask("check_swap")
        assert session.simulator.requests == type(session.simulator.requests)()
    assert (answer["status"], answer["missing"]) == ("needs_input", ["sell", "buy", "amount", "wallet"])


async def test_which_network_is_a_choice(mode):
    user = User(chain="Polygon")
    async with trading_over_mcp(mode, user) as session:
        answer = await session.ask("check_swap", sell="USDC", buy="native", amount="30", wallet=SAVER)
    (form,) = user.forms
    assert set(form.requested_schema["properties"]["chain"]["enum"]) == {"Ethereum", "Polygon", "Base"}
    assert answer["sell"]["chain"] == "Polygon"


async def confirm(session, asked):
    """Agree, as the answer offers it."""
    (step,) = [step for step in asked["next_steps"] if step["arguments"].get("confirmed")]
    return await session.ask(step["tool"], **step["arguments"])


@pytest.mark.parametrize("offered", [True, False])
async def test_a_fall_by_more_than_the_slippage_is_shown_again(offered):
    async with trading(falling(0, 12)) as session:
        asked = await session.ask("prepare_swap", **SWAP)
        again = await confirm(session, asked) if offered else await session.ask("prepare_swap", **SWAP, confirmed=True)
        assert session.made == []
        assert (again["status"], again["transactions"]) == ("needs_input", [])
        assert float(again["receive"]) < float(asked["receive_minimum"])
        assert any("no longer" in notice for notice in again["notices"])
        agreed = await confirm(session, again)
        assert agreed["error"] is None
    assert again["question"] != asked["question"]


@pytest.mark.parametrize("permille", [0, 5, 9])
async def test_a_fall_within_the_slippage_is_what_was_agreed_to(permille):
    async with trading(falling(0, permille)) as session:
        asked = await session.ask("prepare_swap", **SWAP)
        agreed = await confirm(session, asked)
    assert len(agreed["transactions"]) == 2


async def test_two_small_falls_are_not_added_up_behind_the_users_back():
    """The quote falls within the slippage, and the transaction itself falls within it once more."""

    def lower(body):
        row = body["data"][0]
        row["routerResult"]["toTokenAmount"] = str(int(row["routerResult"]["toTokenAmount"]) * 984 // 1000)
        row["tx"]["minReceiveAmount"] = str(int(row["tx"]["minReceiveAmount"]) * 984 // 1000)
        return body

    async with trading(falling(0, 8), Fault(Mutate(lower), "/aggregator/swap")) as session:
        asked = await session.ask("prepare_swap", **SWAP)
        again = await confirm(session, asked)
    assert (again["status"], again["transactions"]) == ("needs_input", [])
    assert float(again["receive"]) < float(asked["receive_minimum"])


async def test_what_is_handed_on_has_the_figures_of_the_transaction():
    def lower(body):
        row = body["data"][0]
        row["routerResult"]["toTokenAmount"] = str(int(row["routerResult"]["toTokenAmount"]) * 995 // 1000)
        row["tx"]["minReceiveAmount"] = str(int(row["tx"]["minReceiveAmount"]) * 995 // 1000)
        return body

    async with trading(Fault(Mutate(lower), "/aggregator/swap")) as session:
        asked = await session.ask("prepare_swap", **SWAP)
        agreed = await confirm(session, asked)
    assert len(agreed["transactions"]) == 2
    assert abs(float(agreed["receive"]) / float(asked["receive"]) - 0.995) < 1e-9


async def test_the_figures_of_a_check_are_what_is_agreed_to_where_nothing_else_was_shown():
    async with trading(falling(0, 5, 12)) as session:
        checked = await session.ask("check_swap", **SWAP)
        agreed = await session.ask("prepare_swap", **SWAP, confirmed=True)
        assert Decimal(agreed["receive_minimum"]) >= Decimal(checked["receive_minimum"])
        again = await session.ask("prepare_swap", **SWAP, confirmed=True)
    assert len(agreed["transactions"]) == 2
    assert (again["status"], again["transactions"]) == ("needs_input", [])
    assert any("no longer" in notice for notice in again["notices"])


async def test_reasons_that_a_check_told_are_put_before_the_user_all_the_same():
    async with trading(impact("-11")) as session:
        await session.ask("check_swap", **SWAP)
        asked = await session.ask("prepare_swap", **SWAP, confirmed=True)
        assert session.made == []
    assert (asked["status"], asked["missing"], asked["transactions"]) == ("needs_input", ["confirmed"], [])


async def test_half_of_a_balance_that_grew_is_not_what_was_agreed_to():
    small = world_with(wallet(TRADER, (ETH_BASE, "1"), (USDC, "100")))
    large = world_with(wallet(TRADER, (ETH_BASE, "1"), (USDC, "4000")))
    async with trading(world=small) as session:
        asked = await session.prepare("USDC", "ETH", "50%", TRADER, chain="base")
        session.simulator.world = large
        again = await confirm(session, asked)
        assert session.made == []
        agreed = await confirm(session, again)
    assert (asked["amount"], again["amount"], again["transactions"]) == ("50", "2000", [])
    assert int(agreed["transactions"][0]["data"][74:], 16) == 2_000_000_000


async def test_another_network_is_not_what_was_agreed_to():
    here = world_with(wallet(SAVER, (ETH_BASE, "1"), (USDC, "100")))
    there = world_with(wallet(SAVER, (ETH_BASE, "1"), (USDC_ETHEREUM, "100"), (USDC, "1")))
    swap = {"sell": "USDC", "buy": "ETH", "amount": "50", "wallet": SAVER}
    async with trading(world=here) as session:
        asked = await session.ask("prepare_swap", **swap)
        assert asked["sell"]["chain"] == "Base"
        session.simulator.world = there
        again = await session.ask("prepare_swap", **swap, confirmed=True)
        assert session.made == []
    assert again["transactions"] == []


def swaps(change):
    """A change of the quote and the terms of each transaction."""

    def mutate(body):
        row = body["data"][0]
        change(row["routerResult"], row["tx"])
        return body

    return Fault(Mutate(mutate), "/aggregator/swap")


def from_now_on(session, *faults):
    session.simulator.faults.clear()
    for fault in faults:
        session.simulator.faults.add(fault)


def honeypot(quote, _):
    quote["toToken"]["isHoneyPot"] = True


def taxed(quote, _):
    quote["fromToken"]["taxRate"] = "0.9"


def moving(quote, _):
    quote["priceImpactPercent"] = "-60"


@pytest.mark.parametrize("shown", [True, False])
async def test_a_transaction_that_turns_out_a_honeypot_is_refused(shown):
    async with trading(swaps(honeypot)) as session:
        if shown:
            await session.ask("prepare_swap", **SWAP)
        answer = await session.ask("prepare_swap", **SWAP, confirmed=True)
    assert (answer["status"], answer["verdict"], answer["transactions"]) == ("ok", "blocked", [])
    assert "Nothing was prepared." in answer["notices"]


@pytest.mark.parametrize(("change", "words"), [(taxed, "tax of 90.0%"), (moving, "by 60.0%")])
async def test_a_transaction_with_new_reasons_is_proposed_again(change, words):
    async with trading(swaps(change)) as session:
        await session.ask("prepare_swap", **SWAP)
        again = await session.ask("prepare_swap", **SWAP, confirmed=True)
        assert (again["status"], again["verdict"], again["transactions"]) == ("needs_input", "warning", [])
        assert any(words in reason for reason in again["reasons"])
        agreed = await confirm(session, again)
    assert (agreed["verdict"], len(agreed["transactions"])) == ("warning", 2)  # now it was read


def impact(percent):
    return Fault(Mutate(lambda body: body["data"][0].update(priceImpactPercent=percent) or body), "/aggregator/quote")


@pytest.mark.parametrize(("later", "prepared"), [("-11.4", True), ("-9", True), ("-16", False), ("", False)])
async def test_a_graver_reason_is_not_what_was_agreed_to(later, prepared):
    async with trading(impact("-11")) as session:
        asked = await session.ask("prepare_swap", **SWAP)
        from_now_on(session, impact(later), swaps(lambda quote, _: quote.update(priceImpactPercent=later)))
        answer = await confirm(session, asked)
    assert bool(answer["transactions"]) == prepared
    assert answer["status"] == ("ok" if prepared else "needs_input")


async def test_a_warning_that_nobody_has_read_is_not_agreed_to():
    async with trading(impact("-11")) as session:
        asked = await session.ask("prepare_swap", **SWAP, confirmed=True)
        assert session.made == []
    assert (asked["status"], asked["missing"], asked["transactions"]) == ("needs_input", ["confirmed"], [])
    assert not any("no longer" in notice for notice in asked["notices"])


@pytest.mark.parametrize("permille", [0, 5, 9])
async def test_the_transaction_enforces_what_was_agreed_to(permille):
    asked_with = []

    def enforce(quote, terms):
        asked_with.append(terms["slippagePercent"])
        units = int(quote["toTokenAmount"]) * (1000 - permille) // 1000
        quote["toTokenAmount"] = str(units)
        left = 100 - Decimal(terms["slippagePercent"])
        terms["minReceiveAmount"] = str(int(units * left / 100))

    async with trading(falling(0, permille), swaps(enforce)) as session:
        asked = await session.ask("prepare_swap", **SWAP)
        agreed = await confirm(session, asked)
    assert len(agreed["transactions"]) == 2
    assert Decimal(agreed["receive_minimum"]) >= Decimal(asked["receive_minimum"])
    assert all(Decimal(percent) <= 1 for percent in asked_with)
    assert (asked_with == ["1"]) == (permille == 0)


async def test_the_slippage_is_not_raised_when_the_price_rises():
    async with trading(falling(8, 0)) as session:
        asked = await session.ask("prepare_swap", **SWAP)
        agreed = await confirm(session, asked)
        assert [query["slippagePercent"] for query in session.asked(MADE)] == ["1"]
    assert Decimal(agreed["receive_minimum"]) > Decimal(asked["receive_minimum"])


async def test_a_price_that_falls_with_every_transaction_is_shown_again():
    asked = count(1)

    def fall(quote, terms):
        units = int(quote["toTokenAmount"]) * (1000 - 4 * next(asked)) // 1000
        quote["toTokenAmount"] = str(units)
        terms["minReceiveAmount"] = str(int(units * (100 - Decimal(terms["slippagePercent"])) / 100))

    async with trading(swaps(fall)) as session:
        first = await session.ask("prepare_swap", **SWAP)
        again = await confirm(session, first)
        assert len(session.asked(MADE)) == 2
    assert (again["status"], again["transactions"]) == ("needs_input", [])
    assert any("no longer" in notice for notice in again["notices"])


async def test_the_most_for_an_exact_amount_is_what_was_agreed_to():
    swap = {**SWAP, "amount": "0.3", "amount_of": "buy"}

    def dearer(body):
        row = body["data"][0]
        row = row.get("routerResult", row)
        row["fromTokenAmount"] = str(int(row["fromTokenAmount"]) * 1006 // 1000)
        return body

    def both(body):
        dearer(body)
        row = body["data"][0]
        spent = int(row["routerResult"]["fromTokenAmount"]) * (100 + Decimal(row["tx"]["slippagePercent"])) / 100
        row["tx"]["maxSpendAmount"] = str(int(spent))
        return body

    async with trading() as session:
        asked = await session.ask("prepare_swap", **swap)
        from_now_on(session, Fault(Mutate(dearer), QUOTE), Fault(Mutate(both), MADE))
        agreed = await confirm(session, asked)
        (query,) = session.asked(MADE)
        assert Decimal(query["slippagePercent"]) < 1
    most = -(-int(asked["amount_minimal"]) * 101 // 100)
    assert int(agreed["transactions"][0]["data"][74:], 16) <= most


async def test_the_same_trade_in_other_words_is_the_same_trade():
    async with trading() as session:
        await session.ask("prepare_swap", **SWAP)
        from_now_on(session, falling(12))
        other = {**SWAP, "amount": "1,000.0", "sell": f"base:{USDC.address}", "slippage_percent": "1.0"}
        again = await session.ask("prepare_swap", **other, confirmed=True)
    assert (again["status"], again["transactions"]) == ("needs_input", [])
