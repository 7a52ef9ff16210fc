"""What the service sends, read with care: every shape that really comes is taken, anything else is refused.

Numbers may arrive as text or as numbers, lists as `[]`, `[{}]` or an object, names as null. A row that cannot be
understood is set aside and named; it is never counted as zero.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Annotated, Self, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from wallet_portfolio.assets.chains import known_family
from wallet_portfolio.assets.contracts import LONGEST_CONTRACT, has_contract_form
from wallet_portfolio.assets.text import clean_symbol
from wallet_portfolio.okx.codes import not_understood
from wallet_portfolio.okx.numbers import Amount, MaybeAmount, Number, blank_is_none, plain_number
from wallet_portfolio.okx.transport import Json

Model = TypeVar("Model", bound=BaseModel)


def _null_is_blank(value: object) -> object:
    return "" if value is None else value


ChainIndex = Annotated[str, Field(pattern=r"^[0-9]{1,20}$")]
Text = Annotated[str, BeforeValidator(_null_is_blank)]


class Wire(BaseModel):
    """A part of an answer. Fields that are not known here are passed over."""

    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True, hide_input_in_errors=True)


class OnChain(Wire):
    """Something of a network, with a contract in the form that the network has: it is shown, so it may be no text."""

    chain_index: Annotated[ChainIndex, Field(alias="chainIndex")]
    contract: str

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.contract and not has_contract_form(self.contract, known_family(self.chain_index)):
            raise ValueError("not a contract of this network")
        return self


class ChainRow(Wire):
    """A network that the service supports."""

    index: Annotated[ChainIndex, Field(alias="chainIndex")]
    name: Text = ""
    short_name: Annotated[Text, Field(alias="shortName")] = ""


class TotalRow(Wire):
    """The total value of an address in USD; DeFi debts may exceed it."""

    value: Annotated[Number, Field(alias="totalValue")]


class BalanceRow(OnChain):
    """An address's balance of one token."""

    # "" is the native coin; null could be anything
    contract: Annotated[str, Field(alias="tokenContractAddress", max_length=LONGEST_CONTRACT)]
    holder: Annotated[object, Field(alias="address")] = None
    symbol: str | None = None
    amount: Annotated[Amount, Field(alias="balance")]
    price_usd: Annotated[MaybeAmount, Field(alias="tokenPrice")] = None
    risky: Annotated[bool | None, Field(alias="isRiskToken")] = None


class Tags(Wire):
    """What the community says of a token."""

    recognized: Annotated[bool | None, Field(alias="communityRecognized")] = None


class TokenRow(OnChain):
    """A token as search and token information tell it."""

    contract: Annotated[Text, Field(alias="tokenContractAddress", max_length=LONGEST_CONTRACT)] = ""
    symbol: Annotated[Text, Field(alias="tokenSymbol")] = ""
    name: Annotated[Text, Field(alias="tokenName")] = ""
    decimals: Annotated[
        Annotated[int, Field(ge=0, le=77), BeforeValidator(plain_number)] | None,
        BeforeValidator(blank_is_none),
        Field(alias="decimal"),
    ] = None
    price_usd: Annotated[MaybeAmount, Field(alias="price")] = None
    market_cap_usd: Annotated[MaybeAmount, Field(alias="marketCap")] = None
    liquidity_usd: Annotated[MaybeAmount, Field(alias="liquidity")] = None
    tags: Annotated[Tags | None, Field(alias="tagList")] = None


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A row that could not be understood: on which chain, and what it called itself, as far as it told.

    `of_another`: it could be, but is about the address of somebody else.
    """

    chain_index: str
    symbol: str
    of_another: bool = False


def rows(data: Json) -> list[Json]:
    """The elements of an answer's data; an object counts as the only one, an empty one as none. Raises CallFailed."""
    if isinstance(data, dict):
        data = [data]
    if not isinstance(data, list):
        raise not_understood()
    return [row for row in data if row != {}]


def read_all(model: type[Model], data: Json) -> list[Model]:
    """Every row, or CallFailed where one cannot be read."""
    try:
        return [model.model_validate(row) for row in rows(data)]
    except ValidationError:
        raise not_understood() from None


def read(model: type[Model], row: Json) -> Model | Unreadable:
    """A row, if it can be read."""
    try:
        return model.model_validate(row)
    except ValidationError:
        return _describe(row)


def read_most(model: type[Model], found: Iterable[Json]) -> tuple[list[Model], list[Unreadable]]:
    """The rows that can be read, and the ones that cannot."""
    each = [read(model, row) for row in found]
    return [row for row in each if isinstance(row, model)], [row for row in each if isinstance(row, Unreadable)]


def balance_rows(data: Json) -> list[Json]:
    """The token rows of a balance answer; `[]`, `[{}]` and empty lists mean that nothing is held.

    Raises CallFailed.
    """
    return [row for part in rows(data) for row in _list(part, "tokenAssets")]


def one_row(model: type[Model], data: Json, empty: Callable[[], Model]) -> Model:
    """The only row; what `empty` makes where there is none. Raises CallFailed."""
    found = read_all(model, data)
    if len(found) > 1:
        raise not_understood()
    return found[0] if found else empty()


def _list(part: Json, name: str) -> list[Json]:
    found = part.get(name) if isinstance(part, dict) else None
    if not isinstance(found, list):
        raise not_understood()
    return found


def _describe(row: Json) -> Unreadable:
    fields = row if isinstance(row, dict) else {}
    index, symbol = fields.get("chainIndex"), fields.get("symbol")
    return Unreadable(
        str(index)[:20] if isinstance(index, str | int) else "", clean_symbol(symbol if isinstance(symbol, str) else "")
    )
