"""A pipeline as a user would write it: run by the tests, and checked by mypy --strict as typed code of a stranger."""

from collections import defaultdict
from decimal import Decimal
from typing import assert_type

from wallet_portfolio import BlockingPortfolio, Holding, InputNeeded, NotAnswered, Overview, Portfolio, SwapCheck


async def exposure(portfolio: Portfolio, *wallets: str) -> dict[str, Decimal]:
    """USD by symbol over all wallets, of everything that has a price."""
    by_symbol: defaultdict[str, Decimal] = defaultdict(Decimal)
    async for holding in portfolio.each_holding(wallets=wallets, min_value_usd=1):
        assert_type(holding, Holding)
        by_symbol[holding.symbol] += holding.value_usd or 0
    return dict(by_symbol)


async def first_possible(portfolio: Portfolio, sell: str, buy: str, amount: str) -> SwapCheck:
    """The check of a swap on the first network that it is possible on."""
    try:
        return assert_type(await portfolio.check_swap(sell, buy, amount), SwapCheck)
    except InputNeeded as asked:
        chain = str(asked.choices[0].arguments["chain"])
    return await portfolio.check_swap(sell, buy, amount, chain=chain)


def value_or_reason(wallet: str) -> Decimal | str | None:
    """What a wallet is worth, or the code of why that cannot be told."""
    with BlockingPortfolio(demo=True) as portfolio:
        try:
            overview = portfolio.show(wallets=[wallet], top=1)
        except NotAnswered as problem:
            return problem.code
        return assert_type(overview, Overview).total_usd
