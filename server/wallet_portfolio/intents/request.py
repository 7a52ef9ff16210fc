"""What a request in plain words was understood to ask."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from pydantic import JsonValue

from wallet_portfolio.assets.phrases import Language

Intent = Literal[
    "supported_chains",
    "total_value",
    "all_balances",
    "token_balances",
    "portfolio_overview",
    "pre_swap_check",
    "sell_underperformers",
    "token_details",
    "price_chart",
    "token_search",
    "out_of_scope",
]
AssetType = Literal["tokens", "defi"]
Side = Literal["sell", "buy"]
Missing = Literal["sell", "buy", "amount", "tokens", "wallet"]

_NEEDS_TOKENS: frozenset[Intent] = frozenset({"token_balances", "token_details", "price_chart", "token_search"})
_NEEDS_WALLET: frozenset[Intent] = frozenset(
    {"total_value", "all_balances", "token_balances", "portfolio_overview", "pre_swap_check", "sell_underperformers"}
)


@dataclass(frozen=True, slots=True)
class Slots:
    """What the words state. Chains by index, in order of mention; symbols in upper case, contracts as written.

    `amount` is "1500", "50%", "100%" for all of it, or "$100"; `amount_of` is the side of the swap it counts.
    """

    wallets: tuple[str, ...] = ()
    chains: tuple[str, ...] = ()
    tokens: tuple[str, ...] = ()
    sell: str = ""
    buy: str = ""
    amount: str = ""
    amount_of: Side | None = None
    asset_type: AssetType | None = None
    include_risky: bool | None = None

    def stated(self) -> dict[str, JsonValue]:
        """Only what the words state."""
        values: dict[str, JsonValue] = {
            "wallets": [*self.wallets] or None,
            "chains": [*self.chains] or None,
            "tokens": [*self.tokens] or None,
            "sell": self.sell or None,
            "buy": self.buy or None,
            "amount": self.amount or None,
            "amount_of": self.amount_of,
            "asset_type": self.asset_type,
            "include_risky": self.include_risky,
        }
        return {name: value for name, value in values.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand a request, with what the words state if it is meant so.

    `unlisted` are networks that are named and have no index, as written: they exist, but not in the directory.
    """

    intent: Intent
    confidence: float
    slots: Slots = field(default_factory=Slots)
    unlisted: tuple[str, ...] = ()

    def missing(self, *, has_wallet: bool) -> tuple[Missing, ...]:
        """What has to be known and is not stated. `has_wallet`: whether one is saved, to look at when none is named."""
        wanted: list[tuple[Missing, bool]] = [
            ("sell", self.intent == "pre_swap_check" and not self.slots.sell),
            ("buy", self.intent == "pre_swap_check" and not self.slots.buy),
            ("amount", self.intent == "pre_swap_check" and not self.slots.amount),
            ("tokens", self.intent in _NEEDS_TOKENS and not self.slots.tokens),
            ("wallet", self.intent in _NEEDS_WALLET and not (self.slots.wallets or has_wallet)),
        ]
        return tuple(name for name, is_missing in wanted if is_missing)


@dataclass(frozen=True, slots=True)
class Request:
    """The best reading of a request, others that are possible (likeliest first), and the language it is written in.

    `close`: whether the best reading is too doubtful to act on without asking.
    """

    best: Reading
    alternatives: tuple[Reading, ...] = ()
    missing: tuple[Missing, ...] = ()
    language: Language = "en"
    close: bool = False

    def as_json(self) -> Mapping[str, JsonValue]:
        """What `route` prints."""
        return {
            "intent": self.best.intent,
            "confidence": round(self.best.confidence, 3),
            "slots": self.best.slots.stated(),
            "missing": [*self.missing],
            "alternatives": [
                {"intent": reading.intent, "confidence": round(reading.confidence, 3), "slots": reading.slots.stated()}
                for reading in self.alternatives
            ],
        }
