"""What speaks against a swap: every reason in a sentence, and the verdict they lead to."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from wallet_portfolio.assets.amounts import show_amount, show_percent, show_usd
from wallet_portfolio.assets.markets import MarketFigures
from wallet_portfolio.assets.swaps import Quote, SwapSide
from wallet_portfolio.workflows.swap_trade import TradedToken

Verdict = Literal["ready", "insufficient_balance", "insufficient_gas", "blocked", "warning", "no_route"]

IMPACT_WARNING, IMPACT_STRONG = Decimal(5), Decimal(10)
LIQUIDITY_WARNING, LIQUIDITY_STRONG = Decimal(10_000), Decimal(1_000)
SLIPPAGE_WARNING = Decimal(5)


@dataclass(frozen=True, slots=True)
class Finding:
    """A reason, and the verdict it asks for."""

    verdict: Verdict
    reason: str


def judge(findings: Sequence[Finding]) -> Verdict:
    """The gravest of what was found; ready where nothing was."""
    order: list[Verdict] = ["blocked", "no_route", "insufficient_balance", "insufficient_gas", "warning"]
    return next((verdict for verdict in order if any(found.verdict == verdict for found in findings)), "ready")


def of_quote(quote: Quote, slippage_percent: Decimal) -> list[Finding]:
    """Honeypots, taxes, price impact and slippage."""
    findings = [finding for side in (quote.sell, quote.buy) for finding in _of_side(side)]
    loss = None if quote.price_impact_percent is None else -quote.price_impact_percent
    if loss is None:
        findings.append(_warning("How much this trade moves the price is not known."))
    elif loss > IMPACT_STRONG:
        findings.append(_warning(f"Strong warning: this trade moves the price by {show_percent(loss)} to your loss."))
    elif loss > IMPACT_WARNING:
        findings.append(_warning(f"This trade moves the price by {show_percent(loss)} to your loss."))
    if slippage_percent > SLIPPAGE_WARNING:
        findings.append(_warning(f"A slippage of {show_percent(slippage_percent)} lets others profit from the trade."))
    return findings


def of_token(token: TradedToken, figures: MarketFigures | None, *, known: bool) -> list[Finding]:
    """Whether it is verified, and how deep its market is. `known` is False where the market could not be asked."""
    if token.native:
        return []
    findings = []
    if not token.verified:
        findings.append(
            _warning(
                f"{token.symbol} is not verified: anyone can give a token that name. Compare the contract address."
            )
        )
    liquidity = figures.liquidity_usd if figures else None
    if liquidity is None:
        if not known or not token.verified:
            findings.append(_warning(f"How deep the market for {token.symbol} is could not be found out."))
    elif liquidity < LIQUIDITY_STRONG:
        findings.append(
            _warning(f"Strong warning: all markets for {token.symbol} together hold only {show_usd(liquidity)}.")
        )
    elif liquidity < LIQUIDITY_WARNING:
        findings.append(_warning(f"All markets for {token.symbol} together hold only {show_usd(liquidity)}."))
    return findings


def of_gas(coin: str, fee: Decimal | None, balance: Decimal, sold: Decimal, chain: str) -> list[Finding]:
    """Whether what is left of the native coin pays the fee. `sold` is how much of that coin itself is sold."""
    if fee is None and balance <= sold:
        return [Finding("insufficient_gas", f"No {coin} is left on {chain} to pay the network fee.")]
    if fee is None:
        return [_warning("The network fee could not be found out.")]
    if sold + fee <= balance:
        return []
    missing = sold + fee - balance
    return [
        Finding(
            "insufficient_gas",
            f"The network fee on {chain} is about {show_amount(fee)} {coin}, and {show_amount(missing)} {coin} "
            "of it would be missing.",
        )
    ]


def _of_side(side: SwapSide) -> list[Finding]:
    findings = []
    if side.honeypot:
        findings.append(Finding("blocked", f"{side.symbol} is a honeypot: it can be bought but not sold."))
    if side.tax_percent > 0:
        findings.append(_warning(f"{side.symbol} takes a tax of {show_percent(side.tax_percent)} on each trade."))
    return findings


def _warning(reason: str) -> Finding:
    return Finding("warning", reason)
