"""Which unit of a sentence each label speaks of: what the heads for units are trained on."""

from collections.abc import Callable, Sequence

from router_training.sentences import Sentence
from wallet_portfolio.intents.roles import NOTHING
from wallet_portfolio.intents.units import Unit

_LONGEST_NAME = 5  # units


def align(sentence: Sentence, units: Sequence[Unit]) -> list[str]:
    """The role of each unit; "-" for none. Labels that no unit could carry are passed over."""
    roles = [NOTHING] * len(units)
    _mark_amount(sentence, units, roles)
    for wallet in sentence.wallets:
        _mark_wallet(wallet, units, roles)
    for role, wanted in (("sell", sentence.sell), ("buy", sentence.buy)):
        if wanted:
            _mark(roles, units, role, _names_token(wanted), prefer=_is_written(wanted))
    for token in sentence.tokens:
        _mark(roles, units, "token", _names_token(token), prefer=_is_written(token))
    for chain in sentence.chains:
        _mark(roles, units, "chain", _names_network(chain), prefer=_names_no_coin)
    return roles


def _mark(
    roles: list[str],
    units: Sequence[Unit],
    role: str,
    fits: Callable[[Unit], bool],
    prefer: Callable[[Unit], bool],
) -> None:
    free = [at for at, unit in enumerate(units) if roles[at] == NOTHING and unit.may_be_named and fits(unit)]
    if free:
        roles[min(free, key=lambda at: (not prefer(units[at]), at))] = role


def _names_token(wanted: str) -> Callable[[Unit], bool]:
    return lambda unit: wanted in (unit.text, unit.symbol, unit.text.strip("$#").upper(), unit.key.upper())


def _is_written(wanted: str) -> Callable[[Unit], bool]:
    return lambda unit: wanted.lower() == unit.key.strip("$#")


def _names_network(wanted: str) -> Callable[[Unit], bool]:
    return lambda unit: unit.network == wanted


def _names_no_coin(unit: Unit) -> bool:
    return not unit.symbol


def _mark_wallet(wallet: str, units: Sequence[Unit], roles: list[str]) -> None:
    """A name may have several words, or parts that hyphens hold together."""
    wanted = "".join(character for character in wallet if character not in " -_").casefold()
    for start in range(len(units)):
        for end in range(start + 1, min(start + _LONGEST_NAME, len(units)) + 1):
            written = "".join(unit.text for unit in units[start:end])
            is_free = all(role == NOTHING for role in roles[start:end])
            if is_free and units[start].may_be_named and (written == wallet or written.casefold() == wanted):
                roles[start:end] = ["wallet"] * (end - start)
                return


def _mark_amount(sentence: Sentence, units: Sequence[Unit], roles: list[str]) -> None:
    if sentence.amount:
        for at, unit in enumerate(units):
            if unit.kind == "amount" and unit.value == sentence.amount and roles[at] == NOTHING:
                roles[at] = f"amount:{sentence.amount_of}"
                return
