"""Portfolios as answers publish them, written down by hand."""

from decimal import Decimal

from wallet_portfolio.tools.answers import ChainValue, HoldingDetails, PortfolioAnswer


def holding(symbol, value, **others):
    given = {
        "wallet": "0x9B920035fc57fB56Cd739043e0300eF8e5375227",
        "chain": "Ethereum",
        "chain_index": "1",
        "symbol": symbol,
        "token_address": "",
        "amount": "2",
        "price_usd": None if value is None else str(Decimal(value) / 2),
        "value_usd": value,
        "risky": False,
        "verified": True,
        "change_24h_percent": "1.25",
        **others,
    }
    return HoldingDetails(**given)


def answer(holdings, chains=(("Ethereum", "600", "60"), ("Base", "400", "40")), **others):
    return PortfolioAnswer(
        **{
            "status": "ok",
            "summary": "**Total assets** $1,000.00 on Ethereum and Base\nmore",
            "as_of": "2026-01-02T03:04:05Z",
            "total_usd": "1000",
            "holdings": holdings,
            "total_count": len(holdings),
            "by_chain": [ChainValue(chain=name, value_usd=usd, share_percent=share) for name, usd, share in chains],
            "change_24h_usd": "-12.5",
            "change_24h_percent": "-1.23",
            **others,
        }
    )


FIGURES = answer(
    [
        holding("ETH", "500", change_24h_percent="1.84"),
        holding("USDC", "400", token_address="0xa0", chain="Base", chain_index="8453", change_24h_percent="0"),
        holding("DOWN", "100", token_address="0xb0", change_24h_percent="-3.2"),
        holding("NEW", None, token_address="0xc0", change_24h_percent=None),
    ],
    total_count=7,
)
