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
            description="Addresses or saved names. Empty: the default wallet",
        ),
    ] = []
    chains: Annotated[
        Texts,
        Field(
            max_length=300,
            description="Networks, in English. Empty: all",
        ),
    ] = []
    include_risky: Annotated[bool, Field(description="Also show risky tokens")] = False

    def named_addresses(self) -> Sequence[str]:
        """The wallets, as the caller wrote them."""
        return self.wallets


class ListSupportedChains(Question):
    """Arguments of list_supported_chains."""

    query: Annotated[
        str,
        Field(max_length=1_000, description="English names or parts, with commas. Empty: all"),
    ] = ""


class GetTotalValue(WalletQuestion):
    """Arguments of get_total_value."""

    asset_type: Annotated[
        Literal["all", "tokens", "defi"],
        Field(description="What to count"),
    ] = "all"


class ListHoldings(WalletQuestion):
    """Arguments of list_holdings."""

    min_value_usd: Annotated[str, Field(max_length=40, description="Leave out what is worth less")] = "0"
    limit: Annotated[int, Field(ge=1, le=200, description="How many at a time")] = 20
    cursor: Annotated[str | None, Field(max_length=1_000, description="next_cursor of the page before")] = None


class GetTokenBalances(WalletQuestion):
    """Arguments of get_token_balances."""

    tokens: Annotated[
        Texts,
        Field(
            min_length=1,
            max_length=500,
            description="Symbols, contracts or chain:contract",
        ),
    ]

    def named_addresses(self) -> Sequence[str]:
        """The wallets and the tokens."""
        return [*self.wallets, *_contracts(*self.tokens)]


class ShowPortfolio(WalletQuestion):
    """Arguments of show_portfolio."""

    top: Annotated[int, Field(ge=1, le=100, description="How many holdings")] = 10


class FindUnderperformers(WalletQuestion):
    """Arguments of find_underperformers."""

    max_change_percent: Annotated[str, Field(max_length=40, description="-5: only what fell by more than 5%")] = "0"
    limit: Annotated[int, Field(ge=1, le=100, description="How many")] = 10


class SearchTokens(Question):
    """Arguments of search_tokens."""

    query: Annotated[str, Field(max_length=200, description="Name, symbol or contract")] = ""
    limit: Annotated[int, Field(ge=1, le=100, description="How many")] = 10
    chains: Annotated[Texts, Field(max_length=300, description="Networks, in English. Empty: all")] = []

    def named_addresses(self) -> Sequence[str]:
        """What is searched for, and what stands in it."""
        return [*_contracts(self.query), *addresses_in(self.query)]


class TokenQuestion(Question):
    """The arguments of a question about one token."""

    token: Annotated[str, Field(max_length=300, description="Symbol, contract or chain:contract")] = ""
    chain: Annotated[str, Field(max_length=100, description="Network, in English. Empty: the deepest market")] = ""

    def named_addresses(self) -> Sequence[str]:
        """The token."""
        return _contracts(self.token)


class GetTokenDetails(TokenQuestion):
    """Arguments of get_token_details."""


class GetPriceChart(TokenQuestion):
    """Arguments of get_price_chart."""

    bar: Annotated[Bar, Field(description="Length of a candle: m minutes, M months")] = "1H"
    points: Annotated[int, Field(ge=2, le=MOST_CANDLES, description="How many candles")] = 48


class CheckSwap(Question):
    """Arguments of check_swap."""

    sell: Annotated[str, Field(max_length=300, description="Token sold: symbol, contract or chain:contract")] = ""
    buy: Annotated[str, Field(max_length=300, description="Token bought, likewise")] = ""
    amount: Annotated[str, Field(max_length=80, description="1.5, 50% or 100% of the balance, or $100")] = ""
    amount_of: Annotated[Literal["sell", "buy"], Field(description="Which token the amount is of")] = "sell"
    chain: Annotated[
        str, Field(max_length=100, description="Network, in English. Empty: where the wallet holds it")
    ] = ""
    wallet: Annotated[str, Field(max_length=300, description="Address or saved name. Empty: the default")] = ""
    slippage_percent: Annotated[str, Field(max_length=20, description="How far the price may move")] = "1"

    def named_addresses(self) -> Sequence[str]:
        """The wallet that swaps, and the two tokens."""
        return [self.wallet, *_contracts(self.sell, self.buy)]


class PrepareSwap(CheckSwap):
    """Arguments of prepare_swap."""

    confirmed: Annotated[bool, Field(description="True only after the user saw this swap's check and agreed")] = False


class AskWallet(Question):
    """Arguments of ask_wallet."""

    request: Annotated[
        str,
        Field(
            min_length=1,
            max_length=LONGEST_REQUEST,
            description="The user's words, unchanged",
        ),
    ]
    details: Annotated[
        SkipJsonSchema[dict[str, JsonValue]], Field(description="What the user said when asked; not for callers")
    ] = {}

    def named_addresses(self) -> Sequence[str]:
        """Every address in the words, whatever they want with it: also one that something is to be sent to."""
        return addresses_in(self.request)
