"""What an address holds, as the service tells it: each token once, and nothing of another address."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from operator import itemgetter
from typing import Any

from wallet_portfolio.assets.addresses import Address, belongs_to_another, parse_address
from wallet_portfolio.assets.chains import known_family
from wallet_portfolio.assets.contracts import canonical_contract, contract_on
from wallet_portfolio.assets.text import UNNAMED, clean, clean_symbol, shown_symbol
from wallet_portfolio.assets.tokens import TokenBalance, TokenId
from wallet_portfolio.okx import wire
from wallet_portfolio.okx.codes import not_understood
from wallet_portfolio.okx.numbers import ORDINARY
from wallet_portfolio.okx.transport import Json
from wallet_portfolio.okx.wire import Unreadable

_ALL_TOLD = itemgetter("chainIndex", "tokenContractAddress", "symbol", "balance", "tokenPrice", "isRiskToken")


@dataclass(frozen=True, slots=True)
class Balances:
    """The balances of one address. `unreadable` lists the rows that could not be understood."""

    rows: tuple[TokenBalance, ...]
    unreadable: tuple[Unreadable, ...] = ()


def read_balances(data: Json, address: str = "") -> Balances:
    """The rows of this address, each token once; with "", those of any. Raises CallFailed."""
    found = wire.balance_rows(data)
    asked = parse_address(address) if address else None
    own: set[object] = {address, None}  # the holders that are known not to be another
    first: dict[TokenId, Json] = {}
    further: dict[TokenId, list[Json]] = {}
    balances: dict[TokenId, TokenBalance] = {}
    unreadable: list[Unreadable] = []
    for told in found:
        balance = _at_a_glance(told, own) or _with_care(told, asked, own)
        if isinstance(balance, Unreadable):
            unreadable.append(balance)
        elif first.setdefault(balance.id, told) is told:
            balances[balance.id] = balance
        else:
            further.setdefault(balance.id, []).append(told)
    if found and not (balances or any(row.of_another for row in unreadable)):
        raise not_understood()
    for token, others in further.items():
        alike = [wire.BalanceRow.model_validate(told) for told in (first[token], *others)]
        if _contradict(alike):
            unreadable.append(Unreadable(token.chain_index, balances.pop(token).symbol))
        else:
            balances[token] = _put_together([_balance(row) for row in alike])
    return Balances(tuple(balances.values()), tuple(unreadable))


def _at_a_glance(told: Any, own: set[object]) -> TokenBalance | None:  # noqa: ANN401  (anything may have come)
    """The balance of a row in the form that nearly all have; None for a row that has to be read with care.

    A wallet may have tens of thousands, and reading one with care takes three times as long.
    """
    try:
        index, contract, symbol, amount, price, risky = _ALL_TOLD(told)
        family = known_family(index)
        numbers = ORDINARY.fullmatch(amount) and (price == "" or ORDINARY.fullmatch(price))
        if not (family and numbers and (risky is False or risky is True) and told.get("address") in own):
            return None
        if (address := contract_on(family, contract)) is None:
            return None
        name, unusual = shown_symbol(symbol)
    except (KeyError, TypeError):
        return None
    price_usd = Decimal(price or 0) or None  # "0" is for one without a price
    return TokenBalance(TokenId(index, address), name, Decimal(amount), price_usd, risky, unusual)


def _with_care(told: Json, asked: Address | None, own: set[object]) -> TokenBalance | Unreadable:
    row = wire.read(wire.BalanceRow, told)
    if isinstance(row, Unreadable):
        return row
    if isinstance(row.holder, str):
        if asked and belongs_to_another(row.holder, asked):
            return Unreadable(row.chain_index, clean_symbol(row.symbol or ""), of_another=True)
        own.add(row.holder)
    return _balance(row)


def _contradict(rows: Sequence[wire.BalanceRow]) -> bool:
    """Whether two different things are told of one token. What a row leaves out, it does not deny."""
    symbols = {clean(row.symbol or "").casefold() for row in rows} - {UNNAMED}
    amounts = {row.amount for row in rows}
    prices = {row.price_usd for row in rows if row.price_usd}
    marks = {row.risky for row in rows if row.risky is not None}
    return any(len(told) > 1 for told in (symbols, amounts, prices, marks))


def _balance(row: wire.BalanceRow) -> TokenBalance:
    name, unusual = shown_symbol(row.symbol or "")
    return TokenBalance(
        id=TokenId(row.chain_index, canonical_contract(row.contract)),
        symbol=name,
        amount=row.amount,
        price_usd=row.price_usd or None,  # "0" is for one without a price
        risky=bool(row.risky),
        unusual_name=unusual,
    )


def _put_together(told: Sequence[TokenBalance]) -> TokenBalance:
    """One balance of several that do not contradict each other."""
    return told[0]._replace(
        symbol=next((one.symbol for one in told if one.symbol != UNNAMED), UNNAMED),
        price_usd=next((one.price_usd for one in told if one.price_usd), None),
        risky=any(one.risky for one in told),
        unusual_name=any(one.unusual_name for one in told),
    )
