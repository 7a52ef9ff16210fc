"""The Python API: the questions that the tools answer, as methods that return typed results.

Its public names are those of `wallet_portfolio` itself, which loads them when they are first used.
"""

from wallet_portfolio.api.blocking import BlockingPortfolio
from wallet_portfolio.api.failures import Incomplete, InputNeeded, NotAnswered, PortfolioError
from wallet_portfolio.api.portfolio import Portfolio
from wallet_portfolio.api.results import (
    Balances,
    Candle,
    Chain,
    ChainValue,
    FoundToken,
    FoundTokens,
    Holding,
    Holdings,
    LosingHolding,
    NextStep,
    Overview,
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
]
