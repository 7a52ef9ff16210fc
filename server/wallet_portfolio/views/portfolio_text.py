"""A portfolio and what is doing badly in it, in short Markdown."""

from wallet_portfolio.assets.address_formats import shorten
from wallet_portfolio.assets.amounts import add_up, show_amount, show_percent, show_usd
from wallet_portfolio.assets.holdings import Holding
from wallet_portfolio.assets.markets import change_of
from wallet_portfolio.assets.phrases import say, say_many
from wallet_portfolio.views.summaries import few, risky, row
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
    blocks = ["\n".join(filter(None, lines)), _table(portfolio, shown)]
    if left:
        blocks.append(say_many("and {count:,} smaller holding", "and {count:,} smaller holdings", left))
    return "\n\n".join(blocks)


def underperformers(found: Underperformers) -> str:
    """How many, what they lost together, and a table of the worst."""
    if not found.holdings and not found.looked_at:
        if found.unknown:
            return say("**How these holdings changed within 24 hours is not known.**")
        return say("**Nothing is doing badly**: no holding worth $1 or more was found.")
    if not found.holdings:
        return say_many(
            "**Nothing is doing that badly**: 1 holding worth $1 or more looked at.",
            "**Nothing is doing that badly**: {count:,} holdings worth $1 or more looked at.",
            found.looked_at,
        )
    lost = add_up(change for holding in found.holdings if (change := change_of(holding)) is not None)
    several = len(found.scope.wallets) > 1
    head = [
        say("Token"),
        say("24 h"),
        say("Change"),
        say("Value"),
        say("Network"),
        *([say("Wallet")] if several else []),
    ]
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
    return f"{_lost(found, show_usd(lost))}\n\n" + "\n".join(rows)


def _lost(found: Underperformers, usd: str) -> str:
    if found.total > len(found.holdings):
        return say(
            "**{count:,} holdings are doing badly**; the worst {shown}: {usd} within 24 hours",
            count=found.total,
            shown=len(found.holdings),
            usd=usd,
        )
    return say_many(
        "**1 holding is doing badly**: {usd} within 24 hours",
        "**{count:,} holdings are doing badly**: {usd} within 24 hours",
        found.total,
        usd=usd,
    )


def _empty(portfolio: Portfolio) -> str:
    if portfolio.total_usd:
        usd = show_usd(portfolio.total_usd)
        if portfolio.total_usd == portfolio.defi_usd:
            return say("**Total assets** {usd}, all of it in DeFi positions.", usd=usd)
        return say("**Total assets** {usd}, none of it shown here.", usd=usd)
    if portfolio.hidden or portfolio.impostors:
        return say("**Nothing to show** of what is held.")
    return say("**Nothing held** on any network looked at.")


def _total(portfolio: Portfolio) -> str:
    networks = few([part.chain for part in portfolio.by_chain]) if portfolio.holdings else ""
    if portfolio.total_usd is None or portfolio.gaps:
        usd = show_usd(portfolio.tokens_usd)
        if not networks:
            return say("**Tokens, as far as they could be read:** {usd}. This is not all.", usd=usd)
        return say(
            "**Tokens, as far as they could be read:** {usd} on {networks}. This is not all.",
            usd=usd,
            networks=networks,
        )
    usd = show_usd(portfolio.total_usd)
    if portfolio.defi_usd:
        return say(
            "**Total assets** {usd} on {networks}, and {defi} of it in DeFi",
            usd=usd,
            networks=networks,
            defi=show_usd(portfolio.defi_usd),
        )
    return say("**Total assets** {usd} on {networks}", usd=usd, networks=networks)


def _change(portfolio: Portfolio) -> list[str]:
    if portfolio.change is None:
        return []
    usd, percent = portfolio.change.usd, portfolio.change.percent
    sign = "+" if usd > 0 else ""
    return [
        say(
            "**24 h** {change} ({percent})", change=f"{sign}{show_usd(usd)}", percent=show_percent(percent, signed=True)
        )
    ]


def _networks(portfolio: Portfolio) -> str:
    parts = portfolio.by_chain[:_MOST_CHAINS]
    if len(portfolio.by_chain) < 2:
        return ""
    shares = " · ".join(f"{part.chain} {show_percent(part.share_percent)}" for part in parts)
    return say("**By network** {shares}", shares=shares)


def _table(portfolio: Portfolio, shown: tuple[Holding, ...]) -> str:
    several = len(portfolio.scope.wallets) > 1
    head = [say("Token"), say("Amount"), say("Value"), say("Share"), say("24 h"), say("Network")]
    head += [say("Wallet")] if several else []
    rows = [row(head), row(["---", "---:", "---:", "---:", "---:", "---", *(["---"] if several else [])])]
    worth = portfolio.tokens_usd
    for holding in shown:
        percent, value = holding.change_24h_percent, holding.value_usd
        cells = [
            risky(holding.symbol) if holding.risky else holding.symbol,
            show_amount(holding.amount),
            show_usd(value),
            "–" if value is None else show_percent(share(value, worth)),
            "–" if percent is None else show_percent(percent, signed=True),
            holding.chain,
        ]
        rows.append(row([*cells, shorten(holding.wallet)] if several else cells))
    return "\n".join(rows)
