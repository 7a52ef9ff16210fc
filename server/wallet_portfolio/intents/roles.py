"""What each unit of a request is there for: the wallet, the network, the token asked about, the side of a swap."""

from collections.abc import Sequence
from dataclasses import dataclass

from wallet_portfolio.intents.features import Parsed, amount_features, unit_features
from wallet_portfolio.intents.model import Model
from wallet_portfolio.intents.request import Intent

NOTHING = "-"


@dataclass(frozen=True, slots=True)
class Role:
    """What a unit is there for ("-" for nothing), and how likely that is."""

    name: str
    likely: float


_NONE, _SAVED = Role(NOTHING, 1.0), Role("wallet", 1.0)


def find_roles(parsed: Parsed, intent: Intent, model: Model) -> list[Role]:
    """The role of each unit, read from left to right; amounts last, since they count what stands beside them."""
    roles = [_NONE] * len(parsed.units)
    given: list[tuple[int, str]] = []
    head = model.heads["role"]
    for at, unit in enumerate(parsed.units):
        if unit.kind == "saved":
            roles[at] = _SAVED
            given.append((at, _SAVED.name))
        elif unit.may_be_named:
            roles[at] = Role(*head.best(unit_features(parsed, at, intent, given)))
            if roles[at].name != NOTHING:
                given.append((at, roles[at].name))
    if intent == "pre_swap_check":
        _find_amounts(parsed, intent, model, roles, [role.name for role in roles])
    return roles


def _find_amounts(parsed: Parsed, intent: Intent, model: Model, roles: list[Role], names: Sequence[str]) -> None:
    head = model.heads["amount"]
    for at, unit in enumerate(parsed.units):
        if unit.kind == "amount" and names[at] == NOTHING:
            roles[at] = Role(*head.best(amount_features(parsed, at, intent, names)))
