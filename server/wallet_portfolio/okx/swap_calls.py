"""The service's questions about swaps: quotes, and the unsigned transactions that carry one out."""

from collections.abc import Mapping
from typing import Literal

from wallet_portfolio.assets.swaps import Approval, Quote, SwapInstructions, SwapTransaction
from wallet_portfolio.assets.tokens import TokenId
from wallet_portfolio.okx import swap_rows
from wallet_portfolio.okx.calling import Caller
from wallet_portfolio.okx.codes import no_market
from wallet_portfolio.okx.natives import in_markets
from wallet_portfolio.okx.sharing import Fetched

Mode = Literal["exactIn", "exactOut"]
EXACT_OUT_CHAINS = frozenset({"1", "8453", "56", "42161"})

_AGGREGATOR = "/api/v6/dex/aggregator"
_CHAINS_KEPT_SECONDS = 3_600.0


class Swaps:
    """Asks about swaps. Every method raises CallFailed, with no_route where no market offers the trade."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def spenders(self) -> Fetched[dict[str, str]]:
        """The chains that swaps are offered on, each with the contract that tokens are approved for ("" for none)."""
        return await self._caller.call(
            "GET", f"{_AGGREGATOR}/supported/chain", swap_rows.read_spenders, keep_seconds=_CHAINS_KEPT_SECONDS
        )

    async def quote(self, sell: TokenId, buy: TokenId, units: int, mode: Mode) -> Fetched[Quote]:
        """What selling (exactIn) or getting (exactOut) so many minimal units means. Quotes are never kept."""
        return await self._caller.call(
            "GET", f"{_AGGREGATOR}/quote", swap_rows.quote_reader(sell, buy), query=_trade(sell, buy, units, mode)
        )

    async def approval(self, token: TokenId, units: int) -> Fetched[Approval]:
        """The transaction that lets so many minimal units be taken."""
        query = {
            "chainIndex": token.chain_index,
            "tokenContractAddress": token.address,
            "approveAmount": str(units),
        }
        return await self._caller.call(
            "GET", f"{_AGGREGATOR}/approve-transaction", swap_rows.read_approval, query=query
        )

    async def transaction(
        self, sell: TokenId, buy: TokenId, units: int, mode: Mode, *, slippage_percent: str, wallet: str
    ) -> Fetched[SwapTransaction]:
        """The unsigned transaction of a swap on an EVM chain."""
        query = {**_trade(sell, buy, units, mode), "slippagePercent": slippage_percent, "userWalletAddress": wallet}
        return await self._caller.call(
            "GET", f"{_AGGREGATOR}/swap", swap_rows.transaction_reader(sell, buy), query=query
        )

    async def instructions(
        self, sell: TokenId, buy: TokenId, units: int, *, slippage_percent: str, wallet: str
    ) -> Fetched[SwapInstructions]:
        """The unsigned instructions of a swap on Solana."""
        query = {
            **_trade(sell, buy, units, "exactIn"),
            "slippagePercent": slippage_percent,
            "userWalletAddress": wallet,
        }
        return await self._caller.call(
            "GET", f"{_AGGREGATOR}/swap-instruction", swap_rows.instructions_reader(sell, buy), query=query
        )


def _trade(sell: TokenId, buy: TokenId, units: int, mode: Mode) -> Mapping[str, str]:
    sell_name, buy_name = in_markets(sell), in_markets(buy)
    if sell_name is None or buy_name is None:
        raise no_market()
    return {
        "chainIndex": sell.chain_index,
        "amount": str(units),
        "swapMode": mode,
        "fromTokenAddress": sell_name,
        "toTokenAddress": buy_name,
    }
