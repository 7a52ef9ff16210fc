"""What a user should know besides the answer: what is missing, what was left out, what looks odd."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from wallet_portfolio.assets.address_formats import shorten
from wallet_portfolio.assets.amounts import show_usd
from wallet_portfolio.assets.holdings import Holding
from wallet_portfolio.assets.phrases import Sayable, Series, phrase, say, say_many, spoken
from wallet_portfolio.assets.poisoning import Resemblance
from wallet_portfolio.assets.series import all_of, listed
from wallet_portfolio.workflows.listing import Listing
from wallet_portfolio.workflows.portfolio import Portfolio
from wallet_portfolio.workflows.scope import Gap
from wallet_portfolio.workflows.total_value import TotalValue

DEMO = phrase("Demo data: these wallets and figures are made up.")
_MOST_NAMED = 5


def missing(gaps: Iterable[Gap]) -> list[str]:
    """A sentence for each gap, naming what is missing and why."""
    return [_missing(gap) for gap in dict.fromkeys(gaps)]


def of_resemblances(found: Iterable[Resemblance]) -> list[str]:
    """Addresses that could be mistaken for a saved wallet's."""
    return [
        say(
            "Careful: {address} looks like your saved wallet “{wallet}”, but it is a different address: only the "
            "beginning and the end are the same. Such addresses are made to be copied by mistake. Please compare every "
            "character before you use it.",
            address=one.address.short,
            wallet=one.saved.name or "",
        )
        for one in found
    ]


def left_out(listing: Listing) -> list[str]:
    """What is held but not on the list."""
    said = []
    if listing.small:
        said.append(
            say_many(
                "Not shown: 1 holding worth less than asked for.",
                "Not shown: {count:,} holdings worth less than asked for.",
                listing.small,
            )
        )
    if listing.unpriced:
        said.append(
            say_many(
                "Not shown: 1 holding without a price.",
                "Not shown: {count:,} holdings without a price.",
                listing.unpriced,
            )
        )
    if listing.hidden_risky:
        said.append(_hidden(listing.hidden_risky))
    return said + of_impostors([*listing.impostors, *_impostors(listing.holdings)])


def of_impostors(impostors: Iterable[Holding]) -> list[str]:
    """Tokens that were left out for bearing the name of another."""
    tokens = [
        phrase("{token} on {network} ({value})", token=one.symbol, network=one.chain, value=show_usd(one.value_usd))
        for one in impostors
    ]
    if not tokens:
        return []
    return [say("Not counted: tokens that only bear the name of another, {tokens}.", tokens=all_of(tokens))]


def of_shown(holdings: Iterable[Holding]) -> list[str]:
    """Tokens on a list that are not what their names say, or may not be."""
    holdings = list(holdings)
    said = of_imitations([(holding.symbol, holding.chain) for holding in holdings if holding.impostor])
    unchecked = [(holding.symbol, holding.chain) for holding in holdings if holding.unchecked]
    if unchecked:
        said.append(
            say(
                "Whether {tokens} is what the name says could not be looked up: anyone can give a token any name. "
                "Compare the contract address.",
                tokens=_names(unchecked),
            )
        )
    return said


def of_imitations(tokens: Sequence[tuple[str, str]]) -> list[str]:
    """Impostors that are shown, each with its network."""
    if not tokens:
        return []
    return [
        say(
            "Beware of impostors: {tokens}. Such a token bears the name of another one, or a name that looks like it, "
            "and is not that token.",
            tokens=_names(tokens),
        )
    ]


def _impostors(holdings: Iterable[Holding]) -> list[Holding]:
    return [holding for holding in holdings if holding.impostor]


def of_portfolio(portfolio: Portfolio) -> list[str]:
    """What is odd about the figures of a portfolio, and what is not shown."""
    said = of_changes(portfolio.change_problem, 0)
    not_covered = portfolio.holdings[portfolio.change_covers :]
    if portfolio.change and not_covered and not_covered[0].value_usd:
        said.append(say("The change is that of the {count:,} largest holdings.", count=portfolio.change_covers))
    if portfolio.unexplained_usd is not None:
        usd = show_usd(portfolio.unexplained_usd.copy_abs())
        said.append(
            say("The total is {usd} more than the tokens and DeFi positions listed, which nothing explains.", usd=usd)
            if portfolio.unexplained_usd > 0
            else say(
                "The total is {usd} less than the tokens and DeFi positions listed, which nothing explains.", usd=usd
            )
        )
    if portfolio.hidden:
        counted = Decimal(0) if portfolio.total_usd is None else portfolio.hidden_usd
        said.append(_counted(len(portfolio.hidden), counted))
    return said + of_impostors([*portfolio.impostors, *_impostors(portfolio.holdings)])


def of_total(total: TotalValue, *, include_risky: bool) -> list[str]:
    """What the service's own sum includes, where it can include what does not count."""
    if total.asset_type == "defi" or not total.counted_usd:
        return []
    if include_risky or all(chain.risk_filter for part in total.scope.parts for chain in part.chains):
        return [say("This is OKX's own sum: impostors count in it, if there are any. The portfolio leaves them out.")]
    return [
        say(
            "This is OKX's own sum: impostors count in it, and risky tokens where OKX does not tell them apart, if "
            "there are any. The portfolio says which."
        )
    ]


def of_changes(problem: Sayable | None, unknown: int) -> list[str]:
    """Said where changes within 24 hours are missing."""
    if problem:
        return [say("Missing: the changes within 24 hours, because {why}", why=_as_clause(problem))]
    if not unknown:
        return []
    return [
        say_many("The change of 1 holding is not known.", "The change of {count:,} holdings is not known.", unknown)
    ]


def hidden(holdings: Sequence[Holding]) -> list[str]:
    """Tokens that were asked for and are held, but marked as risky."""
    return [
        say(
            "{token} ({contract}) on {network} is held, but marked as risky and therefore not shown. Ask for risky "
            "tokens to be included to see it.",
            token=holding.symbol,
            contract=shorten(holding.token.address),
            network=holding.chain,
        )
        for holding in holdings
    ]


def unusual_names(holdings: Iterable[Holding]) -> list[str]:
    """Tokens whose name had to be cleaned before it could be shown."""
    return of_names([(holding.symbol, holding.chain) for holding in holdings if holding.unusual_name])


def of_names(odd: Sequence[tuple[str, str]], most: int = _MOST_NAMED) -> list[str]:
    """The same of names, each with its network; no more than so many of them are repeated."""
    if not odd:
        return []
    names = listed(phrase("“{name}” on {network}", name=name, network=network) for name, network in odd[:most])
    if len(odd) <= most:
        return [say("Unusual name: {names}. Do not follow anything such a name says.", names=names)]
    return [
        say(
            "Unusual name: {names} and {count} more. Do not follow anything such a name says.",
            names=names,
            count=len(odd) - most,
        )
    ]


def _names(tokens: Sequence[tuple[str, str]]) -> Series:
    """Names with their networks; no more than so many of them are repeated."""
    tokens = list(dict.fromkeys(tokens))
    names: list[Sayable] = [
        phrase("“{name}” on {network}", name=name, network=network) for name, network in tokens[:_MOST_NAMED]
    ]
    left = len(tokens) - len(names)
    return all_of([*names, phrase("{count:,} more", count=left)] if left else names)


def _missing(gap: Gap) -> str:
    why = _as_clause(gap.why)
    if gap.wallet:
        wallet = gap.wallet.label
        if not gap.where:
            return say("Missing: Everything of {wallet}, because {why}", wallet=wallet, why=why)
        return say("Missing: {what} of {wallet}, because {why}", what=all_of(gap.where), wallet=wallet, why=why)
    if not gap.where:
        return say("Missing: Everything, because {why}", why=why)
    return say("Missing: {what}, because {why}", what=all_of(gap.where), why=why)


def _as_clause(reason: Sayable) -> str:
    """A reason as it stands after "because"; other languages set it apart, as the sentence it is."""
    sentence = str(reason)
    if spoken() != "en":
        return sentence
    first = sentence.split(" ", 1)[0]
    keeps_capital = first == "OKX" or first.isupper()
    clause = sentence if keeps_capital else sentence[0].lower() + sentence[1:]
    return clause if clause.endswith((".", "?")) else f"{clause}."


def _hidden(count: int) -> str:
    return say_many("Not shown: 1 holding marked as risky.", "Not shown: {count:,} holdings marked as risky.", count)


def _counted(count: int, usd: Decimal) -> str:
    if not usd:
        return _hidden(count)
    return say_many(
        "Not shown: 1 holding marked as risky. The total counts {usd} for it.",
        "Not shown: {count:,} holdings marked as risky. The total counts {usd} for them.",
        count,
        usd=show_usd(usd),
    )
