"""`Portfolio`: every question as a coroutine that returns a typed result."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack
from types import TracebackType
from typing import Literal, Self, TypeVar

from pydantic import JsonValue

from wallet_portfolio.api import results
from wallet_portfolio.api.configuration import configured
from wallet_portfolio.api.conversion import Amount, amount_text, reply_of, result_of, texts
from wallet_portfolio.api.failures import Incomplete
from wallet_portfolio.app import open_access
from wallet_portfolio.okx.markets import Bar
from wallet_portfolio.tools.answers import Answer
from wallet_portfolio.tools.direct import DIRECT_BY_NAME
from wallet_portfolio.workflows.access import Access

R = TypeVar("R", bound=results.Result)
_PAGE = 200


class Portfolio:
    """Questions about wallets. Open it with `async with`; its methods may be called from many tasks at once.

    >>> import anyio
    >>> from wallet_portfolio import NotAnswered, Portfolio
    >>> async def main():
    ...     async with Portfolio(demo=True) as portfolio:
    ...         total = await portfolio.total_value(wallets=["main", "sol"])
    ...         for part in total.wallets:
    ...             print(part.wallet, part.total_usd)
    ...         check = await portfolio.check_swap("USDC", "ETH", "25%", chain="Base")
    ...         print(check.verdict, check.amount, check.sell.symbol)
    ...         try:
    ...             await portfolio.show(wallets=["savings"])
    ...         except NotAnswered as problem:
    ...             print(problem.code, problem.retryable)
    >>> anyio.run(main)
    0x9B920035fc57fB56Cd739043e0300eF8e5375227 30462.179362208924175390291466986290248661
    HnAaZ2foNT9FQGp96bDo8EdCzoLtufHcD9vKMNFbYmbp 8188.7592279767443259975329435
    ready 455.028558 USDC
    unknown_wallet False

    `wallets` are addresses or names of saved wallets, answered together; without any, the default wallet is meant.
    `chains` are networks by name, alias or chainIndex; without any, every network that the address can be used on.
    Holdings that are marked as risky, such as spam, are left out unless `include_risky`. An amount is a Decimal, an int
    or text, never a float.

    Every method raises `NotAnswered` and `InputNeeded`. What could be read only in part is returned with `partial` set.
    """

    def __init__(
        self,
        *,
        demo: bool | None = None,
        api_key: str | None = None,
        secret_key: str | None = None,
        passphrase: str | None = None,
        wallets: Mapping[str, str | Sequence[str]] | None = None,
        base_url: str | None = None,
        max_rps: float | None = None,
        cache_seconds: float | None = None,
    ) -> None:
        """What is not given comes from the settings: the environment, then the settings file.

        `wallets` maps names to an address each, or to several; the first is the default wallet. With `demo`, made-up
        wallets are asked about, without credentials and without the network. The rest are settings of the same names.

        Raises NotAnswered with the code not_configured where there are no credentials, and invalid_input where a value
        cannot be used; TypeError for a part of the credentials without the others, and for wallets of a demo.
        """
        self._settings = configured(
            demo=demo,
            credentials=(api_key, secret_key, passphrase),
            wallets=wallets,
            others={
                "OKX_BASE_URL": base_url,
                "WALLET_PORTFOLIO_MAX_RPS": max_rps,
                "WALLET_PORTFOLIO_CACHE_SECONDS": cache_seconds,
            },
        )
        self._access: Access | None = None
        self._open = AsyncExitStack()

    async def __aenter__(self) -> Self:
        if self._access:
            raise RuntimeError("This Portfolio is open already.")
        self._access = await self._open.enter_async_context(open_access(self._settings))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._access = None
        await self._open.aclose()  # without the error, which would come out of it in a group

    async def show(
        self, *, wallets: Sequence[str] = (), chains: Sequence[str] = (), include_risky: bool = False, top: int = 10
    ) -> results.Overview:
        """A whole portfolio: its value, the `top` (1 to 100) largest holdings, the networks, and the last 24 hours."""
        about = _about(wallets, chains, include_risky=include_risky)
        return await self._ask("show_portfolio", results.Overview, **about, top=top)

    async def total_value(
        self,
        *,
        wallets: Sequence[str] = (),
        chains: Sequence[str] = (),
        include_risky: bool = False,
        asset_type: Literal["all", "tokens", "defi"] = "all",
    ) -> results.TotalValue:
        """What wallets are worth, together and each: tokens and DeFi positions, or only one of them."""
        about = _about(wallets, chains, include_risky=include_risky)
        return await self._ask("get_total_value", results.TotalValue, **about, asset_type=asset_type)

    async def holdings(
        self,
        *,
        wallets: Sequence[str] = (),
        chains: Sequence[str] = (),
        include_risky: bool = False,
        min_value_usd: Amount = 0,
        limit: int = 20,
        cursor: str | None = None,
    ) -> results.Holdings:
        """A page of `limit` (1 to 200) holdings, the largest value first; `each_holding` goes through all pages."""
        about = _about(wallets, chains, include_risky=include_risky)
        least = amount_text(min_value_usd)
        return await self._ask(
            "list_holdings", results.Holdings, **about, min_value_usd=least, limit=limit, cursor=cursor
        )

    async def each_holding(
        self,
        *,
        wallets: Sequence[str] = (),
        chains: Sequence[str] = (),
        include_risky: bool = False,
        min_value_usd: Amount = 0,
        incomplete: bool = False,
    ) -> AsyncIterator[results.Holding]:
        """Every holding, the largest value first, from all pages.

        Raises Incomplete, before the first, where a part of the list could not be read; with `incomplete` it gives what
        could be.

        >>> import anyio
        >>> from wallet_portfolio import Portfolio
        >>> async def main():
        ...     async with Portfolio(demo=True) as portfolio:
        ...         print([holding.symbol async for holding in portfolio.each_holding(min_value_usd=2_000)])
        >>> anyio.run(main)
        ['ETH', 'WBTC', 'USDC', 'ETH', 'USDT']
        """
        cursor: str | None = None
        while True:
            page = await self.holdings(
                wallets=wallets,
                chains=chains,
                include_risky=include_risky,
                min_value_usd=min_value_usd,
                limit=_PAGE,
                cursor=cursor,
            )
            if page.partial and not incomplete:
                raise Incomplete(page.notices)
            for holding in page.holdings:
                yield holding
            cursor = page.next_cursor
            if cursor is None:
                return

    async def balances(
        self,
        tokens: Sequence[str],
        *,
        wallets: Sequence[str] = (),
        chains: Sequence[str] = (),
        include_risky: bool = False,
    ) -> results.Balances:
        """The balances of tokens, zero included.

        A token is a symbol (the native coin or the verified contract of that name, never an impostor), a contract
        address, or chain:contract.
        """
        about = _about(wallets, chains, include_risky=include_risky)
        return await self._ask("get_token_balances", results.Balances, **about, tokens=texts(tokens))

    async def check_swap(
        self,
        sell: str,
        buy: str,
        amount: Amount,
        *,
        amount_of: Literal["sell", "buy"] = "sell",
        chain: str = "",
        wallet: str = "",
        slippage_percent: Amount = 1,
    ) -> results.SwapCheck:
        """Whether a swap can and should be made, and what it would give. It changes nothing.

        `amount` counts the token sold or, with `amount_of="buy"`, the one bought; as text it may also be a part of the
        balance ("50%") or a worth in USD ("$100"). Without a `chain`, the one where the wallet holds the token.
        """
        return await self._ask(
            "check_swap",
            results.SwapCheck,
            **_swap(sell, buy, amount, amount_of, chain, wallet, slippage_percent),
        )

    async def prepare_swap(
        self,
        sell: str,
        buy: str,
        amount: Amount,
        *,
        amount_of: Literal["sell", "buy"] = "sell",
        chain: str = "",
        wallet: str = "",
        slippage_percent: Amount = 1,
        confirmed: bool = False,
    ) -> results.PreparedSwap:
        """The unsigned transactions of a swap, after checking it again. Nothing is signed and nothing is sent.

        Raises InputNeeded, with the figures in its `summary`, until it is `confirmed`; and again where the market has
        moved against what was shown before.
        """
        return await self._ask(
            "prepare_swap",
            results.PreparedSwap,
            **_swap(sell, buy, amount, amount_of, chain, wallet, slippage_percent),
            confirmed=confirmed,
        )

    async def underperformers(
        self,
        *,
        wallets: Sequence[str] = (),
        chains: Sequence[str] = (),
        include_risky: bool = False,
        max_change_percent: Amount = 0,
        limit: int = 10,
    ) -> results.Underperformers:
        """Holdings worth $1 or more whose 24 h change is below `max_change_percent`, the worst first."""
        about = _about(wallets, chains, include_risky=include_risky)
        below = amount_text(max_change_percent)
        return await self._ask(
            "find_underperformers", results.Underperformers, **about, max_change_percent=below, limit=limit
        )

    async def search_tokens(self, query: str, *, chains: Sequence[str] = (), limit: int = 10) -> results.FoundTokens:
        """Tokens by name, symbol or contract address, verified ones first."""
        return await self._ask("search_tokens", results.FoundTokens, query=query, chains=texts(chains), limit=limit)

    async def token(self, token: str, *, chain: str = "") -> results.TokenFacts:
        """Price, 24 h change, market cap, liquidity, volume, holders and risks of a token.

        Without a `chain`, where its market is deepest.
        """
        return await self._ask("get_token_details", results.TokenFacts, token=token, chain=chain)

    async def price_chart(
        self, token: str, *, chain: str = "", bar: Bar = "1H", points: int = 48
    ) -> results.PriceChart:
        """The last `points` candles of a token, each as long as `bar`: from 1m (minute) to 3M (months)."""
        return await self._ask("get_price_chart", results.PriceChart, token=token, chain=chain, bar=bar, points=points)

    async def chains(self, query: str = "") -> results.SupportedChains:
        """The supported networks, or those that match a part of a name, an alias or a number."""
        return await self._ask("list_supported_chains", results.SupportedChains, query=query)

    async def ask(self, request: str) -> results.Reply:
        """The answer to a request in plain words: English, Chinese, Spanish, Portuguese or Japanese."""
        from wallet_portfolio.tools.ask_wallet import ASK_WALLET  # brings the MCP SDK, which no other question needs

        return reply_of(await ASK_WALLET.run(self._opened(), {"request": request}))

    async def _ask(self, tool: str, kind: type[R], **arguments: JsonValue) -> R:
        answer: Answer = await DIRECT_BY_NAME[tool].run(self._opened(), arguments)
        return result_of(answer, kind)

    def _opened(self) -> Access:
        if self._access is None:
            raise RuntimeError("A Portfolio answers inside `async with` only.")
        return self._access


def _about(wallets: Sequence[str], chains: Sequence[str], *, include_risky: bool) -> dict[str, JsonValue]:
    return {"wallets": texts(wallets), "chains": texts(chains), "include_risky": include_risky}


def _swap(
    sell: str, buy: str, amount: Amount, amount_of: str, chain: str, wallet: str, slippage_percent: Amount
) -> dict[str, JsonValue]:
    return {
        "sell": sell,
        "buy": buy,
        "amount": amount_text(amount),
        "amount_of": amount_of,
        "chain": chain,
        "wallet": wallet,
        "slippage_percent": amount_text(slippage_percent),
    }
