"""Networks, tokens and figures of the market as the service might tell them: as they are, or not at all."""

from decimal import Decimal

import pytest

from okx.rows import TON_RAW, token
from wallet_portfolio.assets.tokens import TokenId
from wallet_portfolio.okx.client import _read_chains, _read_found, _read_tokens
from wallet_portfolio.okx.codes import CallFailed
from wallet_portfolio.okx.markets import _read_figures
from wallet_portfolio.okx.natives import is_native_name


def test_chains():
    [first, second] = _read_chains(
        [
            {"name": "Ethereum", "logoUrl": "https://x", "shortName": "ETH", "chainIndex": "1"},
            {"name": None, "shortName": "", "chainIndex": 0},
        ]
    )
    assert (first.index, first.name, first.short_name) == ("1", "Ethereum", "ETH")
    assert (second.index, second.name, second.short_name) == ("0", "", "")


@pytest.mark.parametrize("data", [[], [{}], {}, [{"name": "Ethereum"}], [{"chainIndex": "1"}, {"chainIndex": "x"}]])
def test_chains_that_are_not_understood_are_not_an_empty_list(data):
    with pytest.raises(CallFailed):
        _read_chains(data)


def test_tokens():
    [found] = _read_tokens([token(holders="1", explorerUrl=None)])
    assert (found.id, found.symbol, found.name) == (TokenId("1", "0xa0b8"), "USDC", "USD Coin")
    assert (found.decimals, found.verified, found.price_usd) == (6, True, Decimal("0.9998"))
    assert _read_tokens([]) == _read_tokens([{}]) == []


@pytest.mark.parametrize("tags", [..., None, {}, {"communityRecognized": None}, {"communityRecognized": False}])
def test_only_what_is_recognised_is_verified(tags):
    [found] = _read_tokens([token(tagList=tags)])
    assert not found.verified


@pytest.mark.parametrize(("sent", "decimals"), [("18", 18), (18, 18), ("0", 0), ("", None), (None, None), (..., None)])
def test_decimals(sent, decimals):
    [found] = _read_tokens([token(decimal=sent)])
    assert found.decimals == decimals


@pytest.mark.parametrize("decimals", [True, False, "x", "-1", -1, "78", "1.5", [], {}])
def test_a_token_with_odd_decimals_is_not_offered(decimals):
    assert [found.symbol for found in _read_tokens([token(decimal=decimals), token(tokenSymbol="GOOD")])] == ["GOOD"]
    with pytest.raises(CallFailed):
        _read_tokens([token(decimal=decimals)])


def test_a_token_that_a_search_tells_twice_is_one_token():
    assert len(_read_found([token(), token(tokenContractAddress="0xa0B8", price="1")])) == 1


@pytest.mark.parametrize("other", [{"decimal": "18"}, {"tagList": None}, {"tokenSymbol": "USDT"}])
def test_a_token_of_which_two_things_are_told_is_not_offered(other):
    assert _read_found([token(), token(tokenContractAddress="0x1"), token(**other)])[0].id.address == "0x1"


def test_a_search_that_names_nothing_is_not_one_that_found_nothing():
    nameless = token(tokenSymbol=None, tokenName=None)
    assert len(_read_found([nameless, token(tokenContractAddress="0x1")])) == 2
    assert _read_found([]) == []
    with pytest.raises(CallFailed):
        _read_found([nameless])


def figures(**changes):
    full = {"chainIndex": "1", "tokenContractAddress": "0xA0b8", "price": "2"} | changes
    return _read_figures([full])


@pytest.mark.parametrize(
    ("sent", "change"),
    [
        ("0E-40", Decimal(0)),
        ("1e-31", Decimal("1e-31")),
        ("-12.5", Decimal("-12.5")),
        ("1e400", None),
        ("1e-400", None),
        ("", None),
    ],
)
def test_an_odd_change_is_left_out_and_the_row_stays(sent, change):
    [found] = figures(priceChange24H=sent).values()
    assert (found.price_usd, found.change_24h_percent) == (2, change)


@pytest.mark.parametrize("sent", ["１２３", "1_000", "1,5", True])
def test_a_change_that_is_no_plain_number_is_none(sent):
    with pytest.raises(CallFailed):
        figures(priceChange24H=sent)


@pytest.mark.parametrize("index", ["", "one", "1" * 21])
def test_figures_of_no_chain_are_not_read(index):
    odd = {"chainIndex": index, "tokenContractAddress": "0xB1", "price": "2"}
    assert [known.address for known in _read_figures([{**odd, "chainIndex": "1"}, odd])] == ["0xb1"]


@pytest.mark.parametrize("data", [[1, "2", None], [{}, {"price": "2"}]])
def test_figures_that_are_not_understood_are_not_an_absence_of_figures(data):
    with pytest.raises(CallFailed):
        _read_figures(data)


def test_the_native_coin_is_known_in_every_spelling():
    assert is_native_name("0:" + "0" * 64, "607")
    assert is_native_name("0x" + "Ee" * 20, "1")
    assert not is_native_name(TON_RAW, "607")
