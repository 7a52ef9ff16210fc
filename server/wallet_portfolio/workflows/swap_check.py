"""Whether a swap should be made: enough balance, gas, a fair price, an honest token."""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from functools import partial

from wallet_portfolio.assets.amounts import divide, from_minimal, multiply, plain, show_amount, show_usd, to_minimal
from wallet_portfolio.assets.errors import InputError, NeedsInput
from wallet_portfolio.assets.swaps import Quote
from wallet_portfolio.assets.trading import (
    TradeAmount,
    after_slippage,
    before_slippage,
    parse_slippage,
    parse_trade_amount,
    part_of,
    round_down,
)
from wallet_portfolio.okx.codes import CallFailed
from wallet_portfolio.okx.natives import WRAPPED_SOL
from wallet_portfolio.okx.sharing import Fetched
from wallet_portfolio.okx.swap_calls import EXACT_OUT_CHAINS, Mode
from wallet_portfolio.workflows import swap_verdict as verdicts
from wallet_portfolio.workflows.access import Access
from wallet_portfolio.workflows.gathering import both
from wallet_portfolio.workflows.markets import Figures, fetch_figures
from wallet_portfolio.workflows.swap_trade import Trade, find_trade
from wallet_portfolio.workflows.swap_verdict import Finding, Verdict

# Gas prices move between the check and the moment a user signs.
_FEE_ROOM = Decimal("1.5")
# On Solana a swap opens an account for the token bought and one for wrapped SOL, each keeping the rent-exempt minimum
# of a token account (165 bytes: 0.00203928 SOL).
_SOLANA_RENT = 2 * Decimal("0.00203928")
_PROBE_PERCENT = Decimal(10)


@dataclass(frozen=True, slots=True)
class SwapQuestion:
    """What is to be swapped, as it was said; empty where nothing was."""

    sell: str = ""
    buy: str = ""
    amount: str = ""
    amount_of: str = "sell"
    chain: str = ""
    wallet: str = ""
    slippage_percent: str = "1"


@dataclass(frozen=True, slots=True)
class SwapCheck:
    """The verdict, and the figures it rests on. Without a quote those of the trade itself are None."""

    trade: Trade
    slippage_percent: Decimal
    verdict: Verdict
    reasons: tuple[str, ...]
    notices: tuple[str, ...]
    mode: Mode
    sell_amount: Decimal | None
    quote: Quote | None
    as_of: datetime

    @property
    def sell_units(self) -> int | None:
        """What is sold, in minimal units."""
        return None if self.sell_amount is None else to_minimal(self.sell_amount, self.trade.sell.decimals)

    @property
    def receive(self) -> Decimal | None:
        """What is received by the quote."""
        return None if self.quote is None else from_minimal(self.quote.buy.units, self.trade.buy.decimals)

    @property
    def receive_minimum(self) -> Decimal | None:
        """What is received at the least, with all of the slippage used up."""
        if self.quote is None:
            return None
        return from_minimal(after_slippage(self.quote.buy.units, self.slippage_percent), self.trade.buy.decimals)


async def check_swap(access: Access, question: SwapQuestion) -> SwapCheck:
    """Find the trade, compare it with the balance, and only then ask for a quote and judge it.

    Raises NeedsInput for what was not said, InputError for amounts that make no sense or have too many digits, what
    finding the trade raises, and ServiceError.
    """
    access.service()
    _ask_for_what_is_missing(question, wallet_known=bool(access.saved.entries))
    amount = parse_trade_amount(question.amount)
    slippage = parse_slippage(question.slippage_percent)
    if question.amount_of == "buy" and amount.unit == "percent":
        raise InputError("A percentage counts the token that is sold. Please say how much to buy.")
    trade = await find_trade(
        access,
        question.sell,
        question.buy,
        amount,
        question.amount_of,
        chain=question.chain,
        wallet=question.wallet,
    )
    to_minimal(trade.amount, trade.sell.decimals if question.amount_of == "sell" else trade.buy.decimals)
    if short := _shortfall(trade):
        return _without_quote(trade, slippage, "insufficient_balance", short, trade.needed or None)
    if WRAPPED_SOL in {trade.sell.id.address, trade.buy.id.address}:
        reason = "Wrapped SOL is SOL in another form and cannot be swapped here. Please name SOL itself."
        return _without_quote(trade, slippage, "no_route", reason, trade.needed)
    try:
        if question.amount_of == "buy":
            return await _check_buying(access, trade, slippage)
        return await _check_selling(access, trade, amount, slippage)
    except CallFailed as failure:
        if failure.honeypot:
            return _without_quote(trade, slippage, "blocked", failure.message, trade.needed)
        if failure.code in {"no_route", "unsupported_chain"}:
            return _without_quote(trade, slippage, "no_route", failure.message, trade.needed)
        raise


async def _check_selling(access: Access, trade: Trade, amount: TradeAmount, slippage: Decimal) -> SwapCheck:
    selling = trade.amount
    notices: list[str] = []
    if trade.sell.native and amount.everything:
        # A quote for less tells the fee, which does not depend on the amount; then what it leaves can be sold.
        probe = part_of(trade.balance, _PROBE_PERCENT, trade.sell.decimals)
        fee = fee_in_coin(trade, (await _quote(access, trade, probe, "exactIn")).value)
        if fee is None:
            raise InputError(
                f"The network fee could not be found out, so it is not known how much {trade.sell.symbol} has to stay "
                "in the wallet to pay it. Please say how much to sell."
            )
        selling = round_down(trade.balance - multiply(fee, _FEE_ROOM), trade.sell.decimals)
        if selling <= 0:
            reason = f"All of the {trade.sell.symbol} would be needed for the network fee."
            return _without_quote(trade, slippage, "insufficient_gas", reason, None)
        notices.append(
            f"{show_amount(trade.balance - selling)} {trade.sell.symbol} stays in the wallet to pay the network fee."
        )
    quote, figures = await both(partial(_quote, access, trade, selling, "exactIn"), partial(_figures, access, trade))
    return _judged(trade, selling, quote, figures, slippage, "exactIn", notices)


async def _check_buying(access: Access, trade: Trade, slippage: Decimal) -> SwapCheck:
    if trade.chain.index in EXACT_OUT_CHAINS:
        quote, figures = await both(
            partial(_quote, access, trade, trade.amount, "exactOut"), partial(_figures, access, trade)
        )
        selling = from_minimal(quote.value.sell.units, trade.sell.decimals)
        most = from_minimal(before_slippage(quote.value.sell.units, slippage), trade.sell.decimals)
        notice = f"With all of the slippage used up, it takes {show_amount(most)} {trade.sell.symbol}."
        check = _judged(trade, selling, quote, figures, slippage, "exactOut", [notice])
    else:
        check = await _nearest_selling(access, trade, slippage)
    if check.sell_amount is not None and check.sell_amount > trade.balance:
        missing = replace(trade, needed=check.sell_amount, estimated=False)
        reason = _shortfall(missing) or ""
        verdict: Verdict = "blocked" if check.verdict == "blocked" else "insufficient_balance"
        return replace(check, trade=missing, verdict=verdict, reasons=(reason, *check.reasons))
    return check


async def _nearest_selling(access: Access, trade: Trade, slippage: Decimal) -> SwapCheck:
    """Where a market takes only exact amounts to sell: sell what gives about as much as is to be bought."""
    if trade.needed is None:
        raise InputError(
            f"There is no price to tell how much {trade.sell.symbol} that takes. Please say how much to sell."
        )
    first = (await _quote(access, trade, trade.needed, "exactIn")).value
    received = from_minimal(first.buy.units, trade.buy.decimals)
    if not received:
        raise CallFailed("no_route", "No market on this network offers this trade at the moment.")
    selling = round_down(divide(multiply(trade.needed, trade.amount), received), trade.sell.decimals)
    quote, figures = await both(partial(_quote, access, trade, selling, "exactIn"), partial(_figures, access, trade))
    notice = (
        f"On {trade.chain.name} an exact amount to buy cannot be ordered, so this is the nearest: selling "
        f"{show_amount(selling)} {trade.sell.symbol}."
    )
    return _judged(trade, selling, quote, figures, slippage, "exactIn", [notice])


async def _quote(access: Access, trade: Trade, amount: Decimal, mode: Mode) -> Fetched[Quote]:
    counted = trade.sell if mode == "exactIn" else trade.buy
    units = to_minimal(amount, counted.decimals)
    if units == 0:
        raise InputError(f"That is less than the smallest amount of {counted.symbol} there is.")
    quote = await access.service().swaps.quote(trade.sell.id, trade.buy.id, units, mode)
    _refuse_contradictions(trade, quote.value, units, mode)
    return quote


async def _figures(access: Access, trade: Trade) -> Figures:
    """Of both tokens, and of the coin that the fee is paid in where the balances do not tell its price."""
    asked = [token.id for token in (trade.sell, trade.buy) if not token.native]
    if trade.native_price_usd is None:
        asked.append(trade.native)
    return await fetch_figures(access, asked)


def _judged(
    trade: Trade,
    selling: Decimal,
    quote: Fetched[Quote],
    figures: Figures,
    slippage: Decimal,
    mode: Mode,
    notices: list[str],
) -> SwapCheck:
    if trade.native_price_usd is None and (coin := figures.by_token.get(trade.native)):
        trade = replace(trade, native_price_usd=coin.price_usd)
    findings = verdicts.of_quote(quote.value, slippage)
    for token in (trade.sell, trade.buy):
        findings += verdicts.of_token(token, figures.by_token.get(token.id), known=figures.problem is None)
    findings += _gas(trade, selling, quote.value)
    return SwapCheck(
        trade=trade,
        slippage_percent=slippage,
        verdict=verdicts.judge(findings),
        reasons=tuple(finding.reason for finding in findings),
        notices=tuple(notices),
        mode=mode,
        sell_amount=selling,
        quote=quote.value,
        as_of=min(trade.as_of, quote.at),
    )


def _gas(trade: Trade, selling: Decimal, quote: Quote) -> list[Finding]:
    sold = selling if trade.sell.native else Decimal(0)
    fee = fee_in_coin(trade, quote)
    return verdicts.of_gas(trade.chain.native_symbol, fee, trade.native_balance, sold, trade.chain.name)


def fee_in_coin(trade: Trade, quote: Quote) -> Decimal | None:
    """The network fee in the native coin, by its price; None where fee or price are not told."""
    price = trade.native_price_usd or (quote.sell.price_usd if trade.sell.native else None)
    if quote.fee_usd is None or not price:
        return None
    fee = divide(quote.fee_usd, price)
    return fee + _SOLANA_RENT if trade.chain.family == "solana" else fee


def _refuse_contradictions(trade: Trade, quote: Quote, units: int, mode: Mode) -> None:
    """A token that is divided otherwise than was told before would make every amount wrong; so would another amount."""
    if quote.sell.units != units if mode == "exactIn" else quote.buy.units < units:
        raise CallFailed("bad_response", "OKX quoted another amount than was asked for. Please do not trade on it.")
    if (quote.sell.decimals, quote.buy.decimals) != (trade.sell.decimals, trade.buy.decimals):
        raise CallFailed(
            "bad_response", "OKX contradicts itself about how finely these tokens can be divided. Please do not trade."
        )


def _shortfall(trade: Trade) -> str | None:
    """A sentence that names what is missing; None where there is enough."""
    sell = trade.sell
    if trade.affordable:
        return None
    if trade.needed is None or trade.needed == 0:
        return f"There is no {sell.symbol} in this wallet on {trade.chain.name}."
    missing = trade.needed - trade.balance
    value = f" ({show_usd(multiply(missing, sell.price_usd))})" if sell.price_usd else ""
    about = "about " if trade.estimated else ""
    return (
        f"The wallet has {show_amount(trade.balance)} {sell.symbol} on {trade.chain.name}. For "
        f"{about}{show_amount(trade.needed)} {sell.symbol}, {about}{_exact(missing)} {sell.symbol}{value} more would "
        "be needed."
    )


def _exact(amount: Decimal) -> str:
    """Every digit: who gets what is missing rounded down still has too little."""
    whole, _, fraction = plain(amount).partition(".")
    return f"{int(whole):,}.{fraction}" if fraction else f"{int(whole):,}"


def _without_quote(
    trade: Trade, slippage: Decimal, verdict: Verdict, reason: str, selling: Decimal | None
) -> SwapCheck:
    return SwapCheck(
        trade=trade,
        slippage_percent=slippage,
        verdict=verdict,
        reasons=(reason,),
        notices=(),
        mode="exactIn",
        sell_amount=selling,
        quote=None,
        as_of=trade.as_of,
    )


def _ask_for_what_is_missing(question: SwapQuestion, *, wallet_known: bool) -> None:
    questions = {
        "wallet": "Which wallet is it? Please give me its address.",
        "sell": "What should be sold?",
        "buy": "What should be bought?",
        "amount": "How much should it be? For example 1.5, 50% or $100.",
    }
    said = {"sell": question.sell, "buy": question.buy, "amount": question.amount, "wallet": question.wallet}
    if wallet_known:
        del said["wallet"]  # without a word it is the default one
    missing = [name for name, text in said.items() if not text.strip()]
    if missing:
        raise NeedsInput(" ".join(questions[name] for name in missing), missing)
