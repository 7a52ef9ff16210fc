"""Names of coins and networks, in five languages."""

import time

import pytest

from wallet_portfolio.assets.chains import Chains
from wallet_portfolio.intents import coins, networks
from wallet_portfolio.intents.coins import coin_names, everyday_symbols, known_symbols
from wallet_portfolio.intents.networks import network_names, spoken


@pytest.mark.parametrize(
    ("name", "symbol"),
    [
        ("bitcoin", "BTC"),
        ("大饼", "BTC"),
        ("比特幣", "BTC"),
        ("ビットコイン", "BTC"),
        ("ether", "ETH"),
        ("etherium", "ETH"),
        ("éter", "ETH"),
        ("姨太", "ETH"),
        ("イーサリアム", "ETH"),
        ("tether", "USDT"),
        ("u", "USDT"),
        ("泰達幣", "USDT"),
        ("テザー", "USDT"),
        ("usd coin", "USDC"),
        ("solana", "SOL"),
        ("dogecoin", "DOGE"),
        ("ドージ", "DOGE"),
        ("shiba inu", "SHIB"),
        ("柴犬幣", "SHIB"),
        ("シバイヌ", "SHIB"),
        ("リップル", "XRP"),
        ("toncoin", "TON"),
        ("chain link", "LINK"),
        ("wrapped bitcoin", "WBTC"),
        ("wrapped ether", "WETH"),
        ("binance coin", "BNB"),
        ("dog wif hat", "WIF"),
    ],
)
def test_a_coin_has_its_names(name, symbol):
    assert coin_names()[name] == symbol


def test_coin_names_are_in_the_form_in_which_they_are_looked_up():
    for name in coin_names():
        assert name == spoken(name)
    assert set(coin_names().values()) <= known_symbols()
    assert len(set(coin_names().values())) >= 250


def test_symbols_are_plain_and_many():
    assert len(known_symbols()) >= 1200
    assert all(symbol == symbol.upper() and " " not in symbol for symbol in known_symbols())
    assert {"BTC", "ETH", "SOL", "USDC", "BONK", "PENDLE", "STETH", "CBBTC", "JITOSOL", "ONDO"} <= known_symbols()


def test_symbols_that_are_everyday_words_are_marked():
    assert everyday_symbols() < known_symbols()
    assert {"NEAR", "ONE", "GAS", "LINK", "BASE", "PEOPLE", "JUST", "ID", "FOR", "ME"} <= everyday_symbols()
    assert {"ALL", "MAGIC", "PRIME", "TIME", "FUN", "SOLO", "MANA", "UNO"} <= everyday_symbols()
    assert not {"BTC", "ETH", "SOL", "USDC", "USDT", "PEPE", "ARB"} & everyday_symbols()


@pytest.mark.parametrize(
    ("name", "index"),
    [
        ("ethereum", "1"),
        ("eth mainnet", "1"),
        ("以太坊主网", "1"),
        ("以太鏈", "1"),
        ("イーサリアムメインネット", "1"),
        ("red ethereum", "1"),
        ("rede ethereum", "1"),
        ("etherium", "1"),
        ("optimsm", "10"),
        ("オプティミズム", "10"),
        ("bsc", "56"),
        ("币安链", "56"),
        ("bnb smart chain", "56"),
        ("马蹄", "137"),
        ("poligon", "137"),
        ("matic", "137"),
        ("arbitrm", "42161"),
        ("アービトラム", "42161"),
        ("ベース", "8453"),
        ("solona", "501"),
        ("sol链", "501"),
        ("雪崩", "43114"),
        ("avalanch", "43114"),
        ("波场", "195"),
        ("トロン", "195"),
        ("比特币网络", "0"),
        ("okx layer", "196"),
        ("xlayer", "196"),
        ("zk sync era", "324"),
        ("zks", "324"),
        ("ftm", "250"),
        ("s", "146"),
        ("the open network", "607"),
        ("gnosis chain", "100"),
        ("linea", "59144"),
        ("scroll", "534352"),
        ("mantle", "5000"),
        ("blast", "81457"),
        ("sui", "784"),
        ("aptos", "637"),
        ("avalanche c chain", "43114"),
    ],
)
def test_a_network_has_its_spoken_names(name, index):
    assert network_names()[name] == index


def test_every_network_of_the_table_is_found_by_its_names():
    for chain in Chains.builtin():
        for name in (chain.name, *chain.aliases):
            assert network_names()[spoken(name)] == chain.index


def test_network_names_are_in_the_form_in_which_they_are_looked_up():
    assert all(name == spoken(name) and name for name in network_names())
    assert {chain.index for chain in Chains.builtin()} == set(network_names().values())


def test_spoken_joins_words_by_one_space():
    assert spoken("  X-Layer ") == "x layer"
    assert spoken("BNB  Smart\u3000Chain") == "bnb smart chain"


@pytest.mark.parametrize("load", [coins._coins, networks.network_names])
def test_loading_is_quick(load):
    best = min(_seconds(load.__wrapped__) for _ in range(5))
    assert best < 0.05  # a few milliseconds, on any machine


def _seconds(load):
    start = time.thread_time()
    load()
    return time.thread_time() - start
