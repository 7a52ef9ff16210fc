from decimal import Decimal

from wallet_portfolio.assets.holdings import Holding
from wallet_portfolio.assets.tokens import TokenId
from wallet_portfolio.intents import offers

ABOUT = {"wallets": ["main"], "chains": ["base", "ethereum"], "include_risky": True}
USDC = Holding("0xabc", "Base", TokenId("8453", "0x8335"), "USDC", Decimal(5), Decimal(1), risky=False)
ETH = Holding("0xabc", "Ethereum", TokenId("1", ""), "ETH", Decimal(5), Decimal(3000), risky=False)


def run(offered):
    return [(offer.tool, dict(offer.arguments)) for offer in offered]


def test_a_total_is_followed_by_its_parts_for_the_same_wallets_and_networks():
    assert run(offers.after_total_value(ABOUT)) == [("list_holdings", ABOUT), ("show_portfolio", ABOUT)]


def test_a_list_is_followed_by_its_next_page_and_its_largest_holding():
    more = {"cursor": "abc", "limit": 20}
    assert run(offers.after_holdings(ABOUT, [ETH, USDC], more, from_start=True)) == [
        ("list_holdings", more),
        ("get_token_details", {"token": "1:native"}),
        ("get_price_chart", {"token": "1:native"}),
    ]


def test_a_contract_is_offered_by_its_network_and_address():
    assert run(offers.after_holdings({}, [USDC], None, from_start=True))[0] == (
        "get_token_details",
        {"token": "8453:0x8335"},
    )


def test_a_swap_check_sells_some_of_a_stablecoin_rather_than_of_another_token():
    link = Holding("0xabc", "Ethereum", TokenId("1", "0x5149"), "LINK", Decimal(50), Decimal(14), risky=False)
    swaps = [offer for offer in offers.after_portfolio(ABOUT, [ETH, link, USDC]) if offer.tool == "check_swap"]
    assert [dict(offer.arguments) for offer in swaps] == [
        {"sell": "8453:0x8335", "buy": "8453:native", "amount": "10%", "wallet": "0xabc"}
    ]


def test_neither_risky_nor_unpriced_tokens_are_offered_for_anything():
    risky = Holding("0xabc", "Base", TokenId("8453", "0xbad"), "SCAM", Decimal(5), Decimal(9), risky=True)
    unpriced = Holding("0xabc", "Base", TokenId("8453", "0xodd"), "ODD", Decimal(5), None, risky=False)
    offered = offers.after_portfolio(ABOUT, [risky, unpriced, ETH])
    assert not [offer for offer in offered if "SCAM" in offer.say or "ODD" in offer.say]


def test_a_coin_without_a_market_gets_no_chart():
    bitcoin = Holding("bc1", "Bitcoin", TokenId("0", ""), "BTC", Decimal(1), Decimal(90_000), risky=False)
    assert [tool for tool, _ in run(offers.after_portfolio({}, [bitcoin]))] == ["find_underperformers", "list_holdings"]


def test_selling_what_does_badly_is_only_checked_and_for_a_stablecoin_of_its_network():
    first = offers.after_underperformers(ABOUT, [USDC], TokenId("8453", "0x50c5"))[0]
    assert (first.tool, first.arguments["buy"]) == ("check_swap", "8453:0x50c5")


def test_an_empty_list_still_offers_two_steps():
    assert [tool for tool, _ in run(offers.after_holdings(ABOUT, [], None, from_start=True))] == [
        "get_total_value",
        "list_supported_chains",
    ]


def test_what_is_said_to_a_user_names_no_tool_and_no_number():
    usdc = offers.Named("USDC", TokenId("8453", "0x8335"), "Base", "main")
    offered = [
        *offers.after_supported_chains(),
        *offers.after_total_value(ABOUT),
        *offers.after_holdings(ABOUT, [USDC], {"cursor": "abc"}, from_start=True),
        *offers.after_token_balances(ABOUT, [USDC]),
        *offers.after_portfolio(ABOUT, [ETH, USDC]),
        *offers.after_search([usdc]),
        *offers.after_details(usdc),
        *offers.after_chart(usdc),
        *offers.after_good_check({}, usdc),
        *offers.to_confirm({}, usdc),
        *offers.after_preparation({}, usdc),
    ]
    for offer in offered:
        assert "_" not in offer.say
        assert "8453" not in offer.say
