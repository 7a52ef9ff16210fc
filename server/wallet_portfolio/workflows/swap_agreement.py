"""What a user agrees to in a swap: this trade, no more sold and no less received, and no worse than was read of it."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from decimal import Decimal

import anyio

from wallet_portfolio.assets.tokens import TokenId
from wallet_portfolio.assets.trading import TradeAmount, before_slippage, parse_slippage, parse_trade_amount
from wallet_portfolio.workflows.access import Access
from wallet_portfolio.workflows.swap_checked import SwapCheck, SwapQuestion
from wallet_portfolio.workflows.swap_verdict import Finding

# What was proposed is shown again for so long, and what is prepared is held against it for longer.
_SHOWN_SECONDS, _KEPT_SECONDS = 120.0, 3_600.0


@dataclass(frozen=True, slots=True)
class SameTrade:
    """What makes two questions one trade, in whatever words they were asked."""

    wallet: str
    sell: TokenId
    buy: TokenId
    amount: TradeAmount
    amount_of: str
    slippage_percent: Decimal


@dataclass(frozen=True, slots=True)
class Terms:
    """The trade, the most to be sold and the least to be received in minimal units, and what was read against it."""

    trade: SameTrade
    most: int
    least: int
    read: Sequence[Finding]

    def cover(self, check: SwapCheck) -> bool:
        """Whether a check that was made later comes to nothing else and nothing worse."""
        received = check.quote.buy.units if check.quote else 0
        return (
            (check.sell_units or 0) <= self.most
            and received >= self.least
            and not any(finding.adds_to(self.read) for finding in check.findings)
        )


@dataclass(frozen=True, slots=True)
class Proposal:
    """What was put before the user, and when. `again` says that it takes the place of another that no longer holds."""

    check: SwapCheck
    terms: Terms
    made: float
    again: bool

    @property
    def fresh(self) -> bool:
        """Whether its figures may be shown again."""
        return anyio.current_time() - self.made < _SHOWN_SECONDS


def terms_of(check: SwapCheck, question: SwapQuestion) -> Terms:
    """What agreeing to a check means. What dollars or all of a balance come to may move by the slippage."""
    trade = SameTrade(
        check.trade.wallet.address.text,
        check.trade.sell.id,
        check.trade.buy.id,
        parse_trade_amount(question.amount),
        question.amount_of,
        parse_slippage(question.slippage_percent),
    )
    most = before_slippage(check.sell_units or 0, check.slippage_percent)
    return Terms(trade, most, check.least_units, check.findings)


def propose(access: Access, question: SwapQuestion, check: SwapCheck, *, again: bool) -> Proposal:
    """Remember what is put before the user, by the words of the question and by the trade they mean."""
    terms = terms_of(check, question)
    proposal = Proposal(check, terms, anyio.current_time(), again)
    for key in (question, terms.trade):
        access.proposals.put(key, proposal, _KEPT_SECONDS)
    return proposal


def shown_before(access: Access, question: SwapQuestion) -> Proposal | None:
    """What was answered to the same words a moment ago: the user agrees to the figures that were shown."""
    proposal = _kept(access, question)
    return proposal if proposal and proposal.fresh else None


def agreed_before(access: Access, question: SwapQuestion, trade: SameTrade) -> Proposal | None:
    """What whoever agrees now has been shown last: for these words, if they meant another trade, else for the trade."""
    asked = _kept(access, question)
    return asked if asked and asked.terms.trade != trade else _kept(access, trade) or asked


def _kept(access: Access, key: Hashable) -> Proposal | None:
    kept = access.proposals.get(key)
    return kept if isinstance(kept, Proposal) else None
