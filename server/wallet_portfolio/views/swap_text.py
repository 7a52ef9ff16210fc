"""A swap that was checked or prepared, in short Markdown."""

from decimal import Decimal

from wallet_portfolio.assets.address_formats import shorten
from wallet_portfolio.assets.amounts import multiply, show_amount, show_percent, show_usd
from wallet_portfolio.assets.phrases import Phrase, phrase, say
from wallet_portfolio.assets.series import listed
from wallet_portfolio.workflows.swap_checked import SwapCheck
from wallet_portfolio.workflows.swap_preparation import PreparedSwap
from wallet_portfolio.workflows.swap_trade import TradedToken
from wallet_portfolio.workflows.swap_verdict import Verdict

_VERDICTS: dict[Verdict, Phrase] = {
    "ready": phrase("**Ready to swap** on {network}"),
    "warning": phrase("**Possible, but read this first** on {network}"),
    "insufficient_balance": phrase("**Not enough balance** on {network}"),
    "insufficient_gas": phrase("**Not enough for the network fee** on {network}"),
    "blocked": phrase("**Do not swap this** on {network}"),
    "no_route": phrase("**No market for this swap** on {network}"),
}


def check(check: SwapCheck) -> str:
    """The verdict, what is given and received with USD beside, what it costs, and every reason."""
    trade = check.trade
    lines = [str(_VERDICTS[check.verdict].with_values(network=trade.chain.name))]
    if check.quote and check.sell_amount is not None and check.receive is not None:
        lines.append(
            say(
                "Sell {sold} for about {received}, at least {minimum} (slippage up to {slippage})",
                sold=_worth(check.sell_amount, trade.sell),
                received=_worth(check.receive, trade.buy),
                minimum=f"{show_amount(check.receive_minimum or Decimal(0))} {trade.buy.symbol}",
                slippage=show_percent(check.slippage_percent),
            )
        )
        lines.append(" · ".join(_costs(check)))
    if check.verdict != "insufficient_balance":
        lines.append(say("Balance: {balance}", balance=_worth(trade.balance, trade.sell)))
    lines += [f"- {reason}" for reason in check.reasons]
    return "\n".join(filter(None, lines))


def prepared(swap: PreparedSwap) -> str:
    """What was prepared, in order, and who has to sign it."""
    summary = check(swap.check)
    sell, chain = swap.check.trade.sell, swap.check.trade.chain
    if swap.approval:
        spender = shorten(swap.approval.spender)
        what = say(
            "Two transactions are prepared: first an approval of {token} for {spender}, for no more than this swap "
            "sells; then the swap. Nothing is signed or sent yet: that is for your own wallet on {network} to do. Sign "
            "soon, because prices move.",
            token=sell.symbol,
            spender=spender,
            network=chain.name,
        )
    else:
        what = say(
            "One transaction is prepared: the swap. Nothing is signed or sent yet: that is for your own wallet on "
            "{network} to do. Sign soon, because prices move.",
            network=chain.name,
        )
    return f"{summary}\n\n{what}"


def confirmation(checked: SwapCheck) -> str:
    """The question before anything is prepared, with the figures that are agreed to."""
    trade = checked.trade
    sell, receive = checked.sell_amount or Decimal(0), checked.receive or Decimal(0)
    return say(
        "Shall I prepare the swap of {sold} for about {received} on {network}, for your own wallet to sign?",
        sold=_worth(sell, trade.sell),
        received=_worth(receive, trade.buy),
        network=trade.chain.name,
    )


def _costs(check: SwapCheck) -> list[str]:
    quote = check.quote
    if quote is None:
        return []
    costs = []
    if quote.fee_usd is not None:
        costs.append(say("network fee {usd}", usd=show_usd(quote.fee_usd)))
    if quote.price_impact_percent is not None:
        costs.append(say("price impact {percent}", percent=show_percent(quote.price_impact_percent, signed=True)))
    markets = list(dict.fromkeys(hop.market for hop in quote.route))
    if markets:
        costs.append(say("through {markets}", markets=listed(markets[:3])))
    return costs


def _worth(amount: Decimal, token: TradedToken) -> str:
    value = f" ({show_usd(multiply(amount, token.price_usd))})" if token.price_usd else ""
    return f"{show_amount(amount)} {token.symbol}{value}"
