"""From the roles of units to the slots of a request."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import get_args

from wallet_portfolio.intents.features import Parsed
from wallet_portfolio.intents.request import AssetType, Intent, Side, Slots
from wallet_portfolio.intents.roles import NOTHING, Role
from wallet_portfolio.intents.units import Unit

_ABOUT_TOKENS: frozenset[Intent] = frozenset({"token_balances", "token_details", "price_chart", "token_search"})
_ABOUT_WALLETS: frozenset[Intent] = frozenset(
    {"portfolio_overview", "total_value", "all_balances", "sell_underperformers"}
)  # where a token that is named says nothing
_TOKEN_ROLES = frozenset({"token", "sell", "buy"})
_MOST_WALLETS = 100  # as many as a question may name
_HYPHENS, _SPACES = frozenset({"-", "_"}), frozenset({" ", ""})


@dataclass(frozen=True, slots=True)
class Qualities:
    """What is said of the whole request: which kind of assets, and whether risky tokens count."""

    asset_type: AssetType | None = None
    include_risky: bool | None = None


def fill_slots(
    intent: Intent, parsed: Parsed, roles: Sequence[Role], qualities: Qualities, saved: Mapping[str, str]
) -> Slots:
    """What the words state, as far as the intent has a use for it. `saved`: names of wallets by their lower case."""
    if intent in _ABOUT_WALLETS:
        roles = [_of_a_wallet(unit, role, saved) for unit, role in zip(parsed.units, roles, strict=True)]
    wallets = tuple(dict.fromkeys(_wallets(parsed, roles, saved)))[:_MOST_WALLETS]
    found = [pair for pair in zip(parsed.units, roles, strict=True) if pair[1].name != NOTHING]
    chains = tuple(dict.fromkeys(unit.network for unit, role in found if role.name == "chain" and unit.network))
    if intent == "out_of_scope":
        return Slots(wallets=wallets, chains=chains)
    if intent == "supported_chains":
        return Slots(chains=chains)
    if intent == "pre_swap_check":
        amount, amount_of = _amount(found)
        return Slots(
            wallets=wallets,
            chains=chains,
            sell=_side("sell", found),
            buy=_side("buy", found),
            amount=amount,
            amount_of=amount_of,
            include_risky=qualities.include_risky,
        )
    tokens = tuple(dict.fromkeys(_token(unit) for unit, role in found if role.name in _TOKEN_ROLES))
    return Slots(
        wallets=wallets,
        chains=chains,
        tokens=tokens if intent in _ABOUT_TOKENS else (),
        asset_type=qualities.asset_type,
        include_risky=qualities.include_risky,
    )


def _token(unit: Unit) -> str:
    """A contract as written, else the symbol in upper case."""
    return unit.text if unit.kind == "address" else unit.symbol or unit.text.strip("$#").upper()


def _wallets(parsed: Parsed, roles: Sequence[Role], saved: Mapping[str, str]) -> Iterator[str]:
    """Addresses and names as written. The words of one name stand side by side, or are held together by hyphens."""
    start = end = -1
    for unit, role in zip(parsed.units, roles, strict=True):
        gap = parsed.text[end : unit.start] if end >= 0 else None
        goes_on = unit.kind == "word" and (gap in _HYPHENS or (gap in _SPACES and role.name == "wallet"))
        if goes_on:
            end = unit.end
            continue
        if end >= 0:
            yield _as_saved(parsed.text[start:end], saved)
        start = end = -1
        if role.name == "wallet" and unit.kind == "word":
            start, end = unit.start, unit.end
        elif role.name == "wallet":
            yield _as_saved(unit.text, saved)
    if end >= 0:
        yield _as_saved(parsed.text[start:end], saved)


def _of_a_wallet(unit: Unit, role: Role, saved: Mapping[str, str]) -> Role:
    """A wallet that is saved as "sol" is meant by its name, unless the name says where to look."""
    return replace(role, name="wallet") if unit.text.casefold() in saved and role.name != "chain" else role


def _as_saved(name: str, saved: Mapping[str, str]) -> str:
    return saved.get(name.casefold(), name)


def _side(side: Side, found: Sequence[tuple[Unit, Role]]) -> str:
    candidates = [pair for pair in found if pair[1].name == side and pair[0].kind != "amount"]
    best = max(candidates, key=lambda pair: pair[1].likely, default=None)
    return _token(best[0]) if best else ""


def _amount(found: Sequence[tuple[Unit, Role]]) -> tuple[str, Side | None]:
    counted = [pair for pair in found if pair[0].kind == "amount" and pair[1].name in get_args(Side)]
    if not counted:
        return "", None
    unit, role = max(counted, key=lambda pair: pair[1].likely)
    return unit.value, "sell" if role.name == "sell" else "buy"
