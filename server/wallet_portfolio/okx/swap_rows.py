"""What the service sends about swaps, read with care: anything that is not as it should be is refused as a whole."""

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Annotated

from pydantic import BeforeValidator, Field

from wallet_portfolio.assets.amounts import multiply
from wallet_portfolio.assets.contracts import LONGEST_CONTRACT
from wallet_portfolio.assets.swaps import (
    AccountUse,
    Approval,
    Hop,
    Quote,
    SwapInstructions,
    SwapSide,
    SwapTransaction,
    UnsignedInstruction,
)
from wallet_portfolio.assets.text import UNNAMED, clean, clean_symbol
from wallet_portfolio.assets.tokens import TokenId
from wallet_portfolio.okx import wire
from wallet_portfolio.okx.codes import not_understood
from wallet_portfolio.okx.natives import WRAPPED_SOL, from_markets
from wallet_portfolio.okx.numbers import MaybeAmount, MaybeNumber, blank_is_none, plain_number
from wallet_portfolio.okx.transport import Json
from wallet_portfolio.okx.wire import Text, Wire

_HUNDRED = Decimal(100)
_BASE64 = r"^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$"


def _only_element(value: object) -> object:
    """Some parts have been seen as an object and as a list of one."""
    return value[0] if isinstance(value, list) and len(value) == 1 else value


Units = Annotated[int, Field(ge=0, lt=2**256), BeforeValidator(plain_number)]
MaybeUnits = Annotated[Units | None, BeforeValidator(blank_is_none)]


class Side(Wire):
    """A token of a quote."""

    contract: Annotated[str, Field(alias="tokenContractAddress", max_length=LONGEST_CONTRACT)]
    symbol: Annotated[Text, Field(alias="tokenSymbol")] = ""
    decimals: Annotated[int, Field(alias="decimal", ge=0, le=77), BeforeValidator(plain_number)]
    honeypot: Annotated[bool | None, Field(alias="isHoneyPot")] = None
    tax: Annotated[MaybeAmount, Field(alias="taxRate")] = None
    price_usd: Annotated[MaybeAmount, Field(alias="tokenUnitPrice")] = None


class Protocol(Wire):
    """A market."""

    name: Annotated[Text, Field(alias="dexName")] = ""
    percent: MaybeAmount = None


class HopRow(Wire):
    """A part of the way."""

    protocol: Annotated[Protocol | None, Field(alias="dexProtocol")] = None


class QuoteRow(Wire):
    """A quote."""

    chain_index: Annotated[str | None, Field(alias="chainIndex")] = None
    sell_units: Annotated[Units, Field(alias="fromTokenAmount")]
    buy_units: Annotated[Units, Field(alias="toTokenAmount")]
    sell: Annotated[Side, Field(alias="fromToken")]
    buy: Annotated[Side, Field(alias="toToken")]
    fee_usd: Annotated[MaybeAmount, Field(alias="tradeFee")] = None
    gas_units: Annotated[MaybeUnits, Field(alias="estimateGasFee")] = None
    price_impact: Annotated[MaybeNumber, Field(alias="priceImpactPercent")] = None
    hops: Annotated[list[HopRow] | None, Field(alias="dexRouterList")] = None


class SupportedChain(Wire):
    """A chain that swaps are offered on."""

    index: Annotated[str, Field(alias="chainIndex")]
    spender: Annotated[Text, Field(alias="dexTokenApproveAddress")] = ""


class ApprovalRow(Wire):
    """A transaction that approves a spender."""

    data: Annotated[str, Field(pattern=r"^0x[0-9a-fA-F]*$", max_length=10_000)]
    spender: Annotated[str, Field(alias="dexContractAddress", pattern=r"^0x[0-9a-fA-F]{40}$")]
    gas_limit: Annotated[Units, Field(alias="gasLimit")]


class Transaction(Wire):
    """A transaction of an EVM chain."""

    sender: Annotated[str, Field(alias="from", max_length=100)]
    to: Annotated[str, Field(pattern=r"^0x[0-9a-fA-F]{40}$")]
    data: Annotated[str, Field(pattern=r"^0x[0-9a-fA-F]*$", max_length=1_000_000)]
    value: Units
    gas: Units
    minimum_units: Annotated[Units, Field(alias="minReceiveAmount")]
    maximum_units: Annotated[MaybeUnits, Field(alias="maxSpendAmount")] = None


class SwapRow(Wire):
    """A swap on an EVM chain."""

    quote: Annotated[QuoteRow, Field(alias="routerResult")]
    transaction: Annotated[Transaction, Field(alias="tx")]


class SolanaTransaction(Wire):
    """Of a transaction of Solana, what frames its instructions."""

    sender: Annotated[str, Field(alias="from", max_length=100)]
    minimum_units: Annotated[Units, Field(alias="minReceiveAmount")]


class Account(Wire):
    """An account that an instruction uses."""

    key: Annotated[str, Field(alias="pubkey", pattern=r"^[1-9A-HJ-NP-Za-km-z]{32,44}$")]
    signs: Annotated[bool, Field(alias="isSigner")]
    writable: Annotated[bool, Field(alias="isWritable")]


class Instruction(Wire):
    """An instruction."""

    # base64 of no more than a whole transaction of 1,232 bytes
    data: Annotated[str, Field(max_length=1_644, pattern=_BASE64)]
    program: Annotated[str, Field(alias="programId", pattern=r"^[1-9A-HJ-NP-Za-km-z]{32,44}$")]
    accounts: list[Account]


class InstructionsRow(Wire):
    """A swap on Solana."""

    quote: Annotated[QuoteRow, Field(alias="routerResult")]
    transaction: Annotated[SolanaTransaction, Field(alias="tx"), BeforeValidator(_only_element)]
    instructions: Annotated[list[Instruction], Field(alias="instructionLists", min_length=1)]
    lookup_tables: Annotated[
        list[Annotated[str, Field(pattern=r"^[1-9A-HJ-NP-Za-km-z]{32,44}$")]],
        Field(alias="addressLookupTableAccount", default_factory=list),
    ]


def read_spenders(data: Json) -> dict[str, str]:
    """The chains that swaps are offered on, each with the contract that tokens are approved for."""
    return {row.index: row.spender for row in wire.read_all(SupportedChain, data)}


def quote_reader(sell: TokenId, buy: TokenId) -> Callable[[Json], Quote]:
    """Reads a quote for these two tokens; one for others is refused."""
    return lambda data: _quote(_only(QuoteRow, data), sell, buy)


def read_approval(data: Json) -> Approval:
    """Reads the transaction that approves a spender."""
    row = _only(ApprovalRow, data)
    return Approval(data=row.data, spender=row.spender, gas_limit=row.gas_limit)


def transaction_reader(sell: TokenId, buy: TokenId) -> Callable[[Json], SwapTransaction]:
    """Reads the unsigned transaction of a swap of these two tokens."""

    def read(data: Json) -> SwapTransaction:
        row = _only(SwapRow, data)
        return SwapTransaction(
            quote=_quote(row.quote, sell, buy),
            sender=row.transaction.sender,
            to=row.transaction.to,
            data=row.transaction.data,
            value=row.transaction.value,
            gas_limit=row.transaction.gas,
            minimum_units=row.transaction.minimum_units,
            maximum_units=row.transaction.maximum_units,
        )

    return read


def instructions_reader(sell: TokenId, buy: TokenId) -> Callable[[Json], SwapInstructions]:
    """Reads the unsigned instructions of a swap of these two tokens."""

    def read(data: Json) -> SwapInstructions:
        row = _only(InstructionsRow, data)
        return SwapInstructions(
            quote=_quote(row.quote, sell, buy),
            sender=row.transaction.sender,
            instructions=tuple(_instruction(instruction) for instruction in row.instructions),
            lookup_tables=tuple(row.lookup_tables),
            minimum_units=row.transaction.minimum_units,
        )

    return read


def _only(model: type[wire.Model], data: Json) -> wire.Model:
    found = wire.read_all(model, data)
    if len(found) != 1:
        raise not_understood()
    return found[0]


def _quote(row: QuoteRow, sell: TokenId, buy: TokenId) -> Quote:
    if row.chain_index not in {None, sell.chain_index}:
        raise not_understood()
    return Quote(
        sell=_side(row.sell, row.sell_units, sell),
        buy=_side(row.buy, row.buy_units, buy),
        fee_usd=row.fee_usd,
        gas_units=row.gas_units or None,
        price_impact_percent=row.price_impact,
        route=tuple(_hops(row.hops or [])),
    )


def _hops(rows: Iterable[HopRow]) -> Iterator[Hop]:
    """The markets on the way; one without a name says nothing."""
    for row in rows:
        if row.protocol and (market := clean(row.protocol.name)) != UNNAMED:
            yield Hop(market, row.protocol.percent)


def _side(row: Side, units: int, asked: TokenId) -> SwapSide:
    told = from_markets(asked.chain_index, row.contract)
    if told != asked and not (asked.address == "" and row.contract == WRAPPED_SOL):
        raise not_understood()
    return SwapSide(
        id=asked,
        symbol=clean_symbol(row.symbol),
        decimals=row.decimals,
        units=units,
        honeypot=row.honeypot,
        tax_percent=None if row.tax is None else multiply(row.tax, _HUNDRED),
        price_usd=row.price_usd or None,
    )


def _instruction(row: Instruction) -> UnsignedInstruction:
    accounts = tuple(AccountUse(account.key, account.signs, account.writable) for account in row.accounts)
    return UnsignedInstruction(row.program, row.data, accounts)
