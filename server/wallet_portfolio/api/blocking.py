"""`BlockingPortfolio`: the same without `await`, for scripts and notebooks."""

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from functools import wraps
from types import TracebackType
from typing import Concatenate, ParamSpec, Self, TypeVar

from anyio.from_thread import BlockingPortal, start_blocking_portal

from wallet_portfolio.api.conversion import Amount
from wallet_portfolio.api.portfolio import Portfolio
from wallet_portfolio.api.results import Holding

P = ParamSpec("P")
R = TypeVar("R")


def _waiting(
    method: Callable[Concatenate[Portfolio, P], Awaitable[R]],
) -> "Callable[Concatenate[BlockingPortfolio, P], R]":
    """The method of `Portfolio`, waited for."""

    @wraps(method)
    def wait(portfolio: "BlockingPortfolio", /, *args: P.args, **kwargs: P.kwargs) -> R:
        async def call() -> R:
            return await method(portfolio._portfolio, *args, **kwargs)  # noqa: SLF001

        return portfolio._running().call(call)  # noqa: SLF001

    return wait


class BlockingPortfolio:
    """`Portfolio` for code that is not asynchronous: open it with `with`. Everything else is as described there.

    >>> from wallet_portfolio import BlockingPortfolio
    >>> with BlockingPortfolio(demo=True) as portfolio:
    ...     bitcoin = portfolio.balances(["BTC"], wallets=["btc"]).holdings[0]
    ...     print(bitcoin.amount, bitcoin.symbol)
    0.41827 BTC

    The event loop runs in a thread of its own, so it may also be used where another one runs, as in a notebook.
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
        """The arguments of `Portfolio`."""
        self._portfolio = Portfolio(
            demo=demo,
            api_key=api_key,
            secret_key=secret_key,
            passphrase=passphrase,
            wallets=wallets,
            base_url=base_url,
            max_rps=max_rps,
            cache_seconds=cache_seconds,
        )
        self._portal: BlockingPortal | None = None
        self._open = ExitStack()

    def __enter__(self) -> Self:
        if self._portal:
            raise RuntimeError("This portfolio is open already.")
        with ExitStack() as opening:
            portal = opening.enter_context(start_blocking_portal())
            opening.enter_context(portal.wrap_async_context_manager(self._portfolio))
            self._open = opening.pop_all()
        self._portal = portal
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._portal = None
        self._open.__exit__(kind, error, trace)

    show = _waiting(Portfolio.show)
    total_value = _waiting(Portfolio.total_value)
    holdings = _waiting(Portfolio.holdings)
    balances = _waiting(Portfolio.balances)
    check_swap = _waiting(Portfolio.check_swap)
    prepare_swap = _waiting(Portfolio.prepare_swap)
    underperformers = _waiting(Portfolio.underperformers)
    search_tokens = _waiting(Portfolio.search_tokens)
    token = _waiting(Portfolio.token)
    price_chart = _waiting(Portfolio.price_chart)
    chains = _waiting(Portfolio.chains)
    ask = _waiting(Portfolio.ask)

    def each_holding(
        self,
        *,
        wallets: Sequence[str] = (),
        chains: Sequence[str] = (),
        include_risky: bool = False,
        min_value_usd: Amount = 0,
        incomplete: bool = False,
    ) -> Iterator[Holding]:
        """As `Portfolio.each_holding`."""
        portal = self._running()
        found = self._portfolio.each_holding(
            wallets=wallets,
            chains=chains,
            include_risky=include_risky,
            min_value_usd=min_value_usd,
            incomplete=incomplete,
        )

        async def following() -> Holding | None:
            return await anext(found, None)

        while (holding := portal.call(following)) is not None:
            yield holding

    def _running(self) -> BlockingPortal:
        if self._portal is None:
            raise RuntimeError("A BlockingPortfolio answers inside `with` only.")
        return self._portal
