"""A symbol or a full name that is made to be taken for a well-known one is seen as that."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.worlds import ETHEREUM, USDC
from trust.effort import tries
from trust.impostors import FAKE, NAME_SPOOFS, SPOOFS
from wallet_portfolio.assets.lookalikes import imitated, is_lookalike, lookalike_of, lookalikes, skeleton, skeletons
from wallet_portfolio.assets.tokens import TokenId
from wallet_portfolio.assets.well_known import CONTRACTS, SYMBOLS
from wallet_portfolio.simulator import demo_world

OTHERS = [
    "PEAR", "1INCH", "aEthUSDC", "BNB2.0", "USDC2", "USD3", "GARDEN", "vAMM-OLD/USDC", "PT-sUSDE-27NOV2025", "柴犬",
    "ТОН", "Δ", "unnamed", "…", "", "***", "AIRDROP", "stkAAVE", "Île",
]  # fmt: skip
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
