"""What the tools answer: one envelope, and each tool's own fields in it. Amounts are exact decimal text."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, JsonValue, PrivateAttr

from wallet_portfolio.assets.amounts import plain
from wallet_portfolio.assets.chains import Chain
from wallet_portfolio.assets.errors import ErrorCode
from wallet_portfolio.assets.holdings import Holding
from wallet_portfolio.intents.request import Intent
from wallet_portfolio.views.pictures.figures import Figures
from wallet_portfolio.workflows.swap_verdict import Verdict

Usd = Annotated[str, Field(description="USD, exact decimal text")]


class Part(BaseModel):
    """A part of an answer."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class NextStep(Part):
    """Something useful to do next, ready to run."""

    say: Annotated[str, Field(description="What it does, in words for the user")]
    tool: Annotated[str, Field(description="For the agent: the tool to call")]
    arguments: Annotated[dict[str, JsonValue], Field(description="For the agent: the arguments to call it with")]


class ErrorDetails(Part):
    """Why there is no answer."""

    code: ErrorCode
    message: Annotated[str, Field(description="What happened and what to do, in words for the user")]
    retryable: Annotated[bool, Field(description="Whether the same question may succeed later")]
    retry_after_seconds: float | None = None


class Answer(Part):
    """The envelope of every answer."""

    status: Literal["ok", "partial", "needs_input", "error"]
    summary: Annotated[str, Field(description="What to tell the user: a sentence or a short Markdown table")]
    as_of: Annotated[str | None, Field(description="UTC time of the oldest figure used (ISO 8601)")] = None
    notices: Annotated[list[str], Field(description="What the user should know besides")] = []
    next_steps: Annotated[list[NextStep], Field(description="What can be done next, ready to run")] = []
    missing: Annotated[list[str], Field(description="Arguments to ask the user for, with needs_input")] = []
    question: Annotated[str | None, Field(description="What to ask the user, with needs_input")] = None
    error: ErrorDetails | None = None
    _figures: Figures | None = PrivateAttr(default=None)

    def pictured(self, figures: Figures | None) -> Self:
        """The same answer with what a picture of it is drawn from, which is not published."""
        self._figures = figures
        return self

    @property
    def figures(self) -> Figures | None:
        """What a picture of it is drawn from, where it has one."""
        return self._figures


class ChainDetails(Part):
    """A supported network."""

    name: str
    short_name: str
    chain_index: str
    family: Annotated[str, Field(description="Networks of one family share a kind of address")]
    risk_filter: Annotated[bool, Field(description="Whether risky tokens can be told apart there")]

    @classmethod
    def of(cls, chain: Chain) -> "ChainDetails":
        """The network as it is published."""
        return cls(
            name=chain.name,
            short_name=chain.short_name,
            chain_index=chain.index,
            family=chain.family,
            risk_filter=chain.risk_filter,
        )


class SupportedChainsAnswer(Answer):
    """Answer of list_supported_chains."""

    chains: list[ChainDetails] = []


class WalletTotal(Part):
    """One wallet's part of a total."""

    wallet: str
    total_usd: Annotated[str | None, Field(description="USD, exact; null where a part of it is missing")]


class TotalValueAnswer(Answer):
    """Answer of get_total_value."""

    total_usd: Annotated[str | None, Field(description="USD, exact; null where a part is missing")] = None
    counted_usd: Annotated[str | None, Field(description="USD that was read, exact; a total only if complete")] = None
    wallets: list[WalletTotal] = []


class HoldingDetails(Part):
    """A wallet's balance of one token."""

    wallet: str
    chain: str
    chain_index: str
    symbol: str
    token_address: Annotated[str, Field(description="Contract address; empty for the native coin")]
    amount: Annotated[str, Field(description="In the token's own units, exact decimal text")]
    price_usd: str | None
    value_usd: Annotated[str | None, Field(description="Exact product of amount and price; null without a price")]
    risky: bool
    verified: Annotated[bool | None, Field(description="Recognised by the community; null where not known")]
    change_24h_percent: str | None

    @classmethod
    def of(cls, holding: Holding) -> "HoldingDetails":
        """The holding as it is published."""
        return cls(
            wallet=holding.wallet,
            chain=holding.chain,
            chain_index=holding.token.chain_index,
            symbol=holding.symbol,
            token_address=holding.token.address,
            amount=plain(holding.amount),
            price_usd=maybe_plain(holding.price_usd),
            value_usd=maybe_plain(holding.value_usd),
            risky=holding.risky,
            verified=holding.verified,
            change_24h_percent=maybe_plain(holding.change_24h_percent),
        )


class HoldingsAnswer(Answer):
    """Answer of list_holdings."""

    holdings: list[HoldingDetails] = []
    total_count: Annotated[int, Field(description="How many holdings the whole list has")] = 0
    listed_usd: Annotated[str | None, Field(description="USD value of the whole list, all pages together")] = None
    next_cursor: Annotated[str | None, Field(description="Give this as cursor for the next page")] = None


class TokenBalancesAnswer(Answer):
    """Answer of get_token_balances."""

    holdings: Annotated[list[HoldingDetails], Field(description="One or more per token asked, zero included")] = []


class ChainValue(Part):
    """What the tokens on one network are worth."""

    chain: str
    value_usd: Usd
    share_percent: Annotated[str, Field(description="Part of all tokens, in percent")]


class PortfolioAnswer(Answer):
    """Answer of show_portfolio."""

    total_usd: Annotated[str | None, Field(description="USD, exact, DeFi included; null where a part is missing")] = (
        None
    )
    defi_usd: Annotated[str | None, Field(description="The DeFi part in USD, exact; null where it is missing")] = None
    holdings: Annotated[list[HoldingDetails], Field(description="The largest holdings")] = []
    total_count: Annotated[int, Field(description="How many holdings there are in all")] = 0
    by_chain: list[ChainValue] = []
    change_24h_usd: Annotated[str | None, Field(description="What the tokens gained or lost within 24 hours")] = None
    change_24h_percent: Annotated[str | None, Field(description="The same, of what they were worth before")] = None


class LosingHolding(HoldingDetails):
    """A holding, and what it gained or lost."""

    change_24h_usd: Annotated[str | None, Field(description="What it gained or lost within 24 hours, in USD")]


class UnderperformersAnswer(Answer):
    """Answer of find_underperformers."""

    holdings: Annotated[list[LosingHolding], Field(description="Holdings that lost, the worst first")] = []
    total_count: Annotated[int, Field(description="How many there are in all")] = 0


class TokenDetails(Part):
    """A token that was found."""

    symbol: str
    name: str
    chain: str
    chain_index: str
    token_address: Annotated[str, Field(description="Contract address; empty for the native coin")]
    price_usd: str | None
    market_cap_usd: str | None
    liquidity_usd: str | None
    verified: bool


class SearchAnswer(Answer):
    """Answer of search_tokens."""

    tokens: Annotated[list[TokenDetails], Field(description="Tokens found, verified ones first")] = []


class TokenRef(Part):
    """Which token an answer is about."""

    symbol: str
    chain: str
    chain_index: str
    token_address: Annotated[str, Field(description="Contract address; empty for the native coin")]
    verified: bool | None


class TokenFactsAnswer(Answer):
    """Answer of get_token_details."""

    token: TokenRef | None = None
    price_usd: str | None = None
    change_24h_percent: str | None = None
    market_cap_usd: str | None = None
    liquidity_usd: str | None = None
    volume_24h_usd: str | None = None
    holders: int | None = None
    risk: Annotated[list[str], Field(description="What speaks for care with this token, in sentences")] = []


class CandleDetails(Part):
    """Prices in USD within one interval that begins at `time`."""

    time: str
    open: str
    high: str
    low: str
    close: str
    volume_usd: str | None


class PriceChartAnswer(Answer):
    """Answer of get_price_chart."""

    token: TokenRef | None = None
    candles: Annotated[list[CandleDetails], Field(description="Oldest first; the last may still be forming")] = []
    change_percent: Annotated[str | None, Field(description="From the first open to the last close")] = None
    high: str | None = None
    low: str | None = None


class TradeSide(TokenRef):
    """A token of a swap."""

    price_usd: str | None
    decimals: int


class RouteHop(Part):
    """A market that the trade passes."""

    market: str
    share_percent: str | None


class CheckSwapAnswer(Answer):
    """Answer of check_swap. Amounts are in the tokens' own units unless they are called minimal."""

    verdict: Verdict | None = None
    reasons: Annotated[list[str], Field(description="What speaks against the swap, for the user to read")] = []
    wallet: str | None = None
    sell: TradeSide | None = None
    buy: TradeSide | None = None
    balance: Annotated[str | None, Field(description="What the wallet has of the token sold")] = None
    amount: Annotated[str | None, Field(description="What would be sold")] = None
    amount_minimal: Annotated[str | None, Field(description="The same in minimal units")] = None
    receive: str | None = None
    receive_minimum: Annotated[str | None, Field(description="With all of the slippage used up")] = None
    price_impact_percent: Annotated[str | None, Field(description="Negative is a loss")] = None
    fee_usd: Annotated[str | None, Field(description="The network fee")] = None
    route: list[RouteHop] = []


class PrepareSwapAnswer(CheckSwapAnswer):
    """Answer of prepare_swap."""

    transactions: Annotated[
        list[dict[str, JsonValue]], Field(description="Unsigned, in the order to sign and send them with the wallet")
    ] = []


class AskAnswer(Answer):
    """Answer of ask_wallet: what was understood, and the structured answer to it."""

    intent: Annotated[Intent, Field(description="What was asked")] = "out_of_scope"
    confidence: Annotated[float, Field(description="How likely it is that this was asked, 0 to 1")] = 1.0
    slots: Annotated[dict[str, JsonValue], Field(description="What the words stated")] = {}
    answer: Annotated[dict[str, JsonValue] | None, Field(description="The structured answer to it")] = None


def maybe_plain(number: Decimal | None) -> str | None:
    """Exact decimal text, or None."""
    return None if number is None else plain(number)


def utc_text(moment: datetime) -> str:
    """A moment as it is published: UTC, whole seconds, `Z`."""
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
