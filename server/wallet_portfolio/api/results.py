"""What the methods of `Portfolio` return: frozen pydantic models with exact Decimals and UTC times.

Amounts are in the tokens' own units and money is in USD, unless a name says otherwise; percentages are in percent, so
1.5 is 1.5 %. Nothing is rounded: keep in mind that arithmetic of `decimal` rounds to the 28 digits of its context.
None always means "not known", never zero.
"""

from datetime import datetime
from decimal import Decimal

from pydantic import BaseModel, ConfigDict, JsonValue

from wallet_portfolio.intents.request import Intent
from wallet_portfolio.workflows.swap_verdict import Verdict


class Part(BaseModel):
    """A part of a result."""

    model_config = ConfigDict(frozen=True)


class NextStep(Part):
    """Something useful to do next: words for a user, and the MCP tool with its arguments."""

    say: str
    tool: str
    arguments: dict[str, JsonValue]


class Result(Part):
    """What every result has.

    `partial` says that something could not be read; `notices` then say what. `summary` is Markdown for a user.
    """

    partial: bool
    summary: str
    notices: tuple[str, ...]
    next_steps: tuple[NextStep, ...]


class Figures(Result):
    """A result that rests on figures; `as_of` is the time (UTC) of the oldest."""

    as_of: datetime


class Chain(Part):
    """A supported network. Networks of one `family` share a kind of address."""

    name: str
    short_name: str
    chain_index: str
    family: str
    risk_filter: bool


class SupportedChains(Figures):
    """The supported networks."""

    chains: tuple[Chain, ...]


class WalletTotal(Part):
    """One wallet's part of a total; None where a part of it is missing."""

    wallet: str
    total_usd: Decimal | None


class TotalValue(Figures):
    """What wallets are worth. `total_usd` is None where a part is missing; `counted_usd` is what was read."""

    total_usd: Decimal | None
    counted_usd: Decimal | None
    wallets: tuple[WalletTotal, ...]


class Holding(Part):
    """A wallet's balance of one token; `token_address` is "" for the native coin of the network.

    `value_usd` is the exact product of amount and price. `verified` is None where it is not known.
    """

    wallet: str
    chain: str
    chain_index: str
    symbol: str
    token_address: str
    amount: Decimal
    price_usd: Decimal | None
    value_usd: Decimal | None
    risky: bool
    verified: bool | None
    change_24h_percent: Decimal | None


class Holdings(Figures):
    """A page of everything that wallets hold, the largest value first.

    `total_count` and `listed_usd` are of the whole list; `next_cursor` leads to the next page, None on the last.
    """

    holdings: tuple[Holding, ...]
    total_count: int
    listed_usd: Decimal | None
    next_cursor: str | None


class Balances(Figures):
    """The balances of named tokens: one or more for each, zero included."""

    holdings: tuple[Holding, ...]


class ChainValue(Part):
    """What the tokens on one network are worth, and their share of all tokens in percent."""

    chain: str
    value_usd: Decimal
    share_percent: Decimal


class Overview(Figures):
    """A whole portfolio. `holdings` are the largest of `total_count`.

    `total_usd` counts DeFi positions, too, and is None where a part is missing. The change is that of the tokens.
    """

    total_usd: Decimal | None
    defi_usd: Decimal | None
    holdings: tuple[Holding, ...]
    total_count: int
    by_chain: tuple[ChainValue, ...]
    change_24h_usd: Decimal | None
    change_24h_percent: Decimal | None


class LosingHolding(Holding):
    """A holding, and what it gained or lost within 24 hours."""

    change_24h_usd: Decimal | None


class Underperformers(Figures):
    """Holdings that lost within 24 hours, the worst first; `total_count` is how many there are in all."""

    holdings: tuple[LosingHolding, ...]
    total_count: int


class FoundToken(Part):
    """A token that was found; `token_address` is "" for a native coin."""

    symbol: str
    name: str
    chain: str
    chain_index: str
    token_address: str
    price_usd: Decimal | None
    market_cap_usd: Decimal | None
    liquidity_usd: Decimal | None
    verified: bool


class FoundTokens(Figures):
    """Tokens found, verified ones first."""

    tokens: tuple[FoundToken, ...]


class Token(Part):
    """Which token a result is about; `token_address` is "" for a native coin."""

    symbol: str
    chain: str
    chain_index: str
    token_address: str
    verified: bool | None


class TokenFacts(Figures):
    """What is known of a token. `risk` is what speaks for care with it, in sentences."""

    token: Token
    price_usd: Decimal | None
    change_24h_percent: Decimal | None
    market_cap_usd: Decimal | None
    liquidity_usd: Decimal | None
    volume_24h_usd: Decimal | None
    holders: int | None
    risk: tuple[str, ...]


class Candle(Part):
    """Prices within one interval, which begins at `time` (UTC)."""

    time: datetime
    open: Decimal
    high: Decimal
    low: Decimal
    close: Decimal
    volume_usd: Decimal | None


class PriceChart(Figures):
    """Candles, the oldest first; the last may still be forming. The change is from the first open to the last close."""

    token: Token
    candles: tuple[Candle, ...]
    change_percent: Decimal | None
    high: Decimal | None
    low: Decimal | None


class SwapToken(Token):
    """A token of a swap."""

    price_usd: Decimal | None
    decimals: int


class RouteHop(Part):
    """A market that the trade passes, and the share of it that does, in percent."""

    market: str
    share_percent: Decimal | None


class SwapCheck(Figures):
    """Whether a swap can and should be made; `reasons` say what speaks against it.

    A swap that cannot be made for lack of balance has no quote: what would be received is None then.
    `amount_minimal` is the amount in minimal units. A negative price impact is a loss.
    """

    verdict: Verdict
    reasons: tuple[str, ...]
    wallet: str
    sell: SwapToken
    buy: SwapToken
    balance: Decimal
    amount: Decimal | None
    amount_minimal: int | None
    receive: Decimal | None
    receive_minimum: Decimal | None
    price_impact_percent: Decimal | None
    fee_usd: Decimal | None
    route: tuple[RouteHop, ...]


class PreparedSwap(SwapCheck):
    """A swap ready to be signed: unsigned transactions in the order to sign and send them, an approval first.

    There are none where the verdict forbids the swap. Their numbers are decimal text, as wallets take them.
    """

    transactions: tuple[dict[str, JsonValue], ...]


class Reply(Result):
    """What was understood of a request in plain words, and the result; None for what is out of scope.

    `confidence` is how likely it is that this was asked, 0 to 1; `slots` is what the words stated.

    `answer` is what the method for that question would have returned; tell which by its class or by `intent`.
    """

    intent: Intent
    confidence: float
    slots: dict[str, JsonValue]
    answer: (
        SupportedChains
        | TotalValue
        | Holdings
        | Balances
        | Overview
        | SwapCheck
        | Underperformers
        | TokenFacts
        | PriceChart
        | FoundTokens
        | None
    )
