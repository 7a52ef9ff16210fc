"""Answers questions about crypto wallets: an MCP server, an Agent Skill, a command line, and a Python API.

>>> import anyio
>>> from wallet_portfolio import Portfolio
>>> async def main():
...     async with Portfolio(demo=True) as portfolio:
...         overview = await portfolio.show(top=2)
...         print(f"{overview.total_usd:,.2f} USD")
...         for holding in overview.holdings:
...             print(holding.chain, holding.symbol, holding.amount)
>>> anyio.run(main)
30,461.11 USD
Ethereum ETH 1.842905317264180593
Ethereum WBTC 0.0425

`Portfolio` has a method for each question, `BlockingPortfolio` is the same without `await`, and `PortfolioError` is the
base of what they raise. The names below are loaded when they are first used, so that importing this package is cheap.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wallet_portfolio.api import (
        Balances,
        BlockingPortfolio,
        Candle,
        Chain,
        ChainValue,
        FoundToken,
        FoundTokens,
        Holding,
        Holdings,
        Incomplete,
        InputNeeded,
        LosingHolding,
        NextStep,
        NotAnswered,
        Overview,
        Portfolio,
        PortfolioError,
        PreparedSwap,
        PriceChart,
        Reply,
        RouteHop,
        SupportedChains,
        SwapCheck,
        SwapToken,
        Token,
        TokenFacts,
        TotalValue,
        Underperformers,
        WalletTotal,
    )

__version__ = "0.1.0"

__all__ = [
    "Balances",
    "BlockingPortfolio",
    "Candle",
    "Chain",
    "ChainValue",
    "FoundToken",
    "FoundTokens",
    "Holding",
    "Holdings",
    "Incomplete",
    "InputNeeded",
    "LosingHolding",
    "NextStep",
    "NotAnswered",
    "Overview",
    "Portfolio",
    "PortfolioError",
    "PreparedSwap",
    "PriceChart",
    "Reply",
    "RouteHop",
    "SupportedChains",
    "SwapCheck",
    "SwapToken",
    "Token",
    "TokenFacts",
    "TotalValue",
    "Underperformers",
    "WalletTotal",
    "__version__",
]


def __getattr__(name: str) -> object:
    """A public name, loaded now."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from wallet_portfolio import api

    return getattr(api, name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
