"""What the tools take. Unknown arguments are refused; amounts are decimal text."""

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field


def _as_list(value: object) -> object:
    """Callers often write one address, or several with commas, where a list is asked for."""
    if isinstance(value, str):
        return [part.strip() for part in value.split(",") if part.strip()]
    return value


Texts = Annotated[list[Annotated[str, Field(max_length=300)]], BeforeValidator(_as_list)]


class Question(BaseModel):
    """The arguments of a tool."""

    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True, hide_input_in_errors=True)


class WalletQuestion(Question):
    """The arguments that every question about wallets has."""

    wallets: Annotated[
        Texts,
        Field(
            max_length=100,
            description="Wallet addresses or names of saved wallets, answered together. Empty: the default wallet.",
        ),
    ] = []
    chains: Annotated[
        Texts,
        Field(
            max_length=300,
            description="Networks by name, alias or number. Empty: every network the address can be used on.",
        ),
    ] = []
    include_risky: Annotated[bool, Field(description="Also show tokens that are marked as risky, such as spam.")] = (
        False
    )


class ListSupportedChains(Question):
    """Arguments of list_supported_chains."""

    query: Annotated[
        str, Field(max_length=100, description="Part of a network's name, alias or number. Empty: all networks.")
    ] = ""


class GetTotalValue(WalletQuestion):
    """Arguments of get_total_value."""

    asset_type: Annotated[
        Literal["all", "tokens", "defi"],
        Field(description="Everything, only tokens held in the wallet, or only DeFi positions."),
    ] = "all"


class ListHoldings(WalletQuestion):
    """Arguments of list_holdings."""

    min_value_usd: Annotated[
        str, Field(max_length=40, description="Leave out holdings worth less than this many USD.")
    ] = "0"
    limit: Annotated[int, Field(ge=1, le=200, description="How many holdings to give at a time.")] = 20
    cursor: Annotated[
        str | None, Field(max_length=1_000, description="The next_cursor of the page before, to go on from there.")
    ] = None


class GetTokenBalances(WalletQuestion):
    """Arguments of get_token_balances."""

    tokens: Annotated[
        Texts,
        Field(
            min_length=1,
            max_length=500,
            description="Tokens by symbol (ETH), contract address, or chain:contract (base:0x8335…).",
        ),
    ]


class AskWallet(Question):
    """Arguments of ask_wallet."""

    request: Annotated[str, Field(min_length=1, max_length=2_000, description="The request, as the user wrote it.")]
