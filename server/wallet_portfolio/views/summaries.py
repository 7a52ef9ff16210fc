"""What to tell a user, in short Markdown: money, coins and networks, and nothing of how it was found."""

from collections.abc import Sequence

from wallet_portfolio.assets.address_formats import shorten
from wallet_portfolio.assets.amounts import add_up, show_amount, show_price, show_usd
from wallet_portfolio.assets.holdings import Holding, sum_usd
from wallet_portfolio.assets.phrases import phrase, say, say_many
from wallet_portfolio.assets.series import all_of, listed
from wallet_portfolio.assets.text import clean
from wallet_portfolio.assets.tokens import TokenId
from wallet_portfolio.workflows.listing import Listing, Page
from wallet_portfolio.workflows.scope import Extent
from wallet_portfolio.workflows.supported_chains import SupportedChains
from wallet_portfolio.workflows.token_balances import TokenBalances
from wallet_portfolio.workflows.total_value import TotalValue

_MOST_NAMES = 4
_MOST_LINES = 50
_TOKENS, _DEFI = phrase("Tokens"), phrase("DeFi positions")
_WHOLE = {"all": phrase("Total assets"), "tokens": _TOKENS, "defi": _DEFI}
_PART = {**_WHOLE, "all": phrase("Assets")}  # a partial total is never called a total


def supported_chains(found: SupportedChains) -> str:
    """How many networks, and their names."""
    if found.queries:
        return _named_networks(found)
    names = [chain.name for chain in found.chains]
    return say_many(
        "**{count} network** is supported: {networks}.",
        "**{count} networks** are supported: {networks}.",
        len(names),
        networks=all_of(names),
    )


def _named_networks(found: SupportedChains) -> str:
    names = [chain.name for chain in found.chains]
    if not names and found.closest:
        return say("No supported network has that name. Did you mean {closest}?", closest=found.closest.name)
    if not names:
        return say("No supported network has that name.")
    if len(names) == 1:
        supported = say("**{network}** is supported.", network=names[0])
    elif len(found.queries) > 1:
        supported = say("**{networks}** are supported.", networks=all_of(names))
    else:
        supported = say(
            "**{count} networks** are supported by that name: {networks}.", count=len(names), networks=all_of(names)
        )
    if not found.unknown:
        return supported
    return say("{supported} Not supported: {unknown}.", supported=supported, unknown=all_of(map(clean, found.unknown)))


def total_value(total: TotalValue) -> str:
    """The total in one line, and a line for each wallet where there are several."""
    lines = [_total(total)]
    if len(total.wallets) > 1:
        for part in total.wallets:
            line = f"{part.wallet.label}: {show_usd(part.counted_usd)}"
            lines.append(f"- {line if part.complete else say('{figure} (not all of it)', figure=line)}")
    return "\n".join(lines)


def holdings(page: Page) -> str:
    """What the list is worth, and a table of the page."""
    listing = page.listing
    count = len(listing.holdings)
    if not count:
        if listing.gaps:
            return say("Nothing was found so far.")
        if listing.small or listing.unpriced or listing.hidden_risky or listing.impostors:
            return say("**Nothing to show** of what is held.")
        return _nothing_held(listing.extent)
    parts = [_listed(listing)]
    if len(page.holdings) != count:
        first, last = page.first + 1, page.first + len(page.holdings)
        parts.append(say("{first:,} to {last:,} of {count:,}, by value", first=first, last=last, count=count))
    return "\n\n".join([*parts, table(page.holdings, several_wallets=listing.extent.wallets > 1)])


def token_balances(balances: TokenBalances) -> str:
    """A line for each token: how much in all, and where. Only verified ones of one name are one token."""
    groups: dict[str | TokenId, list[Holding]] = {}
    for holding in balances.holdings:
        groups.setdefault(holding.symbol.casefold() if holding.verified else holding.token, []).append(holding)
    if not groups:
        return say("No balance can be shown.")
    shown = [_token_line(held) for held in groups.values()]
    left = len(shown) - _MOST_LINES
    more = [say("and {count:,} more", count=left)] if left > 0 else []
    return "\n".join([*shown[:_MOST_LINES], *more])


def table(holdings: Sequence[Holding], *, several_wallets: bool) -> str:
    """A Markdown table of holdings."""
    head = [say("Token"), say("Amount"), say("Value"), say("Price"), say("Network")]
    head += [say("Wallet")] if several_wallets else []
    rows = [head, ["---", "---:", "---:", "---:", "---", *(["---"] if several_wallets else [])]]
    for holding in holdings:
        cells = [
            _symbol(holding),
            show_amount(holding.amount),
            show_usd(holding.value_usd),
            show_price(holding.price_usd),
            holding.chain,
        ]
        rows.append([*cells, shorten(holding.wallet)] if several_wallets else cells)
    return "\n".join(row(cells) for cells in rows)


def row(cells: Sequence[str]) -> str:
    """A line of a Markdown table."""
    return f"| {' | '.join(cells)} |"


def _total(total: TotalValue) -> str:
    usd = show_usd(total.counted_usd)
    where, count = _where(total.scope.extent)
    if total.complete:
        what = _WHOLE[total.asset_type]
        if where:
            return say("**{what}** {usd} on {networks}", what=what, usd=usd, networks=where)
        return say("**{what}** {usd} across {count} networks", what=what, usd=usd, count=count)
    what = _PART[total.asset_type]
    if where:
        return say(
            "**{what}, as far as they could be read:** {usd} on {networks}. This is not all.",
            what=what,
            usd=usd,
            networks=where,
        )
    return say(
        "**{what}, as far as they could be read:** {usd} across {count} networks. This is not all.",
        what=what,
        usd=usd,
        count=count,
    )


def _nothing_held(extent: Extent) -> str:
    where, count = _where(extent)
    if where:
        return say("**Nothing held** on {networks}.", networks=where)
    return say("**Nothing held** across {count} networks.", count=count)


def _listed(listing: Listing) -> str:
    count, usd = len(listing.holdings), show_usd(listing.listed_usd)
    networks = few([holding.chain for holding in listing.holdings])
    if listing.gaps:
        return say_many(
            "**1 holding**, as far as they could be read, worth {usd} on {networks}",
            "**{count:,} holdings**, as far as they could be read, worth {usd} on {networks}",
            count,
            usd=usd,
            networks=networks,
        )
    return say_many(
        "**1 holding** worth {usd} on {networks}",
        "**{count:,} holdings** worth {usd} on {networks}",
        count,
        usd=usd,
        networks=networks,
    )


def _token_line(held: Sequence[Holding]) -> str:
    first = held[0]
    name = first.symbol or say("Token")
    if not first.verified:
        name = f"{name} {shorten(first.token.address)}"
    some = [holding for holding in held if holding.amount]
    if not some:
        return say("**{token}** 0 on {networks}", token=name, networks=few([holding.chain for holding in held]))
    amount = show_amount(add_up(holding.amount for holding in some))
    value = show_usd(None if all(holding.value_usd is None for holding in some) else sum_usd(some))
    if len(some) == 1:
        network = some[0].chain
        return say(
            "**{token}** {amount} ({value}) on {network}", token=name, amount=amount, value=value, network=network
        )
    places = " · ".join(f"{holding.chain} {show_amount(holding.amount)}" for holding in some)
    return f"**{name}** {amount} ({value}): {places}"


def _symbol(holding: Holding) -> str:
    name = holding.symbol or shorten(holding.token.address)
    return risky(name) if holding.risky else name


def risky(name: str) -> str:
    """The name of a token that is marked as risky."""
    return say("{name} ⚠ risky", name=name)


def _where(extent: Extent) -> tuple[str, int]:
    """Which networks the figure is of: those asked for, or the only one there is, else ""; and how many they are."""
    names = extent.networks
    if extent.named:
        return few(names), len(names)
    return (names[0] if len(names) == 1 else ""), len(names)


def few(names: Sequence[str]) -> str:
    """Up to four names, or three and how many more networks."""
    names = list(dict.fromkeys(names))
    if len(names) <= _MOST_NAMES:
        return str(all_of(names))
    named = names[: _MOST_NAMES - 1]
    return say("{networks} and {count} more networks", networks=listed(named), count=len(names) - len(named))
