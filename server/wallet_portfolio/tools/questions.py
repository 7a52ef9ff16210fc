"""What the tools take. Unknown arguments are refused; amounts are decimal text."""

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, JsonValue
from pydantic.json_schema import SkipJsonSchema

from wallet_portfolio.intents.router import LONGEST_REQUEST
from wallet_portfolio.intents.units import addresses_in
from wallet_portfolio.okx.markets import MOST_CANDLES, Bar


def _as_list(value: object) -> object:
    """Callers often write one address, or several with commas, where a list is asked for."""
    if isinstance(value, str):
        return [part.strip() for part in value.split(",") if part.strip()]
    return value


Texts = Annotated[list[Annotated[str, Field(max_length=300)]], BeforeValidator(_as_list)]


def _contracts(*tokens: str) -> list[str]:
    """The tokens as they are written, and without the network where that comes first."""
    return [form for token in tokens for form in dict.fromkeys((token, token.partition(":")[2] or token))]


class Question(BaseModel):
    """The arguments of a tool."""

    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True, hide_input_in_errors=True)

    def named_addresses(self) -> Sequence[str]:
        """Whatever in it may be an address, of a wallet or of a token; names are among it."""
        return ()


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

    def named_addresses(self) -> Sequence[str]:
        """The wallets, as the caller wrote them."""
        return self.wallets


class ListSupportedChains(Question):
    """Arguments of list_supported_chains."""

    query: Annotated[
        str,
        Field(
            max_length=1_000, description="Part of a network's name, alias or number; several with commas. Empty: all."
        ),
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

    def named_addresses(self) -> Sequence[str]:
        """The wallets and the tokens."""
        return [*self.wallets, *_contracts(*self.tokens)]


class ShowPortfolio(WalletQuestion):
    """Arguments of show_portfolio."""

    top: Annotated[int, Field(ge=1, le=100, description="How many of the largest holdings to give.")] = 10


class FindUnderperformers(WalletQuestion):
    """Arguments of find_underperformers."""

    max_change_percent: Annotated[
        str, Field(max_length=40, description="Only holdings whose 24 h change is below this many percent.")
    ] = "0"
    limit: Annotated[int, Field(ge=1, le=100, description="How many holdings to give.")] = 10


class SearchTokens(Question):
    """Arguments of search_tokens."""

    query: Annotated[str, Field(max_length=200, description="A token's name, symbol or contract address.")] = ""
    limit: Annotated[int, Field(ge=1, le=100, description="How many tokens to give.")] = 10
    chains: Annotated[
        Texts, Field(max_length=300, description="Networks by name, alias or number. Empty: all of them.")
    ] = []

    def named_addresses(self) -> Sequence[str]:
        """What is searched for, and what stands in it."""
        return [*_contracts(self.query), *addresses_in(self.query)]


class TokenQuestion(Question):
    """The arguments of a question about one token."""

    token: Annotated[
        str, Field(max_length=300, description="The token by symbol, contract address or chain:contract.")
    ] = ""
    chain: Annotated[str, Field(max_length=100, description="The network. Empty: where its market is deepest.")] = ""

    def named_addresses(self) -> Sequence[str]:
        """The token."""
        return _contracts(self.token)


class GetTokenDetails(TokenQuestion):
    """Arguments of get_token_details."""


class GetPriceChart(TokenQuestion):
    """Arguments of get_price_chart."""

    bar: Annotated[Bar, Field(description="How long one candle is, from 1m (minute) to 3M (months).")] = "1H"
    points: Annotated[int, Field(ge=2, le=MOST_CANDLES, description="How many candles to give.")] = 48


class CheckSwap(Question):
    """Arguments of check_swap."""

    sell: Annotated[
        str, Field(max_length=300, description="The token to sell: symbol, contract or chain:contract.")
    ] = ""
    buy: Annotated[str, Field(max_length=300, description="The token to buy: symbol, contract or chain:contract.")] = ""
    amount: Annotated[
        str, Field(max_length=80, description="How much: 1.5, 1,500, 50% or 100% of the balance, or $100 worth.")
    ] = ""
    amount_of: Annotated[
        Literal["sell", "buy"], Field(description="Whether the amount counts the token sold or the token bought.")
    ] = "sell"
    chain: Annotated[
        str, Field(max_length=100, description="The network. Empty: where the wallet holds the token.")
    ] = ""
    wallet: Annotated[
        str, Field(max_length=300, description="A wallet address or the name of a saved wallet. Empty: the default.")
    ] = ""
    slippage_percent: Annotated[
        str, Field(max_length=20, description="By how many percent the price may move against the user.")
    ] = "1"

    def named_addresses(self) -> Sequence[str]:
        """The wallet that swaps, and the two tokens."""
        return [self.wallet, *_contracts(self.sell, self.buy)]


class PrepareSwap(CheckSwap):
    """Arguments of prepare_swap."""

    confirmed: Annotated[
        bool, Field(description="True only after the user has seen the check of this very swap and agreed to it.")
    ] = False


class AskWallet(Question):
    """Arguments of ask_wallet."""

    request: Annotated[
        str,
        Field(
            min_length=1,
            max_length=LONGEST_REQUEST,
            description="The request in the user's own words and language, unchanged.",
        ),
    ]
    details: Annotated[
        SkipJsonSchema[dict[str, JsonValue]], Field(description="What the user said when asked; not for callers.")
    ] = {}

    def named_addresses(self) -> Sequence[str]:
        """Every address in the words, whatever they want with it: also one that something is to be sent to."""
        return addresses_in(self.request)
