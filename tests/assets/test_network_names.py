"""A list of networks that is hostile or wrong: what is known by a name stays known by it, whatever is listed first."""

from itertools import permutations

import pytest

from wallet_portfolio.assets.chains import Chains, LiveChain
from wallet_portfolio.assets.errors import UnsupportedChain

REAL = [LiveChain("1", "Ethereum", "ETH"), LiveChain("137", "Polygon", "MATIC"), LiveChain("42161", "Arbitrum", "ARB")]
CYRILLIC = "\u0415thereum"


def directory(*live):
    return Chains.builtin().merged(live)


@pytest.mark.parametrize(
    "false",
    [
        LiveChain("999001", "Ethereum", "eth"),
        LiveChain("999001", "ethereum mainnet", "Mainnet"),
        LiveChain("999001", "EthereumChain", "EthereumNetworkChain"),
        LiveChain("999001", CYRILLIC, "ETH"),
        LiveChain("999001", "Ether\u200beum", "E T H"),
        LiveChain("999001", "137", "1"),
        LiveChain("999001", "xDAI", "BTC"),  # coins that name a network, and networks that are not on this list
    ],
)
def test_a_name_of_the_table_cannot_be_taken(false):
    for live in permutations([*REAL[:2], false]):
        found = directory(*live)
        assert found.find("ethereum").index == found.find("ETH").index == "1"
        assert found.find("mainnet").index == found.find("ethereum network chain").index == "1"
        assert (found.find("1").index, found.find("137").index, found.find("matic").index) == ("1", "137", "137")
        assert (found.get("999001").name, found.get("999001").short_name) == ("999001", "999001")
        assert found.find("999001").index == "999001"
        for unlisted in ("btc", "xdai"):
            with pytest.raises(UnsupportedChain):
                found.find(unlisted)


@pytest.mark.parametrize("live", [*permutations([*REAL[1:], LiveChain("1", "Polygon", "arbitrum")])])
def test_a_known_network_keeps_its_names(live):
    found = directory(*live)
    assert [found.find(name).index for name in ("polygon", "arbitrum", "ethereum", "eth")] == ["137", "42161", "1", "1"]
    assert (found.get("1").name, found.get("1").short_name, found.get("1").native_symbol) == ("Ethereum", "ETH", "ETH")


def test_a_known_network_may_have_another_short_name_that_is_nobody_elses():
    found = directory(LiveChain("1", "Ether", "eth"), LiveChain("8453", "Base", "BASE2"), LiveChain("10", "", "sol"))
    assert [(chain.name, chain.short_name) for chain in found] == [
        ("Ethereum", "eth"),
        ("Base", "BASE2"),
        ("Optimism", "OP"),
    ]


def test_of_a_newcomers_names_those_that_are_its_own_stay():
    found = directory(*REAL, LiveChain("999001", "Newcomer", "arbitrum"), LiveChain("999002", "Eth", "NEXT"))
    assert [(chain.name, chain.short_name) for chain in found][-2:] == [("Newcomer", "Newcomer"), ("NEXT", "NEXT")]
    assert found.find("next").index == "999002"


def test_names_that_only_begin_alike_are_nobody_elses():
    named = [("HyperEVM", "HYPE"), ("opBNB", "OPBNB"), ("Ethereum Classic", "ETC")]
    found = directory(*(LiveChain(str(number), *names) for number, names in enumerate(named, 99_000)))
    assert [(chain.name, chain.short_name) for chain in found] == named
