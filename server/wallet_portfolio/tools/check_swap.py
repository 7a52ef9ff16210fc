"""The tool check_swap."""

from typing import TypedDict

from wallet_portfolio.assets.amounts import plain
from wallet_portfolio.intents import offers
from wallet_portfolio.intents.offers import Argument, Named, Offer
from wallet_portfolio.tools.answers import CheckSwapAnswer, RouteHop, TradeSide, maybe_plain, utc_text
from wallet_portfolio.tools.composing import steps
from wallet_portfolio.tools.questions import CheckSwap
from wallet_portfolio.views import swap_text
from wallet_portfolio.workflows.access import Access, Progress
from wallet_portfolio.workflows.swap_agreement import show
from wallet_portfolio.workflows.swap_check import check_swap as ask
from wallet_portfolio.workflows.swap_checked import SwapCheck, SwapQuestion
from wallet_portfolio.workflows.swap_preparation import can_prepare
from wallet_portfolio.workflows.swap_trade import Trade, TradedToken
from wallet_portfolio.workflows.swap_verdict import Verdict


class CheckFields(TypedDict):
    """The fields of an answer that a check fills."""

    verdict: Verdict
    reasons: list[str]
    wallet: str
    sell: TradeSide
    buy: TradeSide
    balance: str
    amount: str | None
    amount_minimal: str | None
    receive: str | None
    receive_minimum: str | None
    price_impact_percent: str | None
    fee_usd: str | None
    route: list[RouteHop]


async def check_swap(access: Access, question: CheckSwap, _progress: Progress) -> CheckSwapAnswer:
    """Check a swap or sale: balance, gas, what is received, price impact, safety.

    Always before prepare_swap. For a price alone use get_token_details.
    """
    check = await ask(access, swap_question(question))
    await show(access, swap_question(question), check)
    return CheckSwapAnswer(
        status="ok",
        summary=swap_text.check(check),
        as_of=utc_text(check.as_of),
        notices=[str(notice) for notice in check.notices],
        next_steps=steps(after_check(check, question)),
        **check_fields(check),
    )


def swap_question(question: CheckSwap) -> SwapQuestion:
    """The arguments as the workflow takes them."""
    return SwapQuestion(
        sell=question.sell,
        buy=question.buy,
        amount=question.amount,
        amount_of=question.amount_of,
        chain=question.chain,
        wallet=question.wallet,
        slippage_percent=question.slippage_percent,
    )


def same_swap(trade: Trade, question: CheckSwap) -> dict[str, Argument]:
    """Arguments for this very swap: tokens, network and wallet as they were found."""
    swap: dict[str, Argument] = {
        "sell": _named(trade, trade.sell).words,
        "buy": _named(trade, trade.buy).words,
        "amount": question.amount,
        "wallet": trade.wallet.address.text,
    }
    said = question.model_dump(include={"amount_of", "slippage_percent"}, exclude_defaults=True)
    return {**swap, **said}


def bought(trade: Trade) -> Named:
    """The token bought, to offer something about."""
    return _named(trade, trade.buy)


def check_fields(check: SwapCheck) -> CheckFields:
    """The figures of a check as they are published."""
    trade, quote = check.trade, check.quote
    return {
        "verdict": check.verdict,
        "reasons": check.reasons,
        "wallet": trade.wallet.address.text,
        "sell": _side(trade, trade.sell),
        "buy": _side(trade, trade.buy),
        "balance": plain(trade.balance),
        "amount": maybe_plain(check.sell_amount),
        "amount_minimal": None if check.sell_units is None else str(check.sell_units),
        "receive": maybe_plain(check.receive),
        "receive_minimum": maybe_plain(check.receive_minimum),
        "price_impact_percent": maybe_plain(quote.price_impact_percent) if quote else None,
        "fee_usd": maybe_plain(quote.fee_usd) if quote else None,
        "route": [
            RouteHop(market=hop.market, share_percent=maybe_plain(hop.share_percent))
            for hop in (quote.route if quote else ())
        ],
    }


def _side(trade: Trade, token: TradedToken) -> TradeSide:
    return TradeSide(
        symbol=token.symbol,
        chain=trade.chain.name,
        chain_index=trade.chain.index,
        token_address=token.id.address,
        verified=token.verified,
        price_usd=maybe_plain(token.price_usd),
        decimals=token.decimals,
    )


def _named(trade: Trade, token: TradedToken) -> Named:
    return Named(token.symbol, token.id, trade.chain.name, trade.wallet.address.text)


def after_check(check: SwapCheck, question: CheckSwap) -> list[Offer]:
    """What to offer, by the verdict."""
    trade = check.trade
    if check.may_proceed:
        good = offers.after_good_check(same_swap(trade, question), bought(trade))
        return [offer for offer in good if offer.tool != "prepare_swap" or can_prepare(trade.chain)]
    if check.verdict in {"insufficient_balance", "insufficient_gas"}:
        return offers.after_short_check(trade.wallet.address.text, _named(trade, trade.sell), bought(trade))
    return offers.after_bad_check(trade.wallet.address.text, _named(trade, trade.sell), bought(trade))
