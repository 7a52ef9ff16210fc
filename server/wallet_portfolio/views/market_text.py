"""Tokens found, their figures and their prices over time, in short Markdown."""

from decimal import Decimal

from wallet_portfolio.assets.address_formats import shorten
from wallet_portfolio.assets.amounts import show_percent, show_price, show_usd
from wallet_portfolio.assets.contracts import shown_contract
from wallet_portfolio.assets.lookalikes import imitated
from wallet_portfolio.assets.phrases import phrase, say, say_many
from wallet_portfolio.assets.text import clean
from wallet_portfolio.assets.tokens import Token
from wallet_portfolio.views import marks
from wallet_portfolio.views.notices import of_imitations, of_names
from wallet_portfolio.views.summaries import few, row
from wallet_portfolio.workflows.markets import PickedToken
from wallet_portfolio.workflows.naming import NamedToken
from wallet_portfolio.workflows.price_chart import PriceChart
from wallet_portfolio.workflows.token_search import FoundTokens

_LINE_CELLS = 24
_THIN_USD, _VERY_THIN_USD = Decimal(10_000), Decimal(1_000)


def search(found: FoundTokens, query: str) -> str:
    """A table of the tokens found."""
    if not found.tokens:
        return say(
            "No token was found for “{query}”. Check the spelling, or give its contract address.", query=clean(query)
        )
    rows = [
        row([say("Token"), say("Name"), say("Network"), say("Price"), say("Liquidity"), say("Contract"), ""]),
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
                    shown_contract(token.id.address) or say("native coin"),
                    _standing(token),
                ]
            )
        )
    if found.total > len(found.tokens):
        count = say("**{count:,} tokens found**, the first {shown}", count=found.total, shown=len(found.tokens))
    else:
        count = say_many("**1 token found**", "**{count:,} tokens found**", found.total)
    return f"{count}\n\n" + "\n".join(rows)


def search_notices(found: FoundTokens) -> list[str]:
    """Said where tokens found are not what they seem."""
    said = []
    if any(not token.verified for token, _ in found.tokens):
        said.append(
            say("Anyone can give a token any name: trust a token that is not verified only by its contract address.")
        )
    said += of_imitations([(token.symbol, chain.name) for token, chain in found.tokens if imitation(token)])
    odd = [(token.symbol, chain.name) for token, chain in found.tokens if token.unusual_name]
    return said + of_names(odd, most=len(odd))


def imitation(token: Token | NamedToken) -> str | None:
    """The well-known symbol that an unverified token bears or imitates; None for any other."""
    return None if token.verified else imitated(token.id, token.symbol, token.name if isinstance(token, Token) else "")


def _standing(token: Token) -> str:
    if known := imitation(token):
        return say("not verified, imitates {token}", token=known)
    return say("verified") if token.verified else say("not verified")


def details(picked: PickedToken) -> str:
    """Price and change, then the rest of the figures, then the risks."""
    figures = picked.figures
    if figures is None or figures.price_usd is None:
        lines = [say("**{token}** has no market price.", token=_name(picked))]
    else:
        price, change = show_price(figures.price_usd), figures.change_24h_percent
        if change is None:
            lines = [f"**{_name(picked)}** {price}"]
        else:
            percent = show_percent(change, signed=True)
            lines = [
                say(
                    "**{token}** {price} ({percent} within 24 hours)", token=_name(picked), price=price, percent=percent
                )
            ]
    if figures:
        facts = [
            (phrase("market cap {usd}"), figures.market_cap_usd),
            (phrase("liquidity {usd}"), figures.liquidity_usd),
            (phrase("24 h volume {usd}"), figures.volume_24h_usd),
        ]
        told = [str(fact.with_values(usd=show_usd(value))) for fact, value in facts if value is not None]
        if figures.holders is not None:
            told.append(say_many("{count:,} holder", "{count:,} holders", figures.holders))
        lines.append(" · ".join(told))
    lines += [f"- {risk}" for risk in risks(picked)]
    return "\n".join(filter(None, lines))


def risks(picked: PickedToken) -> list[str]:
    """What speaks for care, in sentences; nothing for a native coin."""
    if not picked.token.id.address:
        return []
    symbol = picked.token.symbol or say("this token")
    said = []
    if picked.token.verified is None:
        said.append(say("Whether {token} is verified could not be looked up.", token=symbol))
    elif known := imitation(picked.token):
        said.append(
            say(
                "Strong warning: {token} is not verified and only bears the name of {known}, or one that looks like "
                "it. Compare the contract address.",
                token=symbol,
                known=known,
            )
        )
    elif not picked.token.verified:
        said.append(say("{token} is not verified: anyone can give a token that name.", token=symbol))
    liquidity = picked.figures.liquidity_usd if picked.figures else None
    if liquidity is None:
        said.append(say("How deep the market for {token} is, is not known.", token=symbol))
    elif liquidity < _VERY_THIN_USD:
        said.append(say("Its markets hold only {usd}: it may not be possible to sell it.", usd=show_usd(liquidity)))
    elif liquidity < _THIN_USD:
        said.append(say("Its markets hold only {usd}: small trades move its price.", usd=show_usd(liquidity)))
    return said


def elsewhere(picked: PickedToken) -> list[str]:
    """Said where the same name is on other networks too."""
    if not picked.elsewhere:
        return []
    return [
        say(
            "Shown for {network}; {token} is also on {networks}.",
            network=picked.chain.name,
            token=picked.token.symbol,
            networks=few([chain.name for chain in picked.elsewhere]),
        )
    ]


def chart_notices(picked: PickedToken) -> list[str]:
    """Said where the token is not what its name says, or is on other networks too."""
    imitations = [(picked.token.symbol, picked.chain.name)] if imitation(picked.token) else []
    return [*of_imitations(imitations), *elsewhere(picked)]


def chart(chart: PriceChart, bar: str) -> str:
    """Last price, change, high and low over the time shown, and a line of blocks for who sees nothing but text."""
    name = _name(chart.picked)
    if not chart.candles or chart.high is None or chart.low is None:
        return say("**{token}** has no price history here.", token=name)
    change = chart.change_percent
    moved = f" ({show_percent(change, signed=True)})" if change is not None else ""
    first, last = chart.candles[0].time, chart.candles[-1]
    price = say(
        "**{token}** {price} since {time} UTC",
        token=name,
        price=f"{show_price(last.close)}{moved}",
        time=f"{first:%Y-%m-%d %H:%M}",
    )
    facts = say(
        "high {high} · low {low} · {count} candles of {bar}",
        high=show_price(chart.high),
        low=show_price(chart.low),
        count=len(chart.candles),
        bar=bar,
    )
    line = marks.line([candle.close for candle in chart.candles], _LINE_CELLS, marks.BLOCKS)
    return "\n".join(filter(None, [price, facts, line]))


def _name(picked: PickedToken) -> str:
    symbol = picked.token.symbol or shorten(picked.token.id.address)
    return say("{token} on {network}", token=symbol, network=picked.chain.name)
