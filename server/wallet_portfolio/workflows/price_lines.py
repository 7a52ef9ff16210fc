"""How the prices of a few tokens moved: for drawing, so that what does not come in time is left out."""

from collections.abc import Callable, Sequence
from decimal import Decimal

import anyio

from wallet_portfolio.assets.errors import WalletError
from wallet_portfolio.assets.tokens import TokenId
from wallet_portfolio.okx.budget import answer_budget
from wallet_portfolio.okx.markets import Bar
from wallet_portfolio.workflows.access import Access

BAR: Bar = "4H"
POINTS = 42  # a week
PATIENCE_SECONDS = 6.0  # five requests at one a second, and their answers

Prices = tuple[Decimal, ...]


async def price_lines(
    access: Access,
    tokens: Sequence[TokenId],
    arrived: Callable[[TokenId, Prices], None],
    patience_seconds: float = PATIENCE_SECONDS,
) -> None:
    """Ask for each token's prices of the last week at the same time, one request each; `arrived` hears of every answer.

    Prices are in USD, oldest first. Nothing is raised: a token whose prices cannot be had, or do not come within
    seconds, is not heard of.
    """
    with anyio.move_on_after(patience_seconds), answer_budget(patience_seconds):
        async with anyio.create_task_group() as group:
            for token in tokens:
                group.start_soon(_ask, access, token, arrived)


async def _ask(access: Access, token: TokenId, arrived: Callable[[TokenId, Prices], None]) -> None:
    try:
        fetched = await access.service().markets.candles(token, BAR, POINTS)
    except WalletError:
        return
    if len(fetched.value) > 1:
        arrived(token, tuple(candle.close for candle in fetched.value))
