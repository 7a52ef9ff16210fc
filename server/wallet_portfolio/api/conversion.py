"""From Python values to a tool's arguments, and from its answer to a result or an exception."""

from collections.abc import Sequence
from decimal import Decimal
from typing import TypeVar

from pydantic import JsonValue

from wallet_portfolio.api import results
from wallet_portfolio.api.failures import InputNeeded, NotAnswered
from wallet_portfolio.assets.amounts import plain
from wallet_portfolio.intents.request import Intent
from wallet_portfolio.tools.answers import Answer, AskAnswer

Amount = str | int | Decimal
R = TypeVar("R", bound=results.Result)

_RESULT_OF: dict[Intent, type[results.Figures]] = {
    "supported_chains": results.SupportedChains,
    "total_value": results.TotalValue,
    "all_balances": results.Holdings,
    "token_balances": results.Balances,
    "portfolio_overview": results.Overview,
    "pre_swap_check": results.SwapCheck,
    "sell_underperformers": results.Underperformers,
    "token_details": results.TokenFacts,
    "price_chart": results.PriceChart,
    "token_search": results.FoundTokens,
}


def amount_text(amount: Amount) -> str:
    """The amount as tools take it. Raises TypeError for a float, which is seldom what it looks like."""
    if isinstance(amount, str):
        return amount
    if isinstance(amount, Decimal) and amount.is_finite():
        return plain(amount)
    if isinstance(amount, int) and not isinstance(amount, bool):
        return str(amount)
    raise TypeError("An amount is a finite Decimal, an int or text. A float is not exact: write it as text.")


def texts(values: Sequence[str]) -> JsonValue:
    """A list; a single text stays one, and is read as one with commas."""
    return values if isinstance(values, str) else list(values)


def result_of(answer: Answer, kind: type[R]) -> R:
    """The result. Raises NotAnswered and InputNeeded."""
    return kind.model_validate(_fields(answer))


def reply_of(answer: AskAnswer) -> results.Reply:
    """The same for a request in plain words, with the result of the question it was."""
    fields = _fields(answer)
    if answer.answer is not None:
        answered = {**answer.answer, "partial": fields["partial"]}
        fields["answer"] = _RESULT_OF[answer.intent].model_validate(answered)
    return results.Reply.model_validate(fields)


def _fields(answer: Answer) -> dict[str, object]:
    """All there is in an answer that is one."""
    if answer.error:
        error = answer.error
        raise NotAnswered(error.message, error.code, error.retryable, error.retry_after_seconds)
    steps = [results.NextStep(say=step.say, tool=step.tool, arguments=step.arguments) for step in answer.next_steps]
    if answer.status == "needs_input":
        question = answer.question or answer.summary
        raise InputNeeded(question, answer.missing, steps, answer.summary, answer.notices)
    return {**answer.model_dump(), "partial": answer.status == "partial"}
