"""A portfolio and what is doing badly in it, in short Markdown."""

from wallet_portfolio.assets.address_formats import shorten
from wallet_portfolio.assets.amounts import add_up, show_amount, show_percent, show_usd
from wallet_portfolio.assets.holdings import Holding
from wallet_portfolio.assets.markets import change_of
from wallet_portfolio.views.summaries import few, row
from wallet_portfolio.workflows.portfolio import Portfolio, share
from wallet_portfolio.workflows.underperformers import Underperformers

_MOST_CHAINS = 6


def portfolio(portfolio: Portfolio, top: int) -> str:
    """Total, change and networks in a few lines, then a table of the largest holdings with their share."""
    if not portfolio.holdings and not portfolio.gaps:
        return _empty(portfolio)
    lines = [_total(portfolio), *_change(portfolio), _networks(portfolio)]
    shown = portfolio.holdings[:top]
    left = len(portfolio.holdings) - len(shown)
    more = f"\n\nand {left:,} smaller {'holding' if left == 1 else 'holdings'}" if left else ""
    return "\n".join(filter(None, lines)) + f"\n\n{_table(portfolio, shown)}{more}"


def underperformers(found: Underperformers) -> str:
    """How many, what they lost together, and a table of the worst."""
    if not found.holdings and not found.looked_at:
        if found.unknown:
            return "**How these holdings changed within 24 hours is not known.**"
        return "**Nothing is doing badly**: no holding worth $1 or more was found."
    if not found.holdings:
        looked = f"{found.looked_at:,} holdings" if found.looked_at != 1 else "1 holding"
        return f"**Nothing is doing that badly**: {looked} worth $1 or more looked at."
    lost = add_up(change for holding in found.holdings if (change := change_of(holding)) is not None)
    several = len(found.scope.wallets) > 1
    head = ["Token", "24 h", "Change", "Value", "Network", *(["Wallet"] if several else [])]
    rows = [row(head), row(["---", "---:", "---:", "---:", "---", *(["---"] if several else [])])]
    for holding in found.holdings:
        change, percent = change_of(holding), holding.change_24h_percent
        cells = [
            holding.symbol,
            "–" if percent is None else show_percent(percent, signed=True),
            "–" if change is None else show_usd(change),
            show_usd(holding.value_usd),
            holding.chain,
        ]
        rows.append(row([*cells, shorten(holding.wallet)] if several else cells))
    count = "1 holding is" if found.total == 1 else f"{found.total:,} holdings are"
    shown = f"; the worst {len(found.holdings)}" if found.total > len(found.holdings) else ""
    return f"**{count} doing badly**{shown}: {show_usd(lost)} within 24 hours\n\n" + "\n".join(rows)


def _empty(portfolio: Portfolio) -> str:
    if portfolio.total_usd:
        where = "all of it in DeFi positions" if portfolio.total_usd == portfolio.defi_usd else "none of it shown here"
        return f"**Total assets** {show_usd(portfolio.total_usd)}, {where}."
    if portfolio.hidden or portfolio.impostors:
        return "**Nothing to show** of what is held."
    return "**Nothing held** on any network looked at."


def _total(portfolio: Portfolio) -> str:
    where = few([part.chain for part in portfolio.by_chain]) if portfolio.holdings else ""
    on = f" on {where}" if where else ""
    if portfolio.total_usd is None or portfolio.gaps:
        return f"**Tokens, as far as they could be read:** {show_usd(portfolio.tokens_usd)}{on}. This is not all."
    defi = f", and {show_usd(portfolio.defi_usd)} of it in DeFi" if portfolio.defi_usd else ""
    return f"**Total assets** {show_usd(portfolio.total_usd)}{on}{defi}"


def _change(portfolio: Portfolio) -> list[str]:
    if portfolio.change is None:
        return []
    usd, percent = portfolio.change.usd, portfolio.change.percent
    sign = "+" if usd > 0 else ""
    return [f"**24 h** {sign}{show_usd(usd)} ({show_percent(percent, signed=True)})"]


def _networks(portfolio: Portfolio) -> str:
    parts = portfolio.by_chain[:_MOST_CHAINS]
    if len(portfolio.by_chain) < 2:
        return ""
    return "**By network** " + " · ".join(f"{part.chain} {show_percent(part.share_percent)}" for part in parts)


def _table(portfolio: Portfolio, shown: tuple[Holding, ...]) -> str:
    several = len(portfolio.scope.wallets) > 1
    head = ["Token", "Amount", "Value", "Share", "24 h", "Network", *(["Wallet"] if several else [])]
    rows = [row(head), row(["---", "---:", "---:", "---:", "---:", "---", *(["---"] if several else [])])]
    worth = portfolio.tokens_usd
    for holding in shown:
        percent, value = holding.change_24h_percent, holding.value_usd
        cells = [
            f"{holding.symbol} ⚠ risky" if holding.risky else holding.symbol,
            show_amount(holding.amount),
            show_usd(value),
            "–" if value is None else show_percent(share(value, worth)),
            "–" if percent is None else show_percent(percent, signed=True),
            holding.chain,
        ]
        rows.append(row([*cells, shorten(holding.wallet)] if several else cells))
    return "\n".join(rows)
