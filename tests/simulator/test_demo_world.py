import unicodedata
from decimal import Decimal

import base58
import pytest
from eth_utils import is_checksum_address

from wallet_portfolio.simulator import DEMO_TRADERS, DEMO_WALLETS, demo_world
from wallet_portfolio.simulator.addresses import forms_of, is_contract


def test_the_wallets_have_valid_addresses():
    assert list(DEMO_WALLETS) == ["main", "sol", "btc", "empty", "many"]
    for name in ("main", "empty", "many"):
        assert is_checksum_address(DEMO_WALLETS[name])
    assert len(base58.b58decode(DEMO_WALLETS["sol"])) == 32
    assert forms_of(DEMO_WALLETS["btc"]) == {"bitcoin"}


def test_the_world_is_consistent():
    world = demo_world()
    assert demo_world() is world
    assert len({token.address for token in world.all_tokens}) > 5000
    for chain in world.chains:
        coin = world.token(chain.index, "")
        assert coin is not None, chain.name
        assert coin.verified
    for token in world.all_tokens:
        chain = world.chain(token.chain)
        assert chain is not None
        assert not token.address or is_contract(chain.form, token.address), token.symbol
        assert 0 <= token.price < Decimal(1_000_000)
    for wallet in world.wallets:
        keys = [(holding.token.chain, holding.token.address) for holding in wallet.holdings]
        assert len(keys) == len(set(keys))
        for chain in {chain for chain, _ in keys}:
            assert world.chain(chain).form in forms_of(wallet.address)


def test_the_main_wallet_holds_something_of_everything():
    holdings = demo_world().wallet(DEMO_WALLETS["main"]).holdings
    tokens = [holding.token for holding in holdings]
    assert any(0 < holding.value < Decimal("0.01") for holding in holdings)
    assert any(not token.price for token in tokens)
    assert any(token.honeypot and not token.risky for token in tokens)
    assert {token.chain for token in tokens if token.risky} == {"1", "56", "137"}
    assert any(token.symbol == "USDC" and not token.verified for token in tokens)
    assert any(holding.amount.as_tuple().exponent == -18 for holding in holdings)
    (talking,) = [token for token in tokens if "claim-usdc.example" in token.symbol]
    kinds = {unicodedata.category(char) for char in talking.symbol + talking.name}
    assert {"Cc", "Cf"} <= kinds


def test_the_traders_have_valid_addresses_and_something_to_trade():
    assert is_checksum_address(DEMO_TRADERS["evm"])
    for form, address in DEMO_TRADERS.items():
        assert form in forms_of(address)
        assert len(demo_world().wallet(address).holdings) >= 2
    assert not set(DEMO_TRADERS.values()) & set(DEMO_WALLETS.values())


def test_what_a_swap_has_to_be_careful_with():
    world = demo_world()
    by_symbol = {held.token.symbol: held.token for held in world.wallet(DEMO_TRADERS["evm"]).holdings}
    assert by_symbol["TITHE"].sell_tax == Decimal("0.08")
    assert by_symbol["PUDDLE"].liquidity < 1_000 < by_symbol["BROOK"].liquidity < 10_000
    assert [symbol for symbol, token in by_symbol.items() if not token.verified] == ["MOSS"]
    assert world.pool(by_symbol["DRYWELL"]) is None
    stable = {(token.chain, token.symbol) for token in world.all_tokens if token.verified}
    for chain in ("1", "10", "56", "137", "8453", "42161", "43114"):
        assert {(chain, "USDC"), (chain, "USDT")} <= stable


@pytest.mark.parametrize(
    ("address", "forms"),
    [
        ("0x000000000000000000000000000000000000dEaD", {"evm"}),
        ("0x" + "0" * 63 + "1", {"sui", "aptos"}),
        ("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", {"bitcoin"}),
        ("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb", set()),
        ("TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", {"tron"}),
        ("EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGkZwyTDt1v", {"solana"}),
        ("EQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAM9c", {"ton"}),
        ("bc1qywv4jvcap6l3wax35e32d52n6y77drt4dg0zaq", {"bitcoin"}),
        ("bc1qywv4jvcap6l3wax35e32d52n6y77drt4dg0zap", set()),
        ("0x12", set()),
        ("vitalik.eth", set()),
        ("1", set()),
        ("bc1", set()),
        ("", set()),
        ("лл", set()),
    ],
)
def test_forms_of_addresses(address, forms):
    assert forms_of(address) == forms
