"""What to tell a user, in short Markdown: money, coins and networks, and nothing of how it was found."""

from collections.abc import Iterable, Sequence

from wallet_portfolio.assets.address_formats import shorten
from wallet_portfolio.assets.amounts import add_up, show_amount, show_price, show_usd
from wallet_portfolio.assets.holdings import Holding, sum_usd
from wallet_portfolio.assets.tokens import TokenId
from wallet_portfolio.workflows.listing import Page
from wallet_portfolio.workflows.scope import Scope
from wallet_portfolio.workflows.supported_chains import SupportedChains
from wallet_portfolio.workflows.token_balances import TokenBalances
from wallet_portfolio.workflows.total_value import TotalValue

_MOST_NAMES = 4
_MOST_LINES = 50
_WHAT = {"all": "Total assets", "tokens": "Tokens", "defi": "DeFi positions"}


def supported_chains(found: SupportedChains) -> str:
    """How many networks, and their names."""
    names = [chain.name for chain in found.chains]
    if found.query and not names:
        hint = f" Did you mean {found.closest.name}?" if found.closest else ""
        return f"No supported network has that name.{hint}"
    if found.query and len(names) == 1:
        return f"**{names[0]}** is supported."
    count = "1 network** is" if len(names) == 1 else f"{len(names)} networks** are"
    return f"**{count} supported{' by that name' if found.query else ''}: {join(names)}."


def total_value(total: TotalValue) -> str:
    """The total in one line, and a line for each wallet where there are several."""
    what = _WHAT[total.asset_type]
    where = _where(total.scope)
    if total.complete:
        lines = [f"**{what}** {show_usd(total.counted_usd)}{where}"]
    else:
        what = what.removeprefix("Total ").capitalize() if total.asset_type == "all" else what
        lines = [f"**{what}, as far as they could be read:** {show_usd(total.counted_usd)}{where}. This is not all."]
    if len(total.wallets) > 1:
        lines += [
            f"- {part.wallet.label}: {show_usd(part.counted_usd)}{'' if part.complete else ' (not all of it)'}"
            for part in total.wallets
        ]
    return "\n".join(lines)


def holdings(page: Page) -> str:
    """What the list is worth, and a table of the page."""
    listing = page.listing
    count = len(listing.holdings)
    if not count:
        if listing.gaps:
            return "Nothing was found so far."
        left_out = listing.small or listing.unpriced or listing.hidden_risky or listing.impostors
        return "**Nothing to show** of what is held." if left_out else f"**Nothing held**{_where(listing.scope)}."
    tokens = "1 holding" if count == 1 else f"{count:,} holdings"
    read = ", as far as they could be read," if listing.gaps else ""
    where = few([holding.chain for holding in listing.holdings])
    lead = f"**{tokens}**{read} worth {show_usd(listing.listed_usd)} on {where}"
    last = page.first + len(page.holdings)
    shown = "" if len(page.holdings) == count else f"\n\n{page.first + 1:,} to {last:,} of {count:,}, by value"
    return f"{lead}{shown}\n\n{table(page.holdings, several_wallets=len(listing.scope.wallets) > 1)}"


def token_balances(balances: TokenBalances) -> str:
    """A line for each token: how much in all, and where. Only verified ones of one name are one token."""
    groups: dict[str | TokenId, list[Holding]] = {}
    for holding in balances.holdings:
        groups.setdefault(holding.symbol.casefold() if holding.verified else holding.token, []).append(holding)
    if not groups:
        return "No balance can be shown."
    shown = [_token_line(held) for held in groups.values()]
    left = len(shown) - _MOST_LINES
    return "\n".join(shown[:_MOST_LINES]) + (f"\nand {left:,} more" if left > 0 else "")


def table(holdings: Sequence[Holding], *, several_wallets: bool) -> str:
    """A Markdown table of holdings."""
    head = ["Token", "Amount", "Value", "Price", "Network", *(["Wallet"] if several_wallets else [])]
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


def join(names: Iterable[str]) -> str:
    """`a, b and c`."""
    *first, last = list(names)
    return f"{', '.join(first)} and {last}" if first else last


def _token_line(held: Sequence[Holding]) -> str:
    first = held[0]
    name = first.symbol or "Token"
    if not first.verified:
        name = f"{name} {shorten(first.token.address)}"
    some = [holding for holding in held if holding.amount]
    if not some:
        return f"**{name}** 0 on {few([holding.chain for holding in held])}"
    amount = f"**{name}** {show_amount(add_up(holding.amount for holding in some))}"
    value = "no price" if all(holding.value_usd is None for holding in some) else show_usd(sum_usd(some))
    if len(some) == 1:
        return f"{amount} ({value}) on {some[0].chain}"
    places = " · ".join(f"{holding.chain} {show_amount(holding.amount)}" for holding in some)
    return f"{amount} ({value}): {places}"


def _symbol(holding: Holding) -> str:
    name = holding.symbol or shorten(holding.token.address)
    return f"{name} ⚠ risky" if holding.risky else name


def _where(scope: Scope) -> str:
    """Which networks the figure is of: those asked for, or the only ones there are for the addresses."""
    names = list(dict.fromkeys(chain.name for part in scope.parts for chain in part.chains))
    if scope.asked:
        return f" on {few([name for name in names if name in {chain.name for chain in scope.asked}])}"
    return f" on {names[0]}" if len(names) == 1 else f" across {len(names)} networks"


def few(names: Sequence[str]) -> str:
    """Up to four names, or three and how many more networks."""
    names = list(dict.fromkeys(names))
    if len(names) <= _MOST_NAMES:
        return join(names)
    return f"{', '.join(names[: _MOST_NAMES - 1])} and {len(names) - _MOST_NAMES + 1} more networks"
