"""Letters of other scripts, signs and digits that are put for letters; and what only adds to a name."""

import pytest

from support.asking import ask_once
from support.service import simulate
from support.worlds import BOB, CHAINS, ETHEREUM, token, wallet
from wallet_portfolio.assets.lookalikes import is_lookalike, lookalike_of, skeleton
from wallet_portfolio.simulator import World

SPOOFS = [
    *(("USD\u03f9", "USDC"), ("WBT\u03f9", "WBTC"), ("usd\u03f2", "USDC")),  # lunate sigmas
    *(("DA\u02db", "DAI"), ("DA\u037a", "DAI"), ("DA\uffe8", "DAI")),
    *(("ᑌᔕᗪᑕ", "USDC"), ("ᑌ$ᗪᑕ", "USDC"), ("UᔕDC", "USDC"), ("USDᑕ", "USDC"), ("ᗩᗩᐯᗴ", "AAVE"), ("ᑌᑎI", "UNI")),
    *(("USD₵", "USDC"), ("U§DC", "USDC"), ("U💲DC", "USDC"), ("U💲\ufe0fDC", "USDC"), ("USD∁", "USDC")),
    *(("UƧDC", "USDC"), ("USDƆ", "USDC"), ("₳₳VE", "AAVE"), ("LI₦K", "LINK"), ("₱EPE", "PEPE"), ("CAKƐ", "CAKE")),
    *(("ШETH", "WETH"), ("ΛΛVE", "AAVE"), ("S○L", "SOL"), ("UИI", "UNI"), ("ΣTH", "ETH"), ("AЯB", "ARB")),
    *(("3TH", "ETH"), ("C4KE", "CAKE"), ("4AVE", "AAVE"), ("A4VE", "AAVE"), ("44VE", "AAVE"), ("P3P3X", None)),
    *(("WB7C", "WBTC"), ("W37H", "WETH"), ("U5D7", None)),
    *(("USDC!", "USDC"), ("¡USDC!", "USDC"), ("USDC|", "USDC"), ("@ETH", "ETH"), ("USDC…", "USDC"), ("*USDC*", "USDC")),
    *(("USDC\u0640", "USDC"), ("USDC\u02b9", "USDC"), ("\u02bbUSDC", "USDC"), ("(USDC)", "USDC"), ("DA!", "DAI")),
    *(("USD Coin", "USDC"), ("Tether USD", "USDT"), ("Wrapped \u0412itcoin", "WBTC")),
]
# Real ones, or such as anybody may make: each reads as something else.
_OTHERS = """
    USDL IUSD iUSD
    USD0 USD0++ USD3 USD7 USD+ USDC+ USDT+ DAI+ xUSDC aUSDC aEthUSDC USDC0 USDC2 1INCH 3CRV 4EVER ETH3L ETH2 sUSD
    stkAAVE UNI-V2 Cake-LP BITCOIN ShibaInu x7 PEPE2.0 H2O 7 3 ₳ Σ Λ § 柴犬 ーー
"""
OTHERS = _OTHERS.split()


@pytest.mark.parametrize(("symbol", "known"), SPOOFS)
def test_what_is_put_for_a_letter_is_read_as_the_letter(symbol, known):
    assert lookalike_of(symbol) == known
    assert is_lookalike(symbol) == (known is not None)
    assert skeleton(skeleton(symbol)) == skeleton(symbol)


@pytest.mark.parametrize("symbol", OTHERS)
def test_another_name_stays_another_name(symbol):
    assert lookalike_of(symbol) is None


def test_a_plus_at_the_end_makes_it_another_coin_for_whoever_holds_both():
    assert skeleton("USDC+") == skeleton("usdc \uff0b") != skeleton("USDC")
    assert skeleton("+") == ""


@pytest.mark.anyio
@pytest.mark.parametrize("symbol", ["USD\u03f9", "ᑌᔕᗪᑕ", "USDC!", "USDC" + " " * 40 + "x", "\u202eCDSU"])
async def test_none_of_them_is_counted(symbol):
    fake = token(ETHEREUM, "0x" + "fa" * 20, symbol, "1", verified=False)
    answer = await ask_once(
        simulate(World(CHAINS, (), (wallet(BOB, (fake, "1000000")),))), "list_holdings", wallets=[BOB]
    )
    assert (answer["holdings"], answer["listed_usd"]) == ([], "0")
    assert any(notice.startswith("Not counted: ") for notice in answer["notices"])
