"""What a request in plain words was understood to ask."""

from dataclasses import dataclass, field
from typing import Literal

from pydantic import JsonValue

Intent = Literal[
    "supported_chains",
    "total_value",
    "all_balances",
    "token_balances",
    "portfolio_overview",
    "out_of_scope",
]


@dataclass(frozen=True, slots=True)
class Slots:
    """What the words state. Chains by index, in order of mention; symbols in upper case, contracts as written."""

    wallets: tuple[str, ...] = ()
    chains: tuple[str, ...] = ()
    tokens: tuple[str, ...] = ()
    asset_type: Literal["tokens", "defi"] | None = None
    include_risky: bool | None = None

    def stated(self) -> dict[str, JsonValue]:
        """Only what the words state."""
        values: dict[str, JsonValue] = {
            "wallets": [*self.wallets] or None,
            "chains": [*self.chains] or None,
            "tokens": [*self.tokens] or None,
            "asset_type": self.asset_type,
            "include_risky": self.include_risky,
        }
        return {name: value for name, value in values.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Request:
    """An intent and its slots."""

    intent: Intent
    slots: Slots = field(default_factory=Slots)
