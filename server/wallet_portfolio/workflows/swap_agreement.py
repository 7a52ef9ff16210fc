"""What a user agrees to in a swap: this trade, no more sold and no less received, and no worse than was read of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from wallet_portfolio.assets.amounts import plain
from wallet_portfolio.assets.tokens import TokenId
from wallet_portfolio.assets.trading import TradeAmount, before_slippage, parse_slippage, parse_trade_amount
from wallet_portfolio.workflows.access import Access
from wallet_portfolio.workflows.leaving import Kind, is_shared, leave, pick_up
from wallet_portfolio.workflows.swap_checked import SwapCheck, SwapQuestion
from wallet_portfolio.workflows.swap_verdict import Finding

# What was proposed is shown again for so long, and what is prepared is held against it for longer.
_SHOWN, _KEPT_SECONDS = timedelta(seconds=120), 3_600.0
_PROPOSALS: Kind["Proposal"] = Kind("proposal", lambda: Proposal, _KEPT_SECONDS)


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
    made: datetime
    again: bool

    @property
    def fresh(self) -> bool:
        """Whether its figures may be shown again."""
        return datetime.now(UTC) - self.made < _SHOWN


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


async def propose(access: Access, question: SwapQuestion, check: SwapCheck, *, again: bool) -> Proposal:
    """Remember what is put before the user, by the words of the question and by the trade they mean."""
    proposal = Proposal(check, terms_of(check, question), datetime.now(UTC), again)
    for name in (_in_words(access, question), _of_trade("proposed", proposal.terms.trade)):
        await _keep(access, name, proposal)
    return proposal


async def show(access: Access, question: SwapQuestion, check: SwapCheck) -> None:
    """Remember that the user was shown what a check comes to."""
    if check.may_proceed:
        shown = Proposal(check, terms_of(check, question), datetime.now(UTC), again=False)
        await _keep(access, _of_trade("shown", shown.terms.trade), shown)


async def shown_before(access: Access, question: SwapQuestion) -> Proposal | None:
    """What was answered to the same words a moment ago: the user agrees to the figures that were shown."""
    proposal = await _kept(access, _in_words(access, question))
    return proposal if proposal and proposal.fresh else None


async def agreed_before(access: Access, question: SwapQuestion, check: SwapCheck) -> Proposal | None:
    """What whoever agrees now has been shown last: for these words, if they meant another trade, else for the trade.

    Where nothing was proposed, a check that was shown will do; but reasons are to be read before they are agreed to.
    """
    trade = terms_of(check, question).trade
    asked = await _kept(access, _in_words(access, question))
    if asked and asked.terms.trade != trade:
        return asked
    proposed = await _kept(access, _of_trade("proposed", trade)) or asked
    if proposed or check.verdict != "ready":
        return proposed
    return await _kept(access, _of_trade("shown", trade))


async def _keep(access: Access, name: str, proposal: Proposal) -> None:
    access.proposals.put(name, proposal, _KEPT_SECONDS)
    await leave(access, _PROPOSALS, name, proposal)


async def _kept(access: Access, name: str) -> Proposal | None:
    """What the user was shown last, here or at another replica.

    Where there are several, only what all of them know of can be that; and where nothing is shared at the moment, only
    what was shown here a moment ago.
    """
    here, there = access.proposals.get(name), await pick_up(access, _PROPOSALS, name)
    if access.one_of_several and is_shared(access):
        return there
    if not isinstance(here, Proposal) or (access.one_of_several and not here.fresh):
        return there
    return there if there and there.made > here.made else here


def _in_words(access: Access, question: SwapQuestion) -> str:
    """By the words, which name saved wallets."""
    return f"words {question} {access.saved.entries}"


def _of_trade(how: str, trade: SameTrade) -> str:
    """By the trade: amounts that are equal are the same, however they are written."""
    numbers = (plain(trade.amount.number), trade.amount.unit, trade.amount_of, plain(trade.slippage_percent))
    return f"{how} {(trade.wallet, *trade.sell, *trade.buy, *numbers)}"
