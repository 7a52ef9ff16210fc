"""A symbol that is made to be taken for a well-known one is seen as that, and its token as an impostor everywhere."""

import string
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.asking import ask_once
from support.service import TOKEN_INFO, asked, out_of_quota, simulate
from support.worlds import BASE, BOB, CHAINS, ETHEREUM, POLYGON, USDC, USDC_BASE, token, wallet
from trust.effort import tries
from wallet_portfolio.assets.lookalikes import imitated, is_lookalike, lookalike_of, skeleton
from wallet_portfolio.assets.tokens import TokenId
from wallet_portfolio.assets.well_known import CONTRACTS, SYMBOLS
from wallet_portfolio.simulator import World, demo_world

SPOOFS = [
    ("USD\u0421", "USDC"),  # Cyrillic С
    ("\u054d\u0405DC", "USDC"),  # Armenian Ս for U, Cyrillic Ѕ
    ("U$DC", "USDC"),
    ("$USDC", "USDC"),
    ("USDC$", "USDC"),
    ("U\u200bS\u2060D\u00adC", "USDC"),
    ("ＵＳＤＣ", "USDC"),
    ("USDC\u00a0", "USDC"),
    (" USDC", "USDC"),
    ("usdc.", "USDC"),
    ("U.S.D.C", "USDC"),
    ("USDC\u0301", "USDC"),
    ("U\u0336S\u0336D\u0336C\u0336", "USDC"),
    ("ÜSDC", "USDC"),
    ("𝐔𝐒𝐃𝐂", "USDC"),
    ("Ⓤⓢⓓⓒ", "USDC"),
    ("🅄🅂🄳🄲", "USDC"),
    ("🆄🆂🅳🅲", "USDC"),
    ("🇺🇸🇩🇨", "USDC"),
    ("ᴜꜱᴅᴄ", "USDC"),
    ("USÐC", "USDC"),
    ("U5DC", "USDC"),
    ("USDC \u202e", "USDC"),
    ("USD₮", "USDT"),
    ("U\u0405D\u0422", "USDT"),
    ("\u0415\u0422\u041d", "ETH"),
    ("ΞTH", "ETH"),
    ("E\u03a4H", "ETH"),  # Greek Τ
    ("8TC", "BTC"),
    ("₿TC", "BTC"),
    ("\u0412\u0422\u0421", "BTC"),
    ("S0L", "SOL"),
    ("S\u039fL", "SOL"),
    ("SO1", "SOL"),
    ("LlNK", "LINK"),
    ("L1NK", "LINK"),
    ("VVETH", "WETH"),
    ("PEP\u0415", "PEPE"),
    ("8NB", "BNB"),
    ("USDТ0", "USDT0"),
]
OTHERS = [
    "PEAR", "1INCH", "aEthUSDC", "BNB2.0", "USDC2", "USD3", "GARDEN", "vAMM-OLD/USDC", "PT-sUSDE-27NOV2025", "柴犬",
    "ТОН", "Δ", "unnamed", "…", "", "***", "AIRDROP", "stkAAVE", "Île",
]  # fmt: skip


@pytest.mark.parametrize(("symbol", "known"), SPOOFS)
def test_a_spoof_is_seen_as_what_it_imitates(symbol, known):
    assert lookalike_of(symbol) == known
    assert is_lookalike(symbol)
    assert imitated(TokenId("1", "0x" + "ab" * 20), symbol) == known


@pytest.mark.parametrize("symbol", OTHERS)
def test_another_name_is_another_name(symbol):
    assert lookalike_of(symbol) is None
    assert not is_lookalike(symbol)


@pytest.mark.parametrize("symbol", SYMBOLS)
def test_the_symbols_themselves_are_distinct_and_in_any_case_themselves(symbol):
    for written in (symbol, symbol.upper(), symbol.lower()):
        assert lookalike_of(written) == symbol
        assert not is_lookalike(written)


def test_native_coins_and_known_contracts_imitate_nothing():
    for chain in ("1", "56", "501", "999999"):
        assert imitated(TokenId(chain, ""), "ETH") is None
    for contract in CONTRACTS:
        assert imitated(contract, "USD\u0421") is None


def test_the_table_of_contracts_agrees_with_the_stand_in_which_shares_no_code_with_it():
    world = demo_world()
    told = {TokenId(one.chain, one.address): one for one in world.tokens}
    told |= {
        TokenId(held.token.chain, held.token.address): held.token for own in world.wallets for held in own.holdings
    }
    both = CONTRACTS & told.keys()
    assert len(both) > 30
    assert all(told[contract].verified for contract in both)
    fakes = [one for one in told.values() if one.address and not one.verified and lookalike_of(one.symbol)]
    assert len(fakes) >= 6
    assert all(imitated(TokenId(fake.chain, fake.address), fake.symbol) for fake in fakes)


anything = st.text(st.one_of(st.characters(), st.characters(categories=("Cs", "Cf", "Mn", "So", "Nd"))), max_size=40)


@tries(100)
@given(anything)
def test_the_skeleton_of_a_skeleton_is_itself_and_has_letters_and_digits_only(text):
    bare = skeleton(text)
    assert skeleton(bare) == bare
    assert bare.isalnum() or not bare
    assert not set(bare) & set(string.ascii_uppercase)


@tries(100)
@given(st.sampled_from(SYMBOLS), st.data())
def test_what_cannot_be_seen_hides_no_symbol(symbol, data):
    hidden = st.text(
        st.sampled_from("\u200b\u200d\u2060\ufeff\u00ad\u202e\u2066\ufe0f\u0301\u0336\u00a0 \n"), max_size=3
    )
    spoof = "".join(data.draw(hidden) + letter for letter in symbol) + data.draw(hidden)
    assert lookalike_of(spoof) == symbol


@tries(100)
@given(st.sampled_from(SYMBOLS))
def test_full_width_letters_hide_no_symbol(symbol):
    wide = "".join(chr(ord(letter) + 0xFEE0) if letter.isalnum() else letter for letter in symbol)
    assert lookalike_of(wide) == symbol
    assert is_lookalike(wide)


FAKE = "0x" + "fa" * 20
SHOWN = [symbol for symbol, _ in SPOOFS if symbol.isprintable() and symbol == symbol.strip()]


def holding_only(symbol, *more, verified=False, chain=ETHEREUM):
    """Someone who holds a token of this name and nothing else."""
    held = token(chain, FAKE, symbol, "1", verified=verified, liquidity=Decimal(10**7))
    return World(CHAINS, (), (wallet(BOB, (held, "1000000"), *more),))


@pytest.mark.anyio
@pytest.mark.parametrize(
    "symbol", ["USDC", "usdc.", "USD\u0421", "U$DC", "ＵＳＤＣ", "U\u200bSDC", "ETH", "\u0415TH", "BTC"]
)
async def test_a_lone_impostor_is_not_counted_but_named(symbol):
    simulator = simulate(holding_only(symbol))
    answer = await ask_once(simulator, "list_holdings", wallets=[BOB])
    portfolio = await ask_once(simulator, "show_portfolio", wallets=[BOB])
    for one in (answer, portfolio):
        assert one["holdings"] == []
        assert any(notice.startswith("Not counted: ") and "Ethereum" in notice for notice in one["notices"])
    assert (answer["listed_usd"], portfolio["total_usd"]) == ("0", "0")
    assert len(asked(simulator, TOKEN_INFO)) == 2  # one for each question
    assert simulator.violations == []


@pytest.mark.anyio
async def test_it_is_listed_among_the_risky_with_a_warning():
    answer = await ask_once(simulate(holding_only("USD\u0421")), "list_holdings", wallets=[BOB], include_risky=True)
    assert [held["verified"] for held in answer["holdings"]] == [False]
    assert answer["listed_usd"] == "0"
    assert any(notice.startswith("Beware of impostors: “USD\u0421” on Ethereum.") for notice in answer["notices"])
    assert FAKE not in str([step["arguments"] for step in answer["next_steps"]])


@pytest.mark.anyio
async def test_a_verified_contract_of_such_a_name_is_none():
    for symbol in ("USDC.e", "USD₮0", "USDC", "axlUSDC", "U$DC"):
        answer = await ask_once(
            simulate(holding_only(symbol, verified=True, chain=POLYGON)), "list_holdings", wallets=[BOB]
        )
        assert [held["verified"] in (True, None) for held in answer["holdings"]] == [True]
        assert answer["notices"] == []


@pytest.mark.anyio
async def test_of_the_real_one_nobody_is_asked():
    simulator = simulate(World(CHAINS, (), (wallet(BOB, (USDC, "5"), (token(ETHEREUM, "", "ETH", "2"), "1")),)))
    answer = await ask_once(simulator, "list_holdings", wallets=[BOB])
    assert [held["verified"] for held in answer["holdings"]] == [True, True]
    assert asked(simulator, TOKEN_INFO) == []


@pytest.mark.anyio
async def test_where_the_service_does_not_tell_the_doubt_is_said_and_it_is_not_offered():
    simulator = simulate(holding_only("USD\u0421"), out_of_quota(TOKEN_INFO))
    answer = await ask_once(simulator, "list_holdings", wallets=[BOB])
    assert any(
        notice.startswith("Whether “USD\u0421” on Ethereum is what the name says could not be looked up")
        for notice in answer["notices"]
    )
    assert FAKE not in str([step["arguments"] for step in answer["next_steps"]])


@pytest.mark.anyio
async def test_a_swarm_of_worthless_ones_does_not_keep_the_costly_one_from_being_looked_at():
    swarm = [(token(ETHEREUM, f"0x{number:040x}", "USDC", "0.000001", verified=False), "1") for number in range(150)]
    simulator = simulate(holding_only("USD\u0421", *swarm))
    answer = await ask_once(simulator, "list_holdings", wallets=[BOB])
    assert len(asked(simulator, TOKEN_INFO)) == 1
    assert FAKE not in {held["token_address"] for held in answer["holdings"]}


@pytest.mark.anyio
@pytest.mark.parametrize("symbol", ["USD\u0421", "USDC"])
async def test_a_balance_asked_for_by_its_contract_comes_with_the_warning(symbol):
    answer = await ask_once(
        simulate(holding_only(symbol)), "get_token_balances", wallets=[BOB], tokens=[FAKE], chains=["ethereum"]
    )
    assert any(notice.startswith("Beware of impostors: ") for notice in answer["notices"])


@pytest.mark.anyio
@pytest.mark.parametrize("symbol", SHOWN)
async def test_a_search_marks_it(symbol):
    world = holding_only(symbol)
    world = replace(world, tokens=(USDC,))
    answer = await ask_once(simulate(world), "search_tokens", query=FAKE, chains=["ethereum"])
    (found,) = answer["tokens"]
    assert not found["verified"]
    assert f"not verified, imitates {lookalike_of(symbol)}" in answer["summary"]
    assert any(notice.startswith("Beware of impostors: ") for notice in answer["notices"])


@pytest.mark.anyio
async def test_a_search_marks_no_genuine_one():
    real = (USDC, token(BASE, USDC_BASE, "USDC", "1"), token(POLYGON, "0x" + "ee" * 20, "USD₮0", "1"))
    for query in ("USDC", "USD₮0"):
        answer = await ask_once(simulate(World(CHAINS, real, ())), "search_tokens", query=query)
        assert answer["tokens"]
        assert "imitates" not in answer["summary"]
        assert answer["notices"] == []


@pytest.mark.anyio
async def test_its_details_and_its_chart_warn():
    simulator = simulate(holding_only("USD\u0421"))
    details = await ask_once(simulator, "get_token_details", token=FAKE, chain="ethereum")
    assert details["risk"][0].startswith("Strong warning: USD\u0421 is not verified and only bears the name of USDC")
    chart = await ask_once(simulator, "get_price_chart", token=FAKE, chain="ethereum")
    assert any(notice.startswith("Beware of impostors: ") for notice in chart["notices"])


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("sell", "buy", "amount", "verdict"),
    [
        ("ETH", FAKE, "0.1", "warning"),
        (FAKE, "ETH", "10", "warning"),
        (FAKE, "ETH", "2000000", "insufficient_balance"),
        ("ETH", FAKE, "100", "insufficient_balance"),
    ],
)
async def test_a_swap_check_warns_even_where_the_balance_ends_it(sell, buy, amount, verdict):
    world = holding_only("U$DC", (token(ETHEREUM, "", "ETH", "2000", liquidity=Decimal(10**8)), "5"))
    answer = await ask_once(
        simulate(world), "check_swap", sell=sell, buy=buy, amount=amount, chain="ethereum", wallet=BOB
    )
    assert answer["verdict"] == verdict
    assert any(
        reason.startswith("Strong warning: U$DC is not verified and only bears the name of USDC")
        for reason in answer["reasons"]
    )
