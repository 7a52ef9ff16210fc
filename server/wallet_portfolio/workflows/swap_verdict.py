"""What speaks against a swap: every reason in a sentence, and the verdict they lead to."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from typing import Literal, get_args

from wallet_portfolio.assets.amounts import (
    add_up,
    divide,
    multiply,
    plain,
    show_amount,
    show_percent,
    show_usd,
    subtract,
)
from wallet_portfolio.assets.lookalikes import imitated
from wallet_portfolio.assets.markets import MarketFigures
from wallet_portfolio.assets.phrases import Sayable, phrase
from wallet_portfolio.assets.swaps import Quote, SwapSide
from wallet_portfolio.assets.tokens import NATIVE
from wallet_portfolio.workflows.swap_trade import TradedToken

# The gravest first.
Verdict = Literal["blocked", "no_route", "insufficient_balance", "insufficient_gas", "warning", "ready"]
_GRAVEST_FIRST: tuple[Verdict, ...] = get_args(Verdict)

IMPACT_WARNING, IMPACT_STRONG = Decimal(5), Decimal(10)
LIQUIDITY_WARNING, LIQUIDITY_STRONG = Decimal(10_000), Decimal(1_000)
SLIPPAGE_WARNING = Decimal(5)
# So many percent of a loss may be fees and prices of different moments.
_EXPLAINED = Decimal(2)

# A price impact moves with every block: who read of one has read of those up to the next of these steps.
_IMPACT_STEP = Decimal(5)


@dataclass(frozen=True, slots=True)
class Finding:
    """A reason, and the verdict it asks for.

    Findings of one topic say the same thing; the one with more `weight` says something worse.
    """

    verdict: Verdict
    reason: Sayable
    topic: str
    weight: Decimal = Decimal(0)

    def adds_to(self, read: Sequence["Finding"]) -> bool:
        """Whether somebody who read those reasons would learn something new, or something worse, from this one."""
        return not any(
            other.topic == self.topic and other.verdict == self.verdict and other.weight >= self.weight
            for other in read
        )


def judge(findings: Sequence[Finding]) -> Verdict:
    """The gravest of what was found; ready where nothing was."""
    return next((found.verdict for found in gravest_first(findings)), "ready")


def gravest_first(findings: Sequence[Finding]) -> list[Finding]:
    """In the order a reader needs them."""
    return sorted(findings, key=lambda found: _GRAVEST_FIRST.index(found.verdict))


def of_quote(quote: Quote, slippage_percent: Decimal) -> list[Finding]:
    """Honeypots, taxes, price impact, what the two sides are worth, and slippage."""
    findings = [finding for side in (quote.sell, quote.buy) for finding in _of_side(side)]
    change = quote.price_impact_percent
    loss = None if change is None else change.copy_negate()
    if loss is None:
        findings.append(_warning("unknown impact", phrase("How much this trade moves the price is not known.")))
    elif loss > IMPACT_WARNING:
        strong = phrase("Strong warning: this trade moves the price by {percent} to your loss.")
        reason = strong if loss > IMPACT_STRONG else phrase("This trade moves the price by {percent} to your loss.")
        findings.append(_warning("impact", reason.with_values(percent=show_percent(loss)), _steps(loss)))
    findings += _of_value(quote, loss)
    if slippage_percent > SLIPPAGE_WARNING:
        findings.append(
            _warning(
                "slippage",
                phrase(
                    "A slippage of {percent} lets others profit from the trade.", percent=show_percent(slippage_percent)
                ),
            )
        )
    return findings


def _of_value(quote: Quote, impact: Decimal | None) -> list[Finding]:
    """What is received against what is sold, by their prices: whatever else is told, the user would lose that."""
    if quote.buy.units == 0:
        reason = phrase("Nothing of {token} would be received for this.", token=quote.buy.symbol)
        return [Finding("no_route", reason, "nothing")]
    sold, received = quote.sell.value_usd, quote.buy.value_usd
    if not sold or received is None:
        return []
    lost = divide(multiply(subtract(sold, received), Decimal(100)), sold)
    told = add_up([impact or Decimal(0), quote.sell.tax_percent or Decimal(0), quote.buy.tax_percent or Decimal(0)])
    if lost <= IMPACT_WARNING or subtract(lost, told) <= _EXPLAINED:
        return []
    strong = phrase("Strong warning: what is received is worth {percent} less than what is sold.")
    weak = phrase("What is received is worth {percent} less than what is sold.")
    reason = (strong if lost > IMPACT_STRONG else weak).with_values(percent=show_percent(lost))
    return [_warning("value", reason, _steps(lost))]


def of_token(token: TradedToken, figures: MarketFigures | None, *, known: bool) -> list[Finding]:
    """Whether it is verified, and how deep its market is. `known` is False where the market could not be asked."""
    if token.native:
        return []
    findings = of_imitation(token)
    name = token.id.address
    if not token.verified and not findings:
        reason = phrase(
            "{token} is not verified: anyone can give a token that name. Compare the contract address.",
            token=token.symbol,
        )
        findings.append(_warning(f"unverified {name}", reason))
    liquidity = figures.liquidity_usd if figures else None
    if liquidity is None:
        if not known or not token.verified:
            reason = phrase("How deep the market for {token} is could not be found out.", token=token.symbol)
            findings.append(_warning(f"unknown liquidity {name}", reason))
    elif liquidity < LIQUIDITY_WARNING:
        strong = liquidity < LIQUIDITY_STRONG
        reason = (
            phrase("Strong warning: all markets for {token} together hold only {usd}.")
            if strong
            else phrase("All markets for {token} together hold only {usd}.")
        ).with_values(token=token.symbol, usd=show_usd(liquidity))
        findings.append(_warning(f"liquidity {name}", reason, Decimal(strong)))
    return findings


def of_imitation(token: TradedToken) -> list[Finding]:
    """Whether it only bears the name of a well-known token, or one that looks like it."""
    known = None if token.verified else imitated(token.id, token.symbol)
    if known is None:
        return []
    reason = phrase(
        "Strong warning: {token} is not verified and only bears the name of {known}, or one that looks like it. "
        "Compare the contract address.",
        token=token.symbol,
        known=known,
    )
    return [_warning(f"unverified {token.id.address}", reason, Decimal(1))]


def of_gas(coin: str, fee: Decimal | None, balance: Decimal, sold: Decimal, chain: str) -> list[Finding]:
    """Whether what is left of the native coin pays the fee. `sold` is how much of that coin itself is sold."""
    if fee is None and balance <= sold:
        return [_no_gas(phrase("No {coin} is left on {network} to pay the network fee.", coin=coin, network=chain))]
    if fee is None:
        return [_warning("unknown fee", phrase("The network fee could not be found out."))]
    missing = subtract(add_up([sold, fee]), balance)
    if missing <= 0:
        return []
    return [
        _no_gas(
            phrase(
                "The network fee on {network}, with some room for it to rise, is about {fee}, and {missing} of it "
                "would be missing.",
                network=chain,
                fee=f"{show_amount(fee)} {coin}",
                missing=f"{exact(missing)} {coin}",
            )
        )
    ]


def short_of(reason: Sayable) -> Finding:
    """Too little of the token sold."""
    return Finding("insufficient_balance", reason, "balance")


def exact(amount: Decimal) -> str:
    """Every digit: who gets what is missing rounded down still has too little."""
    whole, _, fraction = plain(amount).partition(".")
    return f"{int(whole):,}.{fraction}" if fraction else f"{int(whole):,}"


def _of_side(side: SwapSide) -> list[Finding]:
    findings = []
    if side.honeypot:
        reason = phrase("{token} is a honeypot: it can be bought but not sold.", token=side.symbol)
        findings.append(Finding("blocked", reason, f"honeypot {side.id.address}"))
    if side.id.address != NATIVE and (side.honeypot is None or side.tax_percent is None):
        reason = phrase(
            "Whether {token} can be sold again, and what tax it takes, could not be found out.", token=side.symbol
        )
        findings.append(_warning(f"unknown {side.id.address}", reason))
    if side.tax_percent:
        reason = phrase(
            "{token} takes a tax of {percent} on each trade.",
            token=side.symbol,
            percent=show_percent(side.tax_percent),
        )
        findings.append(_warning(f"tax {side.id.address}", reason, side.tax_percent))
    return findings


def _steps(loss: Decimal) -> Decimal:
    return divide(loss, _IMPACT_STEP).to_integral_value(rounding=ROUND_CEILING)


def _warning(topic: str, reason: Sayable, weight: Decimal = Decimal(0)) -> Finding:
    return Finding("warning", reason, topic, weight)


def _no_gas(reason: Sayable) -> Finding:
    return Finding("insufficient_gas", reason, "gas")
