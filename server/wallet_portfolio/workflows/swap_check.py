"""Whether a swap should be made: enough balance, gas, a fair price, an honest token."""

from dataclasses import replace
from decimal import Decimal
from functools import partial

from wallet_portfolio.assets.amounts import (
    add_up,
    divide,
    from_minimal,
    multiply,
    show_amount,
    show_usd,
    subtract,
    to_minimal,
)
from wallet_portfolio.assets.errors import InputError, NeedsInput
from wallet_portfolio.assets.phrases import Phrase, Sayable, phrase
from wallet_portfolio.assets.series import in_turn
from wallet_portfolio.assets.swaps import Quote
from wallet_portfolio.assets.trading import (
    TradeAmount,
    parse_slippage,
    parse_trade_amount,
    part_of,
    round_down,
    round_up,
)
from wallet_portfolio.okx.codes import CallFailed
from wallet_portfolio.okx.natives import WRAPPED_SOL
from wallet_portfolio.okx.sharing import Fetched
from wallet_portfolio.okx.swap_calls import EXACT_OUT_CHAINS, Mode
from wallet_portfolio.workflows import swap_verdict as verdicts
from wallet_portfolio.workflows.access import Access
from wallet_portfolio.workflows.gathering import both
from wallet_portfolio.workflows.markets import Figures, fetch_figures
from wallet_portfolio.workflows.swap_checked import SwapCheck, SwapQuestion
from wallet_portfolio.workflows.swap_trade import Trade, find_trade
from wallet_portfolio.workflows.swap_verdict import Finding, Verdict, exact

# Gas prices move between the check and the moment a user signs.
_FEE_ROOM = Decimal("1.5")
# What approving a token takes on top of a swap: usual for ERC-20 tokens, beside the gas of the swap where that is told.
# A swap uses about twice as much or more, so where its gas is not told half of its fee will do.
_APPROVAL_GAS, _APPROVAL_SHARE = Decimal(60_000), Decimal("0.5")
# On Solana a swap opens an account for the token bought and one for wrapped SOL, each keeping the rent-exempt minimum
# of a token account (165 bytes: 0.00203928 SOL).
SOLANA_RENT = 2 * Decimal("0.00203928")
_PROBE_PERCENT = Decimal(10)

_QUESTIONS = {
    "wallet": phrase("Which wallet is it? Please give me its address."),
    "sell": phrase("What should be sold?"),
    "buy": phrase("What should be bought?"),
    "amount": phrase("How much should it be? For example 1.5, {percent} or $100.", percent="50%"),
}


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
        raise InputError(phrase("A percentage counts the token that is sold. Please say how much to buy."))
    trade = await find_trade(
        access,
        question.sell,
        question.buy,
        amount,
        question.amount_of,
        chain=question.chain,
        wallet=question.wallet,
    )
    _refuse_extra_digits(trade, question.amount_of)
    if short := _shortfall(trade):
        return _without_quote(trade, slippage, "insufficient_balance", short, trade.needed or None)
    if WRAPPED_SOL in {trade.sell.id.address, trade.buy.id.address}:
        reason = phrase("Wrapped SOL is SOL in another form and cannot be swapped here. Please name SOL itself.")
        return _without_quote(trade, slippage, "no_route", reason, trade.needed)
    try:
        if question.amount_of == "buy":
            return await _check_buying(access, trade, slippage)
        return await _check_selling(access, trade, amount, slippage)
    except CallFailed as failure:
        if failure.honeypot:
            return _without_quote(trade, slippage, "blocked", failure.phrase, trade.needed)
        if failure.code in {"no_route", "unsupported_chain"}:
            return _without_quote(trade, slippage, "no_route", failure.phrase, trade.needed)
        raise


async def _check_selling(access: Access, trade: Trade, amount: TradeAmount, slippage: Decimal) -> SwapCheck:
    selling = trade.amount
    notices: list[Sayable] = []
    room, since = _FEE_ROOM, trade.as_of
    if trade.sell.native and amount.everything:
        # A quote for less tells the fee, which does not depend on the amount; then what it leaves can be sold.
        probe = part_of(trade.balance, _PROBE_PERCENT, trade.sell.decimals)
        first = await _quote(access, trade, probe, "exactIn")
        fee, since = _fee_in_coin(trade, first.value), min(since, first.at)
        if fee is None:
            raise InputError(
                phrase(
                    "The network fee could not be found out, so it is not known how much {token} has to stay in the "
                    "wallet to pay it. Please say how much to sell.",
                    token=trade.sell.symbol,
                )
            )
        selling = round_down(subtract(trade.balance, multiply(fee, _FEE_ROOM)), trade.sell.decimals)
        room = Decimal(1)  # it has been left already, and is there for the fee to move in
        if selling <= 0:
            reason = phrase("All of the {token} would be needed for the network fee.", token=trade.sell.symbol)
            return _without_quote(trade, slippage, "insufficient_gas", reason, None)
        kept = subtract(trade.balance, selling)
        notices.append(
            phrase(
                "{amount} {token} stays in the wallet to pay the network fee.",
                amount=show_amount(kept),
                token=trade.sell.symbol,
            )
        )
    quote, figures = await both(partial(_quote, access, trade, selling, "exactIn"), partial(_figures, access, trade))
    check = _unjudged(replace(trade, as_of=since), selling, quote, figures, slippage, "exactIn", notices)
    return _judged(check, figures, room)


async def _check_buying(access: Access, trade: Trade, slippage: Decimal) -> SwapCheck:
    if trade.chain.index in EXACT_OUT_CHAINS:
        quote, figures = await both(
            partial(_quote, access, trade, trade.amount, "exactOut"), partial(_figures, access, trade)
        )
        selling = from_minimal(quote.value.sell.units, trade.sell.decimals)
        check = _judged(_unjudged(trade, selling, quote, figures, slippage, "exactOut", []), figures, _FEE_ROOM)
        most = from_minimal(check.most_units, trade.sell.decimals)
        notice = phrase(
            "With all of the slippage used up, it takes {amount} {token}.",
            amount=show_amount(most),
            token=trade.sell.symbol,
        )
        check = replace(check, notices=(notice,))
    else:
        check = await _nearest_selling(access, trade, slippage)
    if check.sell_amount is not None and check.sell_amount > trade.balance:
        missing = replace(check.trade, needed=check.sell_amount, estimated=False)
        return replace(check, trade=missing, others=(verdicts.short_of(_shortfall(missing) or ""), *check.others))
    most = from_minimal(check.most_units, trade.sell.decimals)
    if most > trade.balance:
        reason = phrase(
            "With all of the slippage used up, {amount} {token} more than the wallet has would be needed.",
            amount=exact(subtract(most, trade.balance)),
            token=trade.sell.symbol,
        )
        return replace(check, others=(verdicts.short_of(reason), *check.others))
    return check


async def _nearest_selling(access: Access, trade: Trade, slippage: Decimal) -> SwapCheck:
    """Where a market takes only exact amounts to sell: sell what gives about as much as is to be bought."""
    if trade.needed is None:
        raise InputError(
            phrase(
                "There is no price to tell how much {token} that takes. Please say how much to sell.",
                token=trade.sell.symbol,
            )
        )
    first = await _quote(access, trade, trade.needed, "exactIn")
    received = from_minimal(first.value.buy.units, trade.buy.decimals)
    if not received:
        raise CallFailed("no_route", phrase("No market on this network offers this trade at the moment."))
    selling = round_down(divide(multiply(trade.needed, trade.amount), received), trade.sell.decimals)
    quote, figures = await both(partial(_quote, access, trade, selling, "exactIn"), partial(_figures, access, trade))
    notice = phrase(
        "On {network} an exact amount to buy cannot be ordered, so this is the nearest: selling {amount} {token}.",
        network=trade.chain.name,
        amount=show_amount(selling),
        token=trade.sell.symbol,
    )
    since = replace(trade, as_of=min(trade.as_of, first.at))
    return _judged(_unjudged(since, selling, quote, figures, slippage, "exactIn", [notice]), figures, _FEE_ROOM)


async def _quote(access: Access, trade: Trade, amount: Decimal, mode: Mode) -> Fetched[Quote]:
    counted = trade.sell if mode == "exactIn" else trade.buy
    units = to_minimal(amount, counted.decimals)
    if units == 0:
        raise InputError(phrase("That is less than the smallest amount of {token} there is.", token=counted.symbol))
    quote = await access.service().swaps.quote(trade.sell.id, trade.buy.id, units, mode)
    _refuse_contradictions(trade, quote.value, units, mode)
    return quote


async def _figures(access: Access, trade: Trade) -> Figures:
    """Of both tokens, and of the coin that the fee is paid in where the balances do not tell its price."""
    asked = [token.id for token in (trade.sell, trade.buy) if not token.native]
    if trade.native_price_usd is None:
        asked.append(trade.native)
    return await fetch_figures(access, asked)


def _unjudged(
    trade: Trade,
    selling: Decimal,
    quote: Fetched[Quote],
    figures: Figures,
    slippage: Decimal,
    mode: Mode,
    notices: list[Sayable],
) -> SwapCheck:
    if trade.native_price_usd is None and (coin := figures.by_token.get(trade.native)):
        trade = replace(trade, native_price_usd=coin.price_usd)
    return SwapCheck(
        trade=trade,
        slippage_percent=slippage,
        others=(),
        notices=tuple(notices),
        mode=mode,
        sell_amount=selling,
        quote=quote.value,
        as_of=min(trade.as_of, quote.at, figures.as_of or quote.at),
    )


def _judged(check: SwapCheck, figures: Figures, fee_room: Decimal) -> SwapCheck:
    """With what the tokens' markets and the gas have to say; the fee may rise by so much."""
    findings = _gas(check, fee_room)
    for token in (check.trade.sell, check.trade.buy):
        findings += verdicts.of_token(token, figures.by_token.get(token.id), known=figures.problem is None)
    return replace(check, others=tuple(findings))


def _gas(check: SwapCheck, room: Decimal) -> list[Finding]:
    trade, quote = check.trade, check.quote
    fee = None if quote is None else _fee_in_coin(trade, quote)
    sold = from_minimal(check.most_units, trade.sell.decimals) if trade.sell.native else Decimal(0)
    if quote is not None and fee is not None:
        if trade.chain.family == "evm" and not trade.sell.native:
            told = quote.gas_units
            approval = divide(multiply(fee, _APPROVAL_GAS), Decimal(told)) if told else multiply(fee, _APPROVAL_SHARE)
            fee = add_up([fee, approval])
        fee = round_up(multiply(fee, room), trade.native_decimals)
    return verdicts.of_gas(trade.chain.native_symbol, fee, trade.native_balance, sold, trade.chain.name)


def _fee_in_coin(trade: Trade, quote: Quote) -> Decimal | None:
    """The network fee in the native coin, by its price; None where fee or price are not told."""
    price = trade.native_price_usd or (quote.sell.price_usd if trade.sell.native else None)
    if quote.fee_usd is None or not price:
        return None
    fee = divide(quote.fee_usd, price)
    return add_up([fee, SOLANA_RENT]) if trade.chain.family == "solana" else fee


def _refuse_extra_digits(trade: Trade, amount_of: str) -> None:
    """Raises InputError for more digits than the token has that the amount counts."""
    to_minimal(trade.amount, trade.sell.decimals if amount_of == "sell" else trade.buy.decimals)


def _refuse_contradictions(trade: Trade, quote: Quote, units: int, mode: Mode) -> None:
    """A token that is divided otherwise than was told before would make every amount wrong; so would another amount."""
    if quote.sell.units != units if mode == "exactIn" else quote.buy.units < units:
        raise CallFailed(
            "bad_response", phrase("OKX quoted another amount than was asked for. Please do not trade on it.")
        )
    if (quote.sell.decimals, quote.buy.decimals) != (trade.sell.decimals, trade.buy.decimals):
        raise CallFailed(
            "bad_response",
            phrase("OKX contradicts itself about how finely these tokens can be divided. Please do not trade."),
        )


def _shortfall(trade: Trade) -> Phrase | None:
    """A sentence that names what is missing; None where there is enough."""
    sell = trade.sell
    if trade.affordable:
        return None
    if trade.needed is None or trade.needed == 0:
        return phrase("There is no {token} in this wallet on {network}.", token=sell.symbol, network=trade.chain.name)
    missing = subtract(trade.needed, trade.balance)
    value = f" ({show_usd(multiply(missing, sell.price_usd))})" if sell.price_usd else ""
    figures = {
        "balance": f"{show_amount(trade.balance)} {sell.symbol}",
        "network": trade.chain.name,
        "needed": f"{show_amount(trade.needed)} {sell.symbol}",
        "missing": f"{exact(missing)} {sell.symbol}{value}",
    }
    if trade.estimated:
        return phrase(
            "The wallet has {balance} on {network}. For about {needed}, about {missing} more would be needed.",
            **figures,
        )
    return phrase("The wallet has {balance} on {network}. For {needed}, {missing} more would be needed.", **figures)


def _without_quote(
    trade: Trade, slippage: Decimal, verdict: Verdict, reason: Sayable, selling: Decimal | None
) -> SwapCheck:
    imitations = [finding for token in (trade.sell, trade.buy) for finding in verdicts.of_imitation(token)]
    return SwapCheck(
        trade=trade,
        slippage_percent=slippage,
        others=(Finding(verdict, reason, verdict), *imitations),
        notices=(),
        mode="exactIn",
        sell_amount=selling,
        quote=None,
        as_of=trade.as_of,
    )


def _ask_for_what_is_missing(question: SwapQuestion, *, wallet_known: bool) -> None:
    said = {"sell": question.sell, "buy": question.buy, "amount": question.amount, "wallet": question.wallet}
    if wallet_known:
        del said["wallet"]  # without a word it is the default one
    missing = [name for name, text in said.items() if not text.strip()]
    if missing:
        raise NeedsInput(in_turn(_QUESTIONS[name] for name in missing), missing)
