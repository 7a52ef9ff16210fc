"""What is asked of a swap, and what was found out about it."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from wallet_portfolio.assets.amounts import from_minimal, to_minimal
from wallet_portfolio.assets.phrases import Sayable
from wallet_portfolio.assets.swaps import Quote
from wallet_portfolio.assets.trading import after_slippage, before_slippage
from wallet_portfolio.okx.swap_calls import Mode
from wallet_portfolio.workflows import swap_verdict as verdicts
from wallet_portfolio.workflows.swap_trade import Trade
from wallet_portfolio.workflows.swap_verdict import Finding, Verdict


@dataclass(frozen=True, slots=True)
class SwapQuestion:
    """What is to be swapped, as it was said; empty where nothing was."""

    sell: str = ""
    buy: str = ""
    amount: str = ""
    amount_of: str = "sell"
    chain: str = ""
    wallet: str = ""
    slippage_percent: str = "1"


@dataclass(frozen=True, slots=True)
class SwapCheck:
    """The figures a verdict rests on. Without a quote those of the trade itself are None.

    `others` are the findings that the quote does not tell. `minimum_units` is what a transaction enforces, None as
    long as there is none.
    """

    trade: Trade
    slippage_percent: Decimal
    others: tuple[Finding, ...]
    notices: tuple[Sayable, ...]
    mode: Mode
    sell_amount: Decimal | None
    quote: Quote | None
    as_of: datetime
    minimum_units: int | None = None

    @property
    def findings(self) -> list[Finding]:
        """What speaks against it, the gravest first."""
        of_quote = [] if self.quote is None else verdicts.of_quote(self.quote, self.slippage_percent)
        return verdicts.gravest_first([*of_quote, *self.others])

    @property
    def verdict(self) -> Verdict:
        """What the findings come to."""
        return verdicts.judge(self.findings)

    @property
    def may_proceed(self) -> bool:
        """Whether it can be made, if need be after the reasons were read."""
        return self.verdict in {"ready", "warning"}

    @property
    def reasons(self) -> list[str]:
        """The findings in words, in the language spoken where they are shown."""
        return [str(finding.reason) for finding in self.findings]

    @property
    def sell_units(self) -> int | None:
        """What is sold, in minimal units."""
        return None if self.sell_amount is None else to_minimal(self.sell_amount, self.trade.sell.decimals)

    @property
    def receive(self) -> Decimal | None:
        """What is received by the quote."""
        return None if self.quote is None else from_minimal(self.quote.buy.units, self.trade.buy.decimals)

    @property
    def least_units(self) -> int:
        """What is received at the least in minimal units: as the transaction enforces it, or as the slippage has it."""
        if self.minimum_units is not None:
            return self.minimum_units
        return 0 if self.quote is None else after_slippage(self.quote.buy.units, self.slippage_percent)

    @property
    def receive_minimum(self) -> Decimal | None:
        """What is received at the least, with all of the slippage used up."""
        return None if self.quote is None else from_minimal(self.least_units, self.trade.buy.decimals)

    @property
    def most_units(self) -> int:
        """What is sold at the most: the amount itself, or with the slippage on top where an exact amount is bought."""
        units = self.sell_units or 0
        return units if self.mode == "exactIn" else before_slippage(units, self.slippage_percent)
