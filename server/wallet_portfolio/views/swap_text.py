"""A swap that was checked or prepared, in short Markdown."""

from decimal import Decimal

from wallet_portfolio.assets.address_formats import shorten
from wallet_portfolio.assets.amounts import multiply, show_amount, show_percent, show_usd
from wallet_portfolio.workflows.swap_check import SwapCheck
from wallet_portfolio.workflows.swap_preparation import PreparedSwap
from wallet_portfolio.workflows.swap_trade import TradedToken
from wallet_portfolio.workflows.swap_verdict import Verdict

_VERDICTS: dict[Verdict, str] = {
    "ready": "**Ready to swap**",
    "warning": "**Possible, but read this first**",
    "insufficient_balance": "**Not enough balance**",
    "insufficient_gas": "**Not enough for the network fee**",
    "blocked": "**Do not swap this**",
    "no_route": "**No market for this swap**",
}


def check(check: SwapCheck) -> str:
    """The verdict, what is given and received with USD beside, what it costs, and every reason."""
    trade = check.trade
    lines = [f"{_VERDICTS[check.verdict]} on {trade.chain.name}"]
    if check.quote and check.sell_amount is not None and check.receive is not None:
        lines.append(
            f"Sell {_worth(check.sell_amount, trade.sell)} for about {_worth(check.receive, trade.buy)}, "
            f"at least {show_amount(check.receive_minimum or Decimal(0))} {trade.buy.symbol} "
            f"(slippage up to {show_percent(check.slippage_percent)})"
        )
        lines.append(" · ".join(_costs(check)))
    if check.verdict != "insufficient_balance":
        lines.append(f"Balance: {_worth(trade.balance, trade.sell)}")
    lines += [f"- {reason}" for reason in check.reasons]
    return "\n".join(filter(None, lines))


def prepared(swap: PreparedSwap) -> str:
    """What was prepared, in order, and who has to sign it."""
    summary = check(swap.check)
    sell, chain = swap.check.trade.sell, swap.check.trade.chain
    if swap.approval:
        spender = shorten(swap.approval.spender)
        what = (
            f"Two transactions are prepared: first an approval of {sell.symbol} for {spender}, for no more than this "
            "swap sells; then the swap."
        )
    else:
        what = "One transaction is prepared: the swap."
    return (
        f"{summary}\n\n{what} Nothing is signed or sent yet: that is for your own wallet on {chain.name} to do. "
        "Sign soon, because prices move."
    )


def confirmation(checked: SwapCheck) -> str:
    """The question before anything is prepared, with the figures that are agreed to."""
    trade = checked.trade
    sell, receive = checked.sell_amount or Decimal(0), checked.receive or Decimal(0)
    return (
        f"Shall I prepare the swap of {_worth(sell, trade.sell)} for about {_worth(receive, trade.buy)} "
        f"on {trade.chain.name}, for your own wallet to sign?"
    )


def _costs(check: SwapCheck) -> list[str]:
    quote = check.quote
    if quote is None:
        return []
    costs = []
    if quote.fee_usd is not None:
        costs.append(f"network fee {show_usd(quote.fee_usd)}")
    if quote.price_impact_percent is not None:
        costs.append(f"price impact {show_percent(quote.price_impact_percent, signed=True)}")
    markets = list(dict.fromkeys(hop.market for hop in quote.route))
    if markets:
        costs.append(f"through {', '.join(markets[:3])}")
    return costs


def _worth(amount: Decimal, token: TradedToken) -> str:
    value = f" ({show_usd(multiply(amount, token.price_usd))})" if token.price_usd else ""
    return f"{show_amount(amount)} {token.symbol}{value}"
