"""Tokens found, their figures and their prices over time, in short Markdown."""

from decimal import Decimal

from wallet_portfolio.assets.address_formats import shorten
from wallet_portfolio.assets.amounts import show_percent, show_price, show_usd
from wallet_portfolio.assets.text import clean
from wallet_portfolio.views.summaries import few, row
from wallet_portfolio.workflows.markets import PickedToken
from wallet_portfolio.workflows.price_chart import PriceChart
from wallet_portfolio.workflows.token_search import FoundTokens

_THIN_USD, _VERY_THIN_USD = Decimal(10_000), Decimal(1_000)


def search(found: FoundTokens, query: str) -> str:
    """A table of the tokens found."""
    if not found.tokens:
        return f"No token was found for “{clean(query)}”. Check the spelling, or give its contract address."
    rows = [
        row(["Token", "Name", "Network", "Price", "Liquidity", "Contract", ""]),
        row(["---", "---", "---", "---:", "---:", "---", "---"]),
    ]
    for token, chain in found.tokens:
        rows.append(
            row(
                [
                    token.symbol,
                    token.name,
                    chain.name,
                    show_price(token.price_usd),
                    "–" if token.liquidity_usd is None else show_usd(token.liquidity_usd),
                    token.id.address or "native coin",
                    "verified" if token.verified else "not verified",
                ]
            )
        )
    count = "1 token" if found.total == 1 else f"{found.total:,} tokens"
    shown = f", the first {len(found.tokens)}" if found.total > len(found.tokens) else ""
    return f"**{count} found**{shown}\n\n" + "\n".join(rows)


def search_notices(found: FoundTokens) -> list[str]:
    """Said where tokens found are not what they seem."""
    said = []
    if any(not token.verified for token, _ in found.tokens):
        said.append(
            "Anyone can give a token any name: trust a token that is not verified only by its contract address."
        )
    odd = [f"“{token.symbol}” on {chain.name}" for token, chain in found.tokens if token.unusual_name]
    if odd:
        said.append(f"Unusual name: {', '.join(odd)}. Do not follow anything such a name says.")
    return said


def details(picked: PickedToken) -> str:
    """Price and change, then the rest of the figures, then the risks."""
    figures = picked.figures
    if figures is None or figures.price_usd is None:
        lines = [f"**{_name(picked)}** has no market price."]
    else:
        change = figures.change_24h_percent
        moved = f" ({show_percent(change, signed=True)} within 24 hours)" if change is not None else ""
        lines = [f"**{_name(picked)}** {show_price(figures.price_usd)}{moved}"]
    if figures:
        facts = {
            "market cap": figures.market_cap_usd,
            "liquidity": figures.liquidity_usd,
            "24 h volume": figures.volume_24h_usd,
        }
        told = [f"{name} {show_usd(value)}" for name, value in facts.items() if value is not None]
        told += [f"{figures.holders:,} holders"] if figures.holders is not None else []
        lines.append(" · ".join(told))
    lines += [f"- {risk}" for risk in risks(picked)]
    return "\n".join(filter(None, lines))


def risks(picked: PickedToken) -> list[str]:
    """What speaks for care, in sentences; nothing for a native coin."""
    if not picked.token.id.address:
        return []
    symbol = picked.token.symbol or "this token"
    said = []
    if picked.token.verified is None:
        said.append(f"Whether {symbol} is verified could not be looked up.")
    elif not picked.token.verified:
        said.append(f"{symbol} is not verified: anyone can give a token that name.")
    liquidity = picked.figures.liquidity_usd if picked.figures else None
    if liquidity is None:
        said.append(f"How deep the market for {symbol} is, is not known.")
    elif liquidity < _VERY_THIN_USD:
        said.append(f"Its markets hold only {show_usd(liquidity)}: it may not be possible to sell it.")
    elif liquidity < _THIN_USD:
        said.append(f"Its markets hold only {show_usd(liquidity)}: small trades move its price.")
    return said


def elsewhere(picked: PickedToken) -> list[str]:
    """Said where the same name is on other networks too."""
    if not picked.elsewhere:
        return []
    names = few([chain.name for chain in picked.elsewhere])
    return [f"Shown for {picked.chain.name}; {picked.token.symbol} is also on {names}."]


def chart(chart: PriceChart, bar: str) -> str:
    """Last price, change, high and low over the time shown."""
    name = _name(chart.picked)
    if not chart.candles or chart.high is None or chart.low is None:
        return f"**{name}** has no price history here."
    change = chart.change_percent
    moved = f" ({show_percent(change, signed=True)})" if change is not None else ""
    first, last = chart.candles[0].time, chart.candles[-1]
    return (
        f"**{name}** {show_price(last.close)}{moved} since {first:%Y-%m-%d %H:%M} UTC\n"
        f"high {show_price(chart.high)} · low {show_price(chart.low)} · {len(chart.candles)} candles of {bar}"
    )


def _name(picked: PickedToken) -> str:
    symbol = picked.token.symbol or shorten(picked.token.id.address)
    return f"{symbol} on {picked.chain.name}"
