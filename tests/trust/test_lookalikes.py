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
from wallet_portfolio.assets.lookalikes import imitated, is_lookalike, lookalike_of, lookalikes, skeleton, skeletons
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
    assert bare.removesuffix("+").isalnum() or not bare
    assert not set(bare) & set(string.ascii_uppercase)


@given(st.lists(st.text(max_size=12) | st.from_regex("[A-Za-z0-9]{1,8}", fullmatch=True) | st.sampled_from(SYMBOLS)))
def test_many_symbols_at_once_look_as_each_does(symbols):
    looks = skeletons(symbols)
    assert looks == {symbol: skeleton(symbol) for symbol in symbols}
    assert lookalikes(looks) == {symbol for symbol in symbols if lookalike_of(symbol)}


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


OWN_SUM = "This is OKX's own sum: impostors count in it, if there are any. The portfolio leaves them out."
WITH_RISKY = (
    "This is OKX's own sum: impostors count in it, and risky tokens where OKX does not tell them apart, if there are "
    "any. The portfolio says which."
)


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({}, WITH_RISKY),
        ({"chains": ["ethereum"]}, OWN_SUM),
        ({"include_risky": True}, OWN_SUM),
        ({"asset_type": "tokens", "chains": ["ethereum"]}, OWN_SUM),
        ({"asset_type": "defi"}, None),
        ({"chains": ["base"]}, None),  # where nothing is held
    ],
)
async def test_the_sum_of_the_service_says_what_it_counts_and_leads_to_the_portfolio_without_it(arguments, said):
    simulator = simulate(holding_only("USDC"))
    answer = await ask_once(simulator, "get_total_value", wallets=[BOB], **arguments)
    assert (answer["status"], answer["notices"]) == ("ok", [said] if said else [])
    assert len(simulator.requests) == 2  # the networks and the sum
    [step] = [step for step in answer["next_steps"] if step["tool"] == "show_portfolio"]
    shown = await ask_once(simulate(holding_only("USDC")), step["tool"], **step["arguments"])
    assert (answer["total_usd"], shown["total_usd"]) == ("1000000" if said else "0", "0")


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


UNCHECKED = (
    "Missing: {symbol} on Ethereum ($1.0M) of 0x1111…1111, because whether that is what its name says could not be "
    "looked up, so it is not counted. The quota of this OKX plan is used up."
)


@pytest.mark.anyio
@pytest.mark.parametrize("symbol", ["USD\u0421", "USDC"])
@pytest.mark.parametrize(
    ("tool", "figures"),
    [
        ("list_holdings", {"listed_usd": "10000", "total_count": 1}),
        ("show_portfolio", {"total_usd": None, "defi_usd": "0", "total_count": 1}),
        ("find_underperformers", {"total_count": 0}),
    ],
)
async def test_where_the_service_does_not_tell_it_is_missing_and_neither_counted_nor_offered(symbol, tool, figures):
    eth = token(ETHEREUM, "", "ETH", "2000", liquidity=Decimal(10**8))
    simulator = simulate(holding_only(symbol, (eth, "5")), out_of_quota(TOKEN_INFO))
    answer = await ask_once(simulator, tool, wallets=[BOB])
    assert answer["status"] == "partial"
    assert any(notice.startswith(UNCHECKED.format(symbol=symbol)) for notice in answer["notices"]), answer["notices"]
    assert FAKE not in str(answer["holdings"])
    assert {name: answer[name] for name in figures} == figures
    assert FAKE not in str([step["arguments"] for step in answer["next_steps"]])
    if tool == "show_portfolio":
        assert [part["value_usd"] for part in answer["by_chain"]] == ["10000"]
        assert "as far as they could be read:** $10,000.00" in answer["summary"]


@pytest.mark.anyio
async def test_asked_for_with_the_risky_ones_it_is_listed_but_not_counted_either():
    simulator = simulate(holding_only("USDC"), out_of_quota(TOKEN_INFO))
    listing = await ask_once(simulator, "list_holdings", wallets=[BOB], include_risky=True)
    portfolio = await ask_once(simulator, "show_portfolio", wallets=[BOB], include_risky=True)
    for one in (listing, portfolio):
        assert [held["verified"] for held in one["holdings"]] == [None]
        assert one["status"] == "partial"
        assert FAKE not in str([step["arguments"] for step in one["next_steps"]])
    assert (listing["listed_usd"], portfolio["total_usd"], portfolio["by_chain"]) == ("0", None, [])


@pytest.mark.anyio
async def test_a_swarm_of_worthless_ones_keeps_none_from_being_looked_at():
    swarm = [(token(ETHEREUM, f"0x{number:040x}", "USDC", "0.000001", verified=False), "1") for number in range(150)]
    simulator = simulate(holding_only("USD\u0421", *swarm))
    answer = await ask_once(simulator, "list_holdings", wallets=[BOB])
    assert len(asked(simulator, TOKEN_INFO)) == 2
    assert (answer["status"], answer["holdings"]) == ("ok", [])


@pytest.mark.anyio
async def test_of_more_than_are_looked_at_the_costly_ones_are():
    swarm = [(token(ETHEREUM, f"0x{number:040x}", "USDC", "0.000001", verified=False), "1") for number in range(503)]
    simulator = simulate(holding_only("USD\u0421", *swarm))
    answer = await ask_once(simulator, "list_holdings", wallets=[BOB])
    assert len(asked(simulator, TOKEN_INFO)) == 5
    assert (answer["status"], answer["holdings"]) == ("partial", [])
    [missing] = [notice for notice in answer["notices"] if notice.startswith("Missing: ")]
    assert missing.count("USDC on Ethereum (<$0.01)") == 4
    assert missing.endswith("so it is not counted. There are too many such tokens.")


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


NAME_SPOOFS = [
    ("ABC", "USD Coin", "USDC"),
    ("ABC", "USD \u0421oin", "USDC"),  # Cyrillic С
    ("AIRDROP", "U$D C0IN", "USDC"),
    ("GIFT", "Tether\u200b USD", "USDT"),
    ("GIFT", "tether", "USDT"),
    ("XYZ", "Wrapped Bitcoin", "WBTC"),
    ("XYZ", "\uff37rapped BTC", "WBTC"),
    ("\u2014", "Ethereum", "ETH"),
]
BRIDGED = [
    ("USDC.e", "USD Coin", "USDC.e"),  # well known itself: its symbol decides, as for USDC
    ("1USDC", "USD Coin", None),
    ("xcUSDC", "USD Coin", None),
    ("m.USDC", "USD Coin", None),
    ("ceUSDT", "Tether USD", None),
    ("fUSDT", "Frapped USDT", None),
    ("axlUSDC", "Axelar Wrapped USDC", None),
    ("WBTC.e", "Wrapped BTC", None),
    ("1WBTC", "Wrapped Bitcoin", None),
    ("bridgedWETH", "Wrapped Ether", None),
    ("BITCOIN", "HarryPotterObamaSonic10Inu", None),
    ("USDbC", "USD Base Coin", "USDbC"),
    ("PEAR", "Pear Coin", None),
    ("ETHW", "EthereumPoW", None),
    ("GARDEN", "", None),
]


@pytest.mark.parametrize(("symbol", "name", "known"), NAME_SPOOFS + BRIDGED)
def test_a_full_name_is_a_claim_too_but_a_bridged_coin_makes_none(symbol, name, known):
    assert imitated(TokenId("1", FAKE), symbol, name) == known
    assert imitated(TokenId("1", ""), symbol, name) is None
    assert imitated(TokenId(ETHEREUM.index, USDC.address), symbol, name) is None


def test_no_verified_or_bridged_token_of_the_stand_in_is_told_by_its_name():
    world = demo_world()
    tokens = [*world.tokens, *(held.token for own in world.wallets for held in own.holdings)]
    by_name = [
        one
        for one in tokens
        if imitated(TokenId(one.chain, one.address), one.symbol, one.name)
        != imitated(TokenId(one.chain, one.address), one.symbol)
    ]
    assert not [one for one in by_name if one.verified]


@pytest.mark.anyio
@pytest.mark.parametrize(("symbol", "name", "known"), [NAME_SPOOFS[0], ("1USDC", "USD Coin", None)])
async def test_a_search_marks_a_full_name_that_another_coin_has(symbol, name, known):
    one = replace(token(ETHEREUM, FAKE, symbol, "1", verified=False), name=name)
    answer = await ask_once(simulate(World(CHAINS, (one,), ())), "search_tokens", query=FAKE, chains=["ethereum"])
    assert [found["name"] for found in answer["tokens"]] == [name]
    assert ("imitates" in answer["summary"]) == (known is not None)
    assert any(notice.startswith("Beware of impostors: ") for notice in answer["notices"]) == (known is not None)


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
