"""The tool ask_wallet: a request in plain words, answered by the tool it asks for."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias, TypedDict

from pydantic import JsonValue

from wallet_portfolio.assets.phrases import Language, say
from wallet_portfolio.intents import offers
from wallet_portfolio.intents.offers import Offer
from wallet_portfolio.intents.readings import as_offer, further_offers
from wallet_portfolio.intents.request import Intent, Reading, Request
from wallet_portfolio.intents.router import LONGEST_REQUEST, route
from wallet_portfolio.tools.answers import Answer, AskAnswer
from wallet_portfolio.tools.asking import READING
from wallet_portfolio.tools.composing import steps
from wallet_portfolio.tools.direct import DIRECT_BY_NAME
from wallet_portfolio.tools.questions import AskWallet
from wallet_portfolio.tools.tool import WalletTool
from wallet_portfolio.workflows.access import Access, Progress

_MOST_STEPS = 3


async def ask_wallet(access: Access, question: AskWallet, progress: Progress) -> AskAnswer:
    """Answer a request in the user's own words, in English, Chinese, Spanish, Portuguese or Japanese.

    For when no other tool clearly fits. To prepare a swap use prepare_swap.
    """
    request = route(question.request, access.saved.names)
    if request.close:
        possible = _possible(request)
        chosen = next((offer for offer in possible if offer.tool == question.details.get(READING)), None)
        if chosen is None:
            return _which(request, possible)
        return await _run(access, _read_as(request, chosen), chosen, {}, progress)
    offer = as_offer(request.best)
    if offer is None:
        return _out_of_scope(request)
    return await _run(access, request.best, offer, question.details, progress)


async def _run(
    access: Access, reading: Reading, offer: Offer, details: Mapping[str, JsonValue], progress: Progress
) -> AskAnswer:
    tool = DIRECT_BY_NAME[offer.tool]
    arguments = {**steps([offer])[0].arguments, **details}
    if _lacks_tokens(offer.tool, arguments):
        return _which_token(reading)
    answer: Answer = await tool.run(access, arguments, progress)
    further = steps(further_offers(reading)) if answer.status == "ok" else []
    return AskAnswer(
        **{name: getattr(answer, name) for name in Answer.model_fields if name != "next_steps"},
        **_understood(reading),
        next_steps=[*further, *answer.next_steps][:_MOST_STEPS],
        answer=answer.model_dump(mode="json"),
    ).pictured(answer.figures)


def _possible(request: Request) -> list[Offer]:
    """The two likeliest readings, as steps."""
    found = [offer for offer in map(as_offer, (request.best, *request.alternatives)) if offer]
    found = [offer for offer in found if not _lacks_tokens(offer.tool, offer.arguments)]
    return offers.enough(found[:2], [offer for offer in offers.anyway() if offer.tool not in {o.tool for o in found}])


def _read_as(request: Request, chosen: Offer) -> Reading:
    """The reading that was chosen; one that was only offered to fill up has nothing of the words."""
    return next((read for read in (request.best, *request.alternatives) if as_offer(read) == chosen), request.best)


def _which(request: Request, possible: Sequence[Offer]) -> AskAnswer:
    """Two readings are close: the user says which."""
    text = say("I am not sure what you would like to know. Which of these do you mean?")
    return AskAnswer(
        status="needs_input",
        summary=text,
        question=text,
        missing=[READING],
        next_steps=steps(possible),
        **_understood(request.best),
    )


def _lacks_tokens(tool: str, arguments: Mapping[str, object]) -> bool:
    """Whether the balance of no token is asked for, the one thing that a tool does not ask for itself."""
    return tool == "get_token_balances" and not arguments.get("tokens")


def _which_token(reading: Reading) -> AskAnswer:
    text = say("Which token do you mean? Please give me its symbol or its contract address.")
    return AskAnswer(status="needs_input", summary=text, question=text, missing=["tokens"], **_understood(reading))


def _out_of_scope(request: Request) -> AskAnswer:
    return AskAnswer(
        status="ok",
        summary=say(
            "That is something I cannot do. I can show what a wallet holds and what it is worth, how much of a token "
            "it has, what is losing, the price, details and chart of a token, find tokens, check a swap before it is "
            "made, and say which networks are supported. I never send anything and never need a private key."
        ),
        next_steps=steps(offers.anyway()),
        **_understood(request.best),
    )


class _Understood(TypedDict):
    intent: Intent
    confidence: float
    slots: dict[str, JsonValue]


def _understood(reading: Reading) -> _Understood:
    return {"intent": reading.intent, "confidence": round(reading.confidence, 3), "slots": reading.slots.stated()}


def _language(arguments: Mapping[str, JsonValue]) -> Language | None:
    """The language of the request, which the arguments may lack; of one that is too long, that of its beginning."""
    words = arguments.get("request")
    return route(words[:LONGEST_REQUEST]).language if isinstance(words, str) else None


def _asked_back(arguments: Mapping[str, JsonValue], said: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    """What the user said when asked belongs to the tool that the request leads to."""
    return {**arguments, "details": dict(said)}


AskTool: TypeAlias = WalletTool[AskWallet, AskAnswer]
ASK_WALLET: AskTool = WalletTool(
    "Ask in plain words", AskWallet, AskAnswer, ask_wallet, language_of=_language, completed=_asked_back
)
